"""When a reform is harmful: the points at which it hurts, told by at most two thresholds on parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from analysis.prediction.axis import Axis
from analysis.prediction.box import PRECISION, Box, Threshold, find_box
from analysis.prediction.effects import Better, Differences, Effect, effects_of, point_means
from analysis.prediction.wording import in_both, spaced
from analysis.report import numbers
from analysis.report.catalogue import measure
from analysis.report.words import Words
from sim.arrays import Flags, Floats
from sim.errors import InputError

LEAST = 0.25
"""Where nothing hurts, this share of the points is looked at: those where the reform helps least."""


@dataclass(frozen=True, kw_only=True)
class Harm:
    """The sentence in both languages, and the box it tells of: where the reform hurts, else where it helps least.

    `box` is None where every point is undecided.
    """

    said: dict[str, str]
    box: Box | None
    axes: tuple[Axis, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the sentence, and the box with its thresholds in values of the parameters' first keys."""
        return {**self.said, "rule": None if self.box is None else _stored(self.box, self.axes)}


def better_way(name: str) -> Better:
    """Return which way a measure is better, "lower" where the catalogue does not say "higher"."""
    return "higher" if measure(name).better == "higher" else "lower"


def harmful_when(
    axes: Sequence[Axis], shares: Floats, differences: Differences, name: str,
    settled: Sequence[Effect | None] | None = None,
) -> Harm:  # fmt: skip
    """Return when a reform is harmful over the points [point, axis] of a range study, by the measure `name`.

    `differences` are reform minus baseline at each point, and `settled` what is known without them. The box is looked
    for among the points that are decided.
    Raises InputError if there are not as many points as differences.
    """
    if shares.shape != (len(differences), len(axes)):
        raise InputError(f"points {shares.shape}; expected {len(differences)} of {len(axes)} parameters each.")
    better = better_way(name)
    effects = effects_of(differences, better, settled)
    decided = np.array([effect != "undecided" for effect in effects])
    if not decided.any():
        said = in_both(lambda say: say.text("pred_harm_unknown", points=numbers.exact(len(effects))))
        return Harm(said=said, box=None, axes=tuple(axes))
    harmed = np.array([effect == "hurts" for effect in effects])
    means = point_means(differences)
    if not harmed.any():
        decided &= np.isfinite(means)
    if not decided.any():  # all is settled by growing backlogs
        said = in_both(lambda say: say.text("pred_harm_nowhere", points=numbers.exact(len(effects))))
        return Harm(said=said, box=None, axes=tuple(axes))
    interest = harmed if harmed.any() else _helped_least(means, decided, better)
    box = find_box(shares[decided], interest[decided])
    told = _Told(axes=tuple(axes), effects=effects, box=box, name=name)
    if harmed.any():
        return Harm(said=in_both(told.where_it_hurts), box=box, axes=told.axes)
    inside = decided & _inside(shares, box)
    figures = tuple(float(means[rows].mean()) if rows.any() else None for rows in (inside, decided & ~inside))
    return Harm(said=in_both(lambda say: told.where_it_helps_least(say, figures)), box=box, axes=told.axes)


def _helped_least(means: Floats, decided: Flags, better: Better) -> Flags:
    """Return the quarter of the decided points in which the difference is worst."""
    worst = means if better == "lower" else -means
    limit = np.sort(worst[decided])[-ceil(LEAST * decided.sum())]
    return np.asarray(decided & (worst >= limit))


def _inside(shares: Floats, box: Box) -> Flags:
    held = np.ones(len(shares), dtype=bool)
    for side in box.thresholds:
        held &= (shares[:, side.axis] > side.at) == side.above
    return held


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What the sentence is made of."""

    axes: tuple[Axis, ...]
    effects: tuple[Effect, ...]
    box: Box
    name: str

    def where_it_hurts(self, say: Words) -> str:
        """Return the sentence where the reform hurts at some point."""
        box = self.box
        counts = {
            "hits": box.hits, "wanted": box.wanted, "inside": box.inside,
            "points": sum(effect != "undecided" for effect in self.effects),
        }  # fmt: skip
        values = {name: numbers.exact(count) for name, count in counts.items()}
        values |= {name: numbers.number(getattr(box, name), form="share") for name in ("coverage", "precision")}
        if box.thresholds:
            sentence = say.text("pred_harm", conditions=self._conditions(say), **values)
        else:
            everywhere = box.precision >= PRECISION
            sentence = say.text("pred_harm_everywhere" if everywhere else "pred_harm_scattered", **values)
        return spaced(say, [sentence, self._undecided(say)])

    def where_it_helps_least(self, say: Words, figures: tuple[float | None, ...]) -> str:
        """Return the sentence where the reform hurts at no point."""
        decided = numbers.exact(sum(effect != "undecided" for effect in self.effects))
        sentences = [say.text("pred_harm_nowhere", points=decided)]
        if "helps" not in self.effects:
            sentences.append(say.text("pred_harm_no_help"))
        elif self.box.thresholds:
            there, elsewhere = (self._difference(say, figure) for figure in figures)
            conditions = self._conditions(say)
            sentences.append(say.text("pred_harm_least", conditions=conditions, there=there, elsewhere=elsewhere))
        return spaced(say, [*sentences, self._undecided(say)])

    def _difference(self, say: Words, figure: float | None) -> str:
        form = "points" if measure(self.name).form == "share" else measure(self.name).form
        written = numbers.number(figure, signed=True, form="points" if form == "points" else "number")
        return say.estimate(written, form)

    def _undecided(self, say: Words) -> str:
        count = self.effects.count("undecided")
        return say.text("pred_harm_undecided", count=numbers.exact(count)) if count else ""

    def _conditions(self, say: Words) -> str:
        return say.text("pred_harm_and").join(
            _condition(say, self.axes[side.axis], side) for side in self.box.thresholds
        )


def _condition(say: Words, axis: Axis, side: Threshold) -> str:
    key = "pred_harm_above" if side.above == axis.rises else "pred_harm_below"
    return say.text(key, title=say.quoted(say.title(axis.title)), value=numbers.number(axis.value(side.at)))


def _stored(box: Box, axes: Sequence[Axis]) -> dict[str, Any]:
    return {
        "thresholds": [
            {
                "parameter": axes[side.axis].name,
                "side": "above" if side.above == axes[side.axis].rises else "below",
                "value": axes[side.axis].value(side.at),
            }
            for side in box.thresholds
        ],
        "coverage": box.coverage,
        "precision": box.precision,
        "inside": box.inside,
    }
