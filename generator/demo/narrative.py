"""The words of a made report: sentences of our own whose counts agree with the tables, and the facts they state."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.demo.bodies import Body
from generator.demo.spelling import plain
from generator.demo.truth import Content
from generator.made import SENTENCE
from generator.model import CellKey, Kind

Contents = Mapping[CellKey, Content]

_TITLES = (
    "{body}{year}年政府信息公开工作年度报告",
    "{body}{year}年政府信息公开工作年度报告",
    "{body}{year}年度政府信息公开工作年度报告",
    "{year}年{body}政府信息公开工作年度报告",
    "{body}{year}年政府信息公开年度报告",
    "{body}政府信息公开工作{year}年度报告",
)
_WAYS = (("政府网站", "条"), ("微信公众号", "条"), ("公示栏", "条"))
_PROBLEMS = (
    "一是公开的内容还不够全面，二是工作人员的业务能力有待加强。下一步将加强学习，完善制度，逐项改进。",
    "主要问题是部分栏目更新不够及时，解读形式较为单一。今后将明确责任到人，按时更新，丰富解读形式。",
    "对依申请公开的办理程序掌握不够熟练，公开意识需要继续提高。将组织专题学习，规范办理流程。",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A count that the words state: what of, through which channel, and the words themselves."""

    fact: str
    value: Decimal
    unit: str
    quote: str
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Narrative:
    """The paragraphs before the first table and behind the last, and what they state."""

    title: str
    dated: datetime.date
    opening: tuple[str, ...]
    closing: tuple[str, ...]
    facts: tuple[Fact, ...]


def write_narrative(
    body: Body, year: int, values: Mapping[CellKey, Decimal], shown: Contents, rng: random.Random
) -> Narrative:
    """Write the words round the tables of a report; a figure that the table leaves out is left out here too."""
    teller = _Teller(body.organisation.kind, year, values, shown, rng)
    dated = datetime.date(year + 1, 1, rng.randint(5, 30))
    title = rng.choice(_TITLES).format(body=body.name, year=year)
    opening = (
        SENTENCE + "。",
        title,
        f"根据《中华人民共和国政府信息公开条例》的要求，{body.name}编制了本报告。"
        f"所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
        "一、总体情况",
        "（一）主动公开情况。" + "".join(teller.disclosure()),
        "（二）依申请公开情况。" + "".join(teller.requests()),
        "（三）政府信息管理情况。"
        + rng.choice(("按照先审查后公开的要求，做好信息发布前的审核。", "落实专人管理，定期检查。")),
        "（四）监督保障情况。" + "".join(teller.support()),
    )
    closing = (
        "五、存在的主要问题及改进情况",
        rng.choice(_PROBLEMS),
        "六、其他需要报告的事项",
        "".join(teller.fees()),
        body.name,
        f"{dated.year}年{dated.month}月{dated.day}日",
        SENTENCE + "。",
    )
    return Narrative(title, dated, opening, closing, tuple(teller.facts))


class _Teller:
    """Writes sentences and keeps the facts in them."""

    def __init__(
        self, kind: Kind, year: int, values: Mapping[CellKey, Decimal], shown: Contents, rng: random.Random
    ) -> None:
        self._kind = kind
        self._year = year
        self._values = values
        self._shown = shown
        self._rng = rng
        self.facts: list[Fact] = []

    def disclosure(self) -> Iterator[str]:
        """Say how much was published, through which channels, and what the tables say of documents."""
        parts = [self._rng.randint(20, 900), self._rng.randint(10, 600), self._rng.randint(3, 60)]
        total = self._fact("proactive_total", Decimal(sum(parts)), "条", f"主动公开政府信息{sum(parts)}条")
        clauses = [
            self._fact("proactive_channel", Decimal(part), unit, f"{way}{part}{unit}", way)
            for part, (way, unit) in zip(parts, _WAYS, strict=True)
        ]
        yield f"{self._year}年通过各类渠道{total}，其中{'，'.join(clauses)}。"
        issued = CellKey("proactive", "normative_documents", "issued")
        if self._is_shown(issued) and self._values[issued]:
            yield f"本年制发行政规范性文件{plain(self._values[issued])}件。"

    def requests(self) -> Iterator[str]:
        """Say how many requests came, were open, answered and left open, as the table has it."""
        rows = ("received", "carried_in", "outcomes_total", "carried_out")
        keys = [CellKey("requests", row, "total") for row in rows]
        received, carried_in, done, left = (self._values[key] for key in keys)
        if not any((received, carried_in)):
            yield self._fact("requests_received", received, "件", f"{self._year}年未收到政府信息公开申请") + "。"
            return
        yield self._fact("requests_received", received, "件", f"新收政府信息公开申请{plain(received)}件")
        if carried_in or self._rng.random() < 0.5:
            yield f"，上年结转{plain(carried_in)}件"
        yield f"，办结{plain(done)}件"
        yield f"，结转下年度继续办理{plain(left)}件。" if left else "，均已按时答复。"

    def support(self) -> Iterator[str]:
        """Say something of trainings, disputes and proposals."""
        times = self._rng.randint(1, 6)
        people = self._rng.randint(11, 200)
        yield self._fact("training", Decimal(times), "次", f"组织业务培训{times}次") + "，"
        yield self._fact("training", Decimal(people), "人次", f"参训{people}人次") + "。"
        disputes = [
            (row, self._values[CellKey("review", row, "total")])
            for row in ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
        ]
        suits = disputes[1][1] + disputes[2][1]
        if disputes[0][1] or suits:
            yield "因政府信息公开，"
            yield (
                self._fact("reconsiderations", disputes[0][1], "件", f"被申请行政复议{plain(disputes[0][1])}件") + "，"
            )
            yield self._fact("litigations", suits, "件", f"被提起行政诉讼{plain(suits)}件") + "。"
        if self._kind in (Kind.DEPARTMENT, Kind.GOVERNMENT):
            number = self._rng.randint(1, 40)
            yield self._fact("proposals", Decimal(number), "件", f"办理人大代表建议和政协委员提案{number}件") + "。"

    def fees(self) -> Iterator[str]:
        """Say whether the fee for processing information was charged."""
        if self._kind is Kind.GOVERNMENT and self._rng.random() < 0.3:
            amount = 10 * self._rng.randint(2, 60)
            yield self._fact("processing_fee", Decimal(amount), "元", f"收取信息处理费{amount}元") + "。"
        else:
            yield self._fact("processing_fee", Decimal(0), "元", "本年度未收取政府信息公开信息处理费") + "。"

    def _fact(self, fact: str, value: Decimal, unit: str, quote: str, channel: str = "") -> str:
        self.facts.append(Fact(fact, value, unit, quote, channel))
        return quote

    def _is_shown(self, key: CellKey) -> bool:
        content = self._shown.get(key)
        return content is not None and content.value is not None
