"""The data dictionary in ``data/README.md``, made from the schema: ``python -m generator.dataset.dictionary``."""

from __future__ import annotations

from collections.abc import Iterator

from generator.dataset.schema import TABLES, Column, Table, Words
from generator.forms import Form, load_forms
from generator.legacy.lookups import lookups
from generator.resources import data_path

BEGIN = "<!-- dictionary: made by `make dictionary`, do not edit below -->\n"
_NOTHING = Words("", "")


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
    return "\n".join((*(line for table in TABLES for line in _table(table)), *_codes()))


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
