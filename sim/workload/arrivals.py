"""When matters come: a unit-rate process per type, rescaled by volume and season."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from sim.arrays import Floats, Ints
from sim.calendar import MS_PER_DAY, MS_PER_MINUTE, clock_minutes
from sim.horizon import Horizon
from sim.workload.demand import MatterType, Season
from sim.workload.draws import Uniforms


def day_weights(season: Season, horizon: Horizon) -> Floats:
    """Return the relative intensity of each day of the horizon."""
    weights = np.array(season.months)[horizon.month - 1]
    if not season.every_day:
        weights = weights * horizon.working
    ends = horizon.month_ends(season.end_days)
    weights = weights * np.where(ends, season.month_end, 1.0)
    return np.asarray(weights * np.where(ends & (horizon.month % 3 == 0), season.quarter_end, 1.0))


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """When something comes `rate` times a year on average over the window: its cumulated intensity.

    The i-th time is where that reaches the i-th point of a unit-rate Poisson process, so that another rate
    stretches the same points (time rescaling: Çınlar, Introduction to Stochastic Processes, 1975, ch. 4.7).
    """

    level: Floats  # reached at `clock`, in between along a straight line; none where nothing ever comes
    clock: Floats

    @classmethod
    def of(cls, rate: float, season: Season, horizon: Horizon) -> Self:
        """Return the rhythm of a season that is repeated year by year."""
        weights = day_weights(season, horizon)
        first, last = ((day - horizon.first).days for day in (horizon.window_from, horizon.window_to))
        in_window = weights[first:last].sum()
        if rate == 0 or in_window == 0:
            return cls(level=np.zeros(0), clock=np.zeros(0))
        return cls._reaching(weights, rate * horizon.window_years / in_window, season)

    @classmethod
    def over(cls, weights: Floats, total: float, season: Season) -> Self:
        """Return the rhythm of what comes `total` times on average, on days with these weights, not all 0."""
        if total == 0:
            return cls(level=np.zeros(0), clock=np.zeros(0))
        return cls._reaching(weights, total / weights.sum(), season)

    @classmethod
    def _reaching(cls, weights: Floats, times: float, season: Season) -> Self:
        """Return the rhythm whose days have these intensities, `times` each."""
        opening, closing = (clock_minutes(hour) * MS_PER_MINUTE for hour in season.hours)
        busy = np.flatnonzero(weights)
        reached = np.cumsum(weights[busy]) * times
        return cls(
            level=np.repeat(np.concatenate([[0.0], reached]), 2)[1:-1],
            clock=(busy[:, None] * MS_PER_DAY + np.array([opening, closing])).ravel().astype(np.float64),
        )

    def occasions(self, uniforms: Uniforms, name: str) -> Ints:
        """Return the times, in ms, at which it comes."""
        if not self.level.size:
            return np.zeros(0, dtype=np.int64)
        points = _unit_points(float(self.level[-1]), uniforms, name)
        times: Ints = np.floor(np.interp(points, self.level, self.clock) + 0.5).astype(np.int64)
        return times


def _unit_points(until: float, uniforms: Uniforms, name: str) -> Floats:
    count = int(until + 6 * np.sqrt(until) + 16)
    while True:
        points = np.cumsum(-np.log1p(-uniforms(name, count)))
        if points[-1] > until:
            return np.asarray(points[points < until])
        count *= 2


def arrivals(kind: MatterType, scale: float, horizon: Horizon, uniforms: Uniforms) -> Ints:
    """Return the release times, in ms, of all matters of a type, batch by batch.

    `scale` multiplies the volume. The size of the i-th batch does not depend on it.
    """
    rate = kind.per_year * scale / kind.batch_mean
    times = Rhythm.of(rate, kind.season, horizon).occasions(uniforms, f"arrival/{kind.name}")
    if kind.batch_mean == 1:
        return times
    draws = uniforms(f"batch/{kind.name}", times.size)
    sizes = 1 + np.floor(np.log1p(-draws) / np.log1p(-1 / kind.batch_mean)).astype(np.int64)
    return np.repeat(times, sizes)
