// "Report an error": fields filled from the address, a link to the issue form with the same fields, a text to copy.
(function () {
  "use strict";
  var form = document.querySelector("[data-gk-report-error]");
  if (!form) return;
  var names = ["page", "cell", "source", "shown", "printed", "evidence"];
  var labels = { page: "页面", cell: "格", source: "原文件 SHA-256", shown: "本站所示", printed: "原文所载", evidence: "依据" };
  // What comes in the address is anybody's: only what looks like ours is taken.
  var allowed = { page: /^\/[A-Za-z0-9\/._~-]{0,200}$/, cell: /^[\w.-]{1,120}$/, source: /^[0-9a-f]{64}$/, shown: /^[^\u0000-\u001f]{1,200}$/ };
  var asked = new URLSearchParams(window.location.search);
  var root = window.location.href.replace(/[?#].*$/, "").replace(/report-error\/(index\.html)?$/, "");
  var send = document.querySelector("[data-gk-send]");
  var bare = send ? send.getAttribute("href") : "";

  function field(name) { return form.elements[name]; }

  function text() {
    return names.map(function (name) { return labels[name] + "：" + field(name).value; }).join("\n");
  }

  function refresh() {
    field("text").value = text();
    if (!send) return;
    if (form.dataset.mail) {
      send.href = "mailto:" + form.dataset.mail + "?subject=" + encodeURIComponent("数字有误") + "&body=" + encodeURIComponent(text());
    } else if (form.dataset.forms) {
      var query = names.filter(function (name) { return field(name).value; }).map(function (name) {
        return name + "=" + encodeURIComponent(field(name).value);
      });
      send.href = form.dataset.forms + "?template=wrong_figure.yml" + (query.length ? "&" + query.join("&") : "");
    } else {
      send.href = bare;
    }
  }

  Object.keys(allowed).forEach(function (name) {
    var value = asked.get(name) || "";
    if (!allowed[name].test(value) || value.indexOf("//") >= 0) return;
    field(name).value = name === "page" ? root + value.slice(1) : value;
  });
  var page = field("page").value;
  if (page) {
    if (field("cell").value) field("page").value = page + "#" + field("cell").value;
    var note = document.querySelector("[data-gk-about-cell]");
    var link = document.createElement("a");
    link.href = field("page").value;
    link.textContent = field("page").value;
    note.textContent = "关于：";
    note.appendChild(link);
    note.hidden = false;
  }
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("input", refresh);
  form.querySelector("[data-gk-copy]").addEventListener("click", function () {
    var said = document.querySelector("[data-gk-copied]");
    function tell(done) { said.textContent = done ? "已复制" : "请长按或用键盘复制"; }
    field("text").select();
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(field("text").value).then(function () { tell(true); }, function () { tell(document.execCommand("copy")); });
    } else {
      tell(document.execCommand("copy"));
    }
  });
  refresh();
})();
