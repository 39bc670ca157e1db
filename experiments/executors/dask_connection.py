"""A connection to a Dask cluster: to that of a scheduler's address, or to one of this machine, made for the purpose."""

from __future__ import annotations

import logging
import os
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from typing import Any

from sim.errors import InputError, RunError

CONNECT_SECONDS = 10
LEAVE_SECONDS = 5
END_SECONDS = 30  # more than a worker takes that has announced its end

_SCHEDULER = {"allowed_failures": 0, "dashboard": False, "dashboard_address": "127.0.0.1:0"}
"""A task is tried once more by us; and a port of its own for each cluster, since several may run here at once."""

notices = logging.getLogger("tiaokuai.notices")


class DaskConnection:
    """A client with the work delivered to all workers of its cluster; of one worker at least, if it is of this machine.

    Raises InputError if no scheduler answers at the address, and RunError if a cluster of this machine cannot start. It
    is not to be interrupted before it is made: what Dask has half started it does not end.
    """

    def __init__(self, work: bytes, *, workers: int, scheduler: str | None) -> None:
        self.name = f"tiaokuai-{socket.gethostname()}-{os.getpid()}-{time.time_ns()}"  # on a cluster that others use
        self.scheduler, self._least = scheduler, workers if scheduler is None else 1
        self._opened = ExitStack()
        self._cluster: Any = None
        with ExitStack() as opened:
            opened.enter_context(_quiet())
            if scheduler is None:
                self._cluster = opened.enter_context(_local_cluster(workers))
            self.client = opened.enter_context(_connected(self._cluster or scheduler))
            opened.enter_context(self._delivered(work))
            self._opened = opened.pop_all()
        if scheduler is not None and not self.client.nthreads():
            notices.info(f"no worker has joined the Dask cluster of {scheduler} yet; waiting for one ...")

    @contextmanager
    def _delivered(self, work: bytes) -> Iterator[None]:
        """Have the work brought to each worker once, by a plugin that those get, too, that join later."""
        from experiments.executors.dask_worker import Delivery, versions_of_program

        delivery = Delivery(
            name=self.name, work=work, versions=versions_of_program(), quiet=self.scheduler is None
        )  # fmt: skip
        try:
            self.client.register_plugin(delivery)
        except Exception as error:  # whatever a worker meets when it imports the program
            raise RunError(
                f"the program cannot be loaded by the workers of the Dask cluster of {self.scheduler} "
                f"({type(error).__name__}: {error}); expected tiaokuai to be installed there, too (docs/cluster.md)."
            ) from None
        yield
        if self.scheduler is not None:
            with suppress(Exception):  # the cluster may be gone
                self.client.unregister_worker_plugin(self.name)

    def threads(self) -> int:
        """Return how many tasks the cluster can perform at once; those that are still starting count, too."""
        counts: dict[str, int] = self.client.nthreads()
        return max(self._least, sum(counts.values()))

    def wait_for_end(self, address: str) -> None:
        """Wait until a worker that is about to end has left the cluster, so that no further task is lost with it."""
        until = time.monotonic() + END_SECONDS
        while address in self.client.nthreads() and time.monotonic() < until:
            time.sleep(0.05)

    def is_alive(self) -> bool:
        """Return whether the scheduler answers."""
        return bool(self.client.status == "running")

    def close(self, *, at_once: bool) -> None:
        """Leave the cluster; one of this machine ends, at once in the middle of what it does."""
        for nanny in list(self._cluster.workers.values()) if at_once and self._cluster else ():
            nanny.auto_restart = False
            with suppress(ProcessLookupError, TypeError, AttributeError):  # it has ended, or has not started
                os.kill(nanny.pid, signal.SIGKILL)
        self._opened.close()


@contextmanager
def _local_cluster(workers: int) -> Iterator[Any]:
    """Give a cluster of this machine with so many workers, one thread each. Raises RunError if it cannot start."""
    dask: Any = import_module("distributed")  # which has no types
    cluster = None
    with tempfile.TemporaryDirectory(prefix="tiaokuai-dask-", ignore_cleanup_errors=True) as folder:
        try:
            cluster = dask.LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1", memory_limit=0,
                silence_logs=logging.CRITICAL, local_directory=folder, scheduler_kwargs=_SCHEDULER,
            )  # fmt: skip
            yield cluster
        except (OSError, RuntimeError) as error:
            raise RunError(f"no Dask cluster could be started here: {error}. Try executor=processes.") from None
        finally:
            if cluster is not None:
                with suppress(Exception):  # it is given up; what is left ends with this process
                    cluster.close(timeout=LEAVE_SECONDS)


@contextmanager
def _connected(cluster: Any) -> Iterator[Any]:
    """Give a client of a cluster or of a scheduler's address. Raises InputError if none answers."""
    dask: Any = import_module("distributed")
    try:
        client = dask.Client(cluster, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:  # an address may be badly written
        raise InputError(
            f"executor.scheduler={cluster!r}: no Dask scheduler answers there ({type(error).__name__}); expected an "
            "address such as tcp://node01:8786, reachable from here."
        ) from None
    try:
        yield client
    finally:
        with suppress(Exception):  # the scheduler may be gone
            client.close(timeout=LEAVE_SECONDS)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's log from stderr: what matters of it becomes an outcome or an error."""
    from experiments.executors.dask_worker import hush

    levels = hush()
    try:
        yield
    finally:
        for log, level in levels.items():
            log.setLevel(level)
