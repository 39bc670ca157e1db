"""The agenda: when people come on duty, for which of their units, and when it matters that they go."""

from __future__ import annotations

from collections.abc import Iterator

from sim.calendar import Calendar
from sim.plan.memberships import memberships
from sim.plan.plan import Plan

Change = tuple[int, int, int]
"""(person, one of their memberships or -1 for all, until when they are there)"""


class Agenda:
    """All openings by time; with crews also all closings, since nobody is kept for one who has left."""

    def __init__(self, plan: Plan) -> None:
        self._changes: dict[int, list[Change]] = {}
        self._with_closings = plan.asks_for("crews")
        for person, calendar in enumerate(plan.people.calendar.tolist()):
            self._add(plan.calendars[calendar], person, -1)
        members = memberships(plan)
        for member, (person, calendar) in enumerate(
            zip(members.person.tolist(), members.calendar.tolist(), strict=True)
        ):
            if calendar >= 0:
                self._add(plan.calendars[calendar], person, member)

    def _add(self, calendar: Calendar, person: int, member: int) -> None:
        for opens, closes in zip(calendar.opens.tolist(), calendar.closes.tolist(), strict=True):
            self._changes.setdefault(opens, []).append((person, member, closes))
            if self._with_closings:
                self._changes.setdefault(closes, [])

    def __iter__(self) -> Iterator[tuple[int, list[Change]]]:
        """Yield each instant and its changes, in time."""
        return iter(sorted(self._changes.items()))
