"""Regions by keys: whatever a change does to a page, its key tells; and pages about many need no cells."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from generator.bodies.registry import body_of, township_body
from generator.cache.packing import pack
from generator.collection.arranged import Arranged
from generator.collection.products import open_products
from generator.dataset.wide import wide_bytes
from generator.metrics.aggregate import Numbers
from generator.model import (
    Cell,
    CellStatus,
    Dataset,
    Fault,
    Finding,
    Kind,
    Organisation,
    Report,
    ReportStatus,
    Section,
    Severity,
    Withdrawal,
)
from generator.site.atlas import Atlas
from generator.site.bodies import CHUNK, Beyond
from generator.site.catalogue import Catalogue, catalogue
from generator.site.compare.files import Chunk, chunk_of, comparison_files, merged, parts
from generator.site.compare.page import compare_view
from generator.site.coverage import AsOf, as_of
from generator.site.english.pages import english_view
from generator.site.feed import feed
from generator.site.finder import finder_files
from generator.site.gists import gists_of
from generator.site.metrics.regional import ratios_of
from generator.site.pages_lists import findings_view, home_view
from generator.site.pages_region import region_view
from generator.site.pools import NO_SUMS, Sum, sums_of
from generator.slim import slim
from tests.site.made import SEEDS, balanced, made_dataset, made_report

COUNTY, CITY, PROVINCE, ELSEWHERE, COUNTRY = "231084", "231000", "230000", "421222", ""
TOWN, NEAR, THIRD = (township_body(f"2310841{number:02d}") for number in (0, 1, 3))
OFFICE = body_of(CITY, "民政局", Kind.DEPARTMENT)
FAR = SEEDS[3]
LATE = datetime.date(2022, 6, 1)
DAY = AsOf(datetime.date(2024, 5, 1), given=False)


def report(body: Organisation, year: int, scale: int = 3) -> Report:
    return made_report(body, year, "2021", balanced(scale, "2021"))


def start() -> Dataset:
    reports = [report(body, year) for body in (TOWN, NEAR, THIRD, OFFICE, FAR) for year in (2021, 2022, 2023)]
    return data(reports)


def data(reports: list[Report], withdrawals: tuple[Withdrawal, ...] = ()) -> Dataset:
    known = {one.organisation.org_id: one.organisation for one in reports if one.organisation}
    ordered = tuple(sorted(reports, key=lambda one: one.source.encode()))
    return Dataset(ordered, tuple(known[org_id] for org_id in sorted(known)), withdrawals)


def pages(dataset: Dataset, day: AsOf, numbers: Callable[[Dataset], Numbers]) -> Mapping[str, str]:
    """Return everything that is printed of each region, by its code."""
    atlas = Atlas(catalogue(dataset), day)
    with numbers(dataset) as known:
        ratios = dict(ratios_of(known, list(atlas.codes())))
    return {code: repr(region_view(atlas, code, ratios[code])) for code in atlas.codes()}


def keys_of(dataset: Dataset, day: AsOf = DAY) -> Mapping[str, str]:
    return Atlas(catalogue(dataset), day).keys({group.name: group.key for group in Arranged(dataset).groups})


def changed_first(change: Callable[[Report], Report]) -> Callable[[Dataset], Dataset]:
    """Return a change of the first year of TOWN."""

    def apply(dataset: Dataset) -> Dataset:
        wanted = f"{TOWN.org_id}-2021"
        return data([change(one) if one.report_id == wanted else one for one in dataset.reports])

    return apply


def with_cell(**changes: object) -> Callable[[Report], Report]:
    def apply(one: Report) -> Report:
        place = next(n for n, cell in enumerate(one.cells) if (cell.key.row, cell.key.column) == ("received", "total"))
        cell: Cell = replace(one.cells[place], **changes)  # type: ignore[arg-type]
        return replace(one, cells=(*one.cells[:place], cell, *one.cells[place + 1 :]))

    return apply


def failed(one: Report) -> Report:
    return replace(one, status=ReportStatus.FAILED, cells=(), form="")


def renamed(dataset: Dataset) -> Dataset:
    body = replace(TOWN, organisation="宁安市某镇人民政府", short_name="某镇人民政府")
    return data([replace(one, organisation=body) if one.organisation == TOWN else one for one in dataset.reports])


def withdrawn(dataset: Dataset) -> Dataset:
    gone = Withdrawal(
        "report", f"{TOWN.org_id}-2020", TOWN.org_id, 2020, "有误", "机关", "2024-01-01", "某镇", "231084100"
    )
    return data(list(dataset.reports), (gone,))


def removed(*bodies: Organisation) -> Callable[[Dataset], Dataset]:
    return lambda dataset: data([one for one in dataset.reports if one.organisation not in bodies])


def homeless(dataset: Dataset) -> Dataset:
    lost = replace(report(TOWN, 2021), organisation=None, report_id="doc-0", source="lost.txt", cells=())
    return data([*dataset.reports, lost])


def copied(dataset: Dataset) -> Dataset:
    first = f"{TOWN.org_id}-2021"
    copy = replace(report(TOWN, 2021), report_id=f"{first}-0", primary=first, source="copy.txt")
    return data([*dataset.reports, replace(copy, published_on=datetime.date(2022, 1, 5))])


def figure_gone(one: Report) -> Report:
    return with_cell(status=CellStatus.MISSING, value=None)(replace(one, findings=(NOTE,)))


NOTE = Finding(
    "figure.withdrawn", "已撤下：有误。", Severity.INFO, Fault.EXTRACTION, None, "requests", "received", "total"
)
CHANGES: Mapping[str, Callable[[Dataset], Dataset]] = {
    "a figure": changed_first(with_cell(value=Decimal(77))),
    "a blank": changed_first(with_cell(status=CellStatus.BLANK, value=None)),
    "a derived number": changed_first(with_cell(status=CellStatus.BLANK, value=None, derived=Decimal(4))),
    "a correction": changed_first(with_cell(corrected=Decimal(4))),
    "a withdrawn figure": changed_first(figure_gone),
    "the status": changed_first(lambda one: replace(one, status=ReportStatus.PARTIAL)),
    "the form": changed_first(lambda one: replace(one, form="legacy", cells=())),
    "the day of publication": changed_first(lambda one: replace(one, published_on=LATE)),
    "the title": changed_first(lambda one: replace(one, narrative={Section.TITLE: "更正"}, published_on=LATE)),
    "unread": changed_first(failed),
    "one report more": lambda dataset: data([*dataset.reports, report(TOWN, 2019)]),
    "a body more": lambda dataset: data([*dataset.reports, report(township_body("231084107"), 2023)]),
    "a body less": removed(NEAR),
    "a county less": removed(TOWN, NEAR, THIRD),
    "another name": renamed,
    "a withdrawal": withdrawn,
    "a document of nobody": homeless,
    "a copy": copied,
    "made ones": changed_first(lambda one: replace(one, findings=(Finding("report.made", "文件中写明。"),))),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_page_changes_only_where_its_key_does(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    def numbers(dataset: Dataset) -> Numbers:
        path = tmp_path_factory.mktemp("wide") / "wide.parquet"
        path.write_bytes(wide_bytes(dataset.reports))
        return Numbers(path, threads=1)

    before, after = start(), CHANGES[name](start())
    keys = [keys_of(one) for one in (before, after)]
    shown = [pages(one, DAY, numbers) for one in (before, after)]
    same = {code for code in keys[0] if keys[1].get(code) == keys[0][code]}
    assert {code for code in same if shown[0][code] != shown[1].get(code)} == set()
    # What is far away is left alone, where the change is of one place.
    assert same >= ({ELSEWHERE} if name != "made ones" else set())
    assert same.isdisjoint({COUNTRY, PROVINCE} if name != "a document of nobody" else {COUNTRY})


def test_the_day_changes_every_page() -> None:
    keys = [keys_of(start(), replace(DAY, day=datetime.date(2025, month, 1))) for month in (1, 5)]
    assert not keys[0].items() & keys[1].items()


def test_a_gist_of_a_slim_report_is_that_of_the_whole_one() -> None:
    one = report(TOWN, 2021)
    assert gists_of([slim(one)]) == gists_of([one])


def test_pages_about_many_need_no_cells_but_those_of_the_lines_they_list() -> None:
    dataset = made_dataset()
    whole = catalogue(dataset)
    gists = gists_of(dataset.reports)
    cells = {one.report_id: slim(one).cells for one in dataset.reports}
    bare = tuple(replace(slim(one), cells=()) for one in dataset.reports)
    asked: list[str] = []

    def cells_of(one: Report) -> tuple[Cell, ...]:
        asked.append(one.report_id)
        return cells[one.report_id]

    few = catalogue(replace(dataset, reports=bare), gists, cells_of)
    sums = {code: sums_of(region.bodies, whole.gist) for code, region in whole.regions.items() if region.bodies}
    chunks = [chunk_of(region.bodies) for region in whole.regions.values()]
    assert national(few, dataset, chunks, sums) == national(whole, dataset)
    listed = {body.years[-1].report.report_id for body in few.bodies if body.years}
    assert set(asked) <= listed | {
        row.address.strip("/").split("/")[1] + f"-{row.year}" for row in home_view(whole).latest
    }
    slims = catalogue(replace(dataset, reports=tuple(map(slim, dataset.reports))), gists)
    assert national(slims, dataset) == national(whole, dataset)


def national(
    shelf: Catalogue, dataset: Dataset, chunks: object = (), sums: Mapping[str, Sequence[Sum]] = NO_SUMS
) -> Mapping[str, str]:
    """Return what the pages about many say."""
    atlas = Atlas(shelf, as_of(dataset), sums)
    found = {f"region {code}": repr(region_view(atlas, code)) for code in atlas.codes()}
    found |= {"home": repr(home_view(shelf)), "findings": repr(findings_view(shelf))}
    found |= {"feed": feed(shelf), "compare": repr(compare_view(shelf, parts(shelf))), "en": repr(english_view(shelf))}
    for part in parts(shelf):
        found |= dict(comparison_files(shelf, part, chunks))  # type: ignore[arg-type]
    return found | dict(finder_files(atlas))


def test_chunks_of_any_bodies_give_the_same_files() -> None:
    shelf = catalogue(made_dataset())
    (part,) = parts(shelf)
    expected = dict(comparison_files(shelf, part))
    bodies = list(shelf.bodies)
    for groups in (
        [[body] for body in bodies],
        [bodies[::2], bodies[1::2]],
        [bodies[5:], bodies[:3]],
        [bodies[::-1]],
        [bodies[:4], []],
    ):
        chunks = list(map(chunk_of, groups))
        assert dict(comparison_files(shelf, part, chunks)) == expected
        assert dict(comparison_files(shelf, part, [merged(chunks)])) == expected
        assert dict(comparison_files(shelf, part, [merged(chunks[:1]), merged(chunks[1:])])) == expected


def test_what_a_province_brings_is_put_together_again_only_where_it_changed(tmp_path: Path) -> None:
    bodies = catalogue(made_dataset()).bodies
    groups = {"110000": bodies[:2], "110101": bodies[2:3], "430000": bodies[3:4], "unknown-0a": ()}
    keep = tmp_path / "keep"
    with open_products(tmp_path / "products.sqlite") as products:

        def brought() -> list[Chunk]:
            return list(Beyond(products).chunks(keep))

        def changed() -> set[str]:
            """Ask once more; say for which provinces a file was written."""
            before = {path.name: path.stat().st_ino for path in keep.iterdir()}
            brought()
            return {path.name for path in keep.iterdir() if before.get(path.name) != path.stat().st_ino}

        products.keep((name, "1", {CHUNK: pack(chunk_of(found))}) for name, found in groups.items())
        first = brought()
        assert first == [
            merged([chunk_of([])]),
            merged([chunk_of(bodies[:2]), chunk_of(bodies[2:3])]),
            chunk_of(bodies[3:4]),
        ]
        assert not changed()
        products.keep([("430000", "2", {CHUNK: pack(chunk_of(bodies[4:5]))})])
        assert changed() == {"43"}
        assert brought()[2] == chunk_of(bodies[4:5])
        for content in (b"", b"x", (keep / "11").read_bytes()[:-5], (keep / "43").read_bytes()):
            (keep / "11").write_bytes(content)
            assert brought()[:2] == first[:2]
        products.keep_only(["110000", "110101"])
        assert brought() == first[1:2]
        assert [path.name for path in keep.iterdir()] == ["11"]


def test_an_edition_of_a_region_is_of_its_own_reports() -> None:
    atlases = [Atlas(catalogue(one), DAY) for one in (start(), CHANGES["a figure"](start()))]
    editions = [{code: atlas.edition(code) for code in (COUNTRY, PROVINCE, COUNTY, ELSEWHERE)} for atlas in atlases]
    assert {code for code in editions[0] if editions[0][code] == editions[1][code]} == {ELSEWHERE}
    assert editions[0][COUNTRY] == atlases[0].catalogue.edition
    assert editions[0][COUNTY].startswith("2023-")
