"""The data dictionary in ``data/README.md``, made from the schema: ``python -m generator.dataset.dictionary``."""

from __future__ import annotations

from collections.abc import Iterator

from generator.dataset.schema import TABLES, Column, Table, Words
from generator.dataset.wide import LETTERS, WIDE
from generator.forms import Form, load_forms
from generator.legacy.lookups import lookups
from generator.metrics.definitions import load_definitions, spelt
from generator.metrics.groups import GROUPS
from generator.resources import data_path

BEGIN = "<!-- dictionary: made by `make dictionary`, do not edit below -->\n"
_NOTHING = Words("", "")
_LETTERS = ", ".join(f"`{letter}` {status.value}" for status, letter in LETTERS.items())
_WIDE = (
    (
        "`report_id`, `org_id`, `organisation`, `year`, `form`, `status`, `kind`, `division_code`",
        Words("同 reports 表", "as in reports"),
    ),
    ("`group`", Words("可以相加的一类机关：" + ", ".join(GROUPS), "bodies that may be added up")),
    (
        "`province_code`, `prefecture_code`, `county_code`",
        Words("所在地区；没有为空，不明为 000000", "the regions it lies in; empty for none, 000000 for unknown"),
    ),
    (
        "`counts`",
        Words("是否代表该机关该年度：机关、年度已知，已读出，主文件", "whether it stands for its body and year"),
    ),
    (
        "`states`",
        Words(f"各格状态，依表式次序一格一字母：{_LETTERS}", "state of each cell, a letter a cell in the form's order"),
    ),
    (
        "`report.cells_reported`, `report.cells_expected`",
        Words("有数字的格数，表式规定的格数", "cells with a number, cells of the form"),
    ),
    (
        "`report.equations_holding`, `report.equations_asked`",
        Words("成立的等式，各格全为原文数字的等式", "identities that hold, identities whose cells are all printed"),
    ),
    (
        "`report.days_after_due`",
        Words("所署日期晚于法定期限的天数，早为负", "days from the legal date to the date given"),
    ),
)


def main() -> None:
    """Write the dictionary into ``data/README.md`` below the words written by hand."""
    path = data_path("README.md")
    path.write_text(with_dictionary(path.read_text(encoding="utf-8")), encoding="utf-8")


def with_dictionary(text: str) -> str:
    """Return the text of ``data/README.md`` with today's dictionary."""
    by_hand, _, _ = text.partition(BEGIN)
    return by_hand + BEGIN + dictionary()


def dictionary() -> str:
    """Return the dictionary in Markdown: every table with its columns, and the codes of rows and columns."""
    return "\n".join((*(line for table in TABLES for line in _table(table)), *_wide(), *_metrics(), *_codes()))


def _table(table: Table) -> Iterator[str]:
    yield f"\n## {table.name}: {table.title.both()}\n"
    yield f"{table.meaning.zh}  "
    yield f"{table.meaning.en}\n"
    yield "| column | type | 名称 / title | unit | 含义 / meaning |"
    yield "| --- | --- | --- | --- | --- |"
    for column in table.columns:
        unit = (column.unit or _NOTHING).both().strip(" /")
        meaning = f"{column.meaning.zh} {column.meaning.en}"
        cells = (f"`{column.name}`", column.type, column.title.both(), unit, meaning + _allowed(column))
        yield f"| {' | '.join(map(_escaped, cells))} |"
    if table.primary_key:
        yield f"\nPrimary key: {', '.join(f'`{name}`' for name in table.primary_key)}."
    for key in table.foreign_keys:
        target = f"{key.table or table.name}.{', '.join(key.references)}"
        yield f"\nForeign key: `{', '.join(key.columns)}` → `{target}`."


def _escaped(text: str) -> str:
    return text.replace("|", "&#124;").replace("<", "&lt;")


def _allowed(column: Column) -> str:
    return f" ({', '.join(f'`{value}`' for value in column.values)})" if column.values else ""


def _wide() -> Iterator[str]:
    yield f"\n## {WIDE}：一行一份报告 / One row a report\n"
    yield (
        "供汇总用，只有 Parquet 格式：一格一列，列名为 `表.行.列`（如 `requests.received.total`），"
        "值为原文数字或人工订正的数；不能相加的（未填、列不明、读不出、没有、只有推算数）为空，其状态见 `states`。  "
    )
    yield (
        "For sums over many reports, Parquet only: a column a cell, named `table.row.column`, holding what is printed "
        "or was corrected by hand; null for every other state, which `states` tells.\n"
    )
    yield "| column | 含义 / meaning |"
    yield "| --- | --- |"
    yield from (f"| {names} | {meaning.both()} |" for names, meaning in _WIDE)


def _metrics() -> Iterator[str]:
    yield "\n## 指标代码 / Codes of metrics\n"
    yield "| metric | 名称 / title | 公式 / formula | unit | 说明 |"
    yield "| --- | --- | --- | --- | --- |"
    for metric in load_definitions().metrics:
        above, below = spelt(metric.numerator), spelt(metric.denominator)
        formula = f"{metric.formula}<br>`{above}`" + (f" / (`{below}`)" if below else "")
        yield f"| `{metric.code}` | {metric.name} / {metric.english} | {formula} | {metric.unit} | {metric.caveat} |"


def _codes() -> Iterator[str]:
    yield "\n## 行列代码 / Codes of rows and columns\n"
    for form in load_forms().values():
        yield f"### {form.code}：{form.document_number}\n"
        yield "| table | row | 行名 / label | columns |"
        yield "| --- | --- | --- | --- |"
        yield from _rows(form)
        yield ""
    yield "### legacy：2019 年以前的统计表 / Statistics before 2019\n"
    yield "| indicator | 行名 / label | English | family | unit |"
    yield "| --- | --- | --- | --- | --- |"
    yield from _indicators()
    yield ""


def _rows(form: Form) -> Iterator[str]:
    for table in form.tables:
        for block, row in table.printed_rows():
            columns = "，".join(f"`{column.code}` {column.label}" for column in block.columns)
            label = " ".join((*row.under, row.label))
            yield f"| `{table.code}` | `{row.code}` | {label} | {columns} |"


def _indicators() -> Iterator[str]:
    for entry in lookups().entries.values():
        if entry.indicator:
            families = ", ".join(f"`{family}`" for family in entry.families)
            yield f"| `{entry.code}` | {entry.label} | {entry.english} | {families} | {entry.unit} |"


if __name__ == "__main__":
    main()
