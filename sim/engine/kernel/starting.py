"""Starting in the kernel: who takes up what waits, and what interrupts what (rules 6, 7, 9 and 10)."""

from __future__ import annotations

from sim.arrays import NEVER
from sim.engine.kernel.compiling import inlined
from sim.engine.kernel.crews import gather, let_go_of_kept
from sim.engine.kernel.further_tables import Further
from sim.engine.kernel.heaps import pop_waiting, push_due
from sim.engine.kernel.interruptions import bind, interrupt
from sim.engine.kernel.lines_of_crews import (
    begin_matching,
    first_crew,
    goes_first,
    leave_line,
    pass_on,
    pass_over_alike,
)
from sim.engine.kernel.tables import TOUCHED, URGENT, Given, House, Special
from sim.engine.kernel.there import best_queue
from sim.engine.kernel.work import count_waiting, haste_of, note_errors, work
from sim.trace import State

_STARTED = int(State.STARTED)


@inlined
def match(given: Given, house: House, now: int) -> None:
    """Let people start what waits, and urgent steps interrupt others, until nothing fits any more."""
    while True:
        _match_all(given, house, now)
        if not _interrupt(given.special, given.further, given, house, now):
            break


@inlined
def _match_all(given: Given, house: House, now: int) -> None:
    """In each pool, start the pair or crew with the smallest key, again and again, until none fits (rules 6 and 9)."""
    while house.counts[TOUCHED] > 0:
        house.counts[TOUCHED] -= 1
        pool = house.touched_pools[house.counts[TOUCHED]]
        house.pool_touched[pool] = False
        begin_matching(given.special, given, house, pool)
        while True:
            queue, crew = best_queue(given, house, pool, now), first_crew(given.special, house, pool)
            if crew >= 0 and goes_first(given.special, given, house, crew, queue):
                pass_on(given.special, house, crew)
                if gather(given.special, given.further, house, crew, now):
                    _start_crew(given.special, given, house, crew, now)
                else:
                    pass_over_alike(given.special, house, crew)
                continue
            if queue < 0:
                break
            step = house.waiting[given.first_waiting[queue]]
            person = given.slot_person[house.free[given.first_free[queue]]]
            pop_waiting(given, house, queue)
            _start(given, house, step, person, now)
        let_go_of_kept(given.special, given, house)


@inlined
def _interrupt(special: Special | None, further: Further | None, given: Given, house: House, now: int) -> bool:
    """Let the first urgent step that finds somebody interrupt them; return whether one did (rule 10)."""
    if special is None or further is None:
        return False
    if house.counts[URGENT] == 0:
        return False
    row = interrupt(special, further, given, house, now)
    if row < 0:
        return False
    _start(given, house, house.further.cuts[row].by, house.further.cuts[row].person, now)
    return True


@inlined
def _start(given: Given, house: House, step: int, person: int, now: int) -> None:
    """Let a person begin a step (rule 7)."""
    count_waiting(given.pace, given, house, step, -1)
    haste = haste_of(given.pace, given, house, step)
    note_errors(given.pace, house, step, person, haste, now)
    _begin(given, house, step, person, now, work(given, house, step, person, 0, haste, now))


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
        ends = max(ends, work(given, house, step, person, at, haste, now))
    _begin(given, house, step, house.special.people[0].chosen, now, ends)


@inlined
def _begin(given: Given, house: House, step: int, person: int, now: int, ends: int) -> None:
    """Note that a step has begun, or is gone on with, and when it will end."""
    house.steps[step].state = _STARTED
    if bind(given.further, house, step, person, now, ends):
        house.steps[step].started_ms = now
    house.steps[step].person = person
    if ends < NEVER:
        push_due(house, ends, step)
