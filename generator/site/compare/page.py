"""What the comparison page says without a script, and what its script has to know before the first file comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from generator.metrics.groups import GROUPS as GROUP_CODES
from generator.model import CellStatus
from generator.site.catalogue import NOWHERE, Body, Catalogue
from generator.site.compare.columns import COMPLETE, DEFAULT, Choice, cells, complete, matrices, presets, sums
from generator.site.compare.encode import LETTERS
from generator.site.compare.files import FOLDER, FORM_CODES, KIND_CODES, Part, base_file
from generator.site.compare.formulas import Formula, formulas, group_titles
from generator.site.facts import Facts, Figure
from generator.site.marks import Mark, figure_mark
from generator.site.pages_lists import RegionLine, provinces
from generator.site.places import Place, body_address, report_address
from generator.site.pools import GROUPS
from generator.site.words import CORRECTED, DERIVED, FORMS, KINDS, SHORT_STATES, STATES

# Without a script the page shows so many bodies; the pages of regions hold all of them, county by county.
STATIC_ROWS: Final = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A body with the figures of its newest report, and the addresses of its other years, newest first."""

    name: str
    address: str
    region: str
    kind: str
    year: str
    year_address: str
    form: str
    marks: tuple[Mark, ...]
    complete: str
    years: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CompareView:
    """The comparison: a static table of bodies, and what the script needs."""

    place: Place
    lines: tuple[Line, ...]
    heads: tuple[tuple[str, str], ...]
    bodies: int
    reports: int
    provinces: tuple[RegionLine, ...]
    preload: str
    config: dict[str, Any]


def compare_view(catalogue: Catalogue, parts: Sequence[Part]) -> CompareView:
    """Return what the comparison page says."""
    bodies = [body for part in parts for body in part.bodies]
    return CompareView(
        place=Place("/compare/"),
        lines=body_lines(catalogue, bodies[:STATIC_ROWS]),
        heads=default_heads(),
        bodies=len(bodies),
        reports=sum(part.rows for part in parts),
        provinces=provinces(catalogue),
        preload=f"/{base_file(parts[0])}" if len(parts) == 1 else "",
        config=_config(catalogue, parts),
    )


def body_lines(catalogue: Catalogue, bodies: Sequence[Body]) -> tuple[Line, ...]:
    """Return a line for every body that has a report."""
    return tuple(_line(catalogue, body, body.years[-1]) for body in bodies if body.years)


def default_heads() -> tuple[tuple[str, str], ...]:
    """Return the figures of a line: code and head."""
    known = {**cells(), **sums()}
    return tuple((code, known[code].head) for code in DEFAULT if code != COMPLETE)


def _line(catalogue: Catalogue, body: Body, facts: Facts) -> Line:
    organisation = body.organisation
    regions = [region.name for region in catalogue.path(organisation) if region.level != NOWHERE]
    gist, whole = catalogue.gist(facts.report), catalogue.whole(facts)
    return Line(
        name=organisation.organisation,
        address=body_address(organisation),
        region=" · ".join(regions) or "地区未定",
        kind=KINDS[organisation.kind],
        year=str(facts.report.year),
        year_address=report_address(facts.report),
        form=FORMS.get(facts.report.form, facts.report.form),
        marks=tuple(figure_mark(_figure(whole, code)) for code, _ in default_heads()),
        complete=f"{gist.read} / {gist.cells}",
        years=tuple((str(one.report.year), report_address(one.report)) for one in reversed(body.years[:-1])),
    )


def _figure(facts: Facts, code: str) -> Figure:
    table, _, rest = code.partition(".")
    if code in sums():
        return facts.group(rest)
    row, _, column = rest.partition(".")
    return facts.one(table, row, column)


def _config(catalogue: Catalogue, parts: Sequence[Part]) -> dict[str, Any]:
    years = {facts.report.year for part in parts for body in part.bodies for facts in body.years}
    metrics = formulas().values()
    choices = [*sums().values(), complete(), *cells().values()]
    return {
        "edition": catalogue.edition,
        "folder": FOLDER,
        "parts": [[part.code, part.name, part.rows, len(part.bodies)] for part in parts],
        "years": sorted((year for year in years if year), reverse=True),
        "default": list(DEFAULT),
        "kinds": [[code, KINDS[kind]] for code, kind in zip(KIND_CODES, KINDS, strict=True)],
        "forms": [[code, FORMS[code]] for code in FORM_CODES],
        "groups": [[code, name] for code, name in zip(GROUP_CODES, GROUPS, strict=True)],
        "columns": {choice.code: _choice(choice) for choice in choices}
        | {formula.code: [formula.head, formula.says, "r" if formula.is_ratio else "s"] for formula in metrics},
        "metrics": {formula.code: _formula(formula) for formula in metrics},
        "metricGroups": [
            [title, [formula.code for formula in metrics if formula.group == group]]
            for group, title in group_titles().items()
            if any(formula.group == group for formula in metrics)
        ],
        "matrices": [[matrix.title, matrix.heads, matrix.rows] for matrix in matrices()],
        "presets": [[preset.code, preset.title, preset.columns] for preset in presets()],
        "states": _states(),
    }


def _formula(formula: Formula) -> dict[str, Any]:
    return {"share": formula.is_share, "least": formula.least, "sides": formula.sides}


def _choice(choice: Choice) -> list[Any]:
    """Return head and full name, and what is unusual about it: ``r`` a ratio, ``s`` a sum, ``t`` text."""
    return [choice.head, choice.says, *(["r"] if choice.ratio else [] if choice.summable else ["t"])]


def _states() -> dict[str, list[str]]:
    """Return for each letter in the files: sign, look, short word, and what it says."""
    found = {
        letter: [STATES[status].sign, STATES[status].code, SHORT_STATES[status], STATES[status].says]
        for status, letter in LETTERS.items()
    }
    found["~"] = ["≈", DERIVED.code, "推算", DERIVED.says]
    found["^"] = ["", CORRECTED.code, "订正", CORRECTED.says]
    found["n"] = ["", "reported", "数字", STATES[CellStatus.REPORTED].says]
    found["0"] = ["/", "missing", "表式无此项", "该份报告所用的表式没有这一项，不是 0"]
    return found
