"""The verdict on a prediction: does its interval hold the reported figure, and in words, why or why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analysis.prediction.nulls import NO_CHANGE
from analysis.prediction.reported import Reported, ends, middle, nearest_point
from analysis.prediction.spread import CONFIDENCE, Spread
from analysis.prediction.wording import in_both, quantity, reported_text, spaced, with_interval
from analysis.report import numbers
from analysis.report.words import Words
from sim.institution import Title

Place = Literal["inside", "partly", "below", "above"]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether a prediction's interval holds the reported figure, what it leaves over, and why in both languages.

    `residual` is the predicted mean less the nearest point of the reported figure, in its unit; `residual_share` its
    size as a share of the reported change, None where no change is reported.
    """

    place: Place
    residual: float
    residual_share: float | None
    why: dict[str, str]

    @property
    def inside(self) -> bool:
        """Whether the interval holds the reported figure; a range must lie in it wholly."""
        return self.place == "inside"


@dataclass(frozen=True, kw_only=True)
class Scores:
    """The interval scores of a prediction and of the null predictions beside it, which have titles."""

    prediction: float
    nulls: Mapping[str, float]
    titles: Mapping[str, Title]


def verdict(
    predicted: Spread, before: Reported | None, after: Reported, *, unit: str, scores: Scores | None = None,
    confidence: float = CONFIDENCE,
) -> Verdict:  # fmt: skip
    """Return the verdict on a predicted after figure, given what is reported of before and after."""
    place = place_of(after, predicted.low, predicted.high)
    residual = predicted.mean - nearest_point(predicted.mean, after)
    change = None if before is None else middle(after) - middle(before)
    share = abs(residual / change) if change else None

    def told(say: Words) -> str:
        predicted_text = with_interval(say, predicted.mean, predicted.low, predicted.high, unit)
        first = say.text(
            "pred_predicted", predicted=predicted_text, reported=reported_text(say, after, unit),
            place=say.text(f"pred_place_{place}", confidence=numbers.number(confidence, form="share")),
        )  # fmt: skip
        rest = [_off(say, residual, share, change, unit), _source_of_width(say, predicted, unit)]
        return spaced(say, [first, *rest, "" if scores is None else _beside_nulls(say, scores, unit)])

    return Verdict(place=place, residual=residual, residual_share=share, why=in_both(told))


def place_of(reported: Reported, low: float, high: float) -> Place:
    """Return where a reported figure lies against an interval.

    A range that lies in it in part is `partly`; a bound to one side is `inside` if the interval reaches it.

    >>> [place_of(figure, 10, 20) for figure in (15, [18, 25], [5, 9], [None, 12], [21, None])]
    ['inside', 'partly', 'below', 'inside', 'above']
    """
    first, last = ends(reported)
    if last < low:
        return "below"
    if first > high:
        return "above"
    bound = float("inf") in (-first, last)
    return "inside" if bound or (low <= first and last <= high) else "partly"


def _off(say: Words, residual: float, share: float | None, change: float | None, unit: str) -> str:
    """Return by how much the predicted mean misses the figure, and on which side of the reported change."""
    if residual == 0:
        return ""
    size = quantity(say, abs(residual), unit)
    if share is None or change is None:
        return say.text("pred_off_above" if residual > 0 else "pred_off_below", residual=size)
    key = "pred_beyond" if (residual > 0) == (change > 0) else "pred_short"
    return say.text(key, residual=size, share=numbers.number(share, form="share"))


def _source_of_width(say: Words, predicted: Spread, unit: str) -> str:
    if predicted.ignorance is None or predicted.noise is None:
        return ""
    key = "pred_ignorance" if predicted.ignorance >= predicted.noise else "pred_noise"
    parts = {name: quantity(say, getattr(predicted, name), unit) for name in ("ignorance", "noise")}
    return say.text(key, **parts)


def _beside_nulls(say: Words, scores: Scores, unit: str) -> str:
    """Return which null predictions have a better interval score, the best first; else that none has, and the best."""
    if not scores.nulls:
        return ""
    ranked = sorted(scores.nulls, key=lambda name: scores.nulls[name])
    named = {
        name: say.text(
            "pred_null_item", name=null_title(say, name, scores.titles), value=_score(say, scores, name, unit)
        )
        for name in ranked
    }
    own = quantity(say, scores.prediction, unit)
    better = [named[name] for name in ranked if scores.nulls[name] < scores.prediction]
    if better:
        return say.text("pred_nulls_better", score=own, items=say.listed(better))
    return say.text("pred_nulls_none", score=own, best=named[ranked[0]])


def null_title(say: Words, name: str, titles: Mapping[str, Title]) -> str:
    """Return the quoted title of a null prediction; that of no change is ours."""
    return say.quoted(say.text("pred_no_change") if name == NO_CHANGE else say.title(titles[name]))


def _score(say: Words, scores: Scores, name: str, unit: str) -> str:
    return quantity(say, scores.nulls[name], unit)
