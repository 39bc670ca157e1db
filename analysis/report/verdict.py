"""What may be said about a difference: better, worse, another way, undecided, or that there is none."""

from typing import Literal

Verdict = Literal["better", "worse", "other", "undecided", "same"]


def is_decided(low: float | None, high: float | None) -> bool:
    """Return whether an interval exists and leaves out zero."""
    return low is not None and high is not None and (low > 0 or high < 0)


def verdict(low: float | None, high: float | None, better: str | None) -> Verdict:
    """Return how a difference reads, given which way is better ("lower", "higher", or None for neither).

    >>> verdict(-2.5, -1.8, "lower"), verdict(-0.1, 0.3, "lower"), verdict(None, None, "lower")
    ('better', 'undecided', 'undecided')

    Two designs that do the same differ by exactly nothing, which is no lack of a decision.

    >>> verdict(0.0, 0.0, "lower")
    'same'
    """
    if low == high == 0:
        return "same"
    if low is None or not is_decided(low, high):
        return "undecided"
    if better is None:
        return "other"
    return "better" if (low > 0) == (better == "higher") else "worse"
