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
    one, urge = house.steps[step], special.steps[step].urge
    priority = one.priority
    if urge >= 0:
        if special.urges[urge].after_ms == 0:
            priority, one.order_key = special.urges[urge].priority, special.urges[urge].order_key
        elif special.urges[urge].after_ms < NEVER - now:
            push_due(house, now + special.urges[urge].after_ms, ~step)
    one.priority = _urgency(priority, _ends_hold(special, house, step))
    if special.steps[step].officer_of >= 0:
        one.queue = _queue_for(special, given, house, step)
    crew: int = special.steps[step].crew
    return crew


@inlined
def _join_crews(special: Special | None, house: House, crew: int) -> None:
    if special is None:
        return
    line_up(special, house, crew)


@inlined
def _ends_hold(special: Special, house: House, step: int) -> bool:
    hold = special.steps[step].ended_hold
    return bool(hold >= 0 and house.special.held[hold] >= 0)


@inlined
def _queue_for(special: Special, given: Given, house: House, step: int) -> int:
    """Return the own queue of the case officer, or the unit's if there is none yet or they are not admitted."""
    queue: int = house.steps[step].queue
    officer, rank = house.steps[special.steps[step].officer_of].person, special.queues[queue].rank
    if officer < 0:
        return queue
    for row in range(special.people[officer].first_member, special.people[officer].end_member):
        member = special.members[row]
        admitted = member.least_rank <= rank <= special.people[officer].rank
        if admitted and member.unit == given.unit_of_queue[queue]:
            queue = member.own_queue
            break
    return queue


@inlined
def hurry(special: Special, given: Given, house: House, step: int) -> None:
    """Let a step go ahead of others that has waited long enough, unless somebody has taken it."""
    if house.steps[step].state != _WAITING:
        return
    crew, urge = special.steps[step].crew, special.steps[step].urge
    if crew >= 0:
        leave_line(special, house, crew)
    house.steps[step].priority = _urgency(special.urges[urge].priority, _ends_hold(special, house, step))
    house.steps[step].order_key = special.urges[urge].order_key
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
        crew, hold = special.steps[step].crew, special.steps[step].hold
        if crew >= 0:
            for seat in range(special.crews[crew].first_seat, special.crews[crew].end_seat):
                free(given, house, house.special.seat[seat], now)
        elif hold >= 0 and special.people[person].rank < special.asked_rank[hold]:
            house.special.held[hold] = person
        else:
            free(given, house, person, now)


@inlined
def end_hold(special: Special | None, given: Given, house: House, step: int, now: int) -> None:
    """Free whoever was held until this step, which has ended or is skipped."""
    if special is None:
        return
    hold = special.steps[step].ended_hold
    if hold >= 0 and house.special.held[hold] >= 0:
        person = house.special.held[hold]
        house.special.held[hold] = -1
        house.special.freed_ms[hold] = now
        free(given, house, person, now)
