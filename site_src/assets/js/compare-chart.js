// The chart of the chosen bodies and regions: one figure over the years, or the chosen columns of one year side by side.
// Plotly is fetched when there is something to draw. What is not known is a gap, never a zero; so is a change of the form.
(function () {
  "use strict";
  if (!window.gkCompare) return;
  var vendor = new URL("../vendor/", document.currentScript.src);
  var DASHES = ["solid", "dash", "dot", "dashdot"];
  var SYMBOLS = ["circle", "square", "diamond", "triangle-up", "cross", "x", "star", "pentagon"];
  var plotly = null;
  var last = null;

  function script(name) {
    return new Promise(function (done, failed) {
      var tag = document.createElement("script");
      tag.src = new URL(name, vendor).href;
      tag.onload = done;
      tag.onerror = failed;
      document.head.appendChild(tag);
    });
  }

  function load() {
    if (!plotly) {
      plotly = script("plotly-basic.min.js").then(function () { return script("plotly-locale-zh-cn.js"); });
      plotly.catch(function () { plotly = null; });
    }
    return plotly;
  }

  function colour(name) {
    return getComputedStyle(document.body).getPropertyValue("--gk-" + name).trim();
  }

  function escaped(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  function make(tag, className, text) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function isShare(data, code) {
    return code === "complete" || Boolean(data.config.metrics[code] && data.config.metrics[code].share);
  }

  function known(figure) {
    return figure.value === figure.value ? figure.value : null;
  }

  function heading(text) {
    var made = make("th", "", text);
    made.scope = "col";
    return made;
  }

  // What is drawn and printed: series of figures over the same places.
  function overYears(data, ask, code) {
    var years = new Set();
    var series = ask.pins.map(function (key) {
      var own = new Map();
      data.rowsOf(key).forEach(function (row) {
        var who = data.who(row);
        years.add(who.year);
        own.set(who.year, { figure: data.figure(row, code), form: who.form });
      });
      var first = data.rowsOf(key)[0];
      return { name: first === undefined ? key : data.who(first).name, own: own };
    });
    var places = Array.from(years).sort(function (a, b) { return a - b; });
    for (var year = places[0]; year < places[places.length - 1]; year++) if (!years.has(year)) places.push(year);
    return { places: places.sort(function (a, b) { return a - b; }), series: series };
  }

  function overColumns(data, ask) {
    var codes = ask.cols.filter(function (code) { return data.config.columns[code].length < 3; });
    var series = ask.pins.map(function (key) {
      var rows = data.rowsOf(key);
      var row = ask.year ? rows.find(function (one) { return data.who(one).year === ask.year; }) : rows[rows.length - 1];
      var own = new Map();
      if (row !== undefined) codes.forEach(function (code) { own.set(code, { figure: data.figure(row, code), form: "" }); });
      var who = rows.length ? data.who(row === undefined ? rows[0] : row) : null;
      return { name: who ? who.name + (row === undefined ? "（没有 " + ask.year + " 年）" : " " + who.year) : key, own: own };
    });
    return { places: codes, series: series };
  }

  function breaks(got) {
    return got.places.slice(1).filter(function (year, place) {
      return got.series.some(function (one) {
        var left = one.own.get(got.places[place]), right = one.own.get(year);
        return left && right && left.form !== right.form;
      });
    });
  }

  function lineTraces(got, percent) {
    return got.series.map(function (one, place) {
      var x = [], y = [], symbols = [], before = null;
      got.places.forEach(function (year) {
        var at = one.own.get(year);
        if (before && at && before.form !== at.form) {
          x.push(year - 0.5);
          y.push(null);
          symbols.push(SYMBOLS[place]);
        }
        x.push(year);
        y.push(at ? known(at.figure) : null);
        symbols.push(SYMBOLS[place] + (at && at.figure.state === "~" ? "-open" : ""));
        before = at || before;
      });
      var paint = colour("line-" + (place + 1));
      return {
        type: "scatter", mode: "lines+markers", name: escaped(one.name), x: x, y: y, connectgaps: false,
        line: { color: paint, width: 2.5, dash: DASHES[place % DASHES.length] },
        marker: { color: paint, size: 9, symbol: symbols },
        hovertemplate: "%{x} · " + escaped(one.name) + "：%{y" + (percent ? ":.1%" : "") + "}<extra></extra>",
      };
    });
  }

  function barTraces(got, data) {
    return got.series.map(function (one, place) {
      var values = got.places.map(function (code) { var at = one.own.get(code); return at ? known(at.figure) : null; });
      return {
        type: "bar", orientation: "h", name: escaped(one.name), y: got.places.map(function (code) { return escaped(data.config.columns[code][0]); }), x: values,
        text: values.map(function (value) { return value === null ? "" : String(value); }), textposition: "outside", cliponaxis: false,
        marker: { color: colour("line-" + (place + 1)), line: { color: colour("edge"), width: 1 }, pattern: { shape: ["", "/", ".", "x", "\\", "-", "|", "+"][place], size: 6, solidity: 0.35 } },
        hovertemplate: "%{y} · " + escaped(one.name) + "：%{x}<extra></extra>",
      };
    });
  }

  function layout(got, parts, cuts, percent) {
    var axis = { gridcolor: colour("grid"), linecolor: colour("grid"), zerolinecolor: colour("grid"), automargin: true, fixedrange: true, separatethousands: true };
    var numbers = Object.assign({ rangemode: "tozero" }, axis, percent ? { tickformat: ".0%" } : {});
    var tall = parts ? 140 + got.places.length * (14 + 16 * got.series.length) : 320 + 22 * Math.max(0, got.series.length - 2);
    var names = parts ? { autorange: "reversed", type: "category" } : { tickmode: "array", tickvals: got.places, ticktext: got.places.map(String), range: [got.places[0] - 0.3, got.places[got.places.length - 1] + 0.3] };
    return {
      xaxis: parts ? numbers : Object.assign({}, axis, names),
      yaxis: parts ? Object.assign({}, axis, names) : numbers,
      shapes: cuts.map(function (year) { return { type: "line", x0: year - 0.5, x1: year - 0.5, yref: "paper", y0: 0, y1: 1, line: { color: colour("muted"), width: 1, dash: "dash" } }; }),
      annotations: cuts.map(function (year) { return { x: year - 0.5, yref: "paper", y: 1, yanchor: "bottom", showarrow: false, text: "表式改变", font: { size: 11, color: colour("muted") } }; }),
      font: { family: getComputedStyle(document.body).fontFamily, size: 13, color: colour("ink") },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      margin: { l: 8, r: 24, t: cuts.length ? 24 : 8, b: 8 },
      height: tall,
      barmode: "group", bargap: 0.3,
      hoverlabel: { bgcolor: colour("paper"), font: { color: colour("ink") }, bordercolor: colour("muted") },
      showlegend: true, legend: { orientation: "h", y: -44 / tall, yanchor: "top", x: 0, traceorder: "normal", itemwidth: 40 },
    };
  }

  function draw() {
    var now = last;
    load().then(
      function () {
        if (now !== last) return;
        var traces = now.parts ? barTraces(now.got, now.data) : lineTraces(now.got, now.percent);
        return window.Plotly.react(now.plot, traces, layout(now.got, now.parts, now.cuts, now.percent), {
          locale: "zh-CN", responsive: true, displayModeBar: false, doubleClick: false,
        }).then(function () {
          if (!now.plot.dataset.drawn) now.plot.parentNode.querySelector("details").open = false;
          now.plot.dataset.drawn = "true";
        });
      },
      function () { now.plot.textContent = "图表未能载入，请看下面的数据表。"; }
    );
  }

  // The chart as a file: asked of Plotly, which is there once it is drawn.
  function save(format) {
    if (!last || !last.plot.dataset.drawn) return;
    window.Plotly.downloadImage(last.plot, { format: format, filename: "gongkai-compare", width: 960, height: parseInt(last.plot.style.minHeight, 10), scale: 2 });
  }

  function table(place, got, data, parts, words, code) {
    var head = make("tr");
    head.appendChild(make("td"));
    got.places.forEach(function (one) { head.appendChild(heading(parts ? data.config.columns[one][0] : String(one))); });
    var made = place.querySelector("details table");
    made.replaceChildren(make("caption", "gk-hidden", place.querySelector("figcaption").textContent), make("thead"), make("tbody"));
    made.tHead.appendChild(head);
    got.series.forEach(function (one) {
      var line = make("tr");
      var own = make("th", "", one.name);
      own.scope = "row";
      line.appendChild(own);
      got.places.forEach(function (at) {
        var cell = line.insertCell();
        var found = one.own.get(at);
        if (!found) return;
        var text = words.cell(found.figure, parts ? at : code);
        var mark = make("span", "gk-mark gk-" + text[1], text[0]);
        mark.title = text[2];
        cell.appendChild(mark);
        if (text[3]) cell.appendChild(make("small", "", " " + text[3]));
      });
      made.tBodies[0].appendChild(line);
    });
  }

  function title(got, data, parts, code, year) {
    var what = parts ? (year ? year + " 年" : "最近一年") + "所选各列" : data.config.columns[code][0];
    var says = got.series.map(function (one) {
      var ends = got.places.filter(function (at) { return one.own.has(at) && known(one.own.get(at).figure) !== null; });
      if (parts || !ends.length) return one.name;
      var from = ends[0], to = ends[ends.length - 1];
      var number = function (at) {
        var value = known(one.own.get(at).figure);
        return isShare(data, code) ? window.gkCompare.percent(value) : String(Math.round(value * 1000) / 1000);
      };
      return one.name + " " + from + " 年 " + number(from) + (from === to ? "" : "，" + to + " 年 " + number(to));
    });
    return what + "：" + says.join("；");
  }

  function gaps(got) {
    var many = 0;
    got.series.forEach(function (one) {
      got.places.forEach(function (at) { if (!one.own.has(at) || known(one.own.get(at).figure) === null) many += 1; });
    });
    return many;
  }

  // Prints the section for the pinned bodies; `changed` is called when the reader chooses another figure or view.
  window.gkCompare.versus = function (place, data, ask, words, changed) {
    var figure = place.querySelector("select[name=figure]");
    var view = place.querySelector("select[name=chart]");
    var codes = ask.cols.filter(function (code) { return data.config.columns[code][2] !== "t"; });
    if (!codes.includes(ask.figure)) ask.figure = "";
    figure.replaceChildren.apply(figure, codes.map(function (code) { return new Option(data.config.columns[code][0], code); }));
    figure.value = ask.figure || codes[0];
    view.value = ask.chart;
    var parts = ask.chart === "parts";
    figure.parentNode.hidden = parts;
    var again = function () {
      ask.figure = figure.value === codes[0] ? "" : figure.value;
      ask.chart = view.value;
      window.gkCompare.versus(place, data, ask, words, changed);
      changed();
    };
    figure.onchange = view.onchange = again;
    place.querySelectorAll("[data-gk-save]").forEach(function (one) { one.onclick = function () { save(one.dataset.gkSave); }; });
    var got = parts ? overColumns(data, ask) : overYears(data, ask, figure.value);
    var cuts = parts ? [] : breaks(got);
    place.querySelector("figcaption").textContent = title(got, data, parts, figure.value, ask.year);
    var empty = gaps(got);
    var notes = [];
    if (empty) notes.push(empty + " 处没有可用的数字（未收录、未填、读不出、表式没有，或不足 10 件不算比例），图中留空，不作 0。");
    if (cuts.length) notes.push("虚线处表式改变，前后不连线。");
    place.querySelector(".gk-note").textContent = notes.join("");
    place.querySelector(".gk-source").textContent = "来源：各机关政府信息公开年度报告，数据版本 " + data.config.edition;
    table(place, got, data, parts, words, figure.value);
    var plot = place.querySelector("[data-gk-plot]");
    plot.setAttribute("aria-label", place.querySelector("figcaption").textContent + "。数字见下面的数据表。");
    plot.setAttribute("role", "group");
    // Its height is known before it is drawn, so that nothing moves when it comes.
    plot.style.minHeight = layout(got, parts, cuts, false).height + "px";
    last = { plot: plot, got: got, data: data, parts: parts, cuts: cuts, percent: !parts && isShare(data, figure.value) };
    if (got.places.length) draw();
  };

  new MutationObserver(function () { if (last) draw(); }).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
})();
