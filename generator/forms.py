"""The statutory forms, loaded from ``data/forms`` and checked against their schema.

A form is data: no Chinese label is spelt in code. Sources: 国办公开办函〔2019〕60号 and
国办公开办函〔2021〕30号, each with its annex.
"""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import jsonschema
import yaml

from generator.errors import ConfigurationError
from generator.model import CellKey
from generator.resources import YamlLoader, data_path

NumberKind = Literal["count", "signed", "amount"]


@dataclass(frozen=True, slots=True)
class Column:
    """One value column: its code, printed head, group head above it, and what numbers stand in it.

    ``number`` is ``count`` (whole, not negative), ``signed`` (whole) or ``amount`` (money, decimals allowed);
    ``unit`` is the unit the form prescribes, or ``None`` where it prescribes none.
    """

    code: str
    label: str
    unit: str | None
    number: NumberKind = "count"
    under: str = ""
    sum_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row: its code, label and the group labels left of it."""

    code: str
    label: str
    under: tuple[str, ...] = ()
    sum_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one printed heading; ``code`` is what their codes begin with (``denied`` for （三）不予公开)."""

    code: str
    label: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that share their columns; ``across`` prints the rows side by side in one line (table 四)."""

    caption: str
    corner: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    across: bool = False

    def groups(self) -> tuple[Group, ...]:
        """Return the headings over several rows whose codes begin alike, in printed order."""
        labels = dict.fromkeys(label for row in self.rows for label in row.under)
        members = {label: tuple(row.code for row in self.rows if label in row.under) for label in labels}
        codes = {label: _alike(rows).rpartition("_")[0] for label, rows in members.items()}
        return tuple(
            Group(codes[label], label, rows) for label, rows in members.items() if len(rows) > 1 and codes[label]
        )


@dataclass(frozen=True, slots=True)
class RowIdentity:
    """In every column the rows ``left`` add up to the same as the rows ``right``; ``says`` is that in words."""

    rule: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class YearIdentity:
    """In every column (or in each of the ``rows``), two years' figures add up: ``asked_of`` says of which.

    The terms are codes of rows (or of columns); those of the year before begin with ``previous.``.
    """

    rule: str
    asked_of: Literal["columns", "rows"]
    rows: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Table:
    """One statutory table."""

    code: str
    section: str
    headings: tuple[str, ...]
    blocks: tuple[Block, ...]
    identities: tuple[RowIdentity, ...] = ()
    over_years: tuple[YearIdentity, ...] = ()

    def printed_rows(self) -> Iterator[tuple[Block, Row]]:
        """Yield the rows in printed order, each with its block."""
        for block in self.blocks:
            for row in block.rows:
                yield block, row


@dataclass(frozen=True)
class Form:
    """A statutory form with its tables in printed order."""

    code: str
    title: str
    document_number: str
    first_year: int
    last_year: int | None
    tables: tuple[Table, ...]

    def table(self, code: str) -> Table:
        """Return the table with this code; raises ``KeyError`` where the form has none."""
        for table in self.tables:
            if table.code == code:
                return table
        raise KeyError(code)

    def keys(self) -> tuple[CellKey, ...]:
        """Return the keys of all cells in published order: 200 for form 2021, 198 for form 2019."""
        return self._keys

    @functools.cached_property
    def _keys(self) -> tuple[CellKey, ...]:
        return tuple(
            CellKey(table.code, row.code, column.code)
            for table in self.tables
            for block, row in table.printed_rows()
            for column in block.columns
        )


def _alike(codes: Iterable[str]) -> str:
    """Return what all codes begin with."""
    letters = zip(*codes, strict=False)
    return "".join(found[0] for found in itertools.takewhile(lambda found: len(set(found)) == 1, letters))


@functools.cache
def load_forms() -> Mapping[str, Form]:
    """Return all forms by code; raises ``ConfigurationError`` naming the file that is wrong."""
    folder = data_path("forms")
    schema = json.loads((folder / "form.schema.json").read_text(encoding="utf-8"))
    forms = {}
    for path in sorted(folder.glob("*.yml")):
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_PlainLoader)  # noqa: S506
        error = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(schema).iter_errors(raw))
        if error is not None:
            raise ConfigurationError(f"{path.name}: {error.json_path}: {error.message}")
        form = _form(raw)
        forms[form.code] = form
    return forms


def form_due(year: int) -> Form | None:
    """Return the form due for a report on ``year``; ``None`` before 2019, when no uniform tables existed."""
    for form in load_forms().values():
        if form.first_year <= year and (form.last_year is None or year <= form.last_year):
            return form
    return None


class _PlainLoader(YamlLoader):  # type: ignore[misc]
    """YAML without dates: codes and dates stay text."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in YamlLoader.yaml_implicit_resolvers.items()
}


def _form(raw: Mapping[str, Any]) -> Form:
    return Form(
        code=raw["form"],
        title=raw["title"],
        document_number=raw["document_number"],
        first_year=raw["report_years"]["first"],
        last_year=raw["report_years"]["last"],
        tables=tuple(_table(table) for table in raw["tables"]),
    )


def _table(raw: Mapping[str, Any]) -> Table:
    return Table(
        code=raw["table"],
        section=raw["section"],
        headings=tuple(raw["headings"]),
        blocks=tuple(_block(block) for block in raw["blocks"]),
        identities=tuple(
            RowIdentity(item["rule"], tuple(item["left"]), tuple(item["right"]), item["says"])
            for item in raw.get("identities", ())
        ),
        over_years=tuple(
            YearIdentity(
                item["rule"],
                item["asked_of"],
                tuple(item.get("rows", ())),
                tuple(item["left"]),
                tuple(item["right"]),
                item["says"],
            )
            for item in raw.get("over_years", ())
        ),
    )


def _block(raw: Mapping[str, Any]) -> Block:
    columns = tuple(
        Column(
            code=item["column"],
            label=item["label"],
            unit=item.get("unit", raw["unit"]),
            number=item.get("number", "count"),
            under=item.get("under", ""),
            sum_of=tuple(item.get("sum_of", ())),
        )
        for item in raw["columns"]
    )
    rows = tuple(
        Row(item["row"], item["label"], tuple(item.get("under", ())), tuple(item.get("sum_of", ())))
        for item in raw["rows"]
    )
    return Block(raw["caption"], raw.get("corner", ""), columns, rows, across=raw.get("layout") == "across")
