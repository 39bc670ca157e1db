"""Draws of the parameters: which of them meet what is reported of before, by the baseline alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

import numpy as np

from experiments.reproducing.cases import Case, Target
from experiments.reproducing.parameters import sobol_points
from experiments.reproducing.quantities import DECIDING, Quantity, in_unit_of, status_in
from experiments.reproducing.tasks import Task
from sim.arrays import Floats

BLOCK = 64
"""So many draws are played before it is looked at how many of them were accepted."""

Fate = Literal["accepted", "before", "status", "conditions", "missing", "refused"]
"""What became of a draw: accepted, or why not: the last of these reasons that holds."""

ByReplication = Mapping[str, Floats]
"""Each quantity of a design at a point, by replication."""


@dataclass(frozen=True, kw_only=True)
class Draw:
    """A draw of the parameters, of the share by which a measure stays below the figure, and of what is measured."""

    place: int
    shares: tuple[float, ...]
    below: float  # measure ÷ figure
    quantity: Quantity
    factor: float  # from the measure's unit to the figure's

    def figure(self, values: Floats) -> Floats:
        """Return the figure that values of the measure stand for, in its unit."""
        return np.asarray(values * self.factor / self.below)


def draws_of(case: Case, target: Target) -> list[Draw]:
    """Return all draws that may be played for a figure, in order; they hang on the scenario's seed and its name."""
    count = len(case.parameters)
    seed = seed_of(case.file.seed, f"draws/{target.name}")
    low, high = target.figure.share
    found = []
    for place, point in enumerate(sobol_points(count + 2, target.figure.draws, seed)):
        quantity = target.quantities[min(int(point[count + 1] * len(target.quantities)), len(target.quantities) - 1)]
        below, factor = low + point[count] * (high - low), in_unit_of(target.figure, quantity.measure)
        found.append(Draw(place=place, shares=point[:count], below=below, quantity=quantity, factor=factor))
    return found


def seed_of(seed: int, name: str) -> int:
    """Return the seed of a sequence of points by its name, given the scenario's."""
    return crc32(f"{seed} {name}".encode())


def judging_tasks(case: Case, target: Target, draws: Sequence[Draw]) -> list[Task]:
    """Return what is played to judge draws: the baseline, and no other design."""
    conditions = [side for one in target.conditions for side in (one.over, one.under) if side is not None]
    kept = dict.fromkeys((*target.quantities, *conditions, *(Quantity(name) for name in DECIDING)))
    return [
        Task(
            stage=judging_stage(target),
            draw=draw.place,
            shares=draw.shares,
            designs=(case.file.baseline,),
            first=first_replication(target, draw),
            replications=target.figure.replications,
            quantities=tuple(kept),
        )
        for draw in draws
    ]


def judging_stage(target: Target) -> str:
    """Return the name of the stage in which draws for a figure are judged."""
    return f"draws/{target.name}"


def first_replication(target: Target, draw: Draw) -> int:
    """Return the first of a draw's replications, which no other draw has: those that judge it, then the fresh ones."""
    return draw.place * (target.figure.replications + predicting_replications(target))


def predicting_replications(target: Target) -> int:
    """Return by how many replications an accepted draw predicts: two at least, so that noise can be told."""
    return max(2, target.figure.replications)


def fate(target: Target, draw: Draw, found: ByReplication | None) -> Fate:
    """Return what becomes of a draw, by what the baseline came to in its replications; None where it was refused."""
    if found is None:
        return "refused"
    values = found.get(draw.quantity.name)
    if values is None or np.isnan(values).any():
        return "missing"
    if status_in(found) != "steady":
        return "status"
    means = {name: float(many.mean()) for name, many in found.items() if not np.isnan(many).any()}
    if not all(one.holds(means) for one in target.conditions):
        return "conditions"
    figure = float(draw.figure(values).mean())
    return "accepted" if target.before.holds(figure, target.figure.tolerance) else "before"
