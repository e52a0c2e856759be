"""The command ``serve``: the built site on this machine, built again when something changes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from generator.errors import GongkaiError

_WATCHED = (Path("site_src"), Path("generator"), Path("data/forms"), Path("data/registry"), Path("data/lookups"))


def serve_site(reports: Path, out: Path, port: int) -> int:
    """Build the site and serve it until interrupted."""
    from mkdocs.livereload import LiveReloadServer

    def rebuild(first: bool = False) -> None:
        # Another process, so that changed code of the generator counts too.
        command = [sys.executable, "-m", "generator", "build", "--reports", str(reports), "--out", str(out)]
        if subprocess.run(command, check=False, stdout=sys.stderr).returncode and first:
            raise GongkaiError("网站未能生成")
        if not first:
            click.echo("已重新生成", err=True)

    rebuild(first=True)
    server = LiveReloadServer(builder=rebuild, host="127.0.0.1", port=port, root=str(out / "site"))
    for folder in (reports, *_WATCHED):
        if folder.is_dir():
            server.watch(str(folder))
    click.echo(f"在浏览器中打开 http://127.0.0.1:{port}/（按 Ctrl+C 结束）", err=True)
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        click.echo("已结束", err=True)
    finally:
        server.shutdown()
    return 0
