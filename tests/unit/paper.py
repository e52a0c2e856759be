"""Documents drawn as text, for the tests of prose and bodies."""

from __future__ import annotations

from generator import prose
from generator.bodies.identify import identify
from generator.model import Document, Identity, Line

SECTIONS = """
一、总体情况
认真落实条例。
二、主动公开政府信息情况
第二十条第（一）项
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量\t0
三、本年度办理结果\t0
四、结转下年度继续办理\t0
四、政府信息公开行政复议、行政诉讼情况
0\t0
五、存在的主要问题及改进情况
公开意识有待提高。
六、其他需要报告的事项
无
"""


def document(text: str) -> Document:
    """Return a plain text document as its reader delivers it."""
    lines = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        lines.append(Line(number, start, line))
        start += len(line) + 1
    return Document("text", tuple(lines))


def identity(text: str, source: str = "a.txt", url: str = "") -> Identity:
    """Return the identity of a document drawn as text, in a folder and from an address."""
    drawn = document(text)
    return identify(drawn, prose.split(drawn), source, url)


def titled(title: str, rest: str = SECTIONS) -> Identity:
    """Return the identity of a document with this title and no other sign of its body."""
    return identity(title + "\n" + rest)


def organisation_id(identified: Identity) -> str | None:
    """Return the id of the body found."""
    return identified.organisation.org_id if identified.organisation else None


def rules(identified: Identity) -> set[str]:
    """Return the rules of the findings."""
    return {finding.rule for finding in identified.findings}
