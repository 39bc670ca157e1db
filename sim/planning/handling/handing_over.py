"""Handing over (移交): papers on their way from one unit to another, and those that then lie unnoticed."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.plan.plan import Kind
from sim.planning.case import OFFICE_HOURS, Case, hours_of
from sim.planning.sheet import Chain


def hand_over(chain: Chain, rows: Ints, case: Case, *, place: int | None = None) -> None:
    """Send the papers to another unit: with `place`, to the unit of that need, where they may lie unnoticed.

    What takes no time makes no step.
    """
    settings, needs = case.organisation.settings, case.workload.needs
    hours = np.full(rows.size, settings.transit_hours)
    if place is not None and not settings.traced:
        hours += hours_of(needs.lost_ms[case.need_at[chain.matter[rows], place]])
    takes_time = hours > 0
    chain.then(rows[takes_time], Kind.HAND_OVER, work_hours=hours[takes_time], calendar=OFFICE_HOURS)
