"""Who signs at whose desk (代签) while its owner is away."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.institution import Rank
from sim.levers.stages import Arrangement


def stand_ins(arrangement: Arrangement, deputy_of_function: Ints | None) -> Ints:
    """Return for each person who stands in, -1 for nobody: for a deputy the next one, by place, or the only one's
    chief; for the chief the first deputy; for a head the deputy in charge of most of the unit's functions.
    """
    rank = arrangement.rank_of_person
    deputies, chiefs = np.flatnonzero(rank == Rank.DEPUTY), np.flatnonzero(rank == Rank.CHIEF)
    stand_in = np.full(rank.size, -1, dtype=np.int64)
    if deputies.size > 1:
        stand_in[deputies] = np.roll(deputies, -1)
    elif chiefs.size:
        stand_in[deputies] = chiefs[0]
    if deputies.size:
        stand_in[chiefs] = deputies[0]
    if deputy_of_function is not None:
        for head in np.flatnonzero(rank == Rank.HEAD).tolist():
            mine = deputy_of_function[arrangement.unit_of_function == arrangement.unit_of_person[head]]
            stand_in[head] = int(np.argmax(np.bincount(mine)))
    return stand_in
