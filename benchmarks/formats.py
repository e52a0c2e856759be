"""How long each format takes and how much memory, beside what its bare parser takes for the same files.

``python -m benchmarks.formats`` prints a table. The bare parser is what any reader must do at least: read the bytes of
a text, parse a page with lxml, unpack a Word file and parse its XML with lxml, take the text of a PDF with pypdfium2,
recognise the pages of a scan with rapidocr. Every measure is made in a process of its own, over made reports
(``gongkai demo``; scans are its PDF files as pictures of 200 dpi), the first document left out.
"""

from __future__ import annotations

import argparse
import functools
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMATS = ("text", "html", "docx", "pdf", "scan")
_YEARS = 5
# After so many documents everything that is loaded once has been loaded.
_WARM = 50


@dataclass(frozen=True, slots=True)
class Run:
    """One process over the documents of a format: seconds a document, peak memory, memory held early and late (MB)."""

    seconds: float
    peak: float
    early: float
    late: float


def main() -> None:
    """Print the table: seconds a document and peak memory by format, with the ratio to the bare parser."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=40, help="documents a format")
    parser.add_argument("--flat", type=int, default=0, metavar="N", help="also say how memory grows over N documents")
    parser.add_argument("--formats", default=",".join(FORMATS), help="formats with commas")
    parser.add_argument("--worker", nargs=3, metavar=("FORMAT", "WAY", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        work(*options.worker)
        return
    formats = options.formats.split(",")
    print(
        f"{'format':8} {'kB':>6} {'bare ms':>9} {'read ms':>9} {'ratio':>7} {'bare MB':>8} {'read MB':>8} {'ratio':>6}"
    )
    for name in formats:
        size, bare, read = compare(name, min(options.documents, AT_MOST.get(name, options.documents)))
        print(
            f"{name:8} {size:6.1f} {1000 * bare.seconds:9.2f} {1000 * read.seconds:9.2f}"
            f" {read.seconds / bare.seconds:7.1f} {bare.peak:8.0f} {read.peak:8.0f} {read.peak / bare.peak:6.1f}",
            flush=True,
        )
    for name in formats if options.flat else ():
        with tempfile.TemporaryDirectory() as folder:
            _make(name, options.flat, Path(folder))
            run = _measure(name, "read", folder)
        grown = (
            f"{run.early:.0f} MB after {_WARM}, {run.late:.0f} MB after {options.flat} ({run.late - run.early:+.0f})"
        )
        print(f"memory held, {name}: {grown}", flush=True)


def compare(name: str, documents: int) -> tuple[float, Run, Run]:
    """Return kB a document, what the bare parser needs and what reading needs, over so many documents of a format."""
    with tempfile.TemporaryDirectory() as folder:
        size = _make(name, documents, Path(folder))
        return size, _measure(name, "bare", folder), _measure(name, "read", folder)


def work(name: str, way: str, folder: str) -> None:
    """Read or parse every document of a folder and print what it took as JSON."""
    call = read if way == "read" else BARE[name]
    times: list[float] = []
    early = 0.0
    for number, path in enumerate(sorted(path for path in Path(folder).rglob("*") if path.suffix in _SUFFIXES)):
        start = time.process_time()
        call(path)
        times.append(time.process_time() - start)
        if number == _WARM:
            early = _held()
    print(json.dumps([statistics.median(times[1:] or times), _peak(), early or _held(), _held()]))


def read(path: Path) -> object:
    """Read a document as ``gongkai extract`` does."""
    # Imported here: the process that only parses must not carry the engine.
    from generator.report import read_report

    return read_report(path.read_bytes(), path.name)


def _parse_page(path: Path) -> object:
    import lxml.html

    return lxml.html.document_fromstring(path.read_bytes())


def _parse_word(path: Path) -> object:
    import lxml.etree

    with zipfile.ZipFile(path) as parts:
        return lxml.etree.fromstring(parts.read("word/document.xml"))


def _take_text(path: Path) -> object:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _recognise(path: Path) -> object:
    return [_recogniser()(picture) for picture in _pictures(path)]


@functools.cache
def _recogniser() -> Any:
    import logging

    from rapidocr import RapidOCR

    logging.disable(logging.INFO)
    return RapidOCR()


def _pictures(path: Path) -> list[Any]:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return [page.render(scale=_DPI / 72).to_numpy() for page in document]


_SUFFIXES = (".txt", ".html", ".docx", ".pdf")
_DPI = 200
# A scan takes so long that a few must do; enough for a median of the others.
AT_MOST = {"scan": 2, "pdf": 300}
BARE: dict[str, Callable[[Path], Any]] = {
    "text": Path.read_bytes,
    "html": _parse_page,
    "docx": _parse_word,
    "pdf": _take_text,
    "scan": _recognise,
}


def _make(name: str, documents: int, folder: Path) -> float:
    """Write so many made documents of a format; their mean size in kB."""
    from generator.demo.write import Plan, write_corpus

    plan = Plan(bodies=-(-documents // _YEARS), years=_YEARS, seed=1, formats=("pdf" if name == "scan" else name,))
    write_corpus(plan, folder, lambda number: None)
    paths = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES)
    for path in paths[documents:]:
        path.unlink()
    if name == "scan":
        for path in paths[:documents]:
            _scan(path)
    return statistics.mean(path.stat().st_size for path in paths[:documents]) / 1000


def _scan(path: Path) -> None:
    """Make the pages of a PDF file pictures."""
    from PIL import Image

    first, *others = [Image.fromarray(picture[:, :, ::-1]) for picture in _pictures(path)]
    first.save(path, save_all=True, append_images=others, resolution=_DPI)


def _measure(name: str, way: str, folder: str) -> Run:
    command = [sys.executable, "-m", "benchmarks.formats", "--worker", name, way, folder]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Run(*json.loads(done.stdout))


def _peak() -> float:
    """Return the most memory that the process held, in MB; what the system tells a child counts its parent too."""
    return _status("VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _held() -> float:
    """Return the memory that the process holds now, in MB (Linux; elsewhere the peak)."""
    return _status("VmRSS") or _peak()


def _status(name: str) -> float:
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.is_file() else []
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith(f"{name}:")), 0.0)


if __name__ == "__main__":
    main()
