"""What all tests share: where the project lies, and whether there is a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# The gate tries the same examples every time, however slow the machine; `make test-all` looks for new ones.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile("search" if os.environ.get("GONGKAI_SEARCH") else "gate")

ROOT = Path(__file__).resolve().parent.parent
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_chromium() -> str:
    """Return the path of a Chromium, or nothing; ``GONGKAI_CHROMIUM`` names one."""
    named = os.environ.get("GONGKAI_CHROMIUM", "")
    return named or next(filter(None, map(shutil.which, _NAMES)), "")


def is_browser_required() -> bool:
    """Say whether a browser test that cannot run is a failure (as in CI) and not a skip."""
    return os.environ.get("GONGKAI_REQUIRE_BROWSER", "") not in {"", "0"}


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of a Chromium; without one the test is skipped, or fails where a browser is required."""
    path = find_chromium()
    if not path:
        answer = pytest.fail if is_browser_required() else pytest.skip
        answer("no Chromium found (GONGKAI_CHROMIUM names one)")
    return path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip browser tests without a browser, before anything is built for them."""
    if find_chromium() or is_browser_required():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium found"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """Say loudly, right above the closing line, that the site was not looked at in a browser."""
    yield
    skipped = [report for report in terminalreporter.stats.get("skipped", ()) if "Chromium" in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(
            f"!!! NO BROWSER: {len(skipped)} browser tests were NOT run; install chromium (see .ci/run) !!!",
            red=True,
            bold=True,
        )
