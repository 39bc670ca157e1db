"""Verdicts: by matter, whether somebody would return what went wrong, and whether what is good.

What a screen would do is known when a plan is written, how handling goes only when it is run. So a verdict is written
as guards of edges: on error, if fine, always; and where it never holds, there is no edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from sim.arrays import Flags, Ints
from sim.plan.plan import Guard
from sim.planning.sheet import Chain, Sheet


@dataclass(frozen=True)
class When:
    """For some rows, whether something comes to pass if their handling went wrong, and if it went well."""

    on_error: Flags
    if_fine: Flags

    @classmethod
    def always(cls, size: int) -> Self:
        """Return that it comes to pass however the handling went."""
        return cls(np.ones(size, dtype=bool), np.ones(size, dtype=bool))

    @property
    def ever(self) -> Flags:
        """Whether it may come to pass at all."""
        return self.on_error | self.if_fine

    @property
    def guard(self) -> Ints:
        """Guards of edges that are live then; without meaning where it never comes to pass."""
        both = np.where(self.on_error & self.if_fine, int(Guard.ALWAYS), int(Guard.IF_FINE))
        return np.where(self.on_error & ~self.if_fine, int(Guard.ON_ERROR), both)

    def and_(self, other: When) -> When:
        """Return when both come to pass."""
        return When(self.on_error & other.on_error, self.if_fine & other.if_fine)

    def but(self, other: When) -> When:
        """Return when this comes to pass and the other does not."""
        return When(self.on_error & ~other.on_error, self.if_fine & ~other.if_fine)

    def among(self, kept: Flags) -> When:
        """Return the same of these rows."""
        return When(self.on_error[kept], self.if_fine[kept])


@dataclass(frozen=True)
class Ends:
    """Where some matters stand: the step that was done last, and when they go on from there."""

    rows: Ints
    step: Ints
    judged: Ints  # the handling of which `when` speaks
    when: When

    def kept(self) -> Ends:
        """Return those that may go on at all."""
        ever = self.when.ever
        return Ends(self.rows[ever], self.step[ever], self.judged[ever], self.when.among(ever))


def stand_at(chain: Chain, rows: Ints, ends: list[Ends]) -> None:
    """Let these rows go on from any of these ends, and from nothing else."""
    chain.stand_at(rows, np.full(rows.size, -1, dtype=np.int64))
    for end in ends:
        kept = end.kept()
        for guard in (Guard.ALWAYS, Guard.ON_ERROR, Guard.IF_FINE):
            mine = kept.when.guard == guard
            if mine.any():
                judged = None if guard == Guard.ALWAYS else kept.judged[mine]
                chain.also_at(kept.rows[mine], kept.step[mine], guard, judged)


def link(sheet: Sheet, ends: list[Ends], target: Ints) -> None:
    """Let the steps `target`, given by row, follow these ends."""
    for end in ends:
        kept = end.kept()
        if kept.rows.size:
            sheet.link(kept.step, target[kept.rows], kept.when.guard, kept.judged)
