"""Check: what is wrong, and what the arithmetic says, before a long run."""

from __future__ import annotations

from typing import Any

from experiments.configuring import Configuration
from experiments.describe import design_of
from experiments.preparing import prepare
from experiments.reproducing.evidence import check_evidence
from experiments.warming.warming_up import length_of, with_given_dates
from scenarios.building import Scenario
from sim.errors import DesignError, InputError
from sim.network import depth, hand_over_paths, network, uncovered


def check(configuration: Configuration) -> dict[str, Any]:
    """Return the load, and each design's units, posts and paths; raise InputError for what could not run.

    Every design is organised, checked as a network and planned once; what the scenario is held against is looked at;
    nothing is simulated.
    """
    file = configuration.file
    prepared = prepare(with_given_dates(configuration) if file.window.warm_up == "mser5" else configuration)
    check_evidence(configuration, prepared.sources)
    scenario, load = prepared.scenario, prepared.load
    workload = scenario.draw(seed=configuration.file.seed, replication=0, scale=load.volume_multiple)
    designs = {}
    for name in scenario.designs:
        try:
            scenario.plan(workload, scenario.organise(name))  # a plan checks itself
        except InputError as error:
            raise type(error)(f"designs.{name}: {error}") from None
        designs[name] = _design(scenario, name)
    return {
        "scenario": scenario.name,
        "load": load.nominal,
        "volume_multiple": load.volume_multiple,
        "offered_hours": load.offered,
        "scheduled_hours": load.scheduled,
        "matters_drawn": int(workload.matters.type.size),
        "sites": {
            "number": len(scenario.institution.sites),
            "population": sum(site.population for site in scenario.institution.sites),
        },
        "warm_up": length_of(file, scenario.horizon),
        "sources": {
            kind: sum(row.kind == kind for row in prepared.sources)
            for kind in ("reported", "assumed", "calibrated", "own_estimate")
        },
        "designs": designs,
    }


def _design(scenario: Scenario, name: str) -> dict[str, Any]:
    graph = network(scenario.institution, scenario.organise(name), scenario.expected)
    lost = uncovered(graph)
    if lost:
        raise DesignError(f"designs.{name}: nobody can be reached behind function {lost[0]!r} ({len(lost)} in all).")
    described = design_of(scenario, name)
    return {
        "units": described["units"],
        "leaders": described["leaders"],
        "posts": described["posts"],
        "levels": depth(graph) + 1,
        "hand_over_paths": hand_over_paths(graph),
        "offices_faced": sum(unit["offices"] for unit in described["unit_list"]),
        "smallest_unit": min(unit["staff"] for unit in described["unit_list"]),
    }
