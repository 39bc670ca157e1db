"""Chains: threads of the process for many matters at once, as they are written on the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from sim.arrays import Ints
from sim.plan.plan import Guard, Kind

if TYPE_CHECKING:
    from sim.planning.sheet import Sheet


@dataclass
class _End:
    """Loose ends of a chain, one row each: the step that the next one follows (-1: none), perhaps with guards."""

    source: Ints
    guards: tuple[Ints, Ints] | None = None  # guard, and the step that it reads

    def among(self, rows: Ints) -> _End:
        """Return the loose ends of these rows."""
        return _End(self.source[rows], self.guards and (self.guards[0][rows], self.guards[1][rows]))


class Chain:
    """One thread of the process for many matters at once; row i belongs to matter `matter[i]`."""

    def __init__(self, sheet: Sheet, matter: Ints) -> None:
        self.sheet = sheet
        self.matter = matter
        self._ends: list[_End] = []

    def then(self, rows: Ints, kind: Kind, **columns: ArrayLike) -> Ints:
        """Write a step for these rows that follows what they did last; return the steps' numbers."""
        step = self.sheet.write(self.matter[rows], kind, **columns)
        self.lead_to(rows, step)
        self.stand_at(rows, step)
        return step

    def lead_to(self, rows: Ints, target: Ints) -> None:
        """Let `target` follow what these rows did last."""
        for end in self._ends:
            held = end.source[rows] >= 0
            mine, to = (rows, target) if held.all() else (rows[held], target[held])
            if mine.size:
                loose = end.among(mine)
                self.sheet.link(loose.source, to, *(loose.guards or ()))

    def stand_at(self, rows: Ints, step: Ints, guard: Guard = Guard.ALWAYS, judged: Ints | None = None) -> None:
        """Let whatever comes next in these rows follow `step`, and nothing else."""
        for end in self._ends[1:]:
            end.source[rows] = -1
        self._put(0, rows, step, guard, judged)

    def also_at(self, rows: Ints, step: Ints, guard: Guard = Guard.ALWAYS, judged: Ints | None = None) -> None:
        """Let whatever comes next in these rows follow `step` too."""
        blank = (place for place, end in enumerate(self._ends) if (end.source[rows] < 0).all())
        self._put(next(blank, len(self._ends)), rows, step, guard, judged)

    def _put(self, place: int, rows: Ints, step: Ints, guard: Guard, judged: Ints | None) -> None:
        if place == len(self._ends):
            self._ends.append(_End(np.full(self.matter.size, -1, dtype=np.int64)))
        end = self._ends[place]
        end.source[rows] = step
        if guard is not Guard.ALWAYS and not end.guards:
            end.guards = (np.full(end.source.size, int(Guard.ALWAYS), dtype=np.int64), end.source.copy())
        if end.guards:
            end.guards[0][rows] = int(guard)
            end.guards[1][rows] = step if judged is None else judged

    def fork(self, rows: Ints) -> Chain:
        """Return a new chain that goes on from where these rows stand."""
        branch = Chain(self.sheet, self.matter[rows])
        branch._ends = [end.among(rows) for end in self._ends]
        return branch
