"""Null predictions: what one would predict without the model, or with a part of it, each with an interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.prediction.reported import Reported
from analysis.prediction.score import interval_score
from analysis.prediction.spread import CONFIDENCE, checked, interval
from sim.arrays import Floats
from sim.errors import InputError

NO_CHANGE = "no_change"
"""The null prediction that is always among them: after as before."""


@dataclass(frozen=True, kw_only=True)
class NullPrediction:
    """The value that a null prediction gives and its interval, in the unit of the figure."""

    value: float
    low: float
    high: float

    def as_estimate(self) -> dict[str, float]:
        """Return value and interval as they are stored."""
        return {"mean": self.value, "low": self.low, "high": self.high}

    def score(self, reported: Reported, confidence: float = CONFIDENCE) -> float:
        """Return the interval score against what is reported."""
        return interval_score(self.low, self.high, reported, confidence)


def null_predictions(
    before: Floats,
    ratios: Mapping[str, float],
    designs: Mapping[str, Floats],
    confidence: float = CONFIDENCE,
) -> dict[str, NullPrediction]:
    """Return each null prediction by name, "no_change" first. No after figure is looked at.

    A ratio (of steps, of staff) is taken of the before values [draw, replication] of the accepted draws, so that it has
    the interval that they have; a design has predicted values of its own. Raises InputError for values that are
    missing, a ratio that is not above 0, and a name given twice.
    """
    twice = sorted((ratios.keys() & designs.keys()) | ({NO_CHANGE} & (ratios.keys() | designs.keys())))
    if twice:
        raise InputError(f"null prediction {twice[0]!r} is given twice; expected a name of its own for each.")
    wrong = {name: ratio for name, ratio in ratios.items() if not 0 < ratio < float("inf")}
    for name, ratio in wrong.items():
        raise InputError(f"null prediction {name!r} has ratio={ratio}; expected a number above 0.")
    values = {NO_CHANGE: checked(before), **{name: checked(before) * ratio for name, ratio in ratios.items()}}
    return {name: _prediction(found, confidence) for name, found in {**values, **designs}.items()}


def _prediction(values: Floats, confidence: float) -> NullPrediction:
    values = checked(values)
    low, high = interval(values, confidence)
    return NullPrediction(value=float(values.mean()), low=low, high=high)
