"""Opening: from the `executor` block of a scenario file to the executor that it asks for."""

from __future__ import annotations

import os

from conf.schema import ExecutorBlock
from experiments.executors.base import AbstractExecutor, AbstractWork
from experiments.executors.serial import SerialExecutor
from sim.errors import InputError


def opened(block: ExecutorBlock, work: AbstractWork, *, engine: str, timeout: float | None = None) -> AbstractExecutor:
    """Return the executor of a block, to be entered by `with`; `timeout` is in seconds per task.

    Raises InputError where it cannot do what is asked for. Nothing is started yet.
    """
    _check(block, engine, timeout)
    if block.name == "serial":
        return SerialExecutor(work)
    if block.name == "threads":
        from experiments.executors.threads import ThreadExecutor

        return ThreadExecutor(work, workers=workers_of(block))
    if block.name == "dask":
        from experiments.executors.dask_cluster import DaskExecutor

        return DaskExecutor(work, workers=workers_of(block), scheduler=block.scheduler, timeout=timeout)
    from experiments.executors.processes import ProcessExecutor

    return ProcessExecutor(work, workers=workers_of(block), timeout=timeout)


def workers_of(block: ExecutorBlock) -> int:
    """Return how many workers a block asks for on this machine: one a core if it does not say."""
    return block.workers or os.cpu_count() or 1


def _check(block: ExecutorBlock, engine: str, timeout: float | None) -> None:
    if timeout is not None and not timeout > 0:
        raise InputError(f"a run was given {timeout:g} seconds; expected more than 0.")
    if timeout is not None and block.name in ("serial", "threads"):
        raise InputError(
            f"executor={block.name} cannot stop a run after {timeout:g} seconds, since nobody can end a part of a "
            "process; expected executor=processes or executor=dask."
        )
    if block.name == "threads" and engine == "simpy":
        raise InputError(
            "executor=threads is for the compiled engine, and engine=simpy was chosen, which would play one run at a "
            "time; expected engine=compiled or executor=processes."
        )
