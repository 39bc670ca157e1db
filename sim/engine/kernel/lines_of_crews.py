"""Crews that wait, in the kernel: in a line for each sort of them, by key, and which of a pool is looked at next."""

from __future__ import annotations

from sim.engine.kernel.compiling import inlined
from sim.engine.kernel.tables import KEPT, MATCHINGS, Given, House, Special
from sim.engine.kernel.there import head, stir, touch_pool
from sim.matching import key

_key = inlined(key.key)
_person_key = inlined(key.person_key)
_step_key = inlined(key.step_key)


@inlined
def line_up(special: Special, house: House, crew: int) -> None:
    """Let a crew wait among those of its sort, where its key belongs: mostly behind all others."""
    sort, pool = special.crews[crew].sort, special.crews[crew].pool
    before, after = house.special.sorts[sort].last, -1
    while before >= 0 and _is_earlier(special, house, crew, before):
        before, after = house.special.crews[before].before, before
    _link(house, sort, before, crew)
    _link(house, sort, crew, after)
    house.special.n_crews[pool] += 1
    stir(special, house, pool)


@inlined
def leave_line(special: Special, house: House, crew: int) -> None:
    """Take a crew out of those that wait."""
    before, after = house.special.crews[crew].before, house.special.crews[crew].next
    _link(house, special.crews[crew].sort, before, after)
    house.special.n_crews[special.crews[crew].pool] -= 1


@inlined
def _link(house: House, sort: int, before: int, after: int) -> None:
    """Let one crew of a sort wait right behind another one; -1: nobody."""
    if before >= 0:
        house.special.crews[before].next = after
    else:
        house.special.sorts[sort].first = after
    if after >= 0:
        house.special.crews[after].before = before
    else:
        house.special.sorts[sort].last = before


@inlined
def _is_earlier(special: Special, house: House, crew: int, other: int) -> bool:
    return _crew_key(special, house, crew) < _crew_key(special, house, other)


@inlined
def _crew_key(special: Special, house: House, crew: int) -> key.Key:
    step = special.crews[crew].step
    one = house.steps[step]
    return _key(_step_key(one.priority, one.order_key, one.ready_ms, step), _person_key(0, 0, -1, -1))


@inlined
def begin_matching(special: Special | None, given: Given, house: House, pool: int) -> None:
    """Begin a matching: all crews of a pool are to be looked at.

    Where one waits, all of the pool is looked at anew: whoever was kept for a crew last time may not be now.
    """
    if special is None:
        return
    house.counts[MATCHINGS] += 1
    house.counts[KEPT] = 0
    if house.special.n_crews[pool] > 0:
        _touch_all(given, house, pool)
        for sort in range(special.first_sort[pool], special.first_sort[pool + 1]):
            house.special.sorts[sort].at = house.special.sorts[sort].first


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
def first_crew(special: Special | None, house: House, pool: int) -> int:
    """Return the crew of a pool with the smallest key that is still to be looked at, -1 if there is none."""
    if special is None:
        return -1
    found = -1
    if house.special.n_crews[pool] > 0:
        for sort in range(special.first_sort[pool], special.first_sort[pool + 1]):
            crew = house.special.sorts[sort].at
            if crew >= 0 and (found < 0 or _is_earlier(special, house, crew, found)):
                found = crew
    return found


@inlined
def pass_on(special: Special | None, house: House, crew: int) -> None:
    """Note that a crew has been looked at, so that the next one of its sort is."""
    if special is None:
        return
    house.special.sorts[special.crews[crew].sort].at = house.special.crews[crew].next


@inlined
def pass_over_alike(special: Special | None, house: House, crew: int) -> None:
    """Look at no more crews of a sort of which one lacks somebody, if all they ask for is so many of the same people.

    None of those behind it would find more of them, nor keep anybody: who is free has been kept, or may not be.
    """
    if special is None:
        return
    sort = special.crews[crew].sort
    if special.of_one_line[sort]:
        house.special.sorts[sort].at = -1


@inlined
def goes_first(special: Special | None, given: Given, house: House, crew: int, queue: int) -> bool:
    """Return whether a crew has a smaller key than the first pair of a queue, if there is such a pair."""
    if special is None:
        return False
    return queue < 0 or _crew_key(special, house, crew) < head(given, house, queue)
