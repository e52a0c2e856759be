"""The metrics as ``data/lookups/metrics.yml`` defines them, checked against its schema and the statutory forms."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Final, Literal

import jsonschema

from generator.errors import ConfigurationError
from generator.forms import Form, load_forms
from generator.metrics.figures import REPORT_FIGURES, cell_name
from generator.resources import data_path, read_yaml

Kind = Literal["number", "share", "ratio", "change"]

PREVIOUS: Final = "previous."
_ORDINAL: Final = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])")
_REMARK: Final = re.compile(r"（[^）]*）$")
_LONG: Final = 20
_BARE: Final = 2


@dataclass(frozen=True, slots=True)
class Term:
    """One figure of a formula, added (``sign`` 1) or subtracted (-1); ``previous``: that of the year before."""

    sign: int
    figure: str
    previous: bool = False


Terms = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Metrics about one thing."""

    code: str
    title: str
    english: str


@dataclass(frozen=True, slots=True)
class Metric:
    """A number or ratio. ``denominator`` is empty for a number; ``least`` is the smallest that says something.

    ``formula``, ``caveat`` and ``undefined`` (when the denominator is 0) are for the reader, in Chinese; ``beside``
    are the codes of metrics to look at together with this one. ``headline``: shown on the pages of regions.
    """

    code: str
    group: str
    kind: Kind
    unit: str
    name: str
    english: str
    numerator: Terms
    denominator: Terms
    formula: str
    caveat: str
    undefined: str
    beside: tuple[str, ...]
    least: int
    pooled: bool
    headline: bool

    def terms(self, form: Form) -> tuple[Terms, Terms] | None:
        """Return numerator and denominator with the cells of one form spelt out; ``None`` where it lacks one."""
        above, below = _spelt_out(self.numerator, form), _spelt_out(self.denominator, form)
        return None if above is None or below is None else (above, below)


@dataclass(frozen=True, slots=True)
class Regional:
    """A metric of regions, not of reports."""

    code: str
    group: str
    name: str
    english: str
    formula: str
    caveat: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A metric that others show and this project does not."""

    code: str
    name: str
    why: str


@dataclass(frozen=True)
class Definitions:
    """Everything ``metrics.yml`` says."""

    groups: tuple[Group, ...]
    metrics: tuple[Metric, ...]
    regional: tuple[Regional, ...]
    left_out: tuple[LeftOut, ...]

    @functools.cached_property
    def by_code(self) -> Mapping[str, Metric]:
        """The metrics of reports by code."""
        return {metric.code: metric for metric in self.metrics}


@functools.cache
def load_definitions() -> Definitions:
    """Return the definitions; raises ``ConfigurationError`` naming what is wrong."""
    path, schema_path = data_path("lookups", "metrics.yml"), data_path("lookups", "metrics.schema.json")
    raw = read_yaml(path)
    schema = json.loads(schema_path.read_text(encoding="utf-8"))
    error = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(schema).iter_errors(raw))
    if error is not None:
        raise ConfigurationError(f"{path.name}: {error.json_path}: {error.message}")
    found = Definitions(
        groups=tuple(Group(item["group"], item["title"], item["english"]) for item in raw["groups"]),
        metrics=tuple(metric for item in raw["metrics"] for metric in _metrics(item)),
        regional=tuple(
            Regional(item["metric"], item["group"], item["name"], item["english"], item["formula"], item["caveat"])
            for item in raw["regional"]
        ),
        left_out=tuple(LeftOut(item["metric"], item["name"], item["why"]) for item in raw["left_out"]),
    )
    for problem in _problems(found):
        raise ConfigurationError(f"{path.name}: {problem}")
    return found


def _problems(found: Definitions) -> Iterator[str]:
    codes = [metric.code for metric in found.metrics] + [metric.code for metric in found.regional]
    yield from (f"{code} is defined twice" for code in sorted(set(codes)) if codes.count(code) > 1)
    groups = {group.code for group in found.groups}
    for metric in found.metrics:
        if metric.group not in groups:
            yield f"{metric.code}: no group {metric.group}"
        yield from (f"{metric.code}: no metric {code}" for code in metric.beside if code not in codes)
        for term in (*metric.numerator, *metric.denominator):
            if not any(_cells(term, form) for form in load_forms().values()):
                yield f"{metric.code}: no form has {term.figure}"
            if term.previous and "*" in term.figure:
                yield f"{metric.code}: the year before may have had another form: name its cells one by one"


def _metrics(raw: Mapping[str, Any]) -> Iterator[Metric]:
    for code in raw.get("each", [""]):
        label = _label(code, raw["of"]) if code else ""
        said = {
            key: value.replace("{code}", code).replace("{label}", label)
            for key, value in raw.items()
            if isinstance(value, str)
        }
        yield Metric(
            code=said["metric"],
            group=said["group"],
            kind=raw["kind"],
            unit=said["unit"],
            name=said["name"],
            english=said["english"],
            numerator=_parsed(said["numerator"]),
            denominator=_parsed(said.get("denominator", "")),
            formula=said["formula"],
            caveat=said["caveat"],
            undefined=said.get("undefined", ""),
            beside=tuple(raw.get("beside", ())),
            least=raw.get("least", 0),
            pooled=raw.get("pooled", True),
            headline=raw.get("headline", False),
        )


def spelt(terms: Terms) -> str:
    """Return terms as ``metrics.yml`` writes them."""
    words = (f"{'+' if t.sign > 0 else '-'} {PREVIOUS if t.previous else ''}{t.figure}" for t in terms)
    return " ".join(words).removeprefix("+ ")


def _parsed(formula: str) -> Terms:
    """Return the terms of ``a + b - c``; an empty formula has none."""
    words = f"+ {formula}".split() if formula else []
    return tuple(
        Term(-1 if sign == "-" else 1, figure.removeprefix(PREVIOUS), figure.startswith(PREVIOUS))
        for sign, figure in zip(words[::2], words[1::2], strict=True)
    )


def _spelt_out(terms: Terms, form: Form) -> Terms | None:
    found: list[Term] = []
    for term in terms:
        cells = (term.figure,) if term.previous else _cells(term, form)
        if not cells:
            return None
        found.extend(Term(term.sign, cell, term.previous) for cell in cells)
    return tuple(found)


def _cells(term: Term, form: Form) -> tuple[str, ...]:
    if term.figure in REPORT_FIGURES:
        return (term.figure,)
    names = [cell_name(key) for key in form.keys()]
    # Most formulas name one cell.
    return (term.figure,) if term.figure in names else tuple(one for one in names if fnmatchcase(one, term.figure))


def _label(code: str, of: Literal["rows", "columns"]) -> str:
    """Return what the newest form that has it calls a row or column, in the table of requests."""
    for form in reversed(tuple(load_forms().values())):
        for block, row in form.table("requests").printed_rows():
            if of == "rows" and row.code == code:
                return _bare(row.label, row.under[-1:])
            for column in block.columns:
                if of == "columns" and column.code == code:
                    return _bare(column.label, (column.under,))
    raise ConfigurationError(f"metrics.yml: no form has {code}")


def _bare(label: str, under: tuple[str, ...]) -> str:
    """Return a label without ordinal and remark; one too short to stand alone with the head it stands under."""
    bare = _REMARK.sub("", _ORDINAL.sub("", label))
    if len(bare) > _LONG:
        return bare.partition("、")[0]
    heads = [_ORDINAL.sub("", head) for head in under if head]
    return f"{heads[-1]}的“{bare}”" if heads and len(bare) <= _BARE else bare
