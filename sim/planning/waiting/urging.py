"""Urging: what goes before others once it has waited so long: it is old, or due, was reminded of, or ordered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Flags, Ints
from sim.plan.plan import Kind, Steps
from sim.plan.provisions import Turning, Urges, none
from sim.planning.case import Case
from sim.planning.handling.supervising import ORDERED_PRIORITY
from sim.planning.waiting.answering import is_answer, is_backed
from sim.planning.waiting.waiting import overflows
from sim.planning.waiting.watching import days_ms

_LEAST = np.iinfo(np.int64).max
"""A priority or order that puts nothing before anything."""


@dataclass(frozen=True)
class _Events:
    """What happens to the place of steps in their queues, one row an event, once they have waited for so long in all.

    Their priority is raised by so much, and is at least `priority` from then on, their order at least `order`.
    """

    step: Ints
    after_ms: Ints
    raised: Ints
    priority: Ints
    order: Ints


def add_urges(given: Urges, steps: Steps, case: Case, original: Ints, waited_ms: Ints) -> Urges:
    """Return what is given and the urgings that a design brings, from the final priorities of steps.

    An answer that is due goes before own work; else what has waited too long goes first among its like. Age and
    reminders raise priorities by one each, a leader's order sets them. `original` is by row of matters the one that it
    hangs on in the end, `waited_ms` how long steps have waited before they are ready.
    """
    events = [*_due_and_old(given, steps, case, original), *_aged(steps, case), *_watched(steps, case)]
    urges = _composed(_joined(events), steps, waited_ms)
    if not given.step.size:
        return urges
    columns = {name: np.concatenate([getattr(given, name), getattr(urges, name)]) for name in given.__dict__}
    order = np.lexsort((columns["after_ms"], columns["step"]))
    return Urges(**{name: column[order] for name, column in columns.items()})


def turning_of(case: Case) -> Turning:
    """Return the units, desks not among them, whose people stay with a category as long as there is work of it."""
    stays = case.organisation.arrangement.stay_with_category
    return Turning(unit=np.arange(case.n_units)) if stays else none(Turning)


def _ours(steps: Steps, case: Case) -> Flags:
    return np.asarray((steps.unit >= 0) & (steps.unit < case.n_units + case.leaders.size))


def _due_and_old(given: Urges, steps: Steps, case: Case, original: Ints) -> list[_Events]:
    """Return what deadlines for answers and a unit's order by age bring; what has one of these has no other."""
    free = np.ones(steps.matter.size, dtype=bool)
    free[given.step] = False
    found, route, of = [], case.organisation.route, original[steps.matter]
    if route.answer_days is not None:
        due = free & is_answer(steps, case, of) & is_backed(steps, case, of)
        found.append(_events(due, route.answer_days, raised=1))
        free &= ~due
    oldest_over = case.organisation.arrangement.oldest_over_days
    if oldest_over is not None:
        first = min(0, int(steps.order_key.min(initial=0))) - 1
        found.append(_events(free & _ours(steps, case), oldest_over, order=first))
    return found


def _aged(steps: Steps, case: Case) -> list[_Events]:
    dispatching = case.organisation.route.dispatching
    days = dispatching.ageing_days
    if days is None:
        return []
    ours = _ours(steps, case)
    return [_events(ours, days * (turn + 1), raised=1) for turn in range(dispatching.ageing_steps)]


def _watched(steps: Steps, case: Case) -> list[_Events]:
    """Return what reminders and orders do to first attempts at handling, as long as the own unit is to take them."""
    dispatching = case.organisation.route.dispatching
    waits = (steps.kind == Kind.HANDLE) & (steps.attempt == 1) & (steps.need >= 0) & (steps.unit >= 0)
    goes_on = np.zeros(steps.matter.size, dtype=bool)
    goes_on[waits] = overflows(case, steps.need[waits])
    limit = dispatching.overflow_days
    return [
        _events(
            waits & ~goes_on if limit is not None and one.after_days >= limit else waits, one.after_days,
            raised=0 if one.orders else 1, priority=ORDERED_PRIORITY if one.orders else _LEAST,
        )
        for one in dispatching.watches
    ]  # fmt: skip


def _events(chosen: Flags, days: float, *, raised: int = 0, priority: int = _LEAST, order: int = _LEAST) -> _Events:
    step = np.flatnonzero(chosen)
    columns = (np.full(step.size, value, dtype=np.int64) for value in (days_ms(days), raised, priority, order))
    return _Events(step, *columns)


def _joined(events: list[_Events]) -> _Events:
    names = ("step", "after_ms", "raised", "priority", "order")
    none_yet = [np.zeros(0, dtype=np.int64)]
    return _Events(*(np.concatenate(none_yet + [getattr(one, name) for one in events]) for name in names))


def _composed(events: _Events, steps: Steps, waited_ms: Ints) -> Urges:
    """Return the place of each step from each event on, as it follows from all that has happened by then."""
    after = np.maximum(events.after_ms - waited_ms[events.step], 0)
    rows = np.lexsort((events.after_ms, events.step))
    step, after = events.step[rows], after[rows]
    begins = np.diff(step, prepend=-1) != 0
    raised = _running_sum(events.raised[rows], begins)
    priority = np.minimum(steps.priority[step] - raised, _running_least(events.priority[rows], begins))
    order = np.minimum(steps.order_key[step], _running_least(events.order[rows], begins))
    last = np.append((step[1:] != step[:-1]) | (after[1:] != after[:-1]), True)[: step.size]
    urges = Urges(step=step[last], after_ms=after[last], priority=priority[last], order_key=order[last])
    return _moving(urges, steps)


def _moving(urges: Urges, steps: Steps) -> Urges:
    """Return the urgings without those that leave a step where it is."""
    begins = np.diff(urges.step, prepend=-1) != 0
    before = (
        np.where(begins, of_step[urges.step], np.append(column[-1:], column[:-1]))
        for of_step, column in ((steps.priority, urges.priority), (steps.order_key, urges.order_key))
    )
    priority, order = before
    moves = (urges.priority != priority) | (urges.order_key != order)
    return Urges(**{name: column[moves] for name, column in urges.__dict__.items()})


def _running_sum(values: Ints, begins: Flags) -> Ints:
    """Return the sums so far within each group; `begins` flags the first of each."""
    total = np.cumsum(values)
    before = (total - values)[begins]
    return np.asarray(total - before[np.cumsum(begins) - 1] if values.size else total)


def _running_least(values: Ints, begins: Flags) -> Ints:
    """Return the least so far within each group."""
    if not values.size:
        return values
    known, rank = np.unique(values, return_inverse=True)
    group = np.cumsum(begins) - 1
    shifted = rank.reshape(-1) - group * known.size  # later groups lie below all earlier ones
    return np.asarray(known[np.minimum.accumulate(shifted) + group * known.size])
