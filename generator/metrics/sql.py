"""The metrics as SQL over the wide table, written from the same definitions that ``evaluate`` follows.

The table is called ``w``, that of the year before ``p``; ``w.states`` is empty for a report without tables. The SQL is
plain but for ``FILTER`` and ``//`` (whole division), which DuckDB and others know.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from generator.forms import load_forms
from generator.metrics.definitions import Metric, Terms
from generator.metrics.evaluate import PLACES, Why
from generator.metrics.figures import number_kinds

_NULL = "NULL"
_WHYS = tuple(Why)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a metric is in SQL; each an expression over one row of ``w`` and, if ``two_years``, of ``p``.

    ``why`` is the place among ``Why`` of the reason for which there is no value; ``enters`` says whether a report's
    numerator and denominator are part of a ratio of sums. ``money``: they are sums of money, with a fraction.
    """

    numerator: str
    denominator: str
    why: str
    enters: str
    two_years: bool
    money: bool

    def joined(self, table: str) -> str:
        """Return what stands behind ``FROM`` for a table of reports that count."""
        if not self.two_years:
            return f"{table} w"
        return f"{table} w LEFT JOIN {table} p ON p.org_id = w.org_id AND p.year = w.year - 1"


@functools.cache
def statement(metric: Metric) -> Statement:
    """Return a metric as SQL."""
    forms = {code: metric.terms(form) for code, form in load_forms().items()}
    above = _by_form({code: _sum(terms[0]) for code, terms in forms.items() if terms})
    below = _by_form({code: _sum(terms[1]) for code, terms in forms.items() if terms})
    own = _by_form({code: _sum(_of(terms, previous=False)) for code, terms in forms.items() if terms})
    lacking = [code for code, terms in forms.items() if terms is None]
    known = " AND ".join(f"({side}) IS NOT NULL" for side in (above, below) if side != _NULL)
    whens = [("w.states = ''", Why.NO_TABLES)]
    whens += [(f"w.form IN ({', '.join(map(_text, lacking))})", Why.OTHER_FORM)] if lacking else []
    whens += [(f"({own}) IS NULL", Why.NO_FIGURE), (f"NOT ({known})", Why.NO_YEAR_BEFORE)]
    enters = [known]
    if metric.denominator:
        contradiction = f"({below}) < 0"
        if metric.kind == "share":
            contradiction += f" OR ({above}) < 0 OR ({above}) > ({below})"
        enters.append(f"NOT ({contradiction})")
        whens += [(f"({below}) = 0", Why.ZERO), (contradiction, Why.CONTRADICTION)]
        whens += [(f"({below}) < {metric.least:d}", Why.TOO_FEW)] if metric.least else []
    return Statement(
        numerator=above,
        denominator=below,
        why=f"CASE {' '.join(f'WHEN {when} THEN {_WHYS.index(why)}' for when, why in whens)} ELSE 0 END",
        enters=" AND ".join(enters),
        two_years=any(term.previous for term in (*metric.numerator, *metric.denominator)),
        money=any(
            number_kinds().get(term.figure) == "amount"
            for terms in filter(None, forms.values())
            for term in (*terms[0], *terms[1])
        ),
    )


def quotient(numerator: str, denominator: str) -> str:
    """Return SQL for a ratio in units of the last published place, rounded half to even; only with whole numbers.

    Both are whole and the denominator is above 0. Division of floats would round twice.
    """
    scaled = f"(abs({numerator})::HUGEINT * {10**PLACES:d})"
    whole, rest = f"({scaled} // ({denominator}))", f"(2 * ({scaled} % ({denominator})))"
    up = f"{rest} > ({denominator}) OR ({rest} = ({denominator}) AND {whole} % 2 = 1)"
    return f"sign({numerator}) * ({whole} + CASE WHEN {up} THEN 1 ELSE 0 END)"


def _of(terms: tuple[Terms, Terms], *, previous: bool) -> Terms:
    return tuple(term for side in terms for term in side if term.previous is previous)


def _sum(terms: Terms) -> str:
    """Return the sum of the terms; it is null where one of them is."""
    if not terms:
        return _NULL
    words = [f'{"+" if term.sign > 0 else "-"} {"p" if term.previous else "w"}."{term.figure}"' for term in terms]
    return " ".join(words).removeprefix("+ ")


def _by_form(sums: dict[str, str]) -> str:
    """Return an expression that is the same for every form, or one that asks for the form."""
    if len(set(sums.values())) == 1 and len(sums) == len(load_forms()):
        return next(iter(sums.values()))
    if set(sums.values()) == {_NULL}:
        return _NULL
    whens = " ".join(f"WHEN {_text(code)} THEN {words}" for code, words in sums.items())
    return f"CASE w.form {whens} END"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
