"""A run: what one replication of a model showed, in hours, of the matters that came in the window."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.arrays import NEVER, Flags, Floats, Ints
from sim.calendar import MS_PER_HOUR
from sim.plan.plan import Kind, Plan
from sim.trace import Trace


@dataclass(frozen=True, kw_only=True)
class Run:
    """A plan and its trace, and what is read from them; a step is worked if its matter is awaited and a person did it.

    What hangs on a matter of the window and came in is counted with the matter: its steps are worked, too.
    """

    plan: Plan
    trace: Trace
    window: tuple[int, int]  # ms
    staff: int  # officers of the house
    controls: Floats  # of the hours of work that came in a day: mean and mean square, each less what was meant

    @cached_property
    def started(self) -> Flags:
        """Which steps are handling that somebody has begun."""
        steps = self.plan.steps
        return np.asarray((steps.kind == Kind.HANDLE) & (steps.unit >= 0) & (self.trace.started_ms >= 0))

    @cached_property
    def worked(self) -> Flags:
        """Which of these are of matters of the window."""
        return np.asarray(self.started & self.plan.matters.awaited[self.plan.steps.matter])

    @cached_property
    def came(self) -> Flags:
        """Which matters came in the window by themselves."""
        matters = self.plan.matters
        return np.asarray(matters.awaited & (matters.release_ms < NEVER) & (matters.type >= 0))

    @cached_property
    def waits(self) -> Floats:
        """Hours from ready to begun, of each step that was worked."""
        return np.asarray((self.trace.started_ms - self.trace.ready_ms)[self.worked] / MS_PER_HOUR)

    @cached_property
    def types(self) -> Ints:
        """Type of the matter of each step that was worked."""
        return self.plan.matters.type[self.plan.steps.matter[self.worked]]

    @cached_property
    def units(self) -> Ints:
        """Unit in which each step was worked."""
        return self.plan.steps.unit[self.worked]

    @cached_property
    def stays(self) -> Floats:
        """Hours from release to closing, of each matter that came."""
        return (self.trace.closed_ms - self.plan.matters.release_ms)[self.came] / MS_PER_HOUR

    @cached_property
    def types_of_matters(self) -> Ints:
        """Type of each matter that came."""
        return self.plan.matters.type[self.came]

    def in_window(self, ms: Ints) -> Flags:
        """Return which of these instants lie in the window."""
        return np.asarray((ms >= self.window[0]) & (ms < self.window[1]))

    @property
    def in_house(self) -> float:
        """Mean number of matters in the house over the window."""
        return self._mean_number(self.plan.matters.release_ms, self.trace.closed_ms)

    @property
    def waiting(self) -> float:
        """Mean number of steps that wait."""
        return self._mean_number(self.trace.ready_ms, self.trace.started_ms)

    @property
    def busy(self) -> float:
        """Mean share of officers at work."""
        begun, ended = self.trace.started_ms[self.started], self.trace.ended_ms[self.started]
        return self._mean_number(begun, ended) / self.staff

    @property
    def visits(self) -> float:
        """Rounds of handling, per matter."""
        return float(self.worked.sum() / self.came.sum())

    @cached_property
    def signed(self) -> Floats:
        """Hours from the arrival of a paper on a leader's desk to its signature."""
        steps, trace = self.plan.steps, self.trace
        signed = (steps.kind == Kind.SIGN) & (trace.ended_ms >= 0) & self.plan.matters.awaited[steps.matter]
        return np.asarray((trace.ended_ms - trace.ready_ms)[signed] / MS_PER_HOUR)

    def _mean_number(self, since: Ints, until: Ints) -> float:
        """Return how many are there on average in the window, each from `since` to `until` (negative: not yet)."""
        begin, end = self.window
        there = since >= 0
        last = np.where(until < 0, end, until)[there]
        return float((np.clip(last, begin, end) - np.clip(since[there], begin, end)).sum() / (end - begin))
