"""The array types that plan, trace and workload are made of."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NEVER = 2**62
"""A time in ms that is never reached: no deadline, no end."""


def ranges(counts: Ints) -> Ints:
    """Return 0..n-1 for each n of `counts`, one after another.

    >>> ranges(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    starts = np.cumsum(counts) - counts
    return np.arange(int(counts.sum()), dtype=np.int64) - np.repeat(starts, counts)


def rounded_ms(hours: Floats) -> Ints:
    """Return hours as whole milliseconds, halves rounded up (the one rounding of times)."""
    return np.floor(hours * 3_600_000 + 0.5).astype(np.int64)


def firsts(counts: Ints) -> Ints:
    """Return where each one's rows begin, and behind them the number of all rows.

    >>> firsts(np.array([2, 0, 3])).tolist()
    [0, 2, 2, 5]
    """
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
