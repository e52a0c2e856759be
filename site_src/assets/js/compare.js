// The comparison's page: choices, address, the table with only the rows in sight, download. The figures come from
// compare-data.js, their words from compare-words.js, the chart from compare-chart.js. Names come from documents: they are written as text, never as HTML.
(function () {
  "use strict";
  var box = document.querySelector("[data-gk-compare]");
  if (!box || !window.gkCompare) return;
  var config = JSON.parse(document.getElementById("gk-compare-config").textContent);
  var root = box.dataset.gkRoot;
  var data = new window.gkCompare.Data(config, root);
  var words = new window.gkCompare.Words(config);
  var form = box.querySelector("form");
  var field = form.elements;
  var table = document.getElementById("gk-compare");
  var scroller = table.parentNode;
  var shown = document.querySelector("[data-gk-shown]");
  var chips = box.querySelector("[data-gk-chips]");
  var presets = box.querySelector("[data-gk-presets]");
  var chooser = box.querySelector("[data-gk-choose]");
  var actions = document.querySelector("[data-gk-actions]");
  var MOST_PINS = 8, MOST_COLUMNS = 30, SPARE = 12, PRINTED = 400;
  var REGION = "gk-region", EVERY = "all";
  var CHOICES = ["text", "region", "kind", "unit", "year", "form", "state", "of", "sort", "chart", "figure"];
  var many = config.parts.length > 1;
  var ask = {}, language = "";
  var rows = [];
  var nodes = new Map();
  var height = 0;
  var turn = 0;

  function make(tag, className, text) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function button(text, className, act) {
    var made = make("button", className, text);
    made.type = "button";
    if (act) made.addEventListener("click", act);
    return made;
  }

  function count(number) {
    return number.toLocaleString("en-US");
  }

  function fill(select, options, chosen) {
    select.replaceChildren.apply(select, options.map(function (one) { return new Option(one[1], one[0]); }));
    select.value = chosen;
    if (select.selectedIndex < 0) select.selectedIndex = 0;
  }

  // ---- choices and the address ----

  function fresh() {
    return { text: "", region: "", kind: "", unit: "", year: config.years[0] || 0, form: "", state: "", of: "", sort: "", chart: "", figure: "", cols: config.default, pins: [] };
  }

  function visited() {
    try { return localStorage.getItem(REGION) || ""; } catch (refused) { return ""; }
  }

  function remember(code) {
    try { if (code) localStorage.setItem(REGION, code); } catch (refused) { /* a browser may keep nothing */ }
  }

  function read() {
    var asked = new URLSearchParams(location.search);
    language = asked.get("lang") || "";
    asked.delete("lang");
    ask = fresh();
    if (!Array.from(asked.keys()).length) {
      ask.region = visited();
      return;
    }
    CHOICES.forEach(function (name) { if (asked.get(name)) ask[name] = asked.get(name); });
    ask.year = asked.get("year") === EVERY ? 0 : Number(asked.get("year")) || ask.year;
    var cols = (asked.get("cols") || "").split(",").filter(function (code) { return config.columns[code]; });
    var preset = config.presets.find(function (one) { return one[0] === asked.get("cols"); });
    ask.cols = (preset ? preset[2] : cols.length ? cols : config.default).slice(0, MOST_COLUMNS);
    ask.pins = (asked.get("pin") || "").split(",").filter(Boolean).slice(0, MOST_PINS);
  }

  function query() {
    var now = new URLSearchParams(language ? { lang: language } : "");
    CHOICES.forEach(function (name) { if (ask[name]) now.set(name, ask[name]); });
    now.set("year", ask.year || EVERY);
    var preset = config.presets.find(function (one) { return one[2].join() === ask.cols.join(); });
    now.set("cols", preset ? preset[0] : ask.cols.join(","));
    if (ask.pins.length) now.set("pin", ask.pins.join(","));
    return now.toString().replace(/%2C/g, ",").replace(/%3A/g, ":").replace(/%7E/g, "~");
  }

  function partsFor() {
    if (!many) return [config.parts[0][0]];
    var known = config.parts.map(function (part) { return part[0]; });
    if (ask.region === EVERY) return known;
    var wanted = ask.pins.concat(ask.region || []).map(function (code) { return code.slice(0, 2); });
    var found = known.filter(function (code) { return wanted.includes(code); });
    if (!ask.region) ask.region = (found[0] || known[0]) + "0000";
    if (!known.includes(ask.region.slice(0, 2))) ask.region = known[0] + "0000";
    return known.filter(function (code) { return found.includes(code) || code === ask.region.slice(0, 2); });
  }

  function columnHead(code) {
    return config.columns[code][0];
  }

  function sorting() {
    var parts = ask.sort.split(":");
    var known = parts[0] === "name" || parts[0] === "year" || ask.cols.includes(parts[0]);
    return { key: known ? parts[0] : "", down: parts[1] === "desc" };
  }

  // The column whose unread cells are counted.
  function counted() {
    var key = sorting().key;
    if (ask.state) return ask.of;
    return config.columns[key] ? key : ask.cols[0];
  }

  function fields() {
    var region = data.regions.findIndex(function (one) { return one.code === ask.region; });
    if (region < 0 && ask.region !== EVERY) ask.region = "";
    var path = region < 0 ? [] : data.places[region].map(function (at) { return data.regions[at]; });
    var all = { province: many ? [] : [["", "全部"]], prefecture: [["", "全部"]], county: [["", "全部"]] };
    if (many) {
      all.province = config.parts.map(function (part) { return [part[0] + "0000", part[1]]; });
      all.province.push([EVERY, "全国（" + count(config.parts.reduce(function (sum, part) { return sum + part[2]; }, 0)) + " 份）"]);
    }
    data.regions.forEach(function (one) {
      if (one.parent < 0) return many || all.province.push([one.code, one.name]);
      var parent = data.regions[one.parent].code;
      if (path.some(function (above) { return above.code === parent; })) all[one.level].push([one.code, one.name]);
    });
    ["province", "prefecture", "county"].forEach(function (name) {
      var chosen = path.find(function (one) { return one.level === name; });
      fill(field[name], all[name], chosen ? chosen.code : name === "province" ? ask.region : "");
      if (name !== "province") field[name].parentNode.hidden = all[name].length < 2;
    });
    fill(field.kind, [["", "全部"]].concat(ask.unit ? config.groups : config.kinds), ask.kind);
    fill(field.year, config.years.map(function (year) { return [year, year + " 年"]; }).concat([[0, "各年"]]), ask.year);
    fill(field.form, [["", "全部"]].concat(config.forms), ask.form);
    fill(field.state, [["", "不限"], ["read", "已读出"], ["unread", "未读出"]].concat(ask.unit ? [] : ["b", "a", "u", "m", "~", "^", "0"].map(function (one) { return [one, config.states[one][2]]; })), ask.state);
    if (!ask.cols.includes(ask.of)) ask.of = ask.state ? ask.cols[0] : "";
    fill(field.of, ask.cols.map(function (code) { return [code, columnHead(code)]; }), ask.of);
    field.of.parentNode.hidden = !ask.state;
    field.unit.value = ask.unit;
    if (field.text.value !== ask.text) field.text.value = ask.text;
  }

  function take(changed) {
    ask.text = field.text.value.trim();
    ask.year = Number(field.year.value);
    if (ask.unit !== field.unit.value) ask.kind = ask.state = "";
    else ask.kind = field.kind.value;
    ask.unit = field.unit.value;
    ask.form = field.form.value;
    if (ask.state || changed === "state") ask.state = field.state.value;
    ask.of = ask.state ? field.of.value || ask.cols[0] : "";
    if (changed === "province" || changed === "prefecture" || changed === "county") {
      var above = { province: "", prefecture: field.province.value, county: field.prefecture.value || field.province.value };
      ask.region = field[changed].value || above[changed];
      remember(ask.region === EVERY ? "" : ask.region);
    }
  }

  function drop(name) {
    return function () {
      if (name === "year") ask.year = 0;
      else if (name === "region" && many) ask.region = EVERY;
      else ask[name] = "";
      update();
    };
  }

  function chip(says, act) {
    var made = button(says + " ×", "gk-chip", act);
    made.setAttribute("aria-label", "去掉：" + says);
    return made;
  }

  function printChips() {
    var found = [];
    var region = data.regions.find(function (one) { return one.code === ask.region; });
    if (ask.text) found.push(chip("文字：" + ask.text, drop("text")));
    if (region) found.push(chip("地区：" + region.name, drop("region")));
    if (ask.year) found.push(chip(ask.year + " 年", drop("year")));
    if (ask.kind) found.push(chip("类别：" + field.kind.selectedOptions[0].textContent, drop("kind")));
    if (ask.form) found.push(chip("表式：" + field.form.selectedOptions[0].textContent, drop("form")));
    if (ask.state) found.push(chip("“" + columnHead(ask.of) + "”" + field.state.selectedOptions[0].textContent, drop("state")));
    if (ask.pins.length) found.push(button("对照图 ↑", "gk-chip", function () { box.querySelector("[data-gk-versus]").scrollIntoView({ block: "start" }); }));
    ask.pins.forEach(function (key) {
      var own = data.rowsOf(key);
      found.push(chip("对照：" + (own.length ? data.who(own[0]).name : key + "（库内没有）"), function () { pin(key); }));
    });
    chips.replaceChildren.apply(chips, found);
  }

  // ---- columns ----

  function choose(cols) {
    ask.cols = cols.slice(0, MOST_COLUMNS);
    if (cols.length > MOST_COLUMNS) say("最多选 " + MOST_COLUMNS + " 列。");
    update();
  }

  function printPresets() {
    presets.replaceChildren.apply(presets, config.presets.map(function (one) {
      var made = button(one[1], "gk-chip", function () { choose(one[2].slice()); });
      made.setAttribute("aria-pressed", String(one[2].join() === ask.cols.join()));
      return made;
    }));
    chooser.firstElementChild.textContent = "选列（" + ask.cols.length + "）";
    var more = [ask.kind, ask.form, ask.state].filter(Boolean).length;
    box.querySelector(".gk-more summary").textContent = "更多筛选" + (more ? "（" + more + "）" : "");
    chooser.querySelectorAll("input").forEach(function (input) { input.checked = ask.cols.includes(input.value); });
  }

  function tick(code, says) {
    var label = make("label", "gk-tick");
    var input = make("input");
    input.type = "checkbox";
    input.value = code;
    input.checked = ask.cols.includes(code);
    input.addEventListener("change", function () {
      var rest = ask.cols.filter(function (one) { return one !== code; });
      if (input.checked) rest.push(code);
      choose(rest.length ? rest : config.default);
    });
    label.appendChild(input);
    label.appendChild(make("span", says ? "" : "gk-hidden", says || config.columns[code][1]));
    return label;
  }

  // The cells as the form has them: a tick for each. Made when it is first opened.
  function printChooser() {
    var place = chooser.querySelector("[data-gk-columns]");
    if (place.firstChild) return;
    var extra = Object.keys(config.columns).filter(function (code) { return code === "complete" || code.startsWith("group."); });
    var list = make("p", "gk-ticks");
    extra.forEach(function (code) { list.appendChild(tick(code, columnHead(code) + (code.startsWith("group.") ? "（各项之和）" : ""))); });
    place.appendChild(list);
    config.metricGroups.forEach(function (group) {
      place.appendChild(make("b", "gk-ticks-of", "比例和合计 · " + group[0]));
      var own = make("p", "gk-ticks");
      group[1].forEach(function (code) { own.appendChild(tick(code, columnHead(code))).title = config.columns[code][1]; });
      place.appendChild(own);
    });
    config.matrices.forEach(function (matrix) { place.appendChild(matrixTable(matrix)); });
  }

  function matrixTable(matrix) {
    var around = make("div", "gk-scroll");
    around.tabIndex = 0;
    around.setAttribute("role", "region");
    around.setAttribute("aria-label", matrix[0] + "（可左右滚动）");
    var made = make("table", "gk-small gk-tick-table");
    made.appendChild(make("caption", "", matrix[0]));
    var head = made.createTHead().insertRow();
    head.appendChild(make("td"));
    matrix[1].forEach(function (text) { head.appendChild(columnHeader(text)); });
    var body = made.createTBody();
    var under = "";
    matrix[2].forEach(function (row) {
      if (row[1] !== under) {
        under = row[1];
        if (under) body.appendChild(make("tr")).appendChild(groupHeader(under, row[2].length + 1));
      }
      var line = body.insertRow();
      var own = make("th", "", row[0]);
      own.scope = "row";
      line.appendChild(own);
      row[2].forEach(function (code) {
        var cell = line.insertCell();
        if (code) cell.appendChild(tick(code, ""));
      });
    });
    around.appendChild(made);
    return around;
  }

  function columnHeader(text) {
    var made = make("th", "", text);
    made.scope = "col";
    return made;
  }

  function groupHeader(text, span) {
    var made = make("th", "gk-under", text);
    made.colSpan = span;
    made.scope = "colgroup";
    return made;
  }

  // ---- the table ----

  function header(key, text, says, className) {
    var now = sorting();
    var made = make("th", className);
    made.scope = "col";
    made.dataset.key = key;
    made.setAttribute("aria-sort", key !== now.key ? "none" : now.down ? "descending" : "ascending");
    var act = button(text, "", function () {
      // Numbers the largest first, names from the front; then the other way; then as it was.
      var last = sorting();
      var start = key !== "name";
      if (key !== last.key) ask.sort = key + ":" + (start ? "desc" : "asc");
      else ask.sort = last.down === start ? key + ":" + (start ? "asc" : "desc") : "";
      update();
    });
    if (says) act.title = says;
    made.appendChild(act);
    return made;
  }

  function printHead() {
    var row = make("tr");
    row.setAttribute("aria-rowindex", "1");
    row.appendChild(header("name", ask.unit ? "地区与类别" : "机关"));
    if (!ask.year) row.appendChild(header("year", "年份"));
    ask.cols.forEach(function (code) { row.appendChild(header(code, columnHead(code), config.columns[code][1], "gk-num")); });
    row.appendChild(columnHeader("类别"));
    row.appendChild(columnHeader("表式"));
    var focused = table.tHead.contains(document.activeElement) ? document.activeElement.parentNode.dataset.key : "";
    table.tHead.replaceChildren(row);
    var again = Array.from(row.cells).find(function (cell) { return focused && cell.dataset.key === focused; });
    if (again) again.firstChild.focus();
    table.caption.textContent = (ask.year ? ask.year + " 年" : "各年") + "比较：" + ask.cols.map(columnHead).join("、");
  }

  function figureCell(row, code) {
    var got = words.cell(row === null ? { value: NaN, state: "m" } : data.figure(row, code), code);
    var made = make("td", "gk-num");
    var mark = make("span", "gk-mark gk-" + got[1], row === null ? "" : got[0]);
    if (row !== null) mark.title = got[2];
    made.appendChild(mark);
    if (got[3]) made.appendChild(make("small", "", got[3]));
    return made;
  }

  function pinButton(who) {
    var made = button("", "gk-pin", function () { pin(who.key); });
    made.dataset.key = who.key;
    made.setAttribute("aria-label", "对照：" + who.name);
    press(made);
    return made;
  }

  function press(made) {
    var on = ask.pins.includes(made.dataset.key);
    made.setAttribute("aria-pressed", String(on));
    made.textContent = on ? "✓" : "+";
  }

  function link(text, href, says) {
    var made = make("a", "", text);
    made.href = root + href;
    if (says) made.setAttribute("aria-label", says);
    return made;
  }

  function line(row, index, who, without) {
    var made = make("tr");
    made.setAttribute("aria-rowindex", String(index));
    var head = make("th");
    head.scope = "row";
    var inner = make("div", "gk-who");
    inner.appendChild(pinButton(who));
    var name = make("span", "gk-name-of");
    // With one year chosen a name leads to that year's report, and a column of years would say nothing.
    name.appendChild(link(who.name, ask.year && !without ? who.href : who.about));
    name.appendChild(make("small", "", who.where));
    name.title = who.name + (who.where ? "（" + who.where + "）" : "");
    inner.appendChild(name);
    head.appendChild(inner);
    made.appendChild(head);
    if (without) {
      var none = make("td", "gk-absent", "本库未收录 " + without + " 年的报告，不等于没有公布");
      none.colSpan = ask.cols.length + 2;
      made.appendChild(none);
      return made;
    }
    if (!ask.year) made.appendChild(make("td")).appendChild(link(String(who.year), who.href, who.name + " " + who.year + " 年"));
    ask.cols.forEach(function (code) { made.appendChild(figureCell(row, code)); });
    made.appendChild(make("td", "", who.kind));
    made.appendChild(make("td", "", who.form));
    return made;
  }

  function pinnedRows() {
    var found = [];
    ask.pins.forEach(function (key) {
      var own = data.rowsOf(key);
      if (!own.length) return;
      var kept = ask.year ? own.filter(function (row) { return data.who(row).year === ask.year; }) : own.slice().reverse();
      if (kept.length) kept.forEach(function (row) { found.push({ row: row, without: 0 }); });
      else found.push({ row: own[own.length - 1], without: ask.year });
    });
    return found;
  }

  function space() {
    var made = make("tr", "gk-space");
    made.setAttribute("aria-hidden", "true");
    var cell = make("td");
    made.appendChild(cell);
    return made;
  }

  var pinned = make("tbody", "gk-pinned");
  var body = make("tbody");
  var before = space();
  var after = space();

  function frame() {
    table.tBodies[0].replaceWith(body);
    while (table.tBodies.length > 1) table.tBodies[1].remove();
    table.insertBefore(pinned, body);
    body.append(before, after);
    scroller.classList.add("gk-window");
    scroller.setAttribute("aria-label", "比较（可上下左右滚动）");
    scroller.addEventListener("scroll", function () { requestAnimationFrame(look); }, { passive: true });
    window.addEventListener("resize", function () { height = 0; requestAnimationFrame(look); });
    window.addEventListener("beforeprint", function () { keep(0, Math.min(rows.length, PRINTED)); });
  }

  function printRows(top) {
    nodes.forEach(function (node) { node.remove(); });
    nodes.clear();
    var found = pinnedRows();
    pinned.replaceChildren.apply(pinned, found.map(function (one, place) { return line(one.row, place + 2, data.who(one.row), one.without); }));
    table.setAttribute("aria-rowcount", String(1 + found.length + rows.length));
    if (top) scroller.scrollTop = 0;
    look();
  }

  // Only the rows in sight are in the page, and a few around them; two empty ones hold the height of the others.
  function look() {
    if (!height) keep(0, Math.min(rows.length, 1));
    var node = nodes.values().next().value;
    if (!height && node) height = node.getBoundingClientRect().height;
    if (!height) return keep(0, 0);
    var top = scroller.scrollTop - pinned.offsetHeight;
    var first = Math.max(0, Math.floor(top / height) - SPARE);
    var seen = Math.ceil(scroller.clientHeight / height) + 2 * SPARE;
    first = Math.min(first, Math.max(0, rows.length - seen));
    keep(first, Math.min(rows.length, first + seen));
  }

  function keep(first, last) {
    nodes.forEach(function (node, place) {
      if ((place < first || place >= last) && !node.contains(document.activeElement)) {
        node.remove();
        nodes.delete(place);
      }
    });
    var anchor = after;
    for (var place = last - 1; place >= first; place--) {
      var node = nodes.get(place);
      if (!node) {
        node = line(rows[place], 2 + pinned.rows.length + place, data.who(rows[place]), 0);
        nodes.set(place, node);
        body.insertBefore(node, anchor);
      }
      anchor = node;
    }
    before.firstChild.style.height = first * height + "px";
    after.firstChild.style.height = (rows.length - last) * height + "px";
    before.hidden = !first;
    after.hidden = last >= rows.length;
  }

  function pin(key) {
    if (ask.pins.includes(key)) ask.pins = ask.pins.filter(function (one) { return one !== key; });
    else if (ask.pins.length < MOST_PINS) ask.pins = ask.pins.concat(key);
    else return say("最多对照 " + MOST_PINS + " 个，请先去掉一个。");
    var old = pinned.offsetHeight;
    var found = pinnedRows();
    pinned.replaceChildren.apply(pinned, found.map(function (one, place) { return line(one.row, place + 2, data.who(one.row), one.without); }));
    scroller.scrollTop += scroller.scrollTop ? pinned.offsetHeight - old : 0;
    table.querySelectorAll(".gk-pin").forEach(press);
    var stood = scroller.getBoundingClientRect().top;
    printChips();
    printVersus();
    // The chart above has come or gone: the table stays where the reader's finger is.
    if (stood < window.innerHeight) window.scrollBy(0, scroller.getBoundingClientRect().top - stood);
    write();
  }

  function printVersus() {
    var place = box.querySelector("[data-gk-versus]");
    place.hidden = !ask.pins.length;
    if (ask.pins.length && window.gkCompare.versus) window.gkCompare.versus(place, data, ask, words, function () { write(); });
  }

  // ---- what is printed around it ----

  function say(text) {
    shown.textContent = text;
  }

  function printShown(got) {
    var code = counted();
    var unread = rows.filter(function (row) { return !data.isRead(row, code); }).length;
    var unit = ask.unit ? " 行" : " 份";
    var says = "显示 " + count(rows.length) + " / " + count(got.all) + unit;
    says += "，其中 " + count(unread) + unit + "未读出此格（" + columnHead(code) + "）";
    if (unread && config.columns[sorting().key]) says += "，排在最后";
    if (got.missing) says += "；另有 " + count(got.missing) + " 个机关本库没有 " + ask.year + " 年的报告，不等于没有公布";
    say(says + "。");
  }

  function write() {
    history.replaceState(null, "", location.pathname + "?" + query() + location.hash);
  }

  function update(first) {
    var mine = ++turn;
    scroller.setAttribute("aria-busy", "true");
    return data
      .load(partsFor())
      .then(function () {
        fields();
        return data.need(ask.cols.concat(ask.of || [], ask.figure || []));
      })
      .then(function () {
        if (mine !== turn) return;
        var now = sorting();
        var got = data.filter(ask);
        rows = data.order(got.rows, now.key, now.down);
        printHead();
        height = 0;
        printRows(true);
        printChips();
        printPresets();
        printShown(got);
        printVersus();
        scroller.removeAttribute("aria-busy");
        if (!first || ask.region) write();
      })
      .catch(function () {
        if (mine === turn) say("数据未能载入，请稍后再试；下面是已有的表。");
      });
  }

  // ---- download ----

  function csv() {
    var heads = ["编号", "名称", "地区", "类别", "年份", "表式"];
    ask.cols.forEach(function (code) {
      var head = config.columns[code][1];
      heads.push.apply(heads, config.columns[code][2] === "r" ? [head + "：分子", head + "：分母", head + "：情形"] : [head, head + "：情形"]);
    });
    heads.push("网页");
    var first = pinnedRows().filter(function (one) { return !one.without && !rows.includes(one.row); }).map(function (one) { return one.row; });
    var lines = first.concat(rows).map(function (row) {
      var who = data.who(row);
      var cells = [who.key, who.name, who.where, who.kind, who.year, who.form];
      ask.cols.forEach(function (code) { cells = cells.concat(words.csv(data.figure(row, code), code)); });
      return cells.concat(new URL(root + who.href, location.href).href);
    });
    return "\ufeff" + [heads].concat(lines).map(function (cells) { return cells.map(window.gkCompare.csvText).join(","); }).join("\r\n") + "\r\n";
  }

  function download() {
    var made = make("a");
    made.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
    made.download = "gongkai-" + config.edition + ".csv";
    document.body.appendChild(made);
    made.click();
    made.remove();
    setTimeout(function () { URL.revokeObjectURL(made.href); }, 60000);
  }

  function copy(event) {
    var to = event.currentTarget;
    write();
    var done = function (word) {
      to.textContent = word;
      setTimeout(function () { to.textContent = "复制链接"; }, 2000);
    };
    if (!navigator.clipboard) return done("请复制地址栏");
    navigator.clipboard.writeText(location.href).then(function () { done("已复制"); }, function () { done("请复制地址栏"); });
  }

  // ---- start ----

  var waiting = null;
  form.addEventListener("input", function (event) {
    var name = event.target.name;
    if (!name) return;
    clearTimeout(waiting);
    waiting = setTimeout(function () { take(name); update(); }, name === "text" ? 150 : 0);
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  chooser.addEventListener("toggle", function () { if (chooser.open) printChooser(); });
  actions.querySelector("[data-gk-csv]").addEventListener("click", download);
  actions.querySelector("[data-gk-link]").addEventListener("click", copy);
  actions.querySelector("[data-gk-reset]").addEventListener("click", function () {
    ask = fresh();
    field.text.value = "";
    update();
  });

  read();
  data.load(partsFor()).then(
    function () {
      frame();
      document.documentElement.style.overflowAnchor = "none";
      box.hidden = actions.hidden = false;
      update(true).then(function () { box.dataset.ready = "true"; });
    },
    function () {
      say(shown.textContent + "（筛选未能载入，下面是静态表）");
    }
  );
})();
