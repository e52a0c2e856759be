// The original beside the tables: shows where a cell stands in it, follows the table row by row, and cuts the stretch
// round a cell out for the panel on small screens. The places are links in the original that lead back to the cells.
(function () {
  "use strict";
  var section = document.querySelector(".gk-original");
  if (!section) return;
  var view = section.querySelector(".gk-original-view");
  var places = new Map();
  section.querySelectorAll(".gk-at, svg a").forEach(function (link) {
    var keys = link.dataset.all || link.getAttribute("href").slice(1);
    keys.split(" ").forEach(function (key) {
      if (!places.has(key)) places.set(key, []);
      places.get(key).push(link);
    });
  });
  var marked = [];

  function show(key) {
    marked.forEach(function (link) { link.classList.remove("gk-on"); });
    marked = places.get(key) || [];
    marked.forEach(function (link) { link.classList.add("gk-on"); });
    return marked[0] || null;
  }

  function scrolls(box) {
    return box && box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY !== "visible";
  }

  // Brings the place of a cell to the height at which the cell itself stands on the screen.
  function follow(key, cell) {
    var link = show(key);
    if (!link || !scrolls(view)) return;
    for (var up = link.parentElement; up && up !== view; up = up.parentElement) if (up.tagName === "DETAILS" && !up.open) return;
    var box = view.getBoundingClientRect(), at = link.getBoundingClientRect(), wanted = cell.getBoundingClientRect();
    var height = Math.max(40, Math.min(box.height - 60, wanted.top - box.top));
    view.scrollTop += at.top - box.top - height;
    var wide = link.closest(".gk-scroll") || view;
    var edge = wide.getBoundingClientRect();
    if (at.left < edge.left || at.right > edge.right) wide.scrollLeft += at.left - edge.left - edge.width / 2;
  }

  function unfold(key) {
    (places.get(key) || []).forEach(function (link) {
      for (var up = link.parentElement; up && up !== section; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    });
  }

  function bare(node) {
    var copy = node.cloneNode(true);
    copy.removeAttribute("id");
    copy.querySelectorAll("[id]").forEach(function (part) { part.removeAttribute("id"); });
    copy.querySelectorAll("a").forEach(function (link) {
      link.removeAttribute("href");
      link.removeAttribute("tabindex");
      link.removeAttribute("aria-label");
    });
    return copy;
  }

  // A line with its neighbours; of a table the row alone, with what reaches into it from above.
  function cutRows(link) {
    var row = link.closest("li, tr"), box = document.createElement("div"), list, at, rows;
    box.className = "gk-excerpt";
    if (row.tagName === "LI") {
      list = box.appendChild(document.createElement("ol"));
      list.className = "gk-rows";
      rows = Array.from(row.parentElement.children);
      at = rows.indexOf(row);
      rows.slice(Math.max(0, at - 1), at + 2).forEach(function (one) { list.appendChild(bare(one)); });
      return box;
    }
    list = box.appendChild(document.createElement("table"));
    list.className = "gk-sheet";
    var line = list.insertRow();
    covering(row).forEach(function (cell) {
      var copy = line.appendChild(bare(cell));
      copy.removeAttribute("rowspan");
    });
    return box;
  }

  // The cells that cover a row of a table, from left to right.
  function covering(row) {
    var rows = Array.from(row.closest("table").rows), taken = [], y = rows.indexOf(row), found = [];
    rows.slice(0, y + 1).forEach(function (one, at) {
      var x = 0;
      Array.from(one.cells).forEach(function (cell) {
        while (taken[x] && taken[x].until > at) x++;
        for (var across = 0; across < cell.colSpan; across++) taken[x + across] = { cell: cell, until: at + cell.rowSpan };
        x += cell.colSpan;
      });
    });
    taken.forEach(function (one) { if (one && one.until > y && found.indexOf(one.cell) < 0) found.push(one.cell); });
    return found;
  }

  var SVG = "http://www.w3.org/2000/svg";
  function part(name, attributes) {
    var one = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach(function (key) { one.setAttribute(key, attributes[key]); });
    return one;
  }

  function cutPage(link) {
    var page = link.ownerSVGElement.viewBox.baseVal;
    var frame = link.querySelector("rect");
    var y = +frame.getAttribute("y"), height = +frame.getAttribute("height");
    var top = Math.max(0, y - 45), bottom = Math.min(page.height, y + height + 45);
    var picture = link.closest(".gk-page-picture").querySelector("img");
    var svg = part("svg", { viewBox: [0, top, page.width, bottom - top].join(" "), role: "img", "aria-label": picture.alt + "，框出的是这一格" });
    svg.appendChild(part("image", { href: picture.getAttribute("src"), width: page.width, height: page.height, preserveAspectRatio: "none" }));
    svg.appendChild(part("rect", { x: frame.getAttribute("x"), y: y, width: frame.getAttribute("width"), height: height, class: "gk-frame" }));
    var box = document.createElement("div");
    box.className = "gk-excerpt gk-excerpt-page";
    box.appendChild(svg);
    return box;
  }

  // The stretch of the original round a cell, or null where it has no place.
  function excerpt(key) {
    var link = (places.get(key) || [])[0];
    if (!link) return null;
    var box = link.ownerSVGElement ? cutPage(link) : cutRows(link);
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "原文中的这一格");
    return box;
  }

  // Scrolls an excerpt that is already on the page sideways to its cell.
  function centre(box) {
    var mark = box.querySelector(".gk-on, .gk-frame");
    if (!mark) return;
    var at = mark.getBoundingClientRect(), edge = box.getBoundingClientRect();
    box.scrollLeft += at.left + at.width / 2 - edge.left - edge.width / 2;
  }

  function keyOf(target) {
    var link = target.closest && target.closest(".gk-original .gk-at[href], .gk-original svg a");
    return link ? link.getAttribute("href").slice(1) : null;
  }

  window.gongkaiOriginal = { show: show, follow: follow, unfold: unfold, excerpt: excerpt, centre: centre, keyOf: keyOf, section: section };
})();
