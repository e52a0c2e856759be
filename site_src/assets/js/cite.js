// Fills the holes of the citations (cell, day, address), gives each a button that copies it, and does the same for a
// single cell in its panel. Without a clipboard the text is selected instead.
(function () {
  "use strict";
  var NOT_COPIED = "已选中，请用复制键（或长按）复制";

  function today() {
    var now = new Date();
    function two(number) { return (number < 10 ? "0" : "") + number; }
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  function address(section, anchor) {
    var url = new URL(section.dataset.page, location.href.split("#")[0].split("?")[0]);
    return url.href + (anchor ? "#" + anchor : "");
  }

  // BibTeX reads some characters as its own.
  function tex(text) {
    return text.replace(/[{}%&#_$]/g, "\\$&");
  }

  function fill(place, hole, text) {
    place.querySelectorAll("[data-cite-" + hole + "]").forEach(function (part) { part.textContent = text; });
  }

  function fillAll(citation, section, cell) {
    var code = citation.dataset.cite;
    fill(citation, "day", today());
    fill(citation, "address", address(section, cell && cell.anchor));
    if (!cell) return;
    var where = "“" + cell.table + "”表" + (cell.row ? "“" + cell.row + "”一行" : "") + (cell.column ? "“" + cell.column + "”一栏" : "");
    if (code === "plain") where = "，" + where + "：" + cell.value + "（" + cell.says + "）";
    else where = "：" + where;
    fill(citation, "cell", code === "bibtex" ? tex(where) : where);
    fill(citation, "key", "-" + cell.anchor);
  }

  function select(place) {
    var range = document.createRange();
    range.selectNodeContents(place);
    var chosen = getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
    try {
      return document.execCommand("copy");
    } catch (refused) {
      return false;
    }
  }

  // A button that copies what stands in a place; what became of it is said in the button itself.
  function copier(place, name) {
    var button = document.createElement("button");
    var label = document.createElement("span");
    button.type = "button";
    button.className = "gk-copy";
    label.setAttribute("aria-live", "polite");
    label.textContent = name;
    button.appendChild(label);
    button.addEventListener("click", function () {
      function say(words) {
        label.textContent = words;
        setTimeout(function () { label.textContent = name; }, 4000);
      }
      function byHand() { say(select(place) ? "已复制" : NOT_COPIED); }
      if (navigator.clipboard && window.isSecureContext)
        navigator.clipboard.writeText(place.textContent).then(function () { say("已复制"); }, byHand);
      else byHand();
    });
    return button;
  }

  var section = document.querySelector(".gk-citations");

  // The citations of one cell, as a list of elements with their buttons.
  function citations(cell) {
    if (!section) return [];
    return Array.from(section.querySelectorAll(".gk-citation")).map(function (given) {
      var citation = given.cloneNode(true);
      citation.querySelectorAll(".gk-copy").forEach(function (old) { old.remove(); });
      fillAll(citation, section, cell);
      citation.appendChild(copier(citation.querySelector("pre"), "复制"));
      return citation;
    });
  }

  window.gongkaiCite = { citations: citations, copier: copier, address: function (anchor) { return address(section, anchor); } };
  if (!section) return;
  document.querySelectorAll(".gk-only-print").forEach(function (line) { fill(line, "address", address(section, "")); });
  section.querySelectorAll(".gk-citation").forEach(function (citation) {
    fillAll(citation, section, null);
    citation.appendChild(copier(citation.querySelector("pre"), "复制"));
  });
})();
