"""Full text: what stands in a report is found in the index; a word of two or three characters only there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site.pages_year import Prose
from generator.site.search.folding import fold
from generator.site.search.grams import grams
from generator.site.search.index import File, file_bits, index_files
from generator.site.search.papers import Paper
from tests.unit.site.index_reader import asked

# Few characters, so that words meet; marks, spaces, a full-width letter, one beyond the basic plane.
TEXTS = st.lists(st.text(alphabet="镜泊镇民政人府 ，。Ａa1\n𠮷", max_size=40), min_size=1, max_size=6)
NAMES = {"23": "黑龙江省", "42": "湖北省"}


@given(TEXTS)
def test_every_word_of_a_report_is_found_and_short_ones_nowhere_else(texts: list[str]) -> None:
    files = _files(index_files(_papers(texts), NAMES))
    lines = [[fold(line) for line in text.split("\n")] for text in texts]
    for word in {line[a : a + n] for own in lines for line in own for n in (2, 3, 4, 5) for a in range(len(line))}:
        if len(word) < 2 or not _is_word(word):
            continue
        holding = {number for number, own in enumerate(lines) if any(word in line for line in own)}
        found = _numbers(files, word)
        assert found == holding if len(word) <= 3 else found >= holding


@given(TEXTS)
def test_marks_within_a_word_are_no_obstacle(texts: list[str]) -> None:
    files = _files(index_files(_papers([*texts, "镜泊，镇民。政府"]), NAMES))
    assert len(texts) in _numbers(files, "泊,镇")


def test_spaces_width_and_size_of_letters_make_no_difference() -> None:
    assert fold("１２３４５ 热线\u3000ＡＰＰ\u200b、①") == "12345热线app、1"
    files = _files(index_files(_papers(["拨打 １２３４５ 热线"]), NAMES))
    assert _numbers(files, "12345热线") == {0}


def test_grams_do_not_cross_lines_or_marks() -> None:
    assert set(grams(fold("甲乙，丙丁"))) >= set(grams("甲乙")) | set(grams("丙丁")) | set(grams("乙。丙"))
    assert not set(grams("甲\n乙"))
    assert not set(grams("甲"))


def test_the_same_bytes_with_a_cache_and_after_one_more_report(tmp_path: Path) -> None:
    few, more = _papers(["镜泊镇", "通城县民政局"]), _papers(["镜泊镇", "通城县民政局", "曲库乎乡"])
    cold = _files(index_files(more, NAMES))
    assert _files(index_files(few, NAMES, tmp_path)) == _files(index_files(few, NAMES))
    kept = {file.name: file.stat().st_mtime_ns for file in tmp_path.iterdir()}
    assert _files(index_files(more, NAMES, tmp_path)) == cold
    again = {file.name for file in tmp_path.iterdir() if kept.get(file.name) != file.stat().st_mtime_ns}
    assert again == {"grams-2020-23.section"}
    assert _files(index_files(reversed(more), NAMES, tmp_path)) == cold


def test_a_new_report_changes_no_text_and_no_list_but_its_own() -> None:
    before = _files(index_files(_papers(["镜泊镇", "通城县民政局"]), NAMES))
    after = _files(index_files(_papers(["镜泊镇", "通城县民政局", "曲库乎乡"]), NAMES))
    changed = {name for name in after if before.get(name) != after[name] and not name.startswith("search/grams")}
    assert changed == {"search/list/2020-23.json", "search/text/000002-x/2020.json", "search/parts.json"}


def test_a_very_large_collection_has_an_index_for_each_province() -> None:
    files = _files(index_files(_papers(["镜泊镇", "通城县民政局", "镜泊湖"]), NAMES, whole=2))
    parts = json.loads(files["search/parts.json"])
    assert [index["folder"] for index in parts["indexes"]] == ["grams-23", "grams-42"]
    assert parts["provinces"] == NAMES
    assert _numbers(files, "镜泊") == {0, 2}


def test_an_empty_collection_has_an_empty_list_of_parts() -> None:
    assert _files(index_files([], {})) == {"search/parts.json": b'{"provinces":{},"indexes":[]}\n'}


@pytest.mark.parametrize(("reports", "bits"), [(0, 4), (5, 4), (1_000, 9), (10_000, 12), (40_000, 13), (300_000, 13)])
def test_files_grow_with_the_collection(reports: int, bits: int) -> None:
    assert file_bits(reports) == bits


def _files(files: Iterable[File]) -> dict[str, bytes]:
    return {file.name: file.content() for file in files}


def _papers(texts: Sequence[str]) -> list[Paper]:
    return [
        Paper(f"{n:06d}-x", 2020 + n % 2, ("23", "42")[n % 2], str(n), "", (Prose("", tuple(text.split("\n"))),))
        for n, text in enumerate(texts)
    ]


def _numbers(files: Mapping[str, bytes], word: str) -> set[int]:
    return {int(org_id[:6]) for org_id, _ in asked(files, word)}


def _is_word(word: str) -> bool:
    return all(character.isalnum() for character in word)
