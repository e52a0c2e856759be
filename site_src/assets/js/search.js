// The page of the search: names first, then the reports' own words. docs/adr/0037-search.md says how the index is made.
// A pair or triple of characters is looked up in one small file; what is shown was found again in the report's own text.
// Texts come from documents: they are written as text, never as HTML.
(function () {
  "use strict";
  var root = new URL(JSON.parse(document.getElementById("__config").textContent).base.replace(/\/$/, "") + "/", location);
  var form = document.getElementById("gk-ask");
  var namesList = document.getElementById("gk-search-names");
  var namesSay = document.querySelector(".gk-search-names-says");
  var textHead = document.getElementById("text");
  var textSay = document.querySelector(".gk-search-text-says");
  var hits = document.getElementById("gk-hits");
  var more = document.getElementById("gk-more");
  var KEY_BITS = 18, FIRST_YEAR = 1970;
  var NAMES = 8;        // names shown before the reader asks for all
  var HITS = 8;         // reports shown at a time
  var AT_ONCE = 4;      // texts fetched at a time
  var ENOUGH = 12000;   // characters of text after which a query waits for its reader, if it has something to show
  var MOST = 30000;     // … and if it has nothing
  var GRAMS = 3;        // grams looked up at first
  var MORE = 2;         // grams added when reports do not hold the words after all
  var AROUND = 60;      // characters of a sentence on either side of a hit
  var MARK = ",";
  var MARKS = /[\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u2190-\u2bff\u3000-\u3004\u3008-\u3020\u3030\u30fb\ufe10-\ufe6f\ufeff\ufff0-\uffff]+/g;
  var SPACES = /[\t\v\f\r \u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]/g;
  var HAN = /^[\u4e00-\u9fff]$/;
  var fetched = new Map();
  var turn = 0;

  // ---- folding, as generator/site/search/folding.py does it: one character at a time

  function foldOne(character) {
    if (HAN.test(character)) return character;
    if (character.replace(SPACES, "") === "") return "";
    return character.normalize("NFKC").toLowerCase().replace(SPACES, "");
  }

  function fold(text) {
    return Array.from(text).map(foldOne).join("");
  }

  function hash(codes) {
    var mixed = 0;
    mixed = Math.imul((mixed + codes[0]) | 0, 0x9e3779b1); mixed ^= mixed >>> 15;
    mixed = Math.imul((mixed + codes[1]) | 0, 0x85ebca6b); mixed ^= mixed >>> 13;
    mixed = Math.imul((mixed + (codes[2] || 0)) | 0, 0xc2b2ae35); mixed ^= mixed >>> 16;
    return mixed >>> 0;
  }

  // ---- what is asked

  // The grams of a word: two that say most about it first, the others where they must tell more apart.
  function gramsOf(word) {
    var codes = Array.from(word.replace(MARKS, MARK)).map(function (character) { return character.codePointAt(0); });
    var inside = codes.map(function (code) { return code !== MARK.codePointAt(0); });
    var joints = [], triples = [], pairs = [];
    for (var at = 0; at + 2 <= codes.length; at++) {
      if (inside[at] && inside[at + 2] && at + 3 <= codes.length) (inside[at + 1] ? triples : joints).push(codes.slice(at, at + 3));
      else if (inside[at] && inside[at + 1] && !(at && inside[at - 1])) pairs.push(codes.slice(at, at + 2));
    }
    var best = joints.slice(0, 2);
    if (best.length < 2 && triples.length) best.push(triples.shift());
    if (best.length < 2 && triples.length) best.push(triples.pop());
    if (best.length < 2) best = best.concat(pairs.splice(0, 2 - best.length));
    // From the middle outwards.
    var middle = triples.length / 2;
    var rest = triples.map(function (gram, place) { return { gram: gram, far: Math.abs(place - middle) }; });
    rest.sort(function (a, b) { return a.far - b.far; });
    return { best: best, rest: joints.slice(2).concat(rest.map(function (one) { return one.gram; }), pairs), all: codes.length };
  }

  function ask(text) {
    var words = text.trim().split(/\s+/).map(fold).filter(Boolean).slice(0, 8);
    var first = [], rest = [];
    var each = words.map(gramsOf);
    each.forEach(function (grams) {
      first = first.concat(grams.best);
      rest = rest.concat(grams.rest);
    });
    // One pair or one triple without a mark says all about its word.
    var exact = words.length === 1 && each[0].best.length === 1 && each[0].all === each[0].best[0].length && !MARKS.test(words[0]);
    MARKS.lastIndex = 0;
    return { words: words, first: first.slice(0, GRAMS), rest: first.slice(GRAMS).concat(rest), exact: exact };
  }

  // ---- the files

  function get(path, binary) {
    if (!fetched.has(path)) {
      var answer = fetch(new URL("search/" + path, root)).then(function (got) {
        if (!got.ok) throw new Error(path + " " + got.status);
        return binary ? got.arrayBuffer().then(function (buffer) { return new Uint8Array(buffer); }) : got.json();
      });
      answer.catch(function () { fetched.delete(path); });
      fetched.set(path, answer);
    }
    return fetched.get(path);
  }

  function reader(bytes, at, end) {
    return {
      more: function () { return at < end; },
      byte: function () { return bytes[at++]; },
      number: function () {
        var value = 0, shift = 0, byte;
        do { byte = bytes[at++]; value |= (byte & 0x7f) << shift; shift += 7; } while (byte & 0x80);
        return value >>> 0;
      },
      part: function (length) { at += length; return reader(bytes, at - length, at); },
      skip: function (many) { at += many; },
    };
  }

  // The reports of one section that hold a gram, as a list of numbers.
  function lookUp(section, wanted, many) {
    var key = 0;
    while (section.more()) {
      key += section.number();
      var head = section.number(), kind = head & 3, count = head >>> 2;
      var found = key === wanted ? [] : null;
      var n, last;
      if (kind === 0) { if (found) found.push(count); }
      else if (kind === 1) {
        for (n = 0, last = -1; n < count; n++) { last += section.number() + 1; if (found) found.push(last); }
      } else if (kind === 2) {
        var bytes = Math.ceil(many / 7);
        if (!found) section.skip(bytes);
        else for (n = 0; n < bytes; n++) {
          var bits = section.byte();
          for (var bit = 0; bit < 7; bit++) if (bits >> bit & 1) found.push(n * 7 + bit);
        }
      } else if (found) for (n = 0; n < many; n++) found.push(n);
      if (found) return found;
      if (key > wanted) return [];
    }
    return [];
  }

  // For each section of an index the reports that hold a gram, by the section's name.
  function holders(index, gram) {
    var mixed = hash(gram);
    var file = mixed >>> (32 - index.bits);
    var key = (index.bits + KEY_BITS >= 32 ? mixed : mixed >>> (32 - index.bits - KEY_BITS)) & ((1 << KEY_BITS) - 1);
    var name = file.toString(16);
    while (name.length < Math.ceil(index.bits / 4)) name = "0" + name;
    return get(index.folder + "/" + name + ".bin", true).then(function (bytes) {
      var many = {}, found = {}, whole = reader(bytes, 0, bytes.length);
      index.sections.forEach(function (section) { many[section[0] + "-" + section[1]] = section[2]; });
      while (whole.more()) {
        var year = FIRST_YEAR + whole.byte(), province = whole.byte(), length = whole.number();
        var place = year + "-" + (province < 10 ? "0" : "") + province;
        found[place] = lookUp(whole.part(length), key, many[place]);
      }
      return found;
    });
  }

  function common(lists) {
    return lists.reduce(function (kept, list) {
      var there = new Set(list);
      return kept.filter(function (number) { return there.has(number); });
    });
  }

  function candidates(index, grams) {
    return Promise.all(grams.map(function (gram) { return holders(index, gram); })).then(function (all) {
      return index.sections.map(function (section) {
        var place = section[0] + "-" + section[1];
        var numbers;
        if (!all.length) { numbers = []; for (var n = 0; n < section[2]; n++) numbers.push(n); }
        else numbers = common(all.map(function (found) { return found[place] || []; }));
        return { year: String(section[0]), province: section[1], place: place, numbers: numbers };
      }).filter(function (section) { return section.numbers.length; });
    });
  }

  // ---- a report's own words

  // A paragraph folded, with the place of each folded character in what is printed.
  function folded(paragraph) {
    var text = "", places = [];
    var at = 0;
    Array.from(paragraph).forEach(function (character) {
      var short = foldOne(character);
      for (var i = 0; i < short.length; i++) places.push(at);
      text += short;
      at += character.length;
    });
    places.push(paragraph.length);
    return { text: text, places: places };
  }

  // Where the words stand in a paragraph: pairs of begin and end.
  function marksIn(paragraph, words) {
    var one = folded(paragraph), marks = [], seen = {};
    words.forEach(function (word) {
      for (var at = one.text.indexOf(word); at >= 0; at = one.text.indexOf(word, at + word.length)) {
        marks.push([one.places[at], one.places[at + word.length - 1] + 1]);
        seen[word] = true;
      }
    });
    marks.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
    return { marks: marks, words: Object.keys(seen) };
  }

  // All places of the words in a report; nothing where one of them is nowhere.
  function verify(paper, words) {
    var found = [], seen = new Set(), many = 0;
    paper.parts.forEach(function (part, number) {
      part[1].forEach(function (paragraph) {
        var got = marksIn(paragraph, words);
        got.words.forEach(function (word) { seen.add(word); });
        many += got.marks.length;
        if (got.marks.length) found.push({ number: number + 1, heading: part[0], paragraph: paragraph, marks: got.marks, rich: got.words.length });
      });
    });
    return seen.size === new Set(words).size ? { passages: found, many: many } : null;
  }

  // The sentence round the first mark of a passage, cut where it is long.
  function excerpt(passage) {
    var text = passage.paragraph, first = passage.marks[0];
    var from = Math.max(text.slice(0, first[0]).search(/[^。！？；]*$/), first[0] - AROUND);
    var rest = /[。！？；]/.exec(text.slice(first[1]));
    var to = Math.min(rest ? first[1] + rest.index + 1 : text.length, first[1] + AROUND);
    return { from: from, to: to, before: from > 0 && !/[。！？；]/.test(text[from - 1]), after: to < text.length && !/[。！？；]/.test(text[to - 1]) };
  }

  // ---- what the reader sees

  function element(tag, attributes, text) {
    var made = document.createElement(tag);
    Object.keys(attributes).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function quoted(passage, address) {
    var cut = excerpt(passage), at = cut.from;
    var line = element("p", {});
    line.append(cut.before ? "…" : "");
    passage.marks.forEach(function (mark) {
      if (mark[0] < at || mark[1] > cut.to) return;
      line.append(passage.paragraph.slice(at, mark[0]));
      line.appendChild(element("mark", {}, passage.paragraph.slice(mark[0], mark[1])));
      at = mark[1];
    });
    line.append(passage.paragraph.slice(at, cut.to) + (cut.after ? "…" : "") + " ");
    line.appendChild(element("a", { href: address + "#words-" + passage.number, class: "gk-where" }, "看原处（" + passage.heading + "）"));
    return line;
  }

  function shown(hit) {
    var address = new URL("o/" + encodeURIComponent(hit.org) + "/" + hit.year + "/", root).href;
    var line = element("li", {});
    var head = element("h3", { class: "gk-hit" });
    head.appendChild(element("a", { href: address + "#words-" + hit.got.passages[0].number }, hit.paper.name + " " + hit.year + " 年"));
    line.appendChild(head);
    // First the passage that holds most of the words.
    hit.got.passages.slice().sort(function (a, b) { return b.rich - a.rich; }).slice(0, 2).forEach(function (passage) {
      line.appendChild(quoted(passage, address));
    });
    line.appendChild(element("small", {}, hit.paper.place + " · 本份 " + hit.got.many + " 处"));
    return line;
  }

  function label(select, sums, name) {
    Array.from(select.options).forEach(function (option) {
      if (!option.value) return;
      option.textContent = name(option.value) + (sums ? "（" + (sums[option.value] || 0) + "）" : "");
    });
  }

  function Search(query, wanted, mine) {
    this.query = query;
    this.wanted = wanted;
    this.mine = mine;
    this.queue = [];
    this.asked = query.first;
    this.wrong = 0;
    this.right = 0;
    this.read = 0;
    this.indexes = [];
    this.sections = [];
  }

  Search.prototype = {
    stale: function () { return this.mine !== turn; },

    start: function (parts) {
      var self = this;
      this.indexes = parts.indexes.filter(function (index) {
        return index.sections.some(function (section) { return self.fits(section[0], section[1]); });
      });
      this.several = this.indexes.length > 1;
      return this.next();
    },

    fits: function (year, province) {
      return (!this.wanted.year || this.wanted.year === String(year)) && (!this.wanted.province || this.wanted.province === province);
    },

    // How many reports for each choice of one field, the other as chosen.
    counted: function (field, other) {
      var sums = {}, wanted = this.wanted[other];
      this.sections.forEach(function (section) {
        if (!wanted || section[other] === wanted) sums[section[field]] = (sums[section[field]] || 0) + section.numbers.length;
      });
      return sums;
    },

    // Asks the next index; a collection that is not very large has one.
    next: function () {
      var self = this, index = this.indexes.shift();
      if (!index) return Promise.resolve(false);
      this.index = index;
      return candidates(index, this.asked).then(function (sections) {
        self.take(sections);
        return true;
      });
    },

    take: function (sections) {
      var self = this;
      this.sections = this.sections.concat(sections);
      sections.forEach(function (section) {
        section.index = self.index;
        if (!self.fits(section.year, section.province)) return;
        section.numbers.forEach(function (number) { self.queue.push({ place: section.place, year: section.year, number: number, section: section }); });
      });
    },

    // Where many of those read did not hold the words, more grams sort out the rest.
    narrow: function () {
      var self = this, extra = this.query.rest.slice(0, MORE);
      if (this.wrong < 3 || this.wrong * 4 < this.right || this.queue.length < 12 || !extra.length) return Promise.resolve();
      this.query.rest = this.query.rest.slice(MORE);
      this.asked = this.asked.concat(extra);
      return candidates(this.index, extra).then(function (sections) {
        var kept = {};
        sections.forEach(function (section) { kept[section.place] = new Set(section.numbers); });
        function holds(section, number) { return section.index !== self.index || (kept[section.place] && kept[section.place].has(number)); }
        self.queue = self.queue.filter(function (one) { return holds(one.section, one.number); });
        self.sections.forEach(function (section) {
          section.numbers = section.numbers.filter(function (number) { return holds(section, number); });
        });
      });
    },

    paper: function (one) {
      return get("list/" + one.place + ".json").then(function (ids) {
        return get("text/" + encodeURIComponent(ids[one.number]) + "/" + one.year + ".json").then(function (paper) {
          return { org: ids[one.number], year: one.year, paper: paper };
        });
      });
    },

    // Reads reports until there is another handful of hits, or enough was fetched for once.
    some: function () {
      var self = this, lines = 0, fetchedNow = 0;
      function step() {
        if (self.stale()) return Promise.resolve();
        if (lines >= HITS || fetchedNow >= (lines ? ENOUGH : MOST)) return Promise.resolve();
        if (!self.queue.length) return self.next().then(function (there) { return there ? step() : undefined; });
        var batch = self.queue.splice(0, Math.min(AT_ONCE, HITS - lines));
        return Promise.all(batch.map(function (one) { return self.paper(one); })).then(function (papers) {
          if (self.stale()) return undefined;
          papers.forEach(function (hit) {
            hit.paper.parts.forEach(function (part) { part[1].forEach(function (paragraph) { fetchedNow += paragraph.length; }); });
            hit.got = verify(hit.paper, self.query.words);
            if (!hit.got) { self.wrong++; return; }
            self.right++;
            lines++;
            hits.appendChild(shown(hit));
          });
          self.say(false);
          return self.narrow().then(step);
        });
      }
      return step().then(function () { if (!self.stale()) self.say(true); });
    },

    say: function (settled) {
      var left = this.queue.length + (this.indexes.length ? 1 : 0);
      var all = this.right + this.queue.length;
      var some = this.indexes.length ? "，还有 " + this.indexes.length + " 个省没有查" : "";
      var words;
      if (!left) words = this.right ? this.right + " 份报告的叙述里有，已全部列出。" : "没有一份报告的叙述里有这些字。";
      else words = (this.query.exact ? "" : "约 ") + all + " 份报告的叙述里有" + some + "，列出 " + this.right + " 份。";
      textSay.textContent = settled ? words : "正在查找……" + words;
      more.hidden = !settled || !left;
      if (settled && !this.several) {
        label(form.year, this.counted("year", "province"), yearName);
        label(form.province, this.counted("province", "year"), provinceName);
      }
    },
  };

  var provinces = {};
  var current = null;

  function yearName(year) { return year + " 年"; }
  function provinceName(code) { return provinces[code]; }

  function fillChoices(parts) {
    if (form.year.options.length > 1) return;
    provinces = parts.provinces;
    var years = new Set();
    parts.indexes.forEach(function (index) { index.sections.forEach(function (section) { years.add(String(section[0])); }); });
    Array.from(years).sort().reverse().forEach(function (year) { form.year.appendChild(element("option", { value: year }, yearName(year))); });
    Object.keys(provinces).sort().forEach(function (code) { form.province.appendChild(element("option", { value: code }, provinceName(code))); });
    var asked = new URLSearchParams(location.search);
    form.year.value = asked.get("year") || "";
    form.province.value = asked.get("province") || "";
    if (form.year.selectedIndex < 0) form.year.value = "";
    if (form.province.selectedIndex < 0) form.province.value = "";
  }

  function showNames(text, mine) {
    window.gkFinder.names().then(function (engine) {
      return engine.find(text, function (found, near, done) {
        if (mine !== turn) return;
        var limit = NAMES;
        function print() {
          namesList.replaceChildren.apply(namesList, found.slice(0, limit).map(function (one) {
            var line = element("a", { class: "gk-option" + (one.kind === 2 ? " gk-gap" : ""), href: engine.href(one) });
            line.appendChild(element("b", {}, one.name));
            line.appendChild(element("small", {}, window.gkFinder.says(one, engine)));
            return line;
          }));
          if (found.length > limit) {
            var all = element("button", { type: "button", class: "gk-button" }, "列出全部 " + found.length + " 个名称");
            all.addEventListener("click", function () { limit = 1000; print(); namesList.children[NAMES].focus(); });
            namesList.appendChild(all);
          }
        }
        print();
        if (found.length) namesSay.textContent = (near ? "没有叫这个名称的机关或地区，相近的有 " : "名称里有这些字的机关或地区：") + found.length + " 个";
        else if (done) namesSay.textContent = "没有叫这个名称的机关或地区。";
      }, function () { return mine !== turn; });
    }).catch(function () { namesSay.textContent = "名单未能载入，请按地区查找。"; });
  }

  function failed() {
    textSay.textContent = "索引未能载入，请稍后再试，或下载全部数据在本机查找。";
  }

  function run() {
    var text = form.q.value.trim(), mine = ++turn;
    hits.replaceChildren();
    more.hidden = true;
    namesList.replaceChildren();
    namesSay.textContent = textSay.textContent = "";
    textHead.hidden = !text;
    if (!text) return;
    showNames(text, mine);
    get("parts.json").then(function (parts) {
      if (mine !== turn) return undefined;
      fillChoices(parts);
      keep();
      var query = ask(text);
      if (!query.first.length) {
        textSay.textContent = "请至少写两个相连的字。";
        return undefined;
      }
      textSay.textContent = "正在查找……";
      var search = current = new Search(query, { year: form.year.value, province: form.province.value }, mine);
      return search.start(parts).then(function () { return search.some(); });
    }).catch(function () { if (mine === turn) failed(); });
  }

  function keep() {
    var asked = new URLSearchParams();
    [["q", form.q.value.trim()], ["province", form.province.value], ["year", form.year.value]].forEach(function (pair) {
      if (pair[1]) asked.set(pair[0], pair[1]);
    });
    var address = location.pathname + (String(asked) ? "?" + asked : "");
    if (address !== location.pathname + location.search) history.replaceState(null, "", address);
  }

  form.hidden = false;
  form.q.value = new URLSearchParams(location.search).get("q") || "";
  form.addEventListener("submit", function (event) { event.preventDefault(); run(); });
  form.year.addEventListener("change", run);
  form.province.addEventListener("change", run);
  more.addEventListener("click", function () {
    var search = current, last = hits.children.length;
    more.hidden = true;
    textSay.textContent = "正在查找……";
    search.some().then(function () {
      var line = hits.children[last];
      if (line) line.querySelector("a").focus();
    }).catch(failed);
  });
  // The choices are there as soon as the reader looks for them; nothing else is fetched before there is a question.
  form.addEventListener("focusin", function () { get("parts.json").then(fillChoices).catch(function () {}); });
  if (form.q.value) run();
})();
