// Sorts and filters the comparison over one columnar file; the static table stays where this script is not run.
// Names come from documents: they are written as text, never as HTML. The choice is kept in the address.
(function () {
  "use strict";
  var form = document.querySelector("[data-gk-compare]");
  if (!form) return;
  var table = document.getElementById("gk-compare");
  var shown = document.querySelector("[data-gk-shown]");
  var pages = document.querySelector("[data-gk-pages]");
  var root = form.dataset.gkRoot;
  var PAGE = 100;
  var SIGNS = { blank: "空", ambiguous: "?", unreadable: "※", missing: "—" };
  var SAYS = {
    blank: "原表此格未填（未填不等于 0）",
    ambiguous: "原文缺列，无法确定此数属于哪一列",
    unreadable: "原文此处无法读作一个数字",
    missing: "本文件中没有此格",
  };
  var compare = new Intl.Collator("zh-Hans-CN-u-co-pinyin", { numeric: true }).compare;
  var FIELDS = ["text", "province", "kind", "year", "form"];
  var data = null;
  var state = { sort: "year", down: true, page: 1 };

  function fold(text) {
    return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  }

  function known(value) {
    if (typeof value === "number") return value;
    return typeof value === "string" && value[0] === "~" ? Number(value.slice(1)) : null;
  }

  function read() {
    var asked = new URLSearchParams(location.search);
    FIELDS.forEach(function (name) { form.elements[name].value = asked.get(name) || ""; });
    var sort = (asked.get("sort") || "year:desc").split(":");
    state.sort = sort[0];
    state.down = sort[1] === "desc";
    state.page = Math.max(1, parseInt(asked.get("page"), 10) || 1);
  }

  function write() {
    var now = new URLSearchParams();
    FIELDS.forEach(function (name) { if (form.elements[name].value) now.set(name, form.elements[name].value); });
    if (state.sort !== "year" || !state.down) now.set("sort", state.sort + ":" + (state.down ? "desc" : "asc"));
    if (state.page > 1) now.set("page", String(state.page));
    var query = now.toString();
    history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
  }

  function column(key) {
    return data.values[key] || data[key];
  }

  function matches(row) {
    var words = form.elements.text.value.trim().split(/\s+/).filter(Boolean).map(fold);
    var text = data.folded[row];
    return (
      words.every(function (word) { return text.includes(word); }) &&
      ["province", "kind", "year", "form"].every(function (name) {
        var wanted = form.elements[name].value;
        return !wanted || String(data[name][row]) === wanted;
      })
    );
  }

  function order(rows) {
    var values = column(state.sort);
    var numeric = state.sort in data.values || state.sort === "year" || state.sort === "read";
    var sign = state.down ? -1 : 1;
    return rows.sort(function (a, b) {
      if (!numeric) return sign * compare(values[a], values[b]) || a - b;
      var x = known(values[a]);
      var y = known(values[b]);
      // What is not known is neither large nor small: it comes last, whichever way.
      if (x === null || y === null) return (x === null) - (y === null) || a - b;
      return sign * (x - y) || a - b;
    });
  }

  function cell(tag, text, className) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function figure(value) {
    var made = cell("td", undefined, "gk-num");
    var mark = cell("span", "", "gk-mark ");
    if (typeof value === "number") {
      mark.textContent = value.toLocaleString("en-US");
      mark.className += value ? "gk-reported" : "gk-zero";
    } else if (value[0] === "~") {
      mark.textContent = "≈ " + Number(value.slice(1)).toLocaleString("en-US");
      mark.className += "gk-derived";
      mark.title = "由表内勾稽关系推算，非原文所载";
    } else {
      mark.textContent = SIGNS[value] || "?";
      mark.className += "gk-" + value;
      mark.title = SAYS[value] || "";
    }
    made.appendChild(mark);
    return made;
  }

  function line(row) {
    var made = document.createElement("tr");
    var head = cell("th");
    head.scope = "row";
    var link = cell("a", data.name[row]);
    link.href = root + "o/" + encodeURIComponent(data.org[row]) + "/" + data.year[row] + "/";
    head.appendChild(link);
    made.appendChild(head);
    made.appendChild(cell("td", String(data.year[row])));
    Object.keys(data.values).forEach(function (key) { made.appendChild(figure(data.values[key][row])); });
    made.appendChild(cell("td", data.read[row] + " / " + data.cells[row], "gk-num"));
    made.appendChild(cell("td", data.region[row]));
    made.appendChild(cell("td", data.kind[row]));
    made.appendChild(cell("td", data.form[row]));
    return made;
  }

  function show() {
    var rows = [];
    for (var row = 0; row < data.name.length; row++) if (matches(row)) rows.push(row);
    order(rows);
    var last = Math.max(1, Math.ceil(rows.length / PAGE));
    state.page = Math.min(state.page, last);
    var part = rows.slice((state.page - 1) * PAGE, state.page * PAGE);
    table.tBodies[0].replaceChildren.apply(table.tBodies[0], part.map(line));
    var says = "显示 " + part.length.toLocaleString("en-US") + " / " + data.name.length.toLocaleString("en-US");
    if (rows.length < data.name.length) says += "（符合筛选 " + rows.length.toLocaleString("en-US") + "）";
    if (state.sort in data.values) {
      var unread = rows.filter(function (at) { return known(column(state.sort)[at]) === null; }).length;
      if (unread) says += "，其中 " + unread + " 份未读出此格，排在最后";
    }
    shown.textContent = says;
    table.querySelectorAll("thead th").forEach(function (head) {
      head.setAttribute("aria-sort", head.dataset.key === state.sort ? (state.down ? "descending" : "ascending") : "none");
    });
    turn(last);
    write();
  }

  function turn(last) {
    pages.hidden = last < 2;
    pages.replaceChildren();
    [["上一页", state.page - 1], ["下一页", state.page + 1]].forEach(function (way) {
      var button = cell("button", way[0]);
      button.type = "button";
      button.disabled = way[1] < 1 || way[1] > last;
      button.addEventListener("click", function () {
        state.page = way[1];
        show();
        table.scrollIntoView({ block: "start" });
      });
      pages.appendChild(button);
    });
    pages.insertBefore(cell("span", "第 " + state.page + " / " + last + " 页"), pages.lastChild);
  }

  function choices(name) {
    var found = Array.from(new Set(data[name].map(String))).sort(compare);
    if (name === "year") found.reverse();
    found.forEach(function (value) { form.elements[name].add(new Option(value, value)); });
  }

  function heads() {
    table.querySelectorAll("thead th").forEach(function (head) {
      var button = cell("button", head.textContent);
      button.type = "button";
      head.replaceChildren(button);
      button.addEventListener("click", function () {
        var key = head.dataset.key;
        var text = ["name", "region", "kind", "form"].includes(key);
        state.down = state.sort === key ? !state.down : !text;
        state.sort = key;
        state.page = 1;
        show();
      });
    });
  }

  fetch(form.dataset.gkCompare)
    .then(function (answer) { return answer.json(); })
    .then(function (got) {
      data = got;
      data.folded = data.name.map(function (name, row) { return fold(name + data.region[row] + data.org[row]); });
      ["province", "kind", "year", "form"].forEach(choices);
      heads();
      read();
      if (!column(state.sort)) state.sort = "year";
      form.hidden = false;
      form.addEventListener("input", function () { state.page = 1; show(); });
      form.addEventListener("submit", function (event) { event.preventDefault(); });
      form.addEventListener("reset", function () {
        setTimeout(function () { state.sort = "year"; state.down = true; state.page = 1; show(); });
      });
      show();
    })
    .catch(function () {
      shown.textContent += "（筛选未能载入，下面是静态表）";
    });
})();
