"""Nothing that Chromium 86 and Safari 14 lack: those are what WeChat's built-in browser may still be.

Scripts are parsed as ECMAScript 2020 by acorn; what is a matter of names, and style sheets, by lists with the first
version that has each. Material's and Plotly's own bundles are held to the same.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "site_src"
MODULES = SOURCE / "node_modules"
THEME = Path(str(importlib.util.find_spec("material").origin)).parent / "templates" / "assets"  # type: ignore[union-attr]
SCRIPTS = sorted((SOURCE / "assets" / "js").glob("*.js"))
STYLES = sorted((SOURCE / "styles").glob("*.css"))
BUNDLES = [
    *sorted((THEME / "javascripts").glob("bundle*.js")),
    MODULES / "plotly.js-basic-dist-min/plotly-basic.min.js",
]

NAMES = {
    r"\.at\(": "Array.at: Chromium 92, Safari 15.4",
    r"\bstructuredClone\b": "Chromium 98, Safari 15.4",
    r"\bObject\.hasOwn\b": "Chromium 93, Safari 15.4",
    r"\.findLast(?:Index)?\(": "Chromium 97, Safari 15.4",
    r"\.to(?:Sorted|Reversed|Spliced)\(": "Chromium 110, Safari 16",
    r"\bObject\.groupBy\b|\bMap\.groupBy\b": "Chromium 117, Safari 17.4",
    r"\bArray\.fromAsync\b": "Chromium 121, Safari 16.4",
    r"\bPromise\.withResolvers\b": "Chromium 119, Safari 17.4",
    r"\bAbortSignal\.(?:timeout|any)\b": "Chromium 103, Safari 16",
    r"\bWeakRef\b": "Safari 14.1",
    r"\bIntl\.(?:Segmenter|ListFormat|DisplayNames)\b": "Chromium 87, Safari 14.1",
    r"\brandomUUID\b": "Chromium 92, Safari 15.4",
    r"\b(?:Dec|C)ompressionStream\b": "Safari 16.4",
    r"\bBroadcastChannel\b": "Safari 15.4",
    r"\.(?:showModal|showPopover)\(": "Safari 15.4",
    r"\.checkVisibility\(": "Chromium 105, Safari 17.4",
    r"\(\?<[=!]": "lookbehind: Safari 16.4",
    r"/[gimsuy]*[dv][gimsuy]*\.(?:test|exec)\(": "flags d and v of regular expressions",
    r"querySelector(?:All)?\([^)]*:(?:is|where|has)\(": "Chromium 88 and later; throws before",
}
# What only takes away an ornament where it is lost (accent-color, say) is not in the list.
RULES = {
    r":has\(": "Chromium 105, Safari 15.4",
    r":(?:is|where)\(": "Chromium 88: the whole rule is lost before",
    r":not\([^)]*,": "a list in :not(): Chromium 88",
    r"@container\b|\bcontainer-type:": "Chromium 105, Safari 16",
    r"@layer\b": "Chromium 99, Safari 15.4",
    r"@property\b": "Safari 16.4",
    r"@media[^{]*[<>]=?": "ranges: Chromium 104, Safari 16.4",
    r"\bcolor-mix\(|\boklch\(|\blight-dark\(": "Chromium 111 and later",
    r"\d(?:dvh|svh|lvh|dvw|svw|lvw|cqw|cqi)\b": "Chromium 108, Safari 15.4",
    r"(?<![-\w])inset(?:-inline|-block)?:": "Chromium 87, Safari 14.1",
    r"(?<![-\w])aspect-ratio:": "Chromium 88, Safari 15",
    r"\btext-wrap:": "Chromium 114, Safari 17.4",
    r"(?<![-\w])(?:translate|rotate|scale):": "Chromium 104, Safari 14.1",
    r"(?<![-\w])overflow(?:-[xy])?:\s*clip\b": "Chromium 90, Safari 16",
    r"^\s*&|[{;]\s*&": "nesting: Chromium 112, Safari 16.5",
}
_COMMENT = re.compile(r"/\*.*?\*/|(?m:^\s*//.*$)", re.DOTALL)
_PARSE = """
const [, acorn, ...files] = process.argv, fs = require("fs"), { parse } = require(acorn), found = [];
for (const file of files) {
  try { parse(fs.readFileSync(file, "utf8"), { ecmaVersion: 2020, sourceType: "script" }); }
  catch (error) { found.push([file, error.message]); }
}
console.log(JSON.stringify(found));
"""


def _parsed(files: list[Path]) -> list[list[str]]:
    """Return the files that are not ECMAScript 2020, each with the reason."""
    path = os.pathsep.join([str(ROOT / ".venv" / "bin"), os.environ.get("PATH", "")])
    node = shutil.which("node", path=path)
    if node is None:
        pytest.fail("node is missing: make setup-dev installs it")
    command = [node, "-e", _PARSE, str(MODULES / "acorn"), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return list(json.loads(done.stdout))


def test_scripts_and_bundles_are_of_the_year_2020() -> None:
    assert SCRIPTS
    assert _parsed([*SCRIPTS, *BUNDLES]) == []


def test_newer_syntax_would_be_found(tmp_path: Path) -> None:
    newer = ["a ??= 1;", "class A { x = 1 }", "class A { #x; }", "class A { static {} }", "await 1;"]
    files = [tmp_path / f"{place}.js" for place in range(len(newer))]
    for file, text in zip(files, newer, strict=True):
        file.write_text(text, encoding="utf-8")
    assert [found[0] for found in _parsed(files)] == [str(file) for file in files]


@pytest.mark.parametrize("pattern", NAMES)
def test_no_script_names_what_is_newer(pattern: str) -> None:
    assert _having(pattern, SCRIPTS) == [], NAMES[pattern]


@pytest.mark.parametrize("pattern", RULES)
def test_no_style_sheet_needs_what_is_newer(pattern: str) -> None:
    assert STYLES
    assert _having(pattern, STYLES) == [], RULES[pattern]


@pytest.mark.parametrize("pattern", RULES)
def test_the_theme_does_not_need_it_either(pattern: str) -> None:
    themes = sorted((THEME / "stylesheets").glob("*.css"))
    assert themes
    assert _having(pattern, themes) == [], RULES[pattern]


def _having(pattern: str, files: list[Path]) -> list[str]:
    shape = re.compile(pattern, re.MULTILINE)
    return [file.name for file in files if shape.search(_COMMENT.sub("", file.read_text(encoding="utf-8")))]
