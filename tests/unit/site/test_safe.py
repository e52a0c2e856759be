"""Text from documents: escaped, cut, kept out of scripts, addresses and front matter."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.site.safe import chart_text, clip, entities, front_matter, plain, script_json, segment, web_link


def test_plain_drops_what_no_reader_sees() -> None:
    assert plain("甲\u202e乙\x02丙\u2028丁\t戊\r\n己") == "甲 乙 丙 丁 戊\n己"


def test_clip_says_that_something_was_cut() -> None:
    assert clip("一二三四", 3) == "一二…"
    assert clip("一二三", 3) == "一二三"


@given(st.text())
def test_entities_leave_nothing_that_markup_reads(text: str) -> None:
    escaped = entities(text)
    assert not set(escaped) & set("<>\"'{}\n")


@given(st.text())
def test_script_json_cannot_end_its_element_and_reads_back(text: str) -> None:
    written = script_json({"text": text})
    assert "<" not in written
    assert json.loads(written) == {"text": text}


@given(st.text())
def test_chart_text_has_no_tag_for_plotly(text: str) -> None:
    assert "<" not in chart_text(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_front_matter_reads_back_as_one_value(text: str) -> None:
    text = plain(text)
    matter = front_matter({"title": text})
    assert yaml.safe_load(matter.strip().strip("-")) == {"title": text}


@pytest.mark.parametrize("bad", ["", "..", "a/b", "../x", "A", "a..b", "-a", "甲", "a" * 81, "a\n"])
def test_segment_refuses_what_is_no_code(bad: str) -> None:
    with pytest.raises(ValueError, match="not usable"):
        segment(bad)


def test_segment_keeps_codes() -> None:
    assert segment("231084107-jingbo") == "231084107-jingbo"


@pytest.mark.parametrize(
    "bad", ["javascript:alert(1)", "data:text/html,x", "//x", "http://a b", 'https://a"b', "ftp://x"]
)
def test_web_link_takes_ordinary_addresses_only(bad: str) -> None:
    assert not web_link(bad)


def test_web_link_keeps_an_ordinary_address() -> None:
    assert web_link("https://example.invalid/a?b=1") == "https://example.invalid/a?b=1"
