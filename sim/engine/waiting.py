"""Waiting for too long: what is urged, raises an alarm or leaves, for an engine in plain Python (rules 5, 6 and 8)."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine.due import ALARM, LEAVE, URGE
from sim.plan.plan import Plan


class Waiting:
    """The urges, alarms and the patience of steps, and which alarms have been raised."""

    def __init__(self, plan: Plan) -> None:
        urges, patience, alarms = plan.urges, plan.patience, plan.alarms
        columns = (urges.step, urges.after_ms, urges.priority, urges.order_key)
        self.urges: list[tuple[int, ...]] = list(zip(*(column.tolist() for column in columns), strict=True))
        self._urges_of: dict[int, list[int]] = {}
        for row, (step, *_) in enumerate(self.urges):
            self._urges_of.setdefault(step, []).append(row)
        self._patience: dict[int, int] = dict(zip(patience.step.tolist(), patience.after_ms.tolist(), strict=True))
        self._alarm: dict[int, int] = dict(zip(alarms.step.tolist(), alarms.after_ms.tolist(), strict=True))
        self.ends = plan.asks_for("urges", "patience", "alarms")
        self.rung: set[int] = set()
        self.impatient: list[int] = []  # steps whose patience ends at this instant

    def falls_due(self, step: int, now: int) -> Iterator[tuple[int, int, int]]:
        """Yield when what falls due of a step that waits from now on: time, row, what."""
        for row in self._urges_of.get(step, ()):
            yield now + self.urges[row][1], row, URGE
        if step in self._alarm:
            yield now + self._alarm[step], step, ALARM
        if step in self._patience:
            yield now + self._patience[step], step, LEAVE
