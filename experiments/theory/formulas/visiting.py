"""Waits and hours of a team that goes out to places: round trips as a part of its work, and joint inspections.

Visits come at random and are taken first come, first served by one team, which returns to its base after each. Rates
are an hour, works and results are hours. A team that cannot keep up is refused by an InputError.
"""

from __future__ import annotations

from collections.abc import Sequence

from experiments.theory.formulas.asking import require_positive
from experiments.theory.formulas.waiting import single_wait

Moments = tuple[float, float]
"""The mean, and the mean of the square."""


def round_trip_moments(work: Moments, distance: Moments, speed: float) -> Moments:
    """Return the moments of work and the way there and back, if the distance has nothing to do with the work.

    S = X + 2 D / v, so E[S] = E[X] + 2 E[D] / v and E[S^2] = E[X^2] + 4 E[X] E[D] / v + 4 E[D^2] / v^2.

    >>> round_trip_moments((1.0, 2.0), (5.0, 30.0), 10.0)
    (2.0, 5.2)
    """
    require_positive("the speed", speed)
    mean, square = (distance[0] / speed, distance[1] / speed**2)
    return work[0] + 2 * mean, work[1] + 4 * work[0] * mean + 4 * square


def round_trip_wait(rate: float, work: Moments, distance: Moments, speed: float) -> float:
    """Return the mean wait until the team sets out: M/G/1 with the way there and back as work.

    Pollaczek 1930, Khinchine 1932; Larson & Odoni, Urban Operations Research, 1981, ch. 4.

    >>> round(round_trip_wait(0.25, (1.0, 2.0), (5.0, 30.0), 10.0), 6)
    1.3
    """
    return single_wait(rate, *round_trip_moments(work, distance, speed))


def round_trip_stay(rate: float, work: Moments, distance: Moments, speed: float) -> float:
    """Return the mean time until the work at the place is done: the wait, the way there, the work.

    The way back is the team's time and not that of who was visited.

    >>> round(round_trip_stay(0.25, (1.0, 2.0), (5.0, 30.0), 10.0), 6)
    2.8
    """
    return round_trip_wait(rate, work, distance, speed) + distance[0] / speed + work[0]


def inspection_hours(travel: float, works: Sequence[float], *, joint: bool) -> float:
    """Return a team's hours for inspections of one place that is `travel` hours away: each apart, or all in one visit.

    k (2 t) + sum of s apart, 2 t + sum of s joint.

    >>> inspection_hours(0.5, [1.0, 0.5], joint=False), inspection_hours(0.5, [1.0, 0.5], joint=True)
    (3.5, 2.5)
    """
    return 2 * travel * (1 if joint else len(works)) + sum(works)


def inspection_wait(
    rate: float, travel: float, works: Sequence[float], variances: Sequence[float] = (), *, joint: bool
) -> float:
    """Return the mean wait of a place until the team first sets out for it, if it does all of one place in a row.

    M/G/1 with the hours of `inspection_hours`, M/D/1 if works have no variances (Pollaczek 1930, Khinchine 1932).

    >>> round(inspection_wait(0.2, 0.5, [1.0, 0.5], joint=True), 6)
    1.25
    """
    hours = inspection_hours(travel, works, joint=joint)
    return single_wait(rate, hours, hours**2 + sum(variances))


def inspection_stay(
    rate: float, travel: float, works: Sequence[float], variances: Sequence[float] = (), *, joint: bool
) -> float:
    """Return the mean time from the call of a place to the end of the last work there, without the last way back.

    >>> round(inspection_stay(0.2, 0.5, [1.0, 0.5], joint=True), 6)
    3.25
    """
    wait = inspection_wait(rate, travel, works, variances, joint=joint)
    return wait + inspection_hours(travel, works, joint=joint) - travel
