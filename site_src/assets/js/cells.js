// A cell of a table: a click, a tap or Enter opens what is known of it (beside the table, at the foot of small screens);
// arrow keys go from cell to cell; what an address points at is unfolded and shown. Without a script the cells tell
// their state and place by themselves (site.css).
(function () {
  "use strict";
  var reading = document.querySelector(".gk-reading");
  var original = window.gongkaiOriginal || null;
  var docked = matchMedia("(min-width: 1200px)");
  // Labels in the form's own words, also where the page shows them in English (language.js).
  var said = window.gongkaiLanguage;
  var layouts = new WeakMap();
  var box = null, chosen = null;

  // Which cell covers each place of a table, rows by columns.
  function layout(table) {
    if (layouts.has(table)) return layouts.get(table);
    var grid = Array.from(table.rows, function () { return []; });
    Array.from(table.rows).forEach(function (row, y) {
      var x = 0;
      Array.from(row.cells).forEach(function (cell) {
        while (grid[y][x]) x++;
        for (var down = 0; down < cell.rowSpan && y + down < grid.length; down++)
          for (var across = 0; across < cell.colSpan; across++) grid[y + down][x + across] = cell;
        cell.gkPlace = [y, x];
        x += cell.colSpan;
      });
    });
    layouts.set(table, grid);
    return grid;
  }

  function words(heads) {
    return heads.map(function (head) { return said.text(head).trim(); }).filter(Boolean).join(" › ");
  }

  // The headings of a cell in the form's own words: those to its left, and those above it up to the next row of cells.
  function names(cell) {
    var table = cell.closest("table"), grid = layout(table);
    var y = cell.gkPlace[0], x = cell.gkPlace[1], left = [], above = [], up;
    for (var at = 0; at < x; at++) if (grid[y][at].tagName === "TH" && left.indexOf(grid[y][at]) < 0) left.push(grid[y][at]);
    for (at = y - 1; at >= 0; at--) {
      up = grid[at][x];
      if (up && up.tagName === "TH") {
        if (above.indexOf(up) < 0) above.unshift(up);
      } else if (above.length) break;
    }
    var caption = table.caption ? said.text(table.caption.firstChild).trim() : "";
    var unit = table.caption && table.caption.querySelector("small");
    return { table: caption, row: words(left), column: words(above), unit: unit ? said.text(unit).replace("单位：", "") : "" };
  }

  function facts(cell) {
    var link = cell.querySelector("a.gk-tip"), lines = said.attribute(link, "title").split("\n");
    var about = names(cell);
    about.anchor = cell.id;
    about.value = said.text(link) + (/\d/.test(link.textContent) && about.unit ? " " + about.unit : "");
    about.says = lines[0];
    about.lines = lines.slice(1);
    about.css = link.className;
    return about;
  }

  function element(name, text, css) {
    var one = document.createElement(name);
    if (text) one.textContent = text;
    if (css) one.className = css;
    return one;
  }

  function anchor(text, href, css) {
    var one = element("a", text, css);
    one.href = href;
    return one;
  }

  function row(list, name, content) {
    var pair = element("div");
    pair.appendChild(element("dt", name));
    var said = pair.appendChild(element("dd"));
    said.appendChild(typeof content === "string" ? document.createTextNode(content) : content);
    list.appendChild(pair);
  }

  function doubts(cell) {
    var found = Array.from(document.querySelectorAll('.gk-findings a[href="#' + cell.id + '"]'), function (link) { return link.closest("li"); });
    (cell.dataset.sums || "").split(" ").forEach(function (number) {
      var note = number && cell.closest(".gk-scroll").nextElementSibling.querySelector('[data-sum="' + number + '"] a:last-of-type');
      var line = note && document.getElementById(decodeURIComponent(note.hash.slice(1)));
      if (line && found.indexOf(line) < 0) found.push(line);
    });
    return found.slice(0, 6);
  }

  function build() {
    box = element("div", "", "gk-inspector");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-labelledby", "gk-inspector-name");
    box.tabIndex = -1;
    box.hidden = true;
    box.addEventListener("keydown", function (event) {
      if (event.key === "Escape") close(true);
    });
  }

  function fill(cell) {
    var about = facts(cell), data = reading.dataset, cite = window.gongkaiCite;
    box.replaceChildren();
    var shut = element("button", "×", "gk-close");
    shut.type = "button";
    shut.setAttribute("aria-label", "关闭");
    shut.addEventListener("click", function () { close(true); });
    box.appendChild(shut);
    var name = element("h3", [about.row, about.column].filter(Boolean).join(" × "));
    name.id = "gk-inspector-name";
    box.appendChild(name);
    var value = element("p", "", "gk-inspector-value");
    value.appendChild(element("span", about.value, about.css.replace("gk-tip", "")));
    value.appendChild(document.createTextNode(" " + about.says));
    box.appendChild(value);
    about.lines.forEach(function (line) { if (line.indexOf("出处：") !== 0) box.appendChild(element("p", line)); });
    if (!(docked.matches && original)) {
      var cut = original && original.excerpt(cell.id);
      if (cut) box.appendChild(cut);
    }
    doubts(cell).forEach(function (finding) {
      var line = element("p", "", "gk-inspector-doubt");
      line.appendChild(document.createTextNode("核对：" + said.text(finding.querySelector("b")) + " "));
      line.appendChild(anchor("看这条", "#" + finding.id));
      box.appendChild(line);
    });
    var list = element("dl", "", "gk-facts");
    row(list, "机关", data.body + "，" + data.year + " 年");
    row(list, "表", about.table);
    var place = about.lines.filter(function (line) { return line.indexOf("出处：") === 0; })[0];
    row(list, "出处", (place ? place.slice(3) : "本文件中没有这一格的位置") + "（" + data.source + "）");
    if (data.url) row(list, "原始网址", anchor(data.url, data.url));
    row(list, "SHA-256", element("code", data.sha));
    if (cite) {
      var link = element("span");
      var address = link.appendChild(element("code", cite.address(cell.id)));
      link.appendChild(cite.copier(address, "复制链接"));
      row(list, "固定链接", link);
    }
    box.appendChild(list);
    if (cite) {
      var fold = element("details", "", "gk-fold");
      fold.appendChild(element("summary", "引用这一格"));
      cite.citations(about).forEach(function (one) { fold.appendChild(one); });
      // On a phone the box ends here: what was asked for must come into sight.
      fold.addEventListener("toggle", function () { if (fold.open) fold.scrollIntoView({ block: "nearest" }); });
      box.appendChild(fold);
    }
    var wrong = document.querySelector("a[data-gk-error]");
    if (wrong) {
      var url = new URL(wrong.href);
      url.searchParams.set("cell", cell.id);
      url.searchParams.set("shown", about.value);
      box.appendChild(element("p")).appendChild(anchor("报告这个数字有误", url.href));
    }
  }

  // Opens the panel for a cell; ``enter`` takes the reader into it.
  function open(cell, enter) {
    if (!box) build();
    mark(cell);
    var home = docked.matches && original ? original.section : document.body;
    if (box.parentElement !== home) home.insertBefore(box, home === document.body ? null : home.children[1]);
    if (original) {
      original.unfold(cell.id);
      original.show(cell.id);
    }
    fill(cell);
    box.hidden = false;
    box.scrollTop = 0;
    document.documentElement.classList.toggle("gk-sheet-open", home === document.body);
    var cut = box.querySelector(".gk-excerpt");
    if (cut) original.centre(cut);
    if (home === document.body && cell.getBoundingClientRect().bottom > innerHeight - box.offsetHeight) {
      scrollBy(0, cell.getBoundingClientRect().top - (innerHeight - box.offsetHeight) / 2);
    }
    if (original && home !== document.body) original.follow(cell.id, cell);
    if (enter) box.focus({ preventScroll: true });
  }

  function close(back) {
    if (!box || box.hidden) return;
    box.hidden = true;
    document.documentElement.classList.remove("gk-sheet-open");
    if (back && chosen) chosen.querySelector("a.gk-tip").focus({ preventScroll: true });
  }

  function mark(cell) {
    if (chosen) chosen.classList.remove("gk-chosen");
    chosen = cell;
    chosen.classList.add("gk-chosen");
    highlight((cell.dataset.sums || "").split(" "), cell.closest("table"));
  }

  // Shows which cells a broken sum adds up.
  function highlight(numbers, table) {
    document.querySelectorAll(".gk-summed.gk-lit").forEach(function (one) { one.classList.remove("gk-lit"); });
    if (table) table.querySelectorAll(".gk-summed").forEach(function (one) {
      var own = one.dataset.sums.split(" ");
      if (numbers.some(function (number) { return number && own.indexOf(number) >= 0; })) one.classList.add("gk-lit");
    });
  }

  function cellOf(id) {
    var cell = id && document.getElementById(id);
    return cell && cell.tagName === "TD" && reading && reading.contains(cell) && cell.querySelector("a.gk-tip") ? cell : null;
  }

  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1)), target = id && document.getElementById(id);
    if (!target) return;
    for (var up = target.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    target.scrollIntoView({ block: "center", inline: "center" });
    var cell = cellOf(id);
    if (cell) {
      rove(cell);
      open(cell, false);
      cell.querySelector("a.gk-tip").focus({ preventScroll: true });
    }
  }

  // Only one cell of a table is on the way of the Tab key; arrows lead to the others.
  function rove(cell) {
    cell.closest("table").querySelectorAll('a.gk-tip:not([tabindex="-1"])').forEach(function (link) { link.tabIndex = -1; });
    cell.querySelector("a.gk-tip").tabIndex = 0;
  }

  var STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  function step(cell, key) {
    var grid = layout(cell.closest("table")), y = cell.gkPlace[0], x = cell.gkPlace[1], move = STEPS[key], next;
    for (;;) {
      y += move[0];
      x += move[1];
      if (!grid[y] || !grid[y][x]) return null;
      next = grid[y][x];
      if (next !== cell && next.querySelector("a.gk-tip")) return next;
    }
  }

  document.documentElement.classList.add("gk-script");
  if (reading) {
    reading.querySelectorAll("table").forEach(function (table) {
      var cells = table.querySelectorAll("td[id] > a.gk-tip");
      cells.forEach(function (link, place) { if (place) link.tabIndex = -1; });
    });
    document.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      var link = event.target.closest("a[href]"), back = original && original.keyOf(event.target);
      var href = link && link.getAttribute("href");
      var cell = cellOf(back || (typeof href === "string" && href[0] === "#" ? href.slice(1) : ""));
      if (!cell) return;
      event.preventDefault();
      history.replaceState(null, "", "#" + cell.id);
      rove(cell);
      var own = link && link.parentElement === cell;
      if (!own) {
        cell.scrollIntoView({ block: "center", inline: "center" });
        cell.querySelector("a.gk-tip").focus({ preventScroll: true });
      }
      open(cell, !docked.matches || event.detail === 0);
    });
    reading.addEventListener("keydown", function (event) {
      var cell = event.target.closest("td[id]"), next;
      if (event.key === "Escape") return close(true);
      if (!cell || !STEPS[event.key] || !event.target.matches("a.gk-tip") || event.altKey || event.ctrlKey || event.metaKey) return;
      next = step(cell, event.key);
      if (!next) return;
      event.preventDefault();
      rove(next);
      next.querySelector("a.gk-tip").focus();
      if (box && !box.hidden) {
        history.replaceState(null, "", "#" + next.id);
        open(next, false);
      } else if (original) original.follow(next.id, next);
    });
    reading.addEventListener("mouseover", function (event) {
      var cell = event.target.closest("td[id]"), note = event.target.closest("[data-sum]");
      if (note) highlight([note.dataset.sum], note.parentElement.previousElementSibling.querySelector("table"));
      if (cell && original && docked.matches && (!box || box.hidden)) original.follow(cell.id, cell);
    });
    if (original) followPage();
  }

  // While the page is scrolled, the original keeps to the row in the middle of the screen.
  function followPage() {
    var waiting = false;
    addEventListener("scroll", function () {
      if (waiting || !docked.matches || (box && !box.hidden)) return;
      waiting = true;
      requestAnimationFrame(function () {
        waiting = false;
        var tables = reading.querySelector(".gk-reading-tables").getBoundingClientRect();
        var found = document.elementFromPoint(tables.left + tables.width * 0.8, innerHeight * 0.45);
        var line = found && found.closest(".gk-reading-tables tr"), cell = line && line.querySelector("td[id]");
        if (cell) original.follow(cell.id, cell);
      });
    }, { passive: true });
  }

  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not(.gk-lines)").forEach(function (fold) { fold.open = true; });
  });
  reveal();
})();
