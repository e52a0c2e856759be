"""Documents of the same body and year: ids, precedence, agreement."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from generator.bodies.registry import load_registry
from generator.model import CellKey, Dataset, Organisation, Report
from generator.pipeline import assemble
from tests.builders import body, day, failed_report, report_of, titled


def assembled(*reports: Report) -> Dataset:
    return assemble(list(reports))


def ids(*reports: Report) -> list[tuple[str, str]]:
    return [(report.report_id, report.primary) for report in assembled(*reports).reports]


def test_one_document_has_the_plain_id() -> None:
    assert ids(report_of()) == [("231084107-jingbo-2022", "")]


def test_unknown_body_or_year_or_failed_is_named_by_its_hash() -> None:
    without_body, without_year = report_of(source="a", organisation=None), report_of(source="b", year=None)
    failed = failed_report("c")
    assert ids(without_body, without_year, failed) == [
        (f"doc-{report.sha256[:12]}", "") for report in (without_body, without_year, failed)
    ]


def test_file_that_could_not_be_opened_still_has_an_id() -> None:
    (report,) = assembled(Report("", "a", "", "", failed_report().status, error="文件无法打开")).reports
    assert len(report.report_id) == len("doc-") + 12


def primary_of(*reports: Report) -> str:
    """Return the source of the primary report, which must not depend on the order of reading."""
    chosen = set()
    for order in permutations(reports):
        first = [report for report in assembled(*order).reports if not report.primary]
        assert len(first) == 1
        chosen.add(first[0].source)
    assert len(chosen) == 1
    return chosen.pop()


def test_precedence() -> None:
    plain = report_of(source="m")
    by_path = report_of(source="a")
    fewer = report_of("received | _ 0 0 0 0 0 0", source="b", published_on=day("2023-05-01"))
    later = report_of(source="z", published_on=day("2023-03-01"))
    earlier = report_of(source="c", published_on=day("2023-01-01"))
    corrected = report_of("received | _ 0 0 0 0 0 0", source="zz", narrative=titled("2022年年度报告（更正）"))
    assert primary_of(plain, by_path) == "a"
    assert primary_of(plain, by_path, fewer) == "a"
    assert primary_of(plain, by_path, fewer, earlier, later) == "z"
    assert primary_of(plain, later, corrected) == "zz"


def test_others_name_the_primary_one() -> None:
    first, other = report_of(source="a"), report_of(source="b")
    assert ids(first, other) == [
        ("231084107-jingbo-2022", ""),
        (f"231084107-jingbo-2022-{other.sha256[:8]}", "231084107-jingbo-2022"),
    ]


def test_same_figures_are_a_duplicate_on_both_sides() -> None:
    first, other = assembled(report_of(source="a"), report_of("received | _ 0 0 0 0 0 0", source="b")).reports
    assert [finding.rule for finding in first.findings] == ["report.duplicate"]
    assert [finding.rule for finding in other.findings] == ["report.duplicate"]
    assert "199 格数字相同" in other.findings[0].message
    assert "“a”" in other.findings[0].message


def test_different_figures_disagree_and_are_named() -> None:
    first, other = assembled(report_of(source="a"), report_of("reconsideration | 1 0 0 0 1", source="b")).reports
    for report in (first, other):
        (finding,) = report.findings
        assert finding.rule == "report.disagrees"
        assert "2 格数字不同" in finding.message
        assert "“结果维持”" in finding.message
    assert (first.findings[0].actual, first.findings[0].expected) == ("0", "1")
    assert (other.findings[0].actual, other.findings[0].expected) == ("1", "0")


def test_nothing_in_common_is_neither() -> None:
    other = report_of(source="b", cells=())
    (finding,) = assembled(report_of(source="a"), other).reports[1].findings
    assert finding.rule == "report.not_comparable"


def test_organisations_are_listed_once_in_order() -> None:
    other = body("110101001-donghuamen", "东华门街道办事处")
    reports = [report_of(source="a"), report_of(source="b", year=2021), report_of(source="c", organisation=other)]
    assert [item.org_id for item in assembled(*reports).organisations] == ["110101001-donghuamen", "231084107-jingbo"]


def township(name: str, org_id: str = "231084-xinxing") -> Organisation:
    return replace(body(org_id, f"{name}人民政府"), township=name, aliases=())


def test_bodies_that_read_the_same_never_share_an_address() -> None:
    north, south = township("新兴镇"), township("新星镇")
    reports = [report_of(source="a", organisation=north), report_of(source="b", organisation=south)]
    for order in permutations([*reports, report_of(source="c", organisation=north, year=2021)]):
        dataset = assembled(*order)
        found = {report.source: report for report in dataset.reports}
        ids = [body.org_id for body in dataset.organisations]
        assert len(set(ids)) == 2
        assert all(re.fullmatch(r"231084-xinxing-[0-9a-f]{4}", org_id) for org_id in ids)
        assert not any(report.primary for report in dataset.reports)
        for source, name in (("a", "新兴镇"), ("b", "新星镇"), ("c", "新兴镇")):
            organisation = found[source].organisation
            assert organisation is not None
            assert organisation.township == name
            assert found[source].report_id == f"{organisation.org_id}-{found[source].year}"


def test_pinned_body_keeps_its_address() -> None:
    pinned = load_registry().by_id["231084107-jingbo"]
    other = replace(pinned, short_name="静波镇人民政府", organisation="宁安市静波镇人民政府", township="静波镇")
    dataset = assembled(report_of(source="a", organisation=pinned), report_of(source="b", organisation=other))
    first, second = (report.organisation for report in dataset.reports)
    assert first == pinned
    assert second is not None
    assert second.org_id.startswith("231084107-jingbo-")


def test_findings_stand_in_the_order_of_the_form() -> None:
    report = report_of("reconsideration | 0 0 0 0 1\nreceived | 0 0 0 0 0 0 1\ncarried_out | 0 0 0 0 0 0 2")
    (settled,) = assembled(report).reports
    assert [(item.rule, item.row) for item in settled.findings] == [
        ("cells.contradict_table", "received"),
        ("requests.balance", "outcomes_total"),
        ("requests.row_sum", "received"),
        ("requests.row_sum", "carried_out"),
        ("review.row_sum", "reconsideration"),
    ]
    values = {cell.key: cell.value for cell in settled.cells}
    assert values[CellKey("requests", "received", "total")] == Decimal(1)
