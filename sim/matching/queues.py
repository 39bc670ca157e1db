"""Queues: what waits for a rank in a unit, and who of that rank is free to take it."""

from __future__ import annotations

from heapq import heappop, heappush

from sim.matching.key import Key, PersonKey, StepKey, key, person_key, step_key


class Queue:
    """The waiting steps of one unit that need one rank, and the free people who may do them.

    Entries of people are never removed when somebody is taken by another queue or goes home; they are
    dropped here once they stand at the head and are no longer true.
    """

    def __init__(self) -> None:
        self.waiting: list[StepKey] = []
        self._free: list[PersonKey] = []

    def wait(self, priority: int, order: int, ready: int, step: int) -> None:
        """Let a step wait here."""
        heappush(self.waiting, step_key(priority, order, ready, step))

    def offer(self, place: int, idle_since: int, person: int) -> None:
        """Note that a person is free; `place` is that of the unit in the person's list."""
        heappush(self._free, person_key(place, idle_since, person))

    def head(self, free_since: list[int], on_duty_until: list[int], now: int) -> Key | None:
        """Return the smallest key in this queue at `now`, or None if no pair fits.

        `free_since` is negative for a person at work.
        """
        if not self.waiting:
            return None
        free = self._free
        while free:
            _, since, person = free[0]
            if free_since[person] == since and on_duty_until[person] > now:
                return key(self.waiting[0], free[0])
            heappop(free)
        return None
