"""Travel: where people are, and how far it is from there to a step (rules 6 and 7)."""

from __future__ import annotations

from sim.engine.rules import wait_ms, way_hours
from sim.plan.plan import Plan
from sim.plan.provisions import n_sites_of


class Travel:
    """Travellers by person, visits by step, and where each traveller is."""

    def __init__(self, plan: Plan) -> None:
        ways, travellers = plan.ways, plan.travellers
        self._km: list[list[float]] = ways.km.reshape(n_sites_of(ways), -1).tolist() if ways.km.size else []
        people: list[int] = travellers.person.tolist()
        self._base: dict[int, int] = dict(zip(people, travellers.base.tolist(), strict=True))
        self._speed: dict[int, float] = dict(zip(people, travellers.km_per_hour.tolist(), strict=True))
        self._returns: dict[int, int] = dict(zip(people, travellers.returns.tolist(), strict=True))
        self._where = dict(self._base)
        self.site: dict[int, int] = dict(zip(plan.visits.step.tolist(), plan.visits.site.tolist(), strict=True))

    def remoteness(self, person: int, site: int) -> int:
        """Return the way in ms from where a person is to a site; 0 if the site is none (-1), or they do not travel."""
        return wait_ms(self._hours(person, site)) if site >= 0 else 0

    def go(self, person: int, step: int) -> float:
        """Let a person go to where a step is done: to its site, or their base; return the hours of the way."""
        if person not in self._base:
            return 0.0
        goal = self.site.get(step, self._base[person])
        hours = self._hours(person, goal)
        self._where[person] = goal
        return hours

    def way_back_ms(self, person: int, step: int) -> int | None:
        """Return the way to the base, if a person who has done a step has to go there before anything else."""
        if step not in self.site or not self._returns.get(person) or self._where[person] == self._base[person]:
            return None
        return wait_ms(self._hours(person, self._base[person]))

    def is_back(self, person: int) -> None:
        """Let a person be at their base."""
        if person in self._base:
            self._where[person] = self._base[person]

    def _hours(self, person: int, goal: int) -> float:
        if person not in self._base:
            return 0.0
        return way_hours(self._km[self._where[person]][goal], self._speed[person])
