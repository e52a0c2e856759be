"""Click in Chinese: headings of the help, and what is said about wrong usage."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import click

from generator.executors.shard import Shard, shard_of

_HEADINGS = {"Options": "选项", "Commands": "命令"}


class Formatter(click.HelpFormatter):
    """Help with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how a command is called."""
        super().write_usage(prog, args, prefix="用法：")

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")


class Context(click.Context):
    """A context whose help is Chinese."""

    formatter_class = Formatter


class Command(click.Command):
    """A command with Chinese help."""

    context_class = Context

    def __init__(self, name: str | None, **attributes: Any) -> None:
        super().__init__(name, **attributes | {"options_metavar": "[选项]", "add_help_option": False})
        self.params.append(help_option())


class Group(click.Group):
    """A group of commands with Chinese help."""

    context_class = Context
    command_class = Command

    def __init__(self, name: str | None = None, **attributes: Any) -> None:
        words = {"options_metavar": "[选项]", "subcommand_metavar": "命令 …", "add_help_option": False}
        super().__init__(name, **attributes | words)
        self.params.append(help_option())

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was asked for."""
        if self.get_command(ctx, args[0]) is None:
            raise click.UsageError(f"没有“{args[0]}”这个命令", ctx)
        return super().resolve_command(ctx, args)


class Whole(click.ParamType):  # type: ignore[type-arg]
    """A whole number from 1 on."""

    name = "whole"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the number."""
        text = str(value)
        if not (text.isascii() and text.isdigit() and int(text)):
            self.fail("应为不小于 1 的整数", param, ctx)
        return int(text)


class Part(click.ParamType):  # type: ignore[type-arg]
    """One of several equal parts: ``2/8``."""

    name = "part"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        """Read which of how many."""
        return shard_of(str(value)) or self.fail("应写作 K/N，例如 2/8", param, ctx)


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day, as ISO writes it."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """Read the day."""
        try:
            return datetime.datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            self.fail("应为日期，如 2026-02-01", param, ctx)


def help_option() -> click.Option:
    """Return the option ``--help``."""
    return click.Option(
        ["--help"], is_flag=True, expose_value=False, is_eager=True, callback=_show_help, help="显示本说明。"
    )


def explain(error: click.ClickException) -> str:
    """Return what is wrong with the way the command was called."""
    if isinstance(error, click.NoSuchOption):
        return f"没有“{error.option_name}”这个选项"
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_name(error)}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项“{error.option_name}”后面应有一个值，或不应有值"
    if isinstance(error, click.BadParameter):
        return f"{_name(error)} 的值不对：{error.message}"
    return error.format_message()


def _name(error: click.BadParameter) -> str:
    names: Sequence[str] = error.param.opts if isinstance(error.param, click.Option) else ()
    return names[0] if names else (error.param.make_metavar(error.ctx) if error.param and error.ctx else "参数")


def _show_help(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()
