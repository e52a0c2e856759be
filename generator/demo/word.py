"""Made reports as Word files, their tables with the merged cells of the official form."""

from __future__ import annotations

import io
import random
import zipfile
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from generator.demo.compose import MadeReport, Printed, grid_truth, parts
from generator.demo.sheet import Line, Sheet, Spot
from generator.made import SENTENCE

# The earliest date that a ZIP file can hold: the same report gives the same bytes.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_WIDTH = 9000


def print_word(report: MadeReport, rng: random.Random) -> Printed:
    """Print a report as DOCX."""
    document = docx.Document()
    document.core_properties.author = "gongkai demo"
    document.core_properties.comments = SENTENCE
    split = rng.random() < 0.3
    for line in report.narrative.opening:
        document.add_paragraph(line)
    for part in parts(report, rng):
        document.add_paragraph(part.heading)
        if part.sheet is not None:
            _add_table(document, part.sheet, split)
    for line in report.narrative.closing:
        document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    layout = "word-runs" if split else "word"
    return Printed(_undated(written.getvalue()), layout, grid_truth(report))


def _add_table(document: Any, sheet: Sheet, split: bool) -> None:
    width = _WIDTH // sheet.width
    columns = f'<w:gridCol w:w="{width}"/>' * sheet.width
    rows = "".join(f"<w:tr>{_row(line, width, split)}</w:tr>" for line in sheet.lines)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )
    end = document.element.body.sectPr
    end.addprevious(table)


def _row(line: Line, width: int, split: bool) -> str:
    cells = []
    place = 0
    while place < len(line.spots):
        spot = line.spots[place]
        cells.append(_cell(spot, width, split))
        place += spot.box.across
    return "".join(cells)


def _cell(spot: Spot, width: int, split: bool) -> str:
    box = spot.box
    merge = ""
    if box.down > 1:
        merge = "<w:vMerge/>" if spot.from_above else '<w:vMerge w:val="restart"/>'
    reach = f'<w:gridSpan w:val="{box.across}"/>' if box.across > 1 else ""
    text = "" if spot.from_above else box.text
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width * box.across}" w:type="dxa"/>{reach}{merge}</w:tcPr>'
        f"<w:p>{_runs(text, split)}</w:p></w:tc>"
    )


def _runs(text: str, split: bool) -> str:
    """Return the runs of a cell; ``split``: a run for each character, as spelling checkers leave them."""
    pieces = list(text) if split else text.split("\n")
    shown = []
    for number, piece in enumerate(pieces):
        if piece == "\n" or (number and not split):
            shown.append("<w:r><w:br/></w:r>")
        if piece != "\n":
            shown.append(f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>')
    return "".join(shown) if text else ""


def _undated(content: bytes) -> bytes:
    """Return the same ZIP file without the time of its making."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts_in, zipfile.ZipFile(written, "w") as parts_out:
        for name in parts_in.namelist():
            entry = zipfile.ZipInfo(name, _NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            parts_out.writestr(entry, parts_in.read(name))
    return written.getvalue()
