"""Laws of positive quantities, each drawn by inversion from one uniform."""

from __future__ import annotations

from math import log1p, sqrt
from typing import Literal

import numpy as np
from scipy import special

from sim.arrays import Floats
from sim.errors import InputError
from sim.options import NonNegative, options

Shape = Literal["lognormal", "gamma", "exponential", "hyperexponential", "deterministic"]


@options
class Law:
    """A law with a mean and a squared coefficient of variation (scv = variance / mean²).

    An exponential law has scv 1, a deterministic one 0 and a hyperexponential one more than 1 (two
    branches with balanced means: Whitt, Operations Research 30, 1982, p. 125).
    """

    mean: NonNegative
    scv: NonNegative = 1.0
    shape: Shape = "lognormal"

    def __post_init__(self) -> None:
        if not (self.mean >= 0 and self.scv >= 0):
            raise InputError(f"a law has mean={self.mean} and scv={self.scv}; expected both >= 0.")
        if self.shape == "hyperexponential" and self.scv < 1:
            raise InputError(f"a hyperexponential law has scv={self.scv}; expected at least 1.")

    def quantile(self, uniforms: Floats) -> Floats:
        """Return the values at these uniforms, each in (0, 1)."""
        if self.shape == "exponential":  # whatever its scv says
            return -self.mean * np.log1p(-uniforms)
        if self.mean == 0 or self.scv == 0 or self.shape == "deterministic":
            return np.full(uniforms.shape, self.mean)
        if self.shape == "gamma":
            order = 1 / self.scv
            return np.asarray(special.gammaincinv(order, uniforms) * self.mean / order)
        if self.shape == "hyperexponential":
            return self._hyperexponential(uniforms)
        variance = log1p(self.scv)
        return np.asarray(self.mean * np.exp(sqrt(variance) * special.ndtri(uniforms) - variance / 2))

    def _hyperexponential(self, uniforms: Floats) -> Floats:
        share = (1 + sqrt((self.scv - 1) / (self.scv + 1))) / 2
        first = uniforms < share
        within = np.where(first, uniforms / share, (uniforms - share) / max(1 - share, 1e-300))
        mean = np.where(first, self.mean / (2 * share), self.mean / (2 * max(1 - share, 1e-300)))
        return -mean * np.log1p(-np.minimum(within, 1 - 2.0**-53))
