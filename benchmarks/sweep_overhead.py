"""What a sweep costs a run beyond the run, and Hydra's multirun too; `python -m benchmarks.sweep_overhead --help`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

import click

from benchmarks import options
from benchmarks.table import Report, Row
from benchmarks.timing import clocked
from conf.schema import ExecutorBlock
from experiments.executors.opening import workers_of
from experiments.sweep.beginning import begin
from experiments.sweep.planning import Planned, plan_sweep
from experiments.sweep.sweeping import Swept, play, playing_of

CONF = Path(__file__).with_name("conf")
SMALL = CONF / "scenario" / "two_desks.yaml"
AXIS = "demand.types.request.work_hours.mean"
ALLOWED_MS = 2.0


@click.command(context_settings=options.COMMAND)
@click.option("--points", default=40, help="Points of the sweep.")
@click.option("--replications", default=50, help="Runs at each point.")
@click.option("--jobs", default=10, help="Jobs of Hydra's multirun; half as many are timed too, and taken off.")
@options.rounds(3)
@options.TO
def main(points: int, replications: int, jobs: int, rounds: int, folder: Path) -> None:
    """Time a sweep of small runs, executor by executor, beyond its runs.

    A run is making its scenario, drawing, planning, playing and measuring. Beyond it is all else: handing it out,
    bringing its figures home, storing them, telling how far the sweep is. That is workers x wall time, from the first
    run that came home to the last row that is stored, less the workers' seconds on runs.

    \b
    Example: python -m benchmarks.sweep_overhead
    Quicker: python -m benchmarks.sweep_overhead --points 4 --replications 5 --rounds 1 --jobs 2
    """
    planned = small_sweep(points, replications)
    found: dict[str, list[float]] = {"serial": [], "processes": [], "threads": []}
    alone: list[float] = []
    for _ in range(rounds):
        for name, values in found.items():
            block = ExecutorBlock.model_validate({"name": name})
            swept = swept_by(planned, block)
            values.append(beyond_ms(swept, 1 if name == "serial" else workers_of(block)))
            if name == "serial":
                alone.append(1000 * swept.work_seconds / (swept.done - 1))
    given = {"points": points, "replications": replications, "rounds": rounds, "jobs": jobs}
    report = Report(name="sweep_overhead", title="What a sweep costs a run beyond the run", options=given)
    report.rows += [
        _row("serial: ms a run beyond the run", found["serial"], ALLOWED_MS),
        _row("processes: ms of a worker a run beyond the run", found["processes"], ALLOWED_MS),
        _row("threads: the same; while one holds Python's lock, the others wait", found["threads"]),
        _row("a run itself, ms", alone),
        _row("Hydra's multirun of the same: ms a job beyond the runs", _multirun(jobs, median(alone), rounds)),
    ]
    report.publish(folder)


def small_sweep(points: int, replications: int) -> Planned:
    """Return a sweep of a small scenario over so many values of one key."""
    values = ",".join(f"{3 + place / points:.6g}" for place in range(points))
    playing = {"timeout": None, "traces": False, "plans": False}
    overrides = [f"scenario={SMALL}", f"{AXIS}={values}", f"replications={replications}", "engine=compiled"]
    return plan_sweep(overrides, "", playing=playing)


def swept_by(planned: Planned, block: ExecutorBlock) -> Swept:
    """Return what a sweep in a new folder came to, with this executor."""
    with tempfile.TemporaryDirectory() as folder:
        stored = begin(planned, Path(folder) / "sweep")
        return play(stored, replace(playing_of(stored), executor=block))


def beyond_ms(swept: Swept, workers: int) -> float:
    """Return the milliseconds of a worker that a run took beyond the run."""
    return 1000 * (workers * swept.wall_seconds - swept.work_seconds) / (swept.done - 1)


def _multirun(jobs: int, alone_ms: float, rounds: int) -> list[float]:
    """Return what a job of Hydra's multirun takes beyond the two designs it plays; its start is taken off."""
    values = []
    for _ in range(rounds):
        long, short = (clocked(lambda count=count: _hydra(count))[0] for count in (2 * jobs, jobs))
        values.append(1000 * (long - short) / jobs - 2 * alone_ms)  # at least two replications a job
    return values


def _hydra(jobs: int) -> None:
    values = ",".join(f"{3 + place / jobs:.6g}" for place in range(jobs))
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "experiments.hydra_app", "-m", "--config-dir", str(CONF), "scenario=two_desks",
             f"{AXIS}={values}", "replications=2", "executor=serial", "engine=compiled", f"hydra.sweep.dir={folder}"],
            check=True, capture_output=True,
        )  # fmt: skip


def _row(name: str, values: Sequence[float], at_most: float | None = None) -> Row:
    return Row(name=name, value=median(values), low=min(values), high=max(values), at_most=at_most)


if __name__ == "__main__":
    main()
