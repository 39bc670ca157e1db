"""Elementary effects of a Morris sweep: its trajectories once more, with what came of each of their points."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.elementary_effects import LEAST, Effect, elementary_effects
from experiments.sweep.axes import Axis
from experiments.sweep.sampling import MORRIS_LEVELS, trajectories
from experiments.sweep.show.showing import Shown
from sim.arrays import Floats, Ints
from sim.errors import InputError


@dataclass(frozen=True, kw_only=True)
class Effects:
    """The effects of all keys on a design's figure, or on its difference from the baseline; None if too few are known.

    `used` of the `trajectories` have all their replications and a steady figure at each point.
    """

    design: str
    of_difference: bool
    used: int
    trajectories: int
    effects: list[Effect] | None

    def as_dict(self) -> dict[str, Any]:
        """Return the effects as they are printed in JSON."""
        effects = None if self.effects is None else [effect.as_dict() for effect in self.effects]
        return {
            "design": self.design, "of_difference": self.of_difference, "used": self.used,
            "trajectories": self.trajectories, "effects": effects,
        }  # fmt: skip


def effects_of(shown: Shown) -> list[Effects] | str | None:
    """Return the effects in each design that is shown, or the key of the text that says why there are none.

    None for a sweep that is not of Morris's trajectories.
    """
    facts = shown.stored.sweep.facts
    if facts["sampling"] != "morris":
        return None
    if shown.asked.where:
        return "show_morris_where"
    axes = [_axis(told) for told in facts["axes"]]
    try:
        path = trajectories(axes, facts["samples"], facts["seed"])
    except InputError:
        return "show_morris_library"
    known = {json.dumps(point): place for place, point in shown.points.items()}
    names = [json.dumps(point) for point in path]
    if any(name not in known for name in names):
        return "show_morris_other"
    places = np.array([known[name] for name in names]).reshape(-1, len(axes) + 1)
    shares = np.array([[_share(axis, value) for axis, value in zip(axes, point, strict=True)] for point in path])
    shares = shares.reshape(len(places), len(axes) + 1, len(axes))
    designs = shown.table.designs
    asked = [(name, False) for name in designs if not shown.asked.difference]
    asked += [(name, True) for name in designs if name != shown.table.baseline]
    return [_effects(shown, name, of_difference, places, shares) for name, of_difference in asked]


def _effects(shown: Shown, design: str, of_difference: bool, places: Ints, shares: Floats) -> Effects:
    figures = _figures(shown, design, of_difference)
    outcomes = np.array([[figures.get(place, np.nan) for place in path] for path in places.tolist()])
    whole = ~np.isnan(outcomes).any(axis=1)
    used, keys = int(whole.sum()), [key.removeprefix("+") for key in shown.keys]
    effects = None
    if used >= LEAST:
        seed = shown.stored.sweep.facts["seed"]
        effects = elementary_effects(keys, shares[whole], outcomes[whole], levels=MORRIS_LEVELS, seed=seed)
    return Effects(design=design, of_difference=of_difference, used=used, trajectories=len(places), effects=effects)


def _figures(shown: Shown, design: str, of_difference: bool) -> Mapping[int, float]:
    """Return the figures of points with all their replications: others are of other matters, and differ by that."""
    found = {}
    for cell in shown.table.cells:
        estimate, bound = cell.shown(of_difference)
        is_whole = (cell.pairs if of_difference else cell.replications) == shown.stored.sweep.replications
        if cell.design == design and is_whole and estimate is not None and bound is None:
            found[cell.point] = estimate.mean
    return found


def _axis(told: Mapping[str, Any]) -> Axis:
    return Axis(**{**told, "values": tuple(told["values"])}) if "values" in told else Axis(**told)


def _share(axis: Axis, value: Any) -> float:
    """Return how far along an axis a value is, from 0 to 1."""
    if axis.low is not None and axis.high is not None:
        return float((value - axis.low) / (axis.high - axis.low))
    return axis.values.index(value) / (len(axis.values) - 1)
