"""Quantities: what of a run's reading is kept for a figure, under which name, and in which unit it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.comparison import Status, status_by
from analysis.measures.reading import Reading
from analysis.report.catalogue import MEASURES
from conf.evidence import Figure
from experiments.measure_choice import check_measure
from scenarios.reported_figures import factor_between
from sim.arrays import Floats, Ints
from sim.errors import InputError

COUNTS = "elapsed_counts"
"""The quantity that holds how many matters took 0, 1, 2 … whole days, in place of a value; the last bin, all longer."""

DECIDING = ("backlog_growth_share", "completion_share")
"""The measures by which a status is judged."""

_OF_ONE_TYPE = (
    "matters_released", "completion_share", "on_time_share", "handovers_mean", "units_met_mean", "signatures_mean",
    "returned_share", "errors_left_share", "steps_mean",
)  # fmt: skip
_OF_ONE_TYPE_BEGIN = ("elapsed_days_", "working_days_", "statutory_days_", "split_")


def is_of_one_type(measure: str) -> bool:
    """Return whether a measure is told of the matters of one type alone."""
    return measure in _OF_ONE_TYPE or measure.startswith(_OF_ONE_TYPE_BEGIN)


@dataclass(frozen=True)
class Quantity:
    """A measure of all matters, or of one type's alone."""

    measure: str
    type: str | None = None

    @property
    def name(self) -> str:
        """The name under which it is stored."""
        return self.measure if self.type is None else f"{self.measure}@{self.type}"

    def of(self, reading: Reading) -> float | None:
        """Return its value in a run; None where the run has none."""
        if self.type is None:
            return reading.measures.get(self.measure)
        return reading.by_type.get((self.type, self.measure))

    def counts_in(self, reading: Reading) -> Ints | None:
        """Return how many matters took how many days; None where the run has none of the type."""
        if self.type is None:
            return reading.elapsed_counts
        return reading.elapsed_counts_by_type.get(self.type)


@dataclass(frozen=True)
class Condition:
    """Within which ends a measure of the baseline, or the ratio of two, must lie for a draw to be accepted."""

    text: str
    over: Quantity
    under: Quantity | None
    low: float
    high: float

    def holds(self, values: Mapping[str, float]) -> bool:
        """Return whether the means over replications hold it; a missing one, or a division by 0, does not."""
        value = values.get(self.over.name)
        if value is not None and self.under is not None:
            below = values.get(self.under.name)
            value = value / below if below else None
        return value is not None and self.low <= value <= self.high


def status_in(values: Mapping[str, Floats]) -> Status:
    """Return whether a design bears its load, by the values of its replications."""
    growth, completion = (values[name] for name in DECIDING)
    return status_by(growth, completion)


def measured_by(figure: Figure) -> tuple[Quantity, ...]:
    """Return the quantities that may stand for a figure."""
    return tuple(Quantity(measure, figure.type) for measure in figure.measures)


def conditions_of(figure: Figure) -> tuple[Condition, ...]:
    """Return the conditions of a figure: of its type's matters alone, where a measure is told of them.

    Raises UnknownName for a measure that is not there.
    """
    found = []
    for text, (low, high) in figure.conditions.items():
        names = text.split("/")
        if len(names) > 2 or low > high:
            raise InputError(
                f"conditions.{text}=[{low:g}, {high:g}]; expected a measure, or one divided by another, and its lowest "
                "value before its highest."
            )
        sides = [_of_type(name.strip(), figure.type, f"conditions.{text}") for name in names]
        found.append(Condition(text, sides[0], sides[1] if len(sides) == 2 else None, low, high))
    return tuple(found)


def check_measures(figure: Figure) -> None:
    """Raise InputError for a measure that is not there, or that is not in the kind of unit that the figure is in."""
    for measure in figure.measures:
        check_measure(measure, "measures")
        if figure.type is not None and not is_of_one_type(measure):
            raise InputError(f"measures={measure!r} is not told of one type of matter alone; expected no `type`.")
        if factor_between(unit_of(measure), figure.unit) is None:
            raise InputError(
                f"measures={measure!r} is in {unit_of(measure)!r}, but the figure in {figure.unit!r}; expected a unit "
                "of the same kind."
            )
    conditions_of(figure)


def unit_of(measure: str) -> str:
    """Return the unit of a measure: day, hour, share or number.

    >>> unit_of("elapsed_days_mean"), unit_of("trip_hours_mean"), unit_of("patrol_hours_share")
    ('day', 'hour', 'share')
    """
    form = MEASURES[measure].form
    if form == "number":
        return "hour" if "_hours" in measure else "number"
    return "day" if form == "days" else "share"


def in_unit_of(figure: Figure, measure: str) -> float:
    """Return by what a measure is multiplied to be in a figure's unit."""
    factor = factor_between(unit_of(measure), figure.unit)
    assert factor is not None, "checked before anything is played"
    return factor


def types_apart(quantities: Iterable[Quantity]) -> frozenset[str]:
    """Return the types of matter that are measured alone."""
    return frozenset(one.type for one in quantities if one.type is not None)


def _of_type(measure: str, type_name: str | None, where: str) -> Quantity:
    if measure not in DECIDING:
        check_measure(measure, where)
    return Quantity(measure, type_name if is_of_one_type(measure) else None)
