"""What the tests of Office formats share: a drawn form, and Word files changed part by part."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping

from lxml import etree

from generator.forms import load_forms
from generator.model import CellKey, CellStatus, Report
from tests.drawing.pages import word_file
from tests.formats.test_grids import texts_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
Change = Callable[[etree._Element], None]
YEARS = {"2019": 2020, "2021": 2023}


@functools.cache
def drawn(code: str = "2021", seed: int = 7, blank: float = 0.0) -> tuple[dict[CellKey, str], bytes]:
    """Return a form's texts and the Word file that shows them."""
    form = load_forms()[code]
    texts = texts_of(form, seed, blank)
    return texts, word_file(form, texts, YEARS[code])


def changed(content: bytes, change: Change, parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return a Word file with its body changed, and parts put in or replaced."""
    parts = dict(parts or {})
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = parts.pop(name, None) or source.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(part)
                change(root)
                part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            target.writestr(name, part)
        for name, part in parts.items():
            target.writestr(name, part)
    return result.getvalue()


def element(xml: str) -> etree._Element:
    """Return an element of WordprocessingML."""
    root = etree.fromstring(f"<x {NAMESPACES}>{xml}</x>")
    return root[0]


def value_cells(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the cells whose whole text is a figure."""
    for cell in root.iter(f"{W}tc"):
        if "".join(cell.itertext(f"{W}t")).isdigit():
            yield cell


def runs(cells: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """Yield the runs of cells."""
    for cell in cells:
        yield from list(cell.iter(f"{W}r"))


def false_figures(report: Report, texts: Mapping[CellKey, str]) -> list[str]:
    """Return the published figures that the document does not show."""
    return [
        f"{cell.key}: {cell.value}"
        for cell in report.cells
        if cell.value is not None and str(cell.value) != texts[cell.key]
    ]


def statuses(report: Report) -> set[CellStatus]:
    """Return the states that occur."""
    return {cell.status for cell in report.cells}


def parent(of: etree._Element) -> etree._Element:
    """Return the element around another one."""
    found = of.getparent()
    assert found is not None
    return found
