"""Made corpora: same seed same bytes, figures that hang together, truths that the reader meets, nothing overwritten."""

from __future__ import annotations

import hashlib
import itertools
import json
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.commands.main import status_of
from generator.demo.write import FORMATS, Plan, write_corpus
from generator.forms import load_forms
from generator.made import MARKER, RULE, SENTENCE, TRUTH
from generator.model import CellKey
from generator.pipeline import extract
from tests.drawing.judge import Judged, cells_of, judge, meant_by

ROOT = Path(__file__).resolve().parents[2]
SMALL = Plan(bodies=12, years=4, seed=7, formats=FORMATS, oddities=0.4, last_year=2022)


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def silent(number: int) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "reports"
    assert write_corpus(SMALL, folder, silent) == 48
    return folder


@pytest.fixture(scope="module")
def truths(corpus: Path) -> list[dict[str, Any]]:
    raw = json.loads((corpus / TRUTH).read_text(encoding="utf-8"))
    assert raw["made"] == SENTENCE
    documents: list[dict[str, Any]] = raw["documents"]
    return documents


def numbers_by_body(truths: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[CellKey, Decimal]]]]:
    for org_id in dict.fromkeys(truth["org_id"] for truth in truths):
        yield org_id, [meant_by(truth) for truth in truths if truth["org_id"] == org_id]


def test_same_seed_same_bytes_and_again_into_the_same_folder(corpus: Path, tmp_path: Path) -> None:
    before = digests(corpus)
    write_corpus(SMALL, tmp_path / "again", silent)
    assert digests(tmp_path / "again") == before
    write_corpus(SMALL, corpus, silent)
    assert digests(corpus) == before


def test_the_truth_lists_every_file_and_every_cell(corpus: Path, truths: list[dict[str, Any]]) -> None:
    assert set(digests(corpus)) == {truth["file"] for truth in truths} | {TRUTH, MARKER}
    for truth in truths:
        assert list(cells_of(truth)) == list(load_forms()[truth["form"]].keys())
    assert {truth["file"].rpartition(".")[2] for truth in truths} == {"txt", "html", "docx", "pdf"}


def test_figures_obey_the_form_and_the_year_before(truths: list[dict[str, Any]]) -> None:
    for org_id, years in numbers_by_body(truths):
        for values in years:
            form = load_forms()["2021" if CellKey("proactive", "fees", "amount") in values else "2019"]
            assert set(values) == set(form.keys())
            assert [fault for table in form.tables for fault in broken(table, values)] == [], org_id
        for before, after in itertools.pairwise(years):
            columns = [key.column for key in before if key.row == "carried_out"]
            for column in columns:
                out, come = CellKey("requests", "carried_out", column), CellKey("requests", "carried_in", column)
                assert before[out] == after[come], (org_id, column)


def broken(table: Any, values: dict[CellKey, Decimal]) -> Iterator[str]:
    for block, row in table.printed_rows():
        for column in block.columns:
            key = CellKey(table.code, row.code, column.code)
            for parts in (
                [CellKey(table.code, row.code, part) for part in column.sum_of],
                [CellKey(table.code, part, column.code) for part in row.sum_of],
            ):
                if parts and values[key] != sum(values[part] for part in parts):
                    yield f"{key}"
    for identity in table.identities:
        for column in table.blocks[0].columns:
            left, right = (
                sum(values[CellKey(table.code, row, column.code)] for row in rows)
                for rows in (identity.left, identity.right)
            )
            if left != right:
                yield f"{identity.rule} {column.code}"


def test_facts_stand_in_the_words_and_agree_with_the_tables(corpus: Path, truths: list[dict[str, Any]]) -> None:
    for truth in truths:
        received = next(fact for fact in truth["facts"] if fact["fact"] == "requests_received")
        assert Decimal(received["value"]) == meant_by(truth)[CellKey("requests", "received", "total")]
        ways = sum(Decimal(fact["value"]) for fact in truth["facts"] if fact["fact"] == "proactive_channel")
        assert [Decimal(f["value"]) for f in truth["facts"] if f["fact"] == "proactive_total"] == [ways]


def test_read_back_without_a_wrong_figure(corpus: Path, truths: list[dict[str, Any]]) -> None:
    judged = Judged()
    reports = {report.source: report for report in extract(corpus).reports}
    assert set(reports) == {truth["file"] for truth in truths}
    for truth in truths:
        report = reports[truth["file"]]
        assert RULE in {finding.rule for finding in report.findings}, truth["file"]
        judge(report, truth, judged)
    assert [fault for fault in judged.score.faults if not fault.startswith(("missed", "state"))] == []
    assert judged.score.missed <= judged.score.must // 100
    assert [fault for fault in judged.documents if "published_on" not in fault] == []


def test_word_files_carry_no_date_of_their_making(corpus: Path) -> None:
    path = next(corpus.rglob("*.docx"))
    with zipfile.ZipFile(path) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_other_files_are_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert status_of(["demo", "--bodies", "1", "--out", str(tmp_path)]) == 2
    assert "mine.txt" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("below", ["", "sub", "sub/../other"])
def test_never_among_real_reports(below: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(["demo", "--bodies", "1", "--out", str(ROOT / "data" / "reports" / below)]) == 2
    assert "data/reports" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--years", "9"], "2019"),
        (["--formats", "text,papyrus"], "--formats"),
        (["--oddities", "2"], "--oddities"),
        (["--bodies", "0"], "整数"),
    ],
)
def test_wrong_usage(options: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(["demo", "--out", str(tmp_path / "new"), *options]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_the_command_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(["demo", "--bodies", "2", "--years", "1", "--out", str(tmp_path / "new")]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["reports"] == 2
    assert "已编造 2/2" in captured.err


def test_bodies_are_spread_over_the_provinces_and_keep_their_names(truths: list[dict[str, Any]]) -> None:
    assert len({truth["province"] for truth in truths}) == 12
    names = {(truth["org_id"], truth["organisation"]) for truth in truths}
    assert len(names) == 12
