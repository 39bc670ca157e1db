"""Run: one design of a scenario."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.comparison import measures_of, status_of
from analysis.measures.reading import Reading
from experiments.configuring import Configuration
from experiments.executors import run_jobs
from experiments.playing import Job
from experiments.preparing import prepare
from sim.errors import UnknownName, nearest


def run(
    configuration: Configuration, design: str, *, progress: Callable[[int, int], None] | None = None
) -> dict[str, Any]:
    """Return the status and the measures of one design, each with its 95% interval over replications."""
    return run_readings(configuration, design, progress=progress)[0]


def run_readings(
    configuration: Configuration, design: str, *, progress: Callable[[int, int], None] | None = None
) -> tuple[dict[str, Any], list[Reading]]:
    """Return what `run` returns, and the readings it rests on. Raises UnknownName for an unknown design."""
    file = configuration.file
    if design not in file.designs:
        raise UnknownName(f"design={design!r} is unknown in {file.name}. {nearest(design, file.designs)}")
    multiple = prepare(configuration).load.volume_multiple
    jobs = [
        Job(designs=(design,), replication=replication, volume_multiple=multiple)
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
    }
    return result, readings
