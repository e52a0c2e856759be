"""Tasks for any executor: as they are done, in whatever order; one that comes back without a result is lost.

Lost is no failure: whoever asked does it elsewhere. An executor that breaks, shuts down or falls silent loses all that
it was given and all that it would have been given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from generator.errors import GongkaiError

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Lost:
    """What stands for the result of a task that came back without one; ``reason`` is the name of what happened."""

    reason: str


def results(
    executor: Executor,
    work: Callable[[_Task], _Result],
    tasks: Iterable[_Task],
    at_once: int,
    patience: float | None = None,
) -> Iterator[tuple[_Task, _Result | Lost]]:
    """Yield every task with its result, or with ``Lost``; at most ``at_once`` are handed over at a time.

    After ``patience`` seconds without any news, all under way counts as lost. What the program raises on purpose
    (``GongkaiError``) is raised here too.
    """
    rest = iter(tasks)
    under_way: dict[Future[_Result], _Task] = {}
    try:
        while True:
            for task in islice(rest, at_once - len(under_way)):
                under_way[_submitted(executor, work, task)] = task
            if not under_way:
                return
            done = wait(under_way, patience, return_when=FIRST_COMPLETED).done
            if not done:
                break
            for future in done:
                result = _result(future)
                yield under_way.pop(future), result
        yield from ((task, Lost("没有回音")) for task in (*under_way.values(), *rest))
    finally:
        for future in under_way:
            future.cancel()


def _submitted(executor: Executor, work: Callable[[_Task], _Result], task: _Task) -> Future[_Result]:
    try:
        return executor.submit(work, task)
    except Exception as error:  # of whatever kind an executor raises that is broken or shut down
        future: Future[_Result] = Future()
        future.set_exception(error)
        return future


def _result(future: Future[_Result]) -> _Result | Lost:
    try:
        return future.result()
    except GongkaiError:
        raise
    except CancelledError:
        return Lost("CancelledError")
    except Exception as error:  # of whatever kind an executor raises that lost a task
        return Lost(type(error).__name__)
