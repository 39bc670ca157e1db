"""Rows of a plan's matters: matters, then contacts, then broadcasts, and behind these what hangs on others."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.planning.case import Case


def n_released(case: Case) -> int:
    """Return how many rows are released by themselves."""
    return case.n_matters + case.workload.contacts.office.size + case.workload.broadcasts.release_ms.size


def by_row(of_matters: np.ndarray, case: Case, other: object = 0) -> np.ndarray:
    """Return a column of matters for all that is released; `other` is what contacts and broadcasts have."""
    rest = np.full(n_released(case) - case.n_matters, other, dtype=of_matters.dtype)
    return np.concatenate([of_matters, rest])


def originals(case: Case, parents: Ints) -> Ints:
    """Return by row the one that it hangs on in the end: itself, if it is released by itself."""
    rows = np.concatenate([np.arange(n_released(case)), parents])
    while (rows >= n_released(case)).any():  # what something hangs on may hang on another one
        rows = rows[rows]
    return rows
