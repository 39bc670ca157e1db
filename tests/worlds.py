"""Small worlds for tests: plans written down step by step, and traces read line by line.

Times are given and read in hours since the scenario's start, a Monday at midnight. `houses` has institutions that plans
are built from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from sim.arrays import NEVER, Ints
from sim.calendar import MS_PER_HOUR, Calendar
from sim.plan.plan import Edges, Guard, Kind, Matters, People, Plan, Steps
from sim.plan.provisions import Pressure
from sim.trace import NOT_YET, State, Trace


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
