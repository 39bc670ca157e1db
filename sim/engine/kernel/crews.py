"""Crews in the kernel: who of the free makes one up (rule 9)."""

from __future__ import annotations

from sim.arrays import NEVER
from sim.engine.kernel.compiling import inlined
from sim.engine.kernel.further_tables import Further
from sim.engine.kernel.places import remoteness
from sim.engine.kernel.tables import GATHERINGS, KEPT, MATCHINGS, Given, House, Special
from sim.engine.kernel.there import is_there, list_free


@inlined
def gather(special: Special | None, further: Further | None, house: House, crew: int, now: int) -> bool:
    """Choose who makes up a crew, line by line, into `chosen`; return whether it is complete.

    If not, those that were chosen are kept for it, unless the others are not there either.
    """
    if special is None:
        return False
    house.counts[GATHERINGS] += 1
    n, lacks = 0, False
    for line in range(special.crews[crew].first_line, special.crews[crew].end_line):
        for _ in range(special.lines[line].count):
            person = _most_preferred(special, further, house, special.lines[line].kind, special.crews[crew].step, now)
            if person < 0:
                lacks = True
                break
            house.special.people[person].chosen_in = house.counts[GATHERINGS]
            house.special.people[n].chosen = person
            n += 1
    if lacks and _are_there(special, house, crew, now):
        for at in range(n):
            person = house.special.people[at].chosen
            house.special.people[person].kept_in = house.counts[MATCHINGS]
            house.special.kept[house.counts[KEPT]] = person
            house.counts[KEPT] += 1
    return not lacks


@inlined
def _most_preferred(special: Special, further: Further | None, house: House, kind: int, step: int, now: int) -> int:
    """Return who of those that are free fits a line of a crew's step best, -1 if nobody does."""
    best, place, since, far = -1, NEVER, NEVER, NEVER
    for row in range(special.first_fit[kind], special.first_fit[kind + 1]):
        member = special.fit[row]
        person = special.members[member].person
        idle = house.free_since[person]
        if idle < 0 or house.special.people[person].kept_in == house.counts[MATCHINGS]:
            continue
        taken = house.special.people[person].chosen_in == house.counts[GATHERINGS]
        if taken or not is_there(special, house, member, now):
            continue
        here = special.members[member].place
        there = remoteness(further, house, person, special.members[member].unit, step)
        if (here, there, idle, person) < (place, far, since, best):
            best, place, far, since = person, here, there, idle
    return best


@inlined
def _are_there(special: Special, house: House, crew: int, now: int) -> bool:
    """Return whether enough people for each line are on duty, free or not, whomever earlier lines take."""
    for line in range(special.crews[crew].first_line, special.crews[crew].end_line):
        kind, there = special.lines[line].kind, 0
        for row in range(special.first_fit[kind], special.first_fit[kind + 1]):
            if is_there(special, house, special.fit[row], now):
                there += 1
        if there < special.lines[line].count + special.lines[line].claimed:
            return False
    return True


@inlined
def let_go_of_kept(special: Special | None, given: Given, house: House) -> None:
    """End a matching: who was kept is listed again in their queues, which the next matching will look at."""
    if special is None:
        return
    house.counts[MATCHINGS] += 1
    for at in range(house.counts[KEPT]):
        list_free(given, house, house.special.kept[at])
