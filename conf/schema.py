"""The schema of a scenario file: every key, its type and its bounds.

The options of levers, matter types and procedures are the model's own records (`sim`), so each is defined
once. What stands here is the shape of the file around them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from conf.evidence import Reported, Uncertainty
from conf.generated_sites import GeneratedSites
from conf.listed import ListedFunction, ListedPerson, with_counts_of_functions, with_counts_of_staff
from sim.errors import DesignError, InputError, UnknownName, nearest
from sim.institution import EVERY_WEEKDAY, Site, Title
from sim.levers.authority import Authority
from sim.levers.command import Command
from sim.levers.coordination import Coordination
from sim.levers.counterparts import Counterparts
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.dispatch import Dispatch
from sim.levers.incentives import Incentives
from sim.levers.membership import Membership
from sim.levers.process import Process
from sim.levers.stages import OwnRank, RankName
from sim.levers.supervision import Supervision
from sim.levers.task_force import TaskForces
from sim.levers.territory import Territory
from sim.levers.transfer import Transfer
from sim.levers.units import Units
from sim.options import Count, NonNegative, Positive, Share, Weekday
from sim.procedure import Abilities, Meeting, Procedure
from sim.workload.broadcasts import Broadcasts
from sim.workload.demand import Absences, AskedFor, Duplicates, MatterType, OfficeDesks
from sim.workload.laws import Law

SCHEMA_VERSION = 1
LEVERS = tuple(field.name for field in fields(Levers))
CONF = Path(__file__).parent

Posts = Annotated[int, Field(ge=0)]


class Block(BaseModel):
    """A block of the file in which an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _counted(*keys: str) -> Callable[[dict[str, Any]], None]:
    """Return what strikes keys from the required ones of a JSON schema: counts that follow where a list is given."""

    def strike(schema: dict[str, Any]) -> None:
        schema["required"] = [key for key in schema.get("required", ()) if key not in keys]

    return strike


class CalendarBlock(Block):
    """Which days are worked, and the office hours of such a day."""

    days: Literal["china", "weekdays", "always"] = "china"
    hours: list[tuple[str, str]] = [("08:30", "12:00"), ("14:00", "17:30")]


class WindowBlock(Block):
    """The measured window and what lies around it; all dates belong to it. `warm_up` says what its length goes by."""

    warm_up: Literal["periods", "given", "mser5"] = "periods"
    warm_up_from: date = date(2020, 10, 1)
    first: date = date(2021, 1, 1)
    last: date = date(2021, 12, 31)
    cap: date = date(2022, 6, 30)


class BureauBlock(Block):
    """An upper-level bureau: how many offices it has, and its functions by category of business."""

    model_config = ConfigDict(json_schema_extra=_counted("offices", "functions"))

    title: Title | None = None
    offices: Count
    functions: dict[str, Posts]


class CategoryBlock(Block):
    """A category of business, and into how many groups its functions fall."""

    title: Title | None = None
    groups: Count = 1


class StaffBlock(Block):
    """How many people of each rank there are, in how many categories each is versed, and for what share of time.

    Or who they are: then the numbers of each rank follow.
    """

    model_config = ConfigDict(json_schema_extra=_counted("officer"))

    chief: Annotated[int, Field(ge=0, le=1)] = 0
    deputy: Posts = 0
    officer: Count
    expertise: Count = 2
    full_time: dict[OwnRank, Share] = {}
    licences: dict[str, Count] = {}  # how many officers have each
    people: list[ListedPerson] = []  # instead of the numbers of each rank, and of licences

    _count = model_validator(mode="before")(with_counts_of_staff)


class HoursBlock(Block):
    """Hours of their own, for those who meet all the conditions that are given."""

    ranks: list[OwnRank] = []  # none given: all
    bureaus: list[str] = []  # whose officers; none given: everybody
    hours: list[tuple[str, str]] = []  # none given: the office's
    weekdays: list[Weekday] = list(EVERY_WEEKDAY)


class TablesBlock(Block):
    """Table files, each in place of a list; their rows are laid in before the configuration is checked."""

    staff: str | None = None
    functions: str | None = None
    sites: str | None = None


class InstitutionBlock(Block):
    """Counterparts, functions, staff and sites. Where functions are listed, the numbers of them follow."""

    model_config = ConfigDict(json_schema_extra=_counted("categories", "bureaus"))

    title: Title | None = None
    categories: dict[str, CategoryBlock]
    bureaus: dict[str, BureauBlock]
    functions: list[ListedFunction] = []  # instead of numbers of offices, functions and groups
    staff: StaffBlock
    abilities: Abilities = Abilities()
    hours: dict[str, HoursBlock] = {}
    meetings: dict[str, Meeting] = {}
    cost_per_hour: dict[RankName, NonNegative] = {}  # yuan for an hour on duty; none: costs are not counted
    sites: list[Site] = []
    sites_generated: GeneratedSites | None = None  # in place of sites one by one
    per_site: bool = False  # each site has all functions, in categories of its own
    tables: TablesBlock = TablesBlock()

    _count = model_validator(mode="before")(with_counts_of_functions)

    @model_validator(mode="after")
    def _sites_are_given_once(self) -> Self:
        if self.sites and self.sites_generated is not None:
            raise DesignError("sites and sites_generated are both given; expected sites one by one, or how many.")
        return self

    @field_validator("tables")
    @classmethod
    def _are_read(cls, tables: TablesBlock) -> TablesBlock:
        """Refuse tables that are still to be read, which would pass for none."""
        for name, path in tables:
            if path is not None:
                raise InputError(f"{name}={path!r} has not been read; expected its rows, laid in from the table.")
        return tables


class DemandBlock(Block):
    """What comes in. `load` sets the volume, as a multiple of the types' `per_year`."""

    load: Positive | None = None
    types: dict[str, MatterType]
    duplicates: Duplicates = Duplicates()
    misdirected_share: Annotated[float, Field(ge=0, le=1)] = 0.0
    misdirected_rounds: Count = 1
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
    broadcasts: Broadcasts | None = None
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
    territory: Territory = Territory()
    transfer: Transfer = Transfer()
    task_force: TaskForces = TaskForces()
    process: Process = Process()
    coordination: Coordination = Coordination()
    authority: Authority = Authority()
    command: Command = Command()
    supervision: Supervision = Supervision()
    dispatch: Dispatch = Dispatch()
    data: Data = Data()
    counterparts: Counterparts = Counterparts()
    incentives: Incentives = Incentives()

    def levers(self) -> Levers:
        """Return the options of all levers."""
        return Levers(**{name: getattr(self, name) for name in LEVERS})


class LoadAxisBlock(Block):
    """The loads at which designs are compared once more, with fewer replications and no interval."""

    loads: list[Positive] = [0.6, 0.75, 0.9, 1.05]
    replications: Count = 10


class CapacityBlock(Block):
    """The search for the largest multiples of today's arrivals without a growing backlog, and with enough on time."""

    replications: Count = 10
    tolerance: Positive = 0.025
    low: Positive = 0.8
    high: Positive = 1.3
    on_time_share: Share | None = 0.9  # none: that capacity is not searched


class PrecisionBlock(Block):
    """How exactly paired differences should be known; `compare` replicates until they are, at most up to `cap`."""

    measure: str = "elapsed_days_mean"
    half_width: Positive | None = None  # in the measure's unit
    relative: Positive | None = None  # as a share of the baseline's mean
    cap: Count = 200
    designs: list[str] | None = None  # none given: all

    @model_validator(mode="after")
    def _one_width(self) -> Self:
        if (self.half_width is None) == (self.relative is None):
            given = "neither" if self.half_width is None else "both"
            raise InputError(f"{given} of half_width and relative is given; expected one of them.")
        return self


class SweepBlock(Block):
    """Which points a sweep plays: axes in Hydra's grammar and a design of experiments, or a table of points."""

    axes: dict[str, Any] = {}  # key -> values, or a text such as range(4,28) or interval(0.6,1.05)
    sampling: Literal["product", "one_at_a_time", "latin_hypercube", "sobol", "morris"] = "product"
    samples: Count | None = None  # points (Latin hypercube, Sobol) or trajectories (Morris)
    points: str | None = None  # a table of points, CSV or xlsx, in place of axes
    designs: list[str] | None = None  # played beside the baseline; none given: all


class ExecutorBlock(Block):
    """Where runs are played. `scheduler` is the address of a Dask cluster's; none: a cluster of this machine."""

    name: Literal["serial", "processes", "threads", "dask"] = "processes"
    workers: Count | None = None
    scheduler: str | None = None

    @model_validator(mode="after")
    def _scheduler_is_of_dask(self) -> Self:
        if self.scheduler is not None and self.name != "dask":
            raise InputError(f"scheduler={self.scheduler!r} was given to {self.name!r}; expected executor=dask.")
        if self.scheduler is not None and self.workers is not None:
            raise InputError(
                f"workers={self.workers} was given beside a scheduler, whose cluster has its own; expected one of them."
            )
        return self


class ScenarioFile(Block):
    """A whole resolved configuration."""

    schema_version: Literal[1]
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$")]
    title: Title
    story: Title | None = None
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
    uncertainty: Uncertainty | None = None
    reported: Reported | None = None
    engine: str = "auto"
    replications: Annotated[int, Field(ge=2)] = 30
    seed: Annotated[int, Field(ge=0)] = 2026
    executor: ExecutorBlock = ExecutorBlock()
    load_axis: LoadAxisBlock | None = None
    capacity: CapacityBlock | None = None
    sweep: SweepBlock = SweepBlock()
    precision: PrecisionBlock | None = None
    results: str = "results"

    @model_validator(mode="after")
    def _baseline_exists(self) -> Self:
        if self.baseline not in self.designs:
            raise UnknownName(f"baseline={self.baseline!r} is no design. {nearest(self.baseline, self.designs)}")
        return self

    @model_validator(mode="after")
    def _precision_can_be_reached(self) -> Self:
        if self.precision is None:
            return self
        others = [name for name in self.designs if name != self.baseline]
        for name in self.precision.designs or ():
            if name not in others:
                raise UnknownName(f"precision.designs names {name!r}, which has no difference. {nearest(name, others)}")
        if not others or self.precision.designs == []:
            raise InputError("precision is given, but there is no design beside the baseline; expected one to watch.")
        if self.precision.cap < self.replications:
            raise InputError(
                f"precision.cap={self.precision.cap} is below replications={self.replications}, the number that is "
                "looked at first; expected at least that."
            )
        return self
