"""What reports of other bodies mean, from their traits alone; the rest asks for the reports of one body only."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from generator.cache.packing import pack, unpack
from generator.checks import across
from generator.checks import occurrences as counting
from generator.checks import pairs as pairing
from generator.checks.across import across_bodies
from generator.checks.beside import Beside
from generator.checks.between import between
from generator.checks.occurrences import MANY_BODIES, Passages, occurrences
from generator.checks.overlaps import overlaps
from generator.checks.pairs import FEWEST_SHARED, pairs
from generator.checks.shingles import shingles
from generator.checks.traits import SECTIONS, Filled, Party, Traits, is_compared, party_of, traits_of
from generator.model import Report, Section
from tests.builders import body, report_of

YEARS = (2021, 2022, 2023)
TABLE = """
    received       | 12 3 0 0 0 1 16
    granted        | 5 1 0 0 0 0 6
    denied_process | 2 0 0 0 0 1 3
    unavailable_not_held | 4 2 0 0 0 0 6
    closed_other   | 1 0 0 0 0 0 1
    outcomes_total | 12 3 0 0 0 1 16
"""


def sentence(seed: str) -> str:
    chance = random.Random(seed)
    return "".join(chr(0x4E00 + chance.randrange(3000)) for _ in range(30))


def prose(chance: random.Random, *, own: str, before: Sequence[str]) -> list[str]:
    """Return sentences: a body's own, last year's, of a stock that many know and of one that few know."""
    found = list(before[: chance.randrange(len(before) + 1)])
    for number in range(chance.choice((3, 9, 15))):
        stock = {0: f"many {chance.randrange(4)}", 1: f"few {chance.randrange(300)}"}.get(chance.randrange(8))
        found.append(("下一步将" if number == 2 else "") + sentence(stock or f"{own} {number}"))
    return found


def collection(bodies: int = 18, seed: int = 3) -> Iterator[Report]:
    """Yield reports of which some share sections, tables and odd amounts; some stand twice, one has no body."""
    chance = random.Random(seed)
    neighbour: dict[Section, list[str]] = {}
    for number in range(bodies):
        kind = replace(body(f"23108410{number % 7}-jigou{number}"), organisation=f"第{number}机关")
        last: dict[Section, list[str]] = {}
        for year in YEARS:
            texts = {one: prose(chance, own=f"{number} {year} {one}", before=last.get(one, [])) for one in SECTIONS}
            if neighbour and chance.random() < 0.3:
                texts[Section.OTHER] = neighbour[Section.OVERVIEW]
            drawing = (
                TABLE.replace("12 3", f"{12 + number % 9} 3")
                if chance.random() < 0.5
                else "carried_out | 1 0 0 0 0 0 1"
            )
            yield replace(
                report_of(f"{drawing}\nfees | {300000 if number == 5 else number + 1}"),
                report_id=f"{kind.org_id}-{year}",
                source=f"{number}-{year}.txt",
                year=year,
                organisation=kind,
                narrative={one: "。".join(some) + "。" for one, some in texts.items()},
            )
            last = texts
        neighbour = last
    yield report_of(TABLE, report_id="doc-1", organisation=None, source="nobody.txt")
    yield report_of(TABLE, report_id="doc-2", primary=f"{body().org_id}-2022", source="again.txt")


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return list(collection())


@pytest.fixture(scope="module")
def parties(reports: list[Report]) -> list[Party]:
    return [party_of(report) for report in reports if is_compared(report)]


def test_what_is_asked_of_any_groups_of_bodies_is_what_is_asked_of_all(
    reports: list[Report], parties: list[Party]
) -> None:
    whole = across(reports)
    rules = Counter(finding.rule for report in whole for finding in report.findings)
    assert {
        "table.same_in_two_years", "table.same_as_other_body", "text.shared_with_other_body", "text.same_as_last_year",
        "fees.unit_doubtful", "promise.returns", "requests.carry_over",
    } <= rules.keys()  # fmt: skip
    beside = between(parties)
    for groups in (1, 5, 100):
        parts: dict[str, Report] = {}
        for group in range(groups):
            some = [report for report in reports if _group(report) % groups == group]
            known = {report.report_id: beside[report.report_id] for report in some if report.report_id in beside}
            parts |= {report.source: report for report in across_bodies(some, known)}
        assert tuple(parts[report.source] for report in reports) == whole


def _group(report: Report) -> int:
    return int(report.organisation.org_id.partition("jigou")[2] or 0) if report.organisation else 0


def test_the_order_of_reports_does_not_matter(parties: list[Party]) -> None:
    expected = between(parties)
    for seed in range(3):
        assert between(random.Random(seed).sample(parties, len(parties))) == expected
    assert list(expected) == sorted(expected)


def test_nobody_is_told_what_does_not_concern_him(parties: list[Party]) -> None:
    expected = between(parties)
    stranger = replace(
        report_of(report_id="999999-x-2022", organisation=body("999999-x")),
        narrative={Section.PROBLEMS: sentence("stranger")},
    )
    assert between([*parties, party_of(stranger)]) == expected


@pytest.mark.parametrize("at_once", [97, 1 << 20])
def test_overlaps_are_those_of_plain_counting(
    parties: list[Party], monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    for module, name in ((counting, "_NUMBERS_AT_ONCE"), (pairing, "_PAIRS_AT_ONCE")):
        monkeypatch.setattr(module, name, at_once)
    monkeypatch.setattr(counting, "_NUMBERS_A_RANGE", max(at_once, 4000))
    passages = _passages(parties)
    sets = [set(np.frombuffer(words, np.uint32).tolist()) for words in passages.shingles]
    writers: dict[int, set[int]] = {}
    for words, writer in zip(sets, passages.bodies.tolist(), strict=True):
        for word in words:
            writers.setdefault(word, set()).add(writer)
    own = [{word for word in words if len(writers[word]) < MANY_BODIES} for words in sets]
    found = occurrences(passages)
    assert found.own.tolist() == list(map(len, own))
    assert found.nobodys.tolist() == sorted(word for word, some in writers.items() if len(some) >= MANY_BODIES)
    assert found.again.tolist() == [
        len(own[at] & own[at - 1]) if follows else 0 for at, follows in enumerate(passages.follows.tolist())
    ]
    told = pairs(found.several, found.own, passages.bodies)
    assert list(zip(told.first.tolist(), told.second.tolist(), told.shared.tolist(), strict=True)) == [
        (first, second, shared)
        for first, second in itertools.combinations(range(len(own)), 2)
        if passages.bodies[first] != passages.bodies[second]
        and (shared := len(own[first] & own[second])) >= FEWEST_SHARED
        and 2 * shared >= min(len(own[first]), len(own[second]))
    ]
    assert told.first.size > 10
    assert found.nobodys.size > 10


def _passages(parties: Sequence[Party]) -> Passages:
    ordered = sorted(
        (party.organisation.org_id, number, party.year or 0, words)
        for party in parties
        if party.organisation
        for number, words in enumerate(party.traits.passages)
        if words
    )
    bodies = {org_id: place for place, org_id in enumerate(sorted({one[0] for one in ordered}))}
    follows = [False, *((b[0], b[1], b[2] - 1) == a[:3] for a, b in itertools.pairwise(ordered))]
    return Passages(
        [one[3] for one in ordered],
        np.array([bodies[one[0]] for one in ordered]),
        np.array(follows),
        np.zeros(len(ordered), np.bool_),
    )


def test_a_section_that_stands_within_a_long_one_is_found() -> None:
    short = [sentence(f"short {number}") for number in range(6)]
    long = [*(sentence(f"long {number}") for number in range(90)), *short]
    texts = {"1": "。".join(short), "2": "。".join(long)}
    two = [
        replace(party_of(report_of(report_id=key, organisation=body(key))), traits=_told(text))
        for key, text in texts.items()
    ]
    shared = overlaps(two).shared
    assert [one.other_id for key in ("1", "2") for one in shared[key]] == ["2", "1"]
    [mine], [theirs] = shared["1"], shared["2"]
    assert (mine.own, mine.shared, mine.other_own) == (theirs.other_own, theirs.shared, theirs.own)
    assert mine.own == mine.shared == len(shingles(texts["1"]))


def _told(text: str) -> Traits:
    return traits_of(report_of(narrative={Section.OTHER: text}))


def test_no_reports_mean_nothing() -> None:
    assert between([]) == {}
    assert between([party_of(report_of(report_id="a"))]) == {}
    assert across([]) == ()


def test_the_number_of_peers_does_not_change_with_each_report() -> None:
    def party(number: int, amount: int) -> Party:
        traits = Traits((b"", b"", b"", b""), None, Decimal(amount))
        return Party(f"{number:04}", body(f"{number:04}"), 2022, "2021", traits)

    def said(count: int) -> str:
        [finding] = between([*(party(number, 1) for number in range(1, count)), party(0, 10_000)])["0000"].amounts
        return finding.message

    assert "，99 份报告）" in said(99)
    assert "，200 余份报告）" in said(201)
    assert said(201) == said(299)


# Traits.


def test_traits_come_back_from_bytes(parties: list[Party]) -> None:
    for party in parties:
        raw = party.traits.to_bytes()
        assert Traits.from_bytes(raw) == party.traits
        assert Traits.from_bytes(raw).to_bytes() == raw
    bare = Traits((b"", b"", b"", b""), Filled("a", 2, 30), Decimal("0.10"))
    assert repr(Traits.from_bytes(bare.to_bytes())) == repr(bare)


@pytest.mark.parametrize("raw", [b"", b"{}", b"[[4,0,0,0],null,null]\nabc", b"[[4,0,0,0],null,null]", b"\xff\n"])
def test_what_are_no_traits_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Traits.from_bytes(raw)


def test_traits_of_a_report_that_says_nothing() -> None:
    assert traits_of(report_of()) == Traits((b"", b"", b"", b""), None, Decimal(0))


def test_what_stands_beside_a_report_can_be_kept(parties: list[Party]) -> None:
    for beside in between(parties).values():
        assert unpack(Beside, pack(beside)) == beside


def test_no_numbers_are_loaded_to_ask_for_help() -> None:
    code = "import sys, generator.commands.main, generator.checks; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
