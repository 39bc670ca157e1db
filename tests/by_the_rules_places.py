"""Where people are and how long their ways take, by the rules, as plainly as it can be said (rules 6 and 7)."""

from __future__ import annotations

from math import floor

from sim.plan.plan import Plan
from sim.trace import NOT_YET


class Places:
    """Where each traveller is at the moment, the ways between sites, and what a trace tells of both."""

    def __init__(self, plan: Plan) -> None:
        table, ways, visits = plan.travellers, plan.ways, plan.visits
        people = table.person.tolist()
        self.base = dict(zip(people, table.base.tolist(), strict=True))
        self.speed = dict(zip(people, table.km_per_hour.tolist(), strict=True))
        self.returns = {person for person, flag in zip(people, table.returns.tolist(), strict=True) if flag}
        self.site = dict(zip(visits.step.tolist(), visits.site.tolist(), strict=True))
        self.km = dict(zip(zip(ways.origin.tolist(), ways.goal.tolist(), strict=True), ways.km.tolist(), strict=True))
        self.at = dict(self.base)
        self.seats: dict[int, list[int]] = {}  # of each visit: which rows of the trace tell of its members
        self.n_seats = 0
        for step in visits.step.tolist():
            count = int(plan.crews.count[plan.crews.step == step].sum()) or 1
            self.seats[step] = list(range(self.n_seats, self.n_seats + count))
            self.n_seats += count
        self.way_ms, self.back_ms = [NOT_YET] * self.n_seats, [NOT_YET] * self.n_seats
        self.on_the_way_back: dict[int, tuple[int, int]] = {}  # until when, and for which seat

    def hours(self, person: int, goal: int) -> float:
        """Return the hours of the way from where a traveller is."""
        return self.km[self.at[person], goal] / self.speed[person]

    def goal(self, step: int, person: int) -> int:
        return self.site.get(step, self.base[person])

    def way_hours(self, step: int, person: int) -> float:
        return self.hours(person, self.goal(step, person)) if person in self.base else 0.0

    def remoteness(self, step: int, person: int) -> int:
        return rounded(self.way_hours(step, person)) if step in self.site else 0

    def go(self, step: int, members: list[int]) -> None:
        """Let people be where a step is done, from its start on, and note the ways they take."""
        for row, person in zip(self.seats.get(step, []), members, strict=False):
            self.way_ms[row] = rounded(self.way_hours(step, person))
        for person in members:
            if person in self.base:
                self.at[person] = self.goal(step, person)

    def must_return(self, step: int, person: int) -> bool:
        return step in self.site and person in self.returns and self.at[person] != self.base[person]


def rounded(hours: float) -> int:
    """Return hours in ms, halves up (rule 1)."""
    return floor(hours * 3_600_000 + 0.5)
