"""Pace: what haste, practice and growth make of work and of errors, for an engine in plain Python (rule 7)."""

from __future__ import annotations

import numpy as np

from sim.engine.rules import growth, last_reached
from sim.matching.matcher import Matcher
from sim.plan.plan import Plan


class Pace:
    """The thresholds of all units and the practice of all people, and what they did to steps under work."""

    def __init__(self, plan: Plan, matcher: Matcher) -> None:
        pressure, practice, grows = plan.pressure, plan.practice, plan.growth
        self._matcher = matcher
        self._counts = plan.asks_for("pressure", "practice")
        self._category: list[int] = plan.steps.category.tolist()
        self._first_haste: list[int] = np.searchsorted(pressure.unit, np.arange(plan.n_units + 1)).tolist()
        self._waiting: list[int] = pressure.waiting.tolist()
        self._haste = list(zip(pressure.hours_factor.tolist(), pressure.error_factor.tolist(), strict=True))
        n_people = plan.people.rank.size
        self._first_practice: list[int] = np.searchsorted(practice.person, np.arange(n_people + 1)).tolist()
        self._from_ms: list[int] = practice.from_ms.tolist()
        self._practice = list(zip(practice.hours_factor.tolist(), practice.error_factor.tolist(), strict=True))
        later = zip(grows.since_ms.tolist(), grows.per_hour.tolist(), grows.most.tolist(), strict=True)
        self._grows: dict[int, tuple[int, float, float]] = dict(zip(grows.step.tolist(), later, strict=True))
        self._errors: dict[int, float] = {}  # of steps under work: by what their error rate is multiplied

    def begin(self, step: int, person: int, now: int) -> int:
        """Return the row of the unit's threshold that is reached as a step is started, -1: none.

        Note what that and the practice of this person, who answers for the step, do to its errors.
        """
        if not self._counts:
            return -1
        unit = self._matcher.unit[step]
        first, end = self._first_haste[unit], self._first_haste[unit + 1]
        haste = last_reached(self._waiting, first, end, self._matcher.waiting_in[unit])
        practice = self._row(step, person, now)
        factor = self._haste[haste][1] if haste >= 0 else 1.0
        self._errors[step] = factor * self._practice[practice][1] if practice >= 0 else factor
        return haste

    def hours_factor(self, step: int, person: int, haste: int, now: int) -> float:
        """Return by what a person's work on a step is multiplied that is started now."""
        factor = 1.0
        if self._counts:
            practice = self._row(step, person, now)
            factor = self._haste[haste][0] if haste >= 0 else 1.0
            factor = factor * self._practice[practice][0] if practice >= 0 else factor
        return factor * growth(*self._grows[step], now) if step in self._grows else factor

    def error_factor(self, step: int) -> float:
        """Return by what the error rate of a step that ends is multiplied."""
        return self._errors.pop(step, 1.0)

    def _row(self, step: int, person: int, now: int) -> int:
        first, end = self._first_practice[person], self._first_practice[person + 1]
        if first == end or self._category[step] < 0:
            return -1
        return last_reached(self._from_ms, first, end, now)
