"""Pages of ink made into rows: by rules, and by where words stand. Pages are drawn here character by character."""

from __future__ import annotations

from collections.abc import Iterable

from generator.documents.page import Glyph, Page, Rule
from generator.documents.paged import readings
from generator.model import Line

SIZE = 10.0
HEADS = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
COLUMNS = (50.0, 200.0, 300.0, 400.0, 500.0)


def written(text: str, x: float, y: float) -> list[Glyph]:
    """Return the characters of a text that begins at ``x`` on the line ``y``, half as broad where not Chinese."""
    glyphs = []
    for char in text:
        width = SIZE if char > "\u2000" else SIZE / 2
        glyphs.append(Glyph(char, x, y, x + width, y + SIZE))
        x += width
    return glyphs


def centred(text: str, column: int, y: float) -> list[Glyph]:
    """Return a text in the middle of a column."""
    width = sum(SIZE if char > "\u2000" else SIZE / 2 for char in text)
    return written(text, (COLUMNS[column] + COLUMNS[column + 1] - width) / 2, y)


def row(y: float, *texts: str) -> list[Glyph]:
    """Return a row of the table, the label at the left and the figures in the middle of their columns."""
    figures = [glyph for column, text in enumerate(texts[1:], start=1) for glyph in centred(text, column, y)]
    return [*written(texts[0], COLUMNS[0] + 2, y), *figures]


def grid(ys: Iterable[float], *, upright: bool = True) -> list[Rule]:
    """Return the rules of a table with level rules at these heights."""
    heights = list(ys)
    level = [Rule(COLUMNS[0], y, COLUMNS[-1], y) for y in heights]
    return level + [Rule(x, heights[0], x, heights[-1]) for x in COLUMNS if upright]


def page(glyphs: Iterable[Glyph], rules: Iterable[Rule] = (), number: int = 1) -> Page:
    return Page(number, 600.0, 800.0, tuple(glyphs), tuple(rules))


def texts(lines: Iterable[Line]) -> list[str]:
    """Return the lines that are not empty, with bars for tabs."""
    return [line.text.replace("\t", "|") for line in lines if line.text.strip()]


TABLE = [*row(100, *HEADS), *row(120, "规章", "1", "", "3"), *row(140, "行政规范性文件", "", "25", "")]
RULES = grid((96, 114, 134, 156))


def test_both_readings_keep_empty_cells_in_their_columns() -> None:
    ruled, unruled = readings([page(TABLE, RULES)])
    assert texts(ruled)[1:] == ["规章|1||3", "行政规范性文件||25|"]
    assert texts(unruled)[1:] == texts(ruled)[1:]
    empty = next(line for line in unruled if line.text.startswith("规章")).cells[2]
    assert empty.startswith("page 1 bbox ")


def test_without_rules_words_prove_the_columns() -> None:
    ruled, unruled = readings([page(TABLE)])
    assert texts(ruled)[1:] == ["规章|1||3", "行政规范性文件||25|"]
    assert texts(ruled) == texts(unruled)


def test_figures_beside_their_heads_prove_nothing() -> None:
    """Heads at the left of columns, figures in their middle: with blanks, nobody can say which column is meant."""
    heads = [glyph for column, head in enumerate(HEADS) for glyph in written(head, COLUMNS[column], 100)]
    ruled, _ = readings([page([*heads, *written("31", 275, 120), *written("规章", 52, 120)])])
    assert texts(ruled)[1:] == ["规章 31"]


def test_a_rule_that_parts_nothing_changes_nothing() -> None:
    stray = [Rule(60.0, 124.0, 90.0, 124.0)]
    ruled, _ = readings([page(TABLE, [*RULES, *stray])])
    assert texts(ruled)[1:] == ["规章|1||3", "行政规范性文件||25|"]


def test_a_missing_rule_leaves_the_row_to_its_words() -> None:
    rules = [rule for rule in RULES if rule.x0 != 300.0 or rule.level]
    rules += [Rule(300.0, 96.0, 300.0, 114.0), Rule(300.0, 134.0, 300.0, 156.0)]
    ruled, _ = readings([page(TABLE, rules)])
    assert texts(ruled)[1:] == ["规章|1||3", "行政规范性文件||25|"]


def test_a_row_torn_by_a_page_is_put_together() -> None:
    upper = page([*row(100, *HEADS), *row(120, "行政规范", "", "", "")], grid((96, 114, 134)), 1)
    lower = page([*row(40, *HEADS), *row(60, "性文件", "4", "5", "6")], grid((36, 54, 74)), 2)
    ruled, _ = readings([upper, lower])
    assert texts(ruled)[1:] == ["行政规范性文件|4|5|6"]


def test_two_whole_rows_at_the_end_of_a_page_stay_two() -> None:
    upper = page(TABLE[: len(row(100, *HEADS)) + len(row(120, "规章", "1", "", "3"))], [*RULES[:2], *RULES[4:]], 1)
    lower = page(row(40, "行政规范性文件", "4", "5", "6"), grid((36, 54)), 2)
    ruled, _ = readings([upper, lower])
    assert texts(ruled)[1:] == ["规章|1||3", "行政规范性文件|4|5|6"]


def test_a_number_is_whole_only_where_it_had_no_room() -> None:
    narrow = [Rule(x, 96.0, x, 134.0) for x in (50.0, 200.0, 222.0, 244.0)]
    level = [Rule(50.0, y, 244.0, y) for y in (96.0, 114.0, 134.0)]
    broken = [*written("规章", 52, 115), *written("123", 203, 115), *written("4", 203, 124), *written("5", 225, 115)]
    ruled, _ = readings([page(broken, [*level, *narrow])])
    assert texts(ruled) == ["规章|1234|5"]
    apart = [*written("规章", 52, 115), *written("1", 203, 115), *written("4", 203, 124), *written("5", 225, 115)]
    ruled, _ = readings([page(apart, [*level, *narrow])])
    assert texts(ruled) == ["规章|1 4|5"]


def test_a_floating_label_is_put_beside_its_figures() -> None:
    floating = [*written("行政规范性", 52, 133), *written("文件", 52, 147), *row(140, "", "4", "", "6")]
    ruled, _ = readings([page([*row(100, *HEADS), *row(118, "规章", "1", "2", "3"), *floating])])
    assert texts(ruled)[1:3] == ["规章|1|2|3", "行政规范性文件|4||6"]


def test_page_numbers_and_running_heads_are_no_figures() -> None:
    def numbered(number: int, rows: list[Glyph]) -> Page:
        return page([*written("某县文件", 250, 20), *rows, *written(str(number), 298, 780)], (), number)

    _, lines = readings([numbered(1, TABLE), numbered(2, row(60, "行政许可", "", "", ""))])
    assert texts(lines)[-1] == "行政许可"
    assert texts(lines).count("某县文件") == 1
    assert not any(text.isdigit() for text in texts(lines))
