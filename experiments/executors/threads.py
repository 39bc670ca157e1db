"""Threads of this process: for the compiled engine, which lets other threads run while it plays."""

from __future__ import annotations

import pickle
import threading
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from queue import SimpleQueue
from typing import Any

from experiments.executors.base import AbstractExecutor, AbstractWork, Outcome, attempt
from experiments.executors.packing import packed

LEAVE_SECONDS = 1.0
"""Seconds that threads are given to end what they do when all is given up; nobody can end a thread."""

_preparing = threading.Lock()


class ThreadExecutor(AbstractExecutor):
    """Performs tasks in up to so many threads, each with a copy of the work, so that none sees another's."""

    def __init__(self, work: AbstractWork, *, workers: int) -> None:
        self._work = packed(work)
        self._size = workers
        self._threads: list[threading.Thread] = []
        self._tasks: SimpleQueue[tuple[_Round, Any] | None] = SimpleQueue()

    def outcomes(self, tasks: Iterable[Any]) -> Iterator[Outcome]:
        """Yield the outcome of each task; see the contract."""
        source, this = iter(tasks), _Round()
        try:
            self._give(source, this)
            while this.in_hand:
                found = this.found.get()
                this.in_hand -= 1
                if isinstance(found, BaseException):
                    raise found
                self._give(source, this)  # before the caller takes its time over what was found
                yield found
        finally:
            this.given_up = True

    def close(self, *, at_once: bool) -> None:
        """End all threads: after what they do; at once, those that take longer are left to end with the process."""
        leaving, self._threads = self._threads, []
        for _ in leaving:
            self._tasks.put(None)
        until = time.monotonic() + LEAVE_SECONDS
        for thread in leaving:
            thread.join(max(0.0, until - time.monotonic()) if at_once else None)

    def _give(self, source: Iterator[Any], this: _Round) -> None:
        """Give each thread a task, and one ahead, from the source; start a thread where there is work for it."""
        for task in islice(source, 2 * self._size - this.in_hand):
            self._tasks.put((this, task))
            this.in_hand += 1
            self._start(this.in_hand)

    def _start(self, wanted: int) -> None:
        if len(self._threads) < min(wanted, self._size):
            thread = threading.Thread(target=_serve, args=(self._work, self._tasks), daemon=True)
            self._threads.append(thread)
            thread.start()


class _Round:
    """What threads have found in one call of `outcomes`."""

    def __init__(self) -> None:
        self.found: SimpleQueue[Outcome | BaseException] = SimpleQueue()
        self.in_hand = 0  # tasks given, of which nothing is known yet
        self.given_up = False


def _serve(data: bytes, tasks: SimpleQueue[tuple[_Round, Any] | None]) -> None:
    """Perform tasks until there is None."""
    work = None
    while (item := tasks.get()) is not None:
        this, task = item
        if this.given_up:
            continue
        try:
            work = work or _prepared(data)
            this.found.put(attempt(work, task))
        except BaseException as error:  # whatever it is, the caller of `outcomes` gets it, not this thread's end
            this.found.put(error)


def _prepared(data: bytes) -> AbstractWork:
    """Return a copy of the work, prepared; one after another, since machine code is loaded for all of them."""
    work: AbstractWork = pickle.loads(data)
    with _preparing:
        work.prepare()
    return work
