"""Threads against processes for replications of econ_bureau; `python -m benchmarks.parallel --help`."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache, cached_property
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import TypeVar

import click

from analysis.measures.reading import Reading
from benchmarks import options
from benchmarks.engines import prepared_engine, warm_engine
from benchmarks.table import Report, ratio
from benchmarks.timing import Competitor, clocked, in_turn
from experiments.configuring import configure
from experiments.playing import Job, perform
from experiments.preparing import prepare
from scenarios.building import Scenario
from sim.engine.base import Engine
from sim.plan.plan import Plan

T = TypeVar("T")
SPAWN = multiprocessing.get_context("spawn")


@click.command(context_settings=options.COMMAND)
@options.ENGINE
@click.option("--replications", default=8, help="Of the baseline, each drawn, planned, played and measured.")
@click.option("--workers", default=2, help="Threads or processes at once, against one.")
@options.rounds(5)
@options.SEED_OPTION
@options.TO
def main(engine: str, replications: int, workers: int, rounds: int, seed: int, folder: Path) -> None:
    """Measure how much faster several threads or processes perform replications than one does.

    \b
    Example: python -m benchmarks.parallel
    Quicker: python -m benchmarks.parallel --replications 4 --rounds 1
    """
    given = {"engine": engine, "replications": replications, "workers": workers, "rounds": rounds, "seed": seed}
    report = Report(name="parallel", title="Threads and processes", options=given)
    bureau = bureau_of(engine, seed)
    plans = [bureau.plan(replication) for replication in range(replications)]
    counts = (1, workers)
    threads = {f"whole, threads: {count}": _threads(count, bureau.perform, range(replications)) for count in counts}
    loops = {f"loop alone, threads: {count}": _threads(count, bureau.simulate, plans) for count in counts}
    cold = {f"whole, processes and their start: {count}": _processes(count, bureau, replications) for count in counts}
    pools = [_started(count, bureau) for count in counts]
    warm = {
        f"whole, processes started before: {count}": _in_pool(pool, bureau, replications)
        for count, pool in zip(counts, pools, strict=True)
    }
    timed = in_turn(threads | loops | cold | warm, rounds, done=replications)
    for pool in pools:
        pool.shutdown()
    report.timings += timed.values()
    serial = timed["whole, threads: 1"]
    for group in (threads, loops, cold, warm):
        one, several = (timed[name] for name in group)
        report.rows.append(ratio(f"{several.name} / 1", one, several))
    for group in (cold, warm):
        several = timed[list(group)[-1]]
        report.rows.append(ratio(f"{several.name} / 1 thread", serial, several))
    report.notes.append("Figures are speed-ups. `whole` is draw, plan, loop and measures of each replication.")
    report.publish(folder)


class Bureau:
    """The baseline of econ_bureau and an engine; in another process it is that process's own."""

    def __init__(self, engine: str, seed: int) -> None:
        self.engine = engine
        self.seed = seed

    def __reduce__(self) -> tuple[Callable[[str, int], Bureau], tuple[str, int]]:
        return bureau_of, (self.engine, self.seed)

    @cached_property
    def simulate(self) -> Engine:
        """The engine, called once."""
        return warm_engine(self.engine)

    @cached_property
    def _scenario(self) -> tuple[Scenario, float]:
        prepared_engine(self.engine)
        prepared = prepare(configure(["scenario=econ_bureau"]))
        return prepared.scenario, prepared.load.volume_multiple

    def plan(self, replication: int) -> Plan:
        """Return the plan of one replication."""
        scenario, multiple = self._scenario
        workload = scenario.draw(seed=self.seed, replication=replication, scale=multiple)
        return scenario.plan(workload, scenario.organise(scenario.baseline))

    def perform(self, replication: int) -> dict[str, Reading]:
        """Return the reading of one replication."""
        scenario, multiple = self._scenario
        job = Job(designs=(scenario.baseline,), replication=replication, volume_multiple=multiple)
        return perform(job, scenario, engine=self.engine, seed=self.seed)


@cache
def bureau_of(engine: str, seed: int) -> Bureau:
    """Return this process's own bureau."""
    return Bureau(engine, seed)


def _threads(count: int, work: Callable[[T], object], given: Iterable[T]) -> Competitor:
    def compete() -> float:
        with ThreadPoolExecutor(count) as pool:
            return clocked(lambda: list(pool.map(work, given)))[0]

    return compete


def _processes(count: int, bureau: Bureau, replications: int) -> Competitor:
    """Start processes, let them do their work, and end them."""

    def perform_all() -> None:
        with ProcessPoolExecutor(count, SPAWN) as pool:
            list(pool.map(bureau.perform, range(replications)))

    return lambda: clocked(perform_all)[0]


def _started(count: int, bureau: Bureau) -> ProcessPoolExecutor:
    """Return processes that have all performed a replication."""
    pool = ProcessPoolExecutor(count, SPAWN, initializer=_begin, initargs=(bureau, SPAWN.Barrier(count)))
    for first in [pool.submit(int) for _ in range(count)]:  # a process starts when there is a task for it
        first.result()  # which it does not take before all of them are there
    return pool


def _begin(bureau: Bureau, all_there: Barrier) -> None:
    bureau.perform(0)
    all_there.wait()


def _in_pool(pool: ProcessPoolExecutor, bureau: Bureau, replications: int) -> Competitor:
    return lambda: clocked(lambda: list(pool.map(bureau.perform, range(replications))))[0]


if __name__ == "__main__":
    main()
