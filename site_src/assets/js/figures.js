// All figures of a body as one CSV file, cell by cell, read from the pages of its reports: the columns are those of the
// data set's `cells`, with year and form before them. Nothing is computed here, and a blank stays empty.
(function () {
  "use strict";
  var table = document.querySelector(".gk-history");
  if (!table || !window.fetch || !window.DOMParser) return;
  var STATES = ["reported", "blank", "ambiguous", "unreadable", "missing"];

  function number(text) {
    return text.replace(/[≈,\s]/g, "");
  }

  function state(mark) {
    var is = function (code) { return mark.classList.contains("gk-" + code); };
    if (is("zero")) return "reported";
    if (is("corrected")) return "corrected";
    return STATES.filter(is)[0] || "";
  }

  function lines(text, org, year) {
    var page = new DOMParser().parseFromString(text, "text/html");
    var grid = page.querySelector(".gk-grid");
    var form = grid ? (/gk-form-(\w+)/.exec(grid.className) || ["", ""])[1] : "";
    return Array.from(page.querySelectorAll(".gk-grid td[id]")).map(function (cell) {
      var key = cell.id.split(".");
      var mark = cell.querySelector("a.gk-mark");
      var code = state(mark);
      var derived = cell.querySelector("i.gk-derived");
      var known = code === "reported" || code === "corrected";
      return [org, year, form, key[0], key[1], key[2], known ? number(mark.textContent) : "", code, derived ? number(derived.textContent) : ""].join(",");
    });
  }

  function save(text, name) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 4000);
  }

  var org = decodeURIComponent(location.pathname).replace(/\/$/, "").split("/").pop();
  var button = document.createElement("button");
  var said = document.createElement("span");
  button.type = "button";
  button.className = "gk-button";
  button.textContent = "下载这个机关各年各格的数字（CSV）";
  said.setAttribute("role", "status");
  button.addEventListener("click", function () {
    var links = Array.from(table.querySelectorAll("tbody th a")).reverse();
    said.textContent = " 正在读取……";
    Promise.all(
      links.map(function (link) {
        return fetch(link.href.split("#")[0]).then(function (answer) {
          if (!answer.ok) throw new Error(link.href);
          return answer.text().then(function (text) { return lines(text, org, parseInt(window.gongkaiLanguage.text(link), 10)); });
        });
      })
    ).then(
      function (years) {
        var all = years.reduce(function (before, some) { return before.concat(some); }, []);
        // The mark at the head lets spreadsheets see that this is UTF-8.
        save("\ufefforg_id,year,form,table,row,column,value,status,derived\n" + all.join("\n") + "\n", org + ".csv");
        said.textContent = " 共 " + all.length + " 格。";
      },
      function () { said.textContent = " 没有读全，请稍后再试。"; }
    );
  });
  var line = document.createElement("p");
  line.className = "gk-note";
  line.id = "download";
  line.appendChild(button);
  line.appendChild(said);
  table.parentElement.insertAdjacentElement("afterend", line);
  // The button is far down the page: the list of its parts leads there too.
  var parts = document.querySelector(".gk-jump");
  if (parts) {
    var jump = document.createElement("a");
    jump.href = "#download";
    jump.textContent = "下载";
    parts.appendChild(jump);
  }
})();
