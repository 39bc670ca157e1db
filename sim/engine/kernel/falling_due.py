"""What falls due at an instant, in the kernel: ends of work and of lags, releases, openings and the rest (rule 5)."""

from __future__ import annotations

from sim.arrays import NEVER
from sim.engine.kernel.compiling import inlined
from sim.engine.kernel.further_tables import ALARM, ENDS, KIND, LEAVE, Further
from sim.engine.kernel.heaps import pop_due
from sim.engine.kernel.leaving import has_never_been_taken, note_leaving
from sim.engine.kernel.provided import come_back, hurry
from sim.engine.kernel.tables import DUE, OPENINGS, RELEASES, Given, House, Special
from sim.engine.kernel.there import change
from sim.engine.kernel.to_do import CALL, OVER, RAISE, note
from sim.trace import NOT_YET


@inlined
def next_instant(given: Given, house: House) -> int:
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
def fall_due(given: Given, house: House, now: int) -> None:
    """Take note of all that falls due now."""
    while house.counts[DUE] > 0 and house.due_ms[0] == now:
        _fell_due(given.special, given, house, pop_due(house), now)


@inlined
def _fell_due(special: Special | None, given: Given, house: House, entry: int, now: int) -> None:
    """Note what is over, or hurry a step that has waited long enough; its entry is ~row of the urges."""
    if special is None:
        note(house, entry, OVER)
    else:
        if entry < 0:
            hurry(special, given, house, ~entry)
        else:
            _further_fell_due(given.further, given, house, entry, now)


@inlined
def _further_fell_due(further: Further | None, given: Given, house: House, entry: int, now: int) -> None:
    """Note what is over, unless it was interrupted, or late, or impatient; or free who is back at their base."""
    if further is None:
        note(house, entry, OVER)
    else:
        kind, row = entry >> KIND, entry & (1 << KIND) - 1
        if kind == ENDS:
            if house.steps[row].person < 0:
                note(house, row, OVER)
            elif house.further.steps[row].ends_ms == now:
                house.further.steps[row].ends_ms = NOT_YET  # an end that was put off to now may follow
                note(house, row, OVER)
        elif kind == ALARM:
            if has_never_been_taken(house, row):
                note(house, row, RAISE)
        elif kind == LEAVE:
            note_leaving(house, row)
        else:
            come_back(further, given, house, row, now)


@inlined
def open_sessions(given: Given, house: House, now: int) -> None:
    """Let people whose session opens now be on duty until it closes."""
    at = house.counts[OPENINGS]
    while at < given.opening_ms.size and given.opening_ms[at] == now:
        change(given.special, given, house, given.opening[at], now)
        at += 1
    house.counts[OPENINGS] = at


@inlined
def release(given: Given, house: House, now: int) -> None:
    """Note to call the first steps of the matters that are released now."""
    at = house.counts[RELEASES]
    while at < given.release_ms.size and given.release_ms[at] == now:
        note(house, given.released[at], CALL)
        at += 1
    house.counts[RELEASES] = at
