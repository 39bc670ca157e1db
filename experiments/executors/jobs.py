"""Jobs of a comparison: performed here, or by the workers of an executor where that takes less time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from types import TracebackType
from typing import Any, Self

from analysis.measures.reading import Reading
from conf.schema import ScenarioFile
from experiments.executors.base import AbstractWork
from experiments.executors.opening import opened, workers_of
from experiments.kernel_cache import prepare_compiled_engine
from experiments.playing import Job, perform
from experiments.variants import variants_of
from scenarios.building import Scenario, build_scenario

Result = tuple[int, dict[str, Reading]]
"""Position of the job, and the readings of its designs."""

START_SECONDS = 2.5
"""Work of fewer seconds is done here, by the compiled engine, before two workers had started and done it."""


class JobWork(AbstractWork):
    """Performs the jobs of a scenario file; a task is the position of a job, and the job."""

    def __init__(self, file: ScenarioFile) -> None:
        self._file = file

    def prepare(self) -> None:
        """Build the scenario, and have the engine ready for each of its designs."""
        for variant in variants_of(self._scenario) if self._file.engine == "compiled" else ():
            prepare_compiled_engine(variant)

    def perform(self, task: tuple[int, Job]) -> dict[str, Reading]:
        """Return the reading of each design of a job."""
        return perform(task[1], self._scenario, engine=self._file.engine, seed=self._file.seed)

    @cached_property
    def _scenario(self) -> Scenario:
        return build_scenario(self._file)

    def __getstate__(self) -> dict[str, Any]:
        return {"_file": self._file}  # each worker builds the scenario, which is larger and has caches


class JobRunner:
    """Performs jobs where a scenario file says; its workers live from the jobs that need them to the end of `with`."""

    def __init__(self, file: ScenarioFile) -> None:
        self._file = file
        self._work = JobWork(file)
        self._executor = opened(file.executor, self._work, engine=file.engine)
        self._has_workers = False

    def __enter__(self) -> Self:
        self._executor.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._executor.__exit__(kind, error, trace)

    def run(
        self, jobs: Sequence[Job], *, progress: Callable[[int], None] = lambda runs: None
    ) -> list[dict[str, Reading]]:
        """Return the readings of each job, in the order of the jobs.

        `progress` is told the number of runs each time some are done. Raises the first error of a job.
        """
        results: dict[int, dict[str, Reading]] = {}
        for position, readings in self._performed(dict(enumerate(jobs))):
            results[position] = readings
            progress(jobs[position].runs)
        return [results[position] for position in range(len(jobs))]

    def _performed(self, jobs: dict[int, Job]) -> Iterator[Result]:
        """Perform jobs here, or by workers where those are asked for or take less time with their start."""
        block = self._file.executor
        if block.name == "serial" or (block.scheduler is None and min(workers_of(block), len(jobs)) <= 1):
            yield from self._here(jobs)
            return
        if not self._has_workers and block.workers is None and block.scheduler is None and self._is_compiled:
            first = next(iter(jobs))
            begun = time.perf_counter()
            yield from self._here({first: jobs.pop(first)})
            if (time.perf_counter() - begun) * len(jobs) < START_SECONDS:
                yield from self._here(jobs)
                return
        yield from self._by_workers(jobs)

    @property
    def _is_compiled(self) -> bool:
        return self._file.engine == "compiled"

    def _here(self, jobs: dict[int, Job]) -> Iterator[Result]:
        for task in jobs.items():
            yield task[0], self._work.perform(task)

    def _by_workers(self, jobs: dict[int, Job]) -> Iterator[Result]:
        """Perform jobs by workers, the longest first so that none is left alone at the end."""
        self._has_workers = True
        order: list[Any] = sorted(jobs.items(), key=lambda task: -task[1].runs * task[1].volume_multiple)
        for outcome in self._executor.outcomes(order):
            if outcome.error is not None:
                raise outcome.error
            yield outcome.task[0], outcome.result


def run_jobs(
    jobs: Sequence[Job], file: ScenarioFile, *, progress: Callable[[int], None] = lambda runs: None
) -> list[dict[str, Reading]]:
    """Return the readings of each job, in the order of the jobs, as `JobRunner.run` does."""
    with JobRunner(file) as runner:
        return runner.run(jobs, progress=progress)
