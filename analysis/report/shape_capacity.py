"""The shape of what is stored of capacities."""

from typing import Annotated, Literal

from pydantic import Field, FiniteFloat

from analysis.report.shape_base import Stored


class Capacity(Stored):
    """The largest multiple of today's arrivals that each design bears, and where none was found, why."""

    designs: dict[str, FiniteFloat | None]
    reasons: dict[str, Literal["misses", "bears", "no_deadline"]] = Field(default_factory=dict)


class OnTimeCapacity(Capacity):
    """The same with at least a share of the matters on time."""

    share: FiniteFloat


class GrowthCapacity(Capacity):
    """The same without a growing backlog, and how both were searched."""

    replications: Annotated[int, Field(ge=0)]
    tolerance: FiniteFloat | None = None
    on_time: OnTimeCapacity | None = None
