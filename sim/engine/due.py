"""What falls due: the events of steps and people that SimPy's clock holds for an engine in plain Python (rule 5)."""

from __future__ import annotations

from collections.abc import Callable

import simpy

from sim.arrays import NEVER

END, READY, URGE, ALARM, LEAVE, BACK = range(6)
"""What falls due of a row: the end of a step's work or pure wait, of its lag; a row of urges; a step's alarm, the end
of its patience; the return of a trip's traveller to the base."""


class Due:
    """All that will fall due, by instant; one event of the clock serves all of an instant."""

    def __init__(self, env: simpy.Environment, happen: Callable[[int, int, int], None]) -> None:
        """`happen` is told the row, what falls due of it, and when."""
        self._env, self._happen = env, happen
        self._at: dict[int, list[tuple[int, int]]] = {}

    def add(self, time: int, row: int, what: int) -> None:
        """Schedule what falls due; what would at NEVER is left out."""
        if time >= NEVER:
            return
        if time in self._at:
            self._at[time].append((row, what))
            return
        self._at[time] = [(row, what)]
        self._env.timeout(time - self._env.now).callbacks.append(self._fall_due)

    def _fall_due(self, _: simpy.Event) -> None:
        now = int(self._env.now)
        for row, what in self._at.pop(now):
            self._happen(row, what, now)
