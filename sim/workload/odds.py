"""Odds: weighted choices, one in each row of a table, of which a uniform picks a column by inversion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from sim.arrays import Floats, Ints


@dataclass(frozen=True, kw_only=True)
class Odds:
    """Weights, cumulated along each row; the rows are filled up with infinity to a power of two."""

    cumulated: Floats
    width: int

    @classmethod
    def of(cls, weights: Floats) -> Self:
        """Return the odds of a table of weights, each of them at least 0."""
        height, width = weights.shape
        cumulated = np.full((height, 1 << width.bit_length()), np.inf)
        np.cumsum(weights, axis=1, out=cumulated[:, :width])
        return cls(cumulated=cumulated, width=width)

    @property
    def height(self) -> int:
        """Number of rows."""
        return int(self.cumulated.shape[0])

    def pick(self, rows: Ints, uniforms: Floats) -> Ints:
        """Return for each of `rows` the column that its uniform falls on; -1 where a row is all zero."""
        total = self.cumulated[rows, self.width - 1]
        chosen = self._reached(rows, uniforms * total)
        return np.where(total > 0, np.minimum(chosen, self.width - 1), -1)

    def _reached(self, rows: Ints, levels: Floats) -> Ints:
        """Return how many entries of each row are not above its level, by bisection in all rows at once."""
        flat, half = self.cumulated.ravel(), self.cumulated.shape[1] // 2
        before = rows * self.cumulated.shape[1] - 1
        found = np.zeros(rows.size, dtype=np.int64)
        while half:
            found += half * (flat[before + found + half] <= levels)
            half //= 2
        return found
