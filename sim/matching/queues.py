"""Queues: what waits for a rank in a unit, and who of that rank is free to take it."""

from __future__ import annotations

from heapq import heapify, heappop, heappush

from sim.matching.key import Key, PersonKey, StepKey, key, person_key, preference, turns
from sim.matching.staff import Staff


class Queue:
    """Waiting steps that the same people may do, in the same order of preference, and who of these is free.

    Entries of people are never removed when somebody is taken by another queue or goes home; they are
    dropped here once they stand at the head and are no longer true.
    """

    def __init__(self, category: int = -1, site: int = -1) -> None:
        self.category = category  # of all that waits here, where people stay with one; else -1
        self.site = site  # of all that waits here, where the nearest goes; else -1
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

    def remove(self, step: StepKey) -> None:
        """Let a step wait here no more."""
        self.waiting.remove(step)
        heapify(self.waiting)

    def offer(self, staff: Staff, member: int) -> None:
        """Note that a person is free for what waits here, as a member of its unit."""
        person = staff.person[member]
        liking = staff.liking[member] if self.category < 0 else self._liking(staff, member)
        remoteness = staff.travel.remoteness(person, self.site) if self.site >= 0 else 0
        heappush(self._free, (person_key(liking, remoteness, staff.free_since[person], person), member))

    def _liking(self, staff: Staff, member: int) -> int:
        """Return how much a person likes this queue as things stand: less, if they would turn to another category."""
        turning = turns(staff.last_category[staff.person[member]], self.category)
        return preference(staff.place[member], turning)

    def head(self, staff: Staff, now: int) -> Key | None:
        """Return the smallest key in this queue at `now`, or None if no pair fits."""
        if not self.waiting:
            return None
        free, one_category = self._free, self.category >= 0
        while free:
            entry, member = free[0]
            liking, remoteness, since, person = entry
            # a step of no length may have turned them to another category since, and freed them at the same instant
            turned = one_category and liking != self._liking(staff, member)
            moved = self.site >= 0 and remoteness != staff.travel.remoteness(person, self.site)
            if staff.free_since[person] == since and not (turned or moved) and staff.fits(person, member, now):
                return key(self.waiting[0], entry)
            heappop(free)
        return None
