"""What no engine could run: checks of provisions by which steps leave, matters come in, and people travel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import NEVER
from sim.calendar import MS_PER_HOUR
from sim.errors import PlanError
from sim.plan.finite import expect_finite
from sim.plan.provisions import Ways, n_sites_of

if TYPE_CHECKING:
    from sim.plan.plan import Plan


def check_coming_and_going(plan: Plan) -> None:
    """Raise PlanError for edges whose guard can never hold, and for matters that could come in twice or never."""
    _check_guards(plan)
    _check_firsts(plan)
    _check_entries(plan)
    expect_finite("growth", "per_hour", plan.growth.per_hour)
    expect_finite("growth", "most", plan.growth.most, 1.0)
    crews = np.flatnonzero(np.isin(plan.preempts.step, plan.crews.step))
    if crews.size:
        raise PlanError(
            f"step {plan.preempts.step[crews[0]]} takes a crew and may interrupt others; expected one of the two."
        )


def check_ways(ways: Ways) -> None:
    """Raise PlanError unless there is a way for each pair of sites: else nobody knows how many sites there are."""
    n, found = n_sites_of(ways), ways.km.size
    if n < 0:
        raise PlanError(f"ways has {found} rows; expected one for each pair of sites, a square number of them.")
    pairs = np.arange(found)
    wrong = np.flatnonzero((ways.origin != pairs // max(n, 1)) | (ways.goal != pairs % max(n, 1)))
    if wrong.size:
        row = int(wrong[0])
        raise PlanError(
            f"row {row} of ways leads from site {ways.origin[row]} to site {ways.goal[row]}; expected from {row // n} "
            f"to {row % n}, for {found} rows are all pairs of {n} sites, sorted."
        )


def check_places(plan: Plan) -> None:
    """Raise PlanError for ways, visits and travellers that no engine could follow."""
    ways, travellers = plan.ways, plan.travellers
    expect_finite("ways", "km", ways.km)
    expect_finite("travellers", "km_per_hour", travellers.km_per_hour, above=True)
    longest = ways.km.max(initial=0.0)
    slow = np.flatnonzero(travellers.km_per_hour <= longest * (MS_PER_HOUR / NEVER))
    if slow.size:
        row = int(slow[0])
        raise PlanError(
            f"row {row} of travellers has km_per_hour={travellers.km_per_hour[row]}; at that speed the longest way, of "
            f"{longest} km, would never be over."
        )
    held = np.flatnonzero(np.isin(plan.visits.step, plan.holds.step))
    if held.size:
        raise PlanError(f"step {plan.visits.step[held[0]]} is a visit and holds its handler; expected one of the two.")


def _check_guards(plan: Plan) -> None:
    from sim.plan.plan import Guard  # the plan imports these checks

    edges = plan.edges
    for guard, named, table in (
        (Guard.WHEN_LEFT, "WHEN_LEFT", "patience"), (Guard.WHEN_LATE, "WHEN_LATE", "alarms"),
    ):  # fmt: skip
        rows = np.flatnonzero(edges.guard == int(guard))
        source = edges.source[rows]
        bad = rows[(edges.judged[rows] != source) | ~np.isin(source, plan.provisions[table].step)]
        if bad.size:
            row = int(bad[0])
            raise PlanError(
                f"edge {row} has guard {named}, judged by step {edges.judged[row]}; expected its source "
                f"{edges.source[row]}, and a row of {table} for it."
            )


def _check_firsts(plan: Plan) -> None:
    """A step that is called by the first has edges, and none by which its matter could begin before it is released."""
    edges, matter = plan.edges, plan.steps.matter
    roots = np.setdiff1d(plan.firsts.step, edges.target)
    if roots.size:
        raise PlanError(f"step {roots[0]} is called by the first of its edges, and has none.")
    foreign = edges.target[matter[edges.source] != matter[edges.target]]
    early = np.setdiff1d(np.intersect1d(plan.firsts.step, foreign), plan.entries.step)
    if early.size:
        raise PlanError(
            f"step {early[0]} is called by the first of its edges, of which one comes from another matter, so it could "
            "start before its release."
        )


def _check_entries(plan: Plan) -> None:
    """A matter that comes in with a step has no other way to come in, and all else in it follows."""
    entries, steps, edges = plan.entries, plan.steps, plan.edges
    if not entries.matter.size:
        return
    astray = np.flatnonzero(steps.matter[entries.step] != entries.matter)
    if astray.size:
        row = int(astray[0])
        raise PlanError(f"matter {entries.matter[row]} comes in with step {entries.step[row]}, which is not its own.")
    released = np.flatnonzero(plan.matters.release_ms[entries.matter] != NEVER)
    if released.size:
        matter = entries.matter[released[0]]
        raise PlanError(
            f"matter {matter} comes in with a step, and is released at {plan.matters.release_ms[matter]} ms; expected "
            "NEVER."
        )
    followed = np.zeros(plan.n_steps, dtype=bool)
    followed[edges.target] = True
    lost = np.flatnonzero(np.isin(steps.matter, entries.matter) & ~followed)
    if lost.size:
        raise PlanError(f"step {lost[0]} follows nothing, and its matter is never released; nobody could do it.")
