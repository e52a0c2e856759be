// What Material for MkDocs defines in an inline script (partials/javascripts/base.html), as a file of our own,
// so that the page needs no inline script. The page's way to the root comes as a data attribute.
var __md_scope = new URL(document.currentScript.dataset.base, location);
var __md_hash = (text) => [...text].reduce((sum, character) => (sum << 5) - sum + character.charCodeAt(0), 0);
var __md_get = (key, storage = localStorage, scope = __md_scope) =>
  JSON.parse(storage.getItem(scope.pathname + "." + key));
var __md_set = (key, value, storage = localStorage, scope = __md_scope) => {
  try {
    storage.setItem(scope.pathname + "." + key, JSON.stringify(value));
  } catch (error) {
    // A reader may have forbidden storage.
  }
};
