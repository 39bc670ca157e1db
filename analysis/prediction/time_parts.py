"""Where the predicted time goes: the largest parts of it, as shares, beside the same before."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.prediction.wording import in_both
from analysis.report import numbers
from analysis.report.words import Words

NAMED = 2
"""So many parts are named in the sentence, the largest first."""

Parts = Mapping[str, float]
"""The share of each part of the elapsed time, by its name as in `split_<part>_days_mean`."""


def as_shares(days: Mapping[str, float]) -> dict[str, float]:
    """Return what share of the whole each part is; empty where the whole is 0."""
    whole = sum(days.values())
    return {part: value / whole for part, value in days.items()} if whole else {}


def where_time_goes(before: Parts, after: Parts) -> dict[str, str] | None:
    """Return in words, in both languages, where most of the predicted time goes; None where no part is known."""
    largest = sorted(after, key=lambda part: after[part], reverse=True)[:NAMED]
    if not largest:
        return None

    def told(say: Words) -> str:
        return say.text("pred_parts", items=say.listed([_item(say, part, before, after) for part in largest]))

    return in_both(told)


def _item(say: Words, part: str, before: Parts, after: Parts) -> str:
    share, was = (numbers.number(parts.get(part, 0.0), form="share") for parts in (after, before))
    key = "pred_parts_item" if before else "pred_parts_item_alone"
    return say.text(key, part=say.part(part), share=share, before=was)
