// Finds bodies, regions and townships by any part of their names, by code, by pinyin and by its initials.
// finder.json is fetched at the first key; places.json, the country's other townships, when there is something to look for.
// Names come from documents: they are written as text, never as HTML.
(function () {
  "use strict";
  var root = new URL(document.getElementById("__config") ? JSON.parse(document.getElementById("__config").textContent).base + "/" : "./", location);
  var SHOWN_AT_HOME = 100;
  var SHOWN_ABOVE = 20;
  var GOVERNMENT = "人民政府";
  var ENDINGS = /(人民政府|办事处|街道办事处)$/;
  var GENERIC = /(街道|地区|自治[区州县旗]|[省市州盟县区旗镇乡])$/;
  var BODY = 0, REGION = 1, GAP = 2;
  var loading = null;
  var loadingPlaces = null;
  var reads = {};
  var odd = {};
  var regions = {};

  function fold(text) {
    return (text || "").normalize("NFKC").toLowerCase().replace(/[\s\u200b·,，.。'’\-]+/g, "");
  }

  function get(file) {
    return fetch(new URL("assets/" + file, root)).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
  }

  // 民政 must not match inside 人民政府, unless the reader means the government itself.
  function masked(text, query) {
    return query.includes("人民") || query.includes("政府") ? text : text.split(GOVERNMENT).join("\u0000");
  }

  function syllables(name) {
    return odd[name] || Array.from(name).map(function (character) { return reads[character] || character; });
  }

  // A name in pinyin, whole and by initials; one without its ending is a beginning of it.
  function pinyin(name) {
    var read = syllables(name);
    return { whole: read.join(""), initials: read.map(function (one) { return one[0]; }).join("") };
  }

  function above(code) {
    return [code.slice(0, 2) + "0000", code.slice(0, 4) + "00", code.slice(0, 6)].filter(function (up, place, all) {
      return up !== code && regions[up] && all.indexOf(up) === place;
    });
  }

  function address(code) {
    if (regions[code] && regions[code].page) return "d/" + code + "/";
    var near = above(code).reverse().find(function (up) { return regions[up].page; });
    if (!near) return "d/#" + code.slice(0, 2) + "0000";
    // A county without a page stands on that of its province; its townships are not listed one by one.
    return "d/" + near + "/#" + (code.length > 6 && near !== home(code) ? home(code) : code);
  }

  function home(code) {
    return above(code).pop() || code;
  }

  function entry(kind, name, own, code, href, small, place) {
    var names = own.map(fold);
    return {
      kind: kind,
      name: name,
      href: href,
      small: small,
      id: code,
      code: code.replace("-", ""),
      own: names,
      bare: names.map(function (one) { return one.replace(ENDINGS, ""); }),
      length: name.length,
      where: place,
      place: fold(place),
      read: null,
    };
  }

  function body(row) {
    var small = row[3] + (row[4] ? " · 最新 " + row[4] + " 年" : "");
    return entry(BODY, row[1], [row[2], row[1]].concat(row[5]), row[0], "o/" + encodeURIComponent(row[0]) + "/", small, row[3] + " " + row[6]);
  }

  function region(row) {
    var place = above(row[0]).map(function (up) { return regions[up].name; }).join(" ");
    var older = row.slice(3, 6).join("、");
    var small = [place, older && "曾名" + older, row[2] > 1 ? "地区" : "本库未收录其报告"].filter(Boolean).join(" · ");
    return entry(REGION, row[1], [row[1]].concat(row.slice(3)), row[0], address(row[0]), small, place);
  }

  function gap(county, text) {
    var digits = /^[0-9]+/.exec(text)[0];
    var code = digits.length > 6 ? digits : county + digits;
    var name = text.slice(digits.length);
    var place = above(county).concat(county).map(function (up) { return regions[up] ? regions[up].name : ""; }).filter(Boolean).join(" ");
    return entry(GAP, name, [name], code, address(code), place + " · 本库未收录，不等于没有公布", place);
  }

  function load() {
    if (!loading) {
      loading = get("finder.json").then(function (data) {
        Object.keys(data.readings).forEach(function (syllable) {
          Array.from(data.readings[syllable]).forEach(function (character) { reads[character] = syllable; });
        });
        Object.keys(data.odd).forEach(function (name) { odd[name] = data.odd[name].split(" "); });
        data.regions.forEach(function (row) { regions[row[0]] = { name: row[1], page: row[2] }; });
        return data.bodies.map(body).concat(data.regions.map(region));
      });
      loading.catch(function () { loading = null; });
    }
    return loading;
  }

  function loadPlaces() {
    if (!loadingPlaces) {
      loadingPlaces = Promise.all([load(), get("places.json")]).then(function (both) {
        var found = [];
        Object.keys(both[1]).forEach(function (county) {
          both[1][county].forEach(function (text) { found.push(gap(county, text)); });
        });
        return found;
      });
      loadingPlaces.catch(function () { loadingPlaces = null; });
    }
    return loadingPlaces;
  }

  // Lower is better: [class, position]; null is no match. Classes: exact, prefix, inside, region, pinyin inside.
  // Where a place is all that was asked for, its townships without a report are on its page, not in the list.
  function rank(one, query, alone) {
    if (/^[a-z0-9]+$/.test(query)) {
      var latin = rankLatin(one, query, alone);
      if (latin) return latin;
    }
    if (one.own.includes(query) || one.bare.includes(query)) return [0, 0];
    if (one.bare.some(function (name) { return name.replace(GENERIC, "") === query; })) return [0, 1];
    var texts = one.own.map(function (name) { return masked(name, query); });
    if (texts.some(function (text) { return text.startsWith(query); })) return [1, 0];
    var places = texts.map(function (text) { return text.indexOf(query); }).filter(function (at) { return at > 0; });
    if (places.length) return [2, Math.min.apply(null, places)];
    var at = masked(one.place + one.own[0], query).indexOf(query);
    return at < 0 || (alone && one.kind === GAP && at + query.length <= one.place.length) ? null : [3, at];
  }

  function rankLatin(one, query, alone) {
    if (/^[0-9]/.test(query)) {
      if (one.code === query) return [0, 0];
      return one.code.startsWith(query) ? [1, one.code.length] : null;
    }
    if (!one.read) {
      one.read = one.bare.concat(one.kind === BODY ? [] : one.own).map(pinyin);
      one.readPlace = one.where.split(" ").filter(Boolean).map(pinyin);
    }
    var tail = one.kind === BODY ? one.id.replace(/^[0-9]+-/, "") : "";
    if (tail === query || one.read.some(function (read) { return read.whole === query; })) return [0, 0];
    if (query.length > 1 && one.read.some(function (read) { return read.initials === query; })) return [0, 1];
    if (one.read.some(function (read) { return read.whole.startsWith(query); })) return [1, 0];
    if (query.length > 1 && one.read.some(function (read) { return read.initials.startsWith(query); })) return [1, 1];
    var at = Math.max.apply(null, one.read.map(function (read) { return read.whole.indexOf(query); }));
    if (at >= 0) return [4, at];
    if (alone && one.kind === GAP) return null;
    if (query.length > 2 && one.readPlace.some(function (read) { return read.whole.startsWith(query) || read.initials === query; })) return [5, 0];
    return null;
  }

  // Several words: all must match; the order is that of the whole, then of the last word.
  function score(one, text, words) {
    var whole = rank(one, fold(text), words.length < 2);
    if (whole || words.length < 2) return whole;
    var each = words.map(function (word) { return rank(one, word); });
    if (each.some(function (got) { return !got; })) return null;
    var last = each[each.length - 1];
    return [last[0] + 1, last[1]];
  }

  function find(entries, text) {
    var found = [];
    var words = text.trim().split(/[\s·,，]+/).map(fold).filter(Boolean);
    entries.forEach(function (one) {
      var got = score(one, text, words);
      // What can be read comes before what is only known to be there, unless it fits worse by far.
      if (got) found.push({ one: one, rank: one.kind === GAP ? [got[0] + 2, got[1]] : got });
    });
    found.sort(function (a, b) {
      return (
        a.rank[0] - b.rank[0] || a.one.kind - b.one.kind || a.rank[1] - b.rank[1] ||
        a.one.length - b.one.length || (a.one.id < b.one.id ? -1 : 1)
      );
    });
    return found.map(function (got) { return got.one; });
  }

  function element(tag, attributes, text) {
    var made = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function item(one, place, option) {
    var line = element("li", option ? { role: "option", class: "gk-name", id: "gk-option-" + place, "aria-selected": "false" } : { class: "gk-name md-search-result__item" });
    var link = element("a", { href: new URL(one.href, root).href, class: "md-search-result__link", tabindex: "-1" });
    var card = element("article", { class: "gk-name-card" + (one.kind === GAP ? " gk-gap" : ""), "data-md-score": "1000000" });
    card.appendChild(element("b", {}, one.name));
    card.appendChild(element("small", {}, one.small));
    link.appendChild(card);
    line.appendChild(link);
    return line;
  }

  function count(found, shown) {
    if (!found.length) return "没有名称含有这些字的机关或地区；可减少字数，或按地区查找。";
    var sorts = [[BODY, "个机关"], [REGION, "个地区"], [GAP, "个本库未收录的乡镇街道"]].map(function (sort) {
      var many = found.filter(function (one) { return one.kind === sort[0]; }).length;
      return many ? many + " " + sort[1] : "";
    });
    return "找到 " + sorts.filter(Boolean).join("、") + (found.length > shown ? "，列出前 " + shown + " 个；加上县名可缩小范围" : "");
  }

  function attach(input, list, says, option) {
    var turn = 0;
    var last = "";
    var limit = option ? SHOWN_AT_HOME : SHOWN_ABOVE;

    function print(found) {
      list.replaceChildren.apply(list, found.slice(0, limit).map(function (one, place) { return item(one, place, option); }));
      list.scrollTop = 0;
      if (option) {
        input.setAttribute("aria-expanded", String(found.length > 0));
        input.removeAttribute("aria-activedescendant");
      }
      says.textContent = count(found, limit);
    }

    function show() {
      var text = input.value;
      if (text === last) return;
      last = text;
      var mine = ++turn;
      var asked = fold(text);
      if (!asked) {
        list.replaceChildren();
        says.textContent = "";
        if (option) input.setAttribute("aria-expanded", "false");
        return;
      }
      load().then(
        function (entries) {
          if (mine !== turn) return;
          print(find(entries, text));
          if (asked.length < 2) return;
          loadPlaces().then(function (places) {
            if (mine === turn) print(find(entries.concat(places), text));
          }, function () {});
        },
        function () {
          says.textContent = "名单未能载入，请按地区查找。";
        }
      );
    }
    input.addEventListener("input", show);
    input.addEventListener("keyup", show);
    input.form && input.form.addEventListener("reset", function () { setTimeout(show); });
  }

  function onHome() {
    var box = document.querySelector("[data-gk-finder]");
    if (!box) return;
    var input = box.querySelector("input");
    var list = box.querySelector("ol");
    input.disabled = false;
    attach(input, list, box.querySelector("[role=status]"), true);
    var chosen = -1;

    function choose(place) {
      var lines = Array.from(list.children);
      chosen = place;
      lines.forEach(function (line, at) { line.setAttribute("aria-selected", String(at === place)); });
      if (place < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", lines[place].id);
      lines[place].scrollIntoView({ block: "nearest" });
    }

    input.addEventListener("input", function () { chosen = -1; });
    input.addEventListener("keydown", function (event) {
      var many = list.children.length;
      if (!many || event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        choose(event.key === "ArrowDown" ? (chosen + 1) % many : (Math.max(chosen, 0) - 1 + many) % many);
      } else if (event.key === "Enter") {
        event.preventDefault();
        list.children[Math.max(chosen, 0)].querySelector("a").click();
      } else if (event.key === "Escape") {
        list.replaceChildren();
        input.setAttribute("aria-expanded", "false");
        input.removeAttribute("aria-activedescendant");
      }
    });
  }

  // In Material's search: names above the text results, in the same box; its arrow keys walk through both.
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
