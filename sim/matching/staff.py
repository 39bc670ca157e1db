"""Staff: who is free, who is there, what they did last, and where they are."""

from __future__ import annotations

from sim.arrays import NEVER
from sim.matching.key import preference
from sim.matching.travel import Travel
from sim.plan.memberships import Memberships
from sim.plan.plan import Plan


class Staff:
    """People as the matching sees them, by person and by membership."""

    def __init__(self, plan: Plan, members: Memberships) -> None:
        n_people = plan.people.rank.size
        self.travel = Travel(plan)
        self.free_since = [0] * n_people  # negative while bound: at work, or held
        self.on_duty_until = [0] * n_people
        self.last_category = [-1] * n_people
        self.person: list[int] = members.person.tolist()
        self.place: list[int] = members.place.tolist()
        self.open_until = [NEVER if calendar < 0 else 0 for calendar in members.calendar.tolist()]
        self.kept: set[int] = set()  # for a crew that is not complete, in this matching only
        self.liking = [preference(place, False) for place in self.place]  # by membership, without a turn

    def is_there(self, member: int, now: int) -> bool:
        """Return whether a person is on duty, and for this unit of theirs."""
        return self.on_duty_until[self.person[member]] > now and self.open_until[member] > now

    def fits(self, person: int, member: int, now: int) -> bool:
        """Return whether a person, who is free, could take up a step of this unit of theirs now."""
        there = self.on_duty_until[person] > now and self.open_until[member] > now
        return there and not (self.kept and person in self.kept)

    def is_free(self, member: int, now: int) -> bool:
        """Return whether a person is free and could take up a step of this unit of theirs now."""
        person = self.person[member]
        return self.free_since[person] >= 0 and self.fits(person, member, now)
