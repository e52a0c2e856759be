"""The many manners in which programs and government sites write the same table as HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from generator.forms import Table
from tests.drawing.pages import Texts, boxes

# Column, rows and columns reached over, text.
Box = tuple[int, int, int, str]
Rows = Sequence[Sequence[Box]]
Manner = Callable[[Rows], str]


def rows_of(table: Table, texts: Texts) -> list[list[Box]]:
    """Return the printed rows of a table, each with the cells that start in it."""
    rows: dict[int, list[Box]] = {}
    for row, column, down, across, text in sorted(boxes(table, texts)):
        rows.setdefault(row, []).append((column, down, across, text))
    return [rows[row] for row in sorted(rows)]


def is_figure(text: str) -> bool:
    return not text or text.isdigit()


def _spans(box: Box) -> str:
    return f' rowspan="{box[1]}" colspan={box[2]}'


def _drawn(
    rows: Rows,
    inner: Callable[[str], str] = escape,
    cell: str = "<td{}>{}</td>",
    row: str = "<tr>{}</tr>",
    table: str = "<table>{}</table>",
    spans: Callable[[Box], str] = _spans,
) -> str:
    drawn = (row.format("".join(cell.format(spans(box), inner(box[3])) for box in boxes)) for boxes in rows)
    return table.format("".join(drawn))


def _none(_: Box) -> str:
    return ""


def _split(text: str) -> str:
    """Break a figure over tags as Word does."""
    if len(text) < 2 or not is_figure(text):
        return f"<span>{escape(text)}<o:p>&nbsp;</o:p></span>"
    return f"<span lang=EN-US>{text[:1]}</span><st1:chmetcnv><span>{text[1:]}</span></st1:chmetcnv><o:p></o:p>"


def plain(rows: Rows) -> str:
    return _drawn(rows)


def word(rows: Rows) -> str:
    """Word's HTML with an empty cell at the end of rows, hidden copies in comments, split figures."""
    copy = "<!--[if gte mso 9]><table><tr><td>行政许可</td><td>99</td></tr></table><![endif]-->"
    return copy + _drawn(
        rows,
        _split,
        "<td width=66{} style='border:solid 1.0pt;mso-border-alt:solid .5pt'>\n<p class=MsoNormal>{}</p></td>",
        "<tr style='mso-yfti-irow:1'>{}<![if !supportMisalignedRows]><td width=0></td><![endif]></tr>",
        "<div align=center><table class=MsoNormalTable>{}<tr height=0><td style='border:none'></td></tr></table></div>",
    )


def wps(rows: Rows) -> str:
    return _drawn(
        rows, lambda text: f"<p><font face='宋体'>{escape(text[:1])}</font><font>{escape(text[1:])}</font></p>"
    )


def editor_135(rows: Rows) -> str:
    return _drawn(
        rows,
        lambda text: f"<section style='display:inline-block'>{escape(text)}</section><br/>",
        row='<tr class="firstRow">{}</tr>',
        table="<section class=_135editor><section><table><tbody>{}</tbody></table></section></section>",
    )


def row_heads(rows: Rows) -> str:
    drawn = _drawn(
        rows, table="<table><caption>统计表</caption><colgroup><col width=9></colgroup><tbody>{}</tbody></table>"
    )
    return drawn.replace("<td", "<th scope=row").replace("</td>", "</th>")


def no_end_tags(rows: Rows) -> str:
    return _drawn(rows, cell="<td{}>{}\n", row="<tr>{}")


def wild_spans(rows: Rows) -> str:
    """Spans far over the table's edges, and one that is no number."""
    wide = [[*row[:-1], (row[-1][0], row[-1][1], 900, row[-1][3])] for row in rows]
    drawn = _drawn(wide, spans=lambda box: f" rowspan={box[1] if box[1] < 20 else 5000} colspan='{box[2]}px'")
    return drawn.replace("rowspan=5000", "rowspan=0", 1)


def hidden_decoys(rows: Rows) -> str:
    """Hidden cells, rows and digits, struck-out figures, comments."""

    def inner(text: str) -> str:
        if not text or not is_figure(text):
            return escape(text)
        seen = f"{text[0]}<i class=gone>9</i><span style='display: none'>8</span>{text[1:]}"
        return f"<s>31</s>{seen}<!-- 7 --><b hidden>6</b>"

    drawn = _drawn(rows, inner, row="<tr><td style='display:none'>55</td>{}</tr>")
    decoy = "<tr style='display:none'><td>行政许可</td><td>5</td></tr><tr class=gone><td>行政许可</td><td>4</td></tr>"
    return "<style>@media print{td{display:none}} .gone, .x {display: none !important}</style>" + drawn.replace(
        "</table>", decoy + "</table>"
    )


def layers_by_style(rows: Rows) -> str:
    return _drawn(
        rows, escape, "<div style='display:table-cell'{}>{}</div>", "<div style='display:table-row'>{}</div>",
        "<div style='display:table'>{}</div>", _none,
    )  # fmt: skip


def layers_by_sheet(rows: Rows) -> str:
    sheet = "<style>.t{display:table}.t .r{display:table-row} .t .r .c {display:table-cell}</style>"
    return sheet + _drawn(
        rows, escape, "<span class=c{}>{}</span>", "<div class=r>{}</div>", "<div class=t>{}</div>", _none
    )


def layers_alike(rows: Rows) -> str:
    """Layers whose sheet was not saved: only what repeats shows a table."""
    return _drawn(
        rows, escape, "<div class=td{}><p>{}</p></div>", "<div class=tr>{}</div>", "<div><div>{}</div></div>", _none
    )


def runs_alike(rows: Rows) -> str:
    return _drawn(rows, escape, "<span class=td{}>{}</span>", "<div class=tr>{}</div>", "<div>{}</div>", _none)


def flex_rows(rows: Rows) -> str:
    return _drawn(
        rows, escape, "<span style='flex:1'{}>{}</span>", "<div style='display:flex'>{}</div>", "<div>{}</div>", _none
    )


def css_grid(rows: Rows) -> str:
    width = max(column + across for row in rows for column, _, across, _ in row)
    return _drawn(
        rows, escape, "<div style='{}'>{}</div>", "{}",
        f"<div style='display:grid;grid-template-columns:repeat({width}, 1fr)'>{{}}</div>",
        lambda box: f"grid-row: span {box[1]}; grid-column: span {box[2]}",
    )  # fmt: skip


def lists(rows: Rows) -> str:
    return _drawn(rows, escape, "<li{}>{}</li>", "<ul class=row>{}</ul>", "<div>{}</div>", _none)


def nested_layout(rows: Rows) -> str:
    drawn = plain(rows)
    for _ in range(5):
        drawn = f"<table width='100%'><tr><td width=5>&nbsp;</td><td>{drawn}</td></tr></table>"
    return drawn


def a_table_a_block(rows: Rows) -> str:
    parts: list[list[Sequence[Box]]] = [[]]
    for row in rows:
        if len(row) == 1 and parts[-1]:
            parts.append([])
        parts[-1].append(row)
    return "<p></p>".join(plain(part) for part in parts)


def head_and_body_apart(rows: Rows) -> str:
    first = next(number for number, row in enumerate(rows) if any(is_figure(text) for *_, text in row))
    return plain(rows[:first]) + plain(rows[first:])


def extra_column(rows: Rows) -> str:
    return _drawn(rows, row="<tr>{}<td></td></tr>")


def tables_in_cells(rows: Rows) -> str:
    return _drawn(rows, cell="<td{}><table><tr><td>{}</td></tr></table></td>")


def forms_between(rows: Rows) -> str:
    return _drawn(rows, row="<form><tr><form>{}</form></tr></form>")


def typed_fields(rows: Rows) -> str:
    return _drawn(rows, lambda text: f"<input type=text readonly value='{text}'>" if is_figure(text) else escape(text))


def long_note(rows: Rows) -> str:
    note = "本表统计范围为本机关及所属单位。" * 40
    return plain(rows).replace("</table>", f"<tr><td colspan=4>注：{note}</td></tr></table>")


def notes_at_labels(rows: Rows) -> str:
    return _drawn(rows, lambda text: text if is_figure(text) else f"{escape(text)}<sup>1</sup>")


def entities(rows: Rows) -> str:
    def inner(text: str) -> str:
        shown = "".join(f"&#x{ord(char):x};" if char.isdigit() else char for char in text)
        return f"&nbsp;{shown}&ensp;&#12288;<img src=dot.gif width=1 height=1>"

    return _drawn(rows, inner)


def shouting(rows: Rows) -> str:
    return _drawn(
        rows, escape, "<TD{} NOWRAP><DIV ALIGN=CENTER><FONT SIZE=2>{}</FONT></DIV></TD>", "<TR>{}</TR>",
        "<CENTER><TABLE BORDER=1>{}</TABLE></CENTER>",
    )  # fmt: skip


def broken_lines(rows: Rows) -> str:
    def inner(text: str) -> str:
        return text if is_figure(text) else "<br>".join(escape(text[at : at + 3]) for at in range(0, len(text), 3))

    return _drawn(rows, lambda text: inner(text) + "<br>")


def spans_lost(rows: Rows) -> str:
    return _drawn(rows, spans=_none)


MANNERS: tuple[Manner, ...] = (
    plain, word, wps, editor_135, row_heads, no_end_tags, wild_spans, hidden_decoys, layers_by_style, layers_by_sheet,
    layers_alike, runs_alike, flex_rows, css_grid, lists, nested_layout, a_table_a_block, head_and_body_apart,
    extra_column, tables_in_cells, forms_between, typed_fields, long_note, notes_at_labels, entities, shouting,
    broken_lines, spans_lost,
)  # fmt: skip
