"""``gongkai show`` as a maintainer uses it."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generator.commands.main import status_of
from generator.commands.show import show_place
from generator.dataset import write_dataset
from generator.pipeline import assemble, extract
from generator.show.passages import Grid, GridCell, Passage, Piece
from generator.show.terminal import PLAIN, REVERSE, clipped, lines_of
from generator.sources import digest_of
from generator.text import display_width
from tests.builders import report_of

BUREAU = "421222-minzhengju-2024"


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the sample reports and their data set."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(root / "data" / "reports", folder / "data" / "reports")
    write_dataset(extract(folder / "data" / "reports"), folder / "build" / "dataset")
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of that folder, in which the command is run."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_cell(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(["show", BUREAU, "proactive.licensing.decisions", "--no-png"]) == 0
    said = capsys.readouterr().out
    for part in (
        *("通城县民政局", "2024 年", "行政许可 × 本年处理决定数量", "14 件", "“14”", "line 15 cell 2"),
        *("行政许可 | >>14<<", "004_41b620bcb19def59.txt"),
        "2746386efbe5b2515837fbc555a005de027114de01f924c1f773796bd7b86964",
    ):
        assert part in said
    assert not (project / "build" / "show").exists()


def test_the_picture_goes_to_the_build_folder(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(["show", BUREAU, "proactive.licensing.decisions"]) == 0
    done = capsys.readouterr()
    picture = project / "build" / "show" / f"{BUREAU}.proactive.licensing.decisions.png"
    assert picture.is_file() or "没有中文字体" in done.err


def test_by_source_by_path_and_by_row(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = "004_41b620bcb19def59.txt"
    assert status_of(["show", source, "requests.received", "--no-png"]) == 0
    published = capsys.readouterr().out
    assert published.count("line 27") == 7
    assert ">>一、本年新收政府信息公开申请数量" in published
    assert status_of(["show", f"data/reports/{source}", "requests.received", "--no-png"]) == 0
    assert "刚刚从文件读取" in capsys.readouterr().out


def test_the_whole_form(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report_id = "632301204-qukuhu-2021"
    assert status_of(["show", report_id]) == 0
    said = capsys.readouterr().out
    granted = next(line for line in said.splitlines() if line.endswith("  granted"))
    assert granted.split()[-8:-1] == ["?(0)"] * 7
    waiting = next(line for line in said.splitlines() if line.endswith("  closed_not_corrected"))
    assert waiting.split()[-8:-1] == ["·"] * 7
    assert f"gongkai show {report_id} review.reconsideration.upheld" in said


def test_a_derived_number_names_its_sources(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(["show", "231084107-jingbo-2022", "requests.received.natural_person", "--no-png"]) == 0
    said = capsys.readouterr().out
    assert "得自：requests.received.total 0，requests.received.enterprise 0" in said
    assert "未填" in said


def test_a_cell_without_a_place(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = report_of("received | . 0 0 0 0 0 0", source="004_41b620bcb19def59.txt")
    content = (project / "data" / "reports" / report.source).read_bytes()
    dataset = assemble([replace(report, sha256=digest_of(content))])
    write_dataset(dataset, project / "other")
    arguments = ["--dataset", "other", "--out", "x.png"]
    assert status_of(["show", dataset.reports[0].report_id, "requests.received.natural_person", *arguments]) == 0
    assert "没有位置" in capsys.readouterr().out
    assert not Path("x.png").exists()


def _forge(path: Path, column: str, value: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, column: value} for row in rows)


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["421222-minzhengju-2023"], 1, f"相近的有：{BUREAU}（通城县民政局 2024）"),
        (["通城县民政局"], 1, BUREAU),
        ([BUREAU, "requests.recieved.total"], 1, "requests.received.total"),
        ([BUREAU, "requests.received.total.more"], 1, "相近的有"),
        ([BUREAU, ""], 1, "相近的有"),
        ([BUREAU, "requests", "--out", "nowhere/x.png"], 2, "没有“nowhere”这个文件夹"),
        ([BUREAU, "--out", "x.png"], 2, "没有图片"),
        ([], 2, "REPORT"),
        ([BUREAU, "requests", "--dataset", "data"], 2, "没有数据集"),
        ([BUREAU, "requests", "--reports", "build"], 1, "请用 --reports"),
    ],
)
def test_what_cannot_be_shown(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, says: str
) -> None:
    assert status_of(["show", *arguments]) == status
    assert says in capsys.readouterr().err


def test_a_file_that_changed_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "data" / "reports" / "004_41b620bcb19def59.txt"
    path.write_bytes(path.read_bytes() + b"\n")
    assert status_of(["show", BUREAU, "requests"]) == 1
    assert "改动过" in capsys.readouterr().err
    assert status_of(["show", str(path), "proactive.licensing.decisions", "--no-png"]) == 0


def test_a_data_set_does_not_lead_out_of_the_reports(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _forge(project / "build" / "dataset" / "reports.csv", "source", "../../secret.txt")
    (project / "secret.txt").write_text("x")
    assert status_of(["show", BUREAU, "requests"]) == 1
    assert "不在报告文件夹之内" in capsys.readouterr().err


def test_nothing_but_a_picture_is_overwritten(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = project / "notes.txt"
    kept.write_text("keep")
    for name in ("notes.txt", "data"):
        assert status_of(["show", BUREAU, "proactive.licensing.decisions", "--out", name]) == 1
        assert "不予覆盖" in capsys.readouterr().err
    assert kept.read_text() == "keep"
    old = project / "old.png"
    old.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert status_of(["show", BUREAU, "proactive.licensing.decisions", "--out", "old.png"]) == 0


def test_the_picture_on_standard_output(project: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    status_of(["show", BUREAU, "proactive.licensing.decisions", "--out", "-"])
    done = capfdbinary.readouterr()
    assert done.out.startswith(b"\x89PNG") or (not done.out and "没有中文字体".encode() in done.err)
    assert "“14”".encode() in done.err


def test_a_document_that_failed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = project / "data" / "reports" / "bad.txt"
    bad.write_text("no report")
    assert status_of(["show", "data/reports/bad.txt", "requests"]) == 1
    assert "未能读出" in capsys.readouterr().err


def test_control_characters_never_reach_the_terminal(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "data" / "reports" / "004_41b620bcb19def59.txt"
    odd = project / "odd\x1b[31m.txt"
    odd.write_text(path.read_text(encoding="utf-8").replace("14", "14\x1b[2J\u202e"), encoding="utf-8")
    assert show_place(str(odd), "proactive.licensing.decisions", Path("data/reports"), Path("build/dataset"), None) == 0
    said = capsys.readouterr().out
    assert not any(char in said for char in "\x1b\u202e")


def test_marks_on_a_terminal_and_elsewhere() -> None:
    passage = Passage(
        "第 3 行", ((3, (Piece("规章\t"), Piece("14", marked=True), Piece("\t"), Piece("", marked=True))),)
    )
    assert list(lines_of([passage], PLAIN))[1] == "  3  规章 → >>14<< → >><<"
    assert list(lines_of([passage], REVERSE))[1] == "  3  规章 → \x1b[7m14\x1b[27m → \x1b[7m \x1b[27m"


def test_rows_of_a_grid_are_aligned() -> None:
    rows = (
        (1, (GridCell("信息内容", 0), GridCell("本年制发件数", 1), GridCell("合", 2))),
        (2, (GridCell("规章", 0), GridCell("14", 1, marked=True), GridCell("7", 2))),
        (3, (GridCell("整行说明文字", 0, span=3),)),
    )
    for style in (PLAIN, REVERSE):
        lines = list(lines_of([Grid("表格 1", rows)], style))[1:3]
        bare = [line.replace("\x1b[7m", "").replace("\x1b[27m", "") for line in lines]
        bars = [[display_width(line[:at]) for at, char in enumerate(line) if char == "│"] for line in bare]
        assert bars[0] == bars[1]


def test_clipping_counts_columns() -> None:
    assert clipped("政府信息公开", 7) == "政府信…"
    assert clipped("abc", 3) == "abc"
