"""The loop of the compiled engine: the rules of docs/model.md, as in the reference engine, on arrays alone.

One instant t runs in the same order (rule 5): all that falls due at t, to a fixed point; then free people take
waiting steps, smallest key first; again, as long as something more falls due at t. Nothing here makes an array,
an object or a random number.
"""

from __future__ import annotations

from sim.arrays import NEVER
from sim.engine import rules, sessions
from sim.engine.kernel.compiling import entry, inlined
from sim.engine.kernel.crews import first_crew, gather, goes_first, leave_line, let_go_of_kept, next_crew
from sim.engine.kernel.heaps import pop_due, pop_waiting, push_due
from sim.engine.kernel.provided import end_hold, enter, hurry, let_go
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
    House,
    Notes,
    Special,
)
from sim.engine.kernel.there import best_queue, change, session
from sim.engine.kernel.work import count_waiting, error_factor, haste_of, note_errors, work
from sim.trace import State

_LAGGING, _WAITING, _STARTED = int(State.LAGGING), int(State.WAITING), int(State.STARTED)
_ENDED, _SKIPPED = int(State.ENDED), int(State.SKIPPED)
_OVER, _CALL, _SETTLE = range(3)  # what can be to do: its work, wait or lag is over; call it; resolve its edges

_add_working = inlined(sessions.add_working)
_guard_holds = inlined(rules.guard_holds)
_has_erred = inlined(rules.has_erred)
_next_open = inlined(sessions.next_open)
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
    """Take note of all that falls due now."""
    while house.counts[DUE] > 0 and house.due_ms[0] == now:
        _fell_due(given.special, given, house, pop_due(house))


@inlined
def _fell_due(special: Special | None, given: Given, house: House, entry: int) -> None:
    """Note what is over, or hurry a step that has waited long enough, whose entry is ~step."""
    if special is None:
        _note(house, entry, _OVER)
    else:
        if entry < 0:
            hurry(special, given, house, ~entry)
        else:
            _note(house, entry, _OVER)


@inlined
def _open_sessions(given: Given, house: House, now: int) -> None:
    """Let people whose session opens now be on duty until it closes."""
    at = house.counts[OPENINGS]
    while at < given.opening_ms.size and given.opening_ms[at] == now:
        change(given.special, given, house, given.opening[at], now)
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
    at = session(given, house, calendar, now)
    if length == 0 and house.steps[step].queue >= 0:
        return _next_open(given.opens, given.closes, first, end, at, now)
    return _add_working(given.opens, given.closes, first, end, at, now, length)


@inlined
def _queue(given: Given, house: House, step: int, now: int) -> None:
    """Let a step wait for somebody."""
    house.steps[step].ready_ms = now
    house.steps[step].state = _WAITING
    enter(given.special, given, house, step, now)
    count_waiting(given.pace, given, house, step, 1)


@inlined
def _end(given: Given, house: House, step: int, now: int) -> None:
    """End a step, judge it (rule 8), and free or hold who worked on it."""
    house.steps[step].state = _ENDED
    house.steps[step].ended_ms = now
    house.steps[step].outcome = 0
    person = house.steps[step].person
    if person >= 0:
        category = house.steps[step].category
        if category >= 0:
            rate, factor = given.error_rate[person, category], error_factor(given.pace, house, person)
            house.steps[step].outcome = _has_erred(house.steps[step].chance, rate, factor)
        let_go(given.special, given, house, step, person, now)
    _note(house, step, _SETTLE)


@inlined
def _settle(given: Given, house: House, step: int, now: int) -> None:
    """Resolve the edges of a step that ended or was skipped (rule 8); close its matter if it was the last."""
    end_hold(given.special, given, house, step, now)
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
    """In each pool, start the pair or crew with the smallest key, again and again, until none fits (rules 6 and 9)."""
    while house.counts[TOUCHED] > 0:
        house.counts[TOUCHED] -= 1
        pool = house.touched_pools[house.counts[TOUCHED]]
        house.pool_touched[pool] = False
        crew = first_crew(given.special, given, house, pool)
        while True:
            queue = best_queue(given, house, pool, now)
            if crew >= 0 and goes_first(given.special, given, house, crew, queue):
                here, crew = crew, next_crew(given.special, house, crew)
                if gather(given.special, house, here, now):
                    _start_crew(given.special, given, house, here, now)
                continue
            if queue < 0:
                break
            step = house.waiting[given.first_waiting[queue]]
            person = given.slot_person[house.free[given.first_free[queue]]]
            pop_waiting(given, house, queue)
            _start(given, house, step, person, now)
        let_go_of_kept(given.special, given, house)


@inlined
def _start(given: Given, house: House, step: int, person: int, now: int) -> None:
    """Let a person begin a step (rule 7)."""
    count_waiting(given.pace, given, house, step, -1)
    haste = haste_of(given.pace, given, house, step)
    note_errors(given.pace, house, step, person, haste, now)
    _begin(house, step, person, now, work(given, house, step, person, haste, now))


@inlined
def _start_crew(special: Special | None, given: Given, house: House, crew: int, now: int) -> None:
    """Let those who were chosen begin a step together; it takes as long as the slowest of them."""
    if special is None:
        return
    leave_line(special, house, crew)
    step = special.crews[crew].step
    count_waiting(given.pace, given, house, step, -1)
    haste = haste_of(given.pace, given, house, step)
    note_errors(given.pace, house, step, house.special.people[0].chosen, haste, now)
    ends, first = now, special.crews[crew].first_seat
    for at in range(special.crews[crew].end_seat - first):
        person = house.special.people[at].chosen
        house.special.seat[first + at] = person
        ends = max(ends, work(given, house, step, person, haste, now))
    _begin(house, step, house.special.people[0].chosen, now, ends)


@inlined
def _begin(house: House, step: int, person: int, now: int, ends: int) -> None:
    """Note that a step has begun, and when it will end."""
    house.steps[step].state = _STARTED
    house.steps[step].started_ms = now
    house.steps[step].person = person
    if ends < NEVER:
        push_due(house, ends, step)
