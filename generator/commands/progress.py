"""News about a run on stderr: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys

import click

from generator.text import printable

_STEPS = 20


class Plain:
    """Plain lines: every document of a small run, one line in twenty of a large one."""

    def __init__(self) -> None:
        self._total = 0
        self._count = 0

    def note(self, text: str) -> None:
        """Print a line."""
        click.echo(printable(text), err=True)

    def start(self, total: int) -> None:
        """Print how many documents there are."""
        self._total = total
        self.note(f"共 {total} 份文件")

    def done(self, source: str) -> None:
        """Print how far the run is."""
        self._count += 1
        step = max(1, self._total // _STEPS)
        if self._count % step == 0 or self._count == self._total:
            self.note(f"已读 {self._count}/{self._total}：{source}")


class Bar(Plain):
    """A bar that fills."""

    def done(self, source: str) -> None:
        """Draw the bar."""
        self._count += 1
        filled = _STEPS * self._count // self._total
        end = "\n" if self._count == self._total else ""
        text = f"\r读取 [{'█' * filled}{'·' * (_STEPS - filled)}] {self._count}/{self._total}{end}"
        click.echo(text, err=True, nl=False)


def progress() -> Plain:
    """Return the progress that suits where stderr goes."""
    return Bar() if sys.stderr.isatty() else Plain()
