// The figures behind the comparison: files fetched when they are needed, decoded, filtered, pooled and put in order.
// What is not known is never a number here: its value is NaN and its state says why. Knows nothing of the page.
(function () {
  "use strict";
  var REPORTED = "n", ABSENT = "0", DERIVED = "~", CORRECTED = "^", OPEN = "t";
  var FEW = 10;
  var BODY = "", EVERY = "all";
  var collator = new Intl.Collator("zh-Hans-CN-u-co-pinyin", { numeric: true });

  function fold(text) {
    return text.normalize("NFKC").toLowerCase().replace(/[\s\u200b·,，.。'’-]+/g, "");
  }

  // A number that can be added: printed or put right by hand, and not longer than a browser's numbers are exact.
  function printed(column, row) {
    var state = column.state[row];
    return (state === REPORTED && !column.text.has(row)) || state === CORRECTED;
  }

  function rounded(total) {
    return Math.round(total * 1e8) / 1e8;
  }

  function level(code) {
    return code.endsWith("0000") ? "province" : code.endsWith("00") ? "prefecture" : "county";
  }

  // A figure's text in the files: see generator/site/compare/encode.py.
  function decode(raw) {
    var value = new Float64Array(raw.length).fill(NaN);
    var state = new Array(raw.length);
    var text = new Map();
    for (var row = 0; row < raw.length; row++) {
      var one = raw[row];
      if (typeof one === "number") {
        value[row] = one;
        state[row] = REPORTED;
      } else if (one === null) {
        state[row] = ABSENT;
      } else if (one[0] === DERIVED || one[0] === CORRECTED) {
        value[row] = Number(one.slice(1));
        text.set(row, one.slice(1));
        state[row] = one[0];
      } else if (/^-?[0-9]/.test(one)) {
        state[row] = /\s/.test(one) ? OPEN : REPORTED;
        if (state[row] === REPORTED) value[row] = Number(one);
        text.set(row, one);
      } else {
        state[row] = one;
      }
    }
    return { value: value, state: state, text: text };
  }

  function Data(config, root) {
    this.config = config;
    this.root = root;
    this.fetched = {};
    this.loaded = [];
    this.columns = {};
    this.groups = config.groups.map(function (group) { return group[1]; });
  }

  Data.prototype.get = function (name) {
    var self = this;
    if (!this.fetched[name]) {
      this.fetched[name] = fetch(this.root + this.config.folder + "/" + name).then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      });
      this.fetched[name].catch(function () { delete self.fetched[name]; });
    }
    return this.fetched[name];
  };

  // Loads parts (all, or provinces) and lays their rows one after the other, always in the order of the parts.
  Data.prototype.load = function (codes) {
    var self = this;
    var wanted = this.config.parts.map(function (part) { return part[0]; }).filter(function (code) { return codes.includes(code); });
    if (wanted.join() === this.loaded.join()) return Promise.resolve();
    return Promise.all(wanted.map(function (code) { return self.get(code + "/base.json"); })).then(function (bases) {
      self.loaded = wanted;
      self.columns = {};
      self.lay(bases);
    });
  };

  Data.prototype.lay = function (bases) {
    var self = this;
    this.bodies = [];
    this.regions = [];
    this.body = [];
    this.year = [];
    this.form = [];
    var read = [], cells = [], opening = {};
    bases.forEach(function (base) {
      var before = self.regions.length;
      base.regions.forEach(function (region) {
        var parent = region[2] < 0 ? -1 : region[2] + before;
        self.regions.push({ code: region[0], name: region[1], parent: parent, level: level(region[0]) });
      });
      base.bodies.id.forEach(function (id, place) {
        var region = base.bodies.region[place] + before;
        var name = base.bodies.name[place];
        for (var many = base.bodies.rows[place]; many > 0; many--) self.body.push(self.bodies.length);
        self.bodies.push({
          id: id[0] === "!" ? id.slice(1) : self.regions[region].code + id,
          name: name[0] === "!" ? name.slice(1) : self.regions[region].name + name,
          region: region,
          kind: base.bodies.kind[place],
          group: base.bodies.group[place],
        });
      });
      self.year = self.year.concat(base.year);
      self.form = self.form.concat(base.form);
      read = read.concat(base.read);
      cells = cells.concat(base.cells);
      Object.keys(base.columns).forEach(function (code) { opening[code] = (opening[code] || []).concat(base.columns[code]); });
    });
    this.rows = this.body.length;
    Object.keys(opening).forEach(function (code) { self.columns[code] = decode(opening[code]); });
    this.columns.complete = { above: decode(read), below: decode(cells) };
    this.places = this.regions.map(function (_, at) { return self.above(at); });
    this.where = this.places.map(function (path) { return path.map(function (at) { return self.regions[at].name; }).join(" · "); });
    this.folded = null;
    this.byId = null;
    this.pooled = {};
    this.pools = [];
    this.poolOf = {};
  };

  // A region's own place and those above it, largest first.
  Data.prototype.above = function (at) {
    var path = [];
    for (var one = at; one >= 0; one = this.regions[one].parent) path.unshift(one);
    return path;
  };

  // Fetches what the columns need: a file for each cell; metrics are made of cells.
  Data.prototype.need = function (codes) {
    var self = this;
    var metrics = codes.filter(function (code) { return self.config.metrics[code]; });
    var cells = new Set(codes.filter(function (code) { return self.config.columns[code] && !self.config.metrics[code]; }));
    metrics.forEach(function (code) { self.termsOf(code).forEach(function (cell) { cells.add(cell); }); });
    return Promise.all(Array.from(cells).map(function (code) { return self.fetchColumn(code); })).then(function () {
      metrics.forEach(function (code) { self.compute(code); });
    });
  };

  Data.prototype.fetchColumn = function (code) {
    var self = this;
    if (this.columns[code]) return Promise.resolve();
    var loaded = this.loaded.join();
    return Promise.all(this.loaded.map(function (part) { return self.get(part + "/" + code + ".json"); })).then(function (raws) {
      if (loaded === self.loaded.join()) self.columns[code] = decode([].concat.apply([], raws));
    });
  };

  Data.prototype.termsOf = function (code) {
    var sides = this.config.metrics[code].sides;
    var found = new Set();
    Object.keys(sides).forEach(function (form) {
      sides[form].forEach(function (side) { side.forEach(function (term) { found.add(term.slice(1)); }); });
    });
    return Array.from(found);
  };

  // A metric's numerator and denominator for every row, with the terms of its report's form (data/lookups/metrics.yml).
  Data.prototype.compute = function (code) {
    var self = this;
    if (this.columns[code] || this.termsOf(code).some(function (cell) { return !self.columns[cell]; })) return;
    var metric = this.config.metrics[code];
    var forms = this.config.forms.map(function (form) { return metric.sides[form[0]] || null; });
    var made = [0, 1].map(function (side) {
      var value = new Float64Array(self.rows).fill(NaN);
      var state = new Array(self.rows);
      for (var row = 0; row < self.rows; row++) {
        var terms = self.form[row] < 0 ? null : forms[self.form[row]];
        state[row] = terms ? self.add(terms[side], row, value) : ABSENT;
      }
      return { value: value, state: state, text: new Map() };
    });
    this.columns[code] = self.config.columns[code][2] === "r" ? { above: made[0], below: made[1], metric: metric } : made[0];
  };

  // Puts the sum of the terms into `value`; says which state keeps it from being known.
  Data.prototype.add = function (terms, row, value) {
    var total = 0;
    for (var place = 0; place < terms.length; place++) {
      var column = this.columns[terms[place].slice(1)];
      if (!printed(column, row)) return column.state[row] === ABSENT ? ABSENT : "part";
      total += terms[place][0] === "-" ? -column.value[row] : column.value[row];
    }
    value[row] = rounded(total);
    return REPORTED;
  };

  // Rows are numbered from 0: those of bodies first, then those of pools (a region's bodies of one group in one year).
  Data.prototype.pool = function (unit) {
    if (this.poolOf[unit]) return this.poolOf[unit];
    var self = this;
    var found = new Map();
    for (var row = 0; row < this.rows; row++) {
      var body = this.bodies[this.body[row]];
      var region = this.places[body.region].find(function (at) { return self.regions[at].level === unit; });
      if (region === undefined || this.regions[region].code === "000000") continue;
      var key = region + " " + body.group + " " + this.year[row];
      if (!found.has(key)) found.set(key, { region: region, group: body.group, year: this.year[row], rows: [] });
      found.get(key).rows.push(row);
    }
    var first = this.pools.length;
    Array.from(found.values())
      .sort(function (a, b) { return a.region - b.region || a.group - b.group || a.year - b.year; })
      .forEach(function (pool) { self.pools.push(pool); });
    this.poolOf[unit] = this.pools.slice(first).map(function (_, place) { return self.rows + first + place; });
    return this.poolOf[unit];
  };

  Data.prototype.who = function (row) {
    if (row >= this.rows) {
      var pool = this.pools[row - this.rows];
      var region = this.regions[pool.region];
      return {
        key: region.code + "~" + this.config.groups[pool.group][0],
        name: region.name + " " + this.groups[pool.group],
        region: pool.region,
        where: this.where[pool.region].split(" · ").slice(0, -1).join(" · "),
        year: pool.year,
        kind: this.groups[pool.group] + "合计",
        form: Array.from(new Set(pool.rows.map(function (at) { return this.formName(at); }, this))).sort().join("、"),
        href: "d/" + region.code + "/#sums-" + pool.year,
        about: "d/" + region.code + "/",
        many: pool.rows.length,
      };
    }
    var body = this.bodies[this.body[row]];
    return {
      key: body.id,
      name: body.name,
      region: body.region,
      where: this.beside(body),
      year: this.year[row],
      kind: this.config.kinds[body.kind][1],
      form: this.formName(row),
      href: "o/" + encodeURIComponent(body.id) + "/" + this.year[row] + "/",
      about: "o/" + encodeURIComponent(body.id) + "/",
      many: 1,
    };
  };

  // The regions of a body that its name does not begin with.
  Data.prototype.beside = function (body) {
    var self = this;
    var names = this.places[body.region].map(function (at) { return self.regions[at].name; });
    return names.filter(function (name) { return !body.name.startsWith(name); }).join(" · ");
  };

  Data.prototype.formName = function (row) {
    return this.form[row] < 0 ? "" : this.config.forms[this.form[row]][1];
  };

  // All rows of a body or pool, oldest first; the key is that of addresses.
  Data.prototype.rowsOf = function (key) {
    var self = this;
    var parts = key.split("~");
    if (parts.length > 1) {
      var group = this.config.groups.findIndex(function (one) { return one[0] === parts[1]; });
      return this.pool(level(parts[0])).filter(function (row) {
        var pool = self.pools[row - self.rows];
        return pool.group === group && self.regions[pool.region].code === parts[0];
      });
    }
    if (!this.byId) {
      this.byId = new Map();
      for (var row = this.rows - 1; row >= 0; row--) this.byId.set(this.bodies[this.body[row]].id, row);
    }
    var found = [];
    if (!this.byId.has(key)) return found;
    for (var at = this.byId.get(key), own = this.body[at]; this.body[at] === own; at++) found.push(at);
    return found;
  };

  // A figure: value (NaN if not known), state, exact text, and for sums of how many reports it is made.
  Data.prototype.figure = function (row, code) {
    var column = this.columns[code];
    if (!column) return { value: NaN, state: "wait" };
    if (column.above) return this.ratio(row, column);
    if (row >= this.rows) return this.sum(row - this.rows, code, column);
    return { value: column.value[row], state: column.state[row], text: column.text.get(row) };
  };

  Data.prototype.ratio = function (row, column) {
    var own = row < this.rows ? [row] : this.pools[row - this.rows].rows;
    var share = column.metric && column.metric.share;
    var above = 0, below = 0, known = 0, state = "none";
    own.forEach(function (at) {
      if (!printed(column.above, at) || !printed(column.below, at)) {
        if (own.length === 1) state = printed(column.above, at) ? column.below.state[at] : column.above.state[at];
        return;
      }
      var n = column.above.value[at], d = column.below.value[at];
      // Parts larger than their whole are faults of the source: they have no share, and enter no sum.
      if (d < 0 || (share && (n < 0 || n > d))) {
        if (own.length === 1) state = "odd";
        else return;
      }
      above = rounded(above + n);
      below = rounded(below + d);
      known += 1;
    });
    if (!known) return { value: NaN, state: state, known: 0, of: own.length };
    if (state !== "odd") state = below ? REPORTED : "z";
    // A rate of few cases is not put in order: it says next to nothing.
    var few = column.metric && below < Math.max(FEW, column.metric.least);
    var value = state === REPORTED && !few ? above / below : NaN;
    return { value: value, state: state, above: above, below: below, known: known, of: own.length, few: few };
  };

  // Only printed or corrected numbers are added: a derived one is as unknown here as a blank one.
  Data.prototype.sum = function (place, code, column) {
    var cache = (this.pooled[code] = this.pooled[code] || []);
    if (!cache[place]) {
      var rows = this.pools[place].rows;
      var total = 0, known = 0, absent = 0;
      rows.forEach(function (row) {
        if (printed(column, row)) {
          total += column.value[row];
          known += 1;
        } else if (column.state[row] === ABSENT) {
          absent += 1;
        }
      });
      var open = this.config.columns[code][2] === "t";
      var none = open || !known;
      cache[place] = {
        value: none ? NaN : rounded(total),
        state: none ? (open ? "open" : absent === rows.length ? ABSENT : "none") : REPORTED,
        known: known,
        of: rows.length,
      };
    }
    return cache[place];
  };

  Data.prototype.isRead = function (row, code) {
    var figure = this.figure(row, code);
    if (figure.of > 1) return figure.known === figure.of;
    return ["n", "^", OPEN, "z", "odd"].includes(figure.state);
  };

  // Which rows fit; `missing` counts bodies that would, but have no report for the year.
  Data.prototype.filter = function (ask) {
    var self = this;
    var unit = ask.unit || BODY;
    var rows = unit ? this.pool(unit) : null;
    var inRegion = this.inRegion(ask.region);
    var text = this.matcher(ask.text);
    var kind = ask.kind;
    var fits = unit
      ? function (row) {
          var pool = self.pools[row - self.rows];
          return inRegion(pool.region) && (!kind || self.config.groups[pool.group][0] === kind) && text(-1, pool);
        }
      : this.bodyFilter(inRegion, kind, text);
    var found = [];
    var many = unit ? rows.length : this.rows;
    for (var place = 0; place < many; place++) {
      var row = unit ? rows[place] : place;
      if (fits(row) && this.fitsYearAndForm(row, ask) && this.fitsState(row, ask)) found.push(row);
    }
    return { rows: found, all: many, missing: unit || !ask.year ? 0 : this.missing(fits, ask.year) };
  };

  Data.prototype.bodyFilter = function (inRegion, kind, text) {
    var self = this;
    var at = this.config.kinds.findIndex(function (one) { return one[0] === kind; });
    var known = this.bodies.map(function (body, place) { return inRegion(body.region) && (!kind || body.kind === at) && text(place); });
    return function (row) { return known[self.body[row]]; };
  };

  Data.prototype.fitsYearAndForm = function (row, ask) {
    if (ask.year && (row < this.rows ? this.year[row] : this.pools[row - this.rows].year) !== ask.year) return false;
    if (!ask.form) return true;
    var forms = this.config.forms;
    var own = row < this.rows ? [row] : this.pools[row - this.rows].rows;
    return own.some(function (at) { return this.form[at] >= 0 && forms[this.form[at]][0] === ask.form; }, this);
  };

  Data.prototype.fitsState = function (row, ask) {
    if (!ask.state || !this.columns[ask.of]) return true;
    if (ask.state === "read") return this.isRead(row, ask.of);
    if (ask.state === "unread") return !this.isRead(row, ask.of);
    return this.figure(row, ask.of).state === ask.state;
  };

  Data.prototype.missing = function (fits, year) {
    var has = new Set(), would = new Set();
    for (var row = 0; row < this.rows; row++) {
      if (!fits(row)) continue;
      would.add(this.body[row]);
      if (this.year[row] === year) has.add(this.body[row]);
    }
    return would.size - has.size;
  };

  Data.prototype.inRegion = function (code) {
    if (!code || code === EVERY) return function () { return true; };
    var wanted = this.regions.findIndex(function (region) { return region.code === code; });
    var inside = this.places.map(function (path) { return path.includes(wanted); });
    return function (region) { return inside[region]; };
  };

  // Words between blanks must all be there; between 、 or | one of the groups is enough.
  Data.prototype.matcher = function (asked) {
    var self = this;
    var choices = (asked || "").split(/[、|｜]/).map(function (part) { return part.split(/\s+/).map(fold).filter(Boolean); }).filter(function (words) { return words.length; });
    if (!choices.length) return function () { return true; };
    if (!this.folded) this.folded = this.bodies.map(function (body) { return fold(body.name + self.where[body.region] + body.id); });
    return function (body, pool) {
      var text = pool ? fold(self.where[pool.region] + self.groups[pool.group] + self.regions[pool.region].code) : self.folded[body];
      return choices.some(function (words) { return words.every(function (word) { return text.includes(word); }); });
    };
  };

  // Without a choice rows stay in the order of the division codes, newest year first. Unknown comes last, either way.
  Data.prototype.order = function (rows, key, down) {
    var self = this;
    var sign = down ? -1 : 1;
    var place = function (row) { return row < self.rows ? self.body[row] : row; };
    var year = function (row) { return row < self.rows ? self.year[row] : self.pools[row - self.rows].year; };
    if (!key) return rows.sort(function (a, b) { return place(a) - place(b) || year(b) - year(a) || a - b; });
    if (key === "name") {
      var names = this.ranks(rows);
      return rows.sort(function (a, b) { return sign * (names.get(place(a)) - names.get(place(b))) || year(b) - year(a) || a - b; });
    }
    if (key === "year") return rows.sort(function (a, b) { return sign * (year(a) - year(b)) || a - b; });
    var values = new Map(rows.map(function (row) { return [row, self.figure(row, key).value]; }));
    return rows.sort(function (a, b) {
      var x = values.get(a), y = values.get(b);
      if (x !== x || y !== y) return (x !== x) - (y !== y) || a - b;
      return sign * (x - y) || a - b;
    });
  };

  Data.prototype.ranks = function (rows) {
    var self = this;
    var names = new Map();
    rows.forEach(function (row) {
      var place = row < self.rows ? self.body[row] : row;
      if (!names.has(place)) names.set(place, self.who(row).name);
    });
    var sorted = Array.from(names).sort(function (a, b) { return collator.compare(a[1], b[1]) || a[0] - b[0]; });
    return new Map(sorted.map(function (pair, rank) { return [pair[0], rank]; }));
  };

  window.gkCompare = { Data: Data };
})();
