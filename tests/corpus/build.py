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
_MOST = 80 * 1024
_COMPRESSED = (".rtf", ".doc")

Truth = dict[CellKey, Expected]


@dataclass(frozen=True)
class Case:
    """One oddity: what is odd in words, how the report shows it, and the tools that write it.

    ``change`` is done to the page and to the XML of the Word file; ``scale`` multiplies every figure; ``keeps``
    says what the oddity leaves of the places of cells where that is less than the tool does.
    """

    name: str
    odd: str
    tools: tuple[str, ...]
    habits: tuple[str, ...] = ()
    form: str = "2021"
    year: int = 2023
    style: str = "bare"
    change: Callable[[str], str] = str
    css: str = ""
    scale: int = 1
    keeps: str = ""


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
_HEADERS = (
    *("--header-center", "[title] 第 [page] 期", "--header-font-name", _FONT, "--footer-font-name", _FONT),
    *("--footer-left", "— [page] —", "--footer-right", "第 [page] 页 共 [topage] 页"),
)
_ROTATE = (
    "import sys, pypdfium2; pdf = pypdfium2.PdfDocument(sys.argv[1]); [page.set_rotation(90) for page in pdf];"
    "pdf.save(sys.argv[2])"
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
    "chromium-headers-pdf": Tool("html", "pdf", (*_CHROMIUM[:-1], "--print-to-pdf={target}", "{source}")),
    "wkhtmltopdf-headers-pdf": Tool(
        "html",
        "pdf",
        ("wkhtmltopdf", "-q", *_HEADERS, "{source}", "{target}"),
    ),
    "pdfium-rotated-pdf": Tool("pdf", "pdf", (sys.executable, "-c", _ROTATE, "{source}", "{target}")),
    "page": Tool("html", "html", ("cp", "{source}", "{target}")),
    "docx2txt": Tool("docx", "txt", ("docx2txt", "{source}", "{target}"), "glued"),
}


def _without_marks(page: str) -> str:
    """Lose 年, 月 and 日 of the period, as pages do whose characters were styled one by one (domain: L23)."""
    return re.sub(r"自(\d{4})年1月1日起至(\d{4})年12月31日止", r"自\g<1>11日起至\g<2>1231日止", page)


def _traditional(page: str) -> str:
    """Write all words in traditional script, as mirrors do; our own sentence stays."""
    return scripted(page, "traditional").replace(scripted(SENTENCE, "traditional"), SENTENCE)


def _with_heads(page: str) -> str:
    """Put the heads of table 申请 into a thead, which printing programs repeat on each page."""
    return re.sub(
        r"<tbody>\n((?:<tr>(?:(?!<tr>).)*申请人情况.*?</tr>\n)(?:<tr>.*?</tr>\n){2})",
        r"<thead>\1</thead><tbody>",
        page,
        count=1,
    )


def _bad_spans(page: str) -> str:
    """Let groups reach one row too far or too short, as hand-made pages do."""
    page = re.sub(r'rowspan="(22|20)"', lambda found: f'rowspan="{int(found[1]) + 1}"', page)
    return page.replace('rowspan="8"', 'rowspan="7"')


def _in_table(page: str) -> str:
    """Put the report into a table in a table, both with borders."""
    page = page.replace('<div class="content">', '<table border="1"><tr><td>目录</td><td><table border="1"><tr><td>', 1)
    return page.replace('\n</div>\n<div class="bottom">', '</td></tr></table></td></tr></table><div class="bottom">', 1)


def _twice(page: str) -> str:
    """Show every table a second time for small screens, hidden by its style."""
    return re.sub(r"(<table .*?</table>)", r'\1<div style="display:none">\1</div>', page, flags=re.DOTALL)


def _as_divs(page: str) -> str:
    """Make the tables of div elements."""
    page = re.sub(r"<table[^>]*><tbody>", '<div class="table">', page).replace("</tbody></table>", "</div>")
    page = page.replace("<tr>", '<div class="tr">').replace("</tr>", "</div>")
    return re.sub(r"<td[^>]*>", '<div class="td">', page).replace("</td>", "</div>")


def _watermarked(page: str) -> str:
    """Print a mark with figures across each page."""
    return page.replace("</body>", '<div class="mark">内部 20240115 第 37 份</div></body>')


_MARK = ".mark{position:fixed;top:45%;left:15%;font-size:40px;color:#ccc;transform:rotate(-30deg)}"
_DIVS = ".table{display:table}.tr{display:table-row}.td{display:table-cell;border:1px solid #000;padding:2px}"
_PDFS = ("chromium-pdf", "weasyprint-pdf", "wkhtmltopdf-pdf")
_MORE = (
    Case(
        "borderless",
        "tables without a line",
        ("chromium-pdf", "weasyprint-pdf", "wkhtmltopdf-pdf"),
        ("blank_zeros",),
        css="table,td{border:none!important}",
        keeps="lines",
    ),
    Case(
        "lines-across",
        "tables with lines between the rows only",
        ("chromium-pdf", "weasyprint-pdf"),
        css="table,td{border-left:none!important;border-right:none!important}",
        keeps="lines",
    ),
    Case(
        "repeated-heads",
        "large print: tables over many pages, heads again on each",
        ("chromium-pdf", "weasyprint-pdf", "wkhtmltopdf-pdf"),
        change=_with_heads,
        css="td{padding:14px 2px}",
    ),
    Case(
        "print-headers",
        "title, date, address and page numbers above and below each page",
        ("chromium-headers-pdf", "wkhtmltopdf-headers-pdf"),
        ("blank_totals",),
        css="td{padding:10px 2px}",
    ),
    Case("landscape", "pages on their side", ("chromium-pdf", "weasyprint-pdf"), css="@page{size:A4 landscape}"),
    Case("rotated", "pages turned by their rotation mark", ("pdfium-rotated-pdf",)),
    Case(
        "narrow-cells",
        "long numbers broken over lines in narrow cells",
        ("chromium-pdf", "weasyprint-pdf", "wkhtmltopdf-pdf", "pdftotext-layout", "pdftotext-raw"),
        css="table{table-layout:fixed;width:520px}td{word-break:break-all;overflow-wrap:anywhere}",
        scale=97531,
        keeps="broken",
    ),
    Case(
        "crowded",
        "long numbers side by side with hardly a space between them",
        ("chromium-pdf", "weasyprint-pdf", "libreoffice-docx"),
        css="table,td{border:none!important;padding:0 1px!important;border-spacing:0}",
        scale=97531,
        keeps="lines",
    ),
    Case(
        "watermark",
        "a mark with figures across each page",
        ("chromium-pdf", "weasyprint-pdf", "libreoffice-docx"),
        change=_watermarked,
        css=_MARK,
    ),
    Case(
        "bad-spans",
        "groups that reach a row too far or too short",
        ("page", "libreoffice-docx", "pandoc-docx", "chromium-pdf"),
        change=_bad_spans,
        keeps="lines",
    ),
    Case(
        "tables-in-tables",
        "the report in a table in a table",
        ("page", "libreoffice-docx", "pandoc-docx", "w3m"),
        change=_in_table,
    ),
    Case("hidden-copies", "every table a second time, hidden", ("page", "chromium-pdf"), change=_twice),
    Case(
        "div-tables",
        "tables made of div elements",
        ("page", "chromium-pdf", "libreoffice-docx", "w3m"),
        ("blank_totals",),
        change=_as_divs,
        css=_DIVS,
        keeps="lines",
    ),
)
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
    for number, case in enumerate((*CASES, *_MORE)):
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
        printed = Printed(b"", name, _truth(report, case.keeps or tool.keeps))
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
    values = {key: value * case.scale for key, value in values.items()}
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
    content = target.read_bytes() if target.is_file() else done.stdout
    # Some tools write down where their source stood: other letters, as many, since a PDF counts its bytes.
    return re.sub(re.escape(b"file://" + bytes(work)) + rb"[^)>\s]*", lambda found: b"-" * len(found[0]), content)


def _page(case: Case, report: MadeReport) -> bytes:
    style = next(style for style in STYLES if style.name == case.style)
    page = write_page(report, replace(style, encoding="utf-8", charset="utf-8"), random.Random(case.name))
    return case.change(page.replace("</style>", f"{_PLAIN}{case.css}</style>", 1)).encode()


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


def _truth(report: MadeReport, keeps: str) -> Truth:
    """Return what may be read: where a tool flattens tables, empty cells leave no sure trace."""
    truth = grid_truth(report)
    if keeps == "grid":
        return truth
    present = {key: expected for key, expected in truth.items() if key.table not in report.habits.printing.absent}
    if keeps == "glued":
        return truth | loosen(present, AMBIGUOUS, MISSING, BLANK, UNREADABLE)
    if keeps == "broken":
        return truth | loosen(present, AMBIGUOUS, UNREADABLE)
    rows: dict[tuple[str, str], list[CellKey]] = {}
    for key in present:
        rows.setdefault((key.table, "" if key.table == "review" else key.row), []).append(key)
    for keys in rows.values():
        if any(report.contents[key].text == "" for key in keys):
            truth |= loosen({key: truth[key] for key in keys}, AMBIGUOUS, MISSING, BLANK)
    return truth


if __name__ == "__main__":
    main()
