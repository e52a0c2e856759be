"""Hashes are kept only of files that nobody can have touched since."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from generator.cache import digests as module
from generator.cache.digests import Digests
from generator.sources import find_sources, is_as_found


def hashes(folder: Path, kept: Path) -> dict[str, str]:
    digests = Digests(kept)
    found = {source.source: source.sha256 for source in find_sources(folder, digests).sources}
    digests.save()
    return found


def true(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(name)
    return folder


def test_what_changed_is_hashed_again(monkeypatch: pytest.MonkeyPatch, reports: Path, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "_JUST_NOW", 0)
    kept = tmp_path / "cache" / "digests.json"
    assert hashes(reports, kept) == true(reports)
    before = (reports / "a.txt").stat()
    # The same size and time of change: what nobody can set still tells.
    (reports / "a.txt").write_text("x")
    os.utime(reports / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    (reports / "b.txt").replace(reports / "d.txt")
    assert hashes(reports, kept) == true(reports)
    for spoilt in (b"", b"[1]", b'{"a": 1}', b"\xff"):
        kept.write_bytes(spoilt)
        assert hashes(reports, kept) == true(reports)


def test_files_that_did_not_change_are_not_read(monkeypatch: pytest.MonkeyPatch, reports: Path, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "_JUST_NOW", 0)
    kept = tmp_path / "digests.json"
    first = hashes(reports, kept)
    monkeypatch.setattr("generator.sources._digest", lambda path: pytest.fail(f"read again: {path!r}"))
    assert hashes(reports, kept) == first


def test_a_file_of_just_now_is_not_believed(reports: Path, tmp_path: Path) -> None:
    kept = tmp_path / "digests.json"
    hashes(reports, kept)
    age = time.time_ns() - (reports / "a.txt").stat().st_ctime_ns
    assert age > module._JUST_NOW or not kept.exists()


def test_a_folder_is_surely_as_found_only_while_nobody_touched_it(
    monkeypatch: pytest.MonkeyPatch, reports: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(module, "_JUST_NOW", 0)
    (reports / "below").mkdir()
    (reports / "below" / "e.txt").write_text("e")

    def met() -> Digests:
        digests = Digests()
        find_sources(reports, digests)
        assert is_as_found(reports, digests)
        return digests

    digests = met()
    (reports / "a.txt").write_text("x")
    assert not is_as_found(reports, digests)
    digests = met()
    (reports / "below" / "f.txt").write_text("f")
    assert not is_as_found(reports, digests)
    digests = met()
    (reports / "below" / "f.txt").unlink()
    assert not is_as_found(reports, digests)
    # One of just now may have changed within a tick of the clock: it is read again.
    monkeypatch.setattr(module, "_JUST_NOW", 1 << 62)
    digests = met()
    before = (reports / "b.txt").stat()
    monkeypatch.setattr("generator.sources._digest", lambda path: ("another", 1))
    assert (reports / "b.txt").stat() == before
    assert not is_as_found(reports, digests)
