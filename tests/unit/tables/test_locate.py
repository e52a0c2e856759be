"""Where the statutory tables stand, and which form they follow."""

from __future__ import annotations

import pytest

from generator.tables.lines import Strip
from generator.tables.locate import Place, locate
from tests.drawn import drawn
from tests.spec.parts import REQUESTS_HEADS, TABLE_FOUR, TABLE_TWO, TABLE_TWO_2019

ROWS = """
    一、本年新收政府信息公开申请数量⇥5⇥1⇥0⇥0⇥0⇥2⇥8
    四、结转下年度继续办理⇥0⇥0⇥0⇥0⇥0⇥0⇥0
"""
PROSE = "我镇按照条例规定，做好政府信息公开工作，公开行政许可5件，行政处罚3件，制定规章0件。\n"


def found(*parts: str) -> Place:
    lines = "".join(drawn(part) for part in parts).splitlines()
    return locate([Strip(number, 0, line) for number, line in enumerate(lines, start=1)])


def text_of(place: Place, table: str, *parts: str) -> list[str]:
    lines = "".join(drawn(part) for part in parts).splitlines()
    return ["\n".join(lines[one.first : one.end]) for one in place.stretches if one.table == table]


def test_tables_in_reading_order() -> None:
    place = found(PROSE, TABLE_TWO, REQUESTS_HEADS, ROWS, TABLE_FOUR, PROSE)
    assert [stretch.table for stretch in place.stretches] == ["proactive", "requests", "review"]
    assert (place.form, place.by_labels) == ("2021", True)


def test_tables_in_another_order() -> None:
    place = found(REQUESTS_HEADS, ROWS, TABLE_FOUR, TABLE_TWO)
    assert [stretch.table for stretch in place.stretches] == ["requests", "review", "proactive"]


def test_a_table_ends_before_prose_headings_and_notes() -> None:
    for after in (PROSE, "五、存在的主要问题及改进情况\n9\n", "注：以上 9 件\n9\n", "六、其他需要报告的事项\n9\n"):
        parts = (REQUESTS_HEADS, ROWS, after)
        [text] = text_of(found(*parts), "requests", *parts)
        assert text.rstrip().endswith("0\t0\t0\t0\t0\t0\t0")


@pytest.mark.parametrize("text", ["", PROSE, PROSE * 30, "第二十条第（一）项\n", "总计\n其他\n予以公开\n"])
def test_prose_is_no_table(text: str) -> None:
    assert found(text).stretches == ()


def test_a_table_printed_twice_is_two_stretches() -> None:
    assert [stretch.table for stretch in found(TABLE_TWO, TABLE_TWO).stretches] == ["proactive"] * 2


def test_labels_of_one_form_only_tell_the_form() -> None:
    assert found(TABLE_TWO_2019).form == "2019"
    assert found(TABLE_TWO).form == "2021"


def test_labels_that_both_forms_have_tell_nothing() -> None:
    place = found(REQUESTS_HEADS, ROWS)
    assert (place.form, place.by_labels) == ("", False)


def test_one_old_label_in_a_new_form_changes_nothing() -> None:
    place = found(TABLE_TWO.replace("行政规范性文件", "规范性文件"))
    assert place.form == "2021"


@pytest.mark.parametrize("heads", ["商业\n企业\n科研\n机构\n", "结果维持结果纠正其他结果尚未审结总计\n"])
def test_heads_broken_or_run_together_are_labels_still(heads: str) -> None:
    parts = {"商": (heads, ROWS), "结": ("行政复议\n", heads, "1 0 0 0 1\n")}[heads[0]]
    assert found(*parts).stretches
