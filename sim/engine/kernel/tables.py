"""What the kernel works on: a plan's columns, what is given of its institution, and the house that changes.

All that concerns one step lies side by side, in one record. A step is taken up again and again over months, each
time from far away in memory; in twenty columns it would be fetched twenty times.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.arrays import Flags, Floats, Ints

Records = Any
"""A structured array; `records[row].name` is one cell."""

STEP = np.dtype(
    [
        ("work_hours", "f8"), ("chance", "f8"), ("priority", "i8"), ("order_key", "i8"), ("lag_ms", "i8"),
        ("ready_ms", "i8"), ("started_ms", "i8"), ("ended_ms", "i8"),
        ("matter", "i4"), ("category", "i4"), ("calendar", "i4"), ("person", "i4"),
        ("first_edge", "i4"),  # -1: none
        ("queue", "i4"),  # -1: a pure wait
        ("unresolved", "i4"),  # incoming edges of which it is not yet known whether they are live
        ("state", "i1"), ("outcome", "i1"), ("has_live", "i1"),
    ], align=True,
)  # fmt: skip
"""A step as the plan gives it, and what has become of it."""

EDGE = np.dtype([("target", "i4"), ("judged", "i4"), ("guard", "i1"), ("is_last", "i1")], align=True)
"""An edge, and whether it is the last of its source."""

MOST_ROWS = 2**31 - 1
"""Rows that the records can number."""


class Columns(NamedTuple):
    """The columns of a plan's steps and edges, and the queue of each step."""

    matter: Ints
    category: Ints
    work_hours: Floats
    priority: Ints
    order_key: Ints
    lag_ms: Ints
    calendar: Ints
    chance: Floats
    queue: Ints
    source: Ints
    target: Ints
    guard: Ints
    judged: Ints


class Haste(NamedTuple):
    """What the members of a unit do when much waits there: rows by unit."""

    width: int  # queues of a unit: `unit * width` and those behind it
    first_row: Ints
    waiting: Ints
    hours_factor: Floats
    error_factor: Floats


class Given(NamedTuple):
    """What does not change. Rows of somebody's are `thing[first_thing[i]:first_thing[i + 1]]`.

    A queue is a unit and the rank asked for there. A slot is a person's place in one of their queues. Queues that
    share people form a pool: what happens in one pool at an instant concerns no other.
    """

    awaited: Flags  # by matter
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
    # rules that a plan may do without: the kernel is compiled once with each and once without
    haste: Haste | None
    # the end
    end_ms: int
    least_ms: int


class House(NamedTuple):
    """What changes while the kernel runs; nothing in it grows.

    `waiting`, `free` and `due` hold heaps: `waiting` one of steps for each queue, `free` one of slots for each
    queue, `due` one of all that has begun and will end, or has been called and will be ready.
    """

    steps: Records
    edges: Records  # by source
    to_do: Ints  # what is to be done with steps at this instant
    # matters
    open_steps: Ints
    closed_ms: Ints
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
    haste: Floats  # by what the error rate is multiplied in the step under work
    slot_since: Ints  # idle since when, as known to the heap
    slot_at: Ints  # place in its heap, -1: not in it
    # calendars
    session: Ints  # that opened last
    # how many
    counts: Ints


class Notes(NamedTuple):
    """The columns of the trace, one row a step."""

    state: Ints
    ready_ms: Ints
    started_ms: Ints
    ended_ms: Ints
    person: Ints
    outcome: Ints


DUE, TO_DO, TOUCHED, AWAITED, RELEASES, OPENINGS = range(6)
"""Rows of `House.counts`: entries of `due`, of `to_do` and of `touched_pools`, matters still awaited, and releases and
openings gone by."""
