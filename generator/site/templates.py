"""Jinja for views: what a template takes from a view is a plain attribute, and what it prints is escaped text.

Jinja asks for every attribute in two ways and wraps every printed value, which is most of what a page of two hundred
cells costs. A view is a frozen dataclass that has the attribute or is at fault, so the compiled code takes it as
Python does; a mapping is asked with brackets.
"""

from __future__ import annotations

import functools
import keyword
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context

from generator.site.safe import printed

_VIEW = "view"


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


class _Context(Context):
    """What a template knows while it prints a view; it is let go of afterwards: see ``Templates.rendered``."""

    environment: Templates

    def __init__(
        self,
        environment: jinja2.Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Any],
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 (so called by Jinja)
    ) -> None:
        super().__init__(environment, parent, name, blocks, globals)
        # Macros that know no view are kept from page to page.
        if _VIEW in parent:
            self.environment.opened.append(self)


class Compiled(jinja2.BytecodeCache):
    """Templates as one process compiled them for another of the same build; never on disk, where others might write."""

    def __init__(self, known: Mapping[str, bytes]) -> None:
        self.known: MutableMapping[str, bytes] = dict(known)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what is known of a template, if it still is what it was."""
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take note of a template."""
        self.known[bucket.key] = bucket.bytecode_to_string()


@functools.cache
def compiled_here() -> Compiled:
    """Return what this process has compiled of other people's templates, for all that it prints with them."""
    return Compiled({})


class Templates(jinja2.Environment):
    """Templates of a folder, or given by name; every printed value is escaped, a missing one is an error.

    ``compiled`` are those of the folder that another process has compiled: see ``compiled_now``.
    """

    code_generator_class = _Code
    context_class = _Context
    printed = staticmethod(printed)

    def __init__(self, templates: Path | Mapping[str, str], compiled: Mapping[str, bytes] | None = None) -> None:
        self.opened: list[_Context] = []
        self._compiled = Compiled(compiled or {})
        super().__init__(
            loader=jinja2.FileSystemLoader(templates) if isinstance(templates, Path) else jinja2.DictLoader(templates),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=self._compiled,
            # Whoever asks for a renderer looks whether a file changed; Jinja would for every page.
            auto_reload=False,
        )

    def rendered(self, name: str, view: Any, to: Callable[[str], str]) -> str:
        """Return a view as a template prints it; ``to`` gives links from its page.

        A macro knows where it was made and is known there: without an end put to that, everything a view holds would
        stay until Python looks for cycles, and looking for them would be a twentieth of all work.
        """
        try:
            return self.get_template(name).render({_VIEW: view, "to": to})
        finally:
            for context in self.opened:
                context.vars.clear()
                context.exported_vars.clear()
            self.opened.clear()

    def compiled_now(self) -> Mapping[str, bytes]:
        """Return all templates, compiled."""
        for name in self.list_templates(extensions=["j2"]):
            self.get_template(name)
        return self._compiled.known
