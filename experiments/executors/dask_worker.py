"""What a Dask worker does: each of its threads prepares the work once, and a watch stops what takes too long."""

from __future__ import annotations

import logging
import os
import pickle
import threading
from queue import Empty, SimpleQueue
from typing import Any

from distributed import WorkerPlugin, get_worker

from experiments.executors.base import AbstractWork
from experiments.executors.packing import reply, sendable
from sim.errors import RunError

LEAVE_SECONDS = 1.0
"""Seconds after which a worker with a run that was given up ends: time enough to tell the scheduler."""


class Unprepared(Exception):
    """The work could not be prepared; its argument is the error that says why."""


class TooLong(Exception):
    """The task took longer than it may; its argument is the address of this worker, which is about to end."""


class NotBegun(Exception):
    """This worker is about to end and begins nothing; the task is to be given to another."""


_deliveries: dict[str, Delivery] = {}
_of_thread = threading.local()
_preparing = threading.Lock()
_leaving = threading.Event()


class Delivery(WorkerPlugin):
    """Brings the work to every worker of a cluster, to those too that join it later."""

    def __init__(self, *, name: str, work: bytes, versions: dict[str, str], quiet: bool) -> None:
        self.name, self.work, self.versions, self.quiet = name, work, versions, quiet

    def setup(self, worker: Any) -> None:
        """Keep the work until a task asks for it: an error here would keep the worker from starting."""
        _deliveries[self.name] = self
        if self.quiet:
            hush()

    def teardown(self, worker: Any) -> None:
        """Forget the work."""
        _deliveries.pop(self.name, None)


def perform_delivered(name: str, task: bytes, timeout: float | None) -> bytes:
    """Return the packed reply to a packed task of the delivered work of that name.

    Raises what becomes of it otherwise. An error is kept by the scheduler; a result would be lost with this process.
    """
    if _leaving.is_set():
        raise NotBegun
    work = _work(name)
    if timeout is None:
        return reply(work, task)[0]
    answers: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=lambda: answers.put(reply(work, task)[0]), daemon=True).start()
    try:
        return answers.get(timeout=timeout)
    except Empty:
        _leaving.set()
        end = threading.Timer(LEAVE_SECONDS, os._exit, (1,))
        end.daemon = True
        end.start()
        raise TooLong(get_worker().address) from None


def hush() -> dict[logging.Logger, int]:
    """Let Dask log nothing but what is critical; return what its loggers told before."""
    logs = [logging.getLogger(name) for name in ("distributed", *logging.root.manager.loggerDict)
            if name.partition(".")[0] == "distributed"]  # fmt: skip
    levels = {log: log.level for log in logs}
    for log in logs:
        log.setLevel(logging.CRITICAL)
    return levels


def _work(name: str) -> AbstractWork:
    """Return this thread's copy of a work, prepared. Raises Unprepared."""
    if getattr(_of_thread, "name", None) != name:
        try:
            with _preparing:  # machine code is loaded for all threads
                _of_thread.work = _prepared(_deliveries[name])
        except Exception as error:
            raise Unprepared(sendable(error)) from None
        _of_thread.name = name
    work: AbstractWork = _of_thread.work
    return work


def _prepared(delivery: Delivery) -> AbstractWork:
    here = versions_of_program()
    for package, version in delivery.versions.items():
        if here[package] != version:
            raise RunError(
                f"a Dask worker has {package} {here[package]}, but this command has {version}; expected the same on "
                "all machines (docs/cluster.md)."
            )
    work: AbstractWork = pickle.loads(delivery.work)
    work.prepare()
    return work


def versions_of_program() -> dict[str, str]:
    """Return the versions of all that a result depends on, and that must be the same on all machines."""
    from experiments.store import versions

    return versions()
