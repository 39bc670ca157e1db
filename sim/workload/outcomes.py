"""Potential outcomes that only some designs ask about: whether a check would see an error, whether it comes back.

They are part of the workload, the same for every design. But how many there are depends on a design, which no workload
knows: so a stream is drawn when a plan asks for it. It depends on its name alone, as all streams do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Floats, Ints
from sim.workload.draws import Uniforms

if TYPE_CHECKING:
    from sim.workload.demand import Demand
    from sim.workload.tables import MatterTable


def _undrawn(name: str, count: int) -> Floats:
    raise LookupError(f"this workload was written down without the outcomes {name!r} of {count}.")


def _no_rows() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """Streams of one replication, to be read by matter or by person."""

    uniforms: Uniforms = _undrawn
    names: tuple[str, ...] = ()  # by which streams of matters are called
    name: Ints = field(default_factory=_no_rows)  # of each matter, a place in `names`
    ordinal: Ints = field(default_factory=_no_rows)  # of each matter, its position in these streams

    def of_matters(self, purpose: str, place: str = "", *, again: int = 0) -> Floats:
        """Return one uniform for each matter: of the stream `purpose/NAME`, or `purpose/NAME/place`.

        `again` tells the matter's n-th return (0: the matter itself), which has streams of its own.
        """
        ending = "/".join(["", *([place] if place else []), *(["again", str(again)] if again else [])])
        values = np.ones(self.name.size)  # at 1 nothing comes to pass
        for index, name in enumerate(self.names):
            rows = np.flatnonzero(self.name == index)
            if rows.size:
                drawn = self.uniforms(f"{purpose}/{name}{ending}", int(self.ordinal[rows].max()) + 1)
                values[rows] = drawn[self.ordinal[rows]]
        return values

    def of_people(self, purpose: str, n_people: int) -> Floats:
        """Return one uniform for each person."""
        return self.uniforms(purpose, n_people)


def outcomes_of(matters: MatterTable, demand: Demand, uniforms: Uniforms) -> Outcomes:
    """Return the outcomes of these matters; originals, twins, what was in hand and surges have streams of their own."""
    kinds = [kind.name for kind in demand.types]
    names = (*kinds, *(f"{name}/{part}" for part in ("twin", "in_hand", "surge") for name in kinds))
    apart = np.where(matters.surge, 3, np.where(matters.in_hand, 2, matters.twin_of >= 0))
    return Outcomes(uniforms=uniforms, names=names, name=matters.type + len(kinds) * apart, ordinal=matters.ordinal)
