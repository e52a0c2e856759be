"""Templates: what a page was made from is let go of as soon as it is printed."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from generator.executors.cycles import uncollected
from generator.site.templates import Templates

MACROS = (
    "{% macro twice(word) %}{{ word }}{{ word }}{{ own(word) }}{% endmacro %}"
    "{% macro own(word) %}{{ to(word) }}{% endmacro %}"
)
PAGE = (
    "{% import 'macros' as m with context %}{% import 'plain' as p %}"
    "{% macro of_view() %}{{ m.twice(view.name) }}{% endmacro %}{{ of_view() }}{{ p.bold(view.name) }}"
)
PLAIN = "{% macro bold(word) %}<b>{{ word }}</b>{% endmacro %}"


@dataclass(frozen=True)
class View:
    """A view with nothing but a name."""

    name: str


@pytest.fixture
def templates() -> Templates:
    """Return templates that import macros with what the page knows and without."""
    return Templates({"page": PAGE, "macros": MACROS, "plain": PLAIN, "bad": "{{ view.no }}"})


@pytest.fixture
def _without_cycles() -> Iterator[None]:
    gc.collect()
    with uncollected():
        yield


@pytest.mark.usefixtures("_without_cycles")
def test_nothing_a_view_holds_waits_for_python_to_look_for_cycles(templates: Templates) -> None:
    for name in ("a", "b"):
        view = View(name)
        gone = weakref.ref(view)
        # The macros that know no view are the same for both.
        assert templates.rendered("page", view, str.upper) == f"{name}{name}{name.upper()}<b>{name}</b>"
        del view
        assert gone() is None


def test_a_page_that_failed_leaves_nothing_to_the_next(templates: Templates) -> None:
    with pytest.raises(AttributeError):
        templates.rendered("bad", View("a"), str.upper)
    assert not templates.opened
    assert templates.rendered("page", View("b"), str.upper) == "bbB<b>b</b>"
