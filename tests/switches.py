"""Switches: designs that differ from another one in one option, and the measure that each of them must move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from experiments.kernel_cache import prepare_compiled_engine
from experiments.playing import read_design
from scenarios.building import Scenario


class Switch(NamedTuple):
    """A design that differs from another in one option, and a measure that must go down, go up, or change (`!`)."""

    change: str
    moves: str
    than: str = "sections"

    @property
    def measure(self) -> str:
        return self.moves.rpartition(" ")[0]

    def is_borne_out(self, before: float, after: float) -> bool:
        """Return whether the measure has moved as it should."""
        return {"<": after < before, ">": after > before, "!": after != before}[self.moves.rpartition(" ")[2]]


def overrides_of(switches: Mapping[str, Switch]) -> list[str]:
    """Return what adds these designs to a scenario."""
    return [f"+designs.{name}={{like: {switch.than}, {switch.change}}}" for name, switch in switches.items()]


def measured(scenario: Scenario, switches: Mapping[str, Switch]) -> dict[str, Mapping[str, float]]:
    """Return the measures of sections and these designs by name, of one replication of the same matters."""
    workload = scenario.draw(seed=2026, replication=0, scale=1.0)
    prepare_compiled_engine("full")
    return {name: read_design(scenario, name, workload, "compiled").measures for name in ("sections", *switches)}
