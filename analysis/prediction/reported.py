"""A reported figure: a number, a range, or a bound to one side; and where a predicted number lies beside it."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from sim.errors import InputError

Reported = float | Sequence[float | None]
"""A number, or two ends of a range; None is an open end: [90, None] is "at least 90"."""


def ends(reported: Reported) -> tuple[float, float]:
    """Return both ends of a reported figure, those of a number being equal, an open one infinite.

    >>> ends(40), ends([7, 15]), ends([90, None])
    ((40.0, 40.0), (7.0, 15.0), (90.0, inf))
    """
    both = [reported, reported] if isinstance(reported, int | float) else list(reported)
    if len(both) != 2 or both == [None, None]:
        raise InputError(f"reported figure {both}; expected a number or two ends, one of them a number.")
    low, high = both
    found = -inf if low is None else float(low), inf if high is None else float(high)
    if not found[0] <= found[1]:  # also where one is no number
        raise InputError(f"reported figure {both}; expected numbers, the lower end first.")
    return found


def finite_ends(reported: Reported) -> list[float]:
    """Return the ends of a figure that are numbers: one of a number, two of a range, one of a bound."""
    low, high = ends(reported)
    return [low] if low == high else [end for end in (low, high) if abs(end) != inf]


def middle(reported: Reported) -> float:
    """Return a number itself, the middle of a range, the end of a bound.

    >>> middle([7, 15]), middle([90, None])
    (11.0, 90.0)
    """
    found = finite_ends(reported)
    return sum(found) / len(found)


def nearest_point(value: float, reported: Reported) -> float:
    """Return the point of a figure that lies nearest to a value: the value itself where the figure holds it."""
    low, high = ends(reported)
    return min(max(value, low), high)
