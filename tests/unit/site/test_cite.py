"""Citations: the report's own version and address, holes for cell and day, and nothing a body's name could break."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from html import unescape

from generator.site.cite import citations
from generator.site.facts import Facts
from tests.site.made import HOSTILE, SIX_YEARS, made_report

NAME = "样县测试局"


def texts(name: str = NAME, **changes: object) -> dict[str, str]:
    report = replace(made_report(SIX_YEARS, 2022, "2021", lambda _: 0), **changes)  # type: ignore[arg-type]
    facts = Facts(report)
    return {
        one.code: unescape(re.sub(r"<[^>]*>", "", str(one.html))).replace(facts.version, "VERSION")
        for one in citations(facts, name, "/o/x/2022/")
    }


def test_by_the_standard_a_figure_is_taken_from_a_database_on_line() -> None:
    assert texts()["gbt"] == (
        "样县测试局. 2022 年政府信息公开工作年度报告[DB/OL]//公开年报. 版本 VERSION. [引用日期]. /o/x/2022/."
    )


def test_the_document_itself_is_quoted_where_its_address_is_known() -> None:
    assert "original" not in texts()
    found = texts(source_url="https://example.invalid/a", published_on=datetime.date(2023, 1, 15))["original"]
    assert (
        found == "样县测试局. 2022 年政府信息公开工作年度报告[R/OL]. (2023-01-15)[引用日期]. https://example.invalid/a."
    )
    assert "original" not in texts(source_url="javascript:alert(1)")


def test_bibtex_has_balanced_braces_and_escapes_its_own_signs() -> None:
    text = texts(r"50%_{样县}\局#&$^~")["bibtex"]
    assert text.startswith("@misc{gongkai-990101-ceshijiaju-2022,\n\tauthor = {{50\\%\\_\\{样县\\}\\textbackslash{}局")
    bare = text.replace("\\{", "").replace("\\}", "")
    assert bare.count("{") == bare.count("}")


def test_holes_are_elements_and_a_hostile_name_is_text() -> None:
    facts = Facts(made_report(SIX_YEARS, 2022, "2021", lambda _: 0))
    for one in citations(facts, HOSTILE + "{cell}{day}", "/o/x/"):
        assert "<script" not in one.html
        assert str(one.html).count("data-cite-address") == 1
        assert str(one.html).count("data-cite-day") == 1
