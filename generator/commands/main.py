"""The commands and their options, and what becomes of errors."""

from __future__ import annotations

import datetime
import io
import os
import sys
from pathlib import Path

import click

from generator import __version__
from generator.commands import chinese, ending
from generator.errors import GongkaiError, UsageError, why
from generator.executors.shard import Shard
from generator.text import printable

_REPORTS = Path("data/reports")
_OUT = Path("build")

_jobs = click.option(
    "--jobs", type=chinese.Whole(), default=None, metavar="N", help="同时使用的进程数；默认与处理器核数相同。"
)
_scheduler = click.option(
    "--scheduler",
    metavar="ADDRESS",
    default="",
    help="由已有的 Dask 集群读取，如 tcp://10.0.0.1:8786；需要 gongkai[cluster]，各节点须装有同样的程序。",
)
_strict = click.option("--strict", is_flag=True, help="有文件未能读出，或有本站读取造成的错误时，以状态 1 结束。")

_cache = click.option(
    "--cache",
    type=Path,
    default=None,
    metavar="DIR",
    help="存放已读结果的文件夹，可随时删除；build 默认在生成结果之内，extract 默认不存。",
)


def main() -> None:
    """Run the program and end with its exit status: 0 done, 1 not as wished, 2 wrong usage."""
    ending.prepare()
    _speak_utf8()
    ending.end(status_of(sys.argv[1:]))


def status_of(arguments: list[str]) -> int:
    """Run one command and return its exit status."""
    try:
        status = gongkai.main(arguments, prog_name="gongkai", standalone_mode=False)
    except click.Abort:
        return _complain("已中止", 1)
    except click.ClickException as error:
        return _complain(f"用法错误：{chinese.explain(error)}（gongkai --help 显示用法）", 2)
    except UsageError as error:
        return _complain(f"用法错误：{error}", 2)
    except GongkaiError as error:
        return _complain(f"错误：{error}", 1)
    except OSError as error:
        place = f"“{printable(os.fsdecode(error.filename))}”" if isinstance(error.filename, (str, bytes)) else ""
        return _complain(f"错误：无法读写{place}（{why(error)}）", 1)
    return status if isinstance(status, int) else 0


@click.group(cls=chinese.Group, invoke_without_command=True)
@click.option("--version", is_flag=True, help="显示版本。")
@click.pass_context
def gongkai(context: click.Context, version: bool) -> None:
    """公开：把政府信息公开工作年度报告整理成开放数据集，并生成网站。"""
    if version:
        click.echo(f"gongkai {__version__}")
    elif context.invoked_subcommand is None:
        click.echo(context.get_help())


@gongkai.command()
@click.option("--reports", type=Path, default=_REPORTS, metavar="DIR", help="报告所在的文件夹；默认 data/reports。")
@click.option("--out", type=Path, default=_OUT, metavar="DIR", help="生成结果的文件夹；默认 build。")
@click.option(
    "--as-of",
    type=chinese.Day(),
    default=None,
    metavar="DAY",
    help="收录情况截至哪一天；默认为库内文件所能证明的最近一日。",
)
@click.option(
    "--shard",
    type=chinese.Part(),
    default=None,
    metavar="K/N",
    help="只制作全部省份的 N 份之中的第 K 份，之后用 gongkai join 合并。",
)
@_jobs
@_scheduler
@_cache
@_strict
def build(  # noqa: PLR0913 (one for each option)
    *,
    reports: Path,
    out: Path,
    as_of: datetime.date | None,
    shard: Shard | None,
    jobs: int | None,
    scheduler: str,
    cache: Path | None,
    strict: bool,
) -> int:
    """读取全部报告，核对，生成网站（主要命令）。"""
    from generator.commands.early import begin

    count = _processes(jobs)
    begin(out, count)
    from generator.commands.run import build_site

    return build_site(reports, out, count, strict=strict, day=as_of, cache=cache, scheduler=scheduler, shard=shard)


@gongkai.command()
@click.argument("reports", type=Path, metavar="REPORTS_DIR")
@click.option("--cache", type=Path, metavar="DIR", help="存放已读结果的文件夹（必需）。")
@click.option("--shard", type=chinese.Part(), default=None, metavar="K/N", help="只读取 N 份之中的第 K 份。")
@_jobs
@_scheduler
def read(reports: Path, cache: Path | None, shard: Shard | None, jobs: int | None, scheduler: str) -> int:
    """只读取报告，结果存入 --cache，供以后的 build 或 extract 使用。"""
    if cache is None:
        raise UsageError("缺少 --cache")
    from generator.commands.run import read_documents

    return read_documents(reports, cache, _processes(jobs), scheduler=scheduler, shard=shard)


@gongkai.command()
@click.argument("folders", type=Path, nargs=-1, required=True, metavar="DIR...")
@click.option("--out", type=Path, default=_OUT, metavar="DIR", help="合并到哪里；默认 build。")
def join(folders: tuple[Path, ...], out: Path) -> int:
    """把各份 build --shard 的结果（或 read 的存放文件夹）合并到一处；之后照常运行 build 即可。"""
    from generator.commands.join import join_builds

    return join_builds(folders, out)


@gongkai.command()
@click.argument("reports", type=Path, metavar="REPORTS_DIR")
@click.option("--out", type=Path, metavar="DIR", help="数据集写入的文件夹（必需）。")
@_jobs
@_scheduler
@_cache
@_strict
def extract(reports: Path, out: Path | None, jobs: int | None, scheduler: str, cache: Path | None, strict: bool) -> int:
    """只读取报告、写出数据集，不生成网站。"""
    if out is None:
        raise UsageError("缺少 --out")
    from generator.commands.run import extract_dataset

    return extract_dataset(reports, out, _processes(jobs), strict=strict, cache=cache, scheduler=scheduler)


@gongkai.command()
@click.option("--dataset", type=Path, default=_OUT / "dataset", metavar="DIR", help="数据集；默认 build/dataset。")
@click.option("--strict", is_flag=True, help="有程度为 error 的发现时，以状态 1 结束。")
def check(dataset: Path, strict: bool) -> int:
    """列出一个数据集的发现，按规则分组：终端上为表格，其他场合为 TSV。"""
    from generator.commands.check import show_findings

    return show_findings(dataset, strict=strict)


@gongkai.command()
@click.option("--dataset", type=Path, default=_OUT / "dataset", metavar="DIR", help="数据集；默认 build/dataset。")
@click.option("--out", type=Path, default=_OUT / "release", metavar="DIR", help="写入的文件夹；默认 build/release。")
def release(dataset: Path, out: Path) -> int:
    """由数据集的 CSV 文件制作全国文件（各表的 Parquet、汇总用的宽表、SQLite 数据库），供发布。"""
    from generator.commands.release import write_files

    return write_files(dataset, out)


@gongkai.command()
@click.argument("report", required=False, metavar="[REPORT]")
@click.option("--reports", type=Path, default=_REPORTS, metavar="DIR", help="报告所在的文件夹；默认 data/reports。")
@click.option("--dataset", type=Path, default=_OUT / "dataset", metavar="DIR", help="数据集；默认 build/dataset。")
@click.option("--who", metavar="NAME", help="核对人；不写则先问。")
def review(report: str | None, reports: Path, dataset: Path, who: str | None) -> int:
    """逐项核对发现：显示原文，由人认定或更正，记入 data/acknowledged.csv 和 data/corrections.csv。

    REPORT 为数据集中的 report_id 或 source；不写则为全部报告。
    """
    from generator.commands.review import review_findings

    return review_findings(report, reports, dataset, who)


@gongkai.command()
@click.option("--reports", type=Path, default=_REPORTS, metavar="DIR", help="报告所在的文件夹；默认 data/reports。")
@click.option("--write", is_flag=True, help="写入 data/registry/organisations.csv；提交之后编号永久不变。")
@_jobs
def register(reports: Path, write: bool, jobs: int | None) -> int:
    """列出报告中尚未登记的机关和拟定的编号；核对后加 --write 登记。"""
    from generator.commands.register import register_bodies

    return register_bodies(reports, _processes(jobs), write=write)


@gongkai.command()
@click.argument("report", metavar="REPORT")
@click.argument("cell", required=False, metavar="[CELL]")
@click.option("--reports", type=Path, default=_REPORTS, metavar="DIR", help="报告所在的文件夹；默认 data/reports。")
@click.option("--dataset", type=Path, default=_OUT / "dataset", metavar="DIR", help="数据集；默认 build/dataset。")
@click.option("--out", metavar="FILE.png", help="图片写入何处；- 为标准输出；默认 build/show/ 之下。")
@click.option("--no-png", is_flag=True, help="只在终端显示，不画图。")
def show(report: str, cell: str | None, reports: Path, dataset: Path, out: str | None, no_png: bool) -> int:
    """显示一个数字出自文件的何处：原文、位置，并画成图片。

    REPORT 为数据集中的 report_id 或 source，或一个文件的路径（当场读取）。

    CELL 如 requests.received.total，也可以是一行（requests.received）或一张表（requests）；不写则列出全部格子。
    """
    from generator.commands.show import show_place

    return show_place(report, cell, reports, dataset, None if no_png else out or "")


@gongkai.command()
@click.option("--reports", type=Path, default=_REPORTS, metavar="DIR", help="报告所在的文件夹；默认 data/reports。")
@click.option("--out", type=Path, default=_OUT, metavar="DIR", help="生成结果的文件夹；默认 build。")
@click.option("--port", type=chinese.Whole(), default=8000, metavar="N", help="端口；默认 8000。")
def serve(reports: Path, out: Path, port: int) -> int:
    """生成网站并在本机查看；报告、模板或程序改动后自动重新生成。"""
    from generator.commands.serve import serve_site

    return serve_site(reports, out, port)


@gongkai.command()
@click.option("--bodies", type=chinese.Whole(), default=20, metavar="N", help="机关数；默认 20。")
@click.option("--years", type=chinese.Whole(), default=3, metavar="Y", help="每个机关的年数；默认 3。")
@click.option("--last-year", type=chinese.Whole(), default=2025, metavar="Y", help="最后一年；默认 2025。")
@click.option("--seed", type=chinese.Whole(), default=1, metavar="S", help="种子；种子相同，结果逐字节相同；默认 1。")
@click.option(
    "--formats",
    default="text,html,docx",
    metavar="LIST",
    help="text、html、docx、pdf，用逗号分开；pdf 需要 gongkai[demo]。",
)
@click.option("--oddities", type=float, default=None, metavar="0..1", help="有异常写法的文件所占比例；默认 0.15。")
@click.option("--out", type=Path, metavar="DIR", help="写入的文件夹（必需），不能放其他文件。")
def demo(formats: str, oddities: float | None, out: Path | None, **numbers: int) -> int:
    """编造演示用的报告和标准答案（truth.json），其中没有任何真实数字。"""
    if out is None:
        raise UsageError("缺少 --out")
    from generator.commands.demo import formats_of, make_corpus
    from generator.demo.write import USUAL_ODDITIES, Plan

    share = USUAL_ODDITIES if oddities is None else oddities
    return make_corpus(Plan(formats=formats_of(formats), oddities=share, **numbers), out)


def _processes(jobs: int | None) -> int:
    from generator.executors.crew import cores

    return jobs or cores()


def _complain(text: str, status: int) -> int:
    click.echo(f"gongkai：{text}", err=True)
    return status


def _speak_utf8() -> None:
    """Write UTF-8 into files and pipes in any locale, and never fail on a character a terminal lacks."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
