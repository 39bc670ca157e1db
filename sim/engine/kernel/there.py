"""Who is there and free, in the kernel: people come and go, are offered to their queues, and make pairs there."""

from __future__ import annotations

from sim.engine import sessions
from sim.engine.kernel.compiling import inlined
from sim.engine.kernel.further_tables import Further
from sim.engine.kernel.heaps import pop_free, pop_waiting, push_free, slot_key
from sim.engine.kernel.places import note_freed, note_opening, note_remoteness
from sim.engine.kernel.tables import (
    CHANGES,
    MATCHINGS,
    MEMBER_COMES,
    PERSON_COMES,
    PERSON_GOES,
    TOUCHED,
    Given,
    House,
    Special,
)
from sim.matching import key
from sim.trace import State

_LEFT = int(State.LEFT)

_key = inlined(key.key)
_last_opened = inlined(sessions.last_opened)
_preference = inlined(key.preference)
_step_key = inlined(key.step_key)
_turns = inlined(key.turns)


@inlined
def session(given: Given, house: House, calendar: int, now: int) -> int:
    """Return the session of a calendar that opened last."""
    at = _last_opened(given.opens, given.first_session[calendar + 1], house.session[calendar], now)
    house.session[calendar] = at
    return at


@inlined
def change(special: Special | None, given: Given, house: House, what: int, now: int) -> None:
    """Let somebody come or go: with special provisions also for a unit of theirs alone."""
    if special is None:
        house.on_duty_until[what] = given.closes[session(given, house, given.diary[what], now)]
        if house.free_since[what] >= 0:
            offer(given, house, what)
    else:
        row, kind = what // CHANGES, what % CHANGES
        person = row if kind <= PERSON_GOES else special.members[row].person
        if kind == PERSON_COMES:
            house.on_duty_until[person] = given.closes[session(given, house, given.diary[person], now)]
            note_opening(given.further, house, person, now)
        elif kind == MEMBER_COMES:
            until = given.closes[session(given, house, special.members[row].calendar, now)]
            house.special.open_until[row] = until
        if kind in (PERSON_COMES, MEMBER_COMES) and house.free_since[person] >= 0:
            offer(given, house, person)
        stir(special, house, special.people[person].pool)


@inlined
def free(given: Given, house: House, person: int, now: int) -> None:
    """Free a person."""
    house.free_since[person] = now
    note_freed(given.further, house, person, now)
    offer(given, house, person)
    _stir_for(given.special, house, person)


@inlined
def offer(given: Given, house: House, person: int) -> None:
    """Note in each of a person's queues that they are free, and that a pair may fit there."""
    list_free(given, house, person)
    for slot in range(given.first_slot[person], given.first_slot[person + 1]):
        touch(given, house, given.slot_queue[slot])


@inlined
def list_free(given: Given, house: House, person: int) -> None:
    """Note in each of a person's queues that they are free, as far as these are kept up."""
    for slot in range(given.first_slot[person], given.first_slot[person + 1]):
        if _is_kept_up(given.further, house, given.slot_queue[slot]):
            push_free(given, house, slot, house.free_since[person], _liking(given.special, given, house, slot))


@inlined
def _is_kept_up(further: Further | None, house: House, queue: int) -> bool:
    """Return whether a queue knows who is free; of those for one site each only those in which something waits do."""
    if further is None:
        return True
    return bool(further.site_of_queue[queue] < 0 or house.n_waiting[queue] > 0)


@inlined
def look_round(further: Further | None, given: Given, house: House, queue: int) -> None:
    """Note in a queue for one site, in which the first step waits, who is free."""
    if further is None:
        return
    if further.site_of_queue[queue] >= 0 and house.n_waiting[queue] == 1:
        house.n_free[queue] = 0
        for row in range(given.first_free[queue], given.first_free[queue + 1]):
            slot = further.slot_of_queue[row]
            house.slot_at[slot] = -1
            since = house.free_since[given.slot_person[slot]]
            if since >= 0:
                push_free(given, house, slot, since, _liking(given.special, given, house, slot))


@inlined
def _liking(special: Special | None, given: Given, house: House, slot: int) -> int:
    """Note how much a person likes a queue now; return whether that is more (-1), as much (0) or less (1) than before.

    They like work of another category than their last one less where people stay with theirs; of what they like alike,
    they like more what is nearer, where the nearest go.
    """
    if special is None:
        return 0
    before, last = house.slot_preference[slot], house.last_category[given.slot_person[slot]]
    turning = _turns(last, special.queues[given.slot_queue[slot]].category)
    now = _preference(special.members[special.slot_member[slot]].place, turning)
    house.slot_preference[slot] = now
    farther = note_remoteness(given.further, given, house, slot)
    return -1 if now < before else 1 if now > before else farther


@inlined
def touch(given: Given, house: House, queue: int) -> None:
    """Note that a pair may fit in a queue, if somebody free is known to it and a step waits."""
    if house.n_waiting[queue] == 0 or house.n_free[queue] == 0:
        return
    house.touched[queue] = True
    touch_pool(house, given.pool[queue])


@inlined
def touch_pool(house: House, pool: int) -> None:
    """Note that something may start in a pool."""
    if not house.pool_touched[pool]:
        house.pool_touched[pool] = True
        house.touched_pools[house.counts[TOUCHED]] = pool
        house.counts[TOUCHED] += 1


@inlined
def _stir_for(special: Special | None, house: House, person: int) -> None:
    """Note that a crew may be complete now that a person is free."""
    if special is None:
        return
    stir(special, house, special.people[person].pool)


@inlined
def stir(special: Special, house: House, pool: int) -> None:
    """Note that a crew of a pool may be complete, if one waits."""
    if house.special.n_crews[pool] > 0:
        touch_pool(house, pool)


@inlined
def best_queue(given: Given, house: House, pool: int, now: int) -> int:
    """Return the queue of a pool whose first pair has the smallest key, -1 if no pair fits."""
    first, end = given.first_of_pool[pool], given.first_of_pool[pool + 1]
    chosen = end
    for row in range(first, end):
        queue = given.queue_of_pool[row]
        if not house.touched[queue]:
            continue
        if not _has_pair(given, house, queue, now):
            house.touched[queue] = False
        elif chosen == end or head(given, house, queue) < head(given, house, given.queue_of_pool[chosen]):
            chosen = row
    return given.queue_of_pool[chosen] if chosen < end else -1


@inlined
def _has_pair(given: Given, house: House, queue: int, now: int) -> bool:
    """Return whether a step waits and somebody is there for it; who is not there any more is dropped."""
    _drop_left(given.further, given, house, queue)
    if house.n_waiting[queue] == 0:
        return False
    while house.n_free[queue] > 0:
        slot = house.free[given.first_free[queue]]
        person = given.slot_person[slot]
        if house.free_since[person] == house.slot_since[slot] and _fits(given.special, given, house, slot, now):
            return True
        pop_free(given, house, queue)
    return False


@inlined
def _drop_left(further: Further | None, given: Given, house: House, queue: int) -> None:
    """Drop steps that have left from the head of a queue."""
    if further is None:
        return
    while house.n_waiting[queue] > 0 and house.steps[house.waiting[given.first_waiting[queue]]].state == _LEFT:
        pop_waiting(given, house, queue)


@inlined
def _fits(special: Special | None, given: Given, house: House, slot: int, now: int) -> bool:
    """Return whether a free person is on duty; with special provisions also for this unit, and not kept for a crew."""
    person = given.slot_person[slot]
    if special is None:
        return bool(house.on_duty_until[person] > now)
    if house.special.people[person].kept_in == house.counts[MATCHINGS]:
        return False
    return is_there(special, house, special.slot_member[slot], now)


@inlined
def is_there(special: Special, house: House, member: int, now: int) -> bool:
    """Return whether a person is on duty, and for this unit of theirs."""
    person = special.members[member].person
    return bool(house.on_duty_until[person] > now and house.special.open_until[member] > now)


@inlined
def head(given: Given, house: House, queue: int) -> key.Key:
    """Return the key of the first pair of a queue."""
    step = house.waiting[given.first_waiting[queue]]
    slot = house.free[given.first_free[queue]]
    return _key(
        _step_key(house.steps[step].priority, house.steps[step].order_key, house.steps[step].ready_ms, step),
        slot_key(given, house, slot),
    )
