"""The trace: what happened to each step, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from sim.arrays import NEVER, Ints


class State(IntEnum):
    """Where a step stands when the run ends."""

    PENDING = 0  # a predecessor has not ended
    LAGGING = 1  # its predecessors have ended, its lag has not
    WAITING = 2  # ready, nobody has taken it
    STARTED = 3
    ENDED = 4
    SKIPPED = 5  # all edges to it were guarded away
    LEFT = 6  # nobody took it in time


NOT_YET = -1


def _nobody() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Trace:
    """One row a step; times in ms, NOT_YET (-1) where the instant was not reached.

    A step that is interrupted has been started once, and its person is who works on it now, or did last; the `cut`
    columns tell of each interruption.
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
    # one row for each step that may interrupt others, -1 if it did not: which one, whose, when, and when it went on
    cut_step: Ints = field(default_factory=_nobody)
    cut_person: Ints = field(default_factory=_nobody)
    cut_ms: Ints = field(default_factory=_nobody)
    resumed_ms: Ints = field(default_factory=_nobody)
    # one row for each seat of each visit: the working time of the way there, and when whoever returns was back
    way_ms: Ints = field(default_factory=_nobody)
    back_ms: Ints = field(default_factory=_nobody)

    def segments(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Return (step, person, from, to) of all work, by person and time; unfinished work ends at `stopped_ms`.

        Of steps that one person starts at the same instant all but the last are of no length. A step that was
        interrupted has several. Of a crew the first member is told.
        """
        step = np.flatnonzero(self.person >= 0)
        begin, person = self.started_ms[step], self.person[step]
        until = np.where(self.ended_ms[step] == NOT_YET, self.stopped_ms, self.ended_ms[step])
        cuts = np.flatnonzero(self.cut_step != NOT_YET)
        if cuts.size:
            goes_on = np.where(self.resumed_ms == NOT_YET, NEVER, self.resumed_ms)
            cuts = cuts[np.lexsort((goes_on[cuts], self.cut_ms[cuts], self.cut_step[cuts]))]
            row = np.searchsorted(step, self.cut_step[cuts])
            is_first = np.diff(row, prepend=-1) != 0
            before = np.where(is_first, begin[row], np.concatenate([[NOT_YET], self.resumed_ms[cuts][:-1]]))
            begin[row] = self.resumed_ms[cuts]  # of several interruptions of a step the last one counts
            goes_on = begin != NOT_YET
            step, person = (
                np.concatenate([one[goes_on], other])
                for one, other in ((step, step[row]), (person, self.cut_person[cuts]))
            )
            begin, until = (
                np.concatenate([one[goes_on], other]) for one, other in ((begin, before), (until, self.cut_ms[cuts]))
            )
        order = np.lexsort((step, until, begin, person))
        return step[order], person[order], begin[order], until[order]
