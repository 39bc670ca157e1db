"""The interval score: how good a predictive interval was, once the figure is known."""

from __future__ import annotations

from analysis.prediction.reported import Reported, finite_ends
from analysis.prediction.spread import CONFIDENCE
from sim.errors import InputError


def interval_score(low: float, high: float, reported: Reported, confidence: float = CONFIDENCE) -> float:
    """Return the score of a central interval, in the unit of the figure; less is better.

    Its width, and 2/α for each unit by which the figure lies outside, α = 1 - confidence (Gneiting and Raftery, Journal
    of the American Statistical Association 102, 2007, p. 370): wide intervals pay always, narrow ones when they
    miss. A reported range has the mean of the scores of its two ends, a bound that of its one end.

    >>> interval_score(10, 20, 15, 0.5), interval_score(10, 20, [9, 15], 0.5)
    (10.0, 12.0)
    """
    if not (low <= high and 0 < confidence < 1):
        raise InputError(f"interval [{low:g}, {high:g}] at {confidence:g}; expected low <= high, 0 < confidence < 1.")
    alpha = 1 - confidence
    scores = [
        (high - low) + 2 / alpha * (max(0.0, low - figure) + max(0.0, figure - high))
        for figure in finite_ends(reported)
    ]
    return float(sum(scores) / len(scores))
