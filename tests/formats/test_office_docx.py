"""Word files as other writers make them: what a reader of the document sees is read, and nothing else."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy

import pytest
from lxml import etree

from generator.forms import load_forms
from generator.model import CellKey, CellStatus
from generator.report import read_report
from tests.drawing.pages import web_page
from tests.formats.office import (
    NAMESPACES,
    Change,
    W,
    changed,
    drawn,
    element,
    false_figures,
    parent,
    runs,
    value_cells,
)
from tests.formats.test_grids import differing

STRICT = {
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def related(relations: bytes, name: str, kind: str, target: str) -> bytes:
    """Return the relationships of a part with one more."""
    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    more = f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/></Relationships>'
    return relations.replace(b"</Relationships>", more.encode())


def each_value(xml: str) -> Change:
    """Return a change that puts a run before the figure of each cell."""

    def change(root: etree._Element) -> None:
        for run in runs(value_cells(root)):
            run.addprevious(element(xml))

    return change


def wrapped(tag: str, path: str, attributes: str = "") -> Change:
    """Return a change that wraps each element at ``path``."""

    def change(root: etree._Element) -> None:
        for found in list(root.iter(f"{W}{path}")):
            inside = "sdt" if tag == "sdt" else tag
            wrapper = element(f"<w:{inside} {attributes}/>")
            found.addprevious(wrapper)
            holder = etree.SubElement(wrapper, f"{W}sdtContent") if tag == "sdt" else wrapper
            holder.append(found)

    return change


@pytest.mark.parametrize(
    "xml",
    [
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>",
        "<w:r><w:rPr><w:vanish w:val='true'/></w:rPr><w:t>9</w:t></w:r>",
        "<w:r><w:rPr><w:rStyle w:val='Hidden'/></w:rPr><w:t>9</w:t></w:r>",
        "<w:del w:id='1' w:author='a'><w:r><w:delText>9</w:delText></w:r></w:del>",
        "<w:moveFrom w:id='1' w:author='a'><w:r><w:t>9</w:t></w:r></w:moveFrom>",
        "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText> = 9 </w:instrText></w:r>",
        "<w:r><w:softHyphen/></w:r>",
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>9</w:t></w:r></w:sdtContent></w:sdt>",
        "<w:r><w:footnoteReference w:id='2'/></w:r>",
    ],
)
def test_what_is_not_seen_is_not_read(xml: str) -> None:
    texts, content = drawn(blank=0.1)
    style = b'<w:style w:type="character" w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = archive.read("word/styles.xml").replace(b"</w:styles>", style)
    report = read_report(changed(content, each_value(xml), {"word/styles.xml": styles}), "a.docx")
    assert differing(report, texts) == []


@pytest.mark.parametrize(
    "xml",
    [
        "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>9</w:t></w:r>",
        "<w:r><w:rPr><w:strike/></w:rPr><w:t>9</w:t></w:r>",
        "<w:r><w:rPr><w:position w:val='10'/></w:rPr><w:t>9</w:t></w:r>",
        "<w:r><w:rPr><w:color w:val='ffffff'/></w:rPr><w:t>9</w:t></w:r>",
        "<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>",
        "<w:r><w:br/><w:t>9</w:t><w:br/></w:r>",
        "<w:r><m:t>9</m:t><w:tab/></w:r>",
    ],
)
def test_what_stands_beside_a_figure_never_joins_it(xml: str) -> None:
    _, content = drawn()
    report = read_report(changed(content, each_value(xml)), "a.docx")
    assert {cell.status for cell in report.cells} <= {CellStatus.UNREADABLE, CellStatus.AMBIGUOUS}


@pytest.mark.parametrize(
    "change",
    [
        wrapped("sdt", "tr"),
        wrapped("sdt", "tc"),
        wrapped("sdt", "tbl"),
        wrapped("sdt", "p"),
        wrapped("ins", "r", "w:id='1' w:author='a'"),
        wrapped("customXml", "tr"),
        wrapped("moveTo", "r", "w:id='1' w:author='a'"),
        wrapped("hyperlink", "r"),
        wrapped("smartTag", "r"),
        wrapped("fldSimple", "r", "w:instr=' = 9 '"),
    ],
)
def test_wrappers_change_nothing(change: Change) -> None:
    texts, content = drawn(blank=0.1)
    assert differing(read_report(changed(content, change), "a.docx"), texts) == []


def test_a_figure_typed_as_an_equation_is_read() -> None:
    texts, content = drawn()

    def change(root: etree._Element) -> None:
        for run in runs(value_cells(root)):
            text = "".join(run.itertext())
            parent(run).replace(run, element(f"<m:oMath><m:r><m:t>{text}</m:t></m:r></m:oMath>"))

    assert differing(read_report(changed(content, change), "a.docx"), texts) == []


def test_deleted_and_hidden_rows_are_left_out() -> None:
    texts, content = drawn()

    def change(root: etree._Element) -> None:
        for index, row in enumerate(list(root.iter(f"{W}tr"))):
            mark = "<w:del w:id='1' w:author='a'/>" if index % 2 else "<w:hidden/>"
            copy = deepcopy(row)
            for text in copy.iter(f"{W}t"):
                text.text = "9" if (text.text or "").isdigit() else text.text
            copy.insert(0, element(f"<w:trPr>{mark}</w:trPr>"))
            row.addnext(copy)

    assert differing(read_report(changed(content, change), "a.docx"), texts) == []


def test_a_box_drawn_in_a_cell_is_read_once_with_its_cell() -> None:
    texts, content = drawn()

    def change(root: etree._Element) -> None:
        for cell in list(value_cells(root)):
            text = "".join(cell.itertext(f"{W}t"))
            box = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
            for paragraph in list(cell.iter(f"{W}p")):
                cell.remove(paragraph)
            cell.append(
                element(
                    f"<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
                    f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
                )
            )

    assert differing(read_report(changed(content, change), "a.docx"), texts) == []


def test_a_picture_of_a_figure_is_not_an_empty_cell() -> None:
    _, content = drawn()

    def change(root: etree._Element) -> None:
        for run in runs(value_cells(root)):
            parent(run).replace(run, element("<w:r><w:pict><v:imagedata r:id='rId99'/></w:pict></w:r>"))

    report = read_report(changed(content, change), "a.docx")
    assert {cell.status for cell in report.cells} <= {CellStatus.UNREADABLE, CellStatus.AMBIGUOUS}


def test_cells_merged_the_old_way_keep_the_grid() -> None:
    texts, content = drawn(blank=0.1)

    def change(root: etree._Element) -> None:
        for cell in list(root.iter(f"{W}tc")):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            if span is None:
                continue
            reach = int(span.get(f"{W}val") or 1)
            properties = parent(span)
            properties.replace(span, element("<w:hMerge w:val='restart'/>"))
            down = properties.find(f"{W}vMerge")
            for _ in range(reach - 1):
                follower = element("<w:tc><w:tcPr><w:hMerge/></w:tcPr><w:p/></w:tc>")
                if down is not None:
                    follower[0].append(deepcopy(down))
                cell.addnext(follower)

    assert differing(read_report(changed(content, change), "a.docx"), texts) == []


def test_a_table_that_begins_to_the_right_keeps_its_columns() -> None:
    texts, content = drawn(blank=0.1)

    def change(root: etree._Element) -> None:
        for row in root.iter(f"{W}tr"):
            row.insert(0, element("<w:trPr><w:gridBefore w:val='1'/></w:trPr>"))

    assert differing(read_report(changed(content, change), "a.docx"), texts) == []


def test_a_report_inside_a_layout_table() -> None:
    texts, content = drawn(blank=0.1)

    def change(root: etree._Element) -> None:
        body = root[0]
        cell = element("<w:tbl><w:tr><w:tc/></w:tr><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")
        for child in list(body):
            cell[0][0].append(child)
        body.append(cell)

    assert differing(read_report(changed(content, change), "a.docx"), texts) == []


NUMBERING = (
    f"<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId='3'>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='japaneseCounting'/><w:lvlText w:val='%1、'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='（%2）'/></w:lvl>"
    "<w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%3.'/></w:lvl>"
    "</w:abstractNum><w:num w:numId='5'><w:abstractNumId w:val='3'/></w:num>"
    "<w:num w:numId='6'><w:abstractNumId w:val='3'/></w:num></w:numbering>"
).encode()


def test_automatic_numbers_of_labels_and_headings() -> None:
    """The ordinals of table 三 and of the sections are counted by the program, as Word offers while one types."""
    texts, content = drawn(blank=0.1)

    def change(root: etree._Element) -> None:
        for paragraph in root.iter(f"{W}p"):
            text = next(paragraph.iter(f"{W}t"), None)
            inside = parent(paragraph).tag == f"{W}tc"
            for depth, marks in enumerate(("一二三四五六", "（", "123456789")):
                cut = (text.text or "") if text is not None else ""
                end = cut.find("、.）"[(0, 2, 1)[depth]])
                if text is not None and cut[:1] and cut[0] in marks and 0 < end < 4:
                    text.text = cut[end + 1 :]
                    number = 5 if inside else 6
                    properties = element(
                        f"<w:pPr><w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{number}'/></w:numPr></w:pPr>"
                    )
                    paragraph.insert(0, properties)
                    break

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        relations = archive.read("word/_rels/document.xml.rels")
        types = archive.read("[Content_Types].xml")
    parts = {"word/numbering.xml": NUMBERING, "word/_rels/document.xml.rels": relations, "[Content_Types].xml": types}
    report = read_report(changed(content, change, parts), "a.docx")
    assert differing(report, texts) == []
    assert report.form == "2021"


def test_strict_open_xml() -> None:
    texts, content = drawn(blank=0.1)
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            for old, new in STRICT.items():
                part = part.replace(old, new)
            target.writestr(name, part)
    assert differing(read_report(result.getvalue(), "a.docx"), texts) == []


def test_all_parts_in_one_file() -> None:
    texts, content = drawn(blank=0.1)
    pkg = "http://schemas.microsoft.com/office/2006/xmlPackage"
    parts = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")) and name != "[Content_Types].xml":
                xml = archive.read(name).decode().partition("?>")[2]
                parts.append(f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{xml}</pkg:xmlData></pkg:part>')
    flat = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n'
        f'<pkg:package xmlns:pkg="{pkg}">{"".join(parts)}</pkg:package>'
    )
    report = read_report(flat.encode(), "a.doc")
    assert (report.format, differing(report, texts)) == ("docx", [])


def test_word_2003_xml() -> None:
    texts, content = drawn(blank=0.1)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    for merge in root.iter(f"{W}vMerge"):
        merge.tag = f"{W}vmerge"
    body = etree.tostring(root[0]).replace(W[1:-1].encode(), b"http://schemas.microsoft.com/office/word/2003/wordml")
    document = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n'
        b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">' + body + b"</w:wordDocument>"
    )
    report = read_report(document, "a.doc")
    assert (report.format, differing(report, texts)) == ("docx", [])


def test_a_relationship_that_leads_nowhere_is_no_damage() -> None:
    texts, content = drawn()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        relations = archive.read("word/_rels/document.xml.rels")
    relations = related(relations, "rId99", "image", "../NULL")
    report = read_report(changed(content, lambda root: None, {"word/_rels/document.xml.rels": relations}), "a.docx")
    assert differing(report, texts) == []


def test_a_web_page_as_part_of_the_document() -> None:
    """Converters from web pages to Word put the page into the file as it is."""
    texts, content = drawn(blank=0.1)
    page = web_page(load_forms()["2021"], texts, 2023)
    archive = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="----x"\n\n------x\n'
        f'Content-Type: text/html; charset="utf-8"\nContent-Location: cid:page\n\n{page}\n------x--\n'
    )
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        relations = source.read("word/_rels/document.xml.rels")
    relations = related(relations, "htmlChunk", "aFChunk", "afchunk.mht")

    def change(root: etree._Element) -> None:
        root[0][:] = [element("<w:altChunk r:id='htmlChunk'/>")]

    parts = {"word/_rels/document.xml.rels": relations, "word/afchunk.mht": archive.encode()}
    report = read_report(changed(content, change, parts), "a.docx")
    assert (report.format, differing(report, texts)) == ("docx", [])


def test_a_title_in_the_page_head() -> None:
    texts, content = drawn()
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        relations = source.read("word/_rels/document.xml.rels")
    relations = related(relations, "rId98", "header", "header9.xml")
    titles: list[str] = []

    def change(root: etree._Element) -> None:
        titles.append("".join(root[0][0].itertext()))
        root[0].remove(root[0][0])

    changed(content, change)
    head = f"<w:hdr {NAMESPACES}><w:p><w:r><w:t>{titles[0]}</w:t></w:r></w:p></w:hdr>".encode()
    parts = {"word/_rels/document.xml.rels": relations, "word/header9.xml": head}
    report = read_report(changed(content, change, parts), "a.docx")
    assert (report.year, differing(report, texts)) == (2023, [])


def test_a_superscript_note_is_not_part_of_a_number() -> None:
    texts, content = drawn()

    def change(root: etree._Element) -> None:
        for run in runs(value_cells(root)):
            run.addnext(element("<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t></w:r>"))

    assert false_figures(read_report(changed(content, change), "a.docx"), texts) == []


def test_locators_name_table_row_and_cell() -> None:
    _, content = drawn()
    cells = {cell.key: cell for cell in read_report(content, "a.docx").cells}
    assert cells[CellKey("requests", "received", "natural_person")].locator == "table 2 row 4 cell 2"
