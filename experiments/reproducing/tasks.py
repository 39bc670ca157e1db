"""Tasks: one point of a case's assumptions, some designs on the same matters, and the quantities that are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.measures.reading import Reading
from conf.schema import ScenarioFile
from experiments.configuring import Composition
from experiments.executors.base import AbstractWork
from experiments.kernel_cache import prepare_compiled_engine
from experiments.load import find_load
from experiments.playing import read_design
from experiments.reproducing.parameters import Parameter, values_at
from experiments.reproducing.quantities import COUNTS, Quantity, types_apart
from experiments.variants import variants_of
from scenarios.building import Scenario, build_scenario

Row = dict[str, Any]
"""A row as it is stored: replication, design, quantity, and its value or its counts."""

MULTIPLE = "volume_multiple"
"""The quantity that holds by what the demand's volumes are multiplied at a point, of no design."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """What is played at one point; `shares` says where in its range each parameter lies, () as configured.

    `multiple` gives the volume where it is known already, `changes` further values of keys. Nothing here tells what the
    reports say of afterwards.
    """

    stage: str
    draw: int
    designs: tuple[str, ...]
    first: int  # replication
    replications: int
    quantities: tuple[Quantity, ...]
    counts: tuple[Quantity, ...] = ()  # whose distribution of days is kept; only their type is looked at
    groups: bool = False
    shares: tuple[float, ...] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)
    multiple: float | None = None
    pilots: int = 1  # by which the volume is found that bears the point's load

    @property
    def id(self) -> str:
        """The name of the task within its case."""
        return f"{self.stage}:{self.draw}"


@dataclass(frozen=True, kw_only=True)
class PointWork(AbstractWork):
    """Plays tasks of a case; a worker composes the case's configuration anew for each."""

    composition: Composition
    parameters: tuple[Parameter, ...]
    engine: str
    designs: tuple[str, ...]  # all that are played, to get ready by

    def prepare(self) -> None:
        """Load the machine code that the case needs as it is configured."""
        if self.engine == "compiled":
            file = only(self.composition.resolved()[1], self.designs)
            for variant in variants_of(build_scenario(file)):
                prepare_compiled_engine(variant)

    def perform(self, task: Task) -> list[Row]:
        """Return the rows of a task; raise InputError where the point is no scenario that can be played."""
        file = only(self._file(task), task.designs)
        scenario = build_scenario(file)
        multiple = task.multiple if task.multiple is not None else _multiple(scenario, file.seed, task.pilots)
        rows = [_row(MULTIPLE, multiple)]
        apart = types_apart((*task.quantities, *task.counts))
        for replication in range(task.first, task.first + task.replications):
            drawn = scenario.draw(seed=file.seed, replication=replication, scale=multiple)
            for design in task.designs:
                reading = read_design(scenario, design, drawn, self.engine, apart=apart)
                rows += [{**row, "replication": replication, "design": design} for row in _kept(reading, task)]
        return rows

    def _file(self, task: Task) -> ScenarioFile:
        values = {**(values_at(self.parameters, task.shares) if task.shares else {}), **task.changes}
        composition = self.composition.with_values(values) if values else self.composition
        return composition.resolved()[1]


def only(file: ScenarioFile, designs: Sequence[str]) -> ScenarioFile:
    """Return a file with its baseline and these designs alone: no other one has a say in what is found of them."""
    kept = {name: block for name, block in file.designs.items() if name in designs or name == file.baseline}
    return file.model_copy(update={"designs": kept})


def _multiple(scenario: Scenario, seed: int, pilots: int) -> float:
    return 1.0 if scenario.load is None else find_load(scenario, seed, scenario.load, pilots=pilots).volume_multiple


def _kept(reading: Reading, task: Task) -> Iterator[Row]:
    for quantity in task.quantities:
        value = quantity.of(reading)
        if value is not None:
            yield _row(quantity.name, value)
    for quantity in task.counts:
        counts = quantity.counts_in(reading)
        if counts is not None:
            yield _row(quantity.name, None, counts.tolist())
    if task.groups:
        for (dimension, group, measure), value in reading.groups.items():
            yield _row(group_name(dimension, group, measure), value)


def group_name(dimension: str, group: str, measure: str) -> str:
    """Return the name under which the measure of a group is stored.

    >>> group_name("type", "licence", "elapsed_days_mean")
    'type/licence/elapsed_days_mean'
    """
    return f"{dimension}/{group}/{measure}"


def counts_of(type_name: str | None) -> Quantity:
    """Return the quantity that holds the distribution of the days of a type, or of all matters."""
    return Quantity(COUNTS, type_name)


def _row(quantity: str, value: float | None, counts: list[int] | None = None) -> Row:
    return {"replication": -1, "design": "", "quantity": quantity, "value": value, "counts": counts}
