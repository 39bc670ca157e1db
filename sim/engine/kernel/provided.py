"""What a step's provisions make of its waiting and its end, in the kernel: urges, case officers, holds, returns."""

from __future__ import annotations

from sim.arrays import NEVER
from sim.engine import sessions
from sim.engine.kernel.compiling import inlined
from sim.engine.kernel.further_tables import BACK, KIND, Further
from sim.engine.kernel.heaps import move_waiting, push_due, push_waiting
from sim.engine.kernel.lines_of_crews import leave_line, line_up
from sim.engine.kernel.places import be_back, way_back_ms
from sim.engine.kernel.tables import Given, House, Special
from sim.engine.kernel.there import free, look_round, session, touch
from sim.engine.kernel.work import count_waiting
from sim.matching import key
from sim.trace import State

_WAITING, _STARTED = int(State.WAITING), int(State.STARTED)

_add_working = inlined(sessions.add_working)
_urgency = inlined(key.urgency)


@inlined
def enter(special: Special | None, given: Given, house: House, step: int, now: int) -> None:
    """Let a step wait in its queue, or among the crews."""
    crew = _prepare(special, given, house, step, now)
    if crew < 0:
        _join_queue(given, house, house.steps[step].queue, step)
    else:
        _join_crews(special, house, crew)


@inlined
def _join_queue(given: Given, house: House, queue: int, step: int) -> None:
    push_waiting(given, house, queue, step)
    look_round(given.further, given, house, queue)
    touch(given, house, queue)


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
            urge = -1 if special.urges[urge].is_last else urge + 1
        _await_urging(special, house, urge, now)
    one.priority = _urgency(priority, _ends_hold(special, house, step))
    if special.steps[step].officer_of >= 0:
        one.queue = _queue_for(special, given, house, step)
    crew: int = special.steps[step].crew
    return crew


@inlined
def _await_urging(special: Special, house: House, urge: int, ready_ms: int) -> None:
    """Note when a row of urges falls due, -1: none."""
    if urge >= 0 and special.urges[urge].after_ms < NEVER - ready_ms:
        push_due(house, ready_ms + special.urges[urge].after_ms, ~urge)


@inlined
def enter_again(special: Special, further: Further, given: Given, house: House, step: int) -> None:
    """Let a step that was interrupted wait again, for its case officer if it has one by now, by the key that it had."""
    house.steps[step].queue = further.steps[step].queue
    if special.steps[step].officer_of >= 0:
        house.steps[step].queue = _queue_for(special, given, house, step)
    _join_queue(given, house, house.steps[step].queue, step)
    count_waiting(given.pace, given, house, step, 1)


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
def hurry(special: Special, given: Given, house: House, urge: int) -> None:
    """Let the step of a row of urges go ahead of others, unless somebody works on it; await the step's next row."""
    step = special.urges[urge].step
    state = house.steps[step].state
    if state in (_WAITING, _STARTED) and not special.urges[urge].is_last:
        _await_urging(special, house, urge + 1, house.steps[step].ready_ms)
    if state != _WAITING:
        return
    crew = special.steps[step].crew
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
                place = seat - special.crews[crew].first_seat
                _free_or_send_back(given.further, given, house, step, place, house.special.seat[seat], now)
        elif hold >= 0 and special.people[person].rank < special.asked_rank[hold]:
            house.special.held[hold] = person
        else:
            _free_or_send_back(given.further, given, house, step, 0, person, now)


@inlined
def _free_or_send_back(
    further: Further | None, given: Given, house: House, step: int, seat: int, person: int, now: int
) -> None:
    """Free somebody who has ended a step, or let them return to their base first (rule 7)."""
    if further is None:
        free(given, house, person, now)
    else:
        back = _back_ms(further, given, house, step, seat, person, now)
        if back == now:
            free(given, house, person, now)
        elif back < NEVER:
            push_due(house, back, BACK << KIND | (further.steps[step].first_seat + seat))


@inlined
def _back_ms(further: Further, given: Given, house: House, step: int, seat: int, person: int, now: int) -> int:
    """Return when somebody who has ended a step is free; note it if they are back at once."""
    way, diary = way_back_ms(further, house, step, person), given.diary[person]
    if way < 0:
        return now
    first, end = given.first_session[diary], given.first_session[diary + 1]
    back = _add_working(given.opens, given.closes, first, end, session(given, house, diary, now), now, way)
    if back == now:
        be_back(further, house, further.steps[step].first_seat + seat, now)
    return back


@inlined
def come_back(further: Further, given: Given, house: House, seat: int, now: int) -> None:
    """Free who sat on a seat of a visit and is back at their base."""
    be_back(further, house, seat, now)
    free(given, house, house.further.seats[seat].person, now)


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
