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

  // Places the nodes in columns, actors to the left and targets to the right, each next to what it
  // is joined with, so that the same incident is always drawn alike.
  function place(data, width, height) {
    const order = ["actor", "involved", "target"];
    const columns = order.map((role) => data.nodes.filter((node) => node.role === role)).filter((column) => column.length > 0);
    const near = new Map(data.nodes.map((node) => [node.id, []]));
    for (const edge of data.edges) {
      near.get(edge.from).push(edge.to);
      near.get(edge.to).push(edge.from);
    }
    const rank = new Map();
    columns.forEach((column) => column.forEach((node, i) => rank.set(node.id, (i + 0.5) / column.length)));
    for (let round = 0; round < 8; round++) {
      for (const column of columns) {
        const own = new Set(column.map((node) => node.id));
        const pull = function (node) {
          const others = near.get(node.id).filter((id) => !own.has(id));
          return others.length === 0 ? rank.get(node.id) : others.reduce((sum, id) => sum + rank.get(id), 0) / others.length;
        };
        const wanted = new Map(column.map((node) => [node.id, pull(node)]));
        column.sort((one, other) => wanted.get(one.id) - wanted.get(other.id) || (one.id < other.id ? -1 : 1));
        column.forEach((node, i) => rank.set(node.id, (i + 0.5) / column.length));
      }
    }
    const at = new Map();
    columns.forEach(function (column, c) {
      const x = columns.length === 1 ? width / 2 : (c / (columns.length - 1)) * width;
      column.forEach(function (node, i) {
        const zigzag = column.length > 5 && !isCrowded(column.length, height) ? (i % 2 === 0 ? -1 : 1) * width * 0.045 : 0;
        at.set(node.id, {x: x + (c === 0 ? Math.abs(zigzag) : c === columns.length - 1 ? -Math.abs(zigzag) * (i % 2) * 2 : zigzag), y: rank.get(node.id) * height});
      });
    });
    return at;
  }

  // A column whose labels would lie upon each other below its nodes; they go beside them.
  function isCrowded(count, height) {
    return count * 38 > height;
  }

  function graph(data, width, height) {
    const roles = {actor: colour("actor"), target: colour("target"), involved: colour("involved")};
    const symbols = {Address: "circle", Host: "roundRect", User: "diamond", Process: "triangle", File: "rect", Domain: "circle", Service: "pin"};
    const counts = {actor: 0, involved: 0, target: 0};
    data.nodes.forEach((node) => counts[node.role]++);
    const crowded = (role) => isCrowded(counts[role], height - 66);
    const margin = {side: Math.round(width * (data.nodes.some((node) => crowded(node.role)) ? 0.26 : 0.13)), top: 36, bottom: 30};
    const inner = {width: width - 2 * margin.side, height: height - margin.top - margin.bottom};
    const at = place(data, inner.width, inner.height);
    // Two unseen corners keep the drawing at its own scale.
    const corners = [[0, 0], [inner.width, inner.height]].map((corner, i) => ({
      id: "corner " + i, name: "corner " + i, x: corner[0], y: corner[1], symbolSize: 0, label: {show: false}, tooltip: {show: false}, silent: true,
    }));
    const letters = width < 420 ? 15 : 20;
    return Object.assign(common(), {
      series: [{
        type: "graph",
        layout: "none",
        left: margin.side,
        right: margin.side,
        top: margin.top,
        bottom: margin.bottom,
        roam: false,
        draggable: true,
        edgeSymbolSize: 7,
        label: {show: true, position: "bottom", distance: 4, color: colour("ink-soft"), fontSize: 11, textBorderColor: colour("surface"), textBorderWidth: 3, formatter: (node) => short(node.data.title, letters)},
        emphasis: {focus: "adjacency", label: {color: colour("ink"), fontWeight: "bold"}},
        data: data.nodes.map((node) => ({
          id: node.id,
          name: node.id,
          title: node.name,
          about: node.kind + ", " + node.role + ", " + node.count + (node.count === 1 ? " finding" : " findings"),
          x: at.get(node.id).x,
          y: at.get(node.id).y,
          symbol: symbols[node.kind] || "circle",
          symbolSize: crowded(node.role) ? 11 : 12 + 3 * Math.min(5, Math.sqrt(node.count)),
          label: crowded(node.role) ? {position: node.role === "actor" ? "left" : "right"} : {},
          itemStyle: {color: roles[node.role], borderColor: colour("surface"), borderWidth: 2},
        })).concat(corners),
        links: data.edges.map((edge) => ({
          source: edge.from,
          target: edge.to,
          edge: edge,
          symbol: edge.sort === "against" ? ["none", "arrow"] : ["none", "none"],
          lineStyle: {
            color: edge.sort === "against" ? colour("actor") : colour("line-strong"),
            type: edge.sort === "against" ? "solid" : [4, 4],
            width: Math.min(3, 1 + edge.count * 0.3),
            opacity: 0.6,
            curveness: 0.12,
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

  for (const frame of document.querySelectorAll("[data-chart]")) {
    const data = JSON.parse(frame.dataset.values);
    if (frame.dataset.chart === "graph") {
      const counts = {};
      data.nodes.forEach(function (node) { counts[node.role] = (counts[node.role] || 0) + 1; });
      frame.style.height = Math.max(frame.clientHeight, 66 + 18 * Math.max(0, ...Object.values(counts))) + "px";
    }
    const chart = echarts.init(frame, null, {renderer: "canvas"});
    const draw = function () {
      chart.setOption(kinds[frame.dataset.chart](data, frame.clientWidth, frame.clientHeight), true);
    };
    draw();
    chart.on("click", function (event) {
      if (event.data && event.data.point) {
        location.hash = event.data.point.id;
      }
    });
    new ResizeObserver(function () { chart.resize(); }).observe(frame);
    drawn.push(draw);
  }

  document.addEventListener("testudo:theme", function () { drawn.forEach((draw) => draw()); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () { drawn.forEach((draw) => draw()); });
})();
