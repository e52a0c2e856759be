"""A Dask cluster that exists already, as an executor (the extra ``cluster``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from generator.errors import GongkaiError

_SECONDS_TO_CONNECT = 10
# A cluster may grow when it is asked to do more than it can now.
_LEAST_AT_ONCE = 16


@contextmanager
def cluster(address: str, test: Callable[[], object]) -> Iterator[tuple[Executor, int]]:
    """Connect to the scheduler at ``address``; yield the executor and how many tasks the workers do at a time.

    ``test`` is called on every worker that is there: what it raises is raised here. Raises ``GongkaiError`` where the
    extra is not installed, nobody answers, or the workers do not have this program.
    """
    try:
        import dask
        from distributed import Client
    except ModuleNotFoundError as error:
        raise GongkaiError(
            f"使用集群还需要其他组件（缺少 {error.name}）："
            "请运行 .venv/bin/python -m pip install --require-hashes -r requirements/cluster.txt"
        ) from error
    # Documents go through the scheduler, which still has them when the worker that got them is lost.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        try:
            connect: Any = Client
            client = connect(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise GongkaiError(f"连接不上集群的调度器“{address}”（{type(error).__name__}）") from error
        with client:
            _try(client.run, test)
            # Two equal batches are two tasks: one that failed must not answer for the other.
            executor = client.get_executor(pure=False)
            try:
                yield executor, max(_LEAST_AT_ONCE, sum(client.nthreads().values()))
            finally:
                executor.shutdown(wait=False)


def _try(run: Callable[[Callable[[], object]], object], test: Callable[[], object]) -> None:
    try:
        run(test)
    except GongkaiError:
        raise
    except Exception as error:  # whatever a worker raises that can't load or run this program
        raise GongkaiError(
            f"集群的工作节点不能运行本程序（{type(error).__name__}：{error}）；请在各节点安装 gongkai 及其组件"
        ) from error
