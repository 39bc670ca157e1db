"""The trace: what happened to each step, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from sim.arrays import Ints


class State(IntEnum):
    """Where a step stands when the run ends."""

    PENDING = 0  # a predecessor has not ended
    LAGGING = 1  # its predecessors have ended, its lag has not
    WAITING = 2  # ready, nobody has taken it
    STARTED = 3
    ENDED = 4
    SKIPPED = 5  # all edges to it were guarded away


NOT_YET = -1


def _nobody() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Trace:
    """One row a step; times in ms, NOT_YET (-1) where the instant was not reached.

    No step is interrupted under today's rules, so a step is one segment of one person's time; a later
    table of segments will tell more, without changing these columns.
    """

    state: Ints  # State
    ready_ms: Ints
    started_ms: Ints
    ended_ms: Ints
    person: Ints  # -1: nobody (a pure wait, or not started)
    outcome: Ints  # 1 erred, 0 fine, -1 not ended
    closed_ms: Ints  # one row a matter: when its last step ended
    stopped_ms: int  # the last instant simulated
    crew: Ints = field(default_factory=_nobody)  # on each seat of the plan's crews; -1: nobody yet
    freed_ms: Ints = field(default_factory=_nobody)  # one row a hold: when it ended; -1: not, or nobody was held

    def segments(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Return (step, person, from, to) of all work, by person and time; unfinished work ends at `stopped_ms`.

        Of steps that one person starts at the same instant all but the last are of no length.
        """
        step = np.flatnonzero(self.person >= 0)
        until = np.where(self.ended_ms[step] == NOT_YET, self.stopped_ms, self.ended_ms[step])
        order = np.lexsort((step, until, self.started_ms[step], self.person[step]))
        step = step[order]
        return step, self.person[step], self.started_ms[step], until[order]
