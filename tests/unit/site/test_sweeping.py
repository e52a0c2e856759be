"""Sweeping: what belongs nowhere goes, with its folders; what nobody touched is not looked into."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from generator.site.ledger import Ledger, load_ledger, not_as_noted, save_ledger, touched_since, written
from generator.site.staging import write_if_changed
from generator.site.sweeping import swept


def there(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_what_belongs_no_more_is_removed_with_empty_folders(tmp_path: Path) -> None:
    for name in ("a/b/kept.md", "a/gone.md", "c/d/gone.md", "kept.md"):
        write_if_changed(tmp_path / name, b"")
    left = swept(tmp_path.parent, tmp_path.name, {"a/b/kept.md", "kept.md"}, {}, ())
    assert there(tmp_path) == ["a", "a/b", "a/b/kept.md", "kept.md"]
    assert {name.removeprefix(tmp_path.name) for name in left} == {"", "/a", "/a/b"}
    assert not swept(tmp_path, "nowhere", (), {}, ())


def test_folders_that_nobody_changed_are_not_looked_into(tmp_path: Path) -> None:
    for name in ("a/one.md", "b/one.md"):
        write_if_changed(tmp_path / name, b"")
    tree, kept = tmp_path.name, {"a/one.md", "b/one.md"}
    left = swept(tmp_path.parent, tree, kept, {}, ())
    for name in ("a/foreign.md", "b/foreign.md"):
        write_if_changed(tmp_path / name, b"")
    swept(tmp_path.parent, tree, kept, left, [f"{tree}/b"])
    assert there(tmp_path) == ["a", "a/foreign.md", "a/one.md", "b", "b/one.md"]


def test_a_folder_left_empty_takes_those_around_it_along(tmp_path: Path) -> None:
    write_if_changed(tmp_path / "a/b/c/one.md", b"")
    write_if_changed(tmp_path / "a/two.md", b"")
    tree = tmp_path.name
    left = swept(tmp_path.parent, tree, {"a/b/c/one.md", "a/two.md"}, {}, ())
    left = swept(tmp_path.parent, tree, {"a/two.md"}, left, [f"{tree}/a/b/c"])
    assert there(tmp_path) == ["a", "a/two.md"]
    assert left == {f"{tree}{name}": os.stat(f"{tmp_path}{name}").st_mtime_ns for name in ("", "/a")}  # noqa: PTH116


def test_a_ledger_keeps_its_trees_clean_build_after_build(tmp_path: Path) -> None:
    def build(*names: str) -> set[str]:
        ledger = load_ledger(tmp_path / "ledger.json", tmp_path)
        touched = not_as_noted(ledger)
        assert (touched_since(tmp_path / "ledger.json", tmp_path) or set()) == touched
        ledger.take({f"t/{name}": written(tmp_path / "t", name, name) for name in names})
        ledger.keep_only("t", names)
        save_ledger(ledger, tmp_path / "ledger.json")
        assert touched_since(tmp_path / "ledger.json", tmp_path) == set()
        return touched

    first = ("a/b/kept.md", "c/d/kept.md", "e/later.md")
    build(*first)
    assert not build(*first)
    # A foreign file and folder, deep down, and one in place of a folder's; a file that was kept before and is no more.
    write_if_changed(tmp_path / "t/a/b/new/foreign.md", b"")
    (tmp_path / "t/c/d/foreign.md").touch()
    (tmp_path / "t/a/b/kept.md").write_text("otherwise", encoding="utf-8")
    assert build(*first[:2], "f/g/new.md") == {"t/a/b", "t/c/d", "t/a/b/kept.md"}
    assert there(tmp_path / "t") == [
        "a", "a/b", "a/b/kept.md", "c", "c/d", "c/d/kept.md", "f", "f/g", "f/g/new.md",
    ]  # fmt: skip
    assert (tmp_path / "t/a/b/kept.md").read_text(encoding="utf-8") == "a/b/kept.md"
    assert not build(*first[:2], "f/g/new.md")


def test_without_a_ledger_everything_else_is_swept(tmp_path: Path) -> None:
    write_if_changed(tmp_path / "t/x/foreign.md", b"")
    ledger = Ledger(tmp_path)
    ledger.take({"t/y/own.md": written(tmp_path / "t", "y/own.md", "")})
    ledger.keep_only("t", ["y/own.md"])
    assert there(tmp_path / "t") == ["y", "y/own.md"]


def test_what_is_gone_is_named(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.take({f"t/{name}": written(tmp_path / "t", name, "") for name in ("a/one.md", "b/two.md")})
    assert ledger.keep_only("t", ["a/one.md"]) == ["t/b/two.md"]
    assert there(tmp_path / "t") == ["a", "a/one.md"]


def test_a_folder_apart_is_left_to_its_own_ledger(tmp_path: Path) -> None:
    for name in ("a/one.md", "a/foreign.md", "b/foreign.md"):
        write_if_changed(tmp_path / "t" / name, b"")
    left = swept(tmp_path, "t", (), {}, ["t/a"], apart=["t/a", "t/nowhere"])
    assert there(tmp_path / "t") == ["a", "a/foreign.md", "a/one.md"]
    assert left == {f"t{name}": os.stat(f"{tmp_path}/t{name}").st_mtime_ns for name in ("", "/a")}  # noqa: PTH116


def test_a_ledger_that_can_not_be_read_says_nothing_of_what_was_touched(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    assert touched_since(path, tmp_path) is None
    ledger = load_ledger(path, tmp_path)
    ledger.take(
        {"t/one.md": written(tmp_path / "t", "one.md", "1"), "t/two.md": written(tmp_path / "t", "two.md", "2")}
    )
    save_ledger(ledger, path)
    assert touched_since(path, tmp_path) == set()
    whole = json.loads(path.read_bytes())
    others: list[Any] = [{**whole, "sizes": ""}, {**whole, "files": "t/one.md"}, {**whole, "files": ""}, {}, []]
    for spoilt in others:
        path.write_text(json.dumps(spoilt), encoding="utf-8")
        assert touched_since(path, tmp_path) is None
