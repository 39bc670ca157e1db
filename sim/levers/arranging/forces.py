"""Task forces (专班): what each is for, from when to when, and whom it may take from the units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sim.arrays import Ints
from sim.errors import InputError
from sim.institution import EVERY_WEEKDAY, Title
from sim.options import Count, NonNegative, Share, Weekday, options
from sim.workload.laws import Law

Drawn = Literal["evenly", "by_category", "volunteers"]
Picked = Literal["by_place", "least_work"]
Leftovers = Literal["before_own_work", "after_own_work"]

LEFTOVERS: tuple[Leftovers, ...] = ("before_own_work", "after_own_work")
"""When members do what is left of a task, in the order in which its unit stands in their lists."""


@options
class TaskForce:
    """A task force 专班: officers who are taken from their posts for a time, which stay empty meanwhile.

    Raises InputError at birth for dates that run backwards, or a size that is given twice or not at all.
    """

    title: Title | None = None
    first: date  # first day on which its members are away from their posts
    last: date  # last one
    task: tuple[str, ...] = ()  # types of matter that it takes whole if they come in then; none: work elsewhere
    members: Count | None = None  # how many
    share: Share | None = None  # or what share of those who may be taken, to the nearest whole number, one at least
    heads: bool = False  # whether heads may be taken, too
    drawn: Drawn = "evenly"  # over units by size; by what people are versed in; or who signs up (揭榜挂帅)
    categories: Mapping[str, NonNegative] = field(default_factory=dict)  # what it is about: category -> weight
    picked: Picked = "by_place"  # who of those alike goes first: by place in the staff, or with least expected work
    volunteer_share: Share | None = None  # probability that an officer signs up
    weekdays: tuple[Weekday, ...] = EVERY_WEEKDAY  # ISO, on which members are away; on others they are at their posts
    slip_days: Law = Law(mean=0.0)  # working days by which a member comes back late
    leftovers: Leftovers = "after_own_work"  # when members do what is left of the task after its days

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise InputError(f"a task force is from {self.first} to {self.last}; expected first on or before last.")
        if (self.members is None) == (self.share is None):
            given = "neither" if self.members is None else "both"
            raise InputError(f"a task force has {given} of members and share; expected one of them.")
        if not self.weekdays:
            raise InputError("a task force has no weekdays, so it would never meet; expected one at least.")

    def meets(self, other: TaskForce) -> bool:
        """Return whether two task forces have a day in common."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, kw_only=True)
class Force:
    """A task force as it is arranged: the unit in which its work queues, and whom it may take, the first choice first.

    Who really goes hangs on who signs up, and on who is away with another one.
    """

    name: str
    unit: int
    terms: TaskForce
    members: int
    candidates: Ints

    def __post_init__(self) -> None:
        self.candidates.flags.writeable = False
