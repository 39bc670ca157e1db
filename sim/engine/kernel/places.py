"""Where people are, in the kernel, and how far it is from there to a step (rules 6 and 7)."""

from __future__ import annotations

from sim.engine import rules
from sim.engine.kernel.compiling import inlined
from sim.engine.kernel.further_tables import Further
from sim.engine.kernel.tables import Given, House

_wait_ms = inlined(rules.wait_ms)
_way_hours = inlined(rules.way_hours)


@inlined
def _hours_to(further: Further, house: House, person: int, goal: int) -> float:
    """Return the hours of a traveller's way from where they are."""
    return _way_hours(further.km[house.further.people[person].site, goal], further.people[person].km_per_hour)


@inlined
def go(further: Further | None, house: House, step: int, person: int, seat: int) -> float:
    """Let a person go to where a step is done: its site, else their base; return the hours of the way."""
    if further is None:
        return 0.0
    hours, site, base = 0.0, further.steps[step].site, further.people[person].base
    if base >= 0:
        goal = site if site >= 0 else base
        hours = _hours_to(further, house, person, goal)
        house.further.people[person].site = goal
    if site >= 0:
        row = further.steps[step].first_seat + seat
        house.further.seats[row].person = person
        house.further.seats[row].way_ms = _wait_ms(hours)
    return hours


@inlined
def remoteness(further: Further | None, house: House, person: int, unit: int, step: int) -> int:
    """Return how far a member of a crew's line is from the step, if the nearest of that unit go."""
    if further is None:
        return 0
    return _remoteness(further, house, person, further.steps[step].site if further.nearest[unit] else -1)


@inlined
def _remoteness(further: Further, house: House, person: int, site: int) -> int:
    if site < 0 or further.people[person].base < 0:
        return 0
    return _wait_ms(_hours_to(further, house, person, site))


@inlined
def note_remoteness(further: Further | None, given: Given, house: House, slot: int) -> int:
    """Note how far a person is from a queue's site; return if nearer (-1), as far (0) or farther (1) than noted."""
    if further is None:
        return 0
    before = house.further.slot_remoteness[slot]
    now = _remoteness(further, house, given.slot_person[slot], further.site_of_queue[given.slot_queue[slot]])
    house.further.slot_remoteness[slot] = now
    return -1 if now < before else 1 if now > before else 0


@inlined
def note_opening(further: Further | None, house: House, person: int, now: int) -> None:
    """Note that a session of a person's diary opens: who is free is at the base."""
    if further is None:
        return
    house.further.people[person].opened_ms = now
    if house.free_since[person] >= 0:
        house.further.people[person].site = further.people[person].base


@inlined
def note_freed(further: Further | None, house: House, person: int, now: int) -> None:
    """Note that a person is freed: if a session of theirs opens at this very instant, they are at the base."""
    if further is None:
        return
    if house.further.people[person].opened_ms == now:
        house.further.people[person].site = further.people[person].base


@inlined
def way_back_ms(further: Further, house: House, step: int, person: int) -> int:
    """Return the length of a person's way back from a step, -1 if they need not return."""
    base, site = further.people[person].base, further.steps[step].site
    if site < 0 or base < 0 or site == base or further.people[person].returns == 0:
        return -1
    return _wait_ms(_hours_to(further, house, person, base))


@inlined
def be_back(further: Further, house: House, seat: int, now: int) -> None:
    """Note that who sat on a seat of a visit is at the base again."""
    person = house.further.seats[seat].person
    house.further.seats[seat].back_ms = now
    house.further.people[person].site = further.people[person].base
