"""What the kernel works on: a plan's columns, what is given of its institution, and the house that changes.

All that concerns one step lies side by side, in one record. A step is taken up again and again over months, each
time from far away in memory; in twenty columns it would be fetched twenty times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.arrays import Flags, Floats, Ints

if TYPE_CHECKING:
    from sim.engine.kernel.further_tables import Further

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

SPECIAL_STEP = np.dtype([(name, "i4") for name in ("urge", "hold", "ended_hold", "officer_of", "crew")], align=True)
"""A step's first row among the urges, its rows among the holds that begin and end with it; whose officer it asks for;
its crew; or -1."""

URGE = np.dtype(
    [("after_ms", "i8"), ("priority", "i8"), ("order_key", "i8"), ("step", "i4"), ("is_last", "i1")], align=True
)
"""One time from which a step goes ahead of others, and whether it is the last of its step."""

SPECIAL_PERSON = np.dtype([("rank", "i4"), ("pool", "i4"), ("first_member", "i4"), ("end_member", "i4")], align=True)

MEMBER = np.dtype(
    [(name, "i4") for name in ("person", "place", "unit", "least_rank", "calendar", "own_queue")], align=True
)
"""A membership; `own_queue` is that of what waits for this person in this unit."""

SPECIAL_QUEUE = np.dtype([("rank", "i4"), ("category", "i4")], align=True)
"""The category is -1 unless people stay with one."""

CREW = np.dtype(
    [(name, "i4") for name in ("step", "pool", "sort", "first_line", "end_line", "first_seat", "end_seat")], align=True
)
"""A crew; those of one sort ask for the same people."""

WAITING_CREW = np.dtype([("next", "i4"), ("before", "i4")], align=True)
"""The crews of its sort between which a crew waits, by key; -1: none."""

CREW_SORT = np.dtype([(name, "i4") for name in ("first", "last", "at")], align=True)
"""The first and the last crew of a sort that wait, by key, and the next one that this matching looks at; -1: none."""

LINE = np.dtype([(name, "i4") for name in ("kind", "count", "claimed")], align=True)

GATHERED = np.dtype([("kept_in", "i8"), ("chosen_in", "i8"), ("chosen", "i8")], align=True)
"""By person: the matching in which they are kept, the gathering in which they are chosen; and by seat, who is."""

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


class Pace(NamedTuple):
    """What haste and practice make of work: rows of haste by unit, of practice by person."""

    first_haste: Ints
    waiting: Ints
    haste_hours: Floats
    haste_errors: Floats
    first_practice: Ints
    from_ms: Ints
    practice_hours: Floats
    practice_errors: Floats


class Special(NamedTuple):
    """What else holds for some steps and people, mostly as records, since each array more takes the compiler longer."""

    steps: Records  # SPECIAL_STEP
    urges: Records  # URGE
    asked_rank: Ints  # by row of the holds
    people: Records  # SPECIAL_PERSON
    members: Records  # MEMBER
    queues: Records  # SPECIAL_QUEUE
    slot_member: Ints
    crews: Records  # CREW
    first_sort: Ints  # of crews, by pool
    of_one_line: Flags  # by sort: where one of them lacks somebody, all do
    lines: Records  # LINE
    first_fit: Ints  # by kind of line
    fit: Ints  # memberships, by place, then person


class SpecialHouse(NamedTuple):
    """What changes of them while the kernel runs."""

    held: Ints  # by row of the holds: who is held, -1: nobody (any more)
    freed_ms: Ints
    open_until: Ints  # by membership
    n_crews: Ints  # by pool: crews that wait
    crews: Records  # WAITING_CREW
    sorts: Records  # CREW_SORT
    seat: Ints  # who sits on it
    people: Records  # GATHERED
    kept: Ints  # people


class Given(NamedTuple):
    """What does not change. Rows of somebody's are `thing[first_thing[i]:first_thing[i + 1]]`.

    A queue is a unit and the rank asked for there (or less: see `sim.engine.kernel.queues`). A slot is a person's place
    in one of their queues. Queues that share people form a pool: what happens in one pool at an instant concerns no
    other.
    """

    awaited: Flags  # by matter
    # people
    diary: Ints
    skill: Floats  # [person, category]
    error_rate: Floats  # [person, category]
    setup_hours: Floats  # [category]
    first_slot: Ints
    slot_queue: Ints
    slot_preference: Ints  # without a turn to another category
    slot_person: Ints
    # calendars
    first_session: Ints
    opens: Ints
    closes: Ints
    # what is known to come, by time
    release_ms: Ints
    released: Ints  # a step that follows nothing
    opening_ms: Ints
    opening: Ints  # a person whose session opens; with special provisions more (CHANGES)
    # queues
    unit_of_queue: Ints
    first_waiting: Ints
    first_free: Ints
    pool: Ints
    first_of_pool: Ints
    queue_of_pool: Ints
    # provisions: the kernel is compiled once without them, once with pace, once with special ones too, once with all
    pace: Pace | None
    special: Special | None
    further: Further | None
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
    error_factor: Floats  # by what the error rate is multiplied in the step under work
    waiting_in: Ints  # by unit: steps that wait; counted if pace asks for it
    slot_preference: Ints  # as known to the heap, and so is
    slot_since: Ints  # since when they are idle
    slot_at: Ints  # place in its heap, -1: not in it
    # calendars
    session: Ints  # that opened last
    # provisions
    special: Any  # SpecialHouse; None where there is no Special
    further: Any  # FurtherHouse; None where there is no Further
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


COUNTS = 11

DUE, TO_DO, TOUCHED, AWAITED, RELEASES, OPENINGS, MATCHINGS, GATHERINGS, KEPT, URGENT, LEAVING = range(COUNTS)
"""Rows of `House.counts`: entries of `due`, of `to_do` and of `touched_pools`, matters still awaited, releases and
openings gone by; matchings and gatherings of crews so far, and people kept in this matching; entries of `urgent` and of
`leaving`."""

CHANGES = 4
"""With special provisions an opening is told as CHANGES * row + one of the next four."""

PERSON_COMES, PERSON_GOES, MEMBER_COMES, MEMBER_GOES = range(CHANGES)
"""Rows are people, or memberships that are on terms."""
