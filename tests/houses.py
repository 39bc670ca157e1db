"""Small institutions for tests: houses to follow by hand, workloads without chance, and the plans that come of both.

Times are in hours since the scenario's start, a Monday at midnight, as in `worlds`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
from worlds import ms

from sim.arrays import NEVER, Ints
from sim.blocks import block_size
from sim.horizon import Horizon
from sim.institution import Function, Institution, Named, Office, Person, Rank, Title
from sim.levers.design import Design, Levers, Organisation, organise
from sim.plan.plan import Kind, Plan
from sim.planning.build import build_plan
from sim.procedure import Abilities, Meeting, Procedure
from sim.workload.demand import Decision, Demand, MatterType, OfficeDesks
from sim.workload.draws import Uniforms
from sim.workload.expectations import Expectations
from sim.workload.laws import Law
from sim.workload.outcomes import outcomes_of
from sim.workload.tables import AbsenceTable, BroadcastTable, ContactTable, MatterTable, NeedTable, Workload

# institutions -------------------------------------------------------------------------------------

GRID = {"b0c0": ("b0", "c0"), "b0c1": ("b0", "c1"), "b1c0": ("b1", "c0"), "b1c1": ("b1", "c1")}
"""Functions of two bureaus and two categories: name -> (bureau, category)."""


def person(name: str, *expertise: str, rank: Rank = Rank.OFFICER, bureau: str = "b0") -> Person:
    """Return a member of staff who is versed in these categories."""
    return Person(name=name, rank=rank, bureau=bureau, expertise=frozenset(expertise))


def officers(number: int) -> tuple[Person, ...]:
    """Return officers p0, p1 … versed in nothing, so that they go to units in this order."""
    return tuple(person(f"p{index}") for index in range(number))


DEPUTIES = (person("d0", rank=Rank.DEPUTY), person("d1", rank=Rank.DEPUTY))
CHIEF = person("z", rank=Rank.CHIEF)


def house(
    staff: Sequence[Person],
    functions: Mapping[str, tuple[str, str]] = GRID,
    *,
    groups: Mapping[str, str] | None = None,
    offices: Mapping[str, str] | None = None,
) -> Institution:
    """Return an institution; a function's group is its category and its office is its own, unless given."""
    groups, offices = groups or {}, offices or {}
    office = {name: offices.get(name, f"office_{name}") for name in functions}
    bureau_of_office = {office[name]: bureau for name, (bureau, _) in functions.items()}

    def named(names: Iterable[str]) -> tuple[Named, ...]:
        return tuple(Named(name=name, title=Title(zh=name.upper(), en=name)) for name in sorted(set(names)))

    return Institution(
        title=Title(zh="全部", en="all"),
        bureaus=named(bureau for bureau, _ in functions.values()),
        categories=named(category for _, category in functions.values()),
        offices=tuple(Office(name=name, bureau=bureau) for name, bureau in bureau_of_office.items()),
        functions=tuple(
            Function(name=name, office=office[name], category=category, group=groups.get(name, category))
            for name, (_, category) in functions.items()
        ),
        staff=tuple(staff),
    )


# calendars ----------------------------------------------------------------------------------------

MONDAY = date(2021, 3, 1)


def horizon(
    days: int = 28, *, hours: Sequence[tuple[str, str]] = (("00:00", "24:00"),), weekends: bool = True
) -> Horizon:
    """Return days from a Monday on, all of them measured; by default work goes on day and night."""
    last = MONDAY + timedelta(days=days)
    working = np.array([weekends or day % 7 < 5 for day in range(days)])
    return Horizon(first=MONDAY, window_from=MONDAY, window_to=last, cap=last, working=working, hours=tuple(hours))


OFFICE_DAYS = horizon(hours=(("08:00", "12:00"), ("14:00", "18:00")), weekends=False)
"""Monday to Friday, with the hours of OFFICE."""


# workloads without chance -------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Need:
    """One need; by default it goes well and asks nothing of anybody outside."""

    function: str
    hours: float
    views: float = 0.0  # working hours
    errors: tuple[float, ...] = (1.0, 1.0)
    resubmitted: float = 1.0
    resubmission: float = 0.0  # clock hours
    lost: float = 0.0  # working hours
    refuses: bool = False
    visits: bool = False


def need(function: str, hours: float, **rest: object) -> Need:
    """Return a need of this function."""
    return Need(function=function, hours=hours, **rest)


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One matter; by default from an enterprise, with nothing to decide."""

    needs: tuple[Need, ...]
    at: float = 0.0
    type: int = 0
    deadline: float | None = None
    priority: int = 2
    decision: Decision = Decision.NONE
    office: str | None = None
    supplement: float = 0.0  # clock hours
    review: float = 0.0  # working hours
    misdirected: float = 1.0
    mistaken_for: str | None = None
    twin_of: int = -1
    ordered: bool = False
    in_hand: bool = False
    prefilled: float = 1.0
    prefilled_catches: float = 1.0
    weight: float = 1.0
    direct: float = 1.0
    urgent: bool = False
    patience: float | None = None  # clock hours
    stays: bool = False
    complains: bool = False
    complaint: float = 0.0  # hours of work
    asks: bool = False
    answer: float = 0.0  # working hours
    answer_work: float = 0.0  # of the office, in hours
    site: int = -1
    point: float = 1.0
    online: float = 1.0
    informal: float = 1.0


def matter(*needs: Need, **rest: object) -> Matter:
    """Return a matter with these needs, the lead's first."""
    return Matter(needs=needs, **rest)


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A call of an upper-level office."""

    office: str
    at: float = 0.0
    hours: float = 1.0
    duplicate_of: str | None = None
    asked_for: int = 0  # Rank; 0: a report
    deadline: float | None = None


def workload(
    matters: Sequence[Matter], institution: Institution, *, contacts: Sequence[Contact] = (),
    absences: Sequence[tuple[str, float, float]] = (),
) -> Workload:  # fmt: skip
    """Return the tables of these matters, contacts and absences (name, from, to)."""
    place = {function.name: index for index, function in enumerate(institution.functions)}
    staff = {member.name: index for index, member in enumerate(institution.staff)}
    needs = [(row, at, one) for row, own in enumerate(matters) for at, one in enumerate(own.needs)]

    def ints(values: Iterable[int]) -> Ints:
        return np.array(list(values), dtype=np.int64)

    def floats(values: Iterable[float]) -> np.ndarray:
        return np.array(list(values), dtype=np.float64)

    return Workload(
        matters=MatterTable(
            type=ints(one.type for one in matters), ordinal=np.arange(len(matters)),
            release_ms=ints(ms(one.at) for one in matters),
            deadline_ms=ints(NEVER if one.deadline is None else ms(one.deadline) for one in matters),
            priority=ints(one.priority for one in matters), decision=ints(one.decision for one in matters),
            office=ints(-1 if one.office is None else institution.office_index[one.office] for one in matters),
            supplement_ms=ints(ms(one.supplement) for one in matters),
            review_ms=ints(ms(one.review) for one in matters),
            misdirected=floats(one.misdirected for one in matters),
            mistaken_for=ints(place[one.mistaken_for or one.needs[0].function] for one in matters),
            twin_of=ints(one.twin_of for one in matters),
            ordered=np.array([one.ordered for one in matters], dtype=bool),
            in_hand=np.array([one.in_hand for one in matters], dtype=bool), surge=np.zeros(len(matters), dtype=bool),
            prefilled=floats(one.prefilled for one in matters),
            prefilled_catches=floats(one.prefilled_catches for one in matters),
            weight=floats(one.weight for one in matters), direct=floats(one.direct for one in matters),
            urgent=np.array([one.urgent for one in matters], dtype=bool),
            patience_ms=ints(NEVER if one.patience is None else ms(one.patience) for one in matters),
            stays=np.array([one.stays for one in matters], dtype=bool),
            complains=np.array([one.complains for one in matters], dtype=bool),
            complaint_hours=floats(one.complaint for one in matters),
            asks=np.array([one.asks for one in matters], dtype=bool),
            answer_ms=ints(ms(one.answer) for one in matters),
            answer_hours=floats(one.answer_work for one in matters),
            site=ints(one.site for one in matters), point=floats(one.point for one in matters),
            online=floats(one.online for one in matters), informal=floats(one.informal for one in matters),
        ),
        needs=NeedTable(
            matter=ints(row for row, _, _ in needs), place=ints(at for _, at, _ in needs),
            function=ints(place[one.function] for _, _, one in needs),
            work_hours=floats(one.hours for _, _, one in needs), views_ms=ints(ms(one.views) for _, _, one in needs),
            errors=floats(value for _, _, one in needs for value in one.errors).reshape(
                len(needs), len(needs[0][2].errors) if needs else 2
            ),
            resubmitted=floats(one.resubmitted for _, _, one in needs),
            resubmission_ms=ints(ms(one.resubmission) for _, _, one in needs),
            lost_ms=ints(ms(one.lost) for _, _, one in needs),
            refuses=np.array([one.refuses for _, _, one in needs], dtype=bool),
            visits=np.array([one.visits for _, _, one in needs], dtype=bool),
        ),
        contacts=ContactTable(
            office=ints(institution.office_index[one.office] for one in contacts),
            release_ms=ints(ms(one.at) for one in contacts), hours=floats(one.hours for one in contacts),
            duplicate_of=ints(-1 if one.duplicate_of is None else place[one.duplicate_of] for one in contacts),
            asked_for=ints(one.asked_for for one in contacts),
            deadline_ms=ints(NEVER if one.deadline is None else ms(one.deadline) for one in contacts),
        ),
        absences=AbsenceTable(
            person=ints(staff[name] for name, _, _ in absences), from_ms=ints(ms(begin) for _, begin, _ in absences),
            to_ms=ints(ms(end) for _, _, end in absences),
        ),
    )  # fmt: skip


def expecting(institution: Institution, hours: Mapping[str, float] | None = None) -> Expectations:
    """Return expected hours by function (1 where not given); no two functions share matters."""
    given = hours or {}
    functions = institution.functions
    return Expectations(
        hours=np.array([given.get(function.name, 1.0) for function in functions], dtype=np.float64),
        together=np.zeros((len(functions), block_size(institution))),
    )


# from a design to a plan --------------------------------------------------------------------------

PLAIN = MatterType(name="plain", per_year=0.0, work_hours=Law(mean=1.0))


@dataclass(frozen=True)
class Built:
    """A plan, with what is needed to read it."""

    plan: Plan
    organisation: Organisation
    institution: Institution
    places: tuple[str, ...] = field(default=())

    def steps(self, matter: int = 0) -> list[tuple[str, str, float]]:
        """Return (kind, place, hours) of a matter's steps, in the order of their identities."""
        steps = self.plan.steps
        return [
            (Kind(steps.kind[row]).name.lower(), self.places[steps.unit[row]], float(steps.work_hours[row]))
            for row in np.flatnonzero(steps.matter == matter).tolist()
        ]


def _streams(given: Mapping[str, Sequence[float]]) -> Uniforms:
    def uniforms(name: str, count: int) -> np.ndarray:
        return np.array([*given.get(name, ()), *[1.0] * count], dtype=np.float64)[:count]

    return uniforms


def build(
    institution: Institution, matters: Sequence[Matter] = (), levers: Levers | None = None, *,
    procedure: Procedure | None = None, abilities: Abilities | None = None, meetings: tuple[Meeting, ...] = (),
    days: Horizon | None = None, contacts: Sequence[Contact] = (), absences: Sequence[tuple[str, float, float]] = (),
    types: tuple[MatterType, ...] = (PLAIN,), misdirected_share: float = 0.0, misdirected_rounds: int = 1,
    expected: Expectations | None = None, whole_window: bool = False, office_desks: OfficeDesks | None = None,
    outcomes: Mapping[str, Sequence[float]] | None = None, broadcasts: BroadcastTable | None = None,
) -> Built:  # fmt: skip
    """Return the plan of these matters under a design; a step's place is a unit, a leader's name, or "" (a wait).

    The run ends with the last matter; with `whole_window`, as build_plan has it, not before the window does. Streams
    of `outcomes` hold a value for each matter of a type, or person; those that are not given hold 1.
    """
    design = Design(name="tried", title=institution.title, levers=levers or Levers())
    organisation = organise(design, institution, expected or expecting(institution))
    drawn = workload(matters, institution, contacts=contacts, absences=absences)
    foreseen = outcomes_of(drawn.matters, Demand(types=types), _streams(outcomes or {}))
    plan = build_plan(
        replace(drawn, outcomes=foreseen, broadcasts=broadcasts or BroadcastTable.none()), organisation,
        institution=institution,
        demand=Demand(
            types=types, misdirected_share=misdirected_share, misdirected_rounds=misdirected_rounds,
            office_desks=office_desks,
        ),
        procedure=procedure or Procedure(), abilities=abilities or Abilities(), meetings=meetings,
        horizon=days or horizon(),
    )  # fmt: skip
    leaders = [member.name for member in institution.staff if member.rank >= Rank.DEPUTY]
    outside = organisation.arrangement.contracts.names
    places = (*(unit.name for unit in organisation.arrangement.units), *leaders, *outside, "")
    return Built(plan if whole_window else replace(plan, least_ms=0), organisation, institution, places)
