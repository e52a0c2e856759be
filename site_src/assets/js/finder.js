// The finder on every page: a field with a list of bodies, regions and townships beneath it (ARIA's combobox).
// Nothing but this file is loaded before a reader puts the cursor into the field; names.js knows how names are found.
// Names come from documents: they are written as text, never as HTML.
(function () {
  "use strict";
  var config = document.getElementById("__config");
  if (!config) return;
  var root = new URL(JSON.parse(config.textContent).base.replace(/\/$/, "") + "/", location);
  var ENGLISH = {
    kinds: [" bodies", " regions", " townships not in this collection"],
    found: "Found ", shown: "; the first ", of: " are listed", narrow: "; add the county's name to narrow down",
    none: "No body or region is called so.", near: "No body or region is called so; these are alike: ",
    failed: "The list of names could not be loaded; please go by region.",
    newest: "latest ", year: "", formerly: "formerly ", region: "region", no: "no report in this collection",
    gap: "not in this collection, which does not mean not published", text: "Search the reports' own words for “", end: "”",
    join: ", ",
  };
  var CHINESE = {
    kinds: [" 个机关", " 个地区", " 个本库未收录的乡镇街道"],
    found: "找到 ", shown: "，列出前 ", of: " 个", narrow: "；加上县名可缩小范围",
    none: "没有叫这个名称的机关或地区。", near: "没有叫这个名称的机关或地区；相近的有：",
    failed: "名单未能载入，请按地区查找。",
    newest: "最新 ", year: " 年", formerly: "曾名", region: "地区", no: "本库未收录其报告",
    gap: "本库未收录，不等于没有公布", text: "在全文中找“", end: "”",
    join: "、",
  };
  // More than these are not looked through by eye.
  var MANY = 10;
  var script = null, asked = false;

  // The language may be changed while the page is open.
  function labels() {
    return /^en/.test(document.documentElement.lang) ? ENGLISH : CHINESE;
  }

  function names() {
    if (window.gkNames) return Promise.resolve(window.gkNames);
    if (!script) {
      script = new Promise(function (done, failed) {
        var made = document.createElement("script");
        made.src = new URL("assets/js/names.js", root).href;
        made.onload = function () { done(window.gkNames); };
        made.onerror = function () { script = null; made.remove(); failed(new Error("names.js")); };
        document.head.appendChild(made);
      });
    }
    return script;
  }

  function element(tag, attributes, text) {
    var made = document.createElement(tag);
    Object.keys(attributes).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function says(one, engine) {
    var parts = [engine.place(one)];
    if (one.kind === 0 && one.year) parts.push(labels().newest + one.year + labels().year);
    if (one.older) parts.push(labels().formerly + one.older);
    if (one.kind === 1) parts.push(engine.hasReports(one) ? labels().region : labels().no);
    if (one.kind === 2) parts.push(labels().gap);
    return parts.filter(Boolean).join(" · ");
  }

  function textAddress(text) {
    return new URL("search/?q=" + encodeURIComponent(text.trim()), root).href;
  }

  // What a search in the full text begins with: a reader who types may go there next, and waits for it no more.
  function prepare() {
    if (!asked) fetch(new URL("search/parts.json", root)).catch(function () {});
    asked = true;
  }

  function count(found, near, limit) {
    if (!found.length) return labels().none;
    var sorts = labels().kinds.map(function (label, kind) {
      var number = found.filter(function (one) { return one.kind === kind; }).length;
      return number ? number + label : "";
    }).filter(Boolean).join(labels().join);
    var more = found.length > limit ? labels().shown + limit + labels().of : "";
    return (near ? labels().near : labels().found) + sorts + more + (found.length > MANY ? labels().narrow : "");
  }

  function attach(box) {
    var input = box.querySelector("input");
    var list = box.querySelector("[role=listbox]");
    var status = box.querySelector("[role=status]");
    var limit = Number(box.dataset.gkFinder) || 20;
    var turn = 0, last = "", chosen = -1, sure = false;
    var prefix = list.id + "-";
    input.disabled = false;

    function expand(open) {
      list.hidden = !open;
      input.setAttribute("aria-expanded", String(open));
      if (!open) choose(-1);
    }

    function choose(place) {
      var lines = list.children;
      if (chosen >= 0 && lines[chosen]) lines[chosen].setAttribute("aria-selected", "false");
      chosen = place;
      if (place < 0) return input.removeAttribute("aria-activedescendant");
      lines[place].setAttribute("aria-selected", "true");
      lines[place].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", lines[place].id);
    }

    function option(place, href, name, small, look) {
      var line = element("a", { role: "option", id: prefix + place, href: href, tabindex: "-1", class: "gk-option" + look, "aria-selected": "false" });
      line.appendChild(element("b", {}, name));
      if (small) line.appendChild(element("small", {}, small));
      return line;
    }

    function print(engine, text, found, near, done) {
      var lines = found.slice(0, limit).map(function (one, place) {
        return option(place, engine.href(one), one.name, says(one, engine), one.kind === 2 ? " gk-gap" : "");
      });
      if (text.trim().length > 1) lines.push(option(lines.length, textAddress(text), labels().text + text.trim() + labels().end, "", " gk-fulltext"));
      var kept = chosen >= 0 && list.children[chosen] ? list.children[chosen].href : "";
      list.replaceChildren.apply(list, lines);
      chosen = -1;
      sure = found.length > 0 && !near;
      expand(lines.length > 0);
      var again = kept ? lines.findIndex(function (line) { return line.href === kept; }) : -1;
      if (again >= 0) choose(again); else list.scrollTop = 0;
      if (found.length || done) status.textContent = count(found, near, limit);
      if (done) prepare();
    }

    function clear() {
      turn++;
      last = "";
      list.replaceChildren();
      status.textContent = "";
      expand(false);
    }

    function show() {
      var text = input.value;
      if (text === last) return;
      if (!text.trim()) return clear();
      last = text;
      var mine = ++turn;
      chosen = -1;
      names().then(function (engine) {
        return engine.find(text, function (found, near, done) {
          if (mine === turn) print(engine, text, found, near, done);
        }, function () { return mine !== turn; });
      }).catch(function () {
        if (mine === turn) status.textContent = labels().failed;
      });
    }

    function follow() {
      var line = chosen >= 0 ? list.children[chosen] : sure ? list.children[0] : null;
      if (line) line.click(); else if (input.value.trim()) location.href = textAddress(input.value);
    }

    input.addEventListener("focus", function () {
      names().then(function (engine) { return engine.load(); }).catch(function () {});
      if (list.children.length && input.value.trim()) expand(true);
    });
    input.addEventListener("input", show);
    input.addEventListener("keyup", show);
    input.addEventListener("keydown", function (event) {
      if (event.isComposing) return;
      var lines = list.children.length;
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && lines) {
        event.preventDefault();
        if (list.hidden) expand(true);
        var step = event.key === "ArrowDown" ? 1 : -1;
        choose(chosen < 0 ? (step > 0 ? 0 : lines - 1) : (chosen + step + lines) % lines);
      } else if (event.key === "Enter") {
        event.preventDefault();
        follow();
      } else if (event.key === "Escape") {
        event.preventDefault();
        turn++; // what is still being looked for must not open the list again
        if (!list.hidden) expand(false); else { input.value = ""; clear(); close(); }
      }
    });
    box.addEventListener("focusout", function (event) {
      if (event.relatedTarget && box.contains(event.relatedTarget)) return;
      // A click on a line takes the focus before it is a click.
      setTimeout(function () { if (!box.contains(document.activeElement)) expand(false); }, 200);
    });
    if (input.form) input.form.addEventListener("submit", function (event) { event.preventDefault(); follow(); });
    // What was typed before the script was there.
    if (document.activeElement === input) { names().catch(function () {}); show(); }
  }

  // On a phone the header has a button instead of the field.
  var header = document.querySelector(".gk-find");
  var opener = document.querySelector(".gk-find-open");

  function open() {
    document.documentElement.classList.add("gk-finding");
    if (opener) opener.setAttribute("aria-expanded", "true");
    header.querySelector("input").focus();
  }

  function close() {
    if (!document.documentElement.classList.contains("gk-finding")) return;
    document.documentElement.classList.remove("gk-finding");
    if (opener) { opener.setAttribute("aria-expanded", "false"); opener.focus(); }
  }

  if (header && opener) {
    opener.setAttribute("role", "button");
    opener.setAttribute("aria-expanded", "false");
    opener.setAttribute("aria-controls", header.id);
    opener.addEventListener("click", function (event) { event.preventDefault(); open(); });
    opener.addEventListener("keydown", function (event) { if (event.key === " ") { event.preventDefault(); open(); } });
    header.querySelector(".gk-find-close").addEventListener("click", close);
  }
  document.addEventListener("keydown", function (event) {
    // A key alone would get in the way of speech input and of keyboards on the screen (WCAG 2.1.4).
    if (!header || !(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    open();
    header.querySelector("input").select();
  });
  document.querySelectorAll("[data-gk-finder]").forEach(attach);
  window.gkFinder = { names: names, says: says };
})();
