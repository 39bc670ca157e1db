"""Verdicts on rows of other kinds: a percentile, a bound reported for afterwards alone, and no prediction at all."""

from __future__ import annotations

from analysis.prediction.reported import Reported, ends, middle
from analysis.prediction.spread import CONFIDENCE, Spread
from analysis.prediction.verdict import Place, Verdict
from analysis.prediction.wording import in_both, reported_text, spaced, with_interval
from analysis.report import numbers
from analysis.report.words import Words


def percentile_verdict(
    before: Spread | None, after: Spread, reported: tuple[Reported | None, Reported], *, unit: str,
    confidence: float = CONFIDENCE,
) -> Verdict:  # fmt: skip
    """Return the verdict on reported times of single matters, placed in the predicted distributions.

    `before` and `after` are the predicted shares of matters that take at most as long as is reported of each side;
    `unit` is that of the reported times. A time is inside if the mean share leaves it out of both tails, (1 -
    confidence) / 2 each. A bound "at least" can lie too high only, and one "at most" too low.
    """
    tail = (1 - confidence) / 2
    place = _place(after.mean, tail, reported[1])

    def told(say: Words) -> str:
        sides = [("before", before, reported[0]), ("after", after, reported[1])]
        sentences = [
            _percentile_sentence(say, side, found, figure, unit)
            for side, found, figure in sides
            if found is not None and figure is not None
        ]
        level = numbers.number(confidence, form="share")
        return spaced(say, [*sentences, say.text(f"pred_percentile_{place}", confidence=level)])

    outside = max(0.0, tail - after.mean, after.mean - (1 - tail)) if place != "inside" else 0.0
    return Verdict(place=place, residual=outside, residual_share=None, why=in_both(told))


def bound_verdict(predicted: Spread, reported: Reported, *, unit: str, pledged: bool) -> Verdict:
    """Return the verdict on a figure that is reported for afterwards alone, as a limit that should be kept to.

    Inside if the whole interval lies at or below its upper end; `partly` if a part does. `pledged` says that it is what
    was promised or allowed, not what was measured. The residual is what the mean is above it.
    """
    limit = ends(reported)[1]
    limit = ends(reported)[0] if limit == float("inf") else limit
    place: Place = "inside" if predicted.high <= limit else "partly" if predicted.low <= limit else "below"

    def told(say: Words) -> str:
        return say.text(
            f"pred_bound_{place}", limit=reported_text(say, reported, unit),
            kind=say.text("pred_bound_pledged" if pledged else "pred_bound_told"),
            predicted=with_interval(say, predicted.mean, predicted.low, predicted.high, unit),
        )  # fmt: skip

    return Verdict(place=place, residual=max(0.0, predicted.mean - limit), residual_share=None, why=in_both(told))


def why_no_prediction(accepted: int, wanted: int, tried: int) -> dict[str, str]:
    """Return why nothing is predicted: too few draws of the ranges as assumed meet the before figure."""
    counts = {
        name: numbers.exact(count) for name, count in (("accepted", accepted), ("wanted", wanted), ("tried", tried))
    }
    return in_both(lambda say: say.text("pred_too_few", **counts))


def _percentile_sentence(say: Words, side: str, found: Spread, figure: Reported, unit: str) -> str:
    share = with_interval(say, found.mean, found.low, found.high, "share")
    at, reported = numbers.number(middle(figure)), reported_text(say, figure, unit)
    return say.text(f"pred_percentile_{side}", reported=reported, at=at, share=share)


def _place(share: float, tail: float, reported: Reported) -> Place:
    low, high = ends(reported)
    if share < tail and high != float("inf"):
        return "below"
    if share > 1 - tail and low != -float("inf"):
        return "above"
    return "inside"
