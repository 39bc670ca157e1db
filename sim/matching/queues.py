"""Queues: what waits for a rank in a unit, and who of that rank is free to take it."""

from __future__ import annotations

from heapq import heapify, heappop, heappush

from sim.matching.key import Key, PersonKey, StepKey, key, person_key, preference
from sim.matching.staff import Staff


class Queue:
    """Waiting steps that the same people may do, in the same order of preference, and who of these is free.

    Entries of people are never removed when somebody is taken by another queue or goes home; they are
    dropped here once they stand at the head and are no longer true.
    """

    def __init__(self, category: int = -1) -> None:
        self.category = category  # of all that waits here, where people stay with one; else -1
        self.waiting: list[StepKey] = []
        self._free: list[tuple[PersonKey, int]] = []

    def wait(self, step: StepKey) -> None:
        """Let a step wait here."""
        heappush(self.waiting, step)

    def move(self, before: StepKey, after: StepKey) -> None:
        """Give a waiting step another key."""
        self.waiting.remove(before)
        self.waiting.append(after)
        heapify(self.waiting)

    def offer(self, staff: Staff, member: int) -> None:
        """Note that a person is free for what waits here, as a member of its unit."""
        heappush(self._free, (self._key(staff, member), member))

    def _key(self, staff: Staff, member: int) -> PersonKey:
        """Return by what a person is ordered here as things stand."""
        person = staff.person[member]
        last = staff.last_category[person]
        turning = last >= 0 and self.category >= 0 and last != self.category
        return person_key(preference(staff.place[member], turning), staff.free_since[person], person)

    def head(self, staff: Staff, now: int) -> Key | None:
        """Return the smallest key in this queue at `now`, or None if no pair fits."""
        if not self.waiting:
            return None
        free = self._free
        while free:
            entry, member = free[0]
            # a step of no length may have turned them to another category since, and freed them at the same instant
            if entry == self._key(staff, member) and staff.is_free(member, now):
                return key(self.waiting[0], entry)
            heappop(free)
        return None
