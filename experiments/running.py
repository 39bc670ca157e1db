"""Run: one design of a scenario."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from analysis.comparison import measures_of, status_of
from analysis.measures.reading import Reading
from experiments.configuring import Configuration
from experiments.engine_choice import with_engine
from experiments.executors.jobs import run_jobs
from experiments.keeping import Keep
from experiments.playing import Job
from experiments.preparing import prepare
from experiments.warming.warming_up import settle, verdict_of
from sim.errors import UnknownName, nearest


def run(
    configuration: Configuration, design: str, *, progress: Callable[[int, int], None] | None = None
) -> dict[str, Any]:
    """Return the status and the measures of one design, each with its 95% interval over replications."""
    return run_readings(configuration, design, progress=progress)[0]


def run_readings(
    configuration: Configuration, design: str, *, progress: Callable[[int, int], None] | None = None,
    keep: Keep | None = None,
) -> tuple[dict[str, Any], list[Reading]]:  # fmt: skip
    """Return what `run` returns, and the readings it rests on. Raises UnknownName for an unknown design.

    With `keep`, each replication stores its plan or its trace in a folder of its own: replication-0000 and so on.
    """
    file = configuration.file
    if design not in file.designs:
        raise UnknownName(f"design={design!r} is unknown in {file.name}. {nearest(design, file.designs)}")
    settled = settle(configuration)
    prepared = prepare(settled.configuration)
    multiple = prepared.load.volume_multiple
    file = with_engine(settled.configuration, prepared.scenario, multiple, design).file
    jobs = [
        Job(designs=(design,), replication=replication, volume_multiple=multiple, keep=_of(replication, keep))
        for replication in range(file.replications)
    ]
    done = 0

    def told(runs: int) -> None:
        nonlocal done
        done += runs
        if progress:
            progress(done, len(jobs))

    readings = [found[design] for found in run_jobs(jobs, file, progress=told)]
    result = {
        "scenario": file.name,
        "design": design,
        "seed": file.seed,
        "replications": file.replications,
        "engine": file.engine,
        "status": status_of(readings),
        "measures": {name: estimate.as_dict() for name, estimate in measures_of(readings).items()},
        "warm_up": verdict_of(configuration.file, prepared.scenario.horizon, {design: readings}, settled.pilot),
    }
    return result, readings


def _of(replication: int, keep: Keep | None) -> Keep | None:
    return keep and replace(keep, folder=keep.folder / f"replication-{replication:04}")
