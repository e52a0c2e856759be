// Finds bodies by any part of their names. The list is fetched when a reader first goes to a search field.
// Names come from documents: they are written as text, never as HTML.
(function () {
  "use strict";
  var root = new URL(document.getElementById("__config") ? JSON.parse(document.getElementById("__config").textContent).base + "/" : "./", location);
  var SHOWN = 12;
  var GOVERNMENT = "人民政府";
  var loading = null;

  function fold(text) {
    return (text || "").normalize("NFKC").toLowerCase().replace(/[\s\u200b·,，.。\-]+/g, "");
  }

  // 民政 must not match inside 人民政府, unless the reader means the government itself.
  function masked(text, query) {
    return query.includes("人民") || query.includes("政府") ? text : text.split(GOVERNMENT).join("\u0000");
  }

  function prepare(row) {
    var short = fold(row[2]);
    var region = fold(row[3]);
    return {
      id: row[0],
      name: row[1],
      region: row[3],
      year: row[4],
      full: fold(row[1]),
      short: short,
      place: region + short,
      aliases: (row[5] || []).map(fold),
      pinyin: row[0].toLowerCase().replace(/^[0-9]+-/, ""),
      code: row[0],
    };
  }

  function load() {
    if (!loading) {
      loading = fetch(new URL("assets/names.json", root))
        .then(function (answer) {
          if (!answer.ok) throw new Error(String(answer.status));
          return answer.json();
        })
        .then(function (data) {
          return data.rows.map(prepare);
        });
      loading.catch(function () {
        loading = null;
      });
    }
    return loading;
  }

  // Lower is better: [class, position, length]; null is no match. Classes: exact, prefix, inside, region, pinyin.
  function rank(entry, query) {
    var own = [entry.short, entry.full].concat(entry.aliases);
    var bare = own.map(function (name) {
      return name.replace(/(人民政府|办事处)$/, "");
    });
    if (own.includes(query) || bare.includes(query)) return [0, 0, entry.full.length];
    var texts = own.map(function (name) {
      return masked(name, query);
    });
    if (texts.some(function (text) { return text.startsWith(query); })) return [1, 0, entry.full.length];
    var places = texts.map(function (text) { return text.indexOf(query); }).filter(function (at) { return at > 0; });
    if (places.length) return [2, Math.min.apply(null, places), entry.full.length];
    var at = masked(entry.place, query).indexOf(query);
    if (at >= 0) return [3, at, entry.full.length];
    if (/^[a-z0-9]+$/.test(query)) {
      if (entry.pinyin === query) return [0, 1, entry.full.length];
      at = (entry.code.replace("-", "") + " " + entry.pinyin).indexOf(query);
      if (at >= 0) return [4, entry.pinyin.startsWith(query) ? 0 : at, entry.full.length];
    }
    return null;
  }

  // Several words: all must match; the order is that of the whole, then of the last word.
  function score(entry, text) {
    var whole = rank(entry, fold(text));
    if (whole) return whole;
    var words = text.trim().split(/[\s·,，]+/).map(fold).filter(Boolean);
    if (words.length < 2) return null;
    var each = words.map(function (word) { return rank(entry, word); });
    if (each.some(function (one) { return !one; })) return null;
    var last = each[each.length - 1];
    return [last[0] + 1, last[1], last[2]];
  }

  function find(entries, text) {
    var found = [];
    entries.forEach(function (entry) {
      var got = score(entry, text);
      if (got) found.push({ entry: entry, rank: got });
    });
    found.sort(function (a, b) {
      return a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || a.rank[2] - b.rank[2] || (a.entry.id < b.entry.id ? -1 : 1);
    });
    return found.map(function (one) { return one.entry; });
  }

  function element(tag, attributes, text) {
    var made = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function item(entry, option) {
    var line = element("li", option ? { role: "option", class: "gk-name" } : { class: "gk-name md-search-result__item" });
    var link = element("a", { href: new URL("o/" + encodeURIComponent(entry.id) + "/", root).href, class: "md-search-result__link", tabindex: "-1" });
    var card = element("article", { class: "gk-name-card", "data-md-score": "1000000" });
    card.appendChild(element("b", {}, entry.name));
    card.appendChild(element("small", {}, entry.region + (entry.year ? " · 最新 " + entry.year + " 年" : "")));
    link.appendChild(card);
    line.appendChild(link);
    return line;
  }

  function attach(input, list, says, option) {
    var turn = 0;
    function show() {
      var text = input.value;
      var mine = ++turn;
      if (!fold(text)) {
        list.replaceChildren();
        if (says) says.textContent = "";
        input.setAttribute("aria-expanded", "false");
        return;
      }
      load().then(
        function (entries) {
          if (mine !== turn) return;
          var found = find(entries, text);
          list.replaceChildren.apply(list, found.slice(0, SHOWN).map(function (entry) { return item(entry, option); }));
          if (option) input.setAttribute("aria-expanded", String(found.length > 0));
          if (says) says.textContent = found.length ? "机关：显示 " + Math.min(SHOWN, found.length) + " / " + found.length : "没有名称含有这些字的机关；可减少字数，或按地区查找。";
        },
        function () {
          if (says) says.textContent = "机关名单未能载入，请按地区查找。";
        }
      );
    }
    input.addEventListener("focus", function () { load().catch(function () {}); });
    input.addEventListener("input", show);
    input.addEventListener("keyup", show);
    return show;
  }

  function onHome() {
    var box = document.querySelector("[data-gk-finder]");
    if (!box) return;
    var input = box.querySelector("input");
    var list = box.querySelector("ol");
    input.disabled = false;
    attach(input, list, box.querySelector("[role=status]"), true);
    var chosen = -1;
    input.addEventListener("input", function () { chosen = -1; });
    input.addEventListener("keydown", function (event) {
      var lines = Array.from(list.children);
      if (!lines.length) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + lines.length) % lines.length;
        lines.forEach(function (line, place) {
          line.id = "gk-option-" + place;
          line.setAttribute("aria-selected", String(place === chosen));
        });
        input.setAttribute("aria-activedescendant", "gk-option-" + chosen);
      } else if (event.key === "Enter") {
        event.preventDefault();
        lines[Math.max(chosen, 0)].querySelector("a").click();
      } else if (event.key === "Escape") {
        list.replaceChildren();
      }
    });
  }

  // In Material's search: names above the text results, in the same box.
  function inSearch() {
    var input = document.querySelector("[data-md-component=search-query]");
    var result = document.querySelector("[data-md-component=search-result]");
    if (!input || !result) return;
    var says = element("div", { class: "md-search-result__meta gk-meta", role: "status" }, "");
    var list = element("ol", { class: "md-search-result__list gk-names", "data-gk-names": "" });
    result.insertBefore(list, result.firstElementChild);
    result.insertBefore(says, list);
    // Material takes the first child for its own line of counts: give it back.
    result.insertBefore(result.querySelector(".md-search-result__meta:not(.gk-meta)"), says);
    attach(input, list, says, false);
  }

  onHome();
  inSearch();
})();
