"""Processes of this machine, each with a pipe of its own, so that it is always known which task a worker has."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import time
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from experiments.executors.base import AbstractExecutor, AbstractWork, Outcome
from experiments.executors.endings import ended_twice, ending, in_time, too_long
from experiments.executors.interrupts import interrupts_held, one_core_each
from experiments.executors.packing import packed, unpacked
from experiments.executors.waiting import Assignment, Waiting
from experiments.executors.worker import serve
from sim.errors import RunError

AHEAD_SECONDS = 1.0
"""Mean length of tasks up to which a worker gets one ahead. A worker with longer ones loses nothing by waiting for the
next, and a task behind a very long one might long be done elsewhere."""

AHEAD_BYTES = 4096
"""Size of a task up to which it is sent ahead: any pipe takes it, even if nobody reads there now."""

STARTS = 3
"""So many workers in a row that end before they are ready are a reason to give up."""

LEAVE_SECONDS = 3.0
"""Seconds that workers are given to end by themselves."""

SPAWN = multiprocessing.get_context("spawn")


class ProcessExecutor(AbstractExecutor):
    """Performs tasks in up to so many worker processes. They are replaced as they end."""

    def __init__(self, work: AbstractWork, *, workers: int, timeout: float | None = None) -> None:
        self._work = packed(work)
        self._size, self._timeout = workers, timeout
        self._workers: list[_Worker] = []
        self._failed_starts = 0
        self._mean_seconds: float | None = None  # of tasks lately

    def outcomes(self, tasks: Iterable[Any]) -> Iterator[Outcome]:
        """Yield the outcome of each task; see the contract."""
        waiting = Waiting(tasks)
        try:
            self._give(waiting)
            while waiting.has(1) or any(worker.given for worker in self._workers):
                found = self._news(waiting)
                self._give(waiting)  # before the caller takes its time over what was found
                yield from found
        finally:
            for worker in [worker for worker in self._workers if worker.given]:
                self._dismiss(worker)

    def close(self, *, at_once: bool) -> None:
        """End all workers; those that do not end by themselves in some seconds are killed."""
        leaving, self._workers = self._workers, []
        for worker in leaving:
            if at_once:
                worker.process.terminate()
            worker.pipe.close()
        until = time.monotonic() + (LEAVE_SECONDS if not at_once else 1.0)
        for worker in leaving:
            worker.process.join(max(0.0, until - time.monotonic()))
            worker.end()

    def _give(self, waiting: Waiting) -> None:
        """Give each idle worker a task, start workers for those that are left, and send some tasks ahead."""
        for worker in self._workers:
            if worker.ready and not worker.given and waiting.has(1):
                worker.give(waiting.take())
        starting = sum(not worker.ready for worker in self._workers)
        while len(self._workers) < self._size and waiting.has(starting + 1):
            self._start()
            starting += 1
        if self._mean_seconds is not None and self._mean_seconds <= AHEAD_SECONDS:
            for worker in self._workers:
                if worker.takes_ahead and waiting.has(self._size + 1) and len(waiting.first.data) <= AHEAD_BYTES:
                    worker.give(waiting.take())

    def _start(self) -> None:
        one_core_each()
        try:
            with interrupts_held():
                self._workers.append(_Worker())
        except OSError as error:
            raise RunError(
                f"no worker process could be started: {error.strerror or error}. Try executor=serial."
            ) from None
        self._workers[-1].send(self._work)

    def _news(self, waiting: Waiting) -> list[Outcome]:
        """Wait until something happens in a worker; return the outcomes that come of it."""
        happened = set(wait([thing for worker in self._workers for thing in worker.signs], self._seconds_left()))
        found: list[Outcome] = []
        for worker in list(self._workers):
            if worker.gone or happened.intersection(worker.signs):
                found += self._heard(worker)
            if worker.gone:
                found += self._buried(worker, waiting)
            elif self._is_late(worker) and not worker.pipe.poll():
                found.append(self._stopped(worker, waiting))
        return found

    def _seconds_left(self) -> float | None:
        begun = [worker.begun_at for worker in self._workers if worker.given]
        if self._timeout is None or not begun:
            return None
        return max(0.0, min(begun) + self._timeout - time.monotonic())

    def _is_late(self, worker: _Worker) -> bool:
        return self._timeout is not None and bool(worker.given) and time.monotonic() >= worker.begun_at + self._timeout

    def _heard(self, worker: _Worker) -> list[Outcome]:
        """Return the outcomes that a worker has sent."""
        found = []
        for data in worker.messages():
            if worker.ready:
                outcome = unpacked(worker.answered().task, data)
                self._learn(outcome.seconds)
                found.append(in_time(outcome, self._timeout))
            elif (error := pickle.loads(data)) is not None:
                raise error
            else:
                worker.ready = True
                self._failed_starts = 0
        return found

    def _learn(self, seconds: float) -> None:
        mean = seconds if self._mean_seconds is None else self._mean_seconds
        self._mean_seconds = mean + 0.2 * (seconds - mean)

    def _buried(self, worker: _Worker, waiting: Waiting) -> list[Outcome]:
        """Hand back the tasks of a worker that has ended; return the outcome of one that did so twice."""
        self._dismiss(worker)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= STARTS:
                raise RunError(
                    f"no worker process could be started: {STARTS} in a row {ending(worker.process.exitcode)} before "
                    "they were ready. Try executor=serial."
                )
        elif worker.has_begun:
            assignment = worker.given[0]
            if assignment.suspect:
                waiting.give_back(list(worker.given)[1:])
                seconds = time.monotonic() - worker.begun_at
                return [Outcome(assignment.task, None, ended_twice(worker.process.exitcode), seconds)]
            assignment.suspect = True
        waiting.give_back(worker.given)
        return []

    def _stopped(self, worker: _Worker, waiting: Waiting) -> Outcome:
        """End a worker that takes too long over a task; return the outcome of that task."""
        assert self._timeout is not None
        self._dismiss(worker)
        late = worker.given.popleft()
        waiting.give_back(worker.given)
        return Outcome(late.task, None, too_long(self._timeout), time.monotonic() - worker.begun_at)

    def _dismiss(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.end()


class _Worker:
    """A worker process as its driver sees it."""

    def __init__(self) -> None:
        self.pipe, theirs = SPAWN.Pipe()
        self._begun = SPAWN.RawValue("Q", 0)  # shared memory, without a lock that a killed process could hold
        self.process: SpawnProcess = SPAWN.Process(target=serve, args=(theirs, self._begun, os.getpid()), daemon=True)
        try:
            self.process.start()
        finally:
            theirs.close()
        self.given: deque[Assignment] = deque()
        self.ready = self.gone = False
        self.begun_at = 0.0
        self._answered = 0

    @property
    def signs(self) -> tuple[Connection, int]:
        """What becomes readable when it has said something, or has ended."""
        return self.pipe, self.process.sentinel

    @property
    def takes_ahead(self) -> bool:
        """Whether a further task may be sent to it: not behind one over which a worker has ended."""
        return self.ready and len(self.given) == 1 and not self.given[0].suspect

    @property
    def has_begun(self) -> bool:
        """Whether it has begun a task that it has not answered."""
        return bool(self._begun.value > self._answered)

    def give(self, assignment: Assignment) -> None:
        """Send it a task."""
        if not self.given:
            self.begun_at = time.monotonic()
        self.given.append(assignment)
        self.send(assignment.data)

    def send(self, data: bytes) -> None:
        """Send it a message; if it has ended, that is noticed soon enough."""
        try:
            self.pipe.send_bytes(data)
        except OSError:
            self.gone = True

    def messages(self) -> Iterator[bytes]:
        """Yield what it has sent; notice if it has ended."""
        ended = not self.process.is_alive()  # asked first: what it sent before its end is not missed
        try:
            while self.pipe.poll():
                yield self.pipe.recv_bytes()
        except (EOFError, OSError):
            ended = True
        self.gone = self.gone or ended

    def answered(self) -> Assignment:
        """Return the task that it has just answered, which it has no longer."""
        self._answered += 1
        self.begun_at = time.monotonic()
        return self.given.popleft()

    def end(self) -> None:
        """Kill it if it is alive, and let go of it."""
        self.pipe.close()
        self.process.join(0.0 if not self.gone else 1.0)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
