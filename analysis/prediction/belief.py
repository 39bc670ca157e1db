"""What one must believe: where the accepted draws lie that come to the reported after figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import comb
from typing import Any, Literal

import numpy as np

from analysis.prediction.axis import Axis
from analysis.prediction.reported import Reported, ends, middle, nearest_point
from analysis.prediction.wording import in_both, quantity, reported_text, spaced
from analysis.report import numbers
from analysis.report.words import Words
from sim.arrays import Flags, Floats, Ints
from sim.errors import InputError

LEVEL = 0.05
"""So seldom may chance alone narrow one of all parameters as much, for it to be named."""

NAMED = 3
"""So many parameters are named in the sentence at most."""


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """A parameter's stretch among the draws that reach the figure, as shares of its range, and among all accepted ones.

    `by_chance` is how probable as narrow a stretch is among as many accepted draws taken at random.
    """

    axis: Axis
    low: float
    high: float
    accepted_low: float
    accepted_high: float
    by_chance: float

    def as_dict(self) -> dict[str, Any]:
        """Return it as it is stored, in values of the parameter's first key."""
        stretch = sorted(self.axis.value(share) for share in (self.low, self.high))
        accepted = sorted(self.axis.value(share) for share in (self.accepted_low, self.accepted_high))
        return {
            "parameter": self.axis.name,
            "title": {"zh": self.axis.title.zh, "en": self.axis.title.en},
            "low": stretch[0],
            "high": stretch[1],
            "assumed": sorted([self.axis.first, self.axis.last]),
            "accepted": accepted,
            "width_share": self.high - self.low,
            "by_chance": self.by_chance,
        }


@dataclass(frozen=True, kw_only=True)
class Belief:
    """Which of the accepted draws reach the after figure, how, and what they have in common, the narrowest first.

    `how`: they come to it (inside a range, or within the tolerance of a number); else they go `beyond` it; `none` does.
    Then `rows` tell the nearest draw, and `short` is what its prediction still lacks.
    """

    how: Literal["come", "beyond", "none"]
    reaching: int
    draws: int
    short: float
    rows: tuple[Narrowed, ...]
    said: dict[str, str]


def believed(
    axes: Sequence[Axis], shares: Floats, predicted: Floats, before: Reported, after: Reported, *,
    unit: str, tolerance: float = 0.05,
) -> Belief:  # fmt: skip
    """Return what one must believe to reach the reported after figure.

    `shares` [draw, axis] is where in its range each parameter of an accepted draw lies, `predicted` [draw] the mean
    after figure of the draw. Raises InputError if they do not fit together.
    """
    if shares.shape != (predicted.size, len(axes)) or not predicted.size:
        raise InputError(
            f"shares {shares.shape} of {predicted.size} draws and {len(axes)} parameters; expected one each."
        )
    missing = _missing(predicted, after)
    how, reach = _reaching(predicted, before, after, tolerance)
    chosen = reach if how != "none" else missing == missing.min()
    rows = [_narrowed(axis, shares[:, place], chosen) for place, axis in enumerate(axes)]
    rows.sort(key=lambda row: row.high - row.low)
    found = Belief(
        how=how, reaching=int(reach.sum()), draws=predicted.size, short=0.0 if how != "none" else float(missing.min()),
        rows=tuple(rows), said={},
    )  # fmt: skip
    nearest = float(predicted[int(np.argmin(missing))])
    return replace(found, said=in_both(lambda say: _said(say, found, after, nearest, unit)))


def come_to(predicted: Floats, after: Reported, tolerance: float) -> Flags:
    """Return which predicted values lie in a reported range, or within the tolerance of a number."""
    low, high = ends(after)
    return _missing(predicted, after) <= (tolerance * abs(low) if low == high else 0.0)


def gone_beyond(predicted: Floats, before: Reported, after: Reported) -> Flags:
    """Return which predicted values are at the far end of a reported figure, as it changed, or beyond it."""
    low, high = ends(after)
    return predicted <= low if middle(after) < middle(before) else predicted >= high


def _missing(predicted: Floats, after: Reported) -> Floats:
    return np.array([abs(value - nearest_point(value, after)) for value in predicted.tolist()])


def _reaching(
    predicted: Floats, before: Reported, after: Reported, tolerance: float
) -> tuple[Literal["come", "beyond", "none"], Flags]:
    """Return which draws reach the figure, and whether they come to it or go beyond it."""
    come = come_to(predicted, after, tolerance)
    if come.any():
        return "come", come
    beyond = gone_beyond(predicted, before, after)
    return ("beyond" if beyond.any() else "none"), beyond


def _narrowed(axis: Axis, shares: Floats, chosen: Flags) -> Narrowed:
    stretch = shares[chosen]
    return Narrowed(
        axis=axis, low=float(stretch.min()), high=float(stretch.max()),
        accepted_low=float(shares.min()), accepted_high=float(shares.max()),
        by_chance=narrow_by_chance(shares, stretch.size, float(np.ptp(stretch))),
    )  # fmt: skip


def narrow_by_chance(values: Floats, chosen: int, width: float) -> float:
    """Return the probability that so many of the values, taken at random, lie within a stretch of at most `width`.

    Counted, not approximated: for each value as the lowest one, the others that are at most `width` above it.

    >>> narrow_by_chance(np.array([0.0, 0.5, 1.0]), 2, 0.5)
    0.6666666666666666
    """
    ranked = np.sort(values)
    reach: Ints = np.searchsorted(ranked, ranked + width * (1 + 1e-12), side="right") - np.arange(ranked.size) - 1
    ways = sum(comb(int(behind), chosen - 1) for behind in reach.tolist())
    return ways / comb(ranked.size, chosen)


def _said(say: Words, found: Belief, after: Reported, nearest: float, unit: str) -> str:
    values = {"figure": reported_text(say, after, unit), "draws": numbers.exact(found.draws)}
    if found.how == "none":
        short = quantity(say, found.short, unit)
        return say.text("pred_believe_none", nearest=quantity(say, nearest, unit), short=short, **values)
    reached = say.text(f"pred_believe_{found.how}", count=numbers.exact(found.reaching), **values)
    named = [row for row in found.rows if row.by_chance <= LEVEL / len(found.rows)][:NAMED]
    if not named:
        return spaced(say, [reached, say.text("pred_believe_nothing")])
    return spaced(say, [reached, say.text("pred_believe_items", items=say.listed([_item(say, row) for row in named]))])


def _item(say: Words, row: Narrowed) -> str:
    stored = row.as_dict()
    low, high, first, last = (numbers.number(value) for value in (stored["low"], stored["high"], *stored["assumed"]))
    title = say.quoted(say.title(row.axis.title))
    return say.text("pred_believe_item", title=title, low=low, high=high, first=first, last=last)
