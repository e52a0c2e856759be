"""Staging: side by side, never over each other, never outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import ConfigurationError
from generator.site.assets import as_browser_script, bundles
from generator.site.places import Place
from generator.site.staging import filled, gather, link, place_in, write_if_changed


def test_a_name_from_both_sides_is_refused(tmp_path: Path) -> None:
    for side in ("pages", "content"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "about.md").write_text(side)
    with pytest.raises(ConfigurationError, match=r"both .*about\.md"):
        gather((("", tmp_path / "pages"), ("", tmp_path / "content")))


def test_both_sides_and_assets_get_their_names(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "x.md").write_text("x")
    (tmp_path / "b" / "y.css").write_text("y")
    assert gather((("", tmp_path / "a"), ("assets", tmp_path / "b"))) == {
        "x.md": tmp_path / "a" / "x.md",
        "assets/y.css": tmp_path / "b" / "y.css",
    }


@pytest.mark.parametrize("name", ["../x.md", "/x.md", "a//b.md", "a/./b.md", "a\\b.md", ""])
def test_a_page_outside_its_folder_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="outside"):
        place_in(tmp_path, name)


def test_what_is_there_already_is_not_written_again(tmp_path: Path) -> None:
    page = tmp_path / "a" / "b.md"
    assert write_if_changed(page, b"one")
    before = page.stat()
    assert not write_if_changed(page, b"one")
    assert (page.stat().st_ino, page.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    link(page, tmp_path / "other" / "b.md")
    assert write_if_changed(page, b"two")
    assert (tmp_path / "other" / "b.md").read_bytes() == b"one"
    assert not write_if_changed(page, b"two")


def test_markers_are_filled_and_unknown_ones_refused() -> None:
    text = "# A\n\n<!-- generated: states -->\n"
    assert filled("a.md", text, {"states": "<div>s</div>"}) == "# A\n\n<div>s</div>\n"
    with pytest.raises(ConfigurationError, match=r"a\.md asks for an unknown block: states"):
        filled("a.md", text, {})


def test_missing_bundles_name_the_command_that_installs_them(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="make setup"):
        bundles((tmp_path,))


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
