"""Crews in the kernel: those that wait, by key, and who of the free makes one up (rule 9)."""

from __future__ import annotations

from sim.arrays import NEVER
from sim.engine.kernel.compiling import inlined
from sim.engine.kernel.further_tables import Further
from sim.engine.kernel.places import remoteness
from sim.engine.kernel.tables import GATHERINGS, KEPT, MATCHINGS, Given, House, Special
from sim.engine.kernel.there import head, is_there, list_free, stir, touch_pool
from sim.matching import key

_key = inlined(key.key)
_person_key = inlined(key.person_key)
_step_key = inlined(key.step_key)


@inlined
def line_up(special: Special, house: House, crew: int) -> None:
    """Let a crew wait among those of its pool, where its key belongs."""
    pool, before = special.crews[crew].pool, -1
    after = house.special.first_crew[pool]
    while after >= 0 and _is_earlier(special, house, after, crew):
        before, after = after, house.special.next_crew[after]
    house.special.next_crew[crew] = after
    if before < 0:
        house.special.first_crew[pool] = crew
    else:
        house.special.next_crew[before] = crew
    stir(special, house, pool)


@inlined
def leave_line(special: Special, house: House, crew: int) -> None:
    """Take a crew out of those that wait."""
    pool = special.crews[crew].pool
    if house.special.first_crew[pool] == crew:
        house.special.first_crew[pool] = house.special.next_crew[crew]
        return
    before = house.special.first_crew[pool]
    while house.special.next_crew[before] != crew:
        before = house.special.next_crew[before]
    house.special.next_crew[before] = house.special.next_crew[crew]


@inlined
def _is_earlier(special: Special, house: House, crew: int, other: int) -> bool:
    return _crew_key(special, house, crew) < _crew_key(special, house, other)


@inlined
def _crew_key(special: Special, house: House, crew: int) -> key.Key:
    step = special.crews[crew].step
    one = house.steps[step]
    return _key(_step_key(one.priority, one.order_key, one.ready_ms, step), _person_key(0, 0, -1, -1))


@inlined
def first_crew(special: Special | None, given: Given, house: House, pool: int) -> int:
    """Begin a matching; return the first crew that waits in a pool, -1 if none does.

    Where one waits, all of the pool is looked at anew: whoever was kept for a crew last time may not be now.
    """
    if special is None:
        return -1
    house.counts[MATCHINGS] += 1
    house.counts[KEPT] = 0
    crew: int = house.special.first_crew[pool]
    if crew >= 0:
        _touch_all(given, house, pool)
    return crew


@inlined
def _touch_all(given: Given, house: House, pool: int) -> None:
    for row in range(given.first_of_pool[pool], given.first_of_pool[pool + 1]):
        queue = given.queue_of_pool[row]
        house.touched[queue] = house.n_waiting[queue] > 0 and house.n_free[queue] > 0


@inlined
def look_anew(given: Given, house: House, pool: int) -> None:
    """Note that all of a pool is to be looked at anew, since a crew that may have kept people waits no more."""
    _touch_all(given, house, pool)
    touch_pool(house, pool)


@inlined
def next_crew(special: Special | None, house: House, crew: int) -> int:
    """Return the crew that waits behind another one, -1 if none does."""
    if special is None:
        return -1
    after: int = house.special.next_crew[crew]
    return after


@inlined
def goes_first(special: Special | None, given: Given, house: House, crew: int, queue: int) -> bool:
    """Return whether a crew has a smaller key than the first pair of a queue, if there is such a pair."""
    if special is None:
        return False
    return queue < 0 or _crew_key(special, house, crew) < head(given, house, queue)


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
