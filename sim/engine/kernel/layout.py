"""The layout: from a plan to the kernel's arrays, by whole columns."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from sim.arrays import Flags, Ints, ranges
from sim.engine.kernel.tables import AWAITED, EDGE, MOST_ROWS, STEP, Columns, Given, Haste, House, Notes
from sim.errors import RunError
from sim.plan.plan import People, Plan
from sim.trace import NOT_YET

T = TypeVar("T", Columns, Given, Haste)


def lay_out(plan: Plan) -> tuple[Columns, Given, House, Notes]:
    """Return the plan as the kernel reads it, an empty house, and room for what is noted.

    Raises RunError if the plan has more steps or edges than the kernel can number.
    """
    if max(plan.n_steps, plan.edges.source.size) > MOST_ROWS:
        raise RunError(
            f"the plan has {plan.n_steps} steps; the compiled engine can number {MOST_ROWS}. Try engine=simpy."
        )
    steps, people = plan.steps, plan.people
    width = int(max(steps.rank.max(initial=0), people.rank.max(initial=0))) + 1
    queue = np.where(steps.unit >= 0, steps.unit * width + steps.rank, -1)
    n_waiting = np.bincount(queue + 1, minlength=plan.n_units * width + 1)[1:]
    given = _given(plan, n_waiting, width)
    return _fixed(_columns(plan, queue)), _fixed(given), _empty_house(plan, given), _notes(plan.n_steps)


def _columns(plan: Plan, queue: Ints) -> Columns:
    steps, edges = plan.steps, plan.edges
    return Columns(
        matter=steps.matter, category=steps.category, work_hours=steps.work_hours, priority=steps.priority,
        order_key=steps.order_key, lag_ms=steps.lag_ms, calendar=steps.calendar, chance=steps.chance, queue=queue,
        source=edges.source, target=edges.target, guard=edges.guard, judged=edges.judged,
    )  # fmt: skip


def _given(plan: Plan, n_waiting: Ints, width: int) -> Given:
    """Return what does not change; `n_waiting` counts the steps that enter each queue, `width` the ranks of a unit."""
    people = plan.people
    first_slot, slot_queue, slot_place, slot_person = _slots(people, width, n_waiting > 0)
    first_session = _firsts(np.array([calendar.opens.size for calendar in plan.calendars], dtype=np.int64))
    opens = _joined([calendar.opens for calendar in plan.calendars])
    opening_ms, opening = _openings(people.calendar, first_session, opens)
    release_ms, released = _releases(plan)
    pool, first_of_pool, queue_of_pool = _pools(n_waiting.size, slot_queue, slot_person)
    return Given(
        awaited=plan.matters.awaited, diary=people.calendar, skill=people.skill, error_rate=people.error_rate,
        setup_hours=plan.setup_hours, first_slot=first_slot, slot_queue=slot_queue, slot_place=slot_place,
        slot_person=slot_person, first_session=first_session, opens=opens,
        closes=_joined([calendar.closes for calendar in plan.calendars]), release_ms=release_ms, released=released,
        opening_ms=opening_ms, opening=opening, first_waiting=_firsts(n_waiting),
        first_free=_firsts(np.bincount(slot_queue, minlength=n_waiting.size)), pool=pool, first_of_pool=first_of_pool,
        queue_of_pool=queue_of_pool, haste=_haste(plan, width), end_ms=plan.end_ms, least_ms=plan.least_ms,
    )  # fmt: skip


def _haste(plan: Plan, width: int) -> Haste | None:
    """Return the thresholds of all units, None if nobody ever hurries."""
    table = plan.pressure
    if not table.unit.size:
        return None
    return _fixed(Haste(
        width=width, first_row=np.searchsorted(table.unit, np.arange(plan.n_units + 1)), waiting=table.waiting,
        hours_factor=table.hours_factor, error_factor=table.error_factor,
    ))  # fmt: skip


def _fixed(table: T) -> T:
    """Return a table as the kernel is compiled for: its arrays dense and read-only; others would be compiled anew."""

    def fixed(entry: Any) -> Any:
        if not isinstance(entry, np.ndarray):
            return entry
        dense = np.ascontiguousarray(entry).view()
        dense.flags.writeable = False
        return dense

    return type(table)._make(map(fixed, table))


def _empty_house(plan: Plan, given: Given) -> House:
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
        steps=np.empty(n, dtype=STEP), edges=np.empty(plan.edges.source.size, dtype=EDGE), to_do=unset(n),
        open_steps=np.bincount(plan.steps.matter, minlength=n_matters), closed_ms=filled(n_matters, NOT_YET),
        due_ms=unset(n), due=unset(n), waiting=unset(n), n_waiting=filled(n_queues, 0), free=unset(n_slots),
        n_free=filled(n_queues, 0), touched=np.zeros(n_queues, dtype=bool),
        pool_touched=np.zeros(n_queues, dtype=bool), touched_pools=unset(n_queues), free_since=filled(n_people, 0),
        on_duty_until=filled(n_people, 0), last_category=filled(n_people, -1), haste=np.ones(n_people),
        slot_since=filled(n_slots, 0), slot_at=filled(n_slots, -1), session=given.first_session[:-1] - 1, counts=counts,
    )  # fmt: skip


def _notes(n_steps: int) -> Notes:
    return Notes(*(np.empty(n_steps, dtype=np.int64) for _ in Notes._fields))


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


def _releases(plan: Plan) -> tuple[Ints, Ints]:
    """Return by time each release of a step that follows no other, and the step."""
    follows = np.zeros(plan.n_steps, dtype=bool)
    follows[plan.edges.target] = True
    step = np.flatnonzero(~follows)
    return _by_time(plan.matters.release_ms[plan.steps.matter[step]], step)


def _by_time(time: Ints, what: Ints) -> tuple[Ints, Ints]:
    if (time[1:] >= time[:-1]).all():  # matters mostly are in this order already
        return time, what
    order = np.argsort(time, kind="stable")
    return time[order], what[order]


def _openings(diary: Ints, first_session: Ints, opens: Ints) -> tuple[Ints, Ints]:
    """Return by time each opening of a session of somebody's diary, and whose it is."""
    counts = np.diff(first_session)[diary]
    person = np.repeat(np.arange(diary.size), counts)
    return _by_time(opens[np.repeat(first_session[diary], counts) + ranges(counts)], person)


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
