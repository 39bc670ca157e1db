"""What a worker does for a sweep: a run's configuration, its matters, and the measures of each design."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from conf.schema import ScenarioFile
from experiments.executors.base import AbstractWork
from experiments.keeping import Keep
from experiments.kernel_cache import prepare_compiled_engine
from experiments.load import Load, find_load
from experiments.playing import read_design
from experiments.sweep.axes import UNSWEPT
from experiments.sweep.remembering import Memory
from experiments.sweep.run import Run
from experiments.sweep.sampling import Point
from experiments.sweep.space import Space, digest_of
from experiments.variants import variants_of
from scenarios.building import Scenario, build_scenario
from sim.workload.tables import Workload

Found = dict[str, dict[str, float]]
"""The measures of each design of a run, by name."""


@dataclass(frozen=True, kw_only=True)
class Traces:
    """Where the traces of a sweep go, and whether plans go beside them."""

    folder: Path
    plans: bool


@dataclass(frozen=True, kw_only=True)
class _Place:
    """A point ready to be played: its scenario and its volume, with names for all that decides its matters, and a
    design's result."""

    file: ScenarioFile
    scenario: Scenario
    multiple: float
    matters: str
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class SweepWork(AbstractWork):
    """Plays runs of a space. A worker remembers what runs share: scenarios, volumes, and designs that no axis touches.

    What it remembers is a pure function of its name, so a result does not depend on which worker plays what.
    """

    space: Space
    designs: tuple[str, ...]
    engine: str
    first: Point  # by which workers get ready
    traces: Traces | None = None
    _places: Memory[_Place] = field(default_factory=lambda: Memory(4), compare=False, repr=False)
    _loads: Memory[Load] = field(default_factory=lambda: Memory(256), compare=False, repr=False)
    _workloads: Memory[Workload] = field(default_factory=lambda: Memory(12), compare=False, repr=False)
    _readings: Memory[dict[str, float]] = field(default_factory=lambda: Memory(4096), compare=False, repr=False)

    def prepare(self) -> None:
        """Load the machine code that the first point needs."""
        if self.engine == "compiled":
            for variant in variants_of(self._place(self.first).scenario, self.designs):
                prepare_compiled_engine(variant)

    def perform(self, run: Run) -> Found:
        """Return the measures of each design; raise InputError where the point is no scenario that can be played."""
        place = self._place(run.point)
        if self.traces:
            return {design: self._read(run, place, design) for design in self.designs}
        return {
            design: self._readings.get((place.names[design], run.replication), partial(self._read, run, place, design))
            for design in self.designs
        }

    def _place(self, point: Point) -> _Place:
        return self._places.get(repr(point), lambda: self._prepared(point))

    def _prepared(self, point: Point) -> _Place:
        data, file = self.space.file_at(point)
        scenario = build_scenario(file)
        shared, multiple = digest_of(_shared(data, file)), 1.0
        if scenario.load is not None:  # the volume as written is looked at once for all loads
            found = self._loads.get(shared, lambda: find_load(scenario, file.seed))
            multiple = found.at(scenario.load).volume_multiple
        matters = digest_of([shared, multiple])
        names = {design: digest_of([matters, data["designs"][design]]) for design in self.designs}
        return _Place(file=file, scenario=scenario, multiple=multiple, matters=matters, names=names)

    def _read(self, run: Run, place: _Place, design: str) -> dict[str, float]:
        scenario, seed = place.scenario, place.file.seed
        drawn = self._workloads.get(
            (place.matters, run.replication),
            lambda: scenario.draw(seed=seed, replication=run.replication, scale=place.multiple),
        )
        engine = self.engine if place.file.engine == "auto" else place.file.engine
        if self.traces is None:
            return read_design(scenario, design, drawn, engine).measures
        work, target = self.traces.folder / f".{run.id}-{design}", self.traces.folder / run.id / design
        shutil.rmtree(work, ignore_errors=True)  # of a worker that was ended in the middle of it
        keep = Keep(folder=work, plan=self.traces.plans, trace=True)
        measures = read_design(scenario, design, drawn, engine, keep=keep).measures
        target.parent.mkdir(exist_ok=True)
        shutil.rmtree(target, ignore_errors=True)
        work.rename(target)
        return measures


def _shared(data: Mapping[str, Any], file: ScenarioFile) -> list[Any]:
    """Return what decides the result of a design besides itself and the volume: the baseline, above all."""
    apart = (*UNSWEPT, "designs", "engine", "demand", "title")
    rest = {key: value for key, value in data.items() if key not in apart}
    demand = {key: value for key, value in data["demand"].items() if key != "load"}
    return [rest, demand, data["designs"][file.baseline]]


def designs_played(file: ScenarioFile, names: Sequence[str] | None) -> tuple[str, ...]:
    """Return the designs that a sweep plays: all, or the baseline and those that are named."""
    return tuple(design for design in file.designs if names is None or design in names or design == file.baseline)
