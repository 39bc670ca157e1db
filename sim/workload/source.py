"""The source of workloads: what all replications have in common, and how likely each function is to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sim.horizon import Horizon
from sim.institution import Institution
from sim.workload.demand import Demand
from sim.workload.kinship import first_weights, further_weights, neighbour_weights, twin_weights
from sim.workload.odds import Odds


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a workload is drawn from. Odds by type leave out types that have a process: their functions are fixed."""

    demand: Demand
    institution: Institution
    horizon: Horizon

    @cached_property
    def first(self) -> dict[str, Odds]:
        """By type: the function of the first need."""
        return {
            kind.name: Odds.of(first_weights(self.institution, kind)[None, :])
            for kind in self.demand.types
            if not kind.process
        }

    @cached_property
    def further(self) -> dict[str, Odds]:
        """By type: [function of the first need, function of a further one]."""
        return {
            kind.name: Odds.of(further_weights(self.institution, first_weights(self.institution, kind), kind.across))
            for kind in self.demand.types
            if not kind.process
        }

    @cached_property
    def twins(self) -> Odds:
        """[function, function of another bureau that may send the same request]."""
        return Odds.of(twin_weights(self.institution))

    @cached_property
    def neighbours(self) -> Odds:
        """[function, function that it may be mistaken for]."""
        return Odds.of(neighbour_weights(self.institution))
