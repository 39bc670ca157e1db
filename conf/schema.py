"""The schema of a scenario file: every key, its type and its bounds.

The options of levers, matter types and procedures are the model's own records (`sim`), so each is defined
once. What stands here is the shape of the file around them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from sim.errors import UnknownName, nearest
from sim.institution import EVERY_WEEKDAY, Title
from sim.levers.authority import Authority
from sim.levers.command import Command
from sim.levers.coordination import Coordination
from sim.levers.counterparts import Counterparts
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.units import Units
from sim.options import Count, NonNegative, Positive, Share, Weekday
from sim.procedure import Abilities, Meeting, Procedure
from sim.workload.demand import Absences, AskedFor, Duplicates, MatterType, OfficeDesks
from sim.workload.laws import Law

SCHEMA_VERSION = 1
LEVERS = tuple(field.name for field in fields(Levers))
CONF = Path(__file__).parent

Posts = Annotated[int, Field(ge=0)]
OwnRank = Literal["officer", "deputy", "chief"]


class Block(BaseModel):
    """A block of the file in which an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CalendarBlock(Block):
    """Which days are worked, and the office hours of such a day."""

    days: Literal["china", "weekdays", "always"] = "china"
    hours: list[tuple[str, str]] = [("08:30", "12:00"), ("14:00", "17:30")]


class WindowBlock(Block):
    """The measured window and what lies around it; all dates belong to it."""

    warm_up_from: date = date(2020, 10, 1)
    first: date = date(2021, 1, 1)
    last: date = date(2021, 12, 31)
    cap: date = date(2022, 6, 30)


class BureauBlock(Block):
    """An upper-level bureau: how many offices it has, and its functions by category of business."""

    title: Title | None = None
    offices: Count
    functions: dict[str, Posts]


class CategoryBlock(Block):
    """A category of business, and into how many groups its functions fall."""

    title: Title | None = None
    groups: Count = 1


class StaffBlock(Block):
    """How many people of each rank there are, in how many categories each is versed, and for what share of time."""

    chief: Annotated[int, Field(ge=0, le=1)] = 0
    deputy: Posts = 0
    officer: Count
    expertise: Count = 2
    full_time: dict[OwnRank, Share] = {}
    licences: dict[str, Count] = {}  # how many officers have each


class HoursBlock(Block):
    """Hours of their own, for those who meet all the conditions that are given."""

    ranks: list[OwnRank] = []  # none given: all
    bureaus: list[str] = []  # whose officers; none given: everybody
    hours: list[tuple[str, str]] = []  # none given: the office's
    weekdays: list[Weekday] = list(EVERY_WEEKDAY)


class InstitutionBlock(Block):
    """Counterparts, functions and staff."""

    title: Title | None = None
    categories: dict[str, CategoryBlock]
    bureaus: dict[str, BureauBlock]
    staff: StaffBlock
    abilities: Abilities = Abilities()
    hours: dict[str, HoursBlock] = {}
    meetings: dict[str, Meeting] = {}


class DemandBlock(Block):
    """What comes in. `load` sets the volume, as a multiple of the types' `per_year`."""

    load: Positive | None = None
    types: dict[str, MatterType]
    duplicates: Duplicates = Duplicates()
    misdirected_share: Annotated[float, Field(ge=0, le=1)] = 0.0
    resubmission_days: Law = Law(mean=0.0)
    contact_weeks: NonNegative = 0.0
    contact_hours: Law = Law(mean=1.0)
    contact_meetings: Annotated[float, Field(ge=0, le=1)] = 0.0
    meeting_rank: AskedFor = AskedFor()
    report_days: NonNegative | None = None
    lost_share: Annotated[float, Field(ge=0, le=1)] = 0.0
    lost_days: Law = Law(mean=0.0)
    refusal_share: Annotated[float, Field(ge=0, le=1)] = 0.0
    office_desks: OfficeDesks | None = None
    absences: Absences = Absences()
    rounds: Count = 2

    @field_validator("types", mode="before")
    @classmethod
    def _name_types(cls, types: Any) -> Any:
        """Tell each type its name, so that what is wrong with it can be told by that name."""
        if not isinstance(types, Mapping):
            return types
        return {name: {**kind, "name": name} if isinstance(kind, Mapping) else kind for name, kind in types.items()}


class DesignBlock(Block):
    """A design: the options of every lever; what it does not say is as in the design it is `like`."""

    title: Title | None = None
    like: str | None = None  # absent: the baseline
    levers_of: dict[str, list[str]] = {}  # other design -> levers taken whole from it
    units: Units = Units()
    membership: Membership = Membership()
    coordination: Coordination = Coordination()
    authority: Authority = Authority()
    command: Command = Command()
    data: Data = Data()
    counterparts: Counterparts = Counterparts()

    def levers(self) -> Levers:
        """Return the options of all levers."""
        return Levers(**{name: getattr(self, name) for name in LEVERS})


class LoadAxisBlock(Block):
    """The loads at which designs are compared once more, with fewer replications and no interval."""

    loads: list[Positive] = [0.6, 0.75, 0.9, 1.05]
    replications: Count = 10


class CapacityBlock(Block):
    """The search for the largest multiple of today's arrivals without a growing backlog."""

    replications: Count = 10
    tolerance: Positive = 0.025
    low: Positive = 0.8
    high: Positive = 1.3


class ExecutorBlock(Block):
    """Where runs are played."""

    name: Literal["serial", "processes"] = "processes"
    workers: Count | None = None


class ScenarioFile(Block):
    """A whole resolved configuration."""

    schema_version: Literal[1]
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$")]
    title: Title
    builder: str = "matrix"
    baseline: str
    outcome_reported: bool = False
    calendar: CalendarBlock = CalendarBlock()
    window: WindowBlock = WindowBlock()
    institution: InstitutionBlock
    demand: DemandBlock
    procedure: Procedure = Procedure()
    designs: dict[str, DesignBlock]
    sources: list[dict[str, Any]] = []
    engine: str = "auto"
    replications: Annotated[int, Field(ge=2)] = 30
    seed: Annotated[int, Field(ge=0)] = 2026
    executor: ExecutorBlock = ExecutorBlock()
    load_axis: LoadAxisBlock | None = None
    capacity: CapacityBlock | None = None
    results: str = "results"

    @model_validator(mode="after")
    def _baseline_exists(self) -> Self:
        if self.baseline not in self.designs:
            raise UnknownName(f"baseline={self.baseline!r} is no design. {nearest(self.baseline, self.designs)}")
        return self
