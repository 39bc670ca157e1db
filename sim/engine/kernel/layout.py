"""The layout: from a plan to the kernel's arrays, by whole columns."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.arrays import Flags, Ints, ranges
from sim.engine.kernel.tables import AWAITED, Given, House
from sim.plan.plan import People, Plan
from sim.trace import NOT_YET


def lay_out(plan: Plan) -> tuple[Given, House]:
    """Return the plan as the kernel reads it, and an empty house for it."""
    steps, edges, people = plan.steps, plan.edges, plan.people
    width = int(max(steps.rank.max(initial=0), people.rank.max(initial=0))) + 1
    n_queues = plan.n_units * width
    queue = np.where(steps.unit >= 0, steps.unit * width + steps.rank, -1)
    n_waiting = np.bincount(queue + 1, minlength=n_queues + 1)[1:]
    first_slot, slot_queue, slot_place, slot_person = _slots(people, width, n_waiting > 0)
    first_session = _firsts(np.array([calendar.opens.size for calendar in plan.calendars], dtype=np.int64))
    opens = _joined([calendar.opens for calendar in plan.calendars])
    closes = _joined([calendar.closes for calendar in plan.calendars])
    opening_ms, opening = _openings(people.calendar, first_session, opens)
    unresolved = np.bincount(edges.target, minlength=plan.n_steps)
    released = np.flatnonzero(unresolved == 0)
    release_ms = plan.matters.release_ms[steps.matter[released]]
    by_time = np.argsort(release_ms, kind="stable")
    pool, first_of_pool, queue_of_pool = _pools(n_queues, slot_queue, slot_person)
    given = Given(
        matter=steps.matter, queue=queue, category=steps.category, work_hours=steps.work_hours,
        priority=steps.priority, order_key=steps.order_key, lag_ms=steps.lag_ms, calendar=steps.calendar,
        chance=steps.chance, first_edge=_firsts(np.bincount(edges.source, minlength=plan.n_steps)),
        target=edges.target, guard=edges.guard, judged=edges.judged, awaited=plan.matters.awaited,
        diary=people.calendar, skill=people.skill, error_rate=people.error_rate, setup_hours=plan.setup_hours,
        first_slot=first_slot, slot_queue=slot_queue, slot_place=slot_place, slot_person=slot_person,
        first_session=first_session, opens=opens, closes=closes, release_ms=release_ms[by_time],
        released=released[by_time], opening_ms=opening_ms, opening=opening, first_waiting=_firsts(n_waiting),
        first_free=_firsts(np.bincount(slot_queue, minlength=n_queues)), pool=pool, first_of_pool=first_of_pool,
        queue_of_pool=queue_of_pool, end_ms=plan.end_ms, least_ms=plan.least_ms,
    )  # fmt: skip
    given = Given._make(_fixed(entry) if isinstance(entry, np.ndarray) else entry for entry in given)
    return given, _empty_house(plan, given, unresolved)


def _fixed(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return an array as the kernel is compiled for: dense and read-only; another form would be compiled anew."""
    dense = np.ascontiguousarray(array).view()
    dense.flags.writeable = False
    return dense


def _empty_house(plan: Plan, given: Given, unresolved: Ints) -> House:
    """Return the house before the first instant. What is only ever read after it was written is left unset."""
    n, n_matters, n_people = plan.n_steps, plan.matters.release_ms.size, plan.people.rank.size
    n_queues, n_slots = given.pool.size, given.slot_queue.size
    counts = np.zeros(6, dtype=np.int64)
    counts[AWAITED] = plan.matters.awaited.sum()

    def unset(size: int) -> Ints:
        return np.empty(size, dtype=np.int64)

    def filled(size: int, value: int) -> Ints:
        return np.full(size, value, dtype=np.int64)

    return House(
        state=filled(n, 0), ready_ms=filled(n, NOT_YET), started_ms=filled(n, NOT_YET), ended_ms=filled(n, NOT_YET),
        person=filled(n, NOT_YET), outcome=filled(n, NOT_YET), closed_ms=filled(n_matters, NOT_YET),
        unresolved=unresolved, has_live=np.zeros(n, dtype=bool), to_do=unset(n),
        open_steps=np.bincount(plan.steps.matter, minlength=n_matters), due_ms=unset(n), due=unset(n),
        waiting=unset(n), n_waiting=filled(n_queues, 0), free=unset(n_slots), n_free=filled(n_queues, 0),
        touched=np.zeros(n_queues, dtype=bool), pool_touched=np.zeros(n_queues, dtype=bool),
        touched_pools=unset(n_queues), free_since=filled(n_people, 0), on_duty_until=filled(n_people, 0),
        last_category=filled(n_people, -1), slot_since=filled(n_slots, 0), slot_at=filled(n_slots, -1),
        session=given.first_session[:-1] - 1, counts=counts,
    )  # fmt: skip


def _firsts(counts: Ints) -> Ints:
    """Return where each one's rows begin, and behind them the number of all rows."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _joined(rows: list[Ints]) -> Ints:
    return np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)


def _slots(people: People, width: int, used: Flags) -> tuple[Ints, Ints, Ints, Ints]:
    """Return each person's first slot, and of each slot its queue, the unit's place in the person's list, the person.

    A person serves a unit's queues up to their own rank; queues that no step ever enters have no slots.
    """
    n_units = np.diff(people.unit_start)
    person = np.repeat(np.arange(people.rank.size), n_units)
    place = ranges(n_units)
    ranks = people.rank[person] + 1
    queue = np.repeat(people.unit * width, ranks) + ranges(ranks)
    kept = used[queue]
    person, place, queue = np.repeat(person, ranks)[kept], np.repeat(place, ranks)[kept], queue[kept]
    return _firsts(np.bincount(person, minlength=people.rank.size)), queue, place, person


def _openings(diary: Ints, first_session: Ints, opens: Ints) -> tuple[Ints, Ints]:
    """Return by time each opening of a session of somebody's diary, and whose it is."""
    counts = np.diff(first_session)[diary]
    person = np.repeat(np.arange(diary.size), counts)
    opening_ms = opens[np.repeat(first_session[diary], counts) + ranges(counts)]
    by_time = np.argsort(opening_ms, kind="stable")
    return opening_ms[by_time], person[by_time]


def _pools(n_queues: int, slot_queue: Ints, slot_person: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the pool of each queue, and the queues of each pool; queues of one person are in one pool."""
    root = list(range(n_queues))

    def find(queue: int) -> int:
        while root[queue] != queue:
            root[queue] = root[root[queue]]
            queue = root[queue]
        return queue

    same_person = np.flatnonzero(slot_person[1:] == slot_person[:-1])  # slots are sorted by person
    for one, other in zip(slot_queue[same_person].tolist(), slot_queue[same_person + 1].tolist(), strict=True):
        root[find(one)] = find(other)
    _, pool = np.unique([find(queue) for queue in range(n_queues)], return_inverse=True)
    return pool, _firsts(np.bincount(pool)), np.argsort(pool, kind="stable")
