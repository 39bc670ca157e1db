"""Compare: all designs of a scenario on the same matters, the load axis, capacity, and what is stored of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.comparison import (
    column,
    differences,
    distribution,
    group_differences,
    measures_of,
    people_rows,
    sign_changes,
    status_of,
)
from analysis.intervals import CONFIDENCE, Estimate
from analysis.measures.reading import Reading
from experiments.capacity import Capacity, find_capacity
from experiments.configuring import Configuration
from experiments.describe import design_of, institution_of, load_of, person_of, title_of, titles_of, window_of
from experiments.engine_choice import with_engine
from experiments.executors.jobs import JobRunner
from experiments.group_titles import group_titles
from experiments.playing import Job
from experiments.preparing import Prepared, prepare
from experiments.replicating import Readings, looks_of, replicate, wanted_of
from experiments.store import versions
from experiments.warming.warming_up import settle, warm_up_result

Progress = Callable[[str, int, int], None]
"""`progress(stage, runs done, runs in all)`; of the search for capacity the runs in all are not known: 0."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What a comparison found: everything that is stored, and the readings it rests on."""

    result: dict[str, Any]
    readings: Readings


def compare(configuration: Configuration, *, progress: Progress | None = None) -> Compared:
    """Return the comparison of all designs of a configuration; see docs/model.md for each measure."""
    wanted_of(configuration.file)  # a mistyped measure is told before anything is played
    settled, asked = settle(configuration, progress), configuration.file
    configuration = settled.configuration
    prepared = prepare(configuration)
    configuration = with_engine(configuration, prepared.scenario, prepared.load.volume_multiple)
    with JobRunner(configuration.file) as executor:
        bench = _Bench(configuration, prepared, executor, progress or (lambda stage, done, total: None))
        readings, precision = bench.replicate()
        axis = bench.load_axis(readings)
        capacity = bench.capacity(readings, axis)
    result = _result(bench, readings, axis, capacity, precision)
    result["warm_up"] = warm_up_result(
        asked, bench.scenario.horizon, readings, settled.pilot, len(looks_of(bench.file))
    )
    return Compared(result=result, readings=readings)


class _Bench:
    """A configuration ready to run: scenario, volume, and a way to perform jobs with progress."""

    def __init__(
        self, configuration: Configuration, prepared: Prepared, executor: JobRunner, progress: Progress
    ) -> None:
        self.configuration, self.executor = configuration, executor
        self.file = configuration.file
        self.scenario, self.sources, self.load = prepared.scenario, prepared.sources, prepared.load
        self.designs = tuple(self.scenario.designs)
        self.progress = progress

    def perform(self, jobs: Sequence[Job], stage: str, *, open_ended: bool = False) -> list[dict[str, Reading]]:
        """Perform jobs, telling the progress of a stage."""
        done, total = 0, 0 if open_ended else sum(job.runs for job in jobs)

        def told(runs: int) -> None:
            nonlocal done
            done += runs
            self.progress(stage, done, total)

        self.progress(stage, 0, total)
        return self.executor.run(jobs, progress=told)

    def replicate(self) -> tuple[Readings, dict[str, Any] | None]:
        """Return all replications of all designs at the scenario's load, and what a rule of their number reached."""

        def play(replications: range) -> Readings:
            jobs = [Job(designs=self.designs, replication=replication, volume_multiple=self.load.volume_multiple)
                    for replication in replications]  # fmt: skip
            return _by_design(self.perform(jobs, "replications", open_ended=self.file.precision is not None))

        return replicate(self.file, play)

    def load_axis(self, readings: Readings) -> dict[float, Readings] | None:
        """Return the readings at each load of the axis; the scenario's own load is not played again."""
        block = self.file.load_axis
        if block is None or self.scenario.load is None:
            return None
        known = min(block.replications, self.file.replications)
        own = {design: many[:known] for design, many in readings.items()}
        loads = [load for load in block.loads if load != self.scenario.load or known < block.replications]
        jobs = [
            Job(designs=self.designs, replication=replication, volume_multiple=self._multiple(load))
            for load in loads
            for replication in range(block.replications)
        ]
        found = self.perform(jobs, "load axis")
        size = block.replications
        axis = {load: _by_design(found[index * size : (index + 1) * size]) for index, load in enumerate(loads)}
        return {load: axis.get(load, own) for load in sorted(block.loads)}

    def _multiple(self, load: float) -> float:
        return self.load.at(load).volume_multiple

    def capacity(self, readings: Readings, axis: dict[float, Readings] | None) -> Capacity | None:
        """Return the capacities of each design, starting from what the replications and the axis have shown."""
        block = self.file.capacity
        if block is None:
            return None
        known = {self._multiple(load) / self.load.volume_multiple: found for load, found in (axis or {}).items()}
        seen = {
            design: {
                multiple: found[design][: block.replications]
                for multiple, found in {**known, 1.0: readings}.items()
                if len(found[design]) >= block.replications
            }
            for design in self.designs
        }
        return find_capacity(
            self.designs, block, self.load.volume_multiple,
            lambda jobs: self.perform(jobs, "capacity", open_ended=True), seen,
        )  # fmt: skip


def _by_design(found: Sequence[Mapping[str, Reading]]) -> Readings:
    return {design: [readings[design] for readings in found] for design in found[0]}


def _result(
    bench: _Bench, readings: Readings, axis: dict[float, Readings] | None, capacity: Capacity | None,
    precision: dict[str, Any] | None,
) -> dict[str, Any]:  # fmt: skip
    scenario, file, looks = bench.scenario, bench.file, len(looks_of(bench.file))
    rows, family = differences(readings, scenario.baseline, looks)
    first = readings[scenario.baseline]
    weeks = (scenario.horizon.window_to - scenario.horizon.window_from).days / 7
    per_year = float(column(first, "matters_released").mean()) * 365 / 7 / weeks
    return {
        "scenario": scenario.name,
        "title": title_of(scenario.title),
        "story": file.story and title_of(file.story),
        "baseline": scenario.baseline,
        "reform": file.uncertainty and file.uncertainty.reform,
        "titles": titles_of(file),
        "seed": file.seed,
        "replications": len(first),
        "engine": file.engine,
        "confidence": CONFIDENCE,
        "family": family,
        "precision": precision,
        "versions": versions(),
        "window": window_of(scenario),
        "rests_on_assumptions": not file.outcome_reported,
        "load": load_of(bench.load, per_year, float(column(first, "steps_mean").mean())),
        "designs": {
            design: {
                **design_of(scenario, design),
                "status": status_of(readings[design], looks),
                "measures": _as_dict(
                    measures_of(readings[design], looks) | (capacity.measures(design) if capacity else {})
                ),
            }
            for design in bench.designs
        },
        **institution_of(scenario),
        "differences": [row.as_dict() for row in rows],
        "groups": _groups(bench, readings, looks),
        "elapsed_distribution": {design: distribution(many) for design, many in readings.items()},
        "people": {
            design: [
                {**person_of(scenario, design, index), **shares}
                for index, shares in enumerate(people_rows(many))
                if scenario.organise(design).arrangement.here[index]
            ]
            for design, many in readings.items()
        },
        "load_axis": _axis_result(bench, axis),
        "capacity": capacity and file.capacity and capacity.as_dict(file.capacity),
        "sources": [row.as_dict() for row in bench.sources],
    }


def _as_dict(measures: Mapping[str, Estimate]) -> dict[str, dict[str, float | None]]:
    return {name: estimate.as_dict() for name, estimate in measures.items()}


def _groups(bench: _Bench, readings: Readings, looks: int) -> list[dict[str, Any]]:
    named = group_titles(bench.scenario)
    return [
        {
            "dimension": row.dimension,
            "group": row.group,
            "title": named[row.dimension, row.group],
            "measure": row.measure,
            "design": row.design,
            "baseline_value": row.baseline_value,
            "value": row.value,
            **row.estimate.as_dict(),
        }
        for row in group_differences(readings, bench.scenario.baseline, looks)
    ]


def _axis_result(bench: _Bench, axis: dict[float, Readings] | None) -> dict[str, Any] | None:
    if axis is None or bench.file.load_axis is None:
        return None
    loads, base = list(axis), bench.scenario.baseline

    def means(design: str, measure: str) -> list[float]:
        return [float(np.mean(column(axis[load][design], measure))) for load in loads]

    medians = {design: means(design, "elapsed_days_median") for design in bench.designs}
    return {
        "replications": bench.file.load_axis.replications,
        "loads": loads,
        "designs": {
            design: {
                "status": [status_of(axis[load][design]) for load in loads],
                "elapsed_days_median": medians[design],
                "elapsed_days_mean": means(design, "elapsed_days_mean"),
            }
            for design in bench.designs
        },
        "sign_changes": {
            design: sign_changes(
                loads, [after - before for after, before in zip(medians[design], medians[base], strict=True)]
            )
            for design in bench.designs
            if design != base
        },
    }
