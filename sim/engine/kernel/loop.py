"""The loop of the compiled engine: the rules of docs/model.md, as in the reference engine, on arrays alone.

One instant t runs in the same order (rule 5): all that falls due at t, to a fixed point; then free people take
waiting steps, smallest key first; again, as long as something more falls due at t. Nothing here makes an array,
an object or a random number.
"""

from __future__ import annotations

from sim.arrays import NEVER
from sim.engine import rules, sessions
from sim.engine.kernel.compiling import entry, inlined
from sim.engine.kernel.heaps import pop_due, pop_free, pop_waiting, push_due, push_free, push_waiting
from sim.engine.kernel.records import read_columns, write_notes
from sim.engine.kernel.tables import (
    AWAITED,
    DUE,
    OPENINGS,
    RELEASES,
    TO_DO,
    TOUCHED,
    Columns,
    Given,
    Haste,
    House,
    Notes,
)
from sim.matching import key
from sim.trace import State

_LAGGING, _WAITING, _STARTED = int(State.LAGGING), int(State.WAITING), int(State.STARTED)
_ENDED, _SKIPPED = int(State.ENDED), int(State.SKIPPED)
_OVER, _CALL, _SETTLE = range(3)  # what can be to do: its work, wait or lag is over; call it; resolve its edges

_add_working = inlined(sessions.add_working)
_duration_ms = inlined(rules.duration_ms)
_guard_holds = inlined(rules.guard_holds)
_has_erred = inlined(rules.has_erred)
_key = inlined(key.key)
_last_opened = inlined(sessions.last_opened)
_next_open = inlined(sessions.next_open)
_person_key = inlined(key.person_key)
_pressure_row = inlined(rules.pressure_row)
_step_key = inlined(key.step_key)
_wait_ms = inlined(rules.wait_ms)


@entry
def play(columns: Columns, given: Given, house: House, notes: Notes) -> int:
    """Play a plan and note what happened; return the last instant."""
    read_columns(columns, house)
    stopped = _play(given, house)
    write_notes(house, notes)
    return stopped


@inlined
def _play(given: Given, house: House) -> int:
    """Play instant after instant; return the last one."""
    until_closed = house.counts[AWAITED] > 0
    last = 0
    while True:
        now = _next_instant(given, house)
        last = max(last, given.least_ms)
        if until_closed and house.counts[AWAITED] == 0 and now > last:
            return last
        if now > given.end_ms:
            return given.end_ms
        _fall_due(given, house, now)
        _open_sessions(given, house, now)
        _release(given, house, now)
        _carry_on(given, house, now)
        _match(given, house, now)
        last = now


@inlined
def _next_instant(given: Given, house: House) -> int:
    """Return when something happens next, NEVER if nothing does."""
    counts, time = house.counts, NEVER
    if counts[DUE] > 0:
        time = house.due_ms[0]
    if counts[RELEASES] < given.release_ms.size:
        time = min(time, given.release_ms[counts[RELEASES]])
    if counts[OPENINGS] < given.opening_ms.size:
        time = min(time, given.opening_ms[counts[OPENINGS]])
    return time


@inlined
def _fall_due(given: Given, house: House, now: int) -> None:
    """Note all work, waits and lags that are over now."""
    while house.counts[DUE] > 0 and house.due_ms[0] == now:
        _note(house, pop_due(house), _OVER)


@inlined
def _open_sessions(given: Given, house: House, now: int) -> None:
    """Let people whose session opens now be on duty until it closes."""
    at = house.counts[OPENINGS]
    while at < given.opening_ms.size and given.opening_ms[at] == now:
        person = given.opening[at]
        house.on_duty_until[person] = given.closes[_session(given, house, given.diary[person], now)]
        if house.free_since[person] >= 0:
            _offer(given, house, person)
        at += 1
    house.counts[OPENINGS] = at


@inlined
def _release(given: Given, house: House, now: int) -> None:
    """Note to call the first steps of the matters that are released now."""
    at = house.counts[RELEASES]
    while at < given.release_ms.size and given.release_ms[at] == now:
        _note(house, given.released[at], _CALL)
        at += 1
    house.counts[RELEASES] = at


@inlined
def _note(house: House, step: int, what: int) -> None:
    """Note what is to be done with a step at this instant."""
    house.to_do[house.counts[TO_DO]] = step << 2 | what
    house.counts[TO_DO] += 1


@inlined
def _carry_on(given: Given, house: House, now: int) -> None:
    """Do what is to be done at this instant, and what that leads to, until nothing is left."""
    while house.counts[TO_DO] > 0:
        house.counts[TO_DO] -= 1
        entry = house.to_do[house.counts[TO_DO]]
        step, what = entry >> 2, entry & 3
        if what == _CALL:
            _call(given, house, step, now)
        elif what == _SETTLE:
            _settle(given, house, step, now)
        elif house.steps[step].state == _LAGGING:
            _queue(given, house, step, now)
        else:
            _end(given, house, step, now)


@inlined
def _session(given: Given, house: House, calendar: int, now: int) -> int:
    """Return the session of a calendar that opened last."""
    at = _last_opened(given.opens, given.first_session[calendar + 1], house.session[calendar], now)
    house.session[calendar] = at
    return at


@inlined
def _call(given: Given, house: House, step: int, now: int) -> None:
    """Let the lag of a step run, or begin a pure wait (rule 3)."""
    is_wait = house.steps[step].queue < 0
    over = _over_ms(
        given, house, step, now, _wait_ms(house.steps[step].work_hours) if is_wait else house.steps[step].lag_ms
    )
    if is_wait:
        house.steps[step].ready_ms = house.steps[step].started_ms = now
        house.steps[step].state = _STARTED
    else:
        house.steps[step].state = _LAGGING
    if over == now:
        _note(house, step, _OVER)
    elif over < NEVER:
        push_due(house, over, step)


@inlined
def _over_ms(given: Given, house: House, step: int, now: int, length: int) -> int:
    """Return when a pure wait or a lag that begins now is over; a lag of no length waits for an opening."""
    calendar = house.steps[step].calendar
    if calendar < 0:
        return now + length
    first, end = given.first_session[calendar], given.first_session[calendar + 1]
    at = _session(given, house, calendar, now)
    if length == 0 and house.steps[step].queue >= 0:
        return _next_open(given.opens, given.closes, first, end, at, now)
    return _add_working(given.opens, given.closes, first, end, at, now, length)


@inlined
def _queue(given: Given, house: House, step: int, now: int) -> None:
    """Let a step wait for somebody."""
    house.steps[step].ready_ms = now
    house.steps[step].state = _WAITING
    queue = house.steps[step].queue
    push_waiting(given, house, queue, step)
    _touch(given, house, queue)


@inlined
def _touch(given: Given, house: House, queue: int) -> None:
    """Note that a pair may fit in a queue, if somebody free is known to it and a step waits."""
    if house.n_waiting[queue] == 0 or house.n_free[queue] == 0:
        return
    house.touched[queue] = True
    pool = given.pool[queue]
    if not house.pool_touched[pool]:
        house.pool_touched[pool] = True
        house.touched_pools[house.counts[TOUCHED]] = pool
        house.counts[TOUCHED] += 1


@inlined
def _offer(given: Given, house: House, person: int) -> None:
    """Note in each of a person's queues that they are free."""
    for slot in range(given.first_slot[person], given.first_slot[person + 1]):
        push_free(given, house, slot, house.free_since[person])
        _touch(given, house, given.slot_queue[slot])


@inlined
def _end(given: Given, house: House, step: int, now: int) -> None:
    """End a step, judge it (rule 8), and free who worked on it."""
    house.steps[step].state = _ENDED
    house.steps[step].ended_ms = now
    house.steps[step].outcome = 0
    person = house.steps[step].person
    if person >= 0:
        category = house.steps[step].category
        if category >= 0:
            rate, haste = given.error_rate[person, category], _error_factor(given.haste, house, person)
            house.steps[step].outcome = _has_erred(house.steps[step].chance, rate, haste)
        house.free_since[person] = now
        _offer(given, house, person)
    _note(house, step, _SETTLE)


@inlined
def _settle(given: Given, house: House, step: int, now: int) -> None:
    """Resolve the edges of a step that ended or was skipped (rule 8); close its matter if it was the last."""
    ended = house.steps[step].state == _ENDED
    edge = house.steps[step].first_edge
    while edge >= 0:
        target = house.edges[edge].target
        if ended and _guard_holds(house.edges[edge].guard, house.steps[house.edges[edge].judged].outcome):
            house.steps[target].has_live = True
        house.steps[target].unresolved -= 1
        if house.steps[target].unresolved == 0:
            if house.steps[target].has_live:
                _note(house, target, _CALL)
            else:
                house.steps[target].state = _SKIPPED
                _note(house, target, _SETTLE)
        edge = -1 if house.edges[edge].is_last else edge + 1
    matter = house.steps[step].matter
    house.open_steps[matter] -= 1
    if house.open_steps[matter] == 0:
        house.closed_ms[matter] = now
        if given.awaited[matter]:
            house.counts[AWAITED] -= 1


@inlined
def _match(given: Given, house: House, now: int) -> None:
    """In each pool, start the pair with the smallest key, again and again, until none fits (rule 6)."""
    while house.counts[TOUCHED] > 0:
        house.counts[TOUCHED] -= 1
        pool = house.touched_pools[house.counts[TOUCHED]]
        house.pool_touched[pool] = False
        while True:
            queue = _best_queue(given, house, pool, now)
            if queue < 0:
                break
            step = house.waiting[given.first_waiting[queue]]
            person = given.slot_person[house.free[given.first_free[queue]]]
            pop_waiting(given, house, queue)
            _start(given, house, step, person, now)


@inlined
def _best_queue(given: Given, house: House, pool: int, now: int) -> int:
    """Return the queue of a pool whose first pair has the smallest key, -1 if no pair fits."""
    first, end = given.first_of_pool[pool], given.first_of_pool[pool + 1]
    chosen = end
    for row in range(first, end):
        queue = given.queue_of_pool[row]
        if not house.touched[queue]:
            continue
        if not _has_pair(given, house, queue, now):
            house.touched[queue] = False
        elif chosen == end or _head(given, house, queue) < _head(given, house, given.queue_of_pool[chosen]):
            chosen = row
    return given.queue_of_pool[chosen] if chosen < end else -1


@inlined
def _has_pair(given: Given, house: House, queue: int, now: int) -> bool:
    """Return whether a step waits and somebody is there for it; who is not there any more is dropped."""
    if house.n_waiting[queue] == 0:
        return False
    while house.n_free[queue] > 0:
        slot = house.free[given.first_free[queue]]
        person = given.slot_person[slot]
        if house.free_since[person] == house.slot_since[slot] and house.on_duty_until[person] > now:
            return True
        pop_free(given, house, queue)
    return False


@inlined
def _head(given: Given, house: House, queue: int) -> key.Key:
    """Return the key of the first pair of a queue."""
    step = house.waiting[given.first_waiting[queue]]
    slot = house.free[given.first_free[queue]]
    return _key(
        _step_key(house.steps[step].priority, house.steps[step].order_key, house.steps[step].ready_ms, step),
        _person_key(given.slot_place[slot], house.slot_since[slot], given.slot_person[slot]),
    )


@inlined
def _start(given: Given, house: House, step: int, person: int, now: int) -> None:
    """Let a person begin a step (rule 7)."""
    category, last = house.steps[step].category, house.last_category[person]
    skill, setup = 1.0, 0.0
    if category >= 0:
        skill, setup = given.skill[person, category], given.setup_hours[category]
        house.last_category[person] = category
    factor = _hours_factor(given.haste, house, step, person)
    length = _duration_ms(house.steps[step].work_hours, skill, factor, setup, last, category)
    house.steps[step].state = _STARTED
    house.steps[step].started_ms = now
    house.steps[step].person = person
    house.free_since[person] = -1
    diary = given.diary[person]
    first, end = given.first_session[diary], given.first_session[diary + 1]
    ends = _add_working(given.opens, given.closes, first, end, _session(given, house, diary, now), now, length)
    if ends < NEVER:
        push_due(house, ends, step)


@inlined
def _hours_factor(haste: Haste | None, house: House, step: int, person: int) -> float:
    """Return by what the work of a step is multiplied that is started now, and note what haste does to it (rule 7)."""
    if haste is None:
        return 1.0
    house.haste[person] = 1.0
    unit = house.steps[step].queue // haste.width
    waiting = 0
    for queue in range(unit * haste.width, (unit + 1) * haste.width):
        waiting += house.n_waiting[queue]
    row = _pressure_row(haste.waiting, haste.first_row[unit], haste.first_row[unit + 1], waiting)
    if row < 0:
        return 1.0
    house.haste[person] = haste.error_factor[row]
    factor: float = haste.hours_factor[row]
    return factor


@inlined
def _error_factor(haste: Haste | None, house: House, person: int) -> float:
    """Return by what the error rate is multiplied in the step that a person ends (rule 8)."""
    if haste is None:
        return 1.0
    factor: float = house.haste[person]
    return factor
