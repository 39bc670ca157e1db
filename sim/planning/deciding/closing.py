"""Closing (办结核销): a matter that has been answered is written off before it counts as closed."""

from __future__ import annotations

import numpy as np

from sim.institution import Rank
from sim.plan.plan import Kind
from sim.planning.case import DECISION_PRIORITY, ORDINARY_PRIORITY
from sim.planning.coming import Coming


def close_matters(coming: Coming) -> None:
    """Write the closing of these matters, by an officer of the lead's unit or by its head."""
    case, settings = coming.case, coming.case.organisation.settings
    if settings.close_hours <= 0:
        return
    by_head = settings.closes_by == "head"
    rows, rank = np.flatnonzero(coming.present), Rank.HEAD if by_head else Rank.OFFICER
    coming.chain.then(
        rows, Kind.CLOSE, unit=case.place_to_sign(rank, rows), work_hours=settings.close_hours,
        rank=int(rank), priority=DECISION_PRIORITY if by_head else ORDINARY_PRIORITY,
        calendar=case.signing_calendar(Rank.HEAD) if by_head else -1,
    )  # fmt: skip
