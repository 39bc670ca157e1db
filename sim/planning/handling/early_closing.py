"""Early closing: what a score of closures invites, a matter that is closed without being solved."""

from __future__ import annotations

import numpy as np

from sim.arrays import Flags, Floats
from sim.levers.setting.scoring import Scoring
from sim.workload.returns import Returns
from sim.workload.tables import Workload


def closes_early(workload: Workload, returns: tuple[Returns | None, ...], scoring: Scoring, again: int = 0) -> Flags:
    """Return which matters are closed without being solved, `again` times after they came in first.

    Only what may come back is: of anything else nobody would gain or lose by it.
    """
    share, types = scoring.early_share, workload.matters.type
    may = np.array([kind is not None for kind in returns], dtype=bool)
    if share <= 0 or not may.any():
        return np.zeros(types.size, dtype=bool)
    may = may[types]
    return may if share >= 1 else np.asarray(may & (workload.outcomes.of_matters("early", again=again) < share))


def work_shares(early: Flags, scoring: Scoring) -> Floats:
    """Return by matter the work of the lead's need, as a share of what solving it takes."""
    return np.where(early, scoring.early_work, 1.0)
