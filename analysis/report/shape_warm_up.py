"""The shape of what is stored of a warm-up: its rule and length, open matters by week, and the check."""

from datetime import date
from typing import Literal

from pydantic import Field, FiniteFloat, model_validator

from analysis.report.shape_base import Estimate, Stored


class Period(Stored):
    """A period in which the demand comes round, and how often it lies in the warm-up: whole, cut, or longer than it."""

    period: Literal["week", "month", "quarter", "year"]
    fit: Literal["whole", "cut", "longer"]
    keys: list[str] = Field(default_factory=list)


class Pilot(Stored):
    """What pilots found by MSER-5: days of each design's transient, and the warm-up that follows."""

    replications: int
    designs: dict[str, int | None]
    days: int


class Band(Stored):
    """Open matters of each week since the start: the mean over replications and the band they lie in."""

    mean: list[FiniteFloat]
    low: list[FiniteFloat]
    high: list[FiniteFloat]


class Filling(Estimate):
    """Open matters before the window and at its end, and the difference, which says whether the house still filled."""

    before: FiniteFloat
    after: FiniteFloat
    relative: Estimate | None = None


class Check(Stored):
    """So many days before the window held against as many at its end."""

    days: int
    same_season: bool
    designs: dict[str, Filling] | None = None


class WarmUp(Stored):
    """The warm-up of a comparison."""

    rule: Literal["periods", "given", "mser5"]
    days: int
    stationary: bool
    once: list[str] = Field(default_factory=list)
    periods: list[Period]
    pilot: Pilot | None = None
    truncation_days: dict[str, int | None] | None = None
    weeks: list[date] = Field(default_factory=list)
    open: dict[str, Band] = Field(default_factory=dict)
    check: Check

    @model_validator(mode="after")
    def _one_point_per_week(self) -> "WarmUp":
        for name, band in self.open.items():
            if not len(band.mean) == len(band.low) == len(band.high) == len(self.weeks):
                raise ValueError(f"open matters of design {name!r} have not one value for each of the weeks")
        return self
