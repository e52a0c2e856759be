"""Old Word formats: read alike by programs that have nothing in common, or not published.

Fixtures are made: ``made-*.doc`` and ``made-2021.rtf`` were written by LibreOffice from ``word_file``,
``made-2021-libreoffice.docx`` and ``made-2021-pandoc.docx`` by those programs from ``web_page``.
"""

from __future__ import annotations

import random
import re
import stat
from pathlib import Path

import pytest

from generator.documents import convert, doc, rtf, word97
from generator.errors import ReportError
from generator.forms import load_forms
from generator.model import CellKey, CellStatus, Document, Line
from generator.report import read_report
from generator.tables.read import read_tables
from tests.drawing.pages import boxes
from tests.formats.test_grids import FIXTURES, differing, texts_of

MADE = {
    "made-2021.doc": ("2021", 2022, 0.1),
    "made-2019.doc": ("2019", 2025, 0.6),
    "made-2021.rtf": ("2021", 2022, 0.1),
    "made-2021-libreoffice.docx": ("2021", 2022, 0.1),
    "made-2021-pandoc.docx": ("2021", 2022, 0.1),
}
OLD = [name for name in MADE if not name.endswith("docx")]


def made(name: str) -> tuple[dict[CellKey, str], bytes]:
    """Return what a made document shows, and its bytes."""
    code, seed, blank = MADE[name]
    return texts_of(load_forms()[code], seed, blank), (FIXTURES / name).read_bytes()


def numbered(shown: list[tuple[str, tuple[str, ...]]]) -> tuple[Line, ...]:
    return tuple(Line(number, 0, text, places) for number, (text, places) in enumerate(shown, start=1))


def own_reading(name: str, content: bytes) -> tuple[Line, ...]:
    return numbered(word97.read_lines(content) if name.endswith("doc") else rtf.read_lines(content))


@pytest.mark.parametrize("name", [name for name in MADE if name.endswith("docx")])
def test_word_files_of_other_writers(name: str) -> None:
    texts, content = made(name)
    report = read_report(content, name)
    assert (report.format, report.form, differing(report, texts)) == ("docx", "2021", [])


@pytest.mark.parametrize("name", OLD)
def test_our_own_reading_of_the_file(name: str) -> None:
    texts, content = made(name)
    reading = read_tables(Document("doc", own_reading(name, content)), 2023)
    assert reading.form == MADE[name][0]
    assert [
        cell.key for cell in reading.cells if (str(cell.value) if cell.value is not None else "") != texts[cell.key]
    ] == []


@pytest.mark.office
@pytest.mark.parametrize("name", OLD)
def test_old_files_from_end_to_end(name: str) -> None:
    texts, content = made(name)
    report = read_report(content, name)
    assert (report.format, report.form, report.status) == (name[-3:], MADE[name][0], "ok")
    assert differing(report, texts) == []
    assert all(re.fullmatch(r"table \d+ row \d+ cell \d+", cell.locator) for cell in report.cells)


@pytest.mark.office
def test_a_damaged_file_gives_no_figure_of_its_own() -> None:
    """The tables of pieces and properties overwritten at random: cells get lost, none gets another number."""
    texts, content = made("made-2021.doc")
    table = content.index(b"\x02", len(content) // 2)
    for seed in range(3):
        rng = random.Random(seed)
        damaged = bytearray(content)
        for _ in range(30):
            damaged[rng.randrange(table, len(damaged))] = rng.randrange(256)
        cells = read_report(bytes(damaged), "a.doc").cells
        assert [cell for cell in cells if cell.value is not None and str(cell.value) != texts[cell.key]] == []


def test_glued_cells_lose_to_a_reading_that_keeps_them_apart() -> None:
    """LibreOffice was seen to give a whole row as 307003545: nothing of it may come out as a figure."""
    _, content = made("made-2021.doc")
    own = own_reading("made-2021.doc", content)
    glued = tuple(Line(line.number, line.start, line.text.replace("\t", "")) for line in own)
    assert doc.figures_in_cells(glued) == 0 < doc.figures_in_cells(own)
    cells = read_tables(Document("doc", glued), 2023).cells
    assert {cell.status for cell in cells if cell.key.table != "proactive"} <= {
        CellStatus.MISSING,
        CellStatus.AMBIGUOUS,
    }


def test_locked_and_damaged_files_say_why() -> None:
    _, content = made("made-2021.doc")
    start = content.index(b"\xec\xa5")
    locked = bytearray(content)
    locked[start + 0x0B] |= 0x01
    with pytest.raises(ReportError, match="密码"):
        doc.read(bytes(locked))
    with pytest.raises(ReportError, match="Word"):
        doc.read(content[:512])


def test_an_absent_program_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    _, content = made("made-2021.doc")
    assert "LibreOffice" in read_report(content, "a.doc").error
    assert "antiword" in read_report(content, "a.doc").error
    error = read_report(made("made-2021.rtf")[1], "a.rtf").error
    assert "LibreOffice" in error
    assert "antiword" not in error
    program(tmp_path / "soffice", "exit 0")
    assert "LibreOffice" not in read_report(content, "a.doc").error.partition("（")[0]
    assert "antiword" in read_report(content, "a.doc").error


def test_a_program_that_hangs_is_ended_with_its_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mark = tmp_path / "alive"
    program(tmp_path / "antiword", f"(sleep 3; touch {mark}) & sleep 60")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(convert, "_ANTIWORD_TIME", 0.3)
    with pytest.raises(ReportError, match="秒"):
        convert.to_text(b"")
    program(tmp_path / "antiword", "sleep 3.5")
    monkeypatch.setattr(convert, "_ANTIWORD_TIME", 9)
    convert.to_text(b"")
    assert not mark.exists()


def test_a_program_gets_nothing_of_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path / "antiword", "env; pwd")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("SECRET_OF_OURS", "x")
    said = convert.to_text(b"")
    assert "SECRET_OF_OURS" not in said
    folder = re.search(r"^HOME=(.+)$", said, re.MULTILINE)
    assert folder is not None
    assert not Path(folder[1]).exists()


def program(path: Path, script: str) -> None:
    """Write a program of the shell."""
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


# RTF as Word writes it in Chinese: code page 936, bytes escaped, half of a character now and then not.


def escaped(text: str) -> str:
    out = []
    for char in text:
        if char.isascii():
            out.append(char)
            continue
        first, second = char.encode("gbk")
        plain = chr(second) if 0x41 <= second <= 0x5A else f"\\'{second:02x}"
        out.append(f"\\'{first:02x}{plain}")
    return "".join(out)


def rtf_of(texts: dict[CellKey, str], extra: str = "") -> bytes:
    """Return a form as RTF with merged cells and the fonts of Word."""
    form = load_forms()["2021"]
    parts = [r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}}", "\n"]
    parts.append(rf"\pard {escaped('同仁市曲库乎乡人民政府2023年政府信息公开工作年度报告')}\par" + "\n")
    for table in form.tables:
        parts.append(rf"\pard {escaped(table.section)}\par" + "\n")
        parts.append(rtf_table(list(boxes(table, texts)), extra))
    parts.append(r"\pard 2024\'c4\'ea1\'d4\'c215\'c8\'d5\par}")
    return "".join(parts).encode("latin-1")


def rtf_table(cells: list[tuple[int, int, int, int, str]], extra: str) -> str:
    rows = max(row + down for row, _, down, _, _ in cells)
    out = []
    for number in range(rows):
        here = sorted(
            (column, row, across, down, text) for row, column, down, across, text in cells if row <= number < row + down
        )
        definition, content = r"\trowd\trleft-108", ""
        for column, row, across, down, text in here:
            merge = "" if down == 1 else r"\clvmgf" if row == number else r"\clvmrg"
            definition += f"{merge}\\cellx{(column + across) * 700 - 108}"
            hidden = extra if row == number and text.isdigit() else ""
            content += rf"\pard\intbl {hidden}{escaped(text) if row == number else ''}\cell" + "\n"
        out.append(f"{definition}\n{content}{definition}\\row\n")
    return "".join(out)


@pytest.mark.parametrize(
    "extra",
    ["", r"{\v 9}", r"{\deleted 9}", r"{\*\bkmkstart a}", r"{\field{\*\fldinst  = 9 }{\fldrslt }}", r"{\pict 99}"],
)
def test_rtf_in_a_chinese_code_page(extra: str) -> None:
    texts = texts_of(load_forms()["2021"], 11, 0.1)
    reading = read_tables(Document("rtf", numbered(rtf.read_lines(rtf_of(texts, extra)))), 2023)
    assert [
        cell.key for cell in reading.cells if (str(cell.value) if cell.value is not None else "") != texts[cell.key]
    ] == []


@pytest.mark.office
def test_rtf_of_word_from_end_to_end() -> None:
    texts = texts_of(load_forms()["2021"], 11, 0.1)
    report = read_report(rtf_of(texts), "a.doc")
    assert (report.format, differing(report, texts)) == ("rtf", [])


def test_rtf_characters() -> None:
    content = (
        rb"{\rtf1\ansi\uc1 \u-10179?\u-9216? \u35268\'b9\u31456? a\super 1\nosupersub b\~c\_d{\b\uc0\u21644}\par"
        rb"\pard\bin3 {{{e\par}"
    )
    assert [text for text, _ in rtf.read_lines(content) if text] == ["\U0001f400 规章 a 1 b c-d和", "e"]


def test_rtf_that_nests_without_end() -> None:
    with pytest.raises(ReportError, match="层次"):
        rtf.read(b"{\\rtf1" + b"{" * 100000)
