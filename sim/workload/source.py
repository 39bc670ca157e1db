"""The source of workloads: what all replications have in common, and how likely each function is to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.arrays import Floats, Ints
from sim.blocks import n_blocks
from sim.horizon import Horizon
from sim.institution import Institution
from sim.workload.demand import Demand, MatterType
from sim.workload.kinship import Kin, first_weights, follows_site, further_weights, neighbour_weights, twin_weights
from sim.workload.odds import Odds
from sim.workload.process_functions import process_functions


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a workload is drawn from. Odds by type leave out types that have a process: their functions are fixed."""

    demand: Demand
    institution: Institution
    horizon: Horizon

    def first_functions(self, kind: MatterType, site: Ints, uniforms: Floats) -> Ints:
        """Return the function of the first need of matters that arise at these sites (-1: nowhere)."""
        odds = self.first[kind.name]
        row = site if odds.height > 1 else np.zeros(site.size, dtype=np.int64)
        return row * odds.width + odds.pick(row, uniforms)

    @cached_property
    def first(self) -> dict[str, Odds]:
        """By type: the function of the first need, at each site where it depends on where a matter arises."""
        found = {}
        for kind in self.demand.types:
            if not kind.process:
                rows = n_blocks(self.institution) if follows_site(kind, self.institution) else 1
                found[kind.name] = Odds.of(first_weights(self.institution, kind).reshape(rows, -1))
        return found

    @cached_property
    def further(self) -> dict[str, Kin]:
        """By type: from the function of the first need that of a further one."""
        return {
            kind.name: Kin.of(further_weights(self.institution, first_weights(self.institution, kind), kind.across))
            for kind in self.demand.types
            if not kind.process
        }

    @cached_property
    def fixed(self) -> dict[str, Ints]:
        """By type with a process: [site, place] the functions of its needs, one row where these follow no site."""
        return {kind.name: process_functions(kind, self.institution) for kind in self.demand.types if kind.process}

    @cached_property
    def twins(self) -> Kin:
        """From a function that of another bureau that may send the same request."""
        return Kin.of(twin_weights(self.institution))

    @cached_property
    def neighbours(self) -> Kin:
        """From a function the one that it may be mistaken for."""
        return Kin.of(neighbour_weights(self.institution))
