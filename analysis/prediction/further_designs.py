"""What it would take: designs that do more than the reform, and how many draws they bring to the reported figure.

They are no null predictions. Somebody who had to predict did not know of them, and nobody reports that they were done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.prediction.belief import come_to, gone_beyond
from analysis.prediction.reported import Reported
from analysis.prediction.spread import CONFIDENCE, checked, interval
from analysis.prediction.wording import in_both, with_interval
from analysis.report import numbers
from analysis.report.words import Words
from sim.arrays import Floats
from sim.institution import Title


@dataclass(frozen=True, kw_only=True)
class FurtherDesign:
    """What a design that does more gives, in the unit of the figure, and how many of the draws then reach it."""

    title: Title
    mean: float
    low: float
    high: float
    reached: int
    draws: int

    def as_dict(self) -> dict[str, Any]:
        """Return it as it is stored."""
        title = {"zh": self.title.zh, "en": self.title.en}
        return {"title": title, "mean": self.mean, "low": self.low, "high": self.high, "reached": self.reached,
                "draws": self.draws}  # fmt: skip


def further_designs(
    values: Mapping[str, Floats], titles: Mapping[str, Title], before: Reported, after: Reported, *,
    tolerance: float = 0.05, confidence: float = CONFIDENCE,
) -> dict[str, FurtherDesign]:  # fmt: skip
    """Return each further design by name, given its values [draw, replication].

    A draw reaches the figure if its mean comes to it, or goes beyond it. Raises InputError for values that are missing.
    """
    return {
        name: _of(checked(found), titles[name], (before, after), tolerance, confidence)
        for name, found in values.items()
    }


def what_it_takes(found: Mapping[str, FurtherDesign], unit: str) -> dict[str, str] | None:
    """Return in words, in both languages, what the further designs come to; None where there is none."""
    if not found:
        return None

    def told(say: Words) -> str:
        return say.text("pred_further", items=say.listed([_item(say, one, unit) for one in found.values()]))

    return in_both(told)


def _of(
    values: Floats, title: Title, sides: tuple[Reported, Reported], tolerance: float, confidence: float
) -> FurtherDesign:
    low, high = interval(values, confidence)
    means, (before, after) = values.mean(axis=1), sides
    reached = come_to(means, after, tolerance) | gone_beyond(means, before, after)
    return FurtherDesign(
        title=title, mean=float(values.mean()), low=low, high=high, reached=int(reached.sum()), draws=means.size
    )


def _item(say: Words, one: FurtherDesign, unit: str) -> str:
    counts = {"reached": numbers.exact(one.reached), "draws": numbers.exact(one.draws)}
    value = with_interval(say, one.mean, one.low, one.high, unit)
    return say.text("pred_further_item", title=say.quoted(say.title(one.title)), value=value, **counts)
