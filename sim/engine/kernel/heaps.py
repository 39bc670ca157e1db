"""The three heaps of the kernel, each in arrays of known length: what falls due, who waits, who is free.

Their orders are `step_key` and `person_key` of sim.matching.key, and time for what falls due. Of what falls due
at one instant the order is of no consequence (rule 5).
"""

from __future__ import annotations

from sim.engine.kernel.compiling import inlined
from sim.engine.kernel.further_tables import Further
from sim.engine.kernel.tables import DUE, Given, House
from sim.matching import key

_step_key = inlined(key.step_key)
_person_key = inlined(key.person_key)


@inlined
def push_due(house: House, time: int, step: int) -> None:
    """Note that something of a step falls due."""
    house.counts[DUE] += 1
    _rise(house, house.counts[DUE] - 1, time, step)


@inlined
def pop_due(house: House) -> int:
    """Take out the step of which something falls due first."""
    due_ms, due = house.due_ms, house.due
    size = house.counts[DUE] - 1
    house.counts[DUE] = size
    first: int = due[0]
    time, step = due_ms[size], due[size]
    at, below = 0, 1
    while below + 1 < size:  # down to a leaf, always along the earlier one, and from there up again: fewer guesses
        below += due_ms[below + 1] < due_ms[below]
        due_ms[at], due[at] = due_ms[below], due[below]
        at, below = below, 2 * below + 1
    if below < size:
        due_ms[at], due[at] = due_ms[below], due[below]
        at = below
    _rise(house, at, time, step)
    return first


@inlined
def _rise(house: House, at: int, time: int, step: int) -> None:
    """Put an entry at a place of the heap, or further up where it belongs."""
    due_ms, due = house.due_ms, house.due
    while at > 0:
        above = (at - 1) >> 1
        if due_ms[above] <= time:
            break
        due_ms[at], due[at] = due_ms[above], due[above]
        at = above
    due_ms[at], due[at] = time, step


@inlined
def goes_before(house: House, step: int, other: int) -> bool:
    """Return whether one waiting step comes before another, in a queue or among the urgent."""
    one, two = house.steps[step], house.steps[other]
    return _step_key(one.priority, one.order_key, one.ready_ms, step) < _step_key(
        two.priority, two.order_key, two.ready_ms, other
    )


@inlined
def push_waiting(given: Given, house: House, queue: int, step: int) -> None:
    """Let a step wait in a queue."""
    at = house.n_waiting[queue]
    house.n_waiting[queue] = at + 1
    _climb(given, house, queue, at, step)


@inlined
def _climb(given: Given, house: House, queue: int, at: int, step: int) -> None:
    """Put a step at a place of its heap, or further up where it belongs."""
    waiting, base = house.waiting, given.first_waiting[queue]
    while at > 0:
        above = (at - 1) >> 1
        if goes_before(house, waiting[base + above], step):
            break
        waiting[base + at] = waiting[base + above]
        at = above
    waiting[base + at] = step


@inlined
def pop_waiting(given: Given, house: House, queue: int) -> None:
    """Take the first waiting step out of a queue."""
    waiting, base = house.waiting, given.first_waiting[queue]
    size = house.n_waiting[queue] - 1
    house.n_waiting[queue] = size
    if size > 0:
        _descend(given, house, queue, 0, waiting[base + size])


@inlined
def _descend(given: Given, house: House, queue: int, at: int, step: int) -> None:
    """Put a step at a place of its heap, or further down where it belongs."""
    waiting, base, size = house.waiting, given.first_waiting[queue], house.n_waiting[queue]
    below = 2 * at + 1
    while below < size:
        if below + 1 < size and goes_before(house, waiting[base + below + 1], waiting[base + below]):
            below += 1
        if goes_before(house, step, waiting[base + below]):
            break
        waiting[base + at] = waiting[base + below]
        at, below = below, 2 * below + 1
    waiting[base + at] = step


@inlined
def move_waiting(given: Given, house: House, queue: int, step: int) -> None:
    """Put a waiting step, whose key has changed, where it belongs now."""
    base, at = given.first_waiting[queue], 0
    while house.waiting[base + at] != step:
        at += 1
    _settle_at(given, house, queue, at, step)


@inlined
def remove_waiting(given: Given, house: House, queue: int, step: int) -> None:
    """Take a waiting step out of a queue, wherever it stands."""
    base, at = given.first_waiting[queue], 0
    while house.waiting[base + at] != step:
        at += 1
    size = house.n_waiting[queue] - 1
    house.n_waiting[queue] = size
    if at < size:
        _settle_at(given, house, queue, at, house.waiting[base + size])


@inlined
def _settle_at(given: Given, house: House, queue: int, at: int, step: int) -> None:
    """Put a step at a place of its heap, or wherever it belongs from there."""
    _climb(given, house, queue, at, step)
    if house.waiting[given.first_waiting[queue] + at] == step:
        _descend(given, house, queue, at, step)


@inlined
def _is_preferred(given: Given, house: House, slot: int, other: int) -> bool:
    """Return whether one free person of a queue comes before another."""
    return slot_key(given, house, slot) < slot_key(given, house, other)


@inlined
def slot_key(given: Given, house: House, slot: int) -> key.PersonKey:
    """Return what a person is ordered by among the free people of a queue, as known to its heap."""
    far = _remoteness(given.further, house, slot)
    return _person_key(house.slot_preference[slot], far, house.slot_since[slot], given.slot_person[slot])


@inlined
def _remoteness(further: Further | None, house: House, slot: int) -> int:
    if further is None:
        return 0
    remoteness: int = house.further.slot_remoteness[slot]
    return remoteness


@inlined
def _place_free(house: House, base: int, at: int, slot: int) -> None:
    house.free[base + at] = slot
    house.slot_at[slot] = at


@inlined
def _sink(given: Given, house: House, queue: int, at: int, slot: int) -> None:
    """Put a slot at a place of its heap, or further down where it belongs."""
    free, base, size = house.free, given.first_free[queue], house.n_free[queue]
    below = 2 * at + 1
    while below < size:
        if below + 1 < size and _is_preferred(given, house, free[base + below + 1], free[base + below]):
            below += 1
        if _is_preferred(given, house, slot, free[base + below]):
            break
        _place_free(house, base, at, free[base + below])
        at, below = below, 2 * below + 1
    _place_free(house, base, at, slot)


@inlined
def push_free(given: Given, house: House, slot: int, since: int, liking: int) -> None:
    """Note in one of a person's queues that they are free since then; an older note of it is corrected.

    `liking` says whether they like the queue more (-1), as much (0) or less (1) than noted: `slot_preference` and their
    remoteness have been changed already.
    """
    queue = given.slot_queue[slot]
    at = house.slot_at[slot]
    if at >= 0:
        if liking < 0:
            house.slot_since[slot] = since
            _lift(given, house, queue, at, slot)
        elif liking > 0 or house.slot_since[slot] != since:  # a later time: it can only sink
            house.slot_since[slot] = since
            _sink(given, house, queue, at, slot)
        return
    house.slot_since[slot] = since
    at = house.n_free[queue]
    house.n_free[queue] = at + 1
    _lift(given, house, queue, at, slot)


@inlined
def _lift(given: Given, house: House, queue: int, at: int, slot: int) -> None:
    """Put a slot at a place of its heap, or further up where it belongs."""
    free, base = house.free, given.first_free[queue]
    while at > 0:
        above = (at - 1) >> 1
        if _is_preferred(given, house, free[base + above], slot):
            break
        _place_free(house, base, at, free[base + above])
        at = above
    _place_free(house, base, at, slot)


@inlined
def pop_free(given: Given, house: House, queue: int) -> None:
    """Take the first slot out of a queue's free people."""
    free, base = house.free, given.first_free[queue]
    size = house.n_free[queue] - 1
    house.n_free[queue] = size
    house.slot_at[free[base]] = -1
    if size > 0:
        _sink(given, house, queue, 0, free[base + size])
