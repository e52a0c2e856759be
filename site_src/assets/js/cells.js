// A tapped cell says what it is at the foot of the screen (site.css does that alone); this adds the way to the source
// line, the permanent link, and opens folded parts that an address points into.
(function () {
  "use strict";

  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && document.getElementById(id);
    if (!target) return;
    for (var up = target.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    target.scrollIntoView({ block: "center", inline: "center" });
  }

  function permalinks() {
    document.querySelectorAll("[data-gk-permalink]").forEach(function (place) {
      place.textContent = location.origin + location.pathname;
    });
  }

  function line(tip) {
    var found = /第 (\d+) 行/.exec(tip.split("\n").filter(function (part) { return part.startsWith("出处"); }).join(""));
    return found && document.getElementById("L" + found[1]) ? "L" + found[1] : null;
  }

  var box = null;
  function inspect(link) {
    if (!box) {
      box = document.createElement("div");
      box.className = "gk-inspector";
      box.setAttribute("role", "status");
      document.body.appendChild(box);
    }
    box.replaceChildren();
    link.dataset.tip.split("\n").forEach(function (text, place) {
      var part = document.createElement(place ? "p" : "b");
      part.textContent = text;
      box.appendChild(part);
    });
    var at = line(link.dataset.tip);
    if (at) {
      var way = document.createElement("a");
      way.href = "#" + at;
      way.textContent = "看这一行原文";
      box.appendChild(way);
    }
    var close = document.createElement("button");
    close.type = "button";
    close.textContent = "关闭";
    close.addEventListener("click", hide);
    box.appendChild(close);
    box.hidden = false;
  }

  function hide() {
    if (box) box.hidden = true;
  }

  document.documentElement.classList.add("gk-script");
  document.addEventListener("focusin", function (event) {
    var link = event.target.closest && event.target.closest("a.gk-tip[data-tip]");
    if (link) inspect(link);
  });
  document.addEventListener("mouseover", function (event) {
    var link = event.target.closest && event.target.closest("a.gk-tip[data-tip]");
    if (link) inspect(link);
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("click", function (event) {
    if (!event.target.closest("a.gk-tip, .gk-inspector")) hide();
  });
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not(.gk-lines)").forEach(function (fold) { fold.open = true; });
  });
  permalinks();
  reveal();
})();
