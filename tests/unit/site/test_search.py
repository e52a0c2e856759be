"""Full text: what stands in a report is found in the index; a word of two or three characters only there."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.site.ledger import Entry as Noted
from generator.site.ledger import Ledger
from generator.site.pages_year import Prose
from generator.site.search.folding import fold
from generator.site.search.gramfiles import file_bits
from generator.site.search.grams import gram_bytes, grams, grams_of_bytes
from generator.site.search.index import WHOLE
from generator.site.search.papers import Entry, Paper, entry_of, pack_paper, paper_of, text_of, unpack_paper
from generator.site.search.places import places, slots
from generator.site.search.postings import Holders, decoded, encoded
from generator.site.search.varints import numbers, written
from generator.site.search.write import write_index
from generator.site.search.years import YEARS, bit_of
from tests.unit.site.index_reader import asked

# Few characters, so that words meet; marks, spaces, a full-width letter, one beyond the basic plane.
TEXTS = st.lists(st.text(alphabet="镜泊镇民政人府 ，。Ａa1\n𠮷", max_size=40), min_size=1, max_size=6)
NAMES = {"23": "黑龙江省", "42": "湖北省"}

_TOWNS = [code for code in slots() if code.startswith(("23", "42")) and len(code) > 6][::50]

Collection = dict[Entry, bytes]


@given(TEXTS)
def test_every_word_of_a_report_is_found_and_short_ones_nowhere_else(texts: list[str]) -> None:
    files = _files(_collection(texts))
    lines = [[fold(line) for line in text.split("\n")] for text in texts]
    for word in {line[a : a + n] for own in lines for line in own for n in (2, 3, 4, 5) for a in range(len(line))}:
        if len(word) < 2 or not _is_word(word):
            continue
        holding = {number for number, own in enumerate(lines) if any(word in line for line in own)}
        found = _numbers(files, word)
        assert found == holding if len(word) <= 3 else found >= holding


@given(TEXTS)
def test_marks_within_a_word_are_no_obstacle(texts: list[str]) -> None:
    files = _files(_collection([*texts, "镜泊，镇民。政府"]))
    assert len(texts) in _numbers(files, "泊,镇")


def test_spaces_width_and_size_of_letters_make_no_difference() -> None:
    assert fold("１２３４５ 热线\u3000ＡＰＰ\u200b、①") == "12345热线app、1"
    files = _files(_collection(["拨打 １２３４５ 热线"]))
    assert _numbers(files, "12345热线") == {0}


def test_traditional_characters_are_others() -> None:
    files = _files(_collection(["政府信息公開", "政府信息公开"]))
    assert _numbers(files, "公開") == {0}
    assert _numbers(files, "公开") == {1}


def test_grams_do_not_cross_lines_or_marks() -> None:
    assert set(grams(fold("甲乙，丙丁"))) >= set(grams("甲乙")) | set(grams("丙丁")) | set(grams("乙。丙"))
    assert not set(grams("甲\n乙"))
    assert not set(grams("甲"))


@given(st.lists(st.integers(0, 1 << 40)))
def test_numbers_are_what_was_written(values: list[int]) -> None:
    content, offsets = written(np.array(values, dtype=np.int64))
    assert numbers(np.frombuffer(content, dtype=np.uint8)).tolist() == values
    assert offsets[-1] == len(content)


def test_a_paper_is_the_same_after_packing() -> None:
    paper = paper_of(
        text_of("231084107-x", "镜泊镇人民政府", "黑龙江省", [Prose("总体情况", ("镜泊镇公开信息", "\ud800"))])
    )
    assert unpack_paper(pack_paper(paper)) == paper
    found = grams("镜泊镇公开信息")
    assert (grams_of_bytes(gram_bytes(found)) == found).all()
    assert set(found) <= set(grams_of_bytes(paper.grams))


@given(
    st.sets(st.tuples(st.integers(0, 5), st.integers(0, 300), st.integers(0, 40)), max_size=60),
    st.randoms(use_true_random=False),
)
def test_postings_say_who_holds_a_gram(rows: set[tuple[int, int, int]], chance: random.Random) -> None:
    sets = [1, 2, 6, 1 << 52, chance.randint(1, 1 << 20)]
    columns = np.array([(*row, chance.choice(sets)) for row in sorted(rows)], dtype=np.int64).reshape(-1, 4).T
    back = decoded(encoded(Holders(*columns)))
    assert np.array_equal(columns, np.stack((back.grams, back.slots, back.ranks, back.years)))


def test_a_body_more_moves_no_other_unless_their_number_doubles() -> None:
    townships = [code for code in slots() if len(code) > 6][:3000:3]
    bodies = [(f"{code}-x", code[:2]) for code in townships]
    offices = [(f"231084-office{number}", "23") for number in range(40)]
    known = [*bodies, *offices]
    moved = [
        sum(after[one] != before[one] for one in before)
        for before, after in (
            (places([other for other in known if other != left_out]), places(known))
            for left_out in (bodies[7], *offices)
        )
    ]
    assert moved[0] == 0
    assert sum(moved) < len(offices)
    found = places(known)
    assert sorted(found, key=found.__getitem__)[: len(bodies)] == [org_id for org_id, _ in bodies if org_id < "23"]
    assert len(set(found.values())) == len(known)
    assert places([("990101-x", "99"), ("650101-x", "65")])["990101-x"].slot == len(slots()) - 1


@given(
    st.lists(st.sampled_from(["镜泊镇", "民政局长", "曲库乎乡", "", "公开信息"]), min_size=8, max_size=8), st.randoms()
)
@settings(max_examples=12)
def test_the_same_bytes_after_reports_come_go_and_change(texts: list[str], chance: random.Random) -> None:
    before = _collection(texts, lambda number: f"2310841{number % 3:02d}-body{number // 2}")
    after = dict(chance.sample(list(before.items()), 6)) | _collection(["新来的镜泊镇", "通城县民政局"], _new)
    with tempfile.TemporaryDirectory() as folder:
        workplace = _Workplace(Path(folder))
        workplace.write(before)
        assert workplace.write(after) == _files(after)
        assert workplace.write(before) == _files(before)


def test_one_more_report_loads_itself_and_touches_the_files_of_its_grams_only(tmp_path: Path) -> None:
    texts = [f"{'甲乙丙丁戊己庚辛'[number % 8]}镇公开政府信息{number}条" for number in range(60)]
    few, more = _collection(texts[:-1], _town), _collection(texts, _town)
    workplace = _Workplace(tmp_path)
    workplace.write(few)
    times = workplace.times()
    workplace.loaded.clear()
    workplace.write(few)
    assert workplace.times() == times
    assert not workplace.loaded
    assert workplace.write(more) == _files(more)
    new = next(iter(set(more) - set(few)))
    assert set(workplace.loaded) == {new}
    changed = {name for name, time in workplace.times().items() if times.get(name) != time}
    bits = file_bits(len(more))
    own = {f"search/grams/{int(gram) >> 32 - bits:02x}.bin" for gram in grams(fold(texts[-1]))}
    assert changed - {f"search/{_text(new)}"} == own


@pytest.mark.parametrize("year", [2007, 2019, 2022, 2026, 2031])
def test_the_first_report_of_a_year_touches_the_files_of_its_grams_only(tmp_path: Path, year: int) -> None:
    few = _collection([f"{'甲乙丙丁戊己庚辛'[number % 8]}镇公开政府信息{number}条" for number in range(60)], _town)
    text = "镜泊镇公开政府信息七条"
    more = few | _collection([text], _town, year)
    assert {entry.year for entry in few} == {2020, 2021}
    workplace = _Workplace(tmp_path)
    workplace.write(few)
    times = workplace.times()
    workplace.loaded.clear()
    files = workplace.write(more)
    assert files == _files(more)
    new = next(iter(set(more) - set(few)))
    assert workplace.loaded == [new, new]
    changed = {name for name, time in workplace.times().items() if times.get(name) != time}
    bits = file_bits(len(more))
    own = {f"search/grams/{int(gram) >> 32 - bits:02x}.bin" for gram in grams(text)}
    assert changed == {"search/parts.json", f"search/{_text(new)}"} | own
    assert asked(files, "镜泊镇") == {(new.org_id, year)}
    assert (new.org_id, year) in asked(files, "公开政府信息")
    assert len(asked(files, "公开政府信息")) == len(more)
    # And back, without a trace.
    assert workplace.write(few) == _files(few)


def test_a_year_that_was_misread_is_not_searched() -> None:
    assert _files(_collection(["镜泊镇"], year=202)) == _files({})
    assert set(map(bit_of, YEARS)) == set(range(53))


@pytest.mark.parametrize("harm", ["touched", "cut", "gone", "no state", "other state"])
def test_what_was_harmed_is_made_again(tmp_path: Path, harm: str) -> None:
    few, more = _collection(["镜泊镇", "通城县民政局"]), _collection(["镜泊镇", "通城县民政局", "曲库乎乡"])
    workplace = _Workplace(tmp_path)
    workplace.write(few)
    victim = sorted((workplace.site / "search/grams").iterdir())[3]
    state = tmp_path / "cache" / "search.json"
    match harm:
        case "touched":
            victim.write_bytes(b"\x01\x01\x01\x01")
        case "cut":
            victim.write_bytes(b"\x05")
        case "gone":
            victim.unlink()
        case "no state":
            state.unlink()
        case _:
            state.write_text(state.read_text().replace('"stamp":"', '"stamp":"0'))
    assert workplace.write(more) == _files(more)


def test_what_belongs_to_no_report_is_taken_away(tmp_path: Path) -> None:
    workplace = _Workplace(tmp_path)
    workplace.write(_collection(["镜泊镇", "通城县民政局"]))
    left = workplace.write(_collection(["镜泊镇"]))
    (entry,) = _collection(["镜泊镇"])
    assert [name for name in left if "text/" in name] == [f"search/{_text(entry)}"]
    assert [path.name for path in (workplace.site / "search/text").iterdir()] == [_text(entry).split("/")[1]]


def test_a_very_large_collection_has_an_index_for_each_province() -> None:
    files = _files(_collection(["镜泊镇", "通城县民政局", "镜泊湖"]), whole=2)
    parts = json.loads(files["search/parts.json"])
    assert [index["folder"] for index in parts["indexes"]] == ["grams-23", "grams-42"]
    assert {code: name for code, (name, _) in parts["provinces"].items()} == NAMES
    assert _numbers(files, "镜泊") == {0, 2}


def test_an_empty_collection_has_an_empty_list_of_parts() -> None:
    assert _files({}) == {"search/parts.json": b'{"provinces":{},"middle":2024,"indexes":[]}\n'}


@pytest.mark.parametrize(
    ("reports", "bits"), [(0, 4), (5, 4), (1_000, 9), (10_000, 13), (30_000, 14), (40_000, 14), (300_000, 14)]
)
def test_files_grow_with_the_collection(reports: int, bits: int) -> None:
    assert file_bits(reports) == bits


class _Workplace:
    """A site that one collection after another is written into, and what was loaded for it."""

    def __init__(self, folder: Path) -> None:
        self.site, self.cache = folder / "site", folder / "cache"
        self._folder, self._known = folder, dict[str, Noted]()
        self.loaded: list[Entry] = []

    def write(self, collection: Collection, whole: int = WHOLE) -> dict[str, bytes]:
        def load(entries: Sequence[Entry]) -> Iterator[Paper]:
            self.loaded += entries
            return (paper_of(collection[entry]) for entry in entries)

        # A ledger looks once at what is there: every build has its own.
        ledger = Ledger(self._folder, self._known)
        names = write_index(collection, load, NAMES, self.site, ledger, self.cache, whole)
        self._known = {name: entry for name, entry in ledger.files.items() if name.removeprefix("site/") in names}
        files = {name: (self.site / name).read_bytes() for name in names if not name.endswith(".html")}
        assert set(self.times()) == set(files)
        return files

    def times(self) -> dict[str, int]:
        found = (path for path in self.site.rglob("*") if path.is_file())
        return {path.relative_to(self.site).as_posix(): path.stat().st_mtime_ns for path in found}


def _files(collection: Collection, whole: int = WHOLE) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        return _Workplace(Path(folder)).write(collection, whole)


def _id(number: int) -> str:
    return f"{number:06d}-x"


def _new(number: int) -> str:
    return f"231084107-new{number}"


def _town(number: int) -> str:
    return f"{_TOWNS[number]}-town"


def _text(entry: Entry) -> str:
    """Where a report's words lie, its body being alone in its division."""
    return f"text/{places([(entry.org_id, entry.province)])[entry.org_id].slot}/0-{entry.year}.json"


def _collection(texts: Sequence[str], name: Callable[[int], str] = _id, year: int | None = None) -> Collection:
    made: Collection = {}
    for number, text in enumerate(texts):
        whole = text_of(name(number), str(number), "", [Prose("", tuple(text.split("\n")))])
        province = name(number)[:2] if name is not _id else ("23", "42")[number % 2]
        made[entry_of(name(number), year or 2020 + number % 2, province, whole)] = whole
    return made


def _numbers(files: Mapping[str, bytes], word: str) -> set[int]:
    return {int(org_id[:6]) for org_id, _ in asked(files, word)}


def _is_word(word: str) -> bool:
    return all(character.isalnum() for character in word)
