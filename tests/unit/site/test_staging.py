"""Staging: side by side, never over each other, never outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import ConfigurationError
from generator.site.assets import as_browser_script, bundles
from generator.site.places import Place
from generator.site.staging import filled, gather, link, place_in, swept, write_if_changed


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


def test_what_belongs_no_more_is_removed_with_empty_folders(tmp_path: Path) -> None:
    for name in ("a/b/kept.md", "a/gone.md", "c/d/gone.md", "kept.md"):
        write_if_changed(tmp_path / name, b"")
    kept = {"a/b/kept.md", "kept.md"}
    left = swept(tmp_path.parent, tmp_path.name, kept, (), {})
    assert there(tmp_path) == ["a", "a/b", "a/b/kept.md", "kept.md"]
    assert {name.removeprefix(tmp_path.name) for name in left} == {"", "/a", "/a/b"}
    assert not swept(tmp_path, "nowhere", (), (), {})


def test_only_folders_that_changed_are_looked_into(tmp_path: Path) -> None:
    for name in ("a/b/kept.md", "c/d/kept.md", "e/later.md"):
        write_if_changed(tmp_path / name, b"")
    kept = {"a/b/kept.md", "c/d/kept.md", "e/later.md"}
    left = swept(tmp_path.parent, tmp_path.name, kept, (), {})
    assert swept(tmp_path.parent, tmp_path.name, kept, (), left) == left
    # A foreign file and folder, deep down; a file that was kept before and is no more.
    write_if_changed(tmp_path / "a" / "b" / "new" / "foreign.md", b"")
    (tmp_path / "c" / "d" / "foreign.md").touch()
    kept.remove("e/later.md")
    again = swept(tmp_path.parent, tmp_path.name, kept, ["e/later.md"], left)
    assert there(tmp_path) == ["a", "a/b", "a/b/kept.md", "c", "c/d", "c/d/kept.md"]
    assert swept(tmp_path.parent, tmp_path.name, kept, (), again) == again


def there(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


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
