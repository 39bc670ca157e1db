"""What the kernel works on: a plan laid out for it, and the house whose arrays it writes."""

from __future__ import annotations

from typing import NamedTuple

from sim.arrays import Flags, Floats, Ints


class Given(NamedTuple):
    """A plan laid out for the kernel. Rows of somebody's are `thing[first_thing[i]:first_thing[i + 1]]`.

    A queue is a unit and the rank asked for there. A slot is a person's place in one of their queues. Queues that
    share people form a pool: what happens in one pool at an instant concerns no other.
    """

    # steps
    matter: Ints
    queue: Ints  # -1: a pure wait
    category: Ints
    work_hours: Floats
    priority: Ints
    order_key: Ints
    lag_ms: Ints
    calendar: Ints
    chance: Floats
    # edges, by source
    first_edge: Ints
    target: Ints
    guard: Ints
    judged: Ints
    # matters
    awaited: Flags
    # people
    diary: Ints
    skill: Floats  # [person, category]
    error_rate: Floats  # [person, category]
    setup_hours: Floats  # [category]
    first_slot: Ints
    slot_queue: Ints
    slot_place: Ints
    slot_person: Ints
    # calendars
    first_session: Ints
    opens: Ints
    closes: Ints
    # what is known to come, by time
    release_ms: Ints
    released: Ints  # a step that follows nothing
    opening_ms: Ints
    opening: Ints  # a person whose session opens
    # queues
    first_waiting: Ints
    first_free: Ints
    pool: Ints
    first_of_pool: Ints
    queue_of_pool: Ints
    # the end
    end_ms: int
    least_ms: int


class House(NamedTuple):
    """What changes while the kernel runs; nothing in it grows.

    `waiting`, `free` and `due` hold heaps: `waiting` one of steps for each queue, `free` one of slots for each
    queue, `due` one of all that has begun and will end, or has been called and will be ready.
    """

    # the trace: by step, and by matter
    state: Ints
    ready_ms: Ints
    started_ms: Ints
    ended_ms: Ints
    person: Ints
    outcome: Ints
    closed_ms: Ints
    # steps
    unresolved: Ints  # incoming edges of which it is not yet known whether they are live
    has_live: Flags
    to_do: Ints  # steps to be called or settled at this instant
    # matters
    open_steps: Ints
    # the agenda
    due_ms: Ints
    due: Ints
    # queues
    waiting: Ints
    n_waiting: Ints
    free: Ints
    n_free: Ints
    touched: Flags  # queues in which a pair may fit
    pool_touched: Flags
    touched_pools: Ints
    # people
    free_since: Ints  # negative while at work
    on_duty_until: Ints
    last_category: Ints
    slot_since: Ints  # idle since when, as known to the heap
    slot_at: Ints  # place in its heap, -1: not in it
    # calendars
    session: Ints  # that opened last
    # how many
    counts: Ints


DUE, TO_DO, TOUCHED, AWAITED, RELEASES, OPENINGS = range(6)
"""Rows of `House.counts`: entries of `due`, of `to_do` and of `touched_pools`, matters still awaited, and releases and
openings gone by."""
