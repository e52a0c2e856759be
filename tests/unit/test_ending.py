"""The end of the program: nothing that others want done is left out, and the status is the one that was meant."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_BEGIN = "from generator.commands import ending; ending.prepare(); import atexit, sys, tempfile, threading, time\n"


def ended(program: str, root: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Return how a program ended that ``prepare``d for it."""
    return subprocess.run(
        [sys.executable, "-c", _BEGIN + program],
        cwd=cwd, env={"PYTHONPATH": str(root)}, capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip


def test_everything_is_said_and_tidied_up_and_nothing_is_taken_apart(root: Path, tmp_path: Path) -> None:
    program = """
class Kept:
    def __del__(self): print("taken apart")
kept = Kept()
folder = tempfile.TemporaryDirectory(dir=".")
atexit.register(lambda: print("asked for"))
threading.Thread(target=lambda: (time.sleep(0.2), print("still at work"))).start()
print("x" * 100_000)
ending.end(3)
"""
    done = ended(program, root, tmp_path)
    assert done.returncode == 3
    assert done.stdout.split()[1:] == ["still", "at", "work", "asked", "for"]
    assert len(done.stdout.split()[0]) == 100_000
    assert not list(tmp_path.iterdir())


def test_a_program_that_fails_ends_as_any_other(root: Path, tmp_path: Path) -> None:
    done = ended("raise ValueError('broken')", root, tmp_path)
    assert done.returncode == 1
    assert "ValueError: broken" in done.stderr


def test_what_can_not_be_said_is_no_success(root: Path, tmp_path: Path) -> None:
    done = ended("sys.stdout.close = lambda: None; import os; os.close(1); print('x'); ending.end(0)", root, tmp_path)
    assert done.returncode == 120
