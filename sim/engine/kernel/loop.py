"""The loop of the compiled engine: the rules of docs/model.md, as in the reference engine, on arrays alone.

One instant t runs in the same order (rule 5): all that falls due at t, to a fixed point; then free people take
waiting steps, smallest key first, and urgent steps interrupt others; again, as long as something more falls due at t;
then leaves what has waited for too long. Nothing here makes an array, an object or a random number.
"""

from __future__ import annotations

from sim.arrays import NEVER
from sim.engine import rules, sessions
from sim.engine.kernel.compiling import entry, inlined
from sim.engine.kernel.edges import raise_alarm, settle
from sim.engine.kernel.falling_due import fall_due, next_instant, open_sessions, release
from sim.engine.kernel.further_tables import Further
from sim.engine.kernel.heaps import push_due
from sim.engine.kernel.leaving import leave, watch
from sim.engine.kernel.provided import enter, let_go
from sim.engine.kernel.records import read_columns, write_notes
from sim.engine.kernel.starting import match
from sim.engine.kernel.tables import AWAITED, TO_DO, Columns, Given, House, Notes
from sim.engine.kernel.there import session
from sim.engine.kernel.to_do import CALL, OVER, RAISE, SETTLE, note
from sim.engine.kernel.work import count_waiting, error_factor
from sim.trace import State

_LAGGING, _WAITING, _STARTED, _ENDED = int(State.LAGGING), int(State.WAITING), int(State.STARTED), int(State.ENDED)

_add_working = inlined(sessions.add_working)
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
        now = leave(given.special, given.further, given, house, next_instant(given, house), last)
        last = max(last, given.least_ms)
        if until_closed and house.counts[AWAITED] == 0 and now > last:
            return last
        if now > given.end_ms:
            return given.end_ms
        fall_due(given, house, now)
        open_sessions(given, house, now)
        release(given, house, now)
        _carry_on(given, house, now)
        match(given, house, now)
        last = now


@inlined
def _carry_on(given: Given, house: House, now: int) -> None:
    """Do what is to be done at this instant, and what that leads to, until nothing is left."""
    while house.counts[TO_DO] > 0:
        house.counts[TO_DO] -= 1
        entry = house.to_do[house.counts[TO_DO]]
        step, what = entry >> 2, entry & 3
        if what == CALL:
            _call(given, house, step, now)
        elif what == SETTLE:
            settle(given, house, step, now)
        elif _is_alarm(given.further, what):
            raise_alarm(given.further, given, house, step)
        elif house.steps[step].state == _LAGGING:
            _queue(given, house, step, now)
        else:
            _end(given, house, step, now)


@inlined
def _is_alarm(further: Further | None, what: int) -> bool:
    if further is None:
        return False
    return what == RAISE


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
        note(house, step, OVER)
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
    watch(given.further, house, step, now)


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
    note(house, step, SETTLE)
