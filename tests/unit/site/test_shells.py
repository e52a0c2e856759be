"""Shells print what the template would have printed, or leave it to the template."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest

from generator.site.shells import Shells, with_shells

HEAD = "<title>{{ page.meta.title }} - site</title><meta content='{{ page.meta.description }}'>"
SHELL = HEAD + "{{ page.canonical_url }} {{ page.url.count('/') }} {{ page.meta.scripts }} {{ page.content }}"


def page(title: str, address: str = "o/1/", **meta: object) -> dict[str, Any]:
    meta = {"title": title, "description": f"说明{title}", "scripts": [], **meta}
    whole = f"https://example.org/{address}"
    return {"page": SimpleNamespace(meta=meta, url=address, canonical_url=whole, content="<p>content</p>")}


class Counted:
    """A template that counts how often it prints."""

    def __init__(self, text: str) -> None:
        self.template = jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(text)
        self.times = 0

    def __call__(self, context: Mapping[str, Any]) -> str:
        self.times += 1
        return self.template.render(context)


def same(text: str, pages: list[dict[str, Any]]) -> int:
    """Say how often a template printed, after proving that shells print what it prints."""
    whole = Counted(text)
    shells = Shells(whole)
    found = [shells.render(one) for one in pages]
    times = whole.times
    assert found == [whole(one) for one in pages]
    return times


def test_a_shell_is_printed_once_and_tried_twice() -> None:
    assert same(SHELL, [page(f"机关{number}") for number in range(50)]) == 3


def test_pages_of_another_kind_have_a_shell_of_their_own() -> None:
    pages = [page(f"机关{number}", "o/1/" if number % 2 else "o/1/2023/") for number in range(50)]
    assert same(SHELL, pages) == 6
    pages = [page(f"机关{number}", scripts=[number % 2]) for number in range(50)]
    assert same(SHELL, pages) == 6


@pytest.mark.parametrize(
    "title",
    [
        "a & b",
        "a &amp; b",
        "<b>",
        "a  b",
        " a",
        "a\u3000b",
        "a\nb",
        "gkKeptTitle",
        "gkKeptAddress 局",
        "",
        "'",
        "{{ x }}",
        "\\1",
    ],
)
def test_words_that_templates_may_change_are_left_to_them(title: str) -> None:
    filters = "{{ page.meta.title | e | striptags }}|{{ page.meta.title | trim }}|{{ page.meta.title }}"
    assert same(filters, [page(f"机关{number}") for number in range(4)] + [page(title)]) == 4


@pytest.mark.parametrize(
    "text",
    [
        "{{ page.meta.title | upper }}",
        "{{ page.meta.title | length }}",
        "{{ page.meta.title | urlencode }}",
        "{{ page.meta.title[:3] }}",
        "{{ page.url }}",
        "{% if 'gkKept' in page.meta.title %}1{% endif %}",
    ],
)
def test_a_template_that_makes_something_else_of_them_prints_every_page(text: str) -> None:
    pages = [page(f"机关{'x' * number}", f"o/{number}/") for number in range(1, 9)]
    assert same(text, pages) >= len(pages)


def test_only_fitting_contexts_are_printed_so() -> None:
    environment = jinja2.Environment(loader=jinja2.DictLoader({"main.html": SHELL, "404.html": "none"}))
    asked: list[object] = []

    def fits(context: Mapping[str, Any]) -> bool:
        asked.append(context)
        return "page" in context

    environment.template_class = with_shells(fits)
    main = environment.get_template("main.html")
    plain = jinja2.Environment().from_string(SHELL)
    for number in range(5):
        assert main.render(page(f"机关{number}")) == plain.render(page(f"机关{number}"))
    assert environment.get_template("404.html").render({}) == "none"
    assert len(asked) == 6
