"""The command ``join``: what several machines made, in one folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from generator.commands.progress import progress
from generator.commands.run import needs_site_packages


def join_builds(folders: Sequence[Path], out: Path) -> int:
    """Join what is in ``folders`` in ``out``; return the exit status."""
    try:
        from generator.site.joining import join
    except ModuleNotFoundError as error:
        raise needs_site_packages(error) from error
    pages = join(folders, out)
    progress().note("合并完毕；再运行 gongkai build 即生成全国部分")
    click.echo(json.dumps({"pages": pages, "out": str(out)}))
    return 0
