// Filters the list of findings; the choice is kept in the address, so that a link repeats it.
(function () {
  "use strict";
  var form = document.querySelector("[data-gk-findings]");
  if (!form) return;
  var lines = Array.prototype.slice.call(document.querySelectorAll("#gk-findings > li"));
  var shown = document.querySelector("[data-gk-findings-shown]");
  var all = shown.textContent;
  var FIELDS = ["severity", "fault", "rule", "text"];

  function fold(text) {
    return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  }

  function apply() {
    var wanted = fold(form.elements.text.value);
    var left = 0;
    lines.forEach(function (line) {
      var fits = ["severity", "fault", "rule"].every(function (field) {
        return !form.elements[field].value || line.dataset[field] === form.elements[field].value;
      });
      line.hidden = !(fits && (!wanted || fold(line.textContent).indexOf(wanted) >= 0));
      left += line.hidden ? 0 : 1;
    });
    shown.textContent = left === lines.length ? all : "显示其中 " + left + " 条（本页共 " + lines.length + " 条）";
  }

  function keep() {
    var query = new URLSearchParams();
    FIELDS.forEach(function (field) {
      if (form.elements[field].value) query.set(field, form.elements[field].value);
    });
    var text = query.toString();
    history.replaceState(null, "", location.pathname + (text ? "?" + text : "") + location.hash);
  }

  var asked = new URLSearchParams(location.search);
  FIELDS.forEach(function (field) {
    if (asked.get(field)) form.elements[field].value = asked.get(field);
  });
  form.hidden = false;
  form.addEventListener("input", function () {
    apply();
    keep();
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
  });
  apply();
})();
