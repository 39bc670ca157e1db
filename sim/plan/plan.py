"""The plan: all steps of all matters under one design, as arrays. It is what an engine runs.

Every array is read-only and every index is int64. Times are int64 ms since the scenario's start; work is
float64 hours at skill 1. `docs/model.md` tells the rules that give these columns their meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import IntEnum

import numpy as np

from sim.arrays import Flags, Floats, Ints
from sim.calendar import Calendar
from sim.errors import PlanError


class Kind(IntEnum):
    """What a step does."""

    JOIN = 0  # nothing: it brings branches together
    DRAFT = 1  # 拟办: register the matter and propose who handles it
    ASSIGN = 2  # 批办: a leader hands it out
    HANDLE = 3  # 承办
    REQUEST = 4  # write the letter that seeks views
    WAIT_OUTSIDE = 5  # views of others, resubmissions
    HAND_OVER = 6  # 移交: on the way between two units
    MEET = 7  # 会商: the lead calls its collaborators together
    COUNTERSIGN = 8  # 会签: the head of a collaborating unit lets its share go
    MERGE = 9  # 汇总: the lead makes one answer of the shares
    SIGN = 10  # 签批
    REPLY = 11  # 办结
    LIAISE = 12  # 对接: meetings and reports of an upper-level counterpart
    SUPPLEMENT = 13  # 补正: the applicant supplements; the statutory clock stands still
    REVIEW = 14  # 专家评审: likewise
    ENTER = 15  # 二次录入: into a second system
    CLOSE = 16  # 办结核销: written off after the reply


class Guard(IntEnum):
    """When an edge is live."""

    ALWAYS = 0
    ON_ERROR = 1
    IF_FINE = 2


@dataclass(frozen=True, kw_only=True)
class Steps:
    """One row a step, sorted by matter, then by its place in the process; the row number is its identity."""

    matter: Ints
    need: Ints  # row of the workload's needs, -1 where the step serves none of them
    kind: Ints  # Kind
    unit: Ints  # -1: a pure wait, which takes nobody's time
    category: Ints  # -1: any skill, no set-up
    work_hours: Floats  # at skill 1; of a pure wait, how long it lasts
    rank: Ints  # the least rank that may do it
    priority: Ints  # smaller starts first, whatever the unit's order
    order_key: Ints  # the unit's order, as a number: smaller first
    lag_ms: Ints  # between the last live predecessor's end and ready
    calendar: Ints  # in whose working time the lag and a pure wait run; -1: clock time
    attempt: Ints  # 1 for the first round
    chance: Floats  # the step errs when this uniform < error_rate[person, category]


@dataclass(frozen=True, kw_only=True)
class Edges:
    """One row an edge, sorted by (source, target). Its guard reads the outcome of the step `judged`."""

    source: Ints
    target: Ints
    guard: Ints  # Guard
    judged: Ints  # the source itself, or a step that ended before it


@dataclass(frozen=True, kw_only=True)
class Matters:
    """One row a matter."""

    release_ms: Ints
    deadline_ms: Ints  # NEVER: none
    type: Ints  # index of the matter type, -1 for a liaison contact
    awaited: Flags  # the run ends when all of these are closed


@dataclass(frozen=True, kw_only=True)
class People:
    """One row a person; `unit` lists their units in the order in which they prefer to serve them."""

    calendar: Ints
    rank: Ints
    unit_start: Ints  # units of person p: unit[unit_start[p]:unit_start[p + 1]]
    unit: Ints
    skill: Floats  # [person, category]
    error_rate: Floats  # [person, category]


@dataclass(frozen=True, kw_only=True)
class Pressure:
    """What haste does to work, by unit and by how many steps wait there when a step is started.

    One row a threshold, sorted by (unit, waiting). Of a unit's rows the last counts whose `waiting` is reached; where
    none is, both factors are 1.
    """

    unit: Ints
    waiting: Ints  # steps that still wait in the unit, whatever rank they need
    hours_factor: Floats  # multiplies the work, not the set-up
    error_factor: Floats  # multiplies the error rate


def no_pressure() -> Pressure:
    """Return the table of an institution whose people work alike however much waits."""
    none = np.zeros(0, dtype=np.int64)
    return Pressure(unit=none, waiting=none.copy(), hours_factor=np.zeros(0), error_factor=np.zeros(0))


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything an engine needs, and nothing it may change."""

    steps: Steps
    edges: Edges
    matters: Matters
    people: People
    calendars: tuple[Calendar, ...]
    setup_hours: Floats  # [category]: added when a person turns to it from another category
    n_units: int
    end_ms: int  # nothing is simulated after this instant
    least_ms: int = 0  # the run does not end before this instant, even if all that is awaited is closed
    pressure: Pressure = field(default_factory=no_pressure)

    def __post_init__(self) -> None:
        _check(self)
        for table in (self.steps, self.edges, self.matters, self.people, self.pressure):
            for column in fields(table):
                getattr(table, column.name).flags.writeable = False

    @property
    def n_steps(self) -> int:
        """Number of steps."""
        return int(self.steps.matter.size)


def _check(plan: Plan) -> None:
    """Raise PlanError for what no engine could run; a cycle is named by the steps on it."""
    steps, edges, people = plan.steps, plan.edges, plan.people
    for table in (steps, edges, plan.matters, plan.pressure):
        sizes = {column.name: getattr(table, column.name).shape for column in fields(table)}
        if len(set(sizes.values())) > 1:
            raise PlanError(f"the columns of {type(table).__name__} differ in length: {sizes}.")
    if (steps.matter[1:] < steps.matter[:-1]).any():
        raise PlanError("steps are not sorted by matter.")
    sound = (steps.work_hours >= 0) & (steps.work_hours < np.inf)
    if not sound.all():
        bad = int(np.argmin(sound))
        raise PlanError(f"step {bad} has work_hours={steps.work_hours[bad]}; expected a finite number >= 0.")
    earlier, later = edges.source[:-1], edges.source[1:]
    if ((later < earlier) | ((later == earlier) & (edges.target[1:] < edges.target[:-1]))).any():
        raise PlanError("edges are not sorted by source and target.")
    if (people.skill <= 0).any():
        person, category = (int(index[0]) for index in np.nonzero(people.skill <= 0))
        raise PlanError(
            f"person {person} has skill {people.skill[person, category]} in category {category}; expected more than 0."
        )
    if ((steps.unit < 0) & (steps.lag_ms != 0)).any():
        raise PlanError("a pure wait has a lag; its length belongs into work_hours.")
    if plan.least_ms > plan.end_ms:
        raise PlanError(f"least_ms={plan.least_ms} lies after end_ms={plan.end_ms}, the last instant simulated.")
    _check_pressure(plan)
    _check_released(steps, edges)
    _check_somebody_may(plan)
    _check_acyclic(steps, edges)


def _check_pressure(plan: Plan) -> None:
    table = plan.pressure
    if ((table.unit < 0) | (table.unit >= plan.n_units)).any():
        raise PlanError(f"pressure names a unit that does not exist; expected 0 to {plan.n_units - 1}.")
    earlier, later = table.unit[:-1], table.unit[1:]
    if ((later < earlier) | ((later == earlier) & (table.waiting[1:] <= table.waiting[:-1]))).any():
        raise PlanError("pressure is not sorted by unit and waiting, each pair once.")
    for name in ("hours_factor", "error_factor"):
        values = getattr(table, name)
        sound = (values >= 0) & (values < np.inf)
        if not sound.all():
            row = int(np.argmin(sound))
            raise PlanError(f"row {row} of pressure has {name}={values[row]}; expected a finite number >= 0.")


def _check_released(steps: Steps, edges: Edges) -> None:
    """A step that follows another matter's step must follow one of its own too, so that it is released."""
    foreign = steps.matter[edges.source] != steps.matter[edges.target]
    if not foreign.any():
        return
    own = np.zeros(steps.matter.size, dtype=bool)
    own[edges.target[~foreign]] = True
    lost = np.flatnonzero(~own[edges.target[foreign]])
    if lost.size:
        step = int(edges.target[foreign][lost].min())
        raise PlanError(f"step {step} follows only steps of other matters, so it could start before its release.")


def _check_somebody_may(plan: Plan) -> None:
    best = np.zeros(plan.n_units + 1, dtype=np.int64)  # the last is that of pure waits
    member = np.repeat(np.arange(plan.people.rank.size), np.diff(plan.people.unit_start))
    np.maximum.at(best, plan.people.unit, plan.people.rank[member])
    lacking = np.flatnonzero((plan.steps.unit >= 0) & (plan.steps.rank > best[plan.steps.unit]))
    if lacking.size:
        step = int(lacking[0])
        raise PlanError(
            f"step {step} needs rank {plan.steps.rank[step]} in unit {plan.steps.unit[step]}, where the "
            f"highest rank is {best[plan.steps.unit[step]]}; nobody may ever do it."
        )


def _check_acyclic(steps: Steps, edges: Edges) -> None:
    """Peel off steps without unpeeled predecessors; what remains lies on or behind a cycle."""
    backward = edges.source >= edges.target
    if not backward.any():  # every edge leads to a later row: no cycle is possible
        return
    alive = np.ones(steps.matter.size, dtype=bool)
    live = np.ones(edges.source.size, dtype=bool)
    while True:
        blocked = np.zeros(steps.matter.size, dtype=bool)
        blocked[edges.target[live]] = True
        free = alive & ~blocked
        if not free.any():
            break
        alive &= blocked
        live &= ~free[edges.source]
    if alive.any():
        named = ", ".join(map(str, np.flatnonzero(alive)[:8]))
        raise PlanError(f"the process runs in a circle through steps {named}; no step of it could ever start.")
