// Remembers the last region looked at, on this device only, so that the comparison opens with it.
(function () {
  "use strict";
  var links = document.querySelectorAll(".gk-crumbs a");
  var here = /\/d\/(\d{6})\/$/.exec(location.pathname);
  var above = Array.from(links).map(function (link) { return /\/d\/(\d{6})\/$/.exec(link.pathname); }).filter(Boolean).pop();
  var found = here || above;
  if (!found || found[1] === "000000") return;
  try { localStorage.setItem("gk-region", found[1]); } catch (refused) { /* a browser may keep nothing */ }
})();
