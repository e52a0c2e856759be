"""The command ``show``: the place a figure came from, in the terminal and as a picture."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from generator.commands.target import Target, target
from generator.errors import GongkaiError, ReportError, UsageError
from generator.model import Cell, CellStatus
from generator.numbers import plain
from generator.show import NoFontError, Place, cell_code, crop, excerpts_of, feeding, form_of, grounds_of, locate
from generator.show.terminal import PLAIN, REVERSE, Style, ink, lines_of, overview, padded
from generator.site.words import DERIVED, FORMATS, FORMS, SHORT_STATES, STATES, STATUSES
from generator.text import display_width, printable

_DEFAULT = Path("build") / "show"
_STANDARD_OUTPUT = Path("-")
_PNG = b"\x89PNG\r\n\x1a\n"
# More cells than those of one printed row are shown as the table they make.
_MOST_LISTED = 15
_WIDTH = 120
_SIGNS = (
    "数字 即原文所载；0 即原文印作 0；· 原表未填；? 有数字但列不明；✗ 无法读作数字；– 文件中没有此格；"
    "括号内为按表内勾稽关系推算；→ 后为人工订正"
)


def show_place(name: str, code: str | None, reports: Path, dataset: Path, out: str | None) -> int:
    """Show a report or a place in it; the picture goes to ``out`` (empty: the usual place, ``None``: no picture)."""
    if code is None and out:
        raise UsageError("不写 CELL 时只在终端列出全部格子，没有图片；请写明一格、一行或一张表")
    wanted = target(name, reports, dataset)
    if code is None:
        for line in _whole(wanted):
            click.echo(line)
        return 0
    place = locate(wanted.report, code)
    path = _path(out, place) if out is not None else None
    for line in described(wanted, place):
        click.echo(line, err=path == _STANDARD_OUTPUT)
    if path is not None and place.marks:
        draw(wanted.content, place, path)
    return 0


def _whole(wanted: Target) -> Iterator[str]:
    """Yield what is known of a report and all its cells."""
    report = wanted.report
    yield from _head(wanted)
    yield from _facts((word, printable(said)) for word, said in grounds_of(report, wanted.content))
    form = form_of(report)
    yield ""
    yield from overview(report, form.tables, shutil.get_terminal_size((_WIDTH, 24)).columns)
    yield _SIGNS
    table = form.tables[-1]
    row, column = table.blocks[0].rows[0].code, table.blocks[0].columns[0].code
    yield f"看一格：gongkai show {report.report_id} {table.code}.{row}.{column}（表.行.列；也可以只写表.行或表）"


def described(wanted: Target, place: Place) -> Iterator[str]:
    """Yield what stands at a place, as lines."""
    yield from _head(wanted)
    yield f"{place.code}  {place.name}"
    if len(place.cells) == 1:
        yield from _facts(_cell_facts(wanted, place.cells[0]))
    elif len(place.cells) <= _MOST_LISTED:
        yield from _listed(place)
    else:
        tables = [table for table in form_of(wanted.report).tables if table.code == place.code]
        yield from overview(wanted.report, tables, shutil.get_terminal_size((_WIDTH, 24)).columns)
    if not place.marks:
        yield "此处在文件中没有位置，无原文可示。"
        return
    excerpts = excerpts_of(wanted.content, place)
    if excerpts:
        yield from lines_of(excerpts, _style())
    else:
        yield "此页是图片，没有文字可示；请看图。"


def _head(wanted: Target) -> Iterator[str]:
    report = wanted.report
    body = report.organisation.organisation if report.organisation else "机关不明"
    year = f"{report.year} 年" if report.year else "年份不明"
    yield f"{printable(report.report_id)}  {printable(body)}  {year}  {FORMS.get(report.form, report.form)}"
    facts = [
        (
            "文件",
            f"{printable(report.source)}（{FORMATS.get(report.format, report.format)}，{STATUSES[report.status]}）",
        ),
        ("SHA-256", report.sha256),
    ]
    yield from _facts(facts)
    if wanted.fresh:
        yield "  （刚刚从文件读取，不是数据集中的记录）"


def _cell_facts(wanted: Target, cell: Cell) -> Iterator[tuple[str, str]]:
    yield "状态", f"{SHORT_STATES[cell.status]}：{STATES[cell.status].says}"
    if cell.value is not None:
        yield "数值", f"{plain(cell.value)}{' ' + cell.unit if cell.unit else ''}"
    if cell.derived is not None:
        parts = "，".join(f"{cell_code(part.key)} {ink(part)}" for part in feeding(wanted.report, cell.key))
        yield "推算", f"{plain(cell.derived)}（{DERIVED.says}），得自：{parts}"
    if cell.corrected is not None:
        yield "订正", plain(cell.corrected)
    if cell.status is not CellStatus.MISSING:
        yield "原文", f"“{printable(cell.raw)}”" if cell.raw else "（空）"
    yield "位置", cell.locator or "无"
    for finding in wanted.report.findings:
        if (finding.table, finding.row, finding.column) == (cell.key.table, cell.key.row, cell.key.column):
            yield "发现", f"{finding.rule}：{printable(finding.message)}"


def _listed(place: Place) -> Iterator[str]:
    """Yield the cells of a row, one a line."""
    rows = [
        (cell_code(cell.key), ink(cell), f"“{printable(cell.raw)}”" if cell.raw else "", cell.locator)
        for cell in place.cells
    ]
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(padded(text, width) for text, width in zip(row, widths, strict=True)).rstrip()


def _facts(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    for word, said in facts:
        yield f"  {padded(word, 7)}  {said}"


def _style() -> Style:
    """Return how marks are shown: reversed on a terminal that may have colours, else between signs."""
    plain_wanted = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return REVERSE if sys.stdout.isatty() and not plain_wanted else PLAIN


def _path(out: str, place: Place) -> Path:
    """Return where the picture goes (``-``: standard output); nothing but a PNG is ever overwritten."""
    usual = re.sub(r"[^\w.-]", "_", f"{place.report.report_id}.{place.code}") + ".png"
    path = Path(out) if out else _DEFAULT / usual
    if path == _STANDARD_OUTPUT:
        if sys.stdout.isatty():
            raise UsageError("图片不能写到终端上；请写 --out 文件名.png，或把标准输出接到文件")
        return path
    if out and not path.parent.is_dir():
        raise UsageError(f"没有“{path.parent}”这个文件夹")
    if path.is_dir() or (path.exists() and not _is_png(path)):
        raise GongkaiError(f"“{path}”已经存在，且不是 PNG 图片，不予覆盖")
    return path


def _is_png(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_PNG)) == _PNG


def draw(content: bytes, place: Place, path: Path | None = None) -> bytes:
    """Write the picture (to the usual place) and say where it is, or why there is none: the text was shown anyway.

    Return the picture, empty where there is none.
    """
    path = path or _path("", place)
    try:
        picture = crop(content, place)
    except (NoFontError, ReportError) as error:
        click.echo(f"没有图片：{error}", err=True)
        return b""
    if path == _STANDARD_OUTPUT:
        sys.stdout.buffer.write(picture)
        return picture
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture)
    click.echo(f"图片：{printable(str(path))}")
    return picture
