"""What a command costs: processor time, time on the wall, memory of its largest process and of all of them together.

The command is started by a small process of its own (this file as a script), so that neither the memory of whoever
measures nor the machine's other work is in the figures: processor seconds are those of the command and all processes
it waited for. Memory of all processes together is what they hold at one moment, shared pages counted once (Linux);
it is looked at twice a second.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_EVERY = 0.5
_PROC = Path("/proc")
_KIB = 1024
_SAID = 2000


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds, wall seconds, MiB of the largest process, MiB of all at one moment (0: not known)."""

    cpu: float
    wall: float
    largest: float
    together: float


class FailedError(Exception):
    """A measured command failed; the message is the end of what it said."""


def cost_of(command: Sequence[object], environment: Mapping[str, str] | None = None) -> tuple[Cost, str]:
    """Return what a command costs, and what it printed. Raises ``FailedError`` where it fails."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "cost.json"
        done = subprocess.run(
            [sys.executable, "-I", "-S", __file__, str(result), *map(str, command)],
            cwd=ROOT, env={**os.environ, **(environment or {})}, capture_output=True, text=True, errors="replace",
            check=False,
        )  # fmt: skip
        if done.returncode:
            raise FailedError(f"{' '.join(map(str, command))}\n{(done.stdout + done.stderr)[-_SAID:]}")
        return Cost(*json.loads(result.read_text(encoding="ascii"))), done.stdout


def gongkai(*arguments: object) -> Cost:
    """Return what a command of ours costs."""
    return cost_of([sys.executable, "-m", "generator", *arguments])[0]


def _watch(command: Sequence[str], result: Path) -> int:
    """Run a command, write what it cost; its exit status."""
    start = time.perf_counter()
    running = subprocess.Popen(command)
    most = [0.0]
    ended = threading.Event()
    looking = threading.Thread(target=_look, args=(running.pid, most, ended))
    looking.start()
    code = running.wait()
    wall = time.perf_counter() - start
    ended.set()
    looking.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    largest = used.ru_maxrss / _KIB
    result.write_text(json.dumps([used.ru_utime + used.ru_stime, wall, largest, max(largest, most[0])]))
    return code


def _look(first: int, most: list[float], ended: threading.Event) -> None:
    while not ended.wait(_EVERY):
        most[0] = max(most[0], sum(map(_held, _family(first))))


def _family(first: int) -> set[int]:
    """Return a process and all that descend from it, as far as they still run."""
    parents = {}
    for path in _PROC.glob("[0-9]*/stat"):
        try:
            # The name of a program may hold blanks and brackets.
            fields = path.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(path.parent.name)] = int(fields[1])
    found, more = {first}, {first}
    while more := {pid for pid, parent in parents.items() if parent in more}:
        found |= more
    return found


def _held(pid: int) -> float:
    """Return the MiB of a process, of a shared page its share."""
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / _KIB for line in lines if line.startswith("Pss:")), 0.0)


if __name__ == "__main__":
    sys.exit(_watch(sys.argv[2:], Path(sys.argv[1])))
