"""A made data set for the tests of the site. Nothing in it is real, and it must never be published.

The names of the five seed bodies stand in it, with made figures, because the finder is proved with them.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from generator.forms import load_forms
from generator.model import (
    Cell,
    CellKey,
    CellStatus,
    CheckResult,
    Dataset,
    Fault,
    Finding,
    Kind,
    Organisation,
    Report,
    ReportStatus,
    Section,
    Severity,
    Verdict,
)

HOSTILE = (
    "---\ntitle: x\n---\n<script>alert(1)</script>{{ 7*7 }}{% raw %}[点我](javascript:alert(2)){: onclick=alert(3) }"
    '<img src=x onerror=alert(4)>&amp;"\'`|\n# 标题\n--8<-- "README.md"\n'
    "</div></article></script>\u202e\x02wzxhzdk:0\x03"
)
APPLICANTS = ("natural_person", "enterprise", "research", "public_interest", "legal_service", "other")

SIX_YEARS = Organisation(
    "990101-ceshijiaju", "样县测试局", "测试局", Kind.DEPARTMENT, "样省", "样市", "样县", "", "990101", ("样县测验局",)
)
SEEDS = (
    Organisation(
        "231084107-jingbo",
        "宁安市镜泊镇人民政府",
        "镜泊镇人民政府",
        Kind.TOWNSHIP,
        "黑龙江省",
        "牡丹江市",
        "宁安市",
        "镜泊镇",
        "231084107",
    ),
    Organisation(
        "654224102-miaoergou",
        "托里县庙尔沟镇人民政府",
        "庙尔沟镇人民政府",
        Kind.TOWNSHIP,
        "新疆维吾尔自治区",
        "塔城地区",
        "托里县",
        "庙尔沟镇",
        "654224102",
    ),
    Organisation(
        "632301204-qukuhu",
        "同仁市曲库乎乡人民政府",
        "曲库乎乡人民政府",
        Kind.TOWNSHIP,
        "青海省",
        "黄南藏族自治州",
        "同仁市",
        "曲库乎乡",
        "632301204",
        ("曲库平乡",),
    ),
    Organisation(
        "421222-minzhengju", "通城县民政局", "民政局", Kind.DEPARTMENT, "湖北省", "咸宁市", "通城县", "", "421222"
    ),
)
HOSTILE_BODY = Organisation(
    "990102-eyi", f"样县{HOSTILE}局", f"{HOSTILE}局", Kind.OTHER, "样省", "样市", "样县", "", "990101", (HOSTILE,)
)

Value = Callable[[CellKey], int]


def made_dataset() -> Dataset:
    """Return the whole made data set."""
    reports = [*_six_years(), *_zeros(), *_odd_files(), *_hostile(), *_many(300)]
    reports.sort(key=lambda report: report.source.encode())
    known = {report.organisation.org_id: report.organisation for report in reports if report.organisation}
    return Dataset(tuple(reports), tuple(known[org_id] for org_id in sorted(known)))


def write_reports(dataset: Dataset, folder: Path) -> Path:
    """Write source files and return the folder they lie in."""
    reports = folder / "reports"
    for report in dataset.reports:
        path = reports / report.source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made_source(report.source))
    return reports


def made_source(source: str) -> bytes:
    """Return the text of a made file: as many lines as the locators of made reports count."""
    return "\n".join(f"第 {n} 行 {source} {HOSTILE[:60]}" for n in range(1, 90)).encode()


def made_report(
    organisation: Organisation | None, year: int | None, form: str, value: Value, *, name: str = ""
) -> Report:
    """Return a report whose cells are all reported, with the values that ``value`` gives."""
    source = name or f"{organisation.org_id if organisation else 'x'}/{year}.txt"
    digest = hashlib.sha256(made_source(source)).hexdigest()
    report_id = f"{organisation.org_id}-{year}" if organisation and year else f"doc-{digest[:12]}"
    cells = tuple(
        Cell(
            key,
            CellStatus.REPORTED,
            value=Decimal(value(key)),
            unit="件",
            raw=str(value(key)),
            locator=f"line {7 + place // 8} cell {place % 8 + 1}",
        )
        for place, key in enumerate(load_forms()[form].keys())
    )
    return Report(
        report_id,
        source,
        digest,
        "text",
        ReportStatus.OK,
        organisation=organisation,
        year=year,
        form=form,
        cells=cells,
        narrative={Section.OVERVIEW: f"{year} 年，共办理行政许可若干件。\n第二段。", Section.PROBLEMS: "问题与改进。"},
    )


def balanced(scale: int, form: str) -> Value:
    """Return values that satisfy the form's own sums, larger with ``scale``."""
    outcomes = next(row.sum_of for _, row in load_forms()[form].table("requests").printed_rows() if row.sum_of)

    def value(key: CellKey) -> int:
        if key.table == "proactive":
            return scale * (3 + len(key.row) % 5)
        if key.table == "review":
            parts = {"upheld": scale // 2, "corrected": scale % 3, "other": 1, "pending": scale % 2}
            return parts.get(key.column, sum(parts.values()))
        columns = APPLICANTS if key.column == "total" else (key.column,)
        return sum(_request(key.row, APPLICANTS.index(column), scale, outcomes) for column in columns)

    return value


def _request(row: str, column: int, scale: int, outcomes: tuple[str, ...]) -> int:
    parts = {name: (scale * (7 - column) // (3 + place)) % 9 for place, name in enumerate(outcomes)}
    parts["granted"] = scale * (6 - column)
    total = sum(parts.values())
    ends = {
        "outcomes_total": total,
        "carried_out": scale % 4,
        "carried_in": column,
        "received": total + scale % 4 - column,
    }
    return parts.get(row, ends.get(row, 0))


def _six_years() -> Iterable[Report]:
    for place, year in enumerate(range(2019, 2025)):
        form = "2019" if year < 2021 else "2021"
        report = made_report(SIX_YEARS, year, form, balanced(3 + 2 * place, form))
        if year == 2022:
            report = _all_states(report)
        yield report
    copy = made_report(SIX_YEARS, 2024, "2021", balanced(4, "2021"), name="other/copy.txt")
    yield replace(copy, report_id=f"{SIX_YEARS.org_id}-2024-{copy.sha256[:8]}", primary=f"{SIX_YEARS.org_id}-2024")


def _all_states(report: Report) -> Report:
    """Return the report with one cell in each state, and findings and checks."""
    changed = {
        "received.enterprise": (CellStatus.BLANK, Decimal(9), ""),
        "carried_in.research": (CellStatus.UNREADABLE, None, "约3件"),
        "granted.other": (CellStatus.MISSING, None, ""),
    }
    cells = []
    for cell in report.cells:
        status, derived, raw = changed.get(f"{cell.key.row}.{cell.key.column}", (cell.status, None, cell.raw))
        if cell.key.table == "requests" and cell.key.row == "denied_third_party":
            status, derived, raw = CellStatus.AMBIGUOUS, None, "0 0 1"
        if status is not CellStatus.REPORTED:
            locator = "" if status is CellStatus.MISSING else cell.locator
            cell = replace(cell, status=status, value=None, derived=derived, raw=raw, locator=locator)  # noqa: PLW2901
        if cell.key == CellKey("proactive", "licensing", "decisions"):
            cell = replace(cell, corrected=Decimal(77))  # noqa: PLW2901
        cells.append(cell)
    finding = Finding(
        "requests.row_sum",
        "总计 12 与六类之和 11 不等。",
        Severity.ERROR,
        Fault.SOURCE,
        Verdict.BROKEN,
        "requests",
        "granted",
        "total",
        "11",
        "12",
    )
    checks = (CheckResult("requests.balance", Verdict.HOLDS), CheckResult("requests.row_sum", Verdict.BROKEN, "差 1"))
    return replace(
        report,
        cells=tuple(cells),
        status=ReportStatus.PARTIAL,
        findings=(finding,),
        checks=checks,
        published_on=datetime.date(2023, 1, 15),
        source_url="https://example.invalid/2022",
    )


def _zeros() -> Iterable[Report]:
    for organisation, year in zip(SEEDS, (2022, 2020, 2021, 2024), strict=True):
        yield made_report(organisation, year, "2019" if year == 2020 else "2021", lambda _: 0)


def _odd_files() -> Iterable[Report]:
    yield replace(
        made_report(None, 2023, "2021", lambda _: 1, name="unknown/body.txt"),
        status=ReportStatus.PARTIAL,
        findings=(Finding("body.unknown", "无法确定是哪个机关的报告。", fault=Fault.EXTRACTION),),
    )
    notice = made_report(SIX_YEARS, 2018, "2021", lambda _: 0, name="notice.txt")
    yield replace(
        notice, report_id=f"doc-{notice.sha256[:12]}", status=ReportStatus.FAILED, cells=(), error="不是年度报告"
    )
    digest = hashlib.sha256(b"failed").hexdigest()
    yield Report(f"doc-{digest[:12]}", "failed/empty.txt", digest, "", ReportStatus.FAILED, error="文件是空的")


def _hostile() -> Iterable[Report]:
    report = made_report(HOSTILE_BODY, 2023, "2021", balanced(3, "2021"))
    cells = tuple(
        replace(cell, status=CellStatus.UNREADABLE, value=None, raw=HOSTILE, locator=HOSTILE)
        if cell.key.row == "denied_process"
        else cell
        for cell in report.cells
    )
    finding = Finding("label.uncertain", HOSTILE, table="requests", row="granted", column="total")
    failed = Report(
        "doc-0123456789ab",
        "hostile/<script>alert(5)</script>.txt",
        "0" * 64,
        "text",
        ReportStatus.FAILED,
        error=HOSTILE,
        source_url="javascript:alert(6)",
        findings=(finding,),
    )
    words = dict.fromkeys(Section, HOSTILE)
    yield replace(
        report,
        cells=cells,
        narrative=words,
        findings=(finding,),
        source_url="javascript:alert(6)",
        checks=(CheckResult("requests.balance", Verdict.BROKEN, HOSTILE),),
    )
    yield failed


def _many(count: int) -> Iterable[Report]:
    """Yield bodies in many counties, a tenth of them 民政局, the others townships with made names."""
    first, second = "青云白石金沙长河大安新兴东", "岭坪溪湾塘桥坝店湖山"
    for place in range(count):
        code = f"98{place // 60 + 1:02d}{place // 12 % 5 + 1:02d}"
        county = f"{first[place // 12 % 13]}{second[place // 12 % 10]}县"
        if place % 10 == 0:
            name, org_id, kind = "民政局", f"{code}-minzhengju{place}", Kind.DEPARTMENT
        else:
            name = f"{first[place % 13]}{second[place * 7 % 10]}{second[place % 9]}镇人民政府"
            org_id, kind = f"{code}{100 + place % 100}-zhen{place}", Kind.TOWNSHIP
        body = Organisation(
            org_id,
            county + name,
            name,
            kind,
            f"甲{first[place // 60]}省",
            f"乙{first[place // 60]}市",
            county,
            "",
            org_id.split("-")[0],
        )
        scale = place % 4
        yield made_report(body, 2023, "2021", balanced(scale, "2021") if scale else (lambda _: 0))
        if place % 3 == 0:
            yield made_report(body, 2022, "2021", lambda _: 0)
