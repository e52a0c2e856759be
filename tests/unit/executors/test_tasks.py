"""Tasks come back with a result or as lost, none twice and none never."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

import pytest

from generator.errors import GongkaiError
from generator.executors.tasks import Lost, results


class Odd(Executor):
    """An executor that works backwards, and does with some tasks what ``fate`` says."""

    def __init__(self, fate: Callable[[Any], str]) -> None:
        self._fate = fate
        self._waiting: list[Callable[[], None]] = []
        self.most = 0

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Take a task; with every third, do the last three, the newest first."""
        future: Future[Any] = Future()
        fate = self._fate(arguments[0])
        if fate == "broken":
            raise RuntimeError("cannot schedule new futures after shutdown")
        self._waiting.append(lambda: self._do(future, work, arguments[0], fate))
        self.most = max(self.most, len(self._waiting))
        if len(self._waiting) == 3:
            while self._waiting:
                self._waiting.pop()()
        return future

    def _do(self, future: Future[Any], work: Callable[..., Any], task: Any, fate: str) -> None:
        if fate == "lost":
            future.set_exception(ConnectionError(task))
        elif fate == "cancelled":
            future.cancel()
            future.set_running_or_notify_cancel()
        elif fate != "silent":
            try:
                future.set_result(work(task))
            except GongkaiError as error:
                future.set_exception(error)


FATES = {4: "lost", 5: "cancelled", 9: "silent"}


def test_what_is_lost_or_silent_is_said_to_be_lost() -> None:
    found = dict(results(Odd(lambda task: FATES.get(task, "")), lambda task: task * 10, range(14), 6, 0.2))
    assert len(found) == 14
    lost = {task: result.reason for task, result in found.items() if isinstance(result, Lost)}
    # The last two wait for a third that never comes.
    assert lost == {4: "ConnectionError", 5: "CancelledError", 9: "没有回音", 12: "没有回音", 13: "没有回音"}
    assert all(result == task * 10 for task, result in found.items() if task not in lost)


def test_broken_executor_loses_the_rest() -> None:
    found = dict(results(Odd(lambda task: "broken" if task >= 6 else ""), str, range(100), 6, 5))
    assert [found[task] for task in range(6)] == list("012345")
    assert {found[task] for task in range(6, 100)} == {Lost("RuntimeError")}


def test_what_is_raised_on_purpose_is_raised_here_and_nothing_is_left_under_way() -> None:
    def refuse(task: int) -> int:
        raise GongkaiError("集群不同")

    with ThreadPoolExecutor(1) as executor, pytest.raises(GongkaiError, match="集群不同"):
        list(results(executor, refuse, range(1000), 4))


def test_no_more_than_so_many_are_handed_over() -> None:
    taken: list[int] = []

    def tasks() -> Any:
        for task in range(20):
            taken.append(task)
            yield task

    with ThreadPoolExecutor(2) as executor:
        for _ in results(executor, str, tasks(), 3):
            assert len(taken) <= 20
            break
    assert len(taken) == 3
