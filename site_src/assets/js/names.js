// Finds bodies, regions and townships by any part of their names, by code, by pinyin and by its initials.
// Loaded by finder.js when a reader begins to search; the lists are read in slices, so that typing never waits.
// Names come from documents: whoever shows them writes them as text, never as HTML.
(function () {
  "use strict";
  var root = new URL(JSON.parse(document.getElementById("__config").textContent).base.replace(/\/$/, "") + "/", location);
  var SLICE = 8; // milliseconds of work before the browser may look after its reader
  var ENDINGS = /(人民政府|街道办事处|办事处)$/;
  var GENERIC = /(街道|地区|林区|矿区|新区|特别行政区|自治[区州县旗]|[省市州盟县区旗镇乡])$/;
  var GOVERNMENT = "人民政府";
  var ASKED_FOR = /(人民政府|政府|街道办事处|街道办|办事处)$/;
  var PLAIN = /^[\u4e00-\u9fff]+$/;
  var LATIN = /^[a-z0-9]+$/;
  var BODY = 0, REGION = 1, GAP = 2;
  // Classes of a match, the best first.
  var EXACT = 0, STEM = 1, PREFIX = 2, INSIDE = 3, SPARSE = 4, ANY = 5, PLACE = 6, PINYIN = 7, ALIKE = 9, SLIP = 10, SHORT = 11, LOST = 12;
  var NEAR = ALIKE;
  var ALIKE_BEHIND = 1.5;
  var BEHIND = 3.7; // a township without a report stands behind a body whose name holds the word
  var regions = {};
  var scopes = new Map(); // what a region is called, by any of its names: the codes of what lies in it
  var readScopes = null;
  var leads = new Map(); // by home: the initials of its names, those of the regions above in front or not
  var rests = { word: "", by: new Map() }; // by home: what of the word asked for follows them
  var reads = new Map();
  var odd = {};
  var known = [];  // bodies and regions
  var gaps = [];   // townships without a report
  var loading = null;
  var loadingGaps = null;

  function fold(text) {
    if (PLAIN.test(text)) return text;
    return (text || "").normalize("NFKC").toLowerCase().replace(/[\s\u200b·,，、.。'’\-]+/g, "");
  }

  function get(name) {
    return fetch(new URL("assets/finder/" + name + ".json", root)).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
  }

  // Goes on when the browser has looked after its reader; a timer would wait four milliseconds each time.
  var channel = new MessageChannel(), waiting = [];
  channel.port1.onmessage = function () { waiting.shift()(); };
  function later(work) {
    waiting.push(work);
    channel.port2.postMessage(0);
  }

  // Calls work(place) for 0 … many-1, a slice at a time, unless stopped() says that nobody waits any more.
  function sliced(many, work, stopped) {
    return new Promise(function (done) {
      var place = 0;
      (function go() {
        var until = performance.now() + SLICE;
        while (place < many) {
          work(place++);
          if (!(place & 63) && performance.now() > until) break;
        }
        if (stopped && stopped()) return;
        if (place < many) later(go); else done();
      })();
    });
  }

  function significant(code) {
    if (code.length > 6) return code;
    return code.endsWith("0000") ? code.slice(0, 2) : code.endsWith("00") ? code.slice(0, 4) : code;
  }

  function above(code) {
    return [code.slice(0, 2) + "0000", code.slice(0, 4) + "00", code.slice(0, 6)].filter(function (up, place, all) {
      return up !== code && regions[up] && all.indexOf(up) === place;
    });
  }

  function pathOf(code) {
    return (regions[code] ? above(code).concat(code) : above(code)).map(function (up) { return regions[up].name; });
  }

  function bare(name) {
    var short = name.replace(ENDINGS, "");
    return short || name;
  }

  function stem(name) {
    var short = name.replace(GENERIC, "");
    return short.length > 1 ? short : name;
  }

  function entry(kind, id, code, home, name, names) {
    return { kind: kind, id: id, code: code, home: home, name: name, names: names, year: "", older: "", read: null, heads: null };
  }

  function addScope(name, code) {
    if (name.length < 2) return;
    var codes = scopes.get(name);
    if (!codes) scopes.set(name, [code]);
    else if (codes.indexOf(code) < 0) codes.push(code);
  }

  function takeRegions(data) {
    Object.keys(data.readings).forEach(function (syllable) {
      Array.from(data.readings[syllable]).forEach(function (character) { reads.set(character, syllable); });
    });
    Object.keys(data.odd).forEach(function (name) { odd[name] = data.odd[name].split(" "); });
    data.regions.forEach(function (row) { regions[row[0]] = { name: row[1], page: row[2], place: "" }; });
    data.regions.forEach(function (row) {
      var code = row[0], names = [row[1]].concat(row.slice(3)).map(fold);
      regions[code].place = fold(pathOf(code).join(""));
      names.forEach(function (name) {
        addScope(name, significant(code));
        addScope(stem(name), significant(code));
      });
      var one = entry(REGION, code, code, above(code).pop() || "", row[1], names);
      one.older = row.slice(3).join("、");
      known.push(one);
    });
  }

  function takeBody(home, line) {
    var fields = line.split("\t");
    var id = fields[0][0] === "=" ? fields[0].slice(1) : home + fields[0];
    var full = fields[3] || (regions[home] ? regions[home].name : "") + fields[1];
    var one = entry(BODY, id, id.replace("-", ""), home, full, [fields[1]].concat(fields.slice(4)).map(fold));
    one.full = fold(full);
    one.short = bare(one.full);
    one.year = fields[2] || "";
    known.push(one);
  }

  function load() {
    if (loading) return loading;
    // The regions' file names the others; the one that small collections have is asked for at once.
    var first = get("regions");
    loading = first.then(function (data) {
      return Promise.all(data.parts.map(get)).then(function (parts) {
        takeRegions(data);
        var lines = [];
        parts.forEach(function (part) {
          Object.keys(part).forEach(function (home) {
            part[home].split("\n").forEach(function (line) { lines.push([home, line]); });
          });
        });
        return sliced(lines.length, function (place) { takeBody(lines[place][0], lines[place][1]); });
      });
    });
    // While the reader types: how names are read.
    loading.then(function () {
      sliced(known.length, function (place) { readings(known[place]); }).then(function () { scopeOf("a"); });
    }, function () {});
    loading.catch(function () { loading = null; });
    return loading;
  }

  function loadGaps() {
    if (loadingGaps) return loadingGaps;
    loadingGaps = Promise.all([load(), get("places")]).then(function (both) {
      var homes = Object.keys(both[1]);
      return sliced(homes.length, function (place) {
        var home = homes[place];
        both[1][home].split(" ").forEach(function (text) {
          var digits = /^[0-9]+/.exec(text)[0];
          var name = text.slice(digits.length);
          var code = digits.length > 6 ? digits : home + digits;
          gaps.push(entry(GAP, code, code, home, name, [fold(name)]));
        });
      });
    });
    loadingGaps.catch(function () { loadingGaps = null; });
    return loadingGaps;
  }

  // ---- how well one name fits one word; undefined: not at all

  // 民政 must not match inside 人民政府, unless the reader means the government itself.
  function place(name, word) {
    var at = name.indexOf(word);
    if (at < 0 || word.indexOf("人民") >= 0 || word.indexOf("政府") >= 0) return at;
    var government = name.indexOf(GOVERNMENT);
    if (government < 0) return at;
    return name.split(GOVERNMENT).join("\u0000\u0000\u0000\u0000").indexOf(word);
  }

  // All characters of a word in a name: in order, or in any.
  function scattered(name, word) {
    var at = -1, ordered = true;
    for (var i = 0; i < word.length; i++) {
      var next = name.indexOf(word[i], at + 1);
      if (next < 0) { ordered = false; break; }
      at = next;
    }
    if (ordered) return SPARSE;
    for (i = 0; i < word.length; i++) if (name.indexOf(word[i]) < 0) return undefined;
    return ANY;
  }

  function rankHan(one, word, inScope) {
    var best;
    if (one.full === word) return EXACT;
    for (var i = 0; i < one.names.length; i++) {
      var name = one.names[i], got;
      if (name === word) return EXACT;
      if (word.length > name.length) continue;
      var at = place(name, word);
      if (at >= 0) {
        var short = bare(name);
        got = short === word ? EXACT : stem(short) === word ? STEM : at === 0 ? PREFIX : INSIDE + Math.min(at, 60) / 100;
      } else if (inScope && word.length > 1) {
        // Where the place is said, letters left out do no harm: 宁安 镜镇. The ending that all share says nothing.
        got = scattered(word.length > 2 ? name : bare(name), word);
        // All characters of a name in another order say more than the place's own name said again: 东河区 东河 is 河东镇.
        if (got === ANY && word.length >= stem(bare(name)).length) got = INSIDE + 0.65;
      }
      // A name of former times counts a little less than the one in use.
      if (got !== undefined && i) got += 0.005;
      if (got !== undefined && (best === undefined || got < best)) best = got;
    }
    // A place without its ending is its government: 大方县政府, right behind the place itself.
    if (one.short === word) return EXACT + 0.5;
    if (best === undefined && one.full && place(one.full, word) >= 0) best = INSIDE + 0.7;
    return best;
  }

  function syllables(name) {
    return odd[name] || Array.from(name).map(function (character) { return reads.get(character) || character; });
  }

  function pinyin(name) {
    var read = syllables(name);
    return { whole: read.join(""), initials: read.map(function (one) { return one[0]; }).join("") };
  }

  function initials(name) {
    return pinyin(name).initials;
  }

  function unique(texts) {
    return texts.filter(function (text, place) { return texts.indexOf(text) === place; });
  }

  // How a name is read is known of the whole, without its tail: what is left of it is a part of that.
  function shorter(name, short) {
    return initials(name).slice(0, short.length);
  }

  // The initials a reader may type for a name of its own: whole, without its ending, with 政府 for 人民政府.
  function heads(name) {
    var short = bare(name), tail = name.slice(short.length), own = initials(short);
    var forms = [own, shorter(short, stem(short)), own + initials(tail)];
    if (tail === GOVERNMENT) forms.push(own + initials("政府"));
    if (name === GOVERNMENT) forms.push(initials("政府"));
    return unique(forms);
  }

  // Those of a place: its name with and without its ending, alone or behind the regions above, of which any may lack.
  function leadsOf(home) {
    var found = leads.get(home);
    if (!found) {
      found = [""];
      (regions[home] ? above(home).concat(home) : above(home)).forEach(function (up, place, path) {
        var name = fold(regions[up].name), forms = unique([initials(name), shorter(name, stem(name))]);
        var longer = [];
        found.forEach(function (lead) { forms.forEach(function (form) { longer.push(lead + form); }); });
        found = unique(place === path.length - 1 ? longer : found.concat(longer));
      });
      leads.set(home, found);
    }
    return found;
  }

  // 海南区司法局 by hnqsfj: what is left of the word behind the initials of the place.
  function restsOf(home, word) {
    if (rests.word !== word) rests = { word: word, by: new Map() };
    var found = rests.by.get(home);
    if (!found) {
      found = home ? unique(leadsOf(home).filter(function (lead) {
        return lead && word.length > lead.length + 1 && word.startsWith(lead);
      }).map(function (lead) { return word.slice(lead.length); })) : [];
      rests.by.set(home, found);
    }
    return found;
  }

  function rankPlaced(one, word) {
    var left = restsOf(one.home, word), best;
    if (!left.length) return undefined;
    if (!one.heads) one.heads = unique([].concat.apply([], one.names.map(heads)));
    for (var i = 0; i < left.length; i++) {
      for (var k = 0; k < one.heads.length; k++) {
        var got = one.heads[k] === left[i] ? STEM + 0.5 : one.heads[k].startsWith(left[i]) ? PREFIX + 0.6 : undefined;
        if (got !== undefined && (best === undefined || got < best)) best = got;
      }
    }
    return best;
  }

  function readings(one) {
    if (!one.read) {
      var names = [];
      one.names.forEach(function (name) {
        names.push(bare(name));
        if (one.kind !== BODY && stem(name) !== name) names.push(name);
      });
      one.read = names.map(pinyin);
      if (one.kind === BODY) one.slug = one.id.replace(/^[0-9]+-/, "");
    }
    return one.read;
  }

  function rankLatin(one, word) {
    if (/^[0-9]/.test(word)) {
      if (one.code === word || one.id === word) return EXACT;
      return one.code.startsWith(word) ? PREFIX + one.code.length / 100 : undefined;
    }
    var best, read = readings(one);
    if (one.slug === word) return EXACT;
    for (var i = 0; i < read.length; i++) {
      var whole = read[i].whole, got;
      if (whole === word) return EXACT;
      if (word.length > 1 && read[i].initials === word) got = STEM;
      else if (whole.startsWith(word)) got = PREFIX;
      else if (word.length > 1 && read[i].initials.startsWith(word)) got = PREFIX + 0.5;
      else if (word.length > 2 && whole.indexOf(word) > 0) got = PINYIN + Math.min(whole.indexOf(word), 60) / 100;
      else got = undefined;
      if (got !== undefined && (best === undefined || got < best)) best = got;
    }
    if (best === undefined || best > STEM) {
      var placed = rankPlaced(one, word);
      if (placed !== undefined && (best === undefined || placed < best)) best = placed;
    }
    return best;
  }

  function rank(one, word, inScope) {
    if (LATIN.test(word)) {
      var latin = rankLatin(one, word);
      if (latin !== undefined) return latin;
    }
    return rankHan(one, word, inScope);
  }

  // ---- slips: another character of the same sound, one wrong, one missing, one too many

  function alike(a, b) {
    if (a === b) return true;
    var read = reads.get(a);
    return read !== undefined && read === reads.get(b);
  }

  // Compares a word with the part of a name that begins at a place.
  function slipAt(name, from, word, anyOne) {
    var i = 0, many = word.length;
    while (i < many && name[from + i] === word[i]) i++;
    if (from + many <= name.length) {
      var wrong = 0, sounds = true;
      for (var k = i; k < many; k++) {
        if (name[from + k] === word[k]) continue;
        wrong++;
        if (sounds && !alike(name[from + k], word[k])) sounds = false;
        if (wrong > 1 && !sounds) break;
      }
      if (sounds && (wrong < 2 || many > wrong)) return ALIKE + Math.min(wrong, 9) / 10;
      if (wrong === 1 && (many > 2 || anyOne)) return SLIP;
    }
    if (many < 3) return undefined;
    if (i > 0 && name.substr(from + i, many - i - 1) === word.slice(i + 1) && many > 3) return SHORT; // one too many
    if (i > 0 && i < many && name.substr(from + i + 1, many - i) === word.slice(i)) return SHORT; // one missing
    return undefined;
  }

  // Whether a name has so many of a word's characters that it may be the same with a slip: quick, and most have not.
  function akin(name, word) {
    var missing = 0, most = word.length < 3 ? 1 : 2;
    for (var i = 0; i < word.length; i++) if (name.indexOf(word[i]) < 0 && ++missing > most) return false;
    return missing < word.length;
  }

  function slip(one, word, inScope) {
    var best;
    for (var n = one.full ? -1 : 0; n < one.names.length; n++) {
      var name = n < 0 ? one.full : one.names[n];
      // The reader may have written more than the name: 镜泊镇的年报.
      if (best === undefined && bare(name).length > 2 && word.length > 3 && word.indexOf(bare(name)) >= 0) best = LOST;
      if (!akin(name, word)) continue;
      for (var from = 0; from + word.length <= name.length + 1; from++) {
        var got = slipAt(name, from, word, inScope);
        if (got !== undefined) {
          got += (from ? 0.05 : 0) + (bare(name).length === word.length ? 0 : 0.02);
          if (best === undefined || got < best) best = got;
        }
      }
    }
    return best;
  }

  // ---- what a reader may have meant

  function scopeOf(word) {
    if (scopes.has(word)) return scopes.get(word);
    if (!/^[a-z]+$/.test(word)) return undefined;
    if (!readScopes) {
      readScopes = new Map();
      scopes.forEach(function (codes, name) {
        var whole = pinyin(name).whole;
        readScopes.set(whole, (readScopes.get(whole) || []).concat(codes));
      });
    }
    return readScopes.get(word);
  }

  function within(codes, inner) {
    return inner.filter(function (code) {
      return codes.some(function (outer) { return code.startsWith(outer) || outer.startsWith(code); });
    }).map(function (code) {
      return codes.reduce(function (longest, outer) { return outer.startsWith(code) && outer.length > longest.length ? outer : longest; }, code);
    });
  }

  // 宁安镜泊 without a space: a place in front, the rest a name.
  function splits(word, scope, depth, found) {
    for (var end = word.length - 1; end > 1; end--) {
      var codes = scopeOf(word.slice(0, end));
      if (!codes) continue;
      var narrowed = scope ? within(scope, codes) : codes;
      if (!narrowed.length) continue;
      var rest = word.slice(end);
      found.push({ scope: narrowed, words: [rest], loss: 0 });
      if (depth) splits(rest, narrowed, depth - 1, found);
    }
  }

  function meanings(text) {
    var words = text.trim().split(/[\s·,，、]+/).map(fold).filter(Boolean).slice(0, 6);
    if (!words.length) return [];
    var whole = words.join("");
    var found = [{ scope: null, words: words, loss: 0 }];
    if (words.length > 1) found.push({ scope: null, words: [whole], loss: 0.3 });
    var scope = null, rest = [];
    words.forEach(function (word) {
      var codes = words.length > 1 ? scopeOf(word) : undefined;
      var narrowed = codes && (scope ? within(scope, codes) : codes);
      if (narrowed && narrowed.length && !(rest.length === 0 && word === words[words.length - 1] && words.length === 1)) scope = narrowed;
      else rest.push(word);
    });
    if (scope && rest.length) found.push({ scope: scope, words: rest, loss: 0 });
    splits(whole, null, 2, found);
    // 镜泊镇政府 is 镜泊镇人民政府.
    var short = whole.replace(ASKED_FOR, "");
    if (short !== whole && short.length > 1) {
      found.push({ scope: null, words: [short], loss: 0.4 });
      splits(short, null, 2, found);
    }
    return found;
  }

  function inside(one, scope) {
    for (var i = 0; i < scope.length; i++) {
      if (one.code.startsWith(scope[i]) || significant(one.home).startsWith(scope[i])) return true;
    }
    return false;
  }

  function score(one, means, near) {
    var best, test = near ? slip : rank;
    for (var m = 0; m < means.length; m++) {
      var mean = means[m], worst = -1, lying = 0;
      if (mean.scope && !inside(one, mean.scope)) continue;
      for (var w = 0; w < mean.words.length; w++) {
        var word = mean.words[w];
        var got = near && LATIN.test(word) ? undefined : test(one, word, Boolean(mean.scope));
        if (got === undefined && !near && !mean.scope) {
          got = lies(one, word, mean.words.length < 2);
          if (got !== undefined) lying++;
        }
        if (got === undefined) { worst = -1; break; }
        worst = Math.max(worst, got < PLACE || got >= PINYIN ? got : lying === mean.words.length ? got : EXACT);
      }
      if (worst >= 0 && (best === undefined || worst + mean.loss < best)) best = worst + mean.loss;
    }
    return best;
  }

  // Where a place is all that was asked for, its townships without a report are on its page, not in the list.
  function lies(one, word, alone) {
    if (alone && one.kind === GAP) return undefined;
    var region = regions[one.home];
    if (!region) return undefined;
    if (LATIN.test(word)) {
      var codes = scopeOf(word);
      return codes && inside(one, codes) ? PLACE + 0.5 : undefined;
    }
    if (place(region.place, word) >= 0) return PLACE + place(region.place, word) / 100;
    var former = word.length > 1 ? scopes.get(word) : undefined;
    return former && inside(one, former) ? PLACE + 0.4 : undefined;
  }

  function better(a, b) {
    return a.rank - b.rank || a.one.kind - b.one.kind || a.one.name.length - b.one.name.length ||
      (a.one.id < b.one.id ? -1 : a.one.id > b.one.id ? 1 : 0);
  }

  function collect(list, means, near, found) {
    return function (place) {
      var one = list[place];
      var got = score(one, means, near);
      if (got === undefined) return;
      var named = Math.floor(got) < PLACE || got >= PINYIN;
      // What can be read comes before what is only known to be there, unless it fits worse by far.
      var behind = one.kind === GAP && named ? (got < NEAR ? BEHIND : ALIKE_BEHIND) : 0;
      found.push({ one: one, rank: got + behind, isNamed: named && got < NEAR });
    };
  }

  // Answers as soon as it knows something: from the bodies and regions, from the townships without a report, and, where
  // nothing is called so, from what is alike. `show` gets (results, near, done); near: these are only alike.
  function find(text, show, stopped) {
    var means = meanings(text);
    if (!means.length) return show([], false, true);
    var found = [], alikes = [];
    function isNamed(got) { return got.isNamed; }

    function print(done) {
      var named = found.some(isNamed), listed = new Set();
      // Who lies in a place of that name may be called alike as well.
      var all = (named ? found : found.concat(alikes)).sort(better).filter(function (got) {
        return !listed.has(got.one) && listed.add(got.one);
      });
      show(all.map(function (got) { return got.one; }), !named && alikes.length > 0, done);
    }

    function look(list, near) {
      return sliced(list.length, collect(list, means, near, near ? alikes : found), stopped);
    }

    return load().then(function () { return look(known, false); }).then(function () {
      var short = fold(text).length < 2;
      if (found.length || short) print(short);
      if (short) return undefined;
      return loadGaps().catch(function () {}).then(function () { return look(gaps, false); }).then(function () {
        if (found.some(isNamed)) return print(true);
        return look(known, true).then(function () {
          if (alikes.length) print(false);
          return look(gaps, true);
        }).then(function () { print(true); });
      });
    });
  }

  function address(code) {
    if (regions[code] && regions[code].page) return "d/" + code + "/";
    var near = above(code).reverse().find(function (up) { return regions[up].page; });
    if (!near) return "d/#" + code.slice(0, 2) + "0000";
    // A county without a page stands on that of its province; its townships are not listed one by one.
    var home = above(code).pop() || code;
    return "d/" + near + "/#" + (code.length > 6 && near !== home ? home : code);
  }

  window.gkNames = {
    load: load,
    find: find,
    fold: fold,
    place: function (one) { return one.kind === REGION ? above(one.code).map(function (up) { return regions[up].name; }).join(" ") : pathOf(one.home).join(" "); },
    href: function (one) {
      return new URL(one.kind === BODY ? "o/" + encodeURIComponent(one.id) + "/" : address(one.code), root).href;
    },
    hasReports: function (one) { return one.kind === BODY || (one.kind === REGION && regions[one.code].page > 1); },
  };
})();
