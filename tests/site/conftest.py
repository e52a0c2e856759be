"""The made site, built once a session, a real server for it and a real browser."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from generator.collection.arranged import Arranged
from generator.model import Dataset
from generator.site.build import build_site
from tests.site.made import made_dataset, write_reports

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Made:
    """The made data set and where its site was built."""

    dataset: Dataset
    reports: Path
    out: Path

    @property
    def data(self) -> Path:
        return self.out / "dataset"

    @property
    def site(self) -> Path:
        return self.out / "site"

    def html(self, address: str) -> str:
        return (self.site / address.strip("/") / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    dataset = made_dataset()
    reports = write_reports(dataset, folder)
    build_site(Arranged(dataset), reports_dir=reports, out=folder / "build")
    return Made(dataset, reports, folder / "build")


@pytest.fixture(scope="session")
def address(made: Made) -> Iterator[str]:
    """Serve the site below a path, as on a project's Pages, so that absolute links would break."""
    handler = functools.partial(_Quiet, directory=str(made.out))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/site"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("GONGKAI_REQUIRE_BROWSER") == "1":
            pytest.fail("no Chromium found, and GONGKAI_REQUIRE_BROWSER=1 forbids to go without")
        warnings.warn("NO CHROMIUM: the tests in a real browser were skipped", stacklevel=1)
        pytest.skip("NO CHROMIUM: the tests in a real browser were skipped")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


class Visit:
    """A page with everything that went wrong on it, or left our own host."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self._context = browser.new_context(locale="zh-CN", **{"viewport": {"width": 1440, "height": 900}, **options})
        self.page: Page = self._context.new_page()
        self.address = address
        self.troubles: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        self.page.on("dialog", self._dialog)
        self.page.on("request", lambda request: self.requests.append(request.url))

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def close(self) -> None:
        self._context.close()

    @property
    def foreign(self) -> list[str]:
        """Requests to another host; what a page makes itself (``blob:``, ``data:``) is none."""
        return [url for url in self.requests if url.startswith("http") and not url.startswith(self.address)]

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.troubles.append(f"{kind}: {text}")

    def _dialog(self, dialog: Any) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    one = Visit(browser, address)
    yield one
    one.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing: the tests' own output is read."""
