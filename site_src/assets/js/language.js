// English in place. On every page, before all other scripts of ours: keeps the reader's choice, and only where it is
// English fetches the dictionary (assets/en.json, made by generator/site/english.py) and puts labels, tips and what
// scripts add later into English. A document's own words and names stay as they are, marked as Chinese.
(function () {
  "use strict";
  var KEY = "gongkai.language";
  var HAN = /[\u3400-\u9fff]/;
  var NUMBER = /\d+(?:[.,]\d+)*/g;
  var ATTRIBUTES = ["title", "aria-label", "placeholder", "alt"];
  // A document's own words, and what is not text; inside them only our own chips and buttons are put into English.
  var OWN = "script,style,textarea,pre,code,blockquote,.gk-original-view,.gk-excerpt .gk-rows,.gk-excerpt table,[data-gk-own],[lang]:not(html)";
  var OURS = ".gk-chip,button";
  var page = document.documentElement;
  var config = document.getElementById("__config");
  var root = config ? new URL(JSON.parse(config.textContent).base.replace(/\/$/, "") + "/", location) : null;
  var link = document.querySelector("[data-gk-language]");
  var isEnglish = /^en/.test(page.lang);
  var originals = new WeakMap(), made = new WeakMap();
  var words = null, patterns = [], names = [], longest = 0;

  // What an element said before: other scripts read labels here, so that a citation stays in the words of the form.
  function textOf(node) {
    if (node.nodeType === Node.TEXT_NODE) return originals.has(node) && node.data === made.get(node) ? originals.get(node) : node.data;
    if (node.nodeType === Node.ELEMENT_NODE && node.classList.contains("gk-pinyin")) return "";
    return Array.from(node.childNodes, textOf).join("");
  }

  function attributeOf(element, name) {
    var now = element.getAttribute(name) || "";
    var known = originals.get(element);
    return known && known[name] && known[name][1] === now ? known[name][0] : now;
  }

  // Puts every label of a chart into English before it is drawn, so that it is drawn with the room it needs.
  function deep(value) {
    if (!words) return value;
    if (typeof value === "string") return HAN.test(value) ? plain(english(value) || value) : value;
    if (Array.isArray(value)) return value.map(deep);
    if (value && typeof value === "object") {
      return Object.keys(value).reduce(function (copy, name) { copy[name] = deep(value[name]); return copy; }, {});
    }
    return value;
  }

  window.gongkaiLanguage = { text: textOf, attribute: attributeOf, deep: deep };

  function kept() {
    try { return localStorage.getItem(KEY) || ""; } catch (refused) { return ""; }
  }

  function keep(language) {
    try { localStorage.setItem(KEY, language); } catch (refused) { /* a browser may keep nothing */ }
  }

  function address(language) {
    var url = new URL(location.href);
    url.searchParams.set("lang", language);
    return url.href;
  }

  function has(table, key) {
    return Object.prototype.hasOwnProperty.call(table, key);
  }

  // Puts the numbers of a text where its English wants them: {1} is the first, {n} the next.
  function filled(english, numbers) {
    var next = 0;
    return english.replace(/\{(n|\d)\}/g, function (whole, which) { return numbers[which === "n" ? next++ : which - 1]; });
  }

  function joined(parts) {
    return parts.reduce(function (text, part) {
      if (!part) return text;
      var apart = text && /[A-Za-z0-9%),.;:”’]$/.test(text) && /^[A-Za-z0-9(“≈—?※]/.test(part);
      return text + (apart ? " " : "") + part;
    }, "").replace(/\s+/g, " ").trim();
  }

  function piece(key) {
    if (has(words.pieces, key)) return words.pieces[key];
    return has(words.texts, key) ? words.texts[key] : null;
  }

  // Puts a text together of known pieces, the longest first; null where they do not cover it.
  function composed(text, numbers) {
    var parts = [], at = 0, used = 0;
    while (at < text.length) {
      var plain = /^(?:\{n\}(?!\s?[年件份格])|[^\u2014\u201c\u201d\u3000-\u9fff\uff00-\uffef{])+/.exec(text.slice(at));
      var taken = null;
      for (var length = Math.min(longest, text.length - at); length && taken === null; length--) {
        taken = piece(text.substr(at, length));
        if (taken !== null) {
          var count = text.substr(at, length).split("{n}").length - 1;
          parts.push(filled(taken, numbers.slice(used, used + count)));
          used += count;
          at += length;
        }
      }
      if (taken !== null) continue;
      var raw = plain ? plain[0] : text.substr(at, 3) === "{n}" ? "{n}" : "";
      if (!raw) return null;
      parts.push(raw.replace(/\{n\}/g, function () { return numbers[used++]; }));
      at += raw.length;
    }
    return joined(parts);
  }

  // What stays Chinese inside a text stands between these two.
  function own(value) {
    return HAN.test(value) ? "\u0001" + value + "\u0002" : value;
  }

  function plain(text) {
    return text.replace(/[\u0001\u0002]/g, "");
  }

  function matched(text, shapes) {
    for (var i = 0; i < shapes.length; i++) {
      var one = shapes[i], found = one.shape.exec(text);
      if (!found) continue;
      var values = found.slice(1).map(function (value, place) { return one.kinds[place] === "x" ? english(value) : own(value); });
      if (values.indexOf(null) < 0) return placed(one, values);
    }
    return null;
  }

  // Puts each value into the first hole of its kind that is still free.
  function placed(one, values) {
    var free = one.kinds.slice();
    return one.english.replace(/\{(x|own|n)\}/g, function (whole, kind) {
      var place = free.indexOf(kind);
      free[place] = "";
      return values[place];
    });
  }

  // The English of a text in one line, or null.
  function english(text) {
    var whole = text.trim();
    if (!HAN.test(whole)) return whole;
    var numbers = whole.match(NUMBER) || [];
    var key = whole.replace(NUMBER, "{n}").replace(/\s+/g, " ");
    if (has(words.texts, key)) return filled(words.texts[key], numbers);
    var found = matched(whole, patterns);
    if (found === null) found = composed(key, numbers);
    return found === null ? matched(whole, names) : found;
  }

  function inlined(node, name) {
    var beside = node[name];
    return beside && beside.nodeType === Node.ELEMENT_NODE && !/^(BR|P|UL|OL|DL|DIV|TABLE|SECTION|H\d)$/.test(beside.tagName);
  }

  // The pinyin of what a place or body is called, by the address it has: /o/<code>-<pinyin>/.
  function pinyin(parent) {
    var anchor = parent.closest("a[href]");
    var path = (anchor ? anchor : parent.closest("h1") ? location : { pathname: "" }).pathname;
    var body = /\/o\/([^/]+)\//.exec(path), region = /\/d\/(\d+)\//.exec(path);
    if (region) return words.regions[region[1]] || "";
    var name = body && body[1].split("-").slice(1).join("-");
    return name ? name.charAt(0).toUpperCase() + name.slice(1) : "";
  }

  // Marks a name, or a document's own words, as Chinese where they stand.
  function left(node, parent) {
    var name = pinyin(parent);
    var span = document.createElement("span");
    span.lang = "zh-CN";
    if (!name) span.setAttribute("data-gk-left", "");
    node.replaceWith(span);
    span.appendChild(node);
    if (!name || parent.namespaceURI !== page.namespaceURI) return;
    var read = document.createElement("span");
    read.className = "gk-pinyin";
    read.lang = "zh-Latn";
    read.textContent = " " + name;
    span.after(read);
  }

  // Puts a text with a Chinese name in it into the place of ``node``, the name marked as Chinese.
  function parted(node, found) {
    var parts = document.createDocumentFragment();
    found.split(/(\u0001[^\u0002]*\u0002)/).forEach(function (part) {
      var isName = part.charAt(0) === "\u0001";
      var one = isName ? document.createElement("span") : document.createTextNode(part);
      if (isName) {
        one.lang = "zh-CN";
        one.textContent = plain(part);
      }
      parts.appendChild(one);
    });
    node.replaceWith(parts);
  }

  function foreign(element) {
    var own = element.closest(OWN);
    return own && !(element.closest(OURS) && own.contains(element.closest(OURS)) && !element.closest("[data-gk-own],[lang]:not(html)"));
  }

  function text(node) {
    var parent = node.parentElement;
    if (!HAN.test(node.data) || !parent || foreign(parent)) return;
    var found = english(node.data);
    if (found === null) {
      if (parent.namespaceURI === page.namespaceURI && parent.tagName !== "OPTION" && parent.tagName !== "TITLE") left(node, parent);
      return;
    }
    if (parent.tagName === "OPTION" && !parent.hasAttribute("value")) parent.value = parent.text;
    var before = /^[,.;:)]/.test(found) ? "" : /^\s/.test(node.data) || (inlined(node, "previousSibling") && /^[A-Za-z0-9(≈]/.test(found)) ? " " : "";
    var after = /\s$/.test(node.data) || (inlined(node, "nextSibling") && /[A-Za-z0-9%),.;:]$/.test(found)) ? " " : "";
    if (found.indexOf("\u0001") >= 0) return parted(node, before + found + after);
    originals.set(node, node.data);
    node.data = before + found + after;
    made.set(node, node.data);
  }

  function attribute(element, name) {
    var now = element.getAttribute(name);
    if (!now || !HAN.test(now) || (element.parentElement && foreign(element.parentElement) && !has(words.texts, now))) return;
    var lines = now.split("\n").map(function (line) {
      var found = english(line);
      return found === null ? line : plain(found);
    }).join("\n");
    if (lines === now) return;
    var known = originals.get(element) || {};
    known[name] = [now, lines];
    originals.set(element, known);
    element.setAttribute(name, lines);
  }

  function walk(from) {
    if (from.nodeType === Node.TEXT_NODE) return text(from);
    if (from.nodeType !== Node.ELEMENT_NODE) return;
    var nodes = [], walker = document.createTreeWalker(from, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    nodes.forEach(text);
    ATTRIBUTES.forEach(function (name) {
      if (from.hasAttribute(name)) attribute(from, name);
      from.querySelectorAll("[" + name + "]").forEach(function (element) { attribute(element, name); });
    });
    from.querySelectorAll(OWN).forEach(function (element) {
      if (!element.lang && HAN.test(element.textContent) && !/^(SCRIPT|STYLE)$/.test(element.tagName)) element.lang = "zh-CN";
    });
    from.querySelectorAll("a[href]").forEach(lead);
  }

  // Leads to the English one of a page that has one.
  function lead(anchor) {
    if (anchor.hreflang || anchor.origin !== location.origin || anchor.pathname.indexOf(root.pathname) !== 0) return;
    var below = anchor.pathname.slice(root.pathname.length);
    if (below && has(words.pages, below)) anchor.href = new URL(words.pages[below], root).href + anchor.hash;
  }

  function title() {
    document.title = document.title.split(" - ").map(function (part) { return plain(english(part) || part); }).join(" - ");
  }

  function compile(pair) {
    var kinds = (pair[0].match(/\{(x|own|n)\}/g) || []).map(function (hole) { return hole.slice(1, -1); });
    var shape = pair[0].split(/\{(?:x|own|n)\}/).map(function (part) { return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); });
    var holes = { x: "(.+)", own: "(.*)", n: "(\\d+(?:[.,]\\d+)*)" };
    return { kinds: kinds, english: pair[1], shape: new RegExp("^" + shape.map(function (part, at) { return part + (kinds[at] ? holes[kinds[at]] : ""); }).join("") + "$") };
  }

  function start(found) {
    words = found;
    patterns = words.patterns.map(compile);
    names = words.names.map(compile);
    longest = Object.keys(words.texts).concat(Object.keys(words.pieces)).reduce(function (most, key) { return Math.max(most, key.length); }, 0);
    var watcher = new MutationObserver(function (changes) {
      changes.forEach(function (change) {
        if (change.type === "attributes") attribute(change.target, change.attributeName);
        else if (change.type === "characterData") text(change.target);
        else change.addedNodes.forEach(walk);
      });
      watcher.takeRecords();
    });
    walk(document.body);
    title();
    watcher.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES });
    page.setAttribute("data-gk-language", "en");
  }

  var asked = new URLSearchParams(location.search).get("lang");
  if (asked === "en" || asked === "zh") keep(asked);
  if (asked === "zh") {
    var bare = new URL(location.href);
    bare.searchParams.delete("lang");
    history.replaceState(history.state, "", bare.href);
  }
  var chosen = isEnglish ? "en" : asked === "en" || asked === "zh" ? asked : kept();
  if (isEnglish) keep("en");
  if (!link || !root) return;
  var other = link.getAttribute("data-gk-language");
  if (chosen === "en" && !isEnglish && other) {
    location.replace(link.href + location.hash);
    return;
  }
  if (chosen === "en" && !isEnglish) {
    page.lang = "en";
    link.lang = link.hreflang = "zh-CN";
    link.textContent = "中文";
    link.href = address("zh");
  } else if (!isEnglish && !other) {
    link.href = address("en");
  }
  link.addEventListener("click", function () { keep(chosen === "en" ? "zh" : "en"); });
  if (chosen !== "en") return;
  fetch(new URL("assets/en.json", root))
    .then(function (answer) {
      if (!answer.ok) throw new Error("en.json");
      return answer.json();
    })
    .then(start)
    .catch(function () { if (!isEnglish) page.lang = "zh-CN"; });
})();
