"""What the kernel works on of leaving, alarms, growth, interruptions and travel: what is given, and what changes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.arrays import Flags, Floats, Ints
from sim.engine.kernel.tables import Records

FURTHER_STEP = np.dtype(
    [
        ("patience_ms", "i8"), ("alarm_ms", "i8"),  # NEVER: none
        ("site", "i4"),  # -1: no visit
        ("first_seat", "i4"),  # of a visit
        ("growth", "i4"), ("preempt", "i4"),  # rows, -1: none
        ("queue", "i4"),  # where it waits for anybody
        ("is_first", "i1"),  # called by the first of its edges that is live
    ], align=True,
)  # fmt: skip

FURTHER_PERSON = np.dtype([("km_per_hour", "f8"), ("base", "i4"), ("returns", "i4")], align=True)
"""The base is -1 for who does not travel."""

GROWTH = np.dtype([("since_ms", "i8"), ("per_hour", "f8"), ("most", "f8")], align=True)

UNDER_WORK = np.dtype(
    [
        ("ends_ms", "i8"),  # of what somebody works on; -1: nobody does
        ("cut", "i4"),  # the interruption after which it waits, -1: none
        ("is_late", "i1"),  # has raised its alarm
    ], align=True,
)  # fmt: skip

WHERE = np.dtype([("began_ms", "i8"), ("opened_ms", "i8"), ("step", "i4"), ("site", "i4")], align=True)
"""When a person began, or went on with, the step they work on or did last, -1: none; when a session of theirs opened
last; where they are."""

CUT = np.dtype(
    [
        ("cut_ms", "i8"), ("resumed_ms", "i8"), ("left_ms", "i8"), ("errors", "f8"), ("step", "i4"), ("person", "i4"),
        ("by", "i4"), ("place", "i4"),  # the urgent step, and its place among those that wait
    ], align=True,
)  # fmt: skip
"""An interruption, by row of the steps that may interrupt: of which step, of whom, what is left of the work, and by
what its error rate is multiplied; before it, -1."""

SEAT = np.dtype([("way_ms", "i8"), ("back_ms", "i8"), ("person", "i8")], align=True)


class Further(NamedTuple):
    """What is given."""

    steps: Records  # FURTHER_STEP
    people: Records  # FURTHER_PERSON
    growth: Records  # GROWTH
    km: Floats  # [origin, goal]
    nearest: Flags  # by unit
    site_of_queue: Ints  # -1: no visit, or it does not matter who is nearest
    slot_of_queue: Ints  # the slots of each queue, by `Given.first_free`
    deadline_ms: Ints  # by matter


class FurtherHouse(NamedTuple):
    """What changes."""

    steps: Records  # UNDER_WORK
    people: Records  # WHERE
    cuts: Records  # CUT
    seats: Records  # SEAT, by seat of each visit
    slot_remoteness: Ints  # as known to the heap
    urgent: Ints  # steps that wait and may interrupt others
    leaving: Ints  # steps whose patience ends at this instant


KIND = 32
"""With further provisions the upper bits of what falls due tell one of these; in the lower ones stands its row."""

ENDS, ALARM, LEAVE, BACK = range(4)
"""Rows are steps, of the last one seats. Urgings are below 0, with these provisions or without."""
