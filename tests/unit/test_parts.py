"""A large data set is in parts by province, says the same as a small one, and is remade only where it must be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import frictionless
import pyarrow.parquet as pq
import pytest

from generator.cache.fingerprint import fingerprint
from generator.commands.main import status_of
from generator.dataset import read_dataset, write_dataset
from generator.dataset.chunks import Chunk, chunk_of, chunks_of, part_of, unpacked
from generator.dataset.csv import csv_header
from generator.dataset.layout import DESCRIPTOR, ENTIRE, NATIONAL, OF_REPORTS, SPLIT, SQLITE, Tables, is_ours
from generator.dataset.national import CHECKSUMS, write_release
from generator.dataset.read import read_report, read_reports
from generator.dataset.records import blocks
from generator.dataset.schema import BY_NAME, TABLES
from generator.dataset.wide import WIDE
from generator.dataset.write import Around, Part, wide_of, write_tables
from generator.errors import GongkaiError, UsageError
from generator.metrics.aggregate import COUNTRY, Numbers
from generator.metrics.definitions import load_definitions
from generator.metrics.figures import figures_of
from generator.model import Dataset, Finding, Kind, Report, Section
from generator.pipeline import assemble
from generator.site.catalogue import catalogue
from generator.site.reference import data_view
from tests.builders import body, failed_report, report_of

BODIES = (
    body("231084107-jingbo", "宁安市镜泊镇人民政府"),
    replace(body("110101-caizhengju", "东城区财政局"), kind=Kind.DEPARTMENT, province="北京市", county="东城区"),
    replace(body("110102001-xichangan", "西城区西长安街街道办事处"), province="北京市", county="西城区"),
    replace(body("654224102-miaoergou", "托里县庙尔沟镇人民政府"), province="新疆维吾尔自治区"),
)


def collected(odd: str = '第一行\n第二行，"引"') -> Dataset:
    """Return three provinces with two years each, interleaved by source, and files of nobody."""
    reports: list[Report] = [failed_report("m.txt"), report_of(source="zz.txt", organisation=None)]
    for number, one in enumerate(BODIES):
        for year in (2021, 2022):
            drawing = f"received | {year - 2020 + number}\nfees | 0.{number}\ngranted | _ ? ! . 0 0 0"
            source = f"{'adcb'[number]}/{year}.txt"
            prose = {Section.OVERVIEW: odd if number == 1 else "平常"}
            reports.append(report_of(drawing, source=source, organisation=one, year=year, narrative=prose))
    return assemble(reports)


WHOLE = 1000
SOME = 3


def chunks(found: Iterable[Chunk], asked: list[str], part: str) -> Iterator[Chunk]:
    """Give chunks backwards, having noted that they were asked for."""
    asked.append(part)
    yield from reversed(tuple(found))


def write(dataset: Dataset, out: Path, keep: Path | None, **options: Any) -> tuple[list[str], tuple[Path, ...]]:
    """Write a data set in parts, keys taken from the chunks; return which parts were asked for, and the wide files."""
    asked: list[str] = []
    by_part: dict[str, list[Chunk]] = {}
    for chunk in chunks_of(dataset.reports):
        by_part.setdefault(chunk.part, []).append(unpacked(chunk.packed()))
    parts = {
        part: Part(len(some), partial(chunks, some, asked, part), fingerprint(*(one.packed() for one in some)))
        for part, some in by_part.items()
    }
    around = Around(dataset.organisations, dataset.withdrawals, dataset.replies)
    return asked, write_tables(parts, around, out, keep=keep, limit=options.pop("limit", SOME), **options)


def times(folder: Path) -> dict[str, int]:
    """Return when each file was changed."""
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def contents(folder: Path) -> dict[str, bytes]:
    """Return the content of each file."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_part_is_the_province_or_nothing() -> None:
    parts = {report.source: part_of(report) for report in collected().reports}
    assert parts["a/2021.txt"] == "23"
    assert parts["d/2021.txt"] == parts["c/2021.txt"] == "11"
    assert parts["b/2022.txt"] == "65"
    assert parts["m.txt"] == parts["zz.txt"] == "00"


def test_the_same_from_chunks_in_any_order_as_from_reports(tmp_path: Path) -> None:
    write_dataset(collected(), tmp_path / "reports")
    write(collected(), tmp_path / "chunks", tmp_path / "keep", limit=WHOLE)
    assert contents(tmp_path / "chunks") == contents(tmp_path / "reports")
    assert sorted(contents(tmp_path / "chunks")) == sorted(
        (*(f"{table.name}.csv" for table in TABLES), *NATIONAL, DESCRIPTOR)
    )


def test_a_chunk_needs_the_year_before_only_for_metrics() -> None:
    reports = [report for report in collected().reports if report.organisation == BODIES[0]]
    together, alone = chunks_of(reports), (chunk_of(report, (), figures_of(report)) for report in reports)
    for one, other in zip(together, alone, strict=True):
        assert one.rows.keys() - other.rows.keys() == {"metrics"}
        assert {name: one.rows[name] for name in other.rows} == other.rows


def test_above_the_limit_large_tables_are_in_parts_that_together_are_the_whole(tmp_path: Path) -> None:
    write_dataset(collected(), tmp_path / "whole")
    write(collected(), tmp_path / "parts", tmp_path / "keep")
    names = set(contents(tmp_path / "parts"))
    parts = {f"{table}-{part}.csv" for table in SPLIT for part in ("00", "11", "23", "65")}
    small = {"reports.csv", "findings.csv", "organisations.csv", "withdrawals.csv", "replies.csv"}
    assert names == parts | small | {DESCRIPTOR}
    for name in small:
        assert (tmp_path / "parts" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    for table in TABLES:
        of_parts, of_whole = (Tables.below(tmp_path / name) for name in ("parts", "whole"))
        assert b"".join(blocks(of_parts, table)) == b"".join(blocks(of_whole, table))
    for name in SPLIT:
        header = csv_header(BY_NAME[name])
        lines = [(tmp_path / "parts" / f"{name}-{part}.csv").read_bytes() for part in ("00", "11", "23", "65")]
        assert all(one.startswith(header) for one in lines)
        whole = (tmp_path / "whole" / f"{name}.csv").read_bytes()
        assert sum(len(one) - len(header) for one in lines) == len(whole) - len(header)


def test_within_a_part_the_published_order_is_kept(tmp_path: Path) -> None:
    write(collected(), tmp_path / "parts", None)
    lines = (tmp_path / "parts" / "checks-11.csv").read_text(encoding="utf-8").splitlines()[1:]
    ids = list(dict.fromkeys(line.split(",")[0] for line in lines))
    order = [report.report_id for report in collected().reports if part_of(report) == "11"]
    assert (
        ids
        == order
        == [f"{one}-{year}" for one in ("110102001-xichangan", "110101-caizhengju") for year in (2021, 2022)]
    )


def test_frictionless_reads_the_parts_as_one_table(tmp_path: Path) -> None:
    write(collected(), tmp_path / "parts", None)
    found = frictionless.validate(str(tmp_path / "parts" / DESCRIPTOR))
    assert found.valid, found.flatten(["title", "note", "message"])
    package = frictionless.Package(str(tmp_path / "parts" / DESCRIPTOR))
    rows = package.get_table_resource("cells").read_rows()
    assert len(rows) == sum(len(report.cells) for report in collected().reports)
    described = json.loads((tmp_path / "parts" / DESCRIPTOR).read_bytes())
    cells = next(one for one in described["resources"] if one["name"] == "cells")
    assert cells["path"] == [f"cells-{part}.csv" for part in ("00", "11", "23", "65")]
    assert [one["path"] for one in cells["parts"]] == cells["path"]
    assert [one["bytes"] for one in cells["parts"]] == [
        (tmp_path / "parts" / name).stat().st_size for name in cells["path"]
    ]
    assert described["files"] == []


def test_reading_gives_back_the_same_from_either_layout(tmp_path: Path) -> None:
    write_dataset(collected(), tmp_path / "whole")
    write(collected(), tmp_path / "parts", None)
    assert read_dataset(tmp_path / "parts") == read_dataset(tmp_path / "whole") == collected()
    findings = [report.findings for report in read_reports(Tables.below(tmp_path / "parts"), ("findings",))]
    assert findings == [report.findings for report in collected().reports]


def changed(dataset: Dataset) -> Dataset:
    """Return a data set in which one report of province 11 says something else."""
    said = {Section.OVERVIEW: "改过", Section.TITLE: "标题"}
    return replace(
        dataset,
        reports=tuple(
            replace(report, narrative=said) if report.source == "d/2022.txt" else report for report in dataset.reports
        ),
    )


def test_one_changed_report_touches_its_part_alone(tmp_path: Path) -> None:
    out, keep = tmp_path / "parts", tmp_path / "keep"
    asked, _ = write(collected(), out, keep)
    assert asked == ["00", "11", "23", "65"]
    before = times(out), times(keep)
    asked, _ = write(collected(), out, keep)
    assert asked == []
    assert (times(out), {**times(keep), "tables.json": 0}) == (before[0], {**before[1], "tables.json": 0})
    asked, _ = write(changed(collected()), out, keep)
    assert asked == ["11"]
    assert {name for name, time in times(out).items() if time != before[0][name]} == {"narrative-11.csv", DESCRIPTOR}
    assert {name for name, time in times(keep).items() if time != before[1][name]} == {
        "tables.json", "11.records", "wide-11.parquet",
    }  # fmt: skip
    write(changed(collected()), tmp_path / "cold", tmp_path / "other")
    assert contents(out) == contents(tmp_path / "cold")


def test_small_tables_follow_their_parts(tmp_path: Path) -> None:
    out, keep = tmp_path / "parts", tmp_path / "keep"
    write(collected(), out, keep)
    found = replace(collected().reports[0], findings=(Finding("a.b", "有一事"),))
    dataset = replace(collected(), reports=(found, *collected().reports[1:]))
    before = times(out)
    write(dataset, out, keep)
    assert {name for name, time in times(out).items() if time != before[name]} == {"findings.csv", DESCRIPTOR}
    assert read_dataset(out) == dataset


@pytest.mark.parametrize("name", ["cells-11.csv", "reports.csv", "organisations.csv", DESCRIPTOR])
def test_a_file_that_somebody_touched_is_made_again(tmp_path: Path, name: str) -> None:
    out, keep = tmp_path / "parts", tmp_path / "keep"
    write(collected(), out, keep)
    whole = contents(out)
    (out / name).write_bytes(b"spoilt")
    write(collected(), out, keep)
    assert contents(out) == whole
    (out / name).unlink()
    write(collected(), out, keep)
    assert contents(out) == whole


@pytest.mark.parametrize("name", ["11.records", "wide-11.parquet", "tables.json"])
def test_what_is_kept_may_be_damaged(tmp_path: Path, name: str) -> None:
    out, keep = tmp_path / "parts", tmp_path / "keep"
    write(collected(), out, keep)
    whole, kept = contents(out), contents(keep)
    (keep / name).write_bytes(b"[]")
    write(collected(), out, keep)
    assert contents(out) == whole
    assert contents(keep)[name] == kept[name] or name == "tables.json"


def test_a_part_that_is_gone_leaves_nothing(tmp_path: Path) -> None:
    out, keep = tmp_path / "parts", tmp_path / "keep"
    (out).mkdir()
    (out / "notes.txt").write_text("mine")
    keep.mkdir()
    (keep / "readings.sqlite").write_text("another's")
    write(collected(), out, keep)
    fewer = replace(collected(), reports=tuple(report for report in collected().reports if part_of(report) != "65"))
    write(fewer, out, keep)
    assert not list(out.glob("*-65.csv"))
    assert not list(keep.glob("*65*"))
    assert (keep / "readings.sqlite").read_text() == "another's"
    write(fewer, tmp_path / "cold", None)
    assert {name: content for name, content in contents(out).items() if name != "notes.txt"} == contents(
        tmp_path / "cold"
    )


def test_crossing_the_limit_changes_the_layout_and_leaves_nothing_of_the_other(tmp_path: Path) -> None:
    out, keep = tmp_path / "out", tmp_path / "keep"
    write(collected(), out, keep, limit=WHOLE)
    small = contents(out)
    write(collected(), out, keep)
    assert not {name for name in contents(out) if name in NATIONAL or name == "cells.csv"}
    write(collected(), out, keep, limit=WHOLE)
    assert contents(out) == small


def test_national_files_stay_only_where_they_are_of_this_state(tmp_path: Path) -> None:
    out, keep = tmp_path / "out", tmp_path / "keep"
    write(collected(), out, keep, everything=True)
    everything = contents(out)
    assert set(NATIONAL) < set(everything)
    listed = json.loads(everything[DESCRIPTOR])["files"]
    assert [one["path"] for one in listed] == list(NATIONAL)
    write(collected(), out, keep)
    assert contents(out) == everything
    write(collected(), out, None)
    assert contents(out) == everything
    with (out / SQLITE).open("ab") as file:
        file.write(b"\0")
    write(collected(), out, keep)
    assert set(everything) - set(contents(out)) == {SQLITE}
    write(changed(collected()), out, keep)
    assert not set(NATIONAL) & set(contents(out))
    write(collected(), out, keep, everything=True)
    assert contents(out) == everything


def test_a_release_of_parts_equals_what_a_small_data_set_has(tmp_path: Path) -> None:
    write_dataset(collected(), tmp_path / "whole")
    write(collected(), tmp_path / "parts", tmp_path / "keep")
    assert write_release(tmp_path / "parts", tmp_path / "release") == (*NATIONAL, CHECKSUMS)
    whole = contents(tmp_path / "whole")
    released = contents(tmp_path / "release")
    assert {name: released[name] for name in NATIONAL} == {name: whole[name] for name in NATIONAL}
    assert set(released) == {*NATIONAL, CHECKSUMS}
    write_dataset(collected(), tmp_path / "all", limit=SOME)
    everything = contents(tmp_path / "all")
    assert {name: everything[name] for name in NATIONAL} == {name: whole[name] for name in NATIONAL}


def test_the_command_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dataset, out = tmp_path / "parts", tmp_path / "release"
    write(collected(), dataset, None)
    assert status_of(["release", "--dataset", str(dataset), "--out", str(out)]) == 0
    said = capsys.readouterr()
    size = sum(path.stat().st_size for path in out.iterdir())
    assert json.loads(said.out) == {"files": len(NATIONAL) + 1, "bytes": size, "out": str(out)}
    for line in (out / CHECKSUMS).read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
    assert status_of(["release", "--dataset", str(out), "--out", str(out)]) == 2
    assert "没有数据集" in capsys.readouterr().err


def test_the_data_page_lists_a_table_in_parts_once(tmp_path: Path) -> None:
    write(collected(), tmp_path / "parts", None)
    view = data_view(catalogue(collected()), tmp_path / "parts")
    cells = next(file for file in view.files if file.name == "cells-*.csv")
    assert [part.name for part in cells.parts] == [f"cells-{part}.csv" for part in ("00", "11", "23", "65")]
    assert cells.says == "表格各格"
    for part in cells.parts:
        assert part.sha256 == hashlib.sha256((tmp_path / "parts" / part.name).read_bytes()).hexdigest()
    names = {part.name for file in view.files for part in file.parts or (file,)}
    assert names == {path.name for path in (tmp_path / "parts").iterdir()}
    assert {table.name for table in view.tables} == {f"{table.name}.csv" for table in TABLES}
    (tmp_path / "parts" / "cells-11.csv").write_bytes(b"longer or shorter")
    view = data_view(catalogue(collected()), tmp_path / "parts")
    touched = next(part for file in view.files for part in file.parts if part.name == "cells-11.csv")
    assert touched.sha256 == hashlib.sha256(b"longer or shorter").hexdigest()


def test_one_report_of_many_is_found_and_named_like_it(tmp_path: Path) -> None:
    write(collected(), tmp_path / "parts", None)
    tables = Tables.below(tmp_path / "parts")
    wanted = collected().reports[3]
    assert read_report(tables, wanted.report_id) == read_report(tables, wanted.source) == wanted
    assert read_report(tables, "nobody-2022") is None


def test_a_release_needs_a_finished_data_set_and_a_folder_of_its_own(tmp_path: Path) -> None:
    write(collected(), tmp_path / "parts", None)
    with pytest.raises(UsageError, match="自己的文件夹"):
        write_release(tmp_path / "parts", tmp_path / "parts")
    (tmp_path / "parts" / DESCRIPTOR).unlink()
    with pytest.raises(UsageError, match=DESCRIPTOR):
        write_release(tmp_path / "parts", tmp_path / "release")
    assert [path.name for path in tmp_path.iterdir()] == ["parts"]


def test_numbers_do_not_depend_on_how_the_wide_table_is_cut(tmp_path: Path) -> None:
    _, whole = write(collected(), tmp_path / "whole", tmp_path / "keep", limit=WHOLE)
    _, parts = write(collected(), tmp_path / "parts", tmp_path / "keep")
    assert whole == (tmp_path / "whole" / WIDE,)
    assert len(parts) == 4
    told = [_told(Numbers(wide)) for wide in (whole[0], whole, parts, parts[::-1])]
    assert told[0] == told[1] == told[2] == told[3]
    assert pq.read_schema(parts[0]) == pq.read_schema(whole[0])


def _told(numbers: Numbers) -> list[object]:
    metrics = load_definitions().metrics[::8]
    with numbers:
        found: list[object] = [numbers.groups(), sorted(numbers.townships().items())]
        found += [list(numbers.every(metric)) for metric in metrics]
        return [*found, *numbers.of_regions(metrics, numbers.regions())]


def test_regions_need_no_more_than_the_parts_they_lie_in(tmp_path: Path) -> None:
    metrics = load_definitions().metrics
    _, parts = write(collected(), tmp_path / "parts", tmp_path / "keep")
    with Numbers(parts) as numbers:
        numbers.prepare(metrics)
        regions = numbers.regions()
        told = list(numbers.of_regions(metrics, regions))
        assert list(numbers.of_country(metrics)) == [pool for pool in told if pool.region == COUNTRY]
    inside = [region for region in regions if region != COUNTRY]
    assert inside
    for region in inside:
        (own,) = wide_of(parts, [region[:2]])
        with Numbers(own) as numbers:
            assert list(numbers.of_regions(metrics, [region])) == [pool for pool in told if pool.region == region]
    assert wide_of([tmp_path / "whole" / WIDE], ["99"]) == (tmp_path / "whole" / WIDE,)


def test_no_report_at_all(tmp_path: Path) -> None:
    write_dataset(Dataset((), ()), tmp_path / "whole")
    _, wide = write(Dataset((), ()), tmp_path / "chunks", tmp_path / "keep")
    assert contents(tmp_path / "chunks") == contents(tmp_path / "whole")
    assert read_dataset(tmp_path / "whole") == Dataset((), ())
    assert pq.read_table(wide[0]).num_rows == 0


def test_a_data_set_in_both_layouts_or_another_order_is_refused(tmp_path: Path) -> None:
    write(collected(), tmp_path / "parts", None)
    cells = (tmp_path / "parts" / "cells-11.csv").read_bytes()
    (tmp_path / "parts" / "cells.csv").write_bytes(cells)
    with pytest.raises(GongkaiError, match="没有写完"):
        read_dataset(tmp_path / "parts")
    (tmp_path / "parts" / "cells.csv").unlink()
    header, *lines = cells.splitlines(keepends=True)
    for wrong, message in (
        ([header, *lines[1:], lines[0], b"x,y\n"], "所列的位置"),
        ([header, *lines, *lines[:1]], "所列的位置"),
        ([header, *lines[:-1], b'231084107-jingbo-2021,"open\n'], "引号"),
    ):
        (tmp_path / "parts" / "cells-11.csv").write_bytes(b"".join(wrong))
        with pytest.raises(GongkaiError, match=message):
            read_dataset(tmp_path / "parts")


def test_every_table_is_of_reports_or_around_them() -> None:
    assert {*OF_REPORTS, "organisations", "withdrawals", "replies"} == set(BY_NAME)
    assert set(OF_REPORTS) == {*ENTIRE, *SPLIT}
    assert all(map(is_ours, (*NATIONAL, "cells.csv", "cells-11.csv")))
    assert not any(map(is_ours, (DESCRIPTOR, "notes.csv", "cells-111.csv", "reports-11.csv", "cells.parquet.bak")))
