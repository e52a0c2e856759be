"""Say whether the extra ``ocr`` is wanted and absent: ``python -m generator.documents.scans.wanted DIR``.

Exit status 1 where a scan or an image lies among the reports and the packages to read it are not installed, else 0.
`make site` asks this before each build, so it stops at the first one and opens only PDF files that hold pictures.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.documents.scans.extra import installed
from generator.documents.sniff import sniff

_HEAD = 8192
# A picture in a PDF is a stream, and the words before a stream are never packed.
_PICTURE = re.compile(rb"/Subtype\s*/Image")
# More of a page than a picture with so few characters is no scan.
_FEW_CHARACTERS = 30
_LARGE = 0.4


def first_scan(folder: Path) -> Path | None:
    """Return the first scanned PDF or image file below ``folder``, if there is one."""
    return next((path for path in _files(folder) if _is_scan(path)), None)


def main(arguments: Sequence[str]) -> int:
    """Return the exit status for ``arguments``, the reports folder alone."""
    if installed() or len(arguments) != 1:
        return 0
    scan = first_scan(Path(arguments[0]))
    if scan is None:
        return 0
    print(f"报告中有扫描件或图片（{scan.name}），现安装文字识别组件。", file=sys.stderr)  # noqa: T201
    return 1


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path


def _is_scan(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            kind = sniff(file.read(_HEAD))
        return kind == "image" or (kind == "pdf" and _has_scanned_page(path.read_bytes()))
    except OSError:
        return False


def _has_scanned_page(content: bytes) -> bool:
    if not _PICTURE.search(content):
        return False
    import pypdfium2
    import pypdfium2.raw

    try:
        document = pypdfium2.PdfDocument(content)
        for page in document:
            boxes = [item.get_bounds() for item in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)]
            area = max((abs(x1 - x0) * abs(y1 - y0) for x0, y0, x1, y1 in boxes), default=0.0)
            width, height = page.get_size()
            if area >= _LARGE * width * height and page.get_textpage().count_chars() < _FEW_CHARACTERS:
                return True
    except pypdfium2.PdfiumError:
        return False
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
