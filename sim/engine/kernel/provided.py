"""Urges, case officers and holds in the kernel."""

from __future__ import annotations

from sim.arrays import NEVER
from sim.engine.kernel.compiling import inlined
from sim.engine.kernel.crews import leave_line, line_up
from sim.engine.kernel.heaps import move_waiting, push_due, push_waiting
from sim.engine.kernel.tables import Given, House, Special
from sim.engine.kernel.there import free, touch
from sim.matching import key
from sim.trace import State

_WAITING = int(State.WAITING)

_urgency = inlined(key.urgency)


@inlined
def enter(special: Special | None, given: Given, house: House, step: int, now: int) -> None:
    """Let a step wait in its queue, or among the crews."""
    crew = _prepare(special, given, house, step, now)
    if crew < 0:
        push_waiting(given, house, house.steps[step].queue, step)
        touch(given, house, house.steps[step].queue)
    else:
        _join_crews(special, house, crew)


@inlined
def _prepare(special: Special | None, given: Given, house: House, step: int, now: int) -> int:
    """Let the key and the queue of a step be as its provisions say, and urge it in time; return its crew, -1: none."""
    if special is None:
        return -1
    one, urge = house.steps[step], special.urge[step]
    priority = one.priority
    if urge >= 0:
        if special.urge_after_ms[urge] == 0:
            priority, one.order_key = special.urge_priority[urge], special.urge_order[urge]
        elif special.urge_after_ms[urge] < NEVER - now:
            push_due(house, now + special.urge_after_ms[urge], ~step)
    one.priority = _urgency(priority, _ends_hold(special, house, step))
    if special.officer_of[step] >= 0:
        one.queue = _queue_for(special, given, house, step)
    crew: int = special.crew[step]
    return crew


@inlined
def _join_crews(special: Special | None, house: House, crew: int) -> None:
    if special is None:
        return
    line_up(special, house, crew)


@inlined
def _ends_hold(special: Special, house: House, step: int) -> bool:
    hold = special.ended_hold[step]
    return bool(hold >= 0 and house.special.held[hold] >= 0)


@inlined
def _queue_for(special: Special, given: Given, house: House, step: int) -> int:
    """Return the own queue of the case officer, or the unit's if there is none yet or they are not admitted."""
    queue: int = house.steps[step].queue
    officer, rank = house.steps[special.officer_of[step]].person, special.rank_of_queue[queue]
    if officer < 0:
        return queue
    for member in range(special.first_member[officer], special.first_member[officer + 1]):
        admitted = special.member_least[member] <= rank <= special.person_rank[officer]
        if admitted and special.member_unit[member] == given.unit_of_queue[queue]:
            queue = special.own_queue[member]
            break
    return queue


@inlined
def hurry(special: Special, given: Given, house: House, step: int) -> None:
    """Let a step go ahead of others that has waited long enough, unless somebody has taken it."""
    if house.steps[step].state != _WAITING:
        return
    crew, urge = special.crew[step], special.urge[step]
    if crew >= 0:
        leave_line(special, house, crew)
    house.steps[step].priority = _urgency(special.urge_priority[urge], _ends_hold(special, house, step))
    house.steps[step].order_key = special.urge_order[urge]
    if crew >= 0:
        line_up(special, house, crew)
    else:
        move_waiting(given, house, house.steps[step].queue, step)
        touch(given, house, house.steps[step].queue)


@inlined
def let_go(special: Special | None, given: Given, house: House, step: int, person: int, now: int) -> None:
    """Free whoever worked on a step that ends, or hold them until it is decided (rule 9)."""
    if special is None:
        free(given, house, person, now)
    else:
        crew, hold = special.crew[step], special.hold[step]
        first, end = 0, 1
        if crew >= 0:
            first, end = special.first_seat[crew], special.first_seat[crew + 1]
        elif hold >= 0 and special.person_rank[person] < special.asked_rank[hold]:
            house.special.held[hold] = person
            end = 0
        for seat in range(first, end):
            free(given, house, person if crew < 0 else house.special.seat[seat], now)


@inlined
def end_hold(special: Special | None, given: Given, house: House, step: int, now: int) -> None:
    """Free whoever was held until this step, which has ended or is skipped."""
    if special is None:
        return
    hold = special.ended_hold[step]
    if hold >= 0 and house.special.held[hold] >= 0:
        person = house.special.held[hold]
        house.special.held[hold] = -1
        house.special.freed_ms[hold] = now
        free(given, house, person, now)
