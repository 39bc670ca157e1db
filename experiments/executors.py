"""Executors: where jobs are performed. Results are the same from each, whatever order they come in."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cached_property
from typing import Self

from analysis.measures.reading import Reading
from conf.schema import ScenarioFile
from experiments.kernel_cache import prepare_compiled_engine
from experiments.playing import Job, perform
from experiments.variants import variants_of
from scenarios.building import Scenario, build_scenario
from sim.errors import RunError

Result = tuple[int, dict[str, Reading]]
"""Position of the job, and the readings of its designs."""


START_SECONDS = 2.5
"""Work of fewer seconds is done here, by the compiled engine, before two workers had started and done it."""


class Executor:
    """Performs jobs where a scenario file says; its workers live from the first jobs until the end of `with`."""

    def __init__(self, file: ScenarioFile) -> None:
        self._file = file
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._pool is None:
            return
        if kind is not None:
            for process in list((self._pool._processes or {}).values()):
                process.terminate()  # an interrupt must not wait for a run to end
        self._pool.shutdown(wait=False, cancel_futures=True)  # they end by themselves, while a report is written

    def run(
        self, jobs: Sequence[Job], *, progress: Callable[[int], None] = lambda runs: None
    ) -> list[dict[str, Reading]]:
        """Return the readings of each job, in the order of the jobs.

        `progress` is told the number of runs each time some are done. Raises RunError if a worker dies.
        """
        results: dict[int, dict[str, Reading]] = {}
        for position, readings in self._performed(dict(enumerate(jobs))):
            results[position] = readings
            progress(jobs[position].runs)
        return [results[position] for position in range(len(jobs))]

    def _performed(self, jobs: dict[int, Job]) -> Iterator[Result]:
        """Perform jobs here, or in workers where those are asked for or take less time with their start."""
        block = self._file.executor
        if block.name == "serial" or min(self._workers, len(jobs)) <= 1:
            yield from self._here(jobs)
            return
        if self._pool is None and block.workers is None and self._file.engine == "compiled":
            first = next(iter(jobs))
            begun = time.perf_counter()
            yield from self._here({first: jobs.pop(first)})
            if (time.perf_counter() - begun) * len(jobs) < START_SECONDS:
                yield from self._here(jobs)
                return
        yield from self._in_processes(jobs)

    @property
    def _workers(self) -> int:
        return self._file.executor.workers or os.cpu_count() or 1

    @cached_property
    def _scenario(self) -> Scenario:
        return build_scenario(self._file)

    def _here(self, jobs: dict[int, Job]) -> Iterator[Result]:
        for position, job in jobs.items():
            yield position, perform(job, self._scenario, engine=self._file.engine, seed=self._file.seed)

    def _in_processes(self, jobs: dict[int, Job]) -> Iterator[Result]:
        """Perform jobs in worker processes, the longest first so that none is left alone at the end."""
        order = sorted(jobs, key=lambda position: -jobs[position].runs * jobs[position].volume_multiple)
        try:
            pool = self._opened_pool()  # which starts a process of its own, and takes interrupts again after that
            with _interrupts_held():
                futures: dict[Future[dict[str, Reading]], int] = {
                    pool.submit(_perform, jobs[position]): position for position in order
                }
            for future in as_completed(futures):
                yield futures[future], future.result()
        except (BrokenProcessPool, BrokenPipeError):  # while it worked, or while it was told what to do
            raise RunError(
                "a worker process ended before its time (out of memory, perhaps). Try executor.workers=1, or fewer at "
                "once."
            ) from None
        except OSError as error:
            raise RunError(
                f"no worker process could be started: {error.strerror or error}. Try executor=serial."
            ) from None

    def _opened_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
                os.environ.setdefault(name, "1")  # workers inherit it: one core each
            self._pool = ProcessPoolExecutor(
                self._workers, multiprocessing.get_context("spawn"), initializer=_begin,
                initargs=(self._file, os.getpid()),
            )  # fmt: skip
        return self._pool


def run_jobs(
    jobs: Sequence[Job], file: ScenarioFile, *, progress: Callable[[int], None] = lambda runs: None
) -> list[dict[str, Reading]]:
    """Return the readings of each job, in the order of the jobs, as `Executor.run` does."""
    with Executor(file) as executor:
        return executor.run(jobs, progress=progress)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold interrupts back meanwhile, so that none meets a worker half started.

    A process that is started here is deaf to Ctrl-C from its first moment, even while it imports.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield  # only the main thread is interrupted; Windows has no masks
        return
    came: list[int] = []
    handlers = {number: signal.signal(number, lambda number, _: came.append(number)) for number in _INTERRUPTS}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # which processes inherit, unlike handlers
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for number in came:
            signal.raise_signal(number)


_INTERRUPTS = (signal.SIGINT, signal.SIGTERM)

_scenario: Scenario
_file: ScenarioFile


def _begin(file: ScenarioFile, parent: int) -> None:
    """Prepare a worker: build the scenario once, leave interrupts to the parent, and end with it."""
    global _scenario, _file  # noqa: PLW0603  (a worker process has one scenario for its life)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where they could not be held back
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _file = file
    _scenario = build_scenario(file)
    for variant in variants_of(_scenario) if file.engine == "compiled" else ():
        prepare_compiled_engine(variant)
    gc.freeze()  # what is here now stays; no collection need look at it again


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _perform(job: Job) -> dict[str, Reading]:
    """Perform a job; garbage is collected between jobs, not within, where it would find millions of live objects."""
    gc.disable()
    try:
        return perform(job, _scenario, engine=_file.engine, seed=_file.seed)
    finally:
        gc.collect()
