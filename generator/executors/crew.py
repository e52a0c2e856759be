"""Work for several processes: at most so many jobs are on their way at once, and results come as they are made.

Jobs may be made one by one as they are asked for, so that only those on their way are in memory.
"""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from generator.executors.tasks import Lost, results

_Result = TypeVar("_Result")
_Any = TypeVar("_Any")
_Item = TypeVar("_Item")
_AHEAD = 2
# Starting processes costs more than making a few pages.
_FEW = 100
_COPIED, _ANEW = "forkserver", "spawn"

# The environment in which modules were loaded ahead; empty where none were.
_loaded_in: dict[str, str] = {}


class Crew:
    """Runs jobs: here, in ``jobs`` processes that are started when there is much to do, or by ``executor``.

    A job may be run twice: what an executor loses is done here. Whoever runs one must have the same folders.
    """

    def __init__(self, jobs: int, executor: Executor | None = None) -> None:
        self._jobs = jobs
        self._executor = executor
        self._pool: Executor | None = None

    def run(
        self, work: Callable[[_Item], _Result], jobs: Iterable[_Item], *, pages: int
    ) -> Iterator[tuple[_Item, _Result]]:
        """Yield all jobs with their results, in no particular order; ``pages`` is about how many they make together."""
        if not self._pays(pages):
            yield from ((job, work(job)) for job in jobs)
            return
        lost = []
        for job, result in results(self._executor or self._own(), work, jobs, self._jobs * _AHEAD):
            if isinstance(result, Lost):
                lost.append(job)
            else:
                yield job, result
        if lost:
            # A pool of which a process died does nothing more.
            self.close()
        yield from ((job, work(job)) for job in lost)

    def ready(self, load: Callable[[], object], *, pages: int) -> None:
        """Start the processes, if so many pages are worth it, and have them load what they will need meanwhile."""
        if self._executor is None and self._pays(pages):
            with contextlib.suppress(BrokenExecutor):
                for _ in range(self._jobs):
                    self._own().submit(load)

    def later(
        self,
        work: Callable[[_Item], _Result],
        job: _Item,
        *,
        pages: int,
        lost: Callable[[_Item], _Result] | None = None,
    ) -> Callable[[], _Result]:
        """Begin a job beside whatever else is done here; return what waits for its result.

        It is done when the result is asked for where it is not worth another process, or the process is lost, unless
        ``lost`` says what to do then.
        """
        if not self._pays(pages):
            return functools.cache(lambda: work(job))
        future = self._submitted(work, job)

        @functools.cache
        def result() -> _Result:
            try:
                return future.result() if future else work(job)
            except BrokenExecutor:
                self.close()
                return (lost or work)(job)

        return result

    def begin(
        self, work: Callable[[_Item], _Result], jobs: Iterable[_Item], *, pages: int
    ) -> Iterator[tuple[_Item, _Result]]:
        """Begin all jobs beside whatever else is done here; return them with their results, for which it waits."""
        waiting = [(job, self.later(work, job, pages=pages)) for job in jobs]
        return ((job, result()) for job, result in waiting)

    def _submitted(self, work: Callable[[_Item], _Result], job: _Item) -> Future[_Result] | None:
        try:
            return (self._executor or self._own()).submit(work, job)
        except (BrokenExecutor, RuntimeError):
            return None

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _pays(self, pages: int) -> bool:
        return (self._jobs > 1 or self._executor is not None) and pages >= _FEW

    def _own(self) -> Executor:
        if self._pool is None:
            # Never forked from this one: no half-copied threads of Arrow.
            self._pool = ProcessPoolExecutor(self._jobs, mp_context=multiprocessing.get_context(_start_method()))
        return self._pool


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load_ahead(modules: Sequence[str]) -> None:
    """Begin to load modules, beside what is done here, in a process from which those of all crews are then copied.

    Without it, and on systems that have no such thing, each of them starts from nothing.
    """
    if _COPIED in multiprocessing.get_all_start_methods():
        from multiprocessing import forkserver

        multiprocessing.get_context(_COPIED).set_forkserver_preload(list(modules))
        # Where the folder for what is in passing has too long a name there can be no such process.
        with contextlib.suppress(OSError):
            forkserver.ensure_running()
            _loaded_in.update(os.environ)


def _start_method() -> str:
    # Who is copied knows the environment as it was when loading began.
    return _COPIED if _loaded_in and _loaded_in == dict(os.environ) else _ANEW


@contextmanager
def crew(jobs: int, executor: Executor | None = None) -> Iterator[Crew]:
    """Provide a crew, and end its processes afterwards."""
    found = Crew(jobs, executor)
    try:
        yield found
    finally:
        found.close()


def in_batches(items: Iterable[_Any], size: Callable[[_Any], int], most: int) -> Iterator[tuple[_Any, ...]]:
    """Yield items together, as many as make no more than ``most`` pages; one that makes more is alone."""
    together: list[_Any] = []
    pages = 0
    for item in items:
        if together and pages + size(item) > most:
            yield tuple(together)
            together, pages = [], 0
        together.append(item)
        pages += size(item)
    if together:
        yield tuple(together)
