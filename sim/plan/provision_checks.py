"""What no engine could run, or what could never come to an end: checks of a plan's provisions."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import NEVER, Ints
from sim.errors import PlanError
from sim.plan.finite import expect_finite
from sim.plan.further_checks import check_coming_and_going, check_places, check_ways
from sim.plan.memberships import crew_lines, memberships
from sim.plan.provisions import n_sites_of

if TYPE_CHECKING:
    from sim.plan.plan import Plan

MOST_PRIORITY = 2**32
"""What a step that ends a hold is put before all others by is far more (sim.matching.key)."""

MOST_LICENCES = 63
"""Licences that fit into the bits of one number."""

_SORTED = {
    "pressure": ("unit", "waiting"), "practice": ("person", "from_ms"), "urges": ("step", "after_ms"),
    "officers": ("step",), "licences": ("person", "licence"), "holds": ("step",), "terms": ("member",),
    "turning": ("unit",), "patience": ("step",), "alarms": ("step",), "firsts": ("step",), "entries": ("matter",),
    "growth": ("step",), "preempts": ("step",), "ways": ("origin", "goal"), "visits": ("step",),
    "travellers": ("person",), "nearest": ("unit",),
}  # fmt: skip
"""By which columns a table is sorted, each combination once."""


def check_tables(plan: Plan) -> None:
    """Raise PlanError for tables that are not whole, not sorted or point to nothing, by table and row."""
    for name, table in plan.provisions.items():
        sizes = {column.name: getattr(table, column.name).shape for column in fields(table)}
        if len(set(sizes.values())) > 1:
            raise PlanError(f"the columns of {name} differ in length: {sizes}.")
    check_ways(plan.ways)
    _check_bounds(plan)
    for name, columns in _SORTED.items():
        _check_sorted(name, [getattr(plan.provisions[name], column) for column in columns], columns)
    for name in ("pressure", "practice"):
        for column in ("hours_factor", "error_factor"):
            expect_finite(name, column, getattr(plan.provisions[name], column))


def check_provisions(plan: Plan) -> None:
    """Raise PlanError for crews that can never be complete, and for holds that might never end."""
    _check_crews(plan)
    _check_holds(plan)
    check_coming_and_going(plan)
    check_places(plan)


def _check_bounds(plan: Plan) -> None:
    for values in (plan.steps.priority, plan.urges.priority):
        if (np.abs(values) >= MOST_PRIORITY).any():
            raise PlanError(f"a step has priority {values[np.argmax(np.abs(values))]}; expected less than 2**32.")
    n_steps, n_units, never, n_people = plan.n_steps, plan.n_units, NEVER, plan.people.rank.size
    n_sites = n_sites_of(plan.ways)
    for name, column, least, below in (
        ("pressure", "unit", 0, n_units), ("practice", "person", 0, plan.people.rank.size),
        ("urges", "step", 0, n_steps), ("urges", "after_ms", 0, never), ("officers", "step", 0, n_steps),
        ("officers", "of", 0, n_steps), ("crews", "step", 0, n_steps), ("crews", "unit", 0, n_units),
        ("crews", "licence", -1, MOST_LICENCES), ("crews", "count", 1, never),
        ("licences", "person", 0, plan.people.rank.size), ("licences", "licence", 0, MOST_LICENCES),
        ("holds", "step", 0, n_steps), ("holds", "until", 0, n_steps), ("terms", "member", 0, plan.people.unit.size),
        ("terms", "calendar", -1, len(plan.calendars)), ("turning", "unit", 0, n_units),
        ("patience", "step", 0, n_steps), ("patience", "after_ms", 0, never), ("alarms", "step", 0, n_steps),
        ("alarms", "after_ms", 0, never), ("firsts", "step", 0, n_steps), ("entries", "step", 0, n_steps),
        ("entries", "matter", 0, plan.matters.release_ms.size), ("growth", "step", 0, n_steps),
        ("preempts", "step", 0, n_steps), ("visits", "step", 0, n_steps), ("visits", "site", 0, n_sites),
        ("travellers", "person", 0, n_people), ("travellers", "base", 0, n_sites), ("travellers", "returns", 0, 2),
        ("nearest", "unit", 0, n_units),
    ):  # fmt: skip
        values = getattr(plan.provisions[name], column)
        wrong = np.flatnonzero((values < least) | (values >= below))
        if wrong.size:
            row = int(wrong[0])
            most = f"less than NEVER, 2**62, and at least {least}" if below == never else f"{least} to {below - 1}"
            if below <= least:
                most = "no row, for there is nothing to point to"
            raise PlanError(f"row {row} of {name} has {column}={values[row]}; expected {most}.")
    for name in ("urges", "officers", "crews", "holds", "patience", "alarms", "growth", "preempts", "visits"):
        steps = plan.provisions[name].step
        waits = np.flatnonzero(plan.steps.unit[steps] < 0)
        if waits.size:
            raise PlanError(f"row {int(waits[0])} of {name} names step {steps[waits[0]]}, a pure wait.")


def _check_sorted(name: str, columns: list[Ints], named: tuple[str, ...]) -> None:
    rows = np.stack(columns)
    order = np.lexsort(rows[::-1])
    same = (rows[:, 1:] == rows[:, :-1]).all(axis=0)
    if (order != np.arange(order.size)).any() or same.any():
        raise PlanError(f"{name} is not sorted by {' and '.join(named)}, each once.")


def _check_crews(plan: Plan) -> None:
    table, steps = plan.crews, plan.steps
    if not table.step.size:
        return
    if (table.step[1:] < table.step[:-1]).any():
        raise PlanError("crews is not sorted by step.")
    first = np.flatnonzero(np.diff(table.step, prepend=-1))
    of = table.step[first]
    astray = first[(table.unit[first] != steps.unit[of]) | (table.rank[first] != steps.rank[of])]
    if astray.size:
        row = int(astray[0])
        raise PlanError(
            f"row {row} of crews asks for rank {table.rank[row]} of unit {table.unit[row]}; expected the unit and "
            f"rank of step {table.step[row]}, of which it is the first line."
        )
    named = np.flatnonzero(np.isin(table.step, plan.officers.step))
    if named.size:
        raise PlanError(f"step {table.step[named[0]]} takes a crew and waits for one person; expected one of the two.")
    lines = crew_lines(plan, memberships(plan))
    there = np.array([fits.size for fits in lines.fits], dtype=np.int64)[lines.kind]
    lacking = np.flatnonzero(there - lines.claimed < table.count)
    if lacking.size:
        row = int(lacking[0])
        others = f", of whom earlier lines may take {lines.claimed[row]}" if lines.claimed[row] else ""
        raise PlanError(
            f"the crew of step {table.step[row]} asks unit {table.unit[row]}, rank {table.rank[row]}, licence "
            f"{table.licence[row]} for a number of {table.count[row]}; there are {there[row]}{others}."
        )


def _check_holds(plan: Plan) -> None:
    """A hold waits for one step of a higher rank, which waits for nothing but the hold: so it comes to an end."""
    step, until, steps = plan.holds.step, plan.holds.until, plan.steps
    if not step.size:
        return
    waits = np.flatnonzero(steps.unit[until] < 0)
    if waits.size:
        row = int(waits[0])
        raise PlanError(
            f"step {step[row]} holds its handler until step {until[row]}, a pure wait; expected one that somebody does."
        )
    low = np.flatnonzero(steps.rank[until] <= steps.rank[step])
    if low.size:
        row = int(low[0])
        raise PlanError(
            f"step {step[row]} holds its handler until step {until[row]}, which asks for rank "
            f"{steps.rank[until[row]]}; expected a rank above {steps.rank[step[row]]}."
        )
    several = np.flatnonzero(np.isin(step, plan.crews.step) | np.isin(until, plan.crews.step))
    if several.size:
        raise PlanError(f"step {step[several[0]]} holds its handler, but one of the two steps takes a crew.")
    named = np.flatnonzero(np.isin(until, plan.officers.step))
    if named.size:
        raise PlanError(f"step {until[named[0]]} ends a hold and waits for one person; expected anybody of its rank.")
    if np.unique(until).size < until.size:
        raise PlanError("two holds wait for the same step; expected one each.")
    row = _strays(plan)
    if row >= 0:
        raise PlanError(
            f"step {step[row]} holds its handler until step {until[row]}, which does not follow it alone, over pure "
            "waits at most."
        )
    row = _alarmed(plan)
    if row >= 0:
        raise PlanError(
            f"step {step[row]} holds its handler until step {until[row]}, which its alarm calls, so that nobody might "
            "end the hold; expected one that follows its end."
        )


def _strays(plan: Plan) -> int:
    """Return a row of holds in which the second step follows more than the first and pure waits, -1 if none does."""
    steps, sole = plan.steps, _followed_alone(plan)
    at = sole[plan.holds.until]
    while True:  # there is no circle, so this comes to an end
        waits = (at >= 0) & (at != plan.holds.step) & (steps.unit[at] < 0)
        if not waits.any():
            break
        at = np.where(waits, sole[at], at)
    astray = np.flatnonzero(at != plan.holds.step)
    return int(astray[0]) if astray.size else -1


def _alarmed(plan: Plan) -> int:
    """Return a row of holds, none of which strays, in which the first step calls the second by its alarm; -1: none."""
    from sim.plan.plan import Guard  # the plan imports these checks

    sole, late = _followed_alone(plan), plan.edges.guard == int(Guard.WHEN_LATE)
    called = set(plan.edges.target[late].tolist())  # by one edge only, where it is on the way to the end of a hold
    for row, step in enumerate(plan.holds.step.tolist() if called else ()):
        at = int(plan.holds.until[row])
        while sole[at] != step:
            at = int(sole[at])
        if at in called:
            return row
    return -1


def _followed_alone(plan: Plan) -> Ints:
    """Return for each step the one that it follows by its only edge, -1 if there is none."""
    edges = plan.edges
    sole = np.full(plan.n_steps, -1, dtype=np.int64)
    sole[edges.target] = edges.source
    sole[np.bincount(edges.target, minlength=plan.n_steps) != 1] = -1
    return sole
