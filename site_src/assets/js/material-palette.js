// The reader's choice of light or dark, applied before the first paint (Material does this in an inline script).
(function () {
  var palette = __md_get("__palette");
  if (!palette || !palette.color) return;
  if (palette.color.media === "(prefers-color-scheme)") {
    var light = matchMedia("(prefers-color-scheme: light)").matches;
    var input = document.querySelector(
      "[data-md-color-media='(prefers-color-scheme: " + (light ? "light" : "dark") + ")']"
    );
    for (var name of ["media", "scheme", "primary", "accent"]) {
      palette.color[name] = input.getAttribute("data-md-color-" + name);
    }
  }
  for (var [key, value] of Object.entries(palette.color)) document.body.setAttribute("data-md-color-" + key, value);
})();
