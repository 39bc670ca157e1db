"""Pairing: what the same matters for all designs save, against matters of its own for each."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats


def variance_ratio(before: Floats, after: Floats) -> float | None:
    """Return (s_b² + s_d²) / s_{d-b}² of a baseline and a design over the same replications.

    So many times the replications would be needed on independent matters for an interval of the difference as
    narrow. Below 1 the pairing did harm. None where the difference never varies, or with a single replication.
    """
    if before.size < 2 or float(np.ptp(after - before)) == 0:
        return None
    apart = float(before.var(ddof=1)) + float(after.var(ddof=1))
    return apart / float((after - before).var(ddof=1))
