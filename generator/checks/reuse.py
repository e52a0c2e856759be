"""Text that stands in the reports of two bodies, or again in the next year's, section by section.

Candidates between bodies are found by MinHash signatures in a locality-sensitive index, so that not all pairs are
compared; what is reported is counted on the shingles themselves: of the words of a section that are nobody else's,
which share stands in the other one too.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rensa import RMinHash, RMinHashLSH

from generator.checks.passages import quoted
from generator.checks.shingles import Boilerplate, learn, placed_shingles, shingles
from generator.model import Fault, Finding, Report, ReportStatus, Section, Severity

# 128 numbers in 64 bands of two: sections of which a third is common meet in a band with 99.9 %.
_NUMBERS, _BANDS, _SEED = 128, 64, 711
_THRESHOLD = 0.3
# About every second shingle is taken: 60 are 130 characters and more in common.
_FEWEST_SHARED = 60
_SHARE_BETWEEN_BODIES = 0.5
_SHARE_BETWEEN_YEARS = 0.8
_SECTIONS = (Section.PREAMBLE, Section.OVERVIEW, Section.PROBLEMS, Section.OTHER)
_NAMES: Mapping[Section, str] = {
    Section.PREAMBLE: "引言",
    Section.OVERVIEW: "“总体情况”一节",
    Section.PROBLEMS: "“存在的主要问题及改进情况”一节",
    Section.OTHER: "“其他需要报告的事项”一节",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """One section of one report with its shingles, those of its own words after learning."""

    report: Report
    section: Section
    shingles: array[int]

    @property
    def text(self) -> str:
        """The words of the section."""
        return self.report.narrative[self.section]


def read_passages(reports: Iterable[Report]) -> list[Passage]:
    """Return the sections of the reports whose body is known."""
    return [
        Passage(report, section, found)
        for report in reports
        if report.organisation is not None and report.status is not ReportStatus.FAILED
        for section in _SECTIONS
        if report.narrative.get(section) and (found := shingles(report.narrative[section]))
    ]


def learned(passages: Sequence[Passage]) -> Boilerplate:
    """Return what many of the passages' bodies write alike."""
    bodies: dict[str, list[array[int]]] = {}
    for passage in passages:
        bodies.setdefault(_org_id(passage.report), []).append(passage.shingles)
    return learn(bodies.values(), sum(len(passage.shingles) for passage in passages))


def reused_text(passages: Sequence[Passage], common: Boilerplate) -> Mapping[str, tuple[Finding, ...]]:
    """Return findings by report id: sections that other bodies have too, and sections of the year before."""
    own = [
        Passage(passage.report, passage.section, words)
        for passage in passages
        if len(words := common.own(passage.shingles)) >= _FEWEST_SHARED
    ]
    found: dict[str, list[Finding]] = {}
    for report_id, finding in (*_between_bodies(own, common), *_between_years(own, common)):
        found.setdefault(report_id, []).append(finding)
    return {report_id: tuple(findings) for report_id, findings in found.items()}


def candidates(passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """Yield pairs of passages of different bodies that are likely to have much in common, each pair once."""
    index = RMinHashLSH(threshold=_THRESHOLD, num_perm=_NUMBERS, num_bands=_BANDS)
    for number, passage in enumerate(passages):
        signature = RMinHash(num_perm=_NUMBERS, seed=_SEED)
        signature.update([shingle.to_bytes(4, "little") for shingle in passage.shingles])
        for other in sorted(set(index.query(signature))):
            if _org_id(passages[other].report) != _org_id(passage.report):
                yield other, number
        index.insert(number, signature)


def _between_bodies(passages: Sequence[Passage], common: Boilerplate) -> Iterator[tuple[str, Finding]]:
    matches: dict[int, list[tuple[int, int]]] = {}
    for first, second in candidates(passages):
        shared = _shared(passages[first], passages[second])
        shorter = min(len(passages[first].shingles), len(passages[second].shingles))
        if shared >= max(_FEWEST_SHARED, _SHARE_BETWEEN_BODIES * shorter):
            matches.setdefault(first, []).append((shared, second))
            matches.setdefault(second, []).append((shared, first))
    for mine, others in sorted(matches.items()):
        shared, other = min(others, key=lambda match: (-match[0], match[1]))
        bodies = {_org_id(passages[number].report) for _, number in others}
        yield (
            passages[mine].report.report_id,
            _shared_finding(passages[mine], passages[other], shared, len(bodies), common),
        )


def _between_years(passages: Sequence[Passage], common: Boilerplate) -> Iterator[tuple[str, Finding]]:
    by_year = {(_org_id(one.report), one.report.year, one.section): one for one in passages}
    for one in passages:
        year = one.report.year
        previous = by_year.get((_org_id(one.report), year - 1, one.section)) if year else None
        if previous is not None:
            shared = _shared(one, previous)
            if shared >= max(_FEWEST_SHARED, _SHARE_BETWEEN_YEARS * len(one.shingles)):
                yield one.report.report_id, _again_finding(one, previous, shared, common)


def _shared(first: Passage, second: Passage) -> int:
    return len(set(first.shingles).intersection(second.shingles))


def _org_id(report: Report) -> str:
    return report.organisation.org_id if report.organisation else ""


def _shared_finding(mine: Passage, other: Passage, shared: int, bodies: int, common: Boilerplate) -> Finding:
    body = other.report.organisation
    more = f"；另有 {bodies - 1} 个机关的文字也与之相近" if bodies > 1 else ""
    message = (
        f"{_NAMES[mine.section]}除去各机关通用的字句，约 {_percent(shared, mine)} 与"
        f"{body.organisation if body else ''} {other.report.year} 年度报告"
        f"（{other.report.report_id}）的{_NAMES[other.section]}相同（占对方约 {_percent(shared, other)}）{more}。"
        f"例如：“{_quote(mine, other, common)}”"
    )
    actual = other.report.report_id
    return Finding("text.shared_with_other_body", message, Severity.INFO, Fault.SOURCE, actual=actual)


def _again_finding(mine: Passage, previous: Passage, shared: int, common: Boilerplate) -> Finding:
    message = (
        f"{_NAMES[mine.section]}除去各机关通用的字句，约 {_percent(shared, mine)} 与 {previous.report.year} 年度报告"
        f"（{previous.report.report_id}）相同（占对方约 {_percent(shared, previous)}）。"
        f"例如：“{_quote(mine, previous, common)}”"
    )
    actual = previous.report.report_id
    return Finding("text.same_as_last_year", message, Severity.INFO, Fault.SOURCE, actual=actual)


def _percent(shared: int, passage: Passage) -> str:
    return f"{100 * shared // len(passage.shingles)}%"


def _quote(mine: Passage, other: Passage, common: Boilerplate) -> str:
    """Return the longest stretch of ``mine`` whose own words all stand in ``other`` too."""
    theirs = set(other.shingles)
    best, start, end = (0, 0), None, 0
    for shingle, begins, ends in placed_shingles(mine.text):
        if not (common.is_own(shingle) and shingle in theirs):
            start = None
            continue
        start = begins if start is None else start
        end = ends
        if end - start > best[1] - best[0]:
            best = (start, end)
    return quoted(mine.text[best[0] : best[1]])
