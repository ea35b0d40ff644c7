// The charts of an incident: what happened when, and who acted against whom.
(function () {
  "use strict";

  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  }

  function common() {
    return {
      animation: !still,
      textStyle: {fontFamily: getComputedStyle(document.body).fontFamily, color: colour("ink-soft")},
      aria: {enabled: true},
      tooltip: {
        renderMode: "richText",
        confine: true,
        backgroundColor: colour("raised"),
        borderColor: colour("line-strong"),
        textStyle: {color: colour("ink"), fontSize: 12},
      },
    };
  }

  function short(text, most) {
    return text.length <= most ? text : text.slice(0, most - 1) + "…";
  }

  function timeline(data, width) {
    const narrow = width < 520;
    const severities = ["critical", "high", "medium", "low", "informational"];
    const series = severities.map(function (severity) {
      const points = data.points.filter((point) => point.severity === severity);
      return {
        type: "scatter",
        name: severity,
        symbolSize: 13,
        itemStyle: {color: colour(severity), borderColor: colour("surface"), borderWidth: 1.5},
        emphasis: {scale: 1.5},
        data: points.map((point) => ({value: [point.at, point.tactic], point: point})),
      };
    });
    return Object.assign(common(), {
      grid: {left: narrow ? 8 : 12, right: 18, top: 10, bottom: 8, containLabel: true},
      xAxis: {
        type: "time",
        axisLine: {lineStyle: {color: colour("line-strong")}},
        axisLabel: {color: colour("ink-faint"), hideOverlap: true},
        splitLine: {show: true, lineStyle: {color: colour("line")}},
      },
      yAxis: {
        type: "category",
        data: data.tactics,
        inverse: true,
        axisTick: {show: false},
        axisLine: {show: false},
        axisLabel: {color: colour("ink-soft"), fontSize: narrow ? 10 : 12, width: narrow ? 84 : 140, overflow: "break"},
        splitLine: {show: true, lineStyle: {color: colour("line")}},
      },
      series: series,
    }, {tooltip: Object.assign(common().tooltip, {
      formatter: function (hovered) {
        const point = hovered.data.point;
        return short(point.title, 70) + "\n" + new Date(point.at).toLocaleString() + "  ·  " + point.severity;
      },
    })});
  }

  function graph(data, width) {
    const narrow = width < 420;
    const roles = {actor: colour("actor"), target: colour("target"), involved: colour("involved")};
    const symbols = {Address: "circle", Host: "roundRect", User: "diamond", Process: "triangle", File: "rect", Domain: "circle", Service: "pin"};
    return Object.assign(common(), {
      series: [{
        type: "graph",
        layout: "force",
        roam: "move",
        draggable: true,
        force: {repulsion: narrow ? 160 : 260, edgeLength: narrow ? 70 : 105, gravity: 0.09, layoutAnimation: !still},
        edgeSymbol: ["none", "arrow"],
        edgeSymbolSize: 7,
        label: {show: true, position: "bottom", color: colour("ink"), fontSize: 11, formatter: (node) => short(node.data.title, 22)},
        labelLayout: {hideOverlap: true},
        emphasis: {focus: "adjacency"},
        data: data.nodes.map((node) => ({
          id: node.id,
          name: node.id,
          title: node.name,
          about: node.kind + ", " + node.role + ", " + node.count + (node.count === 1 ? " finding" : " findings"),
          symbol: symbols[node.kind] || "circle",
          symbolSize: 13 + 4 * Math.min(5, Math.sqrt(node.count)),
          itemStyle: {color: roles[node.role], borderColor: colour("surface"), borderWidth: 2},
        })),
        links: data.edges.map((edge) => ({
          source: edge.from,
          target: edge.to,
          edge: edge,
          symbol: edge.sort === "against" ? ["none", "arrow"] : ["none", "none"],
          lineStyle: {
            color: edge.sort === "against" ? colour("actor") : colour("line-strong"),
            type: edge.sort === "against" ? "solid" : "dashed",
            width: Math.min(3, 1 + edge.count * 0.4),
            opacity: 0.75,
            curveness: 0.08,
          },
        })),
      }],
    }, {tooltip: Object.assign(common().tooltip, {
      formatter: function (hovered) {
        if (hovered.dataType === "edge") {
          return hovered.data.edge.titles.map((title) => short(title, 70)).join("\n");
        }
        return hovered.data.title + "\n" + hovered.data.about;
      },
    })});
  }

  const kinds = {timeline: timeline, graph: graph};
  const drawn = [];

  for (const place of document.querySelectorAll("[data-chart]")) {
    const data = JSON.parse(place.dataset.values);
    const chart = echarts.init(place, null, {renderer: "canvas"});
    const draw = function () {
      chart.setOption(kinds[place.dataset.chart](data, place.clientWidth), true);
    };
    draw();
    chart.on("click", function (event) {
      if (event.data && event.data.point) {
        location.hash = event.data.point.id;
      }
    });
    new ResizeObserver(function () { chart.resize(); }).observe(place);
    drawn.push(draw);
  }

  document.addEventListener("testudo:theme", function () { drawn.forEach((draw) => draw()); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () { drawn.forEach((draw) => draw()); });
})();
