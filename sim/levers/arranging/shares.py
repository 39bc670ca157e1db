"""Shares in whole numbers: so many of something, in proportion to weights."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats, Ints


def largest_remainder(weights: Floats, total: int) -> Ints:
    """Return whole numbers in proportion to the weights, which sum to `total`; at a tie the earlier one gets more.

    Each gets its share rounded down, then one more goes to those with the largest remainders. All weights 0: nothing.

    >>> largest_remainder(np.array([3.0, 3.0, 1.0]), 4).tolist()
    [2, 2, 0]
    """
    whole = float(weights.sum())
    if not whole or not total:
        return np.zeros(weights.size, dtype=np.int64)
    share = weights * total / whole
    number: Ints = np.floor(share + 1e-9).astype(np.int64)
    order = np.argsort(-np.round(share - number, 9), kind="stable")
    number[order[: total - int(number.sum())]] += 1
    return number
