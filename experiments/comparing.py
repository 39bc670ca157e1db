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
from experiments.capacity import find_capacity
from experiments.configuring import Configuration
from experiments.describe import design_of, institution_of, load_of, person_of, title_of, window_of
from experiments.engine_choice import with_engine
from experiments.executors import Executor
from experiments.playing import Job
from experiments.preparing import Prepared, prepare
from experiments.store import versions

Readings = dict[str, list[Reading]]
Progress = Callable[[str, int, int], None]
"""`progress(stage, runs done, runs in all)`; of the search for capacity the runs in all are not known: 0."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What a comparison found: everything that is stored, and the readings it rests on."""

    result: dict[str, Any]
    readings: Readings


def compare(configuration: Configuration, *, progress: Progress | None = None) -> Compared:
    """Return the comparison of all designs of a configuration; see docs/model.md for each measure."""
    prepared = prepare(configuration)
    configuration = with_engine(configuration, prepared.scenario, prepared.load.volume_multiple)
    with Executor(configuration.file) as executor:
        bench = _Bench(configuration, prepared, executor, progress or (lambda stage, done, total: None))
        readings = bench.replicate()
        axis = bench.load_axis(readings)
        capacity = bench.capacity(readings, axis)
    return Compared(result=_result(bench, readings, axis, capacity), readings=readings)


class _Bench:
    """A configuration ready to run: scenario, volume, and a way to perform jobs with progress."""

    def __init__(
        self, configuration: Configuration, prepared: Prepared, executor: Executor, progress: Progress
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

    def replicate(self) -> Readings:
        """Return all replications of all designs at the scenario's load."""
        jobs = [Job(designs=self.designs, replication=replication, volume_multiple=self.load.volume_multiple)
                for replication in range(self.file.replications)]  # fmt: skip
        return _by_design(self.perform(jobs, "replications"))

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

    def capacity(self, readings: Readings, axis: dict[float, Readings] | None) -> dict[str, float | None] | None:
        """Return the capacity of each design, starting from what the replications and the axis have shown."""
        block = self.file.capacity
        if block is None:
            return None
        seen: dict[str, dict[float, float]] = {design: {} for design in self.designs}
        if self.file.replications >= block.replications:
            _learn(seen, 1.0, readings, block.replications)
        for load, found in (axis or {}).items():
            multiple = self._multiple(load) / self.load.volume_multiple
            if self.file.load_axis is not None and self.file.load_axis.replications == block.replications:
                _learn(seen, multiple, found, block.replications)
        return find_capacity(
            self.designs, block, self.load.volume_multiple,
            lambda jobs: self.perform(jobs, "capacity", open_ended=True), seen,
        )  # fmt: skip


def _learn(seen: dict[str, dict[float, float]], multiple: float, readings: Readings, count: int) -> None:
    for design, many in readings.items():
        seen[design][multiple] = float(column(many[:count], "backlog_growth_share").mean())


def _by_design(found: Sequence[Mapping[str, Reading]]) -> Readings:
    return {design: [readings[design] for readings in found] for design in found[0]}


def _result(
    bench: _Bench, readings: Readings, axis: dict[float, Readings] | None, capacity: dict[str, float | None] | None
) -> dict[str, Any]:
    scenario, file = bench.scenario, bench.file
    rows, family = differences(readings, scenario.baseline)
    first = readings[scenario.baseline]
    weeks = (scenario.horizon.window_to - scenario.horizon.window_from).days / 7
    per_year = float(column(first, "matters_released").mean()) * 365 / 7 / weeks
    return {
        "scenario": scenario.name,
        "title": title_of(scenario.title),
        "baseline": scenario.baseline,
        "seed": file.seed,
        "replications": file.replications,
        "engine": file.engine,
        "confidence": CONFIDENCE,
        "family": family,
        "versions": versions(),
        "window": window_of(scenario),
        "rests_on_assumptions": not file.outcome_reported,
        "load": load_of(bench.load, per_year, float(column(first, "steps_mean").mean())),
        "designs": {
            design: {
                **design_of(scenario, design),
                "status": status_of(readings[design]),
                "measures": _with_capacity(measures_of(readings[design]), capacity, design),
            }
            for design in bench.designs
        },
        **institution_of(scenario),
        "differences": [row.as_dict() for row in rows],
        "groups": _groups(bench, readings),
        "elapsed_distribution": {design: distribution(many) for design, many in readings.items()},
        "people": {
            design: [{**person_of(scenario, design, index), **shares} for index, shares in enumerate(people_rows(many))]
            for design, many in readings.items()
        },
        "load_axis": _axis_result(bench, axis),
        "capacity": None
        if capacity is None or file.capacity is None
        else {
            "replications": file.capacity.replications,
            "tolerance": file.capacity.tolerance,
            "designs": capacity,
        },
        "sources": [row.as_dict() for row in bench.sources],
    }


def _with_capacity(
    measures: dict[str, Estimate], capacity: dict[str, float | None] | None, design: str
) -> dict[str, dict[str, float | None]]:
    stored = {name: estimate.as_dict() for name, estimate in measures.items()}
    if capacity is not None and capacity[design] is not None:
        stored["capacity_multiple"] = {"mean": capacity[design], "low": None, "high": None}
    return stored


def _groups(bench: _Bench, readings: Readings) -> list[dict[str, Any]]:
    types = {kind.name: kind.title for kind in bench.scenario.demand.types}
    named: dict[tuple[str, str], dict[str, str]] = {
        ("type", name): title_of(title) for name, title in types.items() if title is not None
    }
    named |= {
        ("origin", "office"): {"zh": "上级处室", "en": "Upper-level offices"},
        ("origin", "enterprise"): {"zh": "企业", "en": "Enterprises"},
        ("rank", "officer"): {"zh": "一般干部", "en": "Officers"},
        ("rank", "head"): {"zh": "科长、模块长", "en": "Heads of units"},
        ("rank", "deputy"): {"zh": "分管领导", "en": "Deputies"},
        ("rank", "chief"): {"zh": "主要领导", "en": "Chief"},
    }
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
        for row in group_differences(readings, bench.scenario.baseline)
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
