"""What the outside world relies on: names, columns, order, and the same bytes for the same input."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import frictionless
import pytest

from generator.checks import CHECKS, YEAR_CHECKS
from generator.dataset.schema import TABLES
from generator.forms import load_forms

HEADERS = {
    "reports": "report_id,primary,source,source_url,sha256,format,org_id,organisation,kind,province,prefecture,county,"
    "township,division_code,year,form,published_on,status,error",
    "cells": "report_id,table,row,column,value,status,derived,corrected,unit,raw,locator",
    "findings": "report_id,rule,verdict,severity,fault,table,row,column,expected,actual,message",
    "checks": "report_id,rule,verdict,reason",
    "organisations": "org_id,organisation,short_name,kind,province,prefecture,county,township,division_code,aliases,"
    "address",
    "narrative": "report_id,section,text",
    "narrative_facts": "report_id,fact,channel,value,approximate,unit,quote,locator",
    "legacy": "report_id,number,table,family,indicator,label,period,column,unit,value,status,raw,locator",
    "metrics": "report_id,metric,numerator,denominator,value,state",
    "withdrawals": "scope,report_id,org_id,organisation,division_code,year,section,cell,reason,decided_by,date",
    "replies": "org_id,year,number,date,sender,verified,about,source_url,text",
}


def test_tables_and_columns_are_those_of_the_contract() -> None:
    assert {table.name: ",".join(table.header) for table in TABLES} == HEADERS


def test_forms_have_as_many_cells_as_the_contract_says() -> None:
    assert {code: len(form.keys()) for code, form in load_forms().items()} == {"2019": 198, "2021": 200}


def extract(reports: Path, out: Path, root: Path, *options: str, **environment: str) -> None:
    """Run ``gongkai extract`` in a process of its own."""
    subprocess.run(
        [sys.executable, "-m", "generator", "extract", str(reports), "--out", str(out), *options],
        cwd=root,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
    )


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a folder with the samples and variants of them: enough for several processes."""
    folder = tmp_path_factory.mktemp("many")
    for path in sorted((root / "data" / "reports").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for year in ("2021", "2022", "2023", "2024"):
            target = folder / year / path.name
            target.parent.mkdir(exist_ok=True)
            target.write_text(text.replace("2022", year), encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n")
    return folder


@pytest.fixture(scope="module")
def dataset(many: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dataset")
    extract(many, out, root, "--jobs", "1")
    return out


def test_same_bytes_whatever_jobs_locale_zone_hash_seed_and_order(
    many: Path, dataset: Path, root: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for path in sorted(many.rglob("*.*"), reverse=True):
        target = elsewhere / path.relative_to(many)
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, target)
    environment = {"LC_ALL": "C", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0"}
    extract(elsewhere, tmp_path / "out", root, "--jobs", "3", **environment)
    assert digests(tmp_path / "out") == digests(dataset)


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_order_and_number_of_rows(dataset: Path) -> None:
    reports = rows(dataset, "reports")
    assert [row["source"] for row in reports] == sorted((row["source"] for row in reports), key=str.encode)
    assert len({row["report_id"] for row in reports}) == len(reports)
    cells = Counter(row["report_id"] for row in rows(dataset, "cells"))
    expected = {"2019": 198, "2021": 200}
    for row in reports:
        has_cells = row["status"] != "failed" and row["year"] and row["form"] in expected
        assert cells[row["report_id"]] == (expected[row["form"]] if has_cells else 0)
    checks = Counter(row["report_id"] for row in rows(dataset, "checks"))
    assert set(checks.values()) == {len(CHECKS) + len(YEAR_CHECKS)}
    assert len(checks) == len(reports)


def test_primary_names_the_plain_id(dataset: Path) -> None:
    for row in rows(dataset, "reports"):
        if row["primary"]:
            assert row["primary"] == f"{row['org_id']}-{row['year']}"
            assert row["report_id"] == f"{row['primary']}-{row['sha256'][:8]}"


def test_value_stands_in_reported_cells_only(dataset: Path) -> None:
    for row in rows(dataset, "cells"):
        assert bool(row["value"]) == (row["status"] == "reported")


def test_descriptor_is_valid(dataset: Path) -> None:
    report = frictionless.validate(str(dataset / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note", "message"])
