"""What no engine could run: checks of a plan's steps, edges, matters and people."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Ints
from sim.errors import PlanError
from sim.plan.memberships import memberships

if TYPE_CHECKING:
    from sim.plan.plan import Edges, Plan, Steps


def check_plan(plan: Plan) -> None:
    """Raise PlanError for what no engine could run; a cycle is named by the steps on it."""
    steps, edges, people = plan.steps, plan.edges, plan.people
    for table in (steps, edges, plan.matters):
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
    _check_released(steps, edges, plan.entries.step)
    _check_somebody_may(plan)
    _check_acyclic(steps, edges)


def _check_released(steps: Steps, edges: Edges, entries: Ints) -> None:
    """A step that follows another matter's step must follow one of its own too, so that it is released.

    But for the step by which a matter comes in.
    """
    foreign = steps.matter[edges.source] != steps.matter[edges.target]
    if not foreign.any():
        return
    own = np.zeros(steps.matter.size, dtype=bool)
    own[edges.target[~foreign]] = True
    own[entries] = True
    lost = np.flatnonzero(~own[edges.target[foreign]])
    if lost.size:
        step = int(edges.target[foreign][lost].min())
        raise PlanError(f"step {step} follows only steps of other matters, so it could start before its release.")


def _check_somebody_may(plan: Plan) -> None:
    """In each unit that a step asks, somebody must hold the rank, and serve the unit with steps of that rank."""
    members, steps = memberships(plan), plan.steps
    width = int(max(steps.rank.max(initial=0), plan.people.rank.max(initial=0))) + 1
    asked = np.flatnonzero(np.bincount((steps.unit * width + steps.rank)[steps.unit >= 0]))
    for unit, rank in zip((asked // width).tolist(), (asked % width).tolist(), strict=True):
        if members.may(unit, rank).any():
            continue
        step = int(np.flatnonzero((steps.unit == unit) & (steps.rank == rank))[0])
        highest = members.rank[members.unit == unit].max(initial=0)
        why = f"where the highest rank is {highest}" if highest < rank else "which nobody takes up there"
        raise PlanError(f"step {step} needs rank {rank} in unit {unit}, {why}; nobody may ever do it.")


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
