// Shows one chart or key figure of a body's page inside a foreign page, by its address:
// /embed/#/o/<org_id>/<year>/chart-outcomes?theme=dark (the year only for what stands on a report's page).
(function () {
  "use strict";
  var site = new URL("../", location.href.split("#")[0]);
  var place = document.querySelector("[data-gk-embed-here]");
  var source = document.querySelector("[data-gk-embed-source]");
  var ADDRESS = /^\/(o\/[a-z0-9][a-z0-9.-]*\/(?:\d{4}\/)?)((?:chart|figure|peer)-[a-z_-]+)$/;
  var chosen = "";
  var dark = matchMedia("(prefers-color-scheme: dark)");

  function make(tag, look, text) {
    var node = document.createElement(tag);
    if (look) node.className = look;
    if (text) node.textContent = text;
    return node;
  }

  function colours() {
    var scheme = chosen === "dark" || (chosen !== "light" && dark.matches) ? "slate" : "default";
    document.body.setAttribute("data-md-color-scheme", scheme);
  }

  function outward(part, page) {
    part.querySelectorAll("a[href]").forEach(function (link) {
      link.href = new URL(link.getAttribute("href"), page).href;
      link.target = "_blank";
      link.rel = "noopener";
    });
    part.querySelectorAll(".headerlink").forEach(function (link) { link.remove(); });
  }

  function show(text, page, id) {
    var from = new DOMParser().parseFromString(text, "text/html");
    var part = from.getElementById(id);
    if (!part) throw new Error("gone");
    var name = from.querySelector("h1");
    var made = from.querySelector(".gk-made");
    var shown = document.importNode(part, true);
    outward(shown, page);
    place.textContent = "";
    if (made) place.appendChild(make("p", "gk-made", made.textContent));
    var head = make("h1", "gk-embed-name");
    var way = make("a", "", name.textContent.replace(/\s+/g, " ").trim());
    way.href = page;
    way.target = "_blank";
    way.rel = "noopener";
    head.appendChild(way);
    place.appendChild(head);
    if (shown.tagName === "LI") {
      var list = make("ul", "gk-figures");
      list.appendChild(shown);
      place.appendChild(list);
      var says = from.querySelector(".gk-headline");
      var year = says && /\d{4} 年/.exec(says.textContent);
      if (year && name.textContent.indexOf(year[0]) < 0) head.appendChild(document.createTextNode(" " + year[0]));
    } else {
      place.appendChild(shown);
    }
    var link = make("a", "", "看原页");
    link.href = page + "#" + id;
    link.target = "_blank";
    link.rel = "noopener";
    source.replaceChildren(link, document.createTextNode(" · "));
    document.title = (name.textContent.trim() + "：" + (shown.querySelector("figcaption, .gk-label") || shown).textContent.trim()).replace(/\s+/g, " ");
    window.gongkaiCharts.start(place);
  }

  function fail(words) {
    place.replaceChildren(make("h1", "gk-embed-name", "公开年报"), make("p", "gk-instead", words));
  }

  function start() {
    var parts = decodeURIComponent(location.hash.slice(1)).split("?");
    var given = /(?:^|&)theme=(light|dark)(?:&|$)/.exec(parts[1] || "");
    chosen = given ? given[1] : "";
    colours();
    if (!parts[0]) return;
    var found = ADDRESS.exec(parts[0]);
    if (!found) return fail("这个嵌入地址写得不对。");
    var page = new URL(found[1], site).href;
    fetch(page)
      .then(function (answer) {
        if (!answer.ok) throw new Error("gone");
        return answer.text();
      })
      .then(function (text) { show(text, page, found[2]); })
      .catch(function () { fail("没有找到这张图或这个数字：原页可能没有它，或暂时连不上。"); });
  }

  if (dark.addEventListener) dark.addEventListener("change", colours);
  window.addEventListener("hashchange", start);
  start();
})();
