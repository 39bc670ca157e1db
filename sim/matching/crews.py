"""Crews: steps that several people do together, and who of those that are free makes one up (rule 9)."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass

import numpy as np

from sim.matching.key import StepKey
from sim.matching.staff import Staff
from sim.plan.memberships import Memberships, crew_lines
from sim.plan.plan import Plan


@dataclass(frozen=True)
class Line:
    """So many people who fit."""

    count: int
    fits: list[int]  # memberships, by place, then person
    claimed: int  # how many of these earlier lines of the crew may take
    site: int  # of the step, if the nearest of them go; else -1


class Crews:
    """The crews that wait, by key, and the lines that make them up."""

    def __init__(self, plan: Plan, members: Memberships, staff: Staff) -> None:
        table, lines = plan.crews, crew_lines(plan, members)
        self._staff = staff
        self.waiting: list[StepKey] = []
        self.lines: dict[int, list[Line]] = {step: [] for step in lines.step.tolist()}
        fits = [rows.tolist() for rows in lines.fits]
        nearest = set(plan.nearest.unit.tolist())
        for step, unit, kind, count, claimed in zip(
            table.step.tolist(), table.unit.tolist(), lines.kind.tolist(), table.count.tolist(),
            lines.claimed.tolist(), strict=True,
        ):  # fmt: skip
            site = staff.travel.site.get(step, -1) if unit in nearest else -1
            self.lines[step].append(Line(count, fits[kind], claimed, site))
        self.first_seat = dict(zip(lines.step.tolist(), np.searchsorted(table.step, lines.step), strict=True))

    def wait(self, step: StepKey) -> None:
        """Let a crew's step wait."""
        insort(self.waiting, step)

    def move(self, before: StepKey, after: StepKey) -> None:
        """Give a waiting step another key."""
        self.waiting.remove(before)
        insort(self.waiting, after)

    def gather(self, step: int, now: int) -> list[int] | None:
        """Return who makes up the crew, line by line; None if it is not complete.

        Then those that are free are kept for it, unless the others are not on duty either: nobody waits for a
        colleague on leave.
        """
        staff, chosen = self._staff, list[int]()
        complete = True
        for line in self.lines[step]:
            free = [
                (staff.place[member], staff.travel.remoteness(person, line.site), staff.free_since[person], person)
                for member in line.fits
                if staff.is_free(member, now) and (person := staff.person[member]) not in chosen
            ]  # fmt: skip
            chosen += [person for *_, person in sorted(free)[: line.count]]
            complete &= len(free) >= line.count
        if complete:
            return chosen
        if all(self._are_there(line, now) for line in self.lines[step]):
            staff.kept.update(chosen)
        return None

    def _are_there(self, line: Line, now: int) -> bool:
        """Return whether enough people for a line are on duty, free or not, whomever earlier lines take."""
        there = sum(self._staff.is_there(member, now) for member in line.fits)
        return there >= line.count + line.claimed
