"""Preparing: from a configuration to a scenario ready to run, with errors that say which file they speak of."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.configuring import Configuration
from experiments.engine_choice import check_engine
from experiments.load import Load, find_load
from scenarios.building import Scenario, build_scenario
from scenarios.sources import SourceRow
from scenarios.tracing import sources_of
from sim.errors import InputError


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A scenario, where its numbers come from, and the volume at which its baseline bears the load."""

    scenario: Scenario
    sources: tuple[SourceRow, ...]
    load: Load


def prepare(configuration: Configuration) -> Prepared:
    """Return the scenario of a configuration; raise InputError where it contradicts itself.

    Each design is organised and the first replications of the baseline are drawn and planned, so whatever could
    not run is told before a long run.
    """
    file = configuration.file
    try:
        check_engine(file.engine)
        scenario = build_scenario(file)
        sources = sources_of(configuration.data, file, changed=configuration.changed, own=configuration.own)
        load = find_load(scenario, file.seed, scenario.load)
    except InputError as error:
        changed = ", changed by the command line" if configuration.given else ""
        raise type(error)(f"{configuration.where}{changed}: {error}") from None
    return Prepared(scenario=scenario, sources=sources, load=load)
