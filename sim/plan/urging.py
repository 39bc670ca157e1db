"""Urging: what goes before others once it has waited so long, because it is the oldest or because an answer is due."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from sim.arrays import Flags, Ints, rounded_ms
from sim.plan.answering import is_answer, is_backed
from sim.plan.case import Case
from sim.plan.plan import Steps
from sim.plan.provisions import Turning, Urges, none


def add_urges(given: Urges, steps: Steps, case: Case) -> Urges:
    """Return what is given and the urgings that a design brings, at most one a step, by its final priority.

    An answer that is due goes before own work; else what has waited too long goes first among its like.
    """
    free = np.ones(steps.matter.size, dtype=bool)
    free[given.step] = False
    tables, route = [given], case.organisation.route
    if route.answer_days is not None:
        due = free & is_answer(steps, case) & is_backed(steps, case)
        tables.append(_urges(due, route.answer_days, steps.priority - 1, steps.order_key))
        free &= ~due
    oldest_over = case.organisation.arrangement.oldest_over_days
    if oldest_over is not None:
        first = np.full_like(steps.order_key, min(0, int(steps.order_key.min(initial=0))) - 1)
        ours = (steps.unit >= 0) & (steps.unit < case.n_units + case.leaders.size)
        tables.append(_urges(free & ours, oldest_over, steps.priority, first))
    if len(tables) == 1:
        return given
    joined = {
        column.name: np.concatenate([getattr(table, column.name) for table in tables]) for column in fields(Urges)
    }
    order = np.argsort(joined["step"], kind="stable")
    return Urges(**{name: column[order] for name, column in joined.items()})


def turning_of(case: Case) -> Turning:
    """Return the units, desks not among them, whose people stay with a category as long as there is work of it."""
    stays = case.organisation.arrangement.stay_with_category
    return Turning(unit=np.arange(case.n_units)) if stays else none(Turning)


def _urges(chosen: Flags, days: float, priority: Ints, order_key: Ints) -> Urges:
    step = np.flatnonzero(chosen)
    after = np.full(step.size, rounded_ms(np.array(24 * days)))
    return Urges(step=step, after_ms=after, priority=priority[step], order_key=order_key[step])
