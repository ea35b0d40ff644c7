// The console's behaviour. Every page works without it; with it times are local, lists are live and
// the keyboard suffices.
(function () {
  "use strict";

  const csrf = document.querySelector('meta[name="csrf"]').content;

  // Times: the page brings UTC; people read their own zone and find UTC in the title.
  const clock = new Intl.DateTimeFormat("sv-SE", {
    year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", second: "2-digit",
  });

  function localTimes(root) {
    for (const time of root.querySelectorAll("time[datetime]")) {
      const moment = new Date(time.dateTime);
      if (!Number.isNaN(moment.getTime())) {
        const text = clock.format(moment);
        time.textContent = time.dataset.part === "clock" ? text.slice(11) : text;
      }
    }
  }

  // Theme: light, dark, and the system's choice until one is chosen.
  function theme() {
    const chosen = document.documentElement.dataset.theme;
    return chosen || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  }

  function switchTheme() {
    const next = theme() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    try {
      localStorage.setItem("testudo-theme", next);
    } catch (e) {
      // Lasts for this page only.
    }
    document.dispatchEvent(new CustomEvent("testudo:theme"));
  }

  // Rows: j and k move, Enter opens.
  function rows() {
    return Array.from(document.querySelectorAll("[data-rows] > *")).filter((row) => row.checkVisibility());
  }

  function move(step) {
    const all = rows();
    if (all.length === 0) {
      return;
    }
    const old = all.findIndex((row) => row.classList.contains("at"));
    const next = old < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, old + step));
    all.forEach((row) => row.classList.remove("at"));
    all[next].classList.add("at");
    const link = all[next].querySelector("a.row-title") || all[next].querySelector("a");
    if (link) {
      link.focus({preventScroll: true});
    }
    all[next].scrollIntoView({block: "nearest"});
  }

  let going = false;
  const places = {i: "/incidents", f: "/findings", s: "/sources", r: "/rules", l: "/log"};

  function toggleEvidence() {
    const all = Array.from(document.querySelectorAll("details.evidence")).filter((one) => one.checkVisibility());
    const open = all.some((one) => !one.open);
    all.forEach((one) => { one.open = open; });
  }

  document.addEventListener("keydown", function (event) {
    const typing = event.target.closest && event.target.closest("input, select, textarea, dialog[open]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (going) {
      going = false;
      if (places[event.key]) {
        location.href = places[event.key];
        event.preventDefault();
      }
      return;
    }
    switch (event.key) {
      case "j": move(1); break;
      case "k": move(-1); break;
      case "g": going = true; setTimeout(function () { going = false; }, 1500); break;
      case "e": toggleEvidence(); break;
      case "/": {
        const field = document.querySelector('input[type="search"]');
        if (!field) {
          return;
        }
        field.focus();
        field.select();
        break;
      }
      case "?": {
        const help = document.getElementById("shortcuts");
        if (help) {
          help.showModal();
        }
        break;
      }
      default: return;
    }
    event.preventDefault();
  });

  // A link into a folded part opens it first; not every browser does so by itself.
  function unfold() {
    const wanted = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const fold = wanted && wanted.closest("details.fold:not([open])");
    if (fold) {
      fold.open = true;
      wanted.scrollIntoView();
    }
  }

  window.addEventListener("hashchange", unfold);

  document.addEventListener("click", function (event) {
    const copier = event.target.closest("[data-copy]");
    if (copier) {
      copy(copier);
      return;
    }
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      document.getElementById(opener.dataset.dialog).showModal();
      return;
    }
    const closer = event.target.closest("[data-close]");
    if (closer) {
      closer.closest("dialog").close();
    }
  });

  function copy(button) {
    const text = document.getElementById(button.dataset.copy).textContent;
    const label = button.querySelector("span");
    const said = label.textContent;
    navigator.clipboard.writeText(text).then(
      function () { label.textContent = "Copied"; },
      function () { label.textContent = "Select and copy by hand"; }
    ).finally(function () { setTimeout(function () { label.textContent = said; }, 2000); });
  }

  // Forms that destroy ask once more.
  document.addEventListener("submit", function (event) {
    const question = event.target.dataset.confirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
    }
  });

  // A part of the page that a script asked for: mark what is new or changed against what was there.
  let before = null;

  function revisions() {
    const known = new Map();
    document.querySelectorAll("[data-key]").forEach(function (row) {
      known.set(row.dataset.key, row.dataset.revision);
    });
    return known;
  }

  document.addEventListener("htmx:configRequest", function (event) {
    event.detail.headers["X-CSRF-TOKEN"] = csrf;
  });

  document.addEventListener("htmx:beforeSwap", function (event) {
    const live = event.detail.requestConfig && event.detail.requestConfig.triggeringEvent
      && event.detail.requestConfig.triggeringEvent.type.startsWith("testudo:");
    before = live ? revisions() : null;
  });

  document.addEventListener("htmx:afterSettle", function () {
    localTimes(document);
    if (before === null) {
      return;
    }
    document.querySelectorAll("[data-key]").forEach(function (row) {
      const old = before.get(row.dataset.key);
      if (old === undefined) {
        row.classList.add("new");
      } else if (old !== row.dataset.revision) {
        row.classList.add("changed");
      }
    });
    before = null;
  });

  // The live stream: says what changed; the page asks for its part of it.
  function listen(address) {
    const state = document.getElementById("live");
    const words = document.getElementById("live-text");
    function show(name, text) {
      if (state.dataset.state !== name) {
        state.dataset.state = name;
        words.textContent = text;
      }
    }
    const stale = document.getElementById("stale");
    const names = ["incident", "finding", "source", "fact"];
    const stream = new EventSource(address);
    stream.onopen = function () {
      show("live", "Live");
      if (!stale.hidden) {
        stale.hidden = true;
        names.forEach((name) => document.body.dispatchEvent(new CustomEvent("testudo:" + name)));
      }
    };
    stream.onerror = function () {
      show("lost", "Connection lost, trying again");
      if (stale.hidden) {
        stale.textContent = "No connection to the server. This page shows what was known at " + clock.format(new Date()) + "; it goes on by itself when the server is back.";
        stale.hidden = false;
      }
    };
    for (const name of names) {
      stream.addEventListener(name, function (event) {
        document.body.dispatchEvent(new CustomEvent("testudo:" + name, {detail: event.data}));
      });
    }
    window.addEventListener("pagehide", function () { stream.close(); });
  }

  const charts = document.querySelector("[data-chart]");
  if (charts) {
    for (const source of ["/assets/echarts/echarts.min.js", "/assets/own/charts.js"]) {
      const script = document.createElement("script");
      script.src = source + "?v=" + document.body.dataset.edition;
      script.async = false;
      document.head.append(script);
    }
  }

  localTimes(document);
  unfold();
  const themeButton = document.getElementById("theme");
  if (themeButton) {
    themeButton.addEventListener("click", switchTheme);
    document.getElementById("help").addEventListener("click", function () {
      document.getElementById("shortcuts").showModal();
    });
  }
  if (document.body.dataset.stream) {
    listen(document.body.dataset.stream);
  }
})();
