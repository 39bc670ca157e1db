"""A plan's steps and people while its provisions are drawn at random."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from sim.arrays import Ints
from sim.plan.plan import Edges, People, Steps


@dataclass
class Drawn:
    """A plan's steps and people while its provisions are drawn; the ranks that steps ask for may be raised."""

    random: Random
    steps: Steps
    edges: Edges
    people: People
    n_units: int
    share: float = 0.8  # in how many plans a provision is made

    def __post_init__(self) -> None:
        counts = np.diff(self.people.unit_start)
        self.person = np.repeat(np.arange(counts.size), counts).tolist()  # of each membership
        self.unit, self.rank = self.people.unit.tolist(), self.people.rank.tolist()
        self.least_rank = [0] * len(self.unit)
        self.licences: set[tuple[int, int]] = set()

    def fitting(self, unit: int, rank: int, licence: int = -1) -> frozenset[int]:
        """Return who may do what a unit's steps or a crew's line ask for."""
        rows = [row for row, one in enumerate(self.unit) if one == unit and self.least_rank[row] <= rank]
        people = {self.person[row] for row in rows if self.rank[self.person[row]] >= rank}
        return frozenset(one for one in people if licence < 0 or (one, licence) in self.licences)

    def some(self, chance: float, among: list[int]) -> list[int]:
        """Return each of these with this chance, in so many plans as are to have a provision; else none."""
        if self.random.random() >= self.share:
            return []
        return [one for one in among if self.random.random() < chance]


def ints(*columns: Any) -> list[Ints]:
    """Return columns of whole numbers."""
    return [np.array(list(column), dtype=np.int64) for column in columns]


def worked(drawn: Drawn) -> list[int]:
    """Return the steps that somebody does."""
    return np.flatnonzero(drawn.steps.unit >= 0).tolist()
