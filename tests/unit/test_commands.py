"""The commands as a user runs them: in a process of their own."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator import __version__
from generator.commands.check import grouped, table, tsv
from generator.commands.main import status_of
from generator.dataset import read_dataset, write_dataset
from generator.pipeline import assemble
from tests.builders import report_of

BROKEN = report_of("reconsideration | 1 0 0 0 3")


def run(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``gongkai`` and return what it said."""
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(root), **environment},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


@pytest.fixture
def samples(root: Path, tmp_path: Path) -> Path:
    """Return a folder with a copy of the sample reports."""
    shutil.copytree(root / "data" / "reports", tmp_path / "reports")
    return tmp_path / "reports"


def test_extract_reads_the_samples_and_prints_one_json_line(samples: Path, tmp_path: Path) -> None:
    done = run("extract", samples, "--out", "数据", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"reports": 5, "ok": 3, "partial": 2, "failed": 0, "out": "数据"}
    assert done.stdout.count("\n") == 1
    assert "已读 5/5" in done.stderr
    assert len(read_dataset(tmp_path / "数据").reports) == 5


def test_whatever_lies_in_the_folder_the_run_goes_on(samples: Path, tmp_path: Path) -> None:
    (samples / "empty.txt").touch()
    (samples / "noise.pdf").write_bytes(bytes(range(256)) * 40)
    (samples / "<script>alert(1)</script>{{ 7*7 }}.txt".replace("/", "_")).write_text("<script>alert(1)</script>")
    (samples / "line\nbreak\x1b[31m.txt").write_text("---\ntitle: x\n---\n")
    (samples / "link").symlink_to("/")
    os.mkfifo(samples / "pipe")
    done = run("extract", samples, "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["reports"] == 9
    assert json.loads(done.stdout)["failed"] == 4
    assert "跳过“link”：符号链接，不跟随" in done.stderr
    assert "跳过“pipe”：管道，不跟随" in done.stderr
    assert "\x1b" not in done.stderr
    failed = [report for report in read_dataset(tmp_path / "out").reports if report.status == "failed"]
    assert len(failed) == 4
    assert all(report.error and "程序内部错误" not in report.error for report in failed)
    assert run("extract", samples, "--out", "out", "--strict", cwd=tmp_path).returncode == 1


def test_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    done = run("extract", "reports", "--out", "out", cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout)["reports"]) == (1, 0)
    (tmp_path / "reports" / "a.txt").touch()
    done = run("extract", "reports", "--out", "out", cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout)["failed"]) == (1, 1)


def test_what_cannot_be_written_is_said_in_chinese(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "taken" / "reports.csv").mkdir(parents=True)
    done = run("extract", samples, "--out", "file", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "gongkai：用法错误：“file”不是文件夹\n"
    for out, words in (("file/below", "已有同名文件"), ("taken", "同名的是文件夹")):
        done = run("extract", samples, "--out", out, cwd=tmp_path)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert words in done.stderr


def test_building_without_the_packages_of_the_site_says_how_to_get_them(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "without").mkdir()
    for package in ("markupsafe", "mkdocs"):
        (tmp_path / "without" / f"{package}.py").write_text(f"raise ModuleNotFoundError(name={package!r})")
    root = Path(__file__).resolve().parents[2]
    for command in ("build", "serve"):
        done = run(command, "--reports", samples, cwd=tmp_path, PYTHONPATH=f"{tmp_path / 'without'}:{root}")
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert "make site" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["extract", "nowhere", "--out", "out"], "没有“nowhere”这个文件夹"),
        (["extract", ".", "--out", "out"], "不能放在报告文件夹之内"),
        (["extract", "."], "缺少 --out"),
        (["extract"], "缺少 REPORTS_DIR"),
        (["build", "--jobs", "0"], "--jobs 的值不对：应为不小于 1 的整数"),
        (["build", "--fast"], "没有“--fast”这个选项"),
        (["publish"], "没有“publish”这个命令"),
        (["check", "--dataset", "nowhere"], "没有数据集"),
    ],
)
def test_wrong_usage_is_said_in_chinese(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert status_of(arguments) == 2
    assert words in capsys.readouterr().err


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(["--version"]) == 0
    assert capsys.readouterr().out == f"gongkai {__version__}\n"
    for arguments in ([], ["--help"], ["build", "--help"], ["check", "--help"], ["serve", "--help"]):
        assert status_of(arguments) == 0
        text = capsys.readouterr().out
        assert "用法：" in text
        assert "选项：" in text
        for english in ("Usage", "Options", "Show this", "default:", "required"):
            assert english not in text


def test_check_prints_tab_separated_lines_into_a_pipe(tmp_path: Path) -> None:
    write_dataset(assemble([BROKEN]), tmp_path)
    done = run("check", "--dataset", ".", cwd=tmp_path)
    header, line = done.stdout.splitlines()
    assert done.returncode == 0
    row = dict(zip(header.split("\t"), line.split("\t"), strict=True))
    assert (row["rule"], row["report_id"], row["expected"], row["actual"]) == (
        "review.row_sum",
        "231084107-jingbo-2022",
        "1",
        "3",
    )
    assert run("check", "--dataset", ".", "--strict", cwd=tmp_path).returncode == 1


def test_check_strict_is_content_without_errors(tmp_path: Path) -> None:
    write_dataset(assemble([report_of()]), tmp_path)
    assert run("check", "--dataset", ".", "--strict", cwd=tmp_path).returncode == 0


def test_check_on_a_terminal_is_a_table(tmp_path: Path) -> None:
    write_dataset(assemble([BROKEN]), tmp_path)
    leader, follower = pty.openpty()
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "generator", "check", "--dataset", str(tmp_path)]
    with os.fdopen(leader, encoding="utf-8") as screen:
        subprocess.run(command, stdout=follower, cwd=root, check=True, env={**os.environ, "PYTHONUTF8": "1"})
        os.close(follower)
        assert screen.readline().startswith("review.row_sum  表四：复议诉讼合计（1）")


def test_progress_on_a_terminal_is_a_bar_that_fills(samples: Path, root: Path, tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "generator", "extract", str(samples), "--out", str(tmp_path / "out")]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=follower, cwd=root, check=True, env=environment)
    screen = os.read(leader, 4096).decode("utf-8")
    os.close(follower)
    os.close(leader)
    assert screen.startswith("共 5 份文件\r\n")
    assert screen.count("\r读取 [") == 5
    assert screen.rstrip().endswith(f"[{'█' * 20}] 5/5")


def test_a_name_cannot_break_the_lines() -> None:
    groups = grouped(assemble([report_of("reconsideration | 1 0 0 0 3", source="a\tb\nc.txt")]).reports)
    assert len(list(tsv(groups))) == 2
    assert all("\n" not in line for line in table(groups))
    assert list(table({})) == ["没有发现。"]


@pytest.mark.parametrize("locale", ["C", "POSIX", "zh_CN.GBK"])
def test_any_locale(locale: str, samples: Path, tmp_path: Path) -> None:
    done = run("extract", samples, "--out", "out", cwd=tmp_path, LC_ALL=locale, PYTHONIOENCODING="", PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    assert "已读 5/5" in done.stderr


def test_extract_does_without_the_packages_of_the_site(samples: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from generator.commands.main import status_of; "
        f"status_of(['extract', {str(samples)!r}, '--out', 'out']); "
        "sys.exit(sorted({'pandas', 'plotly', 'mkdocs', 'jinja2', 'jieba'} & set(sys.modules)) or 0)"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
