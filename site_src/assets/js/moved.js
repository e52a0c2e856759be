// Leads on from an address that another one replaced and keeps what stands behind the #, which meta refresh loses.
(function () {
  "use strict";
  var target = document.querySelector("link[rel=canonical]");
  if (target) location.replace(target.href + location.hash);
})();
