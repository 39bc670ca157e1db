"""The shape of a stored sensitivity analysis: assumed numbers by how much each alone changes a paired difference."""

from typing import Literal

from pydantic import Field, FiniteFloat

from analysis.report.shape_base import Estimate, Stored, Title

Value = int | FiniteFloat | str


class Change(Estimate):
    """By how much the difference changes at the end of the range where it changes most."""

    at: Literal["low", "high"]


class LevelPoint(Estimate):
    """The difference at one value of a number; without mean where there is none."""

    value: Value
    status: str = "steady"


class AssumedNumber(Stored):
    """An assumed number: the difference at both ends of its range, the change, and where the sign turns."""

    rank: int
    key: str
    value: Value
    low: Value
    high: Value
    reason: Title | None = None
    at_low: Estimate | None
    at_high: Estimate | None
    status_low: str = "steady"
    status_high: str = "steady"
    change: Change | None
    distinguishable: bool
    leading: bool = False
    break_even: Value | None = None
    turns_surely: bool = False
    break_evens: list[Value] = Field(default_factory=list)
    break_even_between: tuple[Value, Value] | None = None
    points: list[LevelPoint] = Field(default_factory=list)


class NotVaried(Stored):
    """A number, or one end of its range, that was not varied, and why."""

    key: str
    end: Literal["low", "high"] | None = None
    why: str
    reason: str


class Replications(Stored):
    """How many replications each stage had."""

    screening: int
    leading: int


class Sensitivity(Stored):
    """A ranking of assumed numbers."""

    scenario: str
    title: Title
    baseline: str
    design: str
    design_title: Title
    measure: str
    seed: int
    confidence: FiniteFloat = 0.95
    family: int
    replications: Replications
    difference: Estimate
    rows: list[AssumedNumber]
    not_varied: list[NotVaried] = Field(default_factory=list)

    @property
    def leading(self) -> list[AssumedNumber]:
        """The numbers that were played over their range, by rank."""
        return [row for row in self.rows if row.leading]
