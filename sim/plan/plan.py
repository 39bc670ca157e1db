"""The plan: all steps of all matters under one design, as arrays. It is what an engine runs.

Every array is read-only and every index is int64. Times are int64 ms since the scenario's start; work is
float64 hours at skill 1. `docs/model.md` tells the rules that give these columns their meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import IntEnum
from functools import partial
from typing import Any

import numpy as np

from sim.arrays import Flags, Floats, Ints
from sim.calendar import Calendar
from sim.plan.checks import check_plan
from sim.plan.provision_checks import check_provisions, check_tables
from sim.plan.provisions import (
    PROVISIONS,
    Alarms,
    Crews,
    Entries,
    Firsts,
    Growth,
    Holds,
    Licences,
    Nearest,
    Officers,
    Patience,
    Practice,
    Preempts,
    Pressure,
    Terms,
    Travellers,
    Turning,
    Urges,
    Visits,
    Ways,
    none,
)


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
    BRIEF = 17  # 面报: whoever handled it reports to a leader in person
    SUBMIT = 18  # 报会: papers are in so many working days before a meeting
    DECIDE = 19  # 会议决定: at a meeting on a fixed date
    ADVISE = 20  # 建议: the head's opinion, before leaders sign
    ASK = 21  # 请示: the formal request to the upper level
    ANSWER = 22  # 批复: its reply
    REPORT = 23  # 督办反馈: tell the leader who ordered it what has been done
    CHECK = 24  # 核稿、法制审核: somebody looks for errors before it is signed
    AUDIT = 25  # 抽查: somebody looks for errors after it was closed
    COME_BACK = 26  # 再次来件: what was closed without being solved, or in error, comes in again
    COMPLAIN = 27  # 投诉: who has left, or waits too long, complains
    REMIND = 28  # 催办
    RELAY = 29  # 转派: a layer passes a matter or an order on
    NOTIFY = 30  # 通知: one call of a broadcast
    ACKNOWLEDGE = 31  # 签收: until whoever was notified confirms it
    PATROL = 32  # 巡查: look whether anything is wrong at a site
    DETECT = 33  # 发现: a latent event becomes known
    VERIFY = 34  # 核实: find out whether an alert is true
    SUPERVISE = 35  # 监管: check what a contractor has done
    PUSH = 36  # 推送: the approving unit tells those who supervise, these tell those who enforce
    INSPECT = 37  # 检查: on site, after approval
    ENFORCE = 38  # 执法: the case that comes of it
    EXPLAIN = 39  # 说明情况: answer discipline inspection


class Guard(IntEnum):
    """When an edge is live."""

    ALWAYS = 0
    ON_ERROR = 1
    IF_FINE = 2
    WHEN_OVERDUE = 3  # the step that is judged ended after its matter's deadline
    IN_TIME = 4  # or by then
    WHEN_LEFT = 5  # the source has left, since nobody took it
    WHEN_LATE = 6  # the source has raised its alarm: nobody has taken it for too long


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
    pressure: Pressure = field(default_factory=partial(none, Pressure))
    practice: Practice = field(default_factory=partial(none, Practice))
    urges: Urges = field(default_factory=partial(none, Urges))
    officers: Officers = field(default_factory=partial(none, Officers))
    crews: Crews = field(default_factory=partial(none, Crews))
    licences: Licences = field(default_factory=partial(none, Licences))
    holds: Holds = field(default_factory=partial(none, Holds))
    terms: Terms = field(default_factory=partial(none, Terms))
    turning: Turning = field(default_factory=partial(none, Turning))
    patience: Patience = field(default_factory=partial(none, Patience))
    alarms: Alarms = field(default_factory=partial(none, Alarms))
    firsts: Firsts = field(default_factory=partial(none, Firsts))
    entries: Entries = field(default_factory=partial(none, Entries))
    growth: Growth = field(default_factory=partial(none, Growth))
    preempts: Preempts = field(default_factory=partial(none, Preempts))
    ways: Ways = field(default_factory=partial(none, Ways))
    visits: Visits = field(default_factory=partial(none, Visits))
    travellers: Travellers = field(default_factory=partial(none, Travellers))
    nearest: Nearest = field(default_factory=partial(none, Nearest))

    def __post_init__(self) -> None:
        if self.asks_for():
            check_tables(self)
        check_plan(self)
        check_provisions(self)
        for table in (self.steps, self.edges, self.matters, self.people, *self.provisions.values()):
            for column in fields(table):
                getattr(table, column.name).flags.writeable = False

    @property
    def n_steps(self) -> int:
        """Number of steps."""
        return int(self.steps.matter.size)

    @property
    def provisions(self) -> dict[str, Any]:
        """Return the tables of what holds for a few only, by name."""
        return {name: getattr(self, name) for name in PROVISIONS}

    @property
    def seats_of_visits(self) -> Ints:
        """How many go to each visit: its crew, or one."""
        seats = np.bincount(self.crews.step, weights=self.crews.count, minlength=self.n_steps).astype(np.int64)
        return np.maximum(seats[self.visits.step], 1)

    def asks_for(self, *names: str) -> bool:
        """Return whether any of these provisions, or of all, has a row."""
        tables = [self.provisions[name] for name in names or PROVISIONS]
        return any(getattr(table, fields(table)[0].name).size > 0 for table in tables)
