"""The shape of a stored comparison, as the report reads it; keys it does not know are let pass."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, FiniteFloat, model_validator

from analysis.report.shape_base import Estimate, Stored, Title
from analysis.report.shape_capacity import GrowthCapacity
from analysis.report.shape_sensitivity import Sensitivity
from analysis.report.shape_warm_up import WarmUp

Status = Literal["steady", "capped", "overloaded"]
Rank = Literal["officer", "head", "deputy", "chief"]
Count = Annotated[int, Field(ge=0)]


class ListedUnit(Stored):
    """One unit of a design as the picture of the institution needs it."""

    name: str
    title: Title
    staff: FiniteFloat
    offices: FiniteFloat
    deputy: str | None = None


class Design(Stored):
    """One design: what it needs, how it is set, what came out."""

    title: Title
    status: Status
    levers: dict[str, Any] = Field(default_factory=dict)
    units: Count
    leaders: Count
    posts: FiniteFloat
    unit_list: list[ListedUnit] = Field(default_factory=list)
    faces: dict[str, dict[str, FiniteFloat]] = Field(default_factory=dict)
    measures: dict[str, Estimate]


class Bureau(Stored):
    """An upper-level bureau and the number of its offices."""

    name: str
    title: Title
    offices: FiniteFloat


class Leader(Stored):
    """A leader of the institution; the picture shows the chief and the deputies."""

    name: str
    rank: Rank
    title: Title | None = None


class Difference(Estimate):
    """A design minus the baseline in one measure, paired, with its simultaneous interval."""

    measure: str
    design: str
    relative: Estimate | None = None
    variance_ratio: FiniteFloat | None = None


class Precision(Stored):
    """What a rule for the number of replications asked for, and what it reached."""

    measure: str
    wanted: FiniteFloat
    relative: bool = False
    reached: dict[str, FiniteFloat | None]  # half-widths by design; null stands for an infinite one
    unwatched: dict[str, str] = Field(default_factory=dict)
    met: bool
    looks: Count
    schedule: list[Count]
    stopped_at: Count
    cap: Count


class Group(Estimate):
    """A design minus the baseline for one type, origin or rank."""

    dimension: str
    group: str
    title: Title
    measure: str
    design: str
    baseline_value: FiniteFloat | None = None
    value: FiniteFloat | None = None


class Distribution(Stored):
    """The share of matters closed within so many days."""

    days: list[FiniteFloat]
    share_closed: list[FiniteFloat]

    @model_validator(mode="after")
    def _equally_long(self) -> "Distribution":
        if len(self.days) != len(self.share_closed):
            raise ValueError(
                f"days has {len(self.days)} entries and share_closed {len(self.share_closed)}, expected equally many"
            )
        return self


class Person(Stored):
    """How one person's scheduled hours were spent, as shares that add up to 1."""

    person: str
    rank: Rank
    unit: str | None = None
    direct: FiniteFloat = 0.0
    coordination: FiniteFloat = 0.0
    decision: FiniteFloat = 0.0
    liaison: FiniteFloat = 0.0
    rework: FiniteFloat = 0.0
    held: FiniteFloat = 0.0
    travel: FiniteFloat = 0.0
    idle: FiniteFloat = 0.0
    signatures_per_day: FiniteFloat | None = None


class LoadLine(Stored):
    """One design at each load of the axis."""

    status: list[Status]
    elapsed_days_median: list[FiniteFloat | None]
    elapsed_days_mean: list[FiniteFloat | None] = Field(default_factory=list)


class LoadAxis(Stored):
    """Elapsed days against load, from a few replications without intervals."""

    replications: Count
    loads: list[FiniteFloat] = Field(min_length=1)
    designs: dict[str, LoadLine]
    sign_changes: dict[str, list[FiniteFloat] | None] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_point_per_load(self) -> "LoadAxis":
        for name, line in self.designs.items():
            if not len(line.status) == len(line.elapsed_days_median) == len(self.loads):
                raise ValueError(f"design {name!r} has not one status and one median for each of the loads")
        return self


class Source(Stored):
    """Where one number of the scenario comes from."""

    key: str
    value: str
    kind: str
    fact: str | None = None
    range: list[FiniteFloat | str] | None = None
    reason: Title | None = None
    changed: bool = False


class Window(Stored):
    """The calendar days that are warmed up, measured, and waited for at most."""

    warm_up_from: date
    from_: date = Field(alias="from")
    to: date
    cap: date


class Load(Stored):
    """How much work the scenario holds beside the hours there are to do it."""

    nominal: FiniteFloat | None = None
    volume_multiple: FiniteFloat | None = None
    matters_per_year: FiniteFloat | None = None
    steps_per_matter: FiniteFloat | None = None
    offered_hours: dict[str, FiniteFloat] = Field(default_factory=dict)
    scheduled_hours: FiniteFloat | None = None


class Comparison(Stored):
    """A stored comparison of designs under one scenario."""

    scenario: str
    title: Title
    story: Title | None = None
    baseline: str
    reform: str | None = None  # the design that the scenario judges, if it names one
    titles: dict[str, dict[str, Title]] = Field(default_factory=dict)  # kind -> name -> title
    seed: int
    replications: Count
    engine: str
    confidence: FiniteFloat = 0.95
    family: Count
    precision: Precision | None = None
    command: str = ""  # that the comparison was made with; none where Python asked for it
    versions: dict[str, str]
    window: Window
    rests_on_assumptions: bool
    load: Load
    designs: dict[str, Design] = Field(min_length=1)
    bureaus: list[Bureau] = Field(default_factory=list)
    leaders: list[Leader] = Field(default_factory=list)
    differences: list[Difference]
    groups: list[Group]
    elapsed_distribution: dict[str, Distribution] = Field(default_factory=dict)
    people: dict[str, list[Person]] = Field(default_factory=dict)
    load_axis: LoadAxis | None = None
    capacity: GrowthCapacity | None = None
    warm_up: WarmUp | None = None
    sensitivity: Sensitivity | None = None  # its own file beside the comparison
    sources: list[Source]

    @model_validator(mode="after")
    def _names_exist(self) -> "Comparison":
        if self.baseline not in self.designs:
            raise ValueError(f"baseline is {self.baseline!r}, expected one of {', '.join(self.designs)}")
        for design in (*(row.design for row in self.differences), *(row.design for row in self.groups)):
            if design not in self.designs:
                raise ValueError(f"a row names the design {design!r}, expected one of {', '.join(self.designs)}")
        if self.sensitivity is not None and self.sensitivity.design not in self.designs:
            known = ", ".join(self.designs)
            raise ValueError(f"sensitivity.json is of the design {self.sensitivity.design!r}, expected one of {known}")
        return self

    @property
    def others(self) -> list[str]:
        """The designs that are compared with the baseline, in their order."""
        return [name for name in self.designs if name != self.baseline]

    @property
    def counterpart(self) -> str | None:
        """The design drawn opposite the baseline: the reform, else the last whose units differ, else the last."""
        for name in (self.reform, "reform"):
            if name in self.others:
                return name
        regrouped = [name for name in self.others if self._units(name) != self._units(self.baseline)]
        candidates = regrouped or self.others
        return candidates[-1] if candidates else None

    def _units(self, design: str) -> list[str]:
        return sorted(unit.name for unit in self.designs[design].unit_list)
