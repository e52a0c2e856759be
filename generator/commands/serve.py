"""The command ``serve``: the built site on this machine, built again when something changes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from generator.commands.run import needs_site_packages
from generator.errors import GongkaiError, UsageError

_WATCHED = tuple(
    map(Path, ("site_src/content", "site_src/templates", "site_src/assets", "site_src/overrides"))
) + tuple(map(Path, ("generator", "data/forms", "data/lookups", "data/registry", "data/gazetteer")))


def serve_site(reports: Path, out: Path, port: int) -> int:
    """Build the site and serve it until interrupted."""
    try:
        from mkdocs.livereload import LiveReloadServer
    except ModuleNotFoundError as error:
        raise needs_site_packages(error) from error

    if _build(reports, out):
        raise GongkaiError("网站未能生成")

    def rebuild() -> None:
        failed = _build(reports, out)
        click.echo("重新生成失败，仍显示先前的网站" if failed else "已重新生成", err=True)

    server = LiveReloadServer(builder=rebuild, host="127.0.0.1", port=port, root=str(out / "site"))
    server.error_handler = lambda code: _error_page(out / "site", code)
    for folder in (reports, *_WATCHED):
        if folder.is_dir():
            server.watch(str(folder))
    click.echo(f"在浏览器中打开 http://127.0.0.1:{port}/（按 Ctrl+C 结束）", err=True)
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        click.echo("已结束", err=True)
    except OSError as error:
        raise UsageError(f"端口 {port} 无法使用（--port 可另选）") from error
    finally:
        server.shutdown()
    return 0


def _error_page(site: Path, code: int) -> bytes | None:
    """Return the site's own page for an address that is not there, as a host of static sites shows it."""
    page = site / f"{code}.html"
    return page.read_bytes() if page.is_file() else None


def _build(reports: Path, out: Path) -> int:
    # Another process, so that changed code of the generator counts too.
    command = [sys.executable, "-m", "generator", "build", "--reports", str(reports), "--out", str(out)]
    return subprocess.run(command, check=False, stdout=sys.stderr).returncode
