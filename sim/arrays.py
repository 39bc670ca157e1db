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


def unlike_rows(*columns: Ints) -> tuple[Ints, Ints]:
    """Return a row of each sort of row, in the order of these columns' values, and the sort of each row.

    NumPy, asked for unlike rows of several columns, takes many times as long; here each row becomes one number. The
    product of the columns' ranges has to stay below 2^63.

    >>> row, sort = unlike_rows(np.array([7, 2, 7]), np.array([-1, 5, -1]))
    >>> row.tolist(), sort.tolist()
    ([1, 2], [1, 0, 1])
    """
    number = np.zeros(columns[0].size, dtype=np.int64)
    for column in columns:
        least = int(column.min(initial=0))
        number = number * (int(column.max(initial=0)) - least + 1) + column - least
    numbers = np.unique(number)
    sort, row = np.searchsorted(numbers, number), np.zeros(numbers.size, dtype=np.int64)
    row[sort] = np.arange(number.size)
    return row, sort
