"""Trips: what is noted of visits, seat by seat, by an engine in plain Python (rule 7)."""

from __future__ import annotations

from sim.arrays import firsts
from sim.engine.rules import wait_ms
from sim.plan.plan import Plan
from sim.trace import NOT_YET


class Trips:
    """The way there and the time of return, for each seat of each visit."""

    def __init__(self, plan: Plan) -> None:
        seats = plan.seats_of_visits
        self._first: dict[int, int] = dict(zip(plan.visits.step.tolist(), firsts(seats)[:-1].tolist(), strict=True))
        n = int(seats.sum())
        self.are_possible = bool(plan.travellers.person.size or n)
        self._way, self._back, self._person = ([NOT_YET] * n for _ in range(3))

    def row(self, step: int, seat: int) -> int:
        """Return the row of a seat of a visit."""
        return self._first[step] + seat

    def go(self, step: int, seat: int, person: int, hours: float) -> None:
        """Note who goes to a step and how long the way is, if it is a visit."""
        if step in self._first:
            self._way[self.row(step, seat)] = wait_ms(hours)
            self._person[self.row(step, seat)] = person

    def come_back(self, row: int, now: int) -> int:
        """Note that somebody is back at their base; return who."""
        self._back[row] = now
        return self._person[row]

    def notes(self) -> dict[str, list[int]]:
        """Return the columns of the trace."""
        return {"way_ms": self._way, "back_ms": self._back}
