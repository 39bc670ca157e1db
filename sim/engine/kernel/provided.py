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
    if special is None:
        push_waiting(given, house, house.steps[step].queue, step)
        touch(given, house, house.steps[step].queue)
    else:
        house.steps[step].priority = _urgency(house.steps[step].priority, _ends_hold(special, house, step))
        crew, urge = special.crew[step], special.urge[step]
        if crew >= 0:
            line_up(special, house, crew)
        else:
            if special.officer_of[step] >= 0:
                house.steps[step].queue = _queue_for(special, given, house, step)
            push_waiting(given, house, house.steps[step].queue, step)
            touch(given, house, house.steps[step].queue)
        if urge >= 0:
            if special.urge_after_ms[urge] == 0:
                hurry(special, given, house, step)
            elif special.urge_after_ms[urge] < NEVER - now:
                push_due(house, now + special.urge_after_ms[urge], ~step)


@inlined
def _ends_hold(special: Special, house: House, step: int) -> bool:
    hold = special.ended_hold[step]
    return hold >= 0 and house.special.held[hold] >= 0


@inlined
def _queue_for(special: Special, given: Given, house: House, step: int) -> int:
    """Return the own queue of the case officer, or the unit's if there is none yet or they are not admitted."""
    queue = house.steps[step].queue
    officer, rank = house.steps[special.officer_of[step]].person, special.rank_of_queue[queue]
    if officer < 0:
        return queue
    for member in range(special.first_member[officer], special.first_member[officer + 1]):
        if special.member_unit[member] == given.unit_of_queue[queue]:
            if special.member_least[member] <= rank <= special.person_rank[officer]:
                return special.own_queue[member]
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
        if crew >= 0:
            for seat in range(special.first_seat[crew], special.first_seat[crew + 1]):
                free(given, house, house.special.seat[seat], now)
        elif hold >= 0 and special.person_rank[person] < special.asked_rank[hold]:
            house.special.held[hold] = person
        else:
            free(given, house, person, now)


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
