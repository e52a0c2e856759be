"""What a reader's search fetches and how long it takes, in a real browser on the built site, whatever its index.

The site is served from this machine, text compressed as hosts send it. Every word is asked in a new window with
nothing kept. Words are cut out of the reports by one seed.
"""

from __future__ import annotations

import gzip
import http.server
import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.cost import FailedError
from generator.documents.encoding import decode
from tests.conftest import find_chromium

_COMPRESSED = {".html", ".js", ".css", ".json", ".svg", ".xml"}
_KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
# What a page is made of, whether searched or not.
_SHELL = {".html", ".js", ".css", ".svg", ".png", ".ico"}
_PATIENCE = 60_000
# The folder of the full text.
_TEXT = "search"
_NO_PROSE = "." * 9


@dataclass(frozen=True, slots=True)
class Search:
    """Over all words: kB of the full text a query (median, and what 19 of 20 stay below), kB of everything, ms to hits.

    Over all names: kB the finder fetches, ms from typing to the first line.
    """

    kilobytes: float
    most_kilobytes: float
    all_kilobytes: float
    milliseconds: float
    finder_kilobytes: float
    finder_milliseconds: float


@dataclass(frozen=True, slots=True)
class _Fetched:
    """KB of the full text's files, kB of other data (the finder's), ms."""

    text: float
    rest: float
    milliseconds: float


def words(reports: Path, many: int) -> list[str]:
    """Return so many words of two to eight characters that stand in the prose of the reports."""
    files = sorted(reports.rglob("*.txt"))
    chance = random.Random(7)
    found: list[str] = []
    while len(found) < many:
        lines = [line.strip() for line in decode(chance.choice(files).read_bytes()).splitlines()]
        line = chance.choice([line for line in lines if len(line) > 20 and "，" in line] or [_NO_PROSE])
        size = chance.choice((2, 2, 3, 3, 4, 4, 5, 6, 8))
        start = chance.randrange(len(line) - size)
        word = line[start : start + size]
        if all("一" <= character <= "鿿" for character in word):
            found.append(word)
    return found


def search(site: Path, asked: Sequence[str], names: Sequence[str]) -> Search:
    """Ask the full text for words and the finder for names. Raises ``FailedError`` without a browser."""
    program = find_chromium()
    if not program:
        raise FailedError("no Chromium")
    with _served(site) as (address, sent), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--headless", "--no-sandbox"])
        found = [_ask(browser, f"{address}/search/?q={quote(word)}", sent) for word in asked]
        finder = [_find(browser, address, name, sent) for name in names]
        browser.close()
    sizes = sorted(one.text for one in found)
    return Search(
        kilobytes=statistics.median(sizes),
        most_kilobytes=sizes[len(sizes) * 19 // 20],
        all_kilobytes=statistics.median(one.text + one.rest for one in found),
        milliseconds=statistics.median(one.milliseconds for one in found),
        finder_kilobytes=statistics.median(one.text + one.rest for one in finder),
        finder_milliseconds=statistics.median(one.milliseconds for one in finder),
    )


def _ask(browser: Browser, address: str, sent: Counter[str]) -> _Fetched:
    """Open the search page with a word in its address, up to the hits."""
    with _window(browser) as page:
        sent.clear()
        start = time.perf_counter()
        page.goto(address)
        page.wait_for_function(
            "() => document.querySelector('#gk-hits li') || "
            "/^(?!.*正在).+/.test(document.querySelector('.gk-search-text-says').textContent)"
        )
        took = 1000 * (time.perf_counter() - start)
        page.wait_for_load_state("networkidle")
        return _fetched(sent, took)


def _find(browser: Browser, address: str, name: str, sent: Counter[str]) -> _Fetched:
    """Type a name, the field having the focus and its data, up to the first line."""
    with _window(browser) as page:
        sent.clear()
        page.goto(f"{address}/about/")
        page.locator(".gk-find input").focus()
        page.wait_for_load_state("networkidle")
        start = time.perf_counter()
        page.keyboard.insert_text(name)
        page.locator("#gk-find-list .gk-option").first.wait_for()
        took = 1000 * (time.perf_counter() - start)
        page.wait_for_load_state("networkidle")
        return _fetched(sent, took)


def _fetched(sent: Counter[str], milliseconds: float) -> _Fetched:
    text = sent[_TEXT] / 1000
    return _Fetched(text, sent.total() / 1000 - text, milliseconds)


@contextmanager
def _window(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(_PATIENCE)
    yield context.new_page()
    context.close()


@contextmanager
def _served(site: Path) -> Iterator[tuple[str, Counter[str]]]:
    sent: Counter[str] = Counter()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            # A window that is closed may not want the rest.
            with suppress(ConnectionError):
                _answer(self, site, sent)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", sent
        server.shutdown()
        thread.join()


def _answer(request: http.server.BaseHTTPRequestHandler, site: Path, sent: Counter[str]) -> None:
    path = site / unquote(urlsplit(request.path).path).strip("/")
    if path.is_dir():
        path /= "index.html"
    if not path.is_file():
        request.send_error(404)
        return
    content, packed = path.read_bytes(), path.suffix in _COMPRESSED
    content = gzip.compress(content, mtime=0) if packed else content
    if path.suffix not in _SHELL:
        sent[path.relative_to(site).parts[0]] += len(content)
    request.send_response(200)
    request.send_header("Content-Type", _KINDS.get(path.suffix, "application/octet-stream"))
    request.send_header("Content-Length", str(len(content)))
    if packed:
        request.send_header("Content-Encoding", "gzip")
    request.end_headers()
    request.wfile.write(content)
