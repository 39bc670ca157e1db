"""Small worlds for tests: plans written down step by step, and institutions small enough to follow by hand.

Times are given and read in hours since the scenario's start, a Monday at midnight. The file is long because a
world has two faces, a plan by hand and an institution that a plan is built from, which share all their words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from sim.arrays import NEVER, Ints
from sim.calendar import MS_PER_HOUR, Calendar
from sim.horizon import Horizon
from sim.institution import Function, Institution, Named, Office, Person, Rank, Title
from sim.levers.design import Design, Levers, Organisation, organise
from sim.plan.plan import Edges, Guard, Kind, Matters, People, Plan, Steps
from sim.plan.provisions import Pressure
from sim.planning.build import build_plan
from sim.procedure import Abilities, Meeting, Procedure
from sim.trace import NOT_YET, State, Trace
from sim.workload.demand import Decision, Demand, MatterType, OfficeDesks
from sim.workload.draws import Uniforms
from sim.workload.expectations import Expectations
from sim.workload.laws import Law
from sim.workload.outcomes import outcomes_of
from sim.workload.tables import AbsenceTable, BroadcastTable, ContactTable, MatterTable, NeedTable, Workload


def ms(hours: float) -> int:
    """Return hours as ms."""
    return round(hours * MS_PER_HOUR)


def sessions(*periods: tuple[float, float]) -> Calendar:
    """Return the calendar open in these periods."""
    return Calendar.of([ms(begin) for begin, _ in periods], [ms(end) for _, end in periods])


ALWAYS = sessions((0, 10_000))
OFFICE = sessions(*((24 * day + begin, 24 * day + end) for day in range(4) for begin, end in ((8, 12), (14, 18))))
"""08:00-12:00 and 14:00-18:00 on four days: 8-12, 14-18, 32-36, 38-42, 56-60, 62-66, 80-84, 86-90."""


# plans, step by step ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Clerk:
    """A person of a small plan; `skill` and `errs` are by category."""

    units: tuple[int, ...]
    rank: int
    calendar: Calendar
    skill: tuple[float, ...]
    errs: tuple[float, ...]


def clerk(
    *units: int, rank: int = 1, calendar: Calendar = ALWAYS,
    skill: Sequence[float] = (1, 1), errs: Sequence[float] = (0, 0),
) -> Clerk:  # fmt: skip
    """Return a person who prefers the units in the order given."""
    return Clerk(units, rank, calendar, tuple(skill), tuple(errs))


def step(
    hours: float, *, unit: int = 0, category: int = -1, rank: int = 1, priority: int = 1, order: int = 0,
    lag: float = 0, calendar: int = -1, chance: float = 1.0, kind: Kind = Kind.HANDLE,
) -> dict[str, float]:  # fmt: skip
    """Return a step that takes so many hours of somebody's work."""
    return {
        "work_hours": hours, "unit": unit, "category": category, "rank": rank, "priority": priority,
        "order_key": order, "lag_ms": ms(lag), "calendar": calendar, "chance": chance, "kind": int(kind),
    }  # fmt: skip


def wait(hours: float = 0, *, calendar: int = -1) -> dict[str, float]:
    """Return a pure wait; without hours it is a join."""
    return step(hours, unit=-1, calendar=calendar, kind=Kind.WAIT_OUTSIDE)


def small_plan(
    people: Sequence[Clerk],
    matters: Sequence[tuple[float | None, Sequence[dict[str, float]]]],
    *,
    edges: Iterable[tuple[int, ...]] = (),
    calendars: Sequence[Calendar] = (),
    setup: float | Sequence[float] = 0.0,
    awaited: Sequence[bool] | None = None,
    end: float = 1000.0,
    least: float = 0.0,
    due: Mapping[int, float] | None = None,
    **provisions: Any,
) -> Plan:
    """Return a plan of `matters`, each a release (None: never) and its steps.

    Steps are numbered through. An edge is (source, target), (source, target, guard), or (source, target,
    guard, judged). Matters that `due` does not name have no deadline.
    """
    steps = [{"matter": matter, **one} for matter, (_, own) in enumerate(matters) for one in own]
    links = sorted((*edge, *(Guard.ALWAYS, edge[0])[len(edge) - 2 :]) for edge in edges)
    n, width, due = len(steps), len(people[0].skill), due or {}

    def column(name: str, dtype: type = np.int64) -> np.ndarray:
        return np.array([one[name] for one in steps], dtype=dtype)

    return Plan(
        steps=Steps(
            **{name: column(name) for name in ("matter", "kind", "unit", "category", "rank", "priority", "order_key")},
            **{name: column(name) for name in ("lag_ms", "calendar")},
            **{name: column(name, np.float64) for name in ("work_hours", "chance")},
            need=np.full(n, -1, dtype=np.int64), attempt=np.ones(n, dtype=np.int64),
        ),
        edges=Edges(**{
            name: np.array([link[place] for link in links], dtype=np.int64)
            for place, name in enumerate(("source", "target", "guard", "judged"))
        }),
        matters=Matters(
            release_ms=np.array([NEVER if at is None else ms(at) for at, _ in matters], dtype=np.int64),
            deadline_ms=np.array([ms(due[at]) if at in due else NEVER for at in range(len(matters))], dtype=np.int64),
            type=np.zeros(len(matters), dtype=np.int64),
            awaited=np.array([True] * len(matters) if awaited is None else awaited, dtype=bool),
        ),
        people=People(
            calendar=len(calendars) + np.arange(len(people), dtype=np.int64),
            rank=np.array([one.rank for one in people], dtype=np.int64),
            unit_start=np.cumsum([0, *(len(one.units) for one in people)], dtype=np.int64),
            unit=np.array([unit for one in people for unit in one.units], dtype=np.int64),
            skill=np.array([one.skill for one in people], dtype=np.float64),
            error_rate=np.array([one.errs for one in people], dtype=np.float64),
        ),
        calendars=(*calendars, *(one.calendar for one in people)),
        setup_hours=np.zeros(width) + setup,
        n_units=1 + max(unit for one in people for unit in one.units),
        end_ms=ms(end), least_ms=ms(least), **provisions,
    )  # fmt: skip


def haste(*rows: tuple[int, int, float, float]) -> Pressure:
    """Return thresholds: unit, from how many waiting on, by what work is multiplied, and by what the error rate."""
    unit, waiting, hours, errors = zip(*rows, strict=True)
    return Pressure(
        unit=np.array(unit, dtype=np.int64), waiting=np.array(waiting, dtype=np.int64),
        hours_factor=np.array(hours, dtype=np.float64), error_factor=np.array(errors, dtype=np.float64),
    )  # fmt: skip


# traces, line by line -----------------------------------------------------------------------------


class Line(NamedTuple):
    """What happened to a step; None: not reached, or nobody."""

    state: str
    ready: float | None = None
    started: float | None = None
    ended: float | None = None
    by: int | None = None
    outcome: int | None = None


class Log(NamedTuple):
    """A whole trace."""

    steps: list[Line]
    closed: list[float | None]
    stopped: float


def done(ready: float, started: float, ended: float, *, by: int | None = None, erred: bool = False) -> Line:
    """Return the line of a step that has ended."""
    return Line("ended", ready, started, ended, by, int(erred))


def waited(began: float, ended: float) -> Line:
    """Return the line of a pure wait that has ended."""
    return done(began, began, ended)


def started(ready: float, at: float, *, by: int | None = None) -> Line:
    """Return the line of a step that has not ended."""
    return Line("started", ready, at, None, by)


def waiting(ready: float) -> Line:
    """Return the line of a step that nobody has taken."""
    return Line("waiting", ready)


def left(ready: float, at: float) -> Line:
    """Return the line of a step that left, since nobody took it."""
    return Line("left", ready, None, at)


def interrupted(ready: float, at: float, *, by: int) -> Line:
    """Return the line of a step that was started then, and waits for who goes on with it."""
    return Line("waiting", ready, at, None, by)


SKIPPED = Line("skipped")
PENDING = Line("pending")
LAGGING = Line("lagging")


def log(trace: Trace) -> Log:
    """Return a trace in hours, to be compared whole."""

    def hours(column: Ints) -> list[float | None]:
        return [None if value == NOT_YET else value / MS_PER_HOUR for value in column.tolist()]

    def numbers(column: Ints) -> list[int | None]:
        return [None if value == NOT_YET else value for value in column.tolist()]

    lines = zip(
        [State(state).name.lower() for state in trace.state.tolist()],
        hours(trace.ready_ms), hours(trace.started_ms), hours(trace.ended_ms),
        numbers(trace.person), numbers(trace.outcome),
        strict=True,
    )  # fmt: skip
    return Log([Line(*line) for line in lines], hours(trace.closed_ms), trace.stopped_ms / MS_PER_HOUR)


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
        together=np.zeros((len(functions), len(functions))),
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
