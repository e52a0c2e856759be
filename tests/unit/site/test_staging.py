"""Staging: side by side, never over each other, never outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import ConfigurationError
from generator.site.assets import as_browser_script, copy_bundles
from generator.site.places import Place
from generator.site.staging import fill, stage, write_pages


def test_a_path_on_both_sides_is_refused(tmp_path: Path) -> None:
    for side in ("pages", "content"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "about.md").write_text(side)
    with pytest.raises(ConfigurationError, match=r"both .*about\.md"):
        stage((("", tmp_path / "pages"), ("", tmp_path / "content")), tmp_path / "docs")


def test_both_sides_and_assets_are_laid_together(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "x.md").write_text("x")
    (tmp_path / "b" / "y.css").write_text("y")
    stage((("", tmp_path / "a"), ("assets", tmp_path / "b")), tmp_path / "docs")
    assert sorted(p.relative_to(tmp_path / "docs").as_posix() for p in (tmp_path / "docs").rglob("*.*")) == [
        "assets/y.css",
        "x.md",
    ]


def test_a_page_outside_its_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="outside"):
        write_pages([("../x.md", "")], tmp_path / "pages")


def test_markers_are_filled_and_unknown_ones_refused(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# A\n\n<!-- generated: states -->\n")
    fill(tmp_path, {"states": "<div>s</div>"})
    assert page.read_text() == "# A\n\n<div>s</div>\n"
    page.write_text("<!-- generated: other -->\n")
    with pytest.raises(ConfigurationError, match="unknown block: other"):
        fill(tmp_path, {})


def test_missing_bundles_name_the_command_that_installs_them(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="make setup"):
        copy_bundles((tmp_path,), tmp_path / "vendor")


def test_commonjs_locale_is_wrapped_for_the_browser() -> None:
    script = as_browser_script("module.exports = {};")
    assert script.startswith("(function () {")
    assert "Plotly.register(module.exports);" in script


@pytest.mark.parametrize(
    ("here", "there", "link"),
    [
        ("/", "/compare/", "compare/"),
        ("/o/a/2022/", "/", "../../../"),
        ("/o/a/2022/", "/o/a/2022/#x.y", "./#x.y"),
        ("/o/a/", "/o/a/2022/#requests.received.total", "2022/#requests.received.total"),
        ("/data/", "/data/cells.csv", "cells.csv"),
    ],
)
def test_links_are_relative(here: str, there: str, link: str) -> None:
    assert Place(here).to(there) == link
