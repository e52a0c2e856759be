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


def lacks_office() -> bool:
    """Say whether one of the programs that read old Word files is absent."""
    return shutil.which("soffice") is None or shutil.which("antiword") is None


def is_office_required() -> bool:
    """Say whether a test that needs those programs and cannot run is a failure (as in CI) and not a skip."""
    return os.environ.get("GONGKAI_REQUIRE_OFFICE", "") not in {"", "0"}


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
    """Skip browser tests without a browser, before anything is built for them; the same for office programs."""
    no_browser = not find_chromium() and not is_browser_required()
    no_office = lacks_office() and not is_office_required()
    for item in items:
        if no_browser and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium found"))
        if no_office and item.get_closest_marker("office"):
            item.add_marker(pytest.mark.skip(reason="no LibreOffice or no antiword found"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """Say loudly, right above the closing line, what could not be tried without a browser or office programs."""
    yield
    without = [one for one in terminalreporter.stats.get("skipped", ()) if "LibreOffice" in str(one.longrepr)]
    if without:
        terminalreporter.write_line(
            f"!!! NO OFFICE: {len(without)} tests of old Word files were NOT run; install libreoffice-writer and"
            " antiword (see .ci/run) !!!",
            red=True,
            bold=True,
        )
    skipped = [report for report in terminalreporter.stats.get("skipped", ()) if "Chromium" in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(
            f"!!! NO BROWSER: {len(skipped)} browser tests were NOT run; install chromium (see .ci/run) !!!",
            red=True,
            bold=True,
        )
