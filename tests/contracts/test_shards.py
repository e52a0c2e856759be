"""A portal built in shards on several machines is, byte for byte, what one machine builds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.collection.groups import Group
from generator.collection.shards import groups_in, sources_in
from generator.commands import run
from generator.executors.shard import Shard, shard_of
from generator.site.joining import join
from generator.sources import Source, SourceList
from tests.contracts.test_incremental import content, times

SHARDS = (Shard(1, 2), Shard(2, 2))


@pytest.fixture
def reports(tmp_path: Path, root: Path) -> Path:
    folder = tmp_path / "data" / "reports"
    shutil.copytree(root / "data" / "reports", folder)
    (folder / "notice.txt").write_text("关于召开会议的通知\n", encoding="utf-8")
    text = (folder / "003_007be9ad47cc36ba.txt").read_text(encoding="utf-8")
    (folder / "more.txt").write_text(text.replace("2023", "2022"), encoding="utf-8")
    return folder


def test_built_in_shards_and_joined(reports: Path, tmp_path: Path) -> None:
    caches = [tmp_path / f"cache-{shard.number}" for shard in SHARDS]
    for shard, cache in zip(SHARDS, caches, strict=True):
        assert run.read_documents(reports, cache, 1, shard=shard) == 0
    builds = [tmp_path / f"build-{shard.number}" for shard in SHARDS]
    for shard, out in zip(SHARDS, builds, strict=True):
        join(caches, out)
        assert run.build_site(reports, out, 1, strict=False, shard=shard) == 0
    pages = [{path.name for path in (out / "site" / "o").iterdir()} for out in builds]
    assert all(pages)
    assert not set.intersection(*pages)
    out, whole = tmp_path / "joined", tmp_path / "whole"
    assert join(builds, out) > 0
    before = {name: time for name, time in times(out / "pages").items() if name.startswith("o/")}
    assert before
    assert run.build_site(reports, out, 1, strict=False) == 0
    after = times(out / "pages")
    assert all(after[name] == time for name, time in before.items())
    assert run.build_site(reports, whole, 1, strict=False) == 0
    for folder in ("dataset", "pages", "docs", "site"):
        assert content(out / folder) == content(whole / folder)


def test_nothing_wrong_is_joined(reports: Path, tmp_path: Path) -> None:
    out, joined = tmp_path / "out", tmp_path / "joined"
    assert run.build_site(reports, out, 1, strict=False) == 0
    page = next((out / "pages" / "o").rglob("index.md"))
    page.write_bytes(b"x" * page.stat().st_size)
    (out / ".cache" / "readings.sqlite").write_bytes(b"no database")
    join([out], joined)
    assert not (joined / page.relative_to(out)).exists() or (joined / page.relative_to(out)).read_bytes()[:1] != b"x"
    assert run.build_site(reports, joined, 1, strict=False) == 0
    assert "xxx" not in (joined / page.relative_to(out)).read_text(encoding="utf-8")


def test_every_document_and_province_is_in_one_shard() -> None:
    found = SourceList(tuple(Source(f"{number}.txt", b"", "") for number in range(100)))
    groups = [
        Group(f"{part}0{county}00", f"{part}", "", 1 + county * part % 7)
        for part in range(11, 40)
        for county in range(9)
    ]
    for of in (1, 3, 8, 40):
        shards = [Shard(number, of) for number in range(1, of + 1)]
        read = [source for shard in shards for source in sources_in(found, shard).sources]
        assert sorted(read, key=lambda source: source.source) == sorted(found.sources, key=lambda source: source.source)
        made = [groups_in(groups, shard) for shard in shards]
        assert sorted(group.name for some in made for group in some) == sorted(group.name for group in groups)
        parts = [{group.part for group in some} for some in made]
        assert sum(map(len, parts)) == 29
        sizes = [sum(group.size for group in some) for some in made]
        largest = max(sum(group.size for group in groups if group.part == part) for part in {g.part for g in groups})
        assert max(sizes) - min(sizes) <= largest


@pytest.mark.parametrize("text", ["0/2", "3/2", "2", "a/b", "1/2/3", "-1/2", "１/２"])
def test_what_is_no_shard(text: str) -> None:
    assert shard_of(text) is None
    assert shard_of("2/8") == Shard(2, 8)
