// Every chart is there as an SVG before this runs. What is added here: Plotly draws into the same frame when a chart
// comes into view (its figures answer to pointer and key), each chart can be saved as SVG and PNG, and embedded.
// Colours, fonts and locale live here, once; the figures carry only data and the role of each series.
(function () {
  "use strict";
  var here = new URL(document.currentScript.src);
  var vendor = new URL("../vendor/", here);
  var site = new URL("../../", here);
  var drawn = new Set();
  var plotly = null;

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
    plotly = plotly || script("plotly-basic.min.js").then(function () { return script("plotly-locale-zh-cn.js"); });
    return plotly;
  }

  function colour(name) {
    return getComputedStyle(document.body).getPropertyValue("--gk-" + name).trim();
  }

  function make(tag, look, text) {
    var node = document.createElement(tag);
    if (look) node.className = look;
    if (text) node.textContent = text;
    return node;
  }

  // The same frame, labels, gaps and breaks as in the SVG.
  function figure(plot) {
    var made = JSON.parse(document.getElementById(plot.dataset.figure).textContent);
    if (window.gongkaiLanguage) made = window.gongkaiLanguage.deep(made);
    var layout = made.layout;
    var meta = layout.meta;
    var frame = meta.frame;
    var width = plot.clientWidth;
    var ink = colour("ink");
    var muted = colour("muted");
    var lying = meta.lying;
    made.data.forEach(function (trace) {
      var role = colour("role-" + trace.meta.role) || colour("role-received");
      trace.marker = Object.assign({}, trace.marker, { color: role, line: { color: colour("paper"), width: 0.8 } });
      if (trace.marker.pattern) trace.marker.pattern = Object.assign({ size: 6, solidity: 0.35, fgcolor: colour("paper"), bgcolor: role, fillmode: "replace" }, trace.marker.pattern);
      trace.hovertemplate = "%{" + (lying ? "y" : "x") + "} · " + trace.name + "：%{" + (lying ? "x" : "y") + ":,d} 件<extra></extra>";
    });
    var plain = { fixedrange: true, showgrid: false, zeroline: false, showticklabels: false, ticks: "" };
    var names = lying ? "yaxis" : "xaxis";
    var values = lying ? "xaxis" : "yaxis";
    layout[values] = Object.assign({}, plain, layout[values]);
    layout[names] = Object.assign({}, plain, { showticklabels: !meta.whole, tickfont: { size: 11, color: muted }, tickangle: 0, showline: !meta.whole, linecolor: colour("edge") }, layout[names]);
    if (lying) layout.yaxis.ticklabelstandoff = 4;
    layout.annotations = meta.labels.map(function (label) {
      var at = { text: label[2], showarrow: false, font: { size: 12, color: ink }, captureevents: false };
      if (meta.whole) return Object.assign(at, { x: label[1], xref: "x", y: 1, yref: "paper", yanchor: "bottom", xanchor: "center" });
      if (lying) return Object.assign(at, { x: label[1], xref: "x", y: label[0], yref: "y", xanchor: "left", xshift: 4 });
      return Object.assign(at, { x: label[0], xref: "x", y: label[1], yref: "y", yanchor: "bottom" });
    });
    layout.shapes = meta.gaps.map(function (place) {
      layout.annotations.push({ x: place, xref: "x", y: 0.5, yref: "paper", text: "缺", showarrow: false, font: { size: 11, color: muted } });
      return { type: "rect", layer: "below", xref: "x", x0: place - 0.5, x1: place + 0.5, yref: "paper", y0: 0, y1: 1, fillcolor: colour("wash"), line: { width: 0 } };
    });
    meta.breaks.forEach(function (place) {
      layout.annotations.push({ x: place, xref: "x", y: 1, yref: "paper", yanchor: "bottom", yshift: 18, text: "表式改变", showarrow: false, font: { size: 11, color: muted } });
      layout.shapes.push({ type: "line", xref: "x", x0: place, x1: place, yref: "paper", y0: 0, y1: 1.12, line: { color: muted, width: 1.5, dash: "dot" } });
    });
    return {
      data: made.data,
      layout: Object.assign(layout, {
        font: { family: getComputedStyle(document.body).fontFamily, size: 12, color: ink },
        paper_bgcolor: "rgba(0,0,0,0)",
        plot_bgcolor: "rgba(0,0,0,0)",
        margin: { l: (frame.left * width) / 100, r: (frame.right * width) / 100, t: frame.top, b: frame.bottom, autoexpand: false },
        height: frame.height,
        width: width,
        showlegend: false,
        hovermode: "closest",
        hoverlabel: { bgcolor: colour("paper"), font: { color: ink, size: 13 }, bordercolor: muted },
      }),
    };
  }

  function draw(plot) {
    return load()
      .then(function () {
        var live = plot.querySelector(".gk-live");
        var fresh = !live;
        if (fresh) live = make("div", "gk-live");
        var made = figure(plot);
        if (fresh) plot.appendChild(live);
        return Plotly.react(live, made.data, made.layout, { locale: "zh-CN", displayModeBar: false, doubleClick: false });
      })
      .then(function () {
        drawn.add(plot);
        plot.dataset.drawn = "true";
      })
      .catch(function () {
        // The SVG below stays what it was.
        var live = plot.querySelector(".gk-live");
        if (live) plot.removeChild(live);
      });
  }

  // A copy of the chart that needs no style sheet: title, keys, drawing, source, with plain attributes in pixels.
  function portable(box) {
    var SPACE = "http://www.w3.org/2000/svg";
    var svg = box.querySelector(".gk-plot > .gk-svg");
    var width = 720;
    var side = 24;
    var inner = width - 2 * side;
    var y = 34;
    var out = document.createElementNS(SPACE, "svg");
    function words(text, x, at, size, fill, weight) {
      var node = document.createElementNS(SPACE, "text");
      var given = { x: x, y: at, "font-size": size, fill: fill, "font-weight": weight || 400, "font-family": "'PingFang SC','Noto Sans SC','Microsoft YaHei',sans-serif" };
      Object.keys(given).forEach(function (name) { node.setAttribute(name, given[name]); });
      node.textContent = text;
      out.appendChild(node);
    }
    function lines(text, size) {
      var found = [""];
      var room = inner / size;
      var used = 0;
      Array.from(text).forEach(function (sign) {
        var wide = sign.charCodeAt(0) > 255 ? 1 : 0.56;
        if (used + wide > room) { found.push(""); used = 0; }
        found[found.length - 1] += sign;
        used += wide;
      });
      return found;
    }
    var ink = colour("ink");
    var muted = colour("muted");
    var ground = document.createElementNS(SPACE, "rect");
    ground.setAttribute("width", "100%");
    ground.setAttribute("height", "100%");
    ground.setAttribute("fill", colour("paper"));
    out.appendChild(ground);
    var name = document.querySelector("h1");
    lines((name ? name.textContent.trim() + "　" : ""), 13).forEach(function (line) { words(line, side, y, 13, muted); y += 20; });
    lines(box.querySelector("figcaption").textContent.trim(), 17).forEach(function (line) { words(line, side, y + 4, 17, ink, 600); y += 26; });
    var x = side;
    y += 8;
    box.querySelectorAll(".gk-keys li").forEach(function (key) {
      var text = key.textContent.trim();
      var wide = text.length * 13 + 34;
      if (x + wide > width - side) { x = side; y += 22; }
      var swatch = document.createElementNS(SPACE, "rect");
      swatch.setAttribute("x", x);
      swatch.setAttribute("y", y - 10);
      swatch.setAttribute("width", 12);
      swatch.setAttribute("height", 12);
      swatch.setAttribute("fill", getComputedStyle(key.querySelector("rect")).fill);
      out.appendChild(swatch);
      words(text, x + 18, y, 13, ink);
      x += wide;
    });
    if (x > side) y += 16;
    var height = Number(svg.getAttribute("height"));
    var copy = svg.cloneNode(true);
    var from = svg.querySelectorAll("*");
    copy.querySelectorAll("*").forEach(function (node, place) {
      var look = getComputedStyle(from[place]);
      ["x", "x1", "x2", "width", "cx"].forEach(function (at) {
        var given = node.getAttribute(at);
        if (given && given.slice(-1) === "%") node.setAttribute(at, ((parseFloat(given) * inner) / 100).toFixed(2));
      });
      var painted = node.getAttribute("fill");
      if (!painted || painted.slice(0, 4) !== "url(") node.setAttribute("fill", look.fill);
      if (look.stroke !== "none") {
        ["stroke", "stroke-width", "stroke-dasharray"].forEach(function (at) { node.setAttribute(at, look.getPropertyValue(at)); });
      }
      if (node.tagName === "text") {
        node.setAttribute("font-size", look.fontSize);
        node.setAttribute("font-family", "'PingFang SC','Noto Sans SC','Microsoft YaHei',sans-serif");
      }
      node.removeAttribute("class");
    });
    copy.removeAttribute("class");
    copy.setAttribute("x", side);
    copy.setAttribute("y", y);
    copy.setAttribute("width", inner);
    copy.setAttribute("overflow", "visible");
    out.appendChild(copy);
    y += height + 26;
    lines((box.querySelector(".gk-note") || { textContent: "" }).textContent, 11).forEach(function (line) { if (line) { words(line, side, y, 11, muted); y += 17; } });
    lines(source(box), 11).forEach(function (line) { words(line, side, y, 11, muted); y += 17; });
    lines(address(box), 11).forEach(function (line) { words(line, side, y, 11, muted); y += 17; });
    out.setAttribute("xmlns", SPACE);
    out.setAttribute("width", width);
    out.setAttribute("height", y + 6);
    out.setAttribute("viewBox", "0 0 " + width + " " + (y + 6));
    return out;
  }

  function source(box) {
    var words = box.querySelector(".gk-source").firstChild.textContent.replace(/[ ·]+$/, "");
    var made = document.querySelector(".gk-made");
    return (made ? made.textContent.trim() : "") + words + "。公开年报（非政府网站）";
  }

  function address(box) {
    return new URL(box.querySelector(".gk-source a").getAttribute("href"), location.href).href;
  }

  function save(blob, name) {
    var link = make("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 4000);
  }

  function fileName(box) {
    return decodeURIComponent(new URL(address(box)).pathname).replace(/^.*\/o\//, "").replace(/\/$/, "").replace(/\//g, "-") + "-" + box.id.replace("chart-", "");
  }

  function saveSvg(box) {
    var text = new XMLSerializer().serializeToString(portable(box));
    save(new Blob(['<?xml version="1.0" encoding="UTF-8"?>\n' + text], { type: "image/svg+xml" }), fileName(box) + ".svg");
  }

  function savePng(box) {
    var svg = portable(box);
    var picture = new Image();
    var canvas = make("canvas");
    canvas.width = 2 * Number(svg.getAttribute("width"));
    canvas.height = 2 * Number(svg.getAttribute("height"));
    picture.onload = function () {
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(function (blob) { save(blob, fileName(box) + ".png"); }, "image/png");
    };
    picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(svg));
  }

  // The panel with the code for other sites; `choices` are addresses within /embed/ with their names and heights.
  function embedPanel(choices, title) {
    var panel = make("div", "gk-embed");
    var which = make("select");
    choices.forEach(function (one, place) {
      var option = make("option", "", one.name);
      option.value = String(place);
      which.appendChild(option);
    });
    var scheme = make("select");
    [["", "随读者"], ["light", "浅色"], ["dark", "深色"]].forEach(function (pair) {
      var option = make("option", "", pair[1]);
      option.value = pair[0];
      scheme.appendChild(option);
    });
    var code = make("textarea");
    code.readOnly = true;
    code.setAttribute("aria-label", "嵌入代码");
    var copy = make("button", "", "复制代码");
    copy.type = "button";
    var said = make("span");
    said.setAttribute("role", "status");
    function write() {
      var one = choices[Number(which.value)];
      var at = new URL("embed/", site).href + "#" + one.at + (scheme.value ? "?theme=" + scheme.value : "");
      var frame = make("iframe");
      frame.setAttribute("src", at);
      frame.setAttribute("title", title + "：" + one.name);
      frame.setAttribute("width", "100%");
      frame.setAttribute("height", String(one.height));
      frame.setAttribute("loading", "lazy");
      code.value = frame.outerHTML.replace("></iframe>", ' style="border:0"></iframe>');
      said.textContent = "";
    }
    function labelled(text, field) {
      var label = make("label", "", text + " ");
      label.appendChild(field);
      return label;
    }
    which.addEventListener("change", write);
    scheme.addEventListener("change", write);
    copy.addEventListener("click", function () {
      code.select();
      var done = function () { said.textContent = " 已复制"; };
      if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(code.value).then(done, function () { document.execCommand("copy"); done(); });
      else if (document.execCommand("copy")) done();
    });
    if (choices.length > 1) panel.appendChild(labelled("数字", which));
    panel.appendChild(labelled("颜色", scheme));
    panel.appendChild(code);
    panel.appendChild(copy);
    panel.appendChild(said);
    write();
    return panel;
  }

  function opener(text, after, choices, title) {
    var button = make("button", "", text);
    var panel = null;
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", function () {
      if (!panel) {
        panel = embedPanel(choices(), title);
        after.insertAdjacentElement("afterend", panel);
      } else {
        panel.hidden = !panel.hidden;
      }
      button.setAttribute("aria-expanded", String(!panel.hidden));
    });
    return button;
  }

  // The address within /embed/: the site's own address of the page, then the element.
  function within(href, id) {
    return "/" + decodeURIComponent(new URL(href, location.href).pathname.slice(site.pathname.length)) + id;
  }

  function tools(box) {
    var line = make("span", "gk-tools");
    [["SVG", saveSvg], ["PNG", savePng]].forEach(function (pair) {
      var button = make("button", "", pair[0]);
      button.type = "button";
      button.setAttribute("aria-label", "把此图存为 " + pair[0]);
      button.addEventListener("click", function () { pair[1](box); });
      line.appendChild(button);
    });
    var title = box.querySelector("figcaption").textContent.trim();
    var choices = function () {
      var href = box.querySelector(".gk-source a").getAttribute("href");
      return [{ name: title, at: within(href, box.id), height: 20 * Math.ceil((box.offsetHeight + 100) / 20) }];
    };
    var foot = box.querySelector(".gk-source");
    line.appendChild(opener("嵌入", foot, choices, (document.querySelector("h1") || box).textContent.trim()));
    foot.appendChild(line);
  }

  function figureTools(list) {
    var line = make("span", "gk-tools");
    var foot = list.parentElement.querySelector(".gk-complete");
    if (!foot) return;
    var choices = function () {
      return Array.from(list.children).map(function (one) {
        return { name: one.querySelector(".gk-label").textContent, at: within(one.querySelector("a").href, one.id), height: 190 };
      });
    };
    line.appendChild(opener("嵌入这些数字", foot, choices, document.querySelector("h1").textContent.trim()));
    foot.appendChild(line);
  }

  // With the arrow keys a focused chart says its figures, category by category, from its own table.
  function readable(box) {
    var plot = box.querySelector(".gk-plot");
    var says = null;
    var at = -1;
    plot.tabIndex = 0;
    plot.setAttribute("aria-label", plot.getAttribute("aria-label") + "按左右方向键逐项读出。");
    plot.addEventListener("keydown", function (event) {
      var way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!way) return;
      event.preventDefault();
      var heads = box.querySelectorAll(".gk-data thead th");
      at = Math.min(Math.max(at + way, 0), heads.length - 1);
      if (!says) {
        says = make("p", "gk-read");
        says.setAttribute("role", "status");
        plot.insertAdjacentElement("afterend", says);
      }
      var figures = Array.from(box.querySelectorAll(".gk-data tbody tr")).map(function (row) {
        return row.querySelector("th").textContent + " " + row.querySelectorAll("td")[at].textContent.trim();
      });
      says.textContent = heads[at].textContent + "：" + figures.join("，");
    });
  }

  // Plotly costs 390 KB and half a second of a slow phone. Where nothing hovers and data is counted it waits for a touch.
  function waits() {
    var net = navigator.connection;
    return Boolean(net && net.saveData) || matchMedia("(hover: none)").matches;
  }

  // One chart at a time, between what the reader does; the one nearest to the middle of the view first.
  var waiting = [];
  var busy = false;
  function later(work) {
    if (window.requestIdleCallback) requestIdleCallback(work, { timeout: 100 });
    else setTimeout(work, 30);
  }
  function next() {
    function away(plot) {
      var box = plot.getBoundingClientRect();
      return Math.abs((box.top + box.bottom - window.innerHeight) / 2);
    }
    waiting.sort(function (one, other) { return away(one) - away(other); });
    var plot = waiting.shift();
    busy = Boolean(plot);
    if (plot) draw(plot).then(function () { later(next); });
  }
  function ask(plot) {
    waiting.push(plot);
    if (busy) return;
    busy = true;
    later(next);
  }

  function watch(plots) {
    if (waits() || !("IntersectionObserver" in window)) {
      plots.forEach(function (plot) {
        plot.addEventListener("pointerdown", function () { draw(plot); }, { once: true });
      });
      return;
    }
    var seen = new IntersectionObserver(
      function (entries) {
        entries.forEach(function (entry) {
          if (!entry.isIntersecting) return;
          seen.unobserve(entry.target);
          ask(entry.target);
        });
      },
      // Most charts are drawn before they are seen.
      { rootMargin: "800px" }
    );
    plots.forEach(function (plot) { seen.observe(plot); });
  }

  function start(root) {
    watch(Array.from(root.querySelectorAll(".gk-plot[data-figure]")));
  }

  if (!document.documentElement.dataset.gkEmbed) {
    start(document);
    document.querySelectorAll("figure.gk-chart").forEach(function (box) {
      if (!box.querySelector(".gk-plot")) return;
      readable(box);
      tools(box);
    });
    document.querySelectorAll(".gk-figures").forEach(figureTools);
  }
  window.gongkaiCharts = { start: start };

  function again() { drawn.forEach(draw); }
  new MutationObserver(again).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
  var pause = null;
  window.addEventListener("resize", function () {
    clearTimeout(pause);
    pause = setTimeout(again, 150);
  });
})();
