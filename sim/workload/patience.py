"""Patience: which applicants will not wait for ever until the handling begins, and what they do then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.arrays import NEVER, Floats, rounded_ms
from sim.errors import InputError
from sim.options import Share, options
from sim.workload.laws import Law


@options
class Patience:
    """Some applicants wait for so long in the queue of the unit that leads, then they leave, or `stays`: complain.

    Of those whose time is up a share complains; who leaves without a complaint is lost.
    """

    share: Share = 0.0  # of the matters of a type
    days: Law = Law(mean=0.0)  # clock days from when they are ready to be handled
    complains_share: Share = 0.0
    complaint_hours: Law = Law(mean=0.0)  # of the unit that leads, on a complaint (投诉)
    stays: bool = False  # they go on waiting

    def __post_init__(self) -> None:
        if self.share > 0 and self.stays and self.complains_share == 0:
            raise InputError(
                "patience has stays=true and complains_share=0, so nothing would come of it; expected a "
                "complains_share above 0, or stays=false."
            )


def draw_patience(
    patience: Patience, urgent_share: float, n: int, draw: Callable[[str], Floats]
) -> dict[str, Any]:  # fmt: skip
    """Return the columns `urgent`, `patience_ms`, `stays`, `complains` and `complaint_hours` of n matters.

    Patience is NEVER at an end where an applicant waits as long as it takes.
    """
    until = np.full(n, NEVER, dtype=np.int64)
    complains, hours = np.zeros(n, dtype=bool), np.zeros(n)
    if patience.share > 0:
        rows = np.flatnonzero(draw("patience") < patience.share)
        until[rows] = rounded_ms(24 * patience.days.quantile(draw("patience_days")[rows]))
        complains[rows] = draw("complains")[rows] < patience.complains_share
        hours[complains] = patience.complaint_hours.quantile(draw("complaint_hours")[complains])
    return {
        "urgent": draw("urgent") < urgent_share if urgent_share else np.zeros(n, dtype=bool),
        "patience_ms": until,
        "stays": np.full(n, patience.stays) & (until < NEVER),
        "complains": complains,
        "complaint_hours": hours,
    }
