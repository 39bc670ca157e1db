"""How experts review a matter (专家评审), once it has been handled and before anybody signs it."""

from __future__ import annotations

import numpy as np

from sim.plan.plan import Kind
from sim.planning.case import OFFICE_HOURS, Case, hours_of
from sim.planning.sheet import Chain


def review_matters(chain: Chain, case: Case) -> None:
    """Let experts review the matters that ask for it, in office time; what is answered briefly has been reviewed."""
    review = case.workload.matters.review_ms
    rows = np.flatnonzero((review > 0) & ~case.brief)
    chain.then(rows, Kind.REVIEW, work_hours=hours_of(review[rows]), calendar=OFFICE_HOURS)
