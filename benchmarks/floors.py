"""What other builders need for the same pages, or for empty ones: the floors beside which ours is shown.

The tools are installed into a folder of their own, never into the project's environment or locks.
"""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.cost import ROOT, Cost, FailedError, cost_of

_HEAD = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_TITLE = re.compile(r"^title: .*$", re.MULTILINE)
_QUIET = {"NO_MKDOCS_2_WARNING": "1"}
# What `mkdocs new` and Material's first page of instructions lead to, in Chinese; no navigation is written.
_PLAIN = """site_name: x
site_url: https://example.org/
docs_dir: docs
site_dir: site
theme: {name: material, language: zh, font: false}
plugins: [search]
"""
_ZENSICAL = """[project]
site_name = "x"
site_url = "https://example.org/"
docs_dir = "docs"
site_dir = "site"
[project.theme]
language = "zh"
"""
_HUGO = """baseURL: https://example.org/
title: x
disableKinds: [taxonomy, term, RSS, sitemap]
markup: {goldmark: {renderer: {unsafe: true}}}
"""
_SHELL = (
    "<!doctype html><html lang=zh><head><meta charset=utf-8><title>{{ .Title }}</title></head>"
    "<body><main>{{ .Content }}</main></body></html>\n"
)


@dataclass(frozen=True, slots=True)
class Tools:
    """A folder with the other builders, each installed when it is first wanted."""

    folder: Path

    def program(self, name: str, *packages: str) -> Path:
        """Return a program of these packages. Raises ``FailedError`` where they can't be installed."""
        path = self.folder / "bin" / name
        if not path.is_file():
            if not (self.folder / "bin" / "pip").is_file():
                subprocess.run([sys.executable, "-m", "venv", str(self.folder)], check=True)
            install = [str(self.folder / "bin" / "pip"), "--disable-pip-version-check", "-q", "install", *packages]
            done = subprocess.run(install, capture_output=True, text=True, check=False)
            if done.returncode or not path.is_file():
                raise FailedError(f"pip install {' '.join(packages)}: {_reason(done.stderr)}")
        return path


@dataclass(frozen=True, slots=True)
class Plain:
    """What a builder needs for a sample of pages, and the search index every visitor loads (bytes, compressed)."""

    pages: int
    cost: Cost
    index: int = 0


def empty_pages(pages: int, folder: Path) -> Cost:
    """Return what MkDocs takes, with our configuration, for so many pages of a heading each, in one process."""
    docs = _fresh(folder / "empty") / "docs"
    config = ROOT / "mkdocs.yml"
    named = re.findall(r": ([\w/]+\.md)$", config.read_text(encoding="utf-8"), re.MULTILINE)
    for name in [*named, *(f"o/{number}/index.md" for number in range(pages - len(named)))]:
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text("# x\n", encoding="utf-8")
    return _ours(docs, folder / "empty" / "site")


def our_mkdocs(docs: Path, folder: Path) -> Cost:
    """Return what MkDocs takes for all of our pages, with our configuration, in one process."""
    return _ours(docs, _fresh(folder / "ours") / "site")


def _ours(docs: Path, site: Path) -> Cost:
    environment = {**_QUIET, "GONGKAI_DOCS": str(docs), "GONGKAI_SITE": str(site)}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", ROOT / "mkdocs.yml"]
    cost = cost_of(command, environment)[0]
    shutil.rmtree(site.parent)
    return cost


def sample(docs: Path, wanted: int) -> list[Path]:
    """Return so many of the pages below a folder, evenly spread over all, the home page among them."""
    pages = sorted(docs.rglob("*.md"))
    home = docs / "index.md"
    some = [pages[at * len(pages) // wanted] for at in range(wanted)] if wanted < len(pages) else pages
    return [home, *(page for page in some if page != home)]


def mkdocs(docs: Path, pages: Sequence[Path], folder: Path, tools: Tools) -> Plain:
    """Return what MkDocs with Material as they come takes: search, tables in the Markdown, all pages in the menu."""
    wanted = [f"{name}=={version(name)}" for name in ("mkdocs", "mkdocs-material")]
    program = tools.program("mkdocs", *wanted, "jieba")
    place = _laid(docs, pages, folder / "mkdocs")
    (place / "mkdocs.yml").write_text(_PLAIN, encoding="utf-8")
    cost = cost_of([program, "build", "--quiet", "-f", place / "mkdocs.yml"], _QUIET)[0]
    return Plain(len(pages), cost, _zipped(place / "site" / "search" / "search_index.json"))


def zensical(docs: Path, pages: Sequence[Path], folder: Path, tools: Tools) -> Plain:
    """Return what Zensical takes for the same pages."""
    program = tools.program("zensical", "zensical")
    place = _laid(docs, pages, folder / "zensical")
    (place / "zensical.toml").write_text(_ZENSICAL, encoding="utf-8")
    cost = cost_of([program, "build", "--clean", "-f", place / "zensical.toml"])[0]
    _all_there(place / "site", pages)
    return Plain(len(pages), cost, _zipped(place / "site" / "search.json"))


def hugo(docs: Path, pages: Sequence[Path], folder: Path, tools: Tools) -> Plain:
    """Return what Hugo takes for the same pages in a shell of a few bytes."""
    program = tools.program("hugo", "hugo")
    place = _laid(docs, pages, folder / "hugo", "content")
    # A page with pages below it is an _index to Hugo.
    for path in [*(place / "content").rglob("index.md")]:
        path.rename(path.with_name("_index.md"))
    (place / "hugo.yaml").write_text(_HUGO, encoding="utf-8")
    layouts = place / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single.html", "list.html"):
        (layouts / name).write_text(_SHELL, encoding="utf-8")
    (place / "layouts" / "index.html").write_text(_SHELL, encoding="utf-8")
    cost = cost_of([program, "--source", place, "--destination", place / "site", "--quiet"])[0]
    _all_there(place / "site", pages)
    return Plain(len(pages), cost)


def _laid(docs: Path, pages: Sequence[Path], place: Path, name: str = "docs") -> Path:
    """Put pages at the same paths into a new folder, of their front matter only the title."""
    _fresh(place)
    for page in pages:
        target = place / name / page.relative_to(docs)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = page.read_text(encoding="utf-8")
        head = _HEAD.match(text)
        title = _TITLE.search(head[1]) if head else None
        body = text[head.end() :] if head else text
        target.write_text((f"---\n{title[0]}\n---\n" if title else "") + body, encoding="utf-8")
    return place


def _all_there(site: Path, pages: Sequence[Path]) -> None:
    made = sum(1 for _ in site.rglob("*.html"))
    if made < len(pages):
        raise FailedError(f"{made} pages made of {len(pages)}")


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _zipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), mtime=0)) if path.is_file() else 0


def _reason(said: str) -> str:
    lines = [line for line in said.splitlines() if line.startswith("ERROR")] or said.splitlines()
    # No path and no host of this machine belongs into the results.
    return re.sub(r"(file|https?)://\S+", "…", lines[-1]) if lines else ""
