"""A real Dask cluster on this machine gives the same bytes as one process, also when a worker is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.commands.demo import make_corpus
from generator.demo.write import Plan

_QUIET = {"DASK_DISTRIBUTED__WORKER__DAEMON": "true", "PYTHONUNBUFFERED": "1"}


@dataclass
class Cluster:
    """A scheduler and two workers, each a process of its own."""

    address: str
    workers: Sequence[subprocess.Popen[bytes]]


def end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def start(stack: ExitStack, folder: Path, root: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a process that ends with the test."""
    log = stack.enter_context((folder / f"{time.monotonic_ns()}.log").open("wb"))
    process = stack.enter_context(
        subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=folder,
            env={**os.environ, **_QUIET, "PYTHONPATH": str(root)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    )
    # A worker may have started others.
    stack.callback(end, process)
    return process


@pytest.fixture
def cluster(tmp_path: Path, root: Path) -> Iterator[Cluster]:
    said = tmp_path / "scheduler.json"
    with ExitStack() as stack:
        start(
            stack, tmp_path, root, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
            "--no-dashboard", "--scheduler-file", str(said),
        )  # fmt: skip
        deadline = time.monotonic() + 60
        while not (said.is_file() and said.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.1)
        address = json.loads(said.read_text())["address"]
        worker = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard")
        # One as usual, under a nanny whose process may start no children of multiprocessing; one bare.
        workers = [
            start(stack, tmp_path, root, *worker, "--local-directory", str(tmp_path / "a"), "--no-nanny"),
            start(stack, tmp_path, root, *worker, "--local-directory", str(tmp_path / "b"), "--nanny"),
        ]
        yield Cluster(address, workers)


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def build(root: Path, reports: Path, out: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "generator", "build", "--reports", str(reports), "--out", str(out), *options],
        cwd=root,
        text=True,
        encoding="utf-8",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def test_cluster_with_a_killed_worker_gives_the_same_bytes(cluster: Cluster, root: Path, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    make_corpus(Plan(bodies=24, years=3, seed=4, formats=("text", "html")), reports)
    (reports / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    with build(root, reports, tmp_path / "here", "--jobs", "1") as process:
        _, said = process.communicate(timeout=200)
        assert process.returncode == 0, said
    with build(root, reports, tmp_path / "there", "--scheduler", cluster.address) as process:
        assert process.stderr
        lines = []
        for line in process.stderr:
            lines.append(line)
            if line.startswith("已读"):
                break
        assert process.poll() is None
        cluster.workers[0].kill()
        lines += process.stderr
        assert process.wait(200) == 0, lines
    assert not [line for line in lines if "改在本机读取" in line], lines
    # Read and rendered elsewhere, printed here.
    for folder in ("dataset", "pages", "site"):
        assert content_of(tmp_path / "there" / folder) == content_of(tmp_path / "here" / folder)
