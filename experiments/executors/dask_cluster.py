"""Dask: the workers of a cluster, who may end at any time, and others join."""

from __future__ import annotations

import time
from asyncio import CancelledError as AsyncCancelledError
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from experiments.executors.base import AbstractExecutor, AbstractWork, Outcome
from experiments.executors.endings import in_time, too_long
from experiments.executors.interrupts import interrupts_held
from experiments.executors.packing import packed, unpacked
from experiments.executors.waiting import Assignment, Waiting
from sim.errors import InputError, RunError, WorkerEnded

if TYPE_CHECKING:
    from experiments.executors.dask_connection import DaskConnection

COUNT_SECONDS = 2.0
"""Seconds after which the workers of a cluster, which come and go, are counted again."""


class DaskExecutor(AbstractExecutor):
    """Performs tasks on a Dask cluster: that of a scheduler's address, or one of this machine with so many workers.

    Dask does not say which task a worker had begun when it ended. So each that it had is tried once more, with no
    other on the cluster, before it is blamed.
    """

    def __init__(
        self, work: AbstractWork, *, workers: int, scheduler: str | None = None, timeout: float | None = None
    ) -> None:
        if find_spec("distributed") is None:
            raise InputError("executor=dask needs Dask, which is not installed; try: pip install 'tiaokuai[cluster]'")
        self._work, self._workers, self._scheduler = packed(work), workers, scheduler
        self._timeout = timeout
        self._connection: DaskConnection | None = None
        self._count_at, self._window = 0.0, 1

    def outcomes(self, tasks: Iterable[Any]) -> Iterator[Outcome]:
        """Yield the outcome of each task; see the contract. Raises RunError if the cluster is lost."""
        waiting, flight = Waiting(tasks), _Flight()
        try:
            self._submit(waiting, flight)
            while flight.assigned:
                found = self._settled(flight, self._next_done(flight), waiting)
                self._submit(waiting, flight)  # before the caller takes its time over what was found
                if found is not None:
                    yield found
        finally:
            if flight.assigned and self._connection is not None:
                self._connection.client.cancel(list(flight.assigned))

    def close(self, *, at_once: bool) -> None:
        """Leave the cluster; one of this machine ends. What another has begun it goes on with, and it is forgotten."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close(at_once=at_once)

    def _submit(self, waiting: Waiting, flight: _Flight) -> None:
        """Submit as many tasks as keep all workers busy, or else the next suspect, once no other is on its way."""
        if flight.suspects:
            if not flight.assigned:
                self._send(flight.suspects.popleft(), flight)
            return
        while waiting.has(1) and len(flight.assigned) < self._wanted():
            self._send(waiting.take(), flight)

    def _send(self, assignment: Assignment, flight: _Flight) -> None:
        from experiments.executors.dask_worker import perform_delivered

        connection = self._connected()
        future = connection.client.submit(
            perform_delivered, connection.name, assignment.data, self._timeout, pure=False
        )  # fmt: skip
        flight.assigned[future] = assignment
        future.add_done_callback(flight.done.put)

    def _connected(self) -> DaskConnection:
        if self._connection is None:
            from experiments.executors.dask_connection import DaskConnection

            with interrupts_held():  # by its threads, too, and by the processes that they start
                self._connection = DaskConnection(self._work, workers=self._workers, scheduler=self._scheduler)
        return self._connection

    def _wanted(self) -> int:
        """Return how many tasks should be with the cluster: for each of its threads one in work and one ahead."""
        connection = self._connected()
        if time.monotonic() >= self._count_at:
            self._window = 2 * connection.threads()
            self._count_at = time.monotonic() + COUNT_SECONDS
        return self._window

    def _next_done(self, flight: _Flight) -> Any:
        """Return a future that is done, sooner or later. Raises RunError if the cluster is lost."""
        connection = self._connected()
        while True:
            with suppress(Empty):
                return flight.done.get(timeout=COUNT_SECONDS)
            if not connection.is_alive():
                raise _lost(self._scheduler)

    def _settled(self, flight: _Flight, future: Any, waiting: Waiting) -> Outcome | None:
        """Return the outcome of a task that is done, or None if it has to be done again."""
        from distributed import KilledWorker

        from experiments.executors.dask_worker import NotBegun, TooLong, Unprepared

        assignment = flight.assigned.pop(future)
        try:
            return in_time(unpacked(assignment.task, future.result()), self._timeout)
        except TooLong as late:
            self._connected().wait_for_end(late.args[0])
            return Outcome(assignment.task, None, too_long(self._timeout or 0.0), self._timeout or 0.0)
        except NotBegun:
            if assignment.suspect:
                flight.suspects.append(assignment)
            else:
                waiting.give_back([assignment])
        except KilledWorker as error:
            if assignment.suspect:
                return Outcome(assignment.task, None, _ended_alone(error), 0.0)
            assignment.suspect = True
            flight.suspects.append(assignment)
        except Unprepared as error:
            raise error.args[0] from None
        except (CancelledError, AsyncCancelledError):
            raise _lost(self._scheduler) from None
        except Exception as error:
            raise RunError(f"the Dask cluster could not perform a run ({type(error).__name__}: {error}).") from None
        return None


class _Flight:
    """The tasks of one call of `outcomes` that are on the cluster, and those to try there alone."""

    def __init__(self) -> None:
        self.assigned: dict[Any, Assignment] = {}
        self.suspects: deque[Assignment] = deque()
        self.done: SimpleQueue[Any] = SimpleQueue()


def _lost(scheduler: str | None) -> RunError:
    return RunError(f"the Dask scheduler {scheduler or 'of this machine'} does not answer any more.")


def _ended_alone(error: Any) -> WorkerEnded:
    where = getattr(error.last_worker, "address", error.last_worker)
    return WorkerEnded(
        f"the Dask worker {where} ended over this run, alone on the cluster, and so did one before it; its log says "
        "why (out of memory, perhaps)."
    )
