"""The longest path through each matter of a plan in which nobody and nothing waits for anybody."""

from __future__ import annotations

from functools import cache
from math import floor

import numpy as np

from sim.calendar import MS_PER_HOUR
from sim.plan.plan import Guard, Plan


class LongestPaths:
    """When each step is settled, if it is taken as soon as it is ready; one that is skipped has no length."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.settled = cache(self._settled)
        self.at_once = set(plan.alarms.step[plan.alarms.after_ms == 0].tolist())  # all other alarms come too late

    def practice(self, column: str, step: int) -> float:
        table = self.plan.practice
        rows = np.flatnonzero((table.person == 0) & (table.from_ms <= self.begun(step)))
        return getattr(table, column)[rows[-1]] if rows.size else 1.0

    def grown(self, step: int) -> float:
        table, begun = self.plan.growth, self.begun(step)
        for row in np.flatnonzero((table.step == step) & (table.since_ms <= begun)).tolist():
            return min(table.most[row], 1 + table.per_hour[row] * ((begun - table.since_ms[row]) / MS_PER_HOUR))
        return 1.0

    def erred(self, step: int) -> bool:
        steps = self.plan.steps
        category = steps.category[step]
        if steps.unit[step] < 0 or category < 0:
            return False
        return steps.chance[step] < self.plan.people.error_rate[0, category] * self.practice("error_factor", step)

    def holds(self, guard: int, judged: int) -> bool:
        at, done = self.settled(judged)
        overdue = at > self.plan.matters.deadline_ms[self.plan.steps.matter[judged]]
        held = {
            Guard.ON_ERROR: self.erred(judged), Guard.IF_FINE: not self.erred(judged),
            Guard.WHEN_OVERDUE: overdue, Guard.IN_TIME: not overdue,
        }  # fmt: skip
        return guard == Guard.ALWAYS or (done and held.get(Guard(guard), False))

    def resolved(self, edge: int) -> tuple[int, bool]:
        """Return when an edge is resolved, and whether it is live."""
        edges = self.plan.edges
        source, guard = int(edges.source[edge]), int(edges.guard[edge])
        at, done = self.settled(source)
        if guard == Guard.WHEN_LATE and done and source in self.at_once:
            return self.begun(source), True
        return at, done and self.holds(guard, int(edges.judged[edge]))

    def called(self, step: int) -> tuple[int, bool]:
        """Return when a step is called, or skipped."""
        edges = [self.resolved(edge) for edge in np.flatnonzero(self.plan.edges.target == step).tolist()]
        if not edges:
            return int(self.plan.matters.release_ms[self.plan.steps.matter[step]]), True
        live = [at for at, is_live in edges if is_live]
        if live and step in self.plan.firsts.step:
            return min(live), True
        return max(at for at, _ in edges), bool(live)

    def begun(self, step: int) -> int:
        return self.called(step)[0] + int(self.plan.steps.lag_ms[step])

    def _settled(self, step: int) -> tuple[int, bool]:
        at, is_called = self.called(step)
        if not is_called:
            return at, False
        steps = self.plan.steps
        category, hours = steps.category[step], steps.work_hours[step]
        if steps.unit[step] >= 0:
            skill = self.plan.people.skill[0, category] if category >= 0 else 1.0
            practice = self.practice("hours_factor", step) if category >= 0 else 1.0
            hours = hours / skill * (practice * self.grown(step))
        return self.begun(step) + floor(hours * MS_PER_HOUR + 0.5), True
