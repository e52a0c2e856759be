"""Work for several processes: at most so many jobs are on their way at once, and results come as they are made."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from typing import Protocol, TypeVar

_Result = TypeVar("_Result")
_Any = TypeVar("_Any")
_Item = TypeVar("_Item", bound="Sized")
_AHEAD = 2
# Starting processes costs more than making a few pages.
_FEW = 100


class Sized(Protocol):
    """Something that says about how many pages it makes."""

    @property
    def size(self) -> int:
        """About how many."""


class Crew:
    """Runs jobs: here, or in ``jobs`` processes that are started when there is much to do."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: Executor | None = None

    def run(self, work: Callable[[_Item], _Result], jobs: Sequence[_Item]) -> Iterator[tuple[_Item, _Result]]:
        """Yield all jobs with their results, in no particular order."""
        if self._jobs <= 1 or len(jobs) <= 1 or sum(job.size for job in jobs) < _FEW:
            yield from ((job, work(job)) for job in jobs)
            return
        if self._pool is None:
            # Spawned, not forked: the same on every system, and no half-copied threads of Arrow.
            self._pool = ProcessPoolExecutor(self._jobs, mp_context=multiprocessing.get_context("spawn"))
        rest = iter(jobs)
        under_way: dict[Future[_Result], _Item] = {}
        while True:
            room = self._jobs * _AHEAD - len(under_way)
            under_way |= {self._pool.submit(work, job): job for job in islice(rest, room)}
            if not under_way:
                return
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                yield under_way.pop(future), future.result()

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


@contextmanager
def crew(jobs: int) -> Iterator[Crew]:
    """Provide a crew, and end its processes afterwards."""
    found = Crew(jobs)
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
