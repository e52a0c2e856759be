"""Jinja for views: what a template takes from a view is a plain attribute, and what it prints is escaped text.

Jinja asks for every attribute in two ways and wraps every printed value, which is most of what a page of two hundred
cells costs. A view is a frozen dataclass that has the attribute or is at fault, so the compiled code takes it as
Python does; a mapping is asked with brackets.
"""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from generator.site.safe import printed


class _Code(CodeGenerator):
    """Compiles templates to code with plain attributes and one call for each value that is printed."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("printed = environment.printed")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 (so called by Jinja)
        if keyword.iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("printed(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")


class Templates(jinja2.Environment):
    """Templates of a folder, or given by name; every printed value is escaped, a missing one is an error."""

    code_generator_class = _Code
    printed = staticmethod(printed)

    def __init__(self, templates: Path | Mapping[str, str]) -> None:
        super().__init__(
            loader=jinja2.FileSystemLoader(templates) if isinstance(templates, Path) else jinja2.DictLoader(templates),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
