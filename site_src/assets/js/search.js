// The page of the search: names first, then the reports' own words. docs/adr/0037-search.md says how the index is made.
// A pair or triple of characters is looked up in one small file; what is shown was found again in the report's own text.
// Files are fetched until there is something to show, and no more than a reader on a phone can bear: see BEARABLE.
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
  var RANKS = 16777216; // a place is a slot times so many, and a rank
  var YEARS = 64;       // a report is a place times so many, and the number of its year's bit
  var NAMES = 8;        // names shown before the reader asks for all
  var HITS = 8;         // reports shown at a time
  var AT_ONCE = 4;      // texts fetched at a time
  var PROBE = 2;        // … while it is not clear that reports hold the words
  var BEARABLE = 38000; // bytes after which a query waits for its reader, if it has something to show
  var MOST = 44000;     // … and if it has nothing
  var GUESS = 5000;     // bytes of a text, before one was seen
  var GRAMS = 3;        // grams looked up at first
  var MORE = 4;         // grams added when reports do not hold the words after all
  var DEAR = 13000;     // bytes of a file of grams, at most
  var USUAL = 4000;     // … and as a rule
  var AROUND = 60;      // characters of a sentence on either side of a hit
  var MARK = ",";
  var MARKS = /[\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u2190-\u2bff\u3000-\u3004\u3008-\u3020\u3030\u30fb\ufe10-\ufe6f\ufeff\ufff0-\uffff]+/g;
  var SPACES = /[\t\v\f\r \u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]/g;
  var HAN = /^[\u4e00-\u9fff]$/;
  var fetched = new Map();
  var spent = 0;        // bytes fetched so far
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
    var grams = first.concat(rest);
    return { words: words, first: grams.slice(0, GRAMS), rest: grams.slice(GRAMS), exact: exact };
  }

  // ---- the files

  function get(path, binary) {
    if (!fetched.has(path)) {
      var answer = fetch(new URL("search/" + path, root)).then(function (got) {
        if (!got.ok) throw new Error(path + " " + got.status);
        return got.arrayBuffer();
      }).then(function (buffer) {
        spent += buffer.byteLength;
        return binary ? new Uint8Array(buffer) : JSON.parse(new TextDecoder().decode(buffer));
      });
      answer.catch(function () { fetched.delete(path); });
      fetched.set(path, answer);
    }
    return fetched.get(path);
  }

  // Numbers of seven bits a byte, the lowest first; they may be longer than 32 bits.
  function reader(bytes, at, end) {
    return {
      more: function () { return at < end; },
      number: function () {
        var value = 0, worth = 1, byte;
        do { byte = bytes[at++]; value += (byte & 0x7f) * worth; worth *= 128; } while (byte & 0x80);
        return value;
      },
      part: function (skipped, length) { return reader(bytes, at + skipped, at + skipped + length); },
    };
  }

  // The posting of a gram in its file; nothing where no report holds the gram.
  function postingOf(bytes, wanted) {
    var file = reader(bytes, 0, bytes.length);
    var count = file.number(), here = -1, key = 0, before = 0, length = 0;
    for (var n = 0; n < count; n++) {
      key += file.number();
      if (key === wanted) here = n;
    }
    for (n = 0; n < count; n++) {
      var one = file.number();
      if (n < here) before += one;
      if (n === here) length = one;
    }
    return file.part(before, length);
  }

  // The reports that hold a gram, as numbers in their order.
  function holders(index, gram) {
    var mixed = hash(gram);
    var name = (mixed >>> (32 - index.bits)).toString(16);
    while (name.length < Math.ceil(index.bits / 4)) name = "0" + name;
    return get(index.folder + "/" + name + ".bin", true).then(function (bytes) {
      var posting = postingOf(bytes, mixed % Math.pow(2, 32 - index.bits));
      // First the years in which anybody holds it; each body's bits are of those only.
      var held = [], bits = [], slot = -1, rank = 0;
      for (var left = posting.more() ? posting.number() : 0, bit = 0; left; left = Math.floor(left / 2), bit++) if (left % 2) bits.push(bit);
      var sets = Math.pow(2, bits.length);
      while (posting.more()) {
        var value = posting.number(), inYears = value % sets, way = Math.floor(value / sets);
        if (way % 2) rank += (way - 1) / 2 + 1;
        else { slot += way / 2 + 1; rank = 0; }
        for (var n = 0; inYears; inYears = Math.floor(inYears / 2), n++) if (inYears % 2) held.push((slot * RANKS + rank) * YEARS + bits[n]);
      }
      return held;
    });
  }

  function common(a, b) {
    var both = [], i = 0, j = 0;
    while (i < a.length && j < b.length) {
      if (a[i] < b[j]) i++;
      else if (a[i] > b[j]) j++;
      else { both.push(a[i]); i++; j++; }
    }
    return both;
  }

  function holdersOfAll(index, grams) {
    return Promise.all(grams.map(function (gram) { return holders(index, gram); })).then(function (all) { return all.reduce(common); });
  }

  // The reports that hold all grams: the newest year first, then in the order of divisions.
  function candidates(index, grams) {
    return holdersOfAll(index, grams).then(function (held) {
      var found = held.map(function (report) {
        var place = Math.floor(report / YEARS);
        return { index: index, report: report, place: place, year: String(yearOf(report % YEARS)), province: provinceOf(place) };
      });
      return found.sort(function (a, b) { return b.year - a.year || a.place - b.place; });
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
    this.texts = 0;
    this.indexes = [];
    this.all = [];
  }

  Search.prototype = {
    stale: function () { return this.mine !== turn; },

    start: function (parts) {
      var self = this;
      this.indexes = parts.indexes.filter(function (index) {
        return (!self.wanted.year || index.years.map(String).indexOf(self.wanted.year) >= 0) &&
          (!self.wanted.province || index.provinces.indexOf(self.wanted.province) >= 0);
      });
      this.several = this.indexes.length > 1;
      return this.next();
    },

    fits: function (one) {
      return (!this.wanted.year || this.wanted.year === one.year) && (!this.wanted.province || this.wanted.province === one.province);
    },

    // How many reports for each choice of one field, the other as chosen.
    counted: function (field, other) {
      var sums = {}, wanted = this.wanted[other];
      this.all.forEach(function (one) {
        if (!wanted || one[other] === wanted) sums[one[field]] = (sums[one[field]] || 0) + 1;
      });
      return sums;
    },

    // Asks the next index; a collection that is not very large has one.
    next: function () {
      var self = this, index = this.indexes.shift();
      if (!index) return Promise.resolve(false);
      this.index = index;
      return candidates(index, this.asked).then(function (found) {
        self.all = self.all.concat(found);
        self.queue = self.queue.concat(found.filter(self.fits, self));
        // How many there are is known before any is read.
        if (!self.stale()) self.say(false);
        return true;
      });
    },

    // Whether it is to be expected that the next reports hold the words.
    isSure: function () { return this.query.exact || this.right > this.wrong * 8; },

    // Where reports that were read did not hold the words, more grams sort out the rest.
    narrow: function (most) {
      var self = this, extra = this.query.rest.slice(0, Math.max(0, Math.min(MORE, most)));
      if (!this.wrong || this.wrong * 8 < this.right || this.queue.length <= PROBE || !extra.length) return Promise.resolve();
      this.query.rest = this.query.rest.slice(extra.length);
      this.asked = this.asked.concat(extra);
      return holdersOfAll(this.index, extra).then(function (held) {
        var reports = new Set(held);
        function holds(one) { return one.index !== self.index || reports.has(one.report); }
        self.queue = self.queue.filter(holds);
        self.all = self.all.filter(function (one) { return one.read || holds(one); });
      });
    },

    paper: function (one) {
      var name = Math.floor(one.place / RANKS) + "/" + one.place % RANKS + "-" + one.year;
      return get("text/" + name + ".json").then(function (paper) {
        one.read = true;
        return { org: paper.id, year: one.year, paper: paper, one: one };
      });
    },

    // Reads reports until there is another handful of hits, or as much was fetched as is bearable.
    some: function (begin) {
      var self = this, lines = 0, before = begin === undefined ? spent : begin;
      function step() {
        if (self.stale()) return Promise.resolve();
        var room = BEARABLE - (spent - before), each = self.texts ? self.bytes / self.texts : GUESS;
        var many = Math.min(self.isSure() ? AT_ONCE : PROBE, HITS - lines, Math.floor(room / each));
        if (!lines && spent - before < MOST) many = Math.max(many, 1);
        if (many <= 0) return Promise.resolve();
        if (!self.queue.length) return self.next().then(function (there) { return there ? step() : undefined; });
        var start = spent;
        return Promise.all(self.queue.splice(0, many).map(function (one) { return self.paper(one); })).then(function (papers) {
          if (self.stale()) return undefined;
          self.texts += papers.length;
          self.bytes = (self.bytes || 0) + spent - start;
          papers.forEach(function (hit) {
            hit.got = verify(hit.paper, self.query.words);
            if (!hit.got) { self.wrong++; self.all.splice(self.all.indexOf(hit.one), 1); return; }
            self.right++;
            lines++;
            hits.appendChild(shown(hit));
          });
          self.say(false);
          // What there is no room for is done when the reader asks for more. One file may be dear, hardly two.
          return self.narrow(Math.floor(((lines ? BEARABLE : MOST) - (spent - before) - DEAR) / USUAL) + 1).then(step);
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
      else if (!settled && !this.right && !this.wrong) words = (this.query.exact ? "共 " : "至多 ") + all + " 份" + some + "。";
      else if (!this.right) words = "读了 " + this.wrong + " 份报告，还没有找到" + some + "。";
      else words = (this.query.exact ? "" : "至少 " + this.right + " 份、至多 ") + all + " 份报告的叙述里有" + some + "，列出 " + this.right + " 份。";
      textSay.textContent = settled ? words : "正在查找……" + words;
      more.hidden = !settled || !left;
      if ((settled || this.query.exact) && !this.several) {
        label(form.year, this.counted("year", "province"), yearName);
        label(form.province, this.counted("province", "year"), provinceName);
      }
    },
  };

  var provinces = {};   // name and first slot by code
  var order = [];       // codes in the order of their slots
  var middle = 0;       // the year that years are counted from, outwards
  var current = null;

  function provinceOf(place) {
    var slot = Math.floor(place / RANKS), low = 0, high = order.length;
    while (high - low > 1) {
      var middle = (low + high) >> 1;
      if (provinces[order[middle]][1] <= slot) low = middle;
      else high = middle;
    }
    return order[low];
  }

  function yearOf(bit) { return middle + (bit % 2 ? (bit + 1) / 2 : -bit / 2); }

  function yearName(year) { return year + " 年"; }
  function provinceName(code) { return provinces[code][0]; }

  function fillChoices(parts) {
    if (form.year.options.length > 1) return;
    provinces = parts.provinces;
    middle = parts.middle;
    order = Object.keys(provinces).sort(function (a, b) { return provinces[a][1] - provinces[b][1]; });
    var years = new Set();
    parts.indexes.forEach(function (index) { index.years.forEach(function (year) { years.add(String(year)); }); });
    Array.from(years).sort().reverse().forEach(function (year) { form.year.appendChild(element("option", { value: year }, yearName(year))); });
    order.forEach(function (code) { form.province.appendChild(element("option", { value: code }, provinceName(code))); });
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
    var before = spent;
    showNames(text, mine);
    get("parts.json").then(function (parts) {
      if (mine !== turn) return undefined;
      fillChoices(parts);
      keep();
      var query = ask(text);
      if (!query.first.length) {
        textSay.textContent = "在全文中查找，请至少写两个相连的字；一个字可用来查名称。";
        return undefined;
      }
      textSay.textContent = "正在查找……";
      var search = current = new Search(query, { year: form.year.value, province: form.province.value }, mine);
      return search.start(parts).then(function () { return search.some(before); });
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
