"""Interruptions in the kernel: which urgent step takes whom away from what, and how that is gone on with (rule 10)."""

from __future__ import annotations

from sim.arrays import NEVER
from sim.engine import sessions
from sim.engine.kernel.compiling import inlined
from sim.engine.kernel.further_tables import Further
from sim.engine.kernel.heaps import goes_before, remove_waiting
from sim.engine.kernel.provided import enter_again
from sim.engine.kernel.tables import URGENT, Given, House, Special
from sim.engine.kernel.there import is_there, session
from sim.trace import NOT_YET, State

_WAITING, _STARTED = int(State.WAITING), int(State.STARTED)

_working_between = inlined(sessions.working_between)


@inlined
def note_urgent(further: Further, house: House, step: int) -> None:
    """Note that a step waits that may interrupt others, if it may and has not yet done so."""
    row = further.steps[step].preempt
    if row >= 0 and house.further.cuts[row].step < 0:
        house.further.urgent[house.counts[URGENT]] = step
        house.further.cuts[row].place = house.counts[URGENT]
        house.counts[URGENT] += 1


@inlined
def is_urgent_no_more(further: Further | None, house: House, step: int) -> None:
    """Note that a step waits no more, if it was one that may interrupt others."""
    if further is None:
        return
    row = further.steps[step].preempt
    if row >= 0 and house.further.cuts[row].place >= 0:
        house.counts[URGENT] -= 1
        last, place = house.further.urgent[house.counts[URGENT]], house.further.cuts[row].place
        house.further.urgent[place] = last
        house.further.cuts[further.steps[last].preempt].place = place
        house.further.cuts[row].place = -1


@inlined
def interrupt(special: Special, further: Further, given: Given, house: House, now: int) -> int:
    """Let the first urgent step that finds somebody interrupt them; return its row of `cuts`, -1 if none does.

    The interrupted step waits again, the other one no more; it is still to be started.
    """
    first, whom = -1, -1
    for at in range(house.counts[URGENT]):
        step = house.further.urgent[at]
        if first < 0 or goes_before(house, step, first):
            person = _whom(special, further, given, house, step, now)
            if person >= 0:
                first, whom = step, person
    if first < 0:
        return -1
    remove_waiting(given, house, house.steps[first].queue, first)
    row: int = further.steps[first].preempt
    _cut(special, further, given, house, row, whom, now)
    return row


@inlined
def _whom(special: Special, further: Further, given: Given, house: House, step: int, now: int) -> int:
    """Return whom a step would interrupt, -1: nobody."""
    found, other, began = -1, -1, -1
    queue, urgency = house.steps[step].queue, house.steps[step].priority
    for row in range(given.first_free[queue], given.first_free[queue + 1]):
        slot = further.slot_of_queue[row]
        person = given.slot_person[slot]
        work, since = house.further.people[person].step, house.further.people[person].began_ms
        if not _gives_way(special, further, house, person, work, urgency, now):
            continue
        if not is_there(special, house, special.slot_member[slot], now):
            continue
        if found < 0 or (house.steps[work].priority, since, work) > (house.steps[other].priority, began, other):
            found, other, began = person, work, since
    return found


@inlined
def _gives_way(
    special: Special, further: Further, house: House, person: int, work: int, urgency: int, now: int
) -> bool:
    """Return whether somebody works on a step, alone, that gives way to one of such an urgency."""
    if work < 0 or house.steps[work].state != _STARTED or house.steps[work].person != person:
        return False
    ends = house.further.steps[work].ends_ms
    if ends <= now or ends >= NEVER or house.steps[work].priority <= urgency:
        return False
    own = special.steps[work]
    return bool(own.crew < 0 and own.hold < 0 and further.steps[work].site < 0)


@inlined
def _cut(special: Special, further: Further, given: Given, house: House, row: int, person: int, now: int) -> None:
    """Let the step that a person works on wait again."""
    step, cut, diary = house.further.people[person].step, house.further.cuts[row], given.diary[person]
    first, end = given.first_session[diary], given.first_session[diary + 1]
    at = session(given, house, diary, now)
    cut.step, cut.person, cut.cut_ms = step, person, now
    cut.errors = house.error_factor[person]
    ends = house.further.steps[step].ends_ms
    cut.left_ms = _working_between(given.opens, given.closes, first, end, at, now, ends)
    house.further.steps[step].ends_ms = NOT_YET
    house.further.steps[step].cut = row
    house.steps[step].state = _WAITING
    enter_again(special, further, given, house, step)
    note_urgent(further, house, step)


@inlined
def bind(further: Further | None, house: House, step: int, person: int, now: int, ends: int) -> bool:
    """Note who works on a step until when; return whether it is begun only now."""
    if further is None:
        return True
    house.further.steps[step].ends_ms = ends
    house.further.people[person].step = step
    house.further.people[person].began_ms = now
    is_urgent_no_more(further, house, step)
    cut = house.further.steps[step].cut
    if cut < 0:
        return True
    house.further.steps[step].cut = -1
    house.further.cuts[cut].resumed_ms = now
    house.error_factor[person] = house.further.cuts[cut].errors
    return False
