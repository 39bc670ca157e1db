"""Bonds: who sits in a crew, and who is held until a step has been decided, for an engine in plain Python (rule 9)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.plan.plan import Plan
from sim.trace import NOT_YET


class Bonds:
    """The crews that have started, and the holds in force."""

    def __init__(self, plan: Plan) -> None:
        crews, holds = plan.crews, plan.holds
        self._seats: dict[int, int] = dict.fromkeys(crews.step.tolist(), 0)
        for step, count in zip(crews.step.tolist(), crews.count.tolist(), strict=True):
            self._seats[step] += count
        self._crew: dict[int, list[int]] = {}
        self._until: dict[int, int] = dict(zip(holds.step.tolist(), holds.until.tolist(), strict=True))
        self._asked: dict[int, int] = dict(zip(holds.step.tolist(), plan.steps.rank[holds.until].tolist(), strict=True))
        self._rank: list[int] = plan.people.rank.tolist()
        self.held: dict[int, tuple[int, int]] = {}  # by the step that ends it: who is held, since which step
        self._freed: dict[int, int] = {}  # when, by the step since which they were held

    def seat(self, step: int, people: list[int]) -> None:
        """Note who makes up the crew of a step, if it takes one."""
        if step in self._seats:
            self._crew[step] = people

    def members(self, step: int, first: int) -> Sequence[int]:
        """Return who did a step, the first of whom is given."""
        return self._crew.get(step, (first,))

    def hold(self, step: int, person: int) -> bool:
        """Hold a person who has ended a step, if it asks for that and they lack the rank to decide; return whether."""
        if step not in self._until or self._rank[person] >= self._asked[step]:
            return False
        self.held[self._until[step]] = person, step
        return True

    def release(self, step: int, now: int) -> int:
        """Return who is no longer held, now that this step has been decided."""
        person, since = self.held.pop(step)
        self._freed[since] = now
        return person

    def notes(self) -> dict[str, list[int]]:
        """Return the columns of the trace."""
        seated = [one for step, n in self._seats.items() for one in self._crew.get(step, [NOT_YET] * n)]
        return {"crew": seated, "freed_ms": [self._freed.get(step, NOT_YET) for step in self._until]}
