"""Processes that can be killed: one that takes too long or dies costs only what it worked on, and is replaced.

An alarm interrupts Python only; a C library that hangs ends with its process. These are no children of
``multiprocessing``, whose pools are all broken by one dead process, and which a worker of Dask may not start.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from generator.errors import GongkaiError
from generator.executors.child import DONE, HEAD

_START = "import sys; sys.path[:] = sys.argv[1:]; from generator.executors.child import main; main()"
_STARTING_SECONDS = 120
_IDLE_SECONDS = 60
# A library that leaks a little with each document can't leak for ever.
_MOST_ANSWERS = 2000
_MOST_BYTES = 1 << 30


class LostError(Exception):
    """The process is gone, and with it what it worked on; ``late`` where it was killed for taking too long."""

    def __init__(self, *, late: bool) -> None:
        super().__init__("late" if late else "died")
        self.late = late


class Killable:
    """One process with a folder of its own for what it writes in passing."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True)
        folder = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self._folder.name)
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **folder},
        )
        self._answers = 0
        self._late = False

    def ask(self, work: Callable[[Any], bytes], argument: object, seconds: float) -> bytes:
        """Return what ``work(argument)`` gives there; raises ``LostError``, or ``GongkaiError`` with its text."""
        timer = threading.Timer(seconds, self._stop)
        timer.daemon = True
        timer.start()
        try:
            self._send(pickle.dumps((work, argument)))
            kind, answer = self._receive()
        except (OSError, EOFError):
            raise LostError(late=self._late) from None
        finally:
            timer.cancel()
            timer.join()
        self._answers += 1
        if kind == DONE:
            return answer
        raise GongkaiError(answer.decode(errors="replace"))

    @property
    def is_fresh(self) -> bool:
        """Whether it can be asked again."""
        return not self._late and self._answers < _MOST_ANSWERS and self._process.poll() is None

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                _there(pipe).close()
        self._folder.cleanup()

    def interrupt(self) -> None:
        """Make a call that is under way in another thread fail."""
        self._process.kill()

    def _stop(self) -> None:
        self._late = True
        self._process.kill()

    def _send(self, request: bytes) -> None:
        pipe = _there(self._process.stdin)
        pipe.write(len(request).to_bytes(HEAD, "little"))
        pipe.write(request)
        pipe.flush()

    def _receive(self) -> tuple[bytes, bytes]:
        pipe = _there(self._process.stdout)
        head = _exactly(pipe, 1 + HEAD)
        size = int.from_bytes(head[1:], "little")
        if size > _MOST_BYTES:
            raise EOFError
        return head[:1], _exactly(pipe, size)


class Processes:
    """Killable processes: as many as are needed at once; one that is idle for long is let go."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: set[Killable] = set()
        self._idle: dict[Killable, threading.Timer] = {}
        self._closed = False

    @contextmanager
    def one(self) -> Iterator[Killable]:
        """Lend a process, for one thread at a time; after an error inside it is not lent again."""
        process = self._taken()
        kept = False
        try:
            yield process
            kept = process.is_fresh
        finally:
            if not (kept and self._returned(process)):
                self._let_go(process)

    def close(self) -> None:
        """Kill all, also those lent; no more are lent."""
        with self._lock:
            self._closed = True
            idle, lent = dict(self._idle), self._all - self._idle.keys()
            self._idle.clear()
        for process in lent:
            process.interrupt()
        for process, timer in idle.items():
            timer.cancel()
            self._let_go(process)

    def _taken(self) -> Killable:
        with self._lock:
            while self._idle:
                process, timer = self._idle.popitem()
                timer.cancel()
                if process.is_fresh:
                    return process
                self._all.discard(process)
                process.kill()
            if self._closed:
                raise LostError(late=False)
            process = Killable()
            self._all.add(process)
        try:
            # What it needs to start is no part of the first work's time.
            process.ask(bytes, b"", _STARTING_SECONDS)
        except BaseException:
            self._let_go(process)
            raise
        return process

    def _returned(self, process: Killable) -> bool:
        with self._lock:
            if self._closed:
                return False
            timer = self._idle[process] = threading.Timer(_IDLE_SECONDS, self._retire, [process])
            timer.daemon = True
            timer.start()
            return True

    def _retire(self, process: Killable) -> None:
        with self._lock:
            idle = self._idle.pop(process, None)
        if idle:
            self._let_go(process)

    def _let_go(self, process: Killable) -> None:
        with self._lock:
            self._all.discard(process)
        process.kill()


def _there(pipe: Any) -> BinaryIO:
    found: BinaryIO = pipe
    return found


def _exactly(pipe: BinaryIO, size: int) -> bytes:
    found = pipe.read(size)
    if len(found) < size:
        raise EOFError
    return found
