"""The layout: from a plan to the kernel's arrays, by whole columns."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from sim.arrays import Ints, firsts, ranges
from sim.engine.kernel.further import asks_for_further, further_house, further_of, room_for_further
from sim.engine.kernel.further_tables import Further
from sim.engine.kernel.queues import Queues, queues_of
from sim.engine.kernel.special import agenda_of, special_house, special_of
from sim.engine.kernel.tables import AWAITED, COUNTS, EDGE, MOST_ROWS, STEP, Columns, Given, House, Notes, Pace, Special
from sim.errors import RunError
from sim.plan.plan import Plan
from sim.trace import NOT_YET

T = TypeVar("T", Columns, Given, Pace, Special, Further)

_PACE = ("pressure", "practice")
_SPECIAL = ("urges", "officers", "crews", "holds", "terms", "turning")


def lay_out(plan: Plan) -> tuple[Columns, Given, House, Notes]:
    """Return the plan as the kernel reads it, an empty house, and room for what is noted.

    Raises RunError if the plan has more steps or edges than the kernel can number.
    """
    if max(plan.n_steps, plan.edges.source.size) > MOST_ROWS:
        raise RunError(
            f"the plan has {plan.n_steps} steps; the compiled engine can number {MOST_ROWS}. Try engine=simpy."
        )
    queues = queues_of(plan)
    further = _fixed(further_of(plan, queues)) if asks_for_further(plan) else None
    special = _fixed(special_of(plan, queues, _n_pools(queues))) if further or plan.asks_for(*_SPECIAL) else None
    pace = _fixed(_pace(plan)) if special or plan.asks_for(*_PACE) else None
    given = _fixed(_given(plan, queues, pace, special, further))
    return _fixed(_columns(plan, queues.of_step)), given, _empty_house(plan, given), _notes(plan.n_steps)


def variant(plan: Plan) -> str:
    """Return which of the kernel's four compilations a plan takes: lean, pace, special or full."""
    if asks_for_further(plan):
        return "full"
    return "special" if plan.asks_for(*_SPECIAL) else "pace" if plan.asks_for(*_PACE) else "lean"


def _columns(plan: Plan, queue: Ints) -> Columns:
    steps, edges = plan.steps, plan.edges
    return Columns(
        matter=steps.matter, category=steps.category, work_hours=steps.work_hours, priority=steps.priority,
        order_key=steps.order_key, lag_ms=steps.lag_ms, calendar=steps.calendar, chance=steps.chance, queue=queue,
        source=edges.source, target=edges.target, guard=edges.guard, judged=edges.judged,
    )  # fmt: skip


def _given(plan: Plan, queues: Queues, pace: Pace | None, special: Special | None, further: Further | None) -> Given:
    """Return what does not change."""
    people, member = plan.people, queues.slot_member
    slot_person = queues.members.person[member]
    first_session = firsts(np.array([calendar.opens.size for calendar in plan.calendars], dtype=np.int64))
    opens, closes = (_joined([getattr(one, name) for one in plan.calendars]) for name in ("opens", "closes"))
    if special:
        opening_ms, opening = _by_time(*agenda_of(plan, special))
    else:
        opening_ms, opening = _openings(people.calendar, first_session, opens)
    release_ms, released = _releases(plan)
    return Given(
        awaited=plan.matters.awaited, diary=people.calendar, skill=people.skill, error_rate=people.error_rate,
        setup_hours=plan.setup_hours, first_slot=firsts(np.bincount(slot_person, minlength=people.rank.size)),
        slot_queue=queues.slot_queue, slot_preference=2 * queues.members.place[member], slot_person=slot_person,
        first_session=first_session, opens=opens, closes=closes, release_ms=release_ms, released=released,
        opening_ms=opening_ms, opening=opening, unit_of_queue=queues.unit, first_waiting=firsts(queues.room),
        first_free=firsts(np.bincount(queues.slot_queue, minlength=queues.unit.size)), pool=queues.pool,
        first_of_pool=firsts(np.bincount(queues.pool, minlength=_n_pools(queues))),
        queue_of_pool=np.argsort(queues.pool, kind="stable"), pace=pace, special=special, further=further,
        end_ms=plan.end_ms, least_ms=plan.least_ms,
    )  # fmt: skip


def _n_pools(queues: Queues) -> int:
    return int(max(queues.pool.max(initial=-1), queues.pool_of_person.max(initial=-1))) + 1


def _pace(plan: Plan) -> Pace:
    pressure, practice = plan.pressure, plan.practice
    return Pace(
        first_haste=np.searchsorted(pressure.unit, np.arange(plan.n_units + 1)), waiting=pressure.waiting,
        haste_hours=pressure.hours_factor, haste_errors=pressure.error_factor,
        first_practice=np.searchsorted(practice.person, np.arange(plan.people.rank.size + 1)),
        from_ms=practice.from_ms, practice_hours=practice.hours_factor, practice_errors=practice.error_factor,
    )  # fmt: skip


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
    n_queues, n_slots, n_pools = given.pool.size, given.slot_queue.size, given.first_of_pool.size - 1
    counts = np.zeros(COUNTS, dtype=np.int64)
    counts[AWAITED] = plan.matters.awaited.sum()
    n_due = n + plan.urges.step.size + room_for_further(plan)

    def unset(size: int) -> Ints:
        return np.empty(size, dtype=np.int64)

    def filled(size: int, value: int) -> Ints:
        return np.full(size, value, dtype=np.int64)

    return House(
        steps=np.empty(n, dtype=STEP), edges=np.empty(plan.edges.source.size, dtype=EDGE), to_do=unset(n),
        open_steps=np.bincount(plan.steps.matter, minlength=n_matters), closed_ms=filled(n_matters, NOT_YET),
        due_ms=unset(n_due), due=unset(n_due), waiting=unset(int(given.first_waiting[-1])),
        n_waiting=filled(n_queues, 0), free=unset(n_slots), n_free=filled(n_queues, 0),
        touched=np.zeros(n_queues, dtype=bool), pool_touched=np.zeros(n_pools, dtype=bool),
        touched_pools=unset(n_pools), free_since=filled(n_people, 0), on_duty_until=filled(n_people, 0),
        last_category=filled(n_people, -1), error_factor=np.ones(n_people), waiting_in=filled(plan.n_units, 0),
        slot_preference=given.slot_preference.copy(), slot_since=filled(n_slots, 0), slot_at=filled(n_slots, -1),
        session=given.first_session[:-1] - 1, counts=counts,
        special=special_house(plan, given.special, n_pools) if given.special else None,
        further=further_house(plan, given.further) if given.further else None,
    )  # fmt: skip


def _notes(n_steps: int) -> Notes:
    return Notes(*(np.empty(n_steps, dtype=np.int64) for _ in Notes._fields))


def _joined(rows: list[Ints]) -> Ints:
    """Return rows one after another."""
    return np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)


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
