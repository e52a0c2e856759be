"""The data set as written: bytes, types, order, and that reading gives back what was written."""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import frictionless
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.dataset import read_dataset, write_dataset
from generator.dataset.schema import TABLES
from generator.errors import GongkaiError, UsageError
from generator.model import Cell, CellStatus, Dataset, Fault, Finding, Report, Section, Severity, Verdict
from generator.pipeline import assemble
from tests.builders import body, day, failed_report, report_of, titled


def made() -> Dataset:
    """Return a data set that shows every kind of thing once."""
    odd = report_of(
        "reconsideration | 1 0 0 0 3\nreceived | _ ? ! . 0 0 0\nfees | 2018359.390",
        source='odd\n"name",.txt',
        published_on=day("2023-01-31"),
        source_url="https://example.gov.cn/a?b=1,2",
        narrative={Section.TITLE: "2022年年度报告", Section.OVERVIEW: "第一行\n第二行，\r\n\u2028=1+1\x00\ud800"},
    )
    other = report_of(source="z", organisation=body("110101001-donghuamen", "东华门街道办事处"), form="2019", year=2020)
    return assemble([failed_report("bad", "文件为空"), odd, report_of(source="second"), other])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("data") / "dataset"
    write_dataset(made(), out)
    return out


def test_every_table_in_every_format(folder: Path) -> None:
    names = {f"{table.name}.{suffix}" for table in TABLES for suffix in ("csv", "parquet")}
    assert {path.name for path in folder.iterdir()} == names | {"wide.parquet", "gongkai.sqlite", "datapackage.json"}
    assert [path.name for path in folder.parent.iterdir()] == ["dataset"]


def test_csv_is_plain(folder: Path) -> None:
    for table in TABLES:
        raw = (folder / f"{table.name}.csv").read_bytes()
        assert not raw.startswith(b"\xef\xbb\xbf")
        assert raw.endswith(b"\n")
        assert raw.decode("utf-8").startswith(",".join(table.header) + "\n")
    cells = (folder / "cells.csv").read_text(encoding="utf-8")
    assert ",proactive,fees,amount,2018359.39,reported,,,,2018359.390,\n" in cells
    assert '"' not in cells


def test_frictionless_finds_it_valid(folder: Path) -> None:
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note", "message"])


def test_descriptor_names_title_unit_meaning_bytes_and_hash(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    listed = [*package["resources"], *package["files"]]
    assert {item["path"] for item in listed} == {path.name for path in folder.iterdir()} - {"datapackage.json"}
    for resource in listed:
        raw = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(raw)
        assert resource["hash"] == "sha256:" + hashlib.sha256(raw).hexdigest()
        for field in resource.get("schema", {}).get("fields", ()):
            for word in ("title_zh", "title_en", "description_zh", "description_en"):
                assert field[word]
            assert field["type"] != "number" or field["unit_zh"]


def csv_rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_parquet_says_the_same(folder: Path) -> None:
    for table in TABLES:
        rows = pq.read_table(folder / f"{table.name}.parquet").to_pylist()
        expected = csv_rows(folder, table.name)
        assert len(rows) == len(expected)
        for row, texts in zip(rows, expected, strict=True):
            for column in table.columns:
                assert _as_text(row[column.name], texts[column.name]), (table.name, column.name)
    assert pq.read_schema(folder / "cells.parquet").field("value").type.precision == 38


def test_sqlite_says_the_same(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "gongkai.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not database.execute("PRAGMA foreign_key_check").fetchall()
        for table in TABLES:
            rows = database.execute(f'SELECT * FROM "{table.name}" ORDER BY rowid').fetchall()
            expected = csv_rows(folder, table.name)
            assert len(rows) == len(expected)
            for row, texts in zip(rows, expected, strict=True):
                for value, column in zip(row, table.columns, strict=True):
                    assert _as_text(value, texts[column.name]), (table.name, column.name)


def _as_text(value: object, text: str) -> bool:
    if value is None:
        return text == ""
    if isinstance(value, Decimal | float | int):
        return Decimal(str(value)) == Decimal(text)
    return str(value) == text


def test_same_input_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_dataset(made(), tmp_path / "again")
    write_dataset(made(), tmp_path / "again")
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def test_reading_gives_back_what_was_written(folder: Path, tmp_path: Path) -> None:
    again = read_dataset(folder)
    write_dataset(again, tmp_path / "again")
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def test_other_files_in_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    write_dataset(made(), tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_out_that_is_a_file_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError):
        write_dataset(made(), tmp_path / "file")


def test_no_data_set_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有数据集"):
        read_dataset(tmp_path)


def test_data_set_with_another_header_or_code(folder: Path, tmp_path: Path) -> None:
    for path in folder.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "checks.csv").write_text("report_id,rule\n")
    with pytest.raises(GongkaiError, match=r"checks\.csv"):
        read_dataset(tmp_path)
    (tmp_path / "checks.csv").write_text("report_id,rule,verdict,reason\n231084107-jingbo-2022,a.b,maybe,\n")
    with pytest.raises(GongkaiError, match="maybe"):
        read_dataset(tmp_path)


def test_number_too_long_for_a_decimal_is_kept_as_text(tmp_path: Path) -> None:
    write_dataset(assemble([report_of("fees | 0." + "1" * 30)]), tmp_path)
    values = pq.read_table(tmp_path / "cells.parquet")["value"].to_pylist()
    assert "0." + "1" * 30 in values
    assert read_dataset(tmp_path).reports[0].cells == assemble([report_of("fees | 0." + "1" * 30)]).reports[0].cells


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
NUMBERS = st.none() | st.decimals(-(10**12), 10**20, allow_nan=False, places=4)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Draw a report with arbitrary numbers and texts in its cells, findings and prose."""
    blank = report_of(source=draw(TEXT.filter(bool)), narrative=titled("标题"))
    cells = tuple(
        Cell(cell.key, draw(st.sampled_from(CellStatus)), draw(NUMBERS), draw(NUMBERS), None, draw(TEXT), draw(TEXT))
        for cell in blank.cells[:5]
    )
    finding = Finding(
        "a.b",
        draw(TEXT.filter(bool)),
        draw(st.sampled_from(Severity)),
        draw(st.sampled_from(Fault)),
        draw(st.sampled_from(Verdict)),
    )
    prose = {section: draw(TEXT.filter(bool)) for section in draw(st.lists(st.sampled_from(Section), unique=True))}
    return replace(blank, cells=cells, findings=(finding,), narrative=prose, error=draw(TEXT))


@given(reports())
@settings(max_examples=25, deadline=None)
def test_anything_written_is_read_back(report: Report) -> None:
    dataset = assemble([report])
    with tempfile.TemporaryDirectory() as folder:
        write_dataset(dataset, Path(folder))
        assert read_dataset(Path(folder)) == dataset


def test_files_that_stay_as_they_are_keep_their_time(tmp_path: Path) -> None:
    dataset = assemble([report_of(report_id="a-2023")])
    write_dataset(dataset, tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    write_dataset(dataset, tmp_path)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    (tmp_path / "cells.csv").write_text("spoilt")
    write_dataset(dataset, tmp_path)
    after = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert {name for name in after if after[name] != before[name]} == {"cells.csv", "datapackage.json"}
