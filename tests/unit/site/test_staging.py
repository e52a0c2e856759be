"""Staging: side by side, never over each other, never outside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.errors import ConfigurationError
from generator.site.assets import as_browser_script, bundles
from generator.site.places import Place
from generator.site.staging import copy_file, filled, gather, link, place_in, write_if_changed


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


def test_a_second_name_takes_the_place_of_what_had_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, name = tmp_path / "one", tmp_path / "two", tmp_path / "below" / "name"
    one.write_bytes(b"one")
    two.write_bytes(b"two")
    for source in (one, one, two, one):
        link(source, name)
        assert name.samefile(source)
    monkeypatch.setattr(os, "link", refused)
    link(two, name)
    assert name.read_bytes() == b"two"
    assert not name.samefile(two)
    assert one.read_bytes() == b"one"
    assert sorted(path.name for path in name.parent.iterdir()) == ["name"]


def refused(*_: object) -> None:
    raise PermissionError


@pytest.mark.parametrize("size", [0, 5, (1 << 20) + 1])
def test_a_copy_takes_the_place_of_what_was_there(size: int, tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "below" / "target"
    source.write_bytes(b"x" * size)
    copy_file(source, target)
    copy_file(source, target)
    assert target.read_bytes() == source.read_bytes()
    assert not target.samefile(source)
    assert [path.name for path in target.parent.iterdir()] == ["target"]


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
