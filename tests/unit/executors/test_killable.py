"""Processes that are killed and replaced: what hangs or dies costs itself only."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from generator.errors import ConfigurationError, GongkaiError
from generator.executors.killable import LostError, Processes


def echo(text: str) -> bytes:
    """Give back what came in, after printing where the answers travel."""
    print("printed by a library")  # noqa: T201
    os.write(1, b"printed by a library in C")
    return text.encode()


def hang(text: str) -> bytes:
    """Sleep as a library in C does: no alarm and no wish to end gets through."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM, signal.SIGTERM, signal.SIGINT})
    time.sleep(600)
    return text.encode()


def die(text: str) -> bytes:
    """End this process as a crash does."""
    os.kill(os.getpid(), signal.SIGKILL)
    return text.encode()


def surprise(text: str) -> bytes:
    """Raise what nobody expects."""
    sys.stderr = None
    raise ZeroDivisionError(text)


def refuse(text: str) -> bytes:
    """Raise what the program raises on purpose."""
    raise ConfigurationError(text)


def whoami(text: str) -> bytes:
    """Tell the process and where it writes in passing."""
    return f"{os.getpid()} {os.environ['TMPDIR']} {text}".encode()


def test_one_that_hangs_or_dies_costs_itself_only() -> None:
    processes = Processes()
    with processes.one() as process:
        assert process.ask(echo, "甲" * 100_000, 60) == ("甲" * 100_000).encode()
        first = process.ask(whoami, "", 60).split()
    for work, late in ((hang, True), (die, False), (surprise, False)):
        begun = time.monotonic()
        with pytest.raises(LostError) as caught, processes.one() as process:
            process.ask(work, "乙", 1.5 if late else 60)
        assert caught.value.late == late
        assert time.monotonic() - begun < 30
    with processes.one() as process:
        with pytest.raises(GongkaiError, match="有误"):
            process.ask(refuse, "有误", 60)
        last = process.ask(whoami, "", 60).split()
    assert first[0] != last[0]
    assert not Path(os.fsdecode(first[1])).exists()
    processes.close()
    assert not Path(os.fsdecode(last[1])).exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(last[0]), 0)


def test_closing_ends_what_is_under_way() -> None:
    processes = Processes()
    outcome: list[str] = []

    def work() -> None:
        try:
            with processes.one() as process:
                outcome.append("begun")
                process.ask(hang, "", 600)
        except LostError:
            outcome.append("lost")

    thread = threading.Thread(target=work)
    thread.start()
    while not outcome:
        time.sleep(0.05)
    processes.close()
    thread.join(30)
    assert outcome == ["begun", "lost"]
    with pytest.raises(LostError), processes.one():
        pass
