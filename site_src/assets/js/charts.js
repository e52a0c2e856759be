// Draws the figures of a page when they come into view. Colours, fonts and locale live here, once; the figures carry
// only data and the role of each series. The outcome groups keep their order and colour in every chart.
(function () {
  "use strict";
  var plots = Array.from(document.querySelectorAll(".gk-plot[data-figure]"));
  if (!plots.length) return;

  var here = new URL(document.currentScript.src);
  var vendor = new URL("../vendor/", here);
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

  function figure(plot) {
    var made = JSON.parse(document.getElementById(plot.dataset.figure).textContent);
    made.data.forEach(function (trace) {
      var role = colour("role-" + trace.meta.role) || colour("role-received");
      if (trace.type === "bar") {
        trace.marker = Object.assign({}, trace.marker, { color: role, line: { color: colour("edge"), width: 1 } });
        if (trace.marker.pattern) trace.marker.pattern = Object.assign({ size: 6, solidity: 0.35 }, trace.marker.pattern);
        // Outside a stack a number would look like its total.
        trace.textposition = made.layout.barmode === "stack" ? "inside" : "auto";
        trace.textangle = 0;
        trace.insidetextanchor = "middle";
        trace.cliponaxis = false;
        trace.hovertemplate = "%{" + (trace.orientation === "h" ? "y" : "x") + "} · " + trace.name + "：%{" + (trace.orientation === "h" ? "x" : "y") + "}<extra></extra>";
      } else {
        trace.line = { color: role, width: 2.5 };
        trace.marker = { color: role, size: 8, line: { color: colour("paper"), width: 1.5 } };
        trace.hovertemplate = "%{x} · " + trace.name + "：%{y}<extra></extra>";
      }
    });
    var layout = made.layout;
    var axis = { gridcolor: colour("grid"), linecolor: colour("grid"), zerolinecolor: colour("grid"), automargin: true, fixedrange: true, separatethousands: true };
    ["xaxis", "yaxis"].forEach(function (name) {
      layout[name] = Object.assign({}, axis, layout[name]);
      if (layout[name].rangemode) layout[name].tickformat = ",d";
    });
    (layout.shapes || []).forEach(function (shape) { shape.line.color = colour("muted"); });
    (layout.annotations || []).forEach(function (words) { words.font = { size: 11, color: colour("muted") }; });
    return {
      data: made.data,
      layout: Object.assign(layout, {
        font: { family: getComputedStyle(document.body).fontFamily, size: 13, color: colour("ink") },
        paper_bgcolor: "rgba(0,0,0,0)",
        plot_bgcolor: "rgba(0,0,0,0)",
        margin: { l: 8, r: 16, t: layout.annotations ? 24 : 8, b: 8 },
        height: 300,
        bargap: 0.35,
        hoverlabel: { bgcolor: colour("paper"), font: { color: colour("ink") }, bordercolor: colour("muted") },
        legend: { orientation: "h", y: -0.18, yanchor: "top", x: 0, traceorder: "normal", itemwidth: 30 },
        uniformtext: { minsize: 10, mode: "hide" },
      }),
    };
  }

  function draw(plot) {
    return load()
      .then(function () {
        var made = figure(plot);
        return Plotly.react(plot, made.data, made.layout, {
          locale: "zh-CN",
          responsive: true,
          displaylogo: false,
          displayModeBar: "hover",
          modeBarButtonsToRemove: ["select2d", "lasso2d", "zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "resetScale2d"],
          toImageButtonOptions: { filename: plot.dataset.figure, scale: 2 },
        });
      })
      .then(function () {
        if (!drawn.has(plot)) {
          drawn.add(plot);
          plot.dataset.drawn = "true";
          var table = plot.closest("figure").querySelector("details.gk-data");
          if (table) table.open = false;
        }
      })
      .catch(function () {
        plot.textContent = "图表未能载入，请看下面的数据表。";
      });
  }

  if ("IntersectionObserver" in window) {
    var watch = new IntersectionObserver(
      function (entries) {
        entries.forEach(function (entry) {
          if (!entry.isIntersecting) return;
          watch.unobserve(entry.target);
          draw(entry.target);
        });
      },
      { rootMargin: "200px" }
    );
    plots.forEach(function (plot) { watch.observe(plot); });
  } else {
    plots.forEach(draw);
  }

  new MutationObserver(function () {
    drawn.forEach(draw);
  }).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
})();
