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

  const severities = ["critical", "high", "medium", "low", "informational"];
  const apart = 15;
  const laneHeight = 44;

  // Findings of one row that would lie upon each other: two or three stand one above the other, more
  // become one mark with their number, coloured like the gravest.
  function marks(data, width, from, until) {
    const perPixel = (until - from) / Math.max(1, width);
    const rows = data.tactics.map(() => []);
    const ordered = data.points.slice().sort((one, other) => one.at - other.at);
    for (const point of ordered) {
      const row = rows[point.tactic];
      const last = row[row.length - 1];
      if (last && point.at - last[0].at < (last.length > 3 ? 2 : 1) * apart * perPixel) {
        last.push(point);
      } else {
        row.push([point]);
      }
    }
    return rows.flat().flatMap(function (group) {
      group.sort((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));
      if (group.length > 3) {
        return [{points: group, at: group.reduce((sum, point) => sum + point.at, 0) / group.length, shift: 0}];
      }
      return group.map((point, i) => ({points: [point], at: point.at, shift: (i - (group.length - 1) / 2) * 14}));
    });
  }

  function mark(group) {
    const count = group.points.length;
    return {
      value: [group.at, group.points[0].tactic],
      points: group.points,
      symbolSize: count === 1 ? 13 : Math.min(30, 18 + 2 * Math.log2(count)),
      symbolOffset: [0, group.shift],
      label: {show: count > 1, formatter: String(count), color: colour("surface"), fontSize: 11, fontWeight: "bold"},
    };
  }

  function timeline(data, width) {
    const narrow = width < 520;
    const times = data.points.length === 0 ? [Date.now()] : data.points.map((point) => point.at);
    const first = Math.min(...times);
    const last = Math.max(...times);
    const margin = Math.max(500, (last - first) * 0.02);
    const letters = narrow ? 84 : 140;
    const shown = marks(data, width - letters - 40, first - margin, last + margin);
    const series = severities.map(function (severity) {
      return {
        type: "scatter",
        name: severity,
        itemStyle: {color: colour(severity), borderColor: colour("surface"), borderWidth: 1.5},
        emphasis: {scale: 1.3},
        data: shown.filter((group) => group.points[0].severity === severity).map(mark),
      };
    });
    return Object.assign(common(), {
      grid: {left: narrow ? 8 : 12, right: 18, top: 10, bottom: 8, containLabel: true},
      xAxis: {
        type: "time",
        min: first - margin,
        max: last + margin,
        axisLine: {lineStyle: {color: colour("line-strong")}},
        axisLabel: {color: colour("ink-faint"), hideOverlap: true, showMinLabel: false, showMaxLabel: false},
        splitLine: {show: true, lineStyle: {color: colour("line")}},
      },
      yAxis: {
        type: "category",
        data: data.tactics,
        inverse: true,
        axisTick: {show: false},
        axisLine: {show: false},
        axisLabel: {color: colour("ink-soft"), fontSize: narrow ? 10 : 12, lineHeight: narrow ? 12 : 15, width: letters, overflow: "break"},
        splitLine: {show: true, lineStyle: {color: colour("line")}},
      },
      series: series,
    }, {tooltip: Object.assign(common().tooltip, {
      formatter: function (hovered) {
        const points = hovered.data.points;
        const lines = points.slice(0, 6).map((point) => short(point.title, 70) + "\n" + new Date(point.at).toLocaleString() + "  ·  " + point.severity);
        return lines.concat(points.length > 6 ? ["and " + (points.length - 6) + " more"] : []).join("\n");
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

  // Whom a node stands for, where it stands for several.
  function members(node) {
    if (!node.members) {
      return "";
    }
    const names = node.members.map((name) => short(name, 60));
    return "\n" + names.join("\n") + (node.size > names.length ? "\nand " + (node.size - names.length) + " more" : "");
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
          members: members(node),
          x: at.get(node.id).x,
          y: at.get(node.id).y,
          symbol: symbols[node.kind] || "circle",
          symbolSize: crowded(node.role) ? 11 : node.members ? 26 : 12 + 3 * Math.min(5, Math.sqrt(node.count)),
          label: crowded(node.role) ? {position: node.role === "actor" ? "left" : "right"} : {},
          itemStyle: {color: roles[node.role], borderColor: node.members ? colour("line-strong") : colour("surface"), borderWidth: node.members ? 4 : 2},
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
        return hovered.data.title + "\n" + hovered.data.about + hovered.data.members;
      },
    })});
  }

  const kinds = {timeline: timeline, graph: graph};
  const drawn = [];

  for (const frame of document.querySelectorAll("[data-chart]")) {
    const data = JSON.parse(frame.dataset.values);
    if (frame.dataset.chart === "graph") {
      const more = frame.parentElement.querySelector(".graph-more");
      if (more && data.more > 0) {
        more.textContent = data.more + (data.more === 1 ? " entity that plays" : " entities that play") + " a lesser part " + (data.more === 1 ? "is" : "are") + " not drawn; the list below has all.";
        more.hidden = false;
      }
      const counts = {};
      data.nodes.forEach(function (node) { counts[node.role] = (counts[node.role] || 0) + 1; });
      frame.style.height = Math.max(frame.clientHeight, 66 + 18 * Math.max(0, ...Object.values(counts))) + "px";
    }
    if (frame.dataset.chart === "timeline") {
      frame.style.height = Math.max(180, 50 + laneHeight * data.tactics.length) + "px";
    }
    const chart = echarts.init(frame, null, {renderer: "canvas"});
    const draw = function () {
      chart.setOption(kinds[frame.dataset.chart](data, frame.clientWidth, frame.clientHeight), true);
    };
    draw();
    chart.on("click", function (event) {
      if (event.data && event.data.points) {
        location.hash = event.data.points[0].id;
      }
    });
    let width = frame.clientWidth;
    new ResizeObserver(function () {
      chart.resize();
      if (width !== frame.clientWidth) {
        width = frame.clientWidth;
        draw();
      }
    }).observe(frame);
    drawn.push(draw);
  }

  document.addEventListener("testudo:theme", function () { drawn.forEach((draw) => draw()); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () { drawn.forEach((draw) => draw()); });
})();
