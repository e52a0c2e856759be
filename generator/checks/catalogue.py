"""Every rule that a finding can name, in words for the methods page; ``CHECKS`` are those asked of every report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of ``findings``: its code, a short title, what it says, and how to read it rightly (Chinese)."""

    code: str
    title: str
    says: str
    note: str


@dataclass(frozen=True, slots=True)
class Check(Rule):
    """A rule that is asked of every report and answered in ``checks``."""


CHECKS: tuple[Check, ...] = (
    Check(
        code="requests.balance",
        title="表三：收到与办理平衡",
        says="表三每一列中，本年新收加上年结转，应等于办理结果总计加结转下年度继续办理。这是法定格式自身印明的勾稽关系。",
        note="不成立时，可能是填写有误、转录丢字，也可能是本站读错；请对照原文。原表照登，不作改正。",
    ),
    Check(
        code="requests.outcomes_sum",
        title="表三：办理结果合计",
        says="表三每一列中，各项办理结果之和，应等于“（七）总计”。",
        note="有的机关把部分公开重复计入，或把“其他处理”另行统计；不成立只说明印出的数字彼此不合。",
    ),
    Check(
        code="requests.row_sum",
        title="表三：申请人合计",
        says="表三每一行中，自然人与五类法人或其他组织之和，应等于该行“总计”。",
        note="“总计”一列未填而各列已填时，若各列之和不为 0，则视为无法核对，而不算不符。",
    ),
    Check(
        code="review.row_sum",
        title="表四：复议诉讼合计",
        says="表四每一组中，结果维持、结果纠正、其他结果、尚未审结之和，应等于该组“总计”。",
        note="一案可能跨年，本项只核对同一组内的合计，不与往年比较。",
    ),
)

YEAR_CHECKS: tuple[Check, ...] = (
    Check(
        code="requests.carry_over",
        title="两年之间：结转",
        says="上一年度报告的“结转下年度继续办理”，应等于本年度报告的“上年结转”，每一列都应如此。",
        note="两份报告中必有一份有误，或口径不同；从这两个数字看不出是哪一份。两年的页面都予列明。",
    ),
    Check(
        code="proactive.stock",
        title="两年之间：现行有效件数",
        says="上一年度“现行有效件数”加本年制发、减本年废止，应等于本年“现行有效件数”（2021 年格式的两个年度之间）。",
        note="集中清理、机构划转、统计口径改变都会使它不成立，未必有误，所以只作提示。",
    ),
)

_OTHERS: tuple[Rule, ...] = (
    Rule(
        "cell.contradicts_table",
        "一格与全表不合",
        "表中若干合计、平衡不成立，而只要改动这一格，就全部成立；应有的数字由法定格式的勾稽关系算出。",
        "只在别无其他单独一格可以解释、且未填各格不论为何都不影响结论时才指名。原表照登，不作改正。",
    ),
    Rule(
        "cells.swapped",
        "两格疑似互换",
        "同一行或同一列的两个数字对调后，表中各处合计、平衡全部成立。",
        "这是最简单而唯一的解释，不是定论；请对照原文。",
    ),
    Rule(
        "cells.contradict_table",
        "两格与全表不合",
        "改动这两格，表中各处合计、平衡即全部成立，别无其他两格可以如此。",
        "这是最简单而唯一的解释，不是定论；请对照原文。",
    ),
    Rule(
        "row.shifted",
        "一行疑似错开一列",
        "某一行的数字整体移动一列后，表中各处合计、平衡全部成立。",
        "若文件本身分格清楚，错在文件；否则可能是本站认错了列，严格模式下不予发布。",
    ),
    Rule(
        "table.not_localisable",
        "无法断定错在哪一格",
        "表中几处合计、平衡同时不成立，而改法不止一种，或没有简单的改法。",
        "各处不成立的合计另行逐条列出。",
    ),
    Rule(
        "cell.corrected",
        "经人工订正",
        "有人对照原件，发现该格的数字有误，订正后的数字与印出的数字并列。",
        "印出的数字照登，不被取代；理由、依据、何人何日见说明。",
    ),
    Rule(
        "correction.refused",
        "订正未采用",
        "原文件或本站所读的数字已与订正时不同，原先的订正不再适用。",
        "须有人重新核对。",
    ),
    Rule(
        "body.sources_disagree",
        "机关名称前后不一",
        "标题、正文、落款等处所称的机关不一致；取依据最充分的一个，其余在此列明。",
        "常见于套用其他机关的文稿或同音、形近字误。",
    ),
    Rule(
        "body.unknown",
        "机关不明",
        "从文件中无法确定是哪一个机关的报告，或同名机关不止一个。",
        "不明即不明，不作猜测；这类文件只列在发现页，不进入任何机关的页面。",
    ),
    Rule(
        "body.ambiguous",
        "同名机关不止一个",
        "文件所称的机关名称在不同地方都有，又没有其他依据可以分辨。",
        "不作猜测；这类文件只列在发现页。",
    ),
    Rule(
        "body.inferred",
        "机关由文意认定",
        "文件没有写出机关全称，依“我局”“我镇”等自称和文中地名认定。",
        "如有误，请告知。",
    ),
    Rule(
        "body.name_outdated",
        "名称已变更",
        "文件所用的名称是旧名，按现行名称收录。",
        "撤乡设镇、更名、合并之后常见。",
    ),
    Rule(
        "body.not_in_gazetteer",
        "区划名录中没有",
        "文件所称的乡镇、街道不在所用的区划名录中，只能定位到上一级。",
        "多见于新设、已撤并的区划，或开发区的派出机构。",
    ),
    Rule(
        "year.sources_disagree",
        "年度前后不一",
        "标题、统计期间、落款等处所称的年度不一致；取依据最充分的一个，其余在此列明。",
        "常见于沿用上一年的文稿。",
    ),
    Rule("year.unknown", "年度不明", "从文件中无法确定报告的年度。", "年度不明的文件不列入任何机关的页面。"),
    Rule(
        "form.assumed",
        "表式推定",
        "文件中没有可读的表格，按该年度应当使用的格式列出各格，均为“本文件中没有此格”。",
        "表格可能在附件或图片中。",
    ),
    Rule(
        "form.unexpected",
        "表式与年度不符",
        "所用表格不是该年度应当使用的格式。以表中印出的标签为准。",
        "换用新格式的第一年较为常见。",
    ),
    Rule(
        "legacy.uncertain",
        "旧式统计表有数未采用",
        "2019 年以前的统计表中，有的数不能确定属于哪一项或哪一栏，没有采用。",
        "原文所印的数列在数据的 raw 列；请对照原文。",
    ),
    Rule(
        "label.uncertain",
        "标签有缺损",
        "行、列标签缺字、断裂或被打散，是依其余文字和位置辨认的。",
        "数字本身未受影响；请对照原文。",
    ),
    Rule(
        "value.unit",
        "单位已换算",
        "该格自身印明的单位与法定格式不同，已按印明的单位精确换算。",
        "只在单位印在该格内时换算。",
    ),
    Rule(
        "row.unmatched",
        "有一行数字未能归位",
        "表中有一整行数字，旁边的行名无法辨认，因此没有采用。",
        "请对照原文；行名多半在转存时丢失。",
    ),
    Rule(
        "figure.left_over",
        "有数字未归入任何一格",
        "表的范围内印有数字，却没有归入表中任何一格。每个印出的数字应当恰好使用一次。",
        "可能是夹在表中的页码或附注，也可能是某一行少读了一个数字；请对照原文。",
    ),
    Rule(
        "figure.used_twice",
        "一个数字用了两次",
        "文件中同一处的数字被两格同时采用，必有一格读错。",
        "这是本站的错误，严格模式下不予发布。",
    ),
    Rule(
        "columns.unexpected",
        "列的次序与格式不同",
        "表头各列的次序与法定格式不同，该部分的数字无法确定属于哪一列，一概不采用。",
        "个别机关自行改动了表头。",
    ),
    Rule(
        "cell.readings_disagree",
        "两种读法不一致",
        "本站用两种互不依赖的方法读取同一份文件，此格得出不同的数字，因此不采用。",
        "这是本站读取的疑点，不是机关的错误。",
    ),
    Rule(
        "cell.one_reading",
        "只有一种读法",
        "旧版 Word 等格式由几种程序各读一遍，一格的数字只有其中一种读得出来。",
        "无从印证，这些格的数字不予采用；请对照原文，或换成 DOCX、网页版。",
    ),
    Rule(
        "derived.contradicts",
        "推算结果不一",
        "由表内勾稽关系推算未能读出之格时，得出负数，或不同关系给出不同的数，因此不列推算数。",
        "说明表内另有数字彼此不合。",
    ),
    Rule(
        "table.repeated",
        "同表重复而数字不同",
        "同一张表在文件中出现不止一次，且数字不同；不同之格一概不采用。",
        "常见于文末附有更正表，或附上了下级机关的表。",
    ),
    Rule(
        "file.duplicate",
        "文件重复",
        "另有文件与本文件内容逐字节相同，合并为一份。",
        "以路径在前者为准。",
    ),
    Rule(
        "file.changed",
        "文件与登记不符",
        "文件内容的 SHA-256 与来源清单登记的不同。",
        "可能是原站更换了文件，也可能是登记有误。",
    ),
    Rule(
        "file.internal_error",
        "程序内部错误",
        "本站程序处理该文件时出错，未能读出。这是本站的责任。",
        "请通过议题告知，附上文件。",
    ),
    Rule(
        "report.made",
        "编造的演示文件",
        "文件中写明是为演示而编造的，不是任何机关的真实报告。",
        "这样的文件不与真实报告放在一起；用它生成的每一页上方都有说明。",
    ),
    Rule(
        "report.duplicate",
        "同年另有相同报告",
        "同一机关同一年度另有文件，凡两份都有数字之格，数字均相同。",
        "以主文件为准：更正或修订本在先，其次为读出格数较多者，再次为发布较晚者。",
    ),
    Rule(
        "report.disagrees",
        "同年报告数字不一",
        "同一机关同一年度另有文件，所载数字不同。两份均予保留。",
        "可能是更正本；各页面以主文件为准。",
    ),
    Rule(
        "report.not_comparable",
        "同年另有报告，无可比数字",
        "同一机关同一年度另有文件，但没有两份都读出数字的格，无从比较。",
        "多见于其中一份没有表格。",
    ),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in (*CHECKS, *YEAR_CHECKS, *_OTHERS)})
