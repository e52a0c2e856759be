"""Imported by the process from which those of a large build are copied: what each of them would load for itself.

It starts no thread, since none is copied with a process: DuckDB and Arrow are loaded by those who need them.
"""

from __future__ import annotations

import mkdocs.commands.build  # noqa: F401 (what prints pages)

import generator.site.build  # noqa: F401 (what makes them)
from generator.metrics.definitions import load_definitions
from generator.readings import checked
from generator.report import read_report
from generator.site.geography import load_geography

# Whoever reads a document, however short, needs nearly all lookups.
_SHORT = """北京市财政局2023年政府信息公开工作年度报告
一、总体情况
2023年，市财政局依法公开政府信息。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
本年新收政府信息公开申请数量 0
六、其他需要报告的事项
无。
"""

checked(read_report(_SHORT.encode(), "short.txt"))
load_definitions()
load_geography()
