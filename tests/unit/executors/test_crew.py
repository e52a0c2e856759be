"""Jobs, wherever they run: each is done, whatever becomes of those who do them."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.executors.crew import Crew, crew


@dataclass(frozen=True)
class Job:
    """So many pages into a folder."""

    folder: Path
    number: int
    size: int = 60


def write(job: Job) -> str:
    """Write a file; with number 3 die on the first attempt in another process."""
    path = job.folder / f"{job.number}"
    if job.number == 3 and not path.exists() and multiprocessing.parent_process() is not None:
        path.write_text("half")
        os._exit(1)
    path.write_text(f"page {job.number}")
    return path.name


def made(workers: Crew, folder: Path) -> dict[str, str]:
    jobs = [Job(folder, number) for number in range(8)]
    assert sorted((job.number, name) for job, name in workers.run(write, jobs, pages=480)) == [
        (at, f"{at}") for at in range(8)
    ]
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_jobs_begun_beside_are_done_whatever_becomes_of_who_does_them(tmp_path: Path) -> None:
    jobs = [Job(tmp_path, number) for number in range(8)]
    for many in (1, 2):
        with crew(many) as workers:
            begun = workers.begin(write, jobs, pages=480)
            assert list(begun) == [(job, f"{job.number}") for job in jobs]
        for path in tmp_path.iterdir():
            path.unlink()


def test_every_job_is_done_whoever_does_it(tmp_path: Path) -> None:
    whole = {f"{number}": f"page {number}" for number in range(8)}
    for name in ("one", "own", "threads", "processes"):
        (tmp_path / name).mkdir()
    with crew(1) as workers:
        assert made(workers, tmp_path / "one") == whole
    with crew(2) as workers:
        assert made(workers, tmp_path / "own") == whole
        # Once more with the pool that lost a process.
        assert made(workers, tmp_path / "own") == whole
    with ThreadPoolExecutor(2) as threads, crew(2, threads) as workers:
        assert made(workers, tmp_path / "threads") == whole
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as processes, crew(1, processes) as workers:
        assert made(workers, tmp_path / "processes") == whole


def test_error_of_a_job_is_raised() -> None:
    with ThreadPoolExecutor(2) as executor, crew(2, executor) as workers, pytest.raises(FileNotFoundError):
        list(workers.run(write, [Job(Path("/nowhere"), number) for number in range(3)], pages=180))


def test_a_job_done_beside_the_rest(tmp_path: Path) -> None:
    few, own = tmp_path / "few", tmp_path / "own"
    for folder in (few, own):
        folder.mkdir()
    with crew(2) as workers:
        assert workers.later(write, Job(few, 1), pages=1)() == "1"
        begun = [workers.later(write, Job(own, number), pages=480) for number in (1, 3, 4)]
        # The process that makes number 3 dies, and its pool with it.
        assert [result() for result in begun] == ["1", "3", "4"]
    assert {path.name: path.read_text() for path in own.iterdir()} == {name: f"page {name}" for name in ("1", "3", "4")}


def test_processes_are_copied_from_one_that_loaded_ahead(tmp_path: Path) -> None:
    # In a process of its own: what was loaded ahead stays for as long as a process lives.
    script = (
        "import os, sys\n"
        "from generator.executors.crew import crew, load_ahead\n"
        "from tests.unit.executors.test_crew import modules\n"
        "if __name__ == '__main__':\n"
        "    load_ahead(['wave'])\n"
        "    with crew(2) as workers:\n"
        "        print(workers.later(modules, 'wave', pages=480)())\n"
        "    os.environ['GONGKAI_CHANGED'] = '1'\n"
        "    with crew(2) as workers:\n"
        "        print(workers.later(modules, 'wave', pages=480)())\n"
    )
    path = tmp_path / "script.py"
    path.write_text(script)
    deep = tmp_path / ("deep" * 30)
    deep.mkdir()

    def said(**more: str) -> list[str]:
        environment = {**os.environ, "PYTHONPATH": os.getcwd(), **more}  # noqa: PTH109
        command = [sys.executable, str(path)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()

    copied = "forkserver" in multiprocessing.get_all_start_methods()
    # Whoever changed the environment meanwhile gets processes that know it.
    assert said() == [str(copied), "False"]
    # Where the folder for what is in passing has too long a name there can be no such process.
    assert said(TMPDIR=str(deep)) == ["False", "False"]


def modules(name: str) -> bool:
    return name in sys.modules
