"""Make the documents of this corpus again, with the tools of others: ``python -m tests.corpus.build [case ...]``.

It needs LibreOffice, Chromium, pandoc, WeasyPrint, wkhtmltopdf, poppler, w3m, lynx, antiword, catdoc and docx2txt on
the machine, and the font WenQuanYi Micro Hei (its subsets are small). The tests need none of them: what the tools wrote
is kept in the repository, because their versions differ and the point is what they wrote.
"""

from __future__ import annotations

import io
import json
import lzma
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.demo.bodies import choose_bodies
from generator.demo.compose import MadeReport, Printed, compose, grid_truth
from generator.demo.damage import scripted
from generator.demo.figures import figures
from generator.demo.habits import habits_named
from generator.demo.page import STYLES, write_page
from generator.demo.truth import AMBIGUOUS, BLANK, MISSING, UNREADABLE, Expected, loosen
from generator.demo.truths import truth_of
from generator.demo.word import print_word
from generator.forms import load_forms
from generator.made import SENTENCE
from generator.model import CellKey, Kind

FOLDER = Path(__file__).parent
_FONT = "WenQuanYi Micro Hei"
_PLAIN = f"*{{font-family:'{_FONT}';font-weight:normal!important}}"
_MOST = 64 * 1024
_COMPRESSED = (".rtf", ".doc")

Truth = dict[CellKey, Expected]


@dataclass(frozen=True)
class Case:
    """One oddity: what is odd in words, how the report shows it, and the tools that write it."""

    name: str
    odd: str
    tools: tuple[str, ...]
    habits: tuple[str, ...] = ()
    form: str = "2021"
    year: int = 2023
    style: str = "bare"
    change: Callable[[str], str] = str


@dataclass(frozen=True)
class Tool:
    """A program that writes a document from ours; ``keeps``: whether every cell keeps a place of its own."""

    source: str
    suffix: str
    command: tuple[str, ...]
    keeps: str = "grid"


def _office(kind: str, *options: str) -> tuple[str, ...]:
    return ("soffice", "--headless", *options, "--convert-to", kind, "--outdir", "{folder}", "{source}")


_CHROMIUM = (
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-pdf-tagging",
    "--no-pdf-header-footer",
)
TOOLS: Mapping[str, Tool] = {
    "libreoffice-docx": Tool("html", "docx", _office("docx:MS Word 2007 XML", "--infilter=HTML (StarWriter)")),
    "libreoffice-doc": Tool("docx", "doc", _office("doc")),
    "libreoffice-rtf": Tool("docx", "rtf", _office("rtf")),
    "libreoffice-xlsx": Tool("html", "xlsx", _office("xlsx", "--infilter=calc_HTML_WebQuery")),
    "libreoffice-html": Tool("docx", "html", _office("html")),
    "libreoffice-pdf": Tool("docx", "pdf", _office("pdf")),
    "libreoffice-text": Tool("docx", "txt", _office("txt:Text (encoded):UTF8"), "lines"),
    "chromium-pdf": Tool("html", "pdf", (*_CHROMIUM, "--print-to-pdf={target}", "{source}")),
    "weasyprint-pdf": Tool("html", "pdf", ("weasyprint", "{source}", "{target}")),
    "wkhtmltopdf-pdf": Tool("html", "pdf", ("wkhtmltopdf", "-q", "{source}", "{target}")),
    "pandoc-docx": Tool("html", "docx", ("pandoc", "{source}", "-o", "{target}")),
    "pandoc-html": Tool("docx", "html", ("pandoc", "-s", "{source}", "-o", "{target}")),
    "pandoc-rtf": Tool("html", "rtf", ("pandoc", "-s", "{source}", "-o", "{target}")),
    "pandoc-plain": Tool("docx", "txt", ("pandoc", "{source}", "-t", "plain", "-o", "{target}"), "lines"),
    "pandoc-markdown": Tool("html", "txt", ("pandoc", "{source}", "-t", "markdown", "-o", "{target}"), "lines"),
    "w3m": Tool("html", "txt", ("w3m", "-dump", "-cols", "200", "{source}"), "lines"),
    "lynx": Tool(
        "html", "txt", ("lynx", "-dump", "-nolist", "-width=200", "-display_charset=utf-8", "{source}"), "lines"
    ),
    "pdftotext-layout": Tool("pdf", "txt", ("pdftotext", "-layout", "{source}", "{target}"), "lines"),
    "pdftotext-raw": Tool("pdf", "txt", ("pdftotext", "-raw", "{source}", "{target}"), "lines"),
    "pdftotext": Tool("pdf", "txt", ("pdftotext", "{source}", "{target}"), "lines"),
    "antiword": Tool("doc", "txt", ("antiword", "-m", "UTF-8.txt", "{source}"), "lines"),
    "catdoc": Tool("doc", "txt", ("catdoc", "-d", "utf-8", "{source}"), "lines"),
    "docx2txt": Tool("docx", "txt", ("docx2txt", "{source}", "{target}"), "glued"),
}


def _without_marks(page: str) -> str:
    """Lose 年, 月 and 日 of the period, as pages do whose characters were styled one by one (domain: L23)."""
    return re.sub(r"自(\d{4})年1月1日起至(\d{4})年12月31日止", r"自\g<1>11日起至\g<2>1231日止", page)


def _traditional(page: str) -> str:
    """Write all words in traditional script, as mirrors do; our own sentence stays."""
    return scripted(page, "traditional").replace(scripted(SENTENCE, "traditional"), SENTENCE)


CASES = (
    Case("figures", "nothing: every cell has a number", tuple(TOOLS)),
    Case(
        "figures-2019",
        "nothing: every cell of the older form has a number",
        (
            "libreoffice-docx",
            "libreoffice-xlsx",
            "weasyprint-pdf",
            "pandoc-html",
            "pandoc-rtf",
            "w3m",
            "pdftotext-layout",
        ),
        form="2019",
        year=2020,
    ),
    Case(
        "blank-totals",
        "the totals of the result rows are left empty",
        ("libreoffice-doc", "libreoffice-html", "wkhtmltopdf-pdf", "pandoc-docx", "libreoffice-text", "pandoc-plain"),
        ("blank_totals",),
    ),
    Case(
        "blank-rows",
        "rows of zeros are left empty",
        ("libreoffice-docx", "libreoffice-rtf", "libreoffice-xlsx", "chromium-pdf", "pandoc-html", "lynx", "catdoc"),
        ("blank_zeros",),
        style="runs",
    ),
    Case(
        "marks-for-nothing",
        "a dash, a slash or 无 stands for nothing",
        ("libreoffice-docx", "libreoffice-pdf", "pandoc-rtf", "pdftotext-raw"),
        ("marks",),
        style="paragraphs",
    ),
    Case(
        "remarks-in-cells",
        "a remark stands behind a count in its cell",
        ("libreoffice-html", "weasyprint-pdf", "pandoc-docx", "pandoc-plain"),
        ("remarks",),
        style="fonts",
    ),
    Case(
        "signs-in-changes",
        "增 and 减, plus and minus in the column of changes",
        ("libreoffice-doc", "libreoffice-xlsx", "wkhtmltopdf-pdf", "pandoc-html", "w3m"),
        ("signs",),
        form="2019",
        year=2020,
    ),
    Case(
        "money-in-yuan",
        "元 stands in the cells with money",
        ("libreoffice-docx", "libreoffice-rtf", "chromium-pdf", "pandoc-plain"),
        ("money_in_yuan",),
    ),
    Case(
        "full-width-digits",
        "some numbers in full-width digits, some with separators",
        ("libreoffice-html", "libreoffice-xlsx", "weasyprint-pdf", "pandoc-docx", "lynx"),
        ("full_width", "thousands"),
    ),
    Case(
        "no-single-number",
        "约47, 100余: no single number",
        ("libreoffice-docx", "wkhtmltopdf-pdf", "pandoc-html", "w3m"),
        ("vague",),
    ),
    Case(
        "broken-heads",
        "heads broken over lines in their cells, some characters lost",
        ("libreoffice-html", "libreoffice-pdf", "pandoc-docx", "libreoffice-text", "pdftotext-layout"),
        ("broken_heads", "lost_marks"),
    ),
    Case(
        "truncated-heads",
        "heads cut off behind 本年新",
        ("libreoffice-docx", "weasyprint-pdf", "pandoc-rtf", "w3m"),
        ("truncated_heads",),
        form="2019",
        year=2019,
    ),
    Case(
        "other-form",
        "the older form for a later year",
        ("libreoffice-doc", "chromium-pdf", "pandoc-html", "antiword"),
        form="2019",
        year=2022,
    ),
    Case(
        "extra-row",
        "a row that the form does not have, and remarks round the tables",
        ("libreoffice-docx", "wkhtmltopdf-pdf", "pandoc-docx", "lynx"),
        ("extra_row", "decorations"),
    ),
    Case(
        "no-tables",
        "headings with nothing between them: the tables are pictures",
        ("libreoffice-docx", "weasyprint-pdf", "pandoc-html", "w3m"),
        ("no_tables",),
    ),
    Case(
        "lost-characters",
        "年, 月 and 日 lost in the period: never a count",
        ("libreoffice-html", "wkhtmltopdf-pdf", "pandoc-docx", "lynx"),
        change=_without_marks,
    ),
    Case(
        "traditional-script",
        "a mirror in traditional script",
        ("libreoffice-docx", "weasyprint-pdf", "pandoc-html", "w3m"),
        change=_traditional,
        style="paragraphs",
    ),
)


def main() -> None:
    """Write the folders of the cases named, or of all."""
    names = sys.argv[1:]
    for number, case in enumerate(CASES):
        if not names or case.name in names:
            _build(case, number)


def _build(case: Case, number: int) -> None:
    folder = FOLDER / case.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    report = _report(case, number)
    truths = []
    for name in case.tools:
        tool = TOOLS[name]
        with tempfile.TemporaryDirectory() as work:
            content = _written(case, report, name, Path(work))
        file = f"made-{name}.{tool.suffix}"
        if f".{tool.suffix}" in _COMPRESSED:
            content, file = lzma.compress(content, preset=9), file + ".xz"
        if len(content) > _MOST:
            sys.exit(f"{case.name}/{file} is too large: {len(content)} bytes")
        (folder / file).write_bytes(content)
        printed = Printed(b"", name, _truth(report, tool))
        truths.append(truth_of(file, report, printed) | {"facts": []})
        print(f"{case.name}/{file} {len(content)}", flush=True)  # noqa: T201
    head = {"made": SENTENCE, "odd": case.odd}
    lines = ",\n".join(json.dumps(truth, ensure_ascii=False, separators=(",", ":")) for truth in truths)
    text = json.dumps(head, ensure_ascii=False)[:-1] + f', "documents": [\n{lines}\n]}}\n'
    (folder / "truth.json").write_text(text, encoding="utf-8")


def _report(case: Case, number: int) -> MadeReport:
    body = [body for body in choose_bodies(400, 5) if body.organisation.kind is Kind.GOVERNMENT][number % 8]
    form = load_forms()[case.form]
    rng = random.Random(f"{case.name} figures")
    (values,) = figures(Kind.GOVERNMENT, [form], rng)
    return compose(body, case.year, form, values, habits_named(case.habits), rng)


def _written(case: Case, report: MadeReport, name: str, work: Path) -> bytes:
    """Return what a tool writes of a report."""
    tool = TOOLS[name]
    if tool.source in {"html", "docx"}:
        source = work / f"source.{tool.source}"
        source.write_bytes(_page(case, report) if tool.source == "html" else _word(case, report))
    else:
        source = work / f"source.{tool.source}"
        source.write_bytes(_written(case, report, f"libreoffice-{tool.source}", work))
    target = work / f"target.{tool.suffix}"
    places = {"source": str(source), "target": str(target), "folder": str(work)}
    command = [part.format(**places) for part in tool.command]
    home = {**os.environ, "HOME": str(work), "SAL_USE_VCLPLUGIN": "svp"}
    done = subprocess.run(command, check=True, capture_output=True, timeout=120, env=home)
    if command[0] == "soffice":
        target = source.with_suffix(f".{tool.suffix}")
    return target.read_bytes() if target.is_file() else done.stdout


def _page(case: Case, report: MadeReport) -> bytes:
    style = next(style for style in STYLES if style.name == case.style)
    page = write_page(report, replace(style, encoding="utf-8", charset="utf-8"), random.Random(case.name))
    return case.change(page.replace("<style>", f"<style>{_PLAIN}", 1)).encode()


def _word(case: Case, report: MadeReport) -> bytes:
    """Return our Word file in the font of the corpus, its words changed as the page's are."""
    written = io.BytesIO()
    content = print_word(report, random.Random(f"{case.name} word")).content
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/styles.xml":
                fonts = f'<w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:eastAsia="{_FONT}"/>'
                part = re.sub(r"<w:rFonts[^>]*/>", fonts, part.decode()).encode()
            elif name == "word/document.xml":
                part = case.change(part.decode()).encode()
            new.writestr(name, part)
    return written.getvalue()


def _truth(report: MadeReport, tool: Tool) -> Truth:
    """Return what may be read: where a tool flattens tables, empty cells leave no sure trace."""
    truth = grid_truth(report)
    if tool.keeps == "grid":
        return truth
    present = {key: expected for key, expected in truth.items() if key.table not in report.habits.printing.absent}
    if tool.keeps == "glued":
        return truth | loosen(present, AMBIGUOUS, MISSING, BLANK, UNREADABLE)
    rows: dict[tuple[str, str], list[CellKey]] = {}
    for key in present:
        rows.setdefault((key.table, "" if key.table == "review" else key.row), []).append(key)
    for keys in rows.values():
        if any(report.contents[key].text == "" for key in keys):
            truth |= loosen({key: truth[key] for key in keys}, AMBIGUOUS, MISSING, BLANK)
    return truth


if __name__ == "__main__":
    main()
