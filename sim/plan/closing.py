"""Closing (办结核销): a matter that has been answered is written off before it counts as closed."""

from __future__ import annotations

import numpy as np

from sim.institution import Rank
from sim.plan.case import DECISION_PRIORITY, ORDINARY_PRIORITY, Case
from sim.plan.plan import Kind
from sim.plan.sheet import Chain


def close_matters(chain: Chain, case: Case) -> None:
    """Write the closing of all matters, by an officer of the lead's unit or by its head."""
    settings = case.organisation.settings
    if settings.close_hours <= 0:
        return
    by_head = settings.closes_by == "head"
    every, rank = np.arange(case.n_matters), Rank.HEAD if by_head else Rank.OFFICER
    chain.then(
        every, Kind.CLOSE, unit=case.place_to_sign(rank, every), work_hours=settings.close_hours,
        rank=int(rank), priority=DECISION_PRIORITY if by_head else ORDINARY_PRIORITY,
        calendar=case.signing_calendar(Rank.HEAD) if by_head else -1,
    )  # fmt: skip
