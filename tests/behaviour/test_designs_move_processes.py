"""Each option of the lever `process`, switched alone, moves what it is about, on the same matters.

A small bureau whose requests go through a process, played once, by the quicker engine: enough for a direction, far too
little for a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from switches import measured, overrides_of
from switches_of_processes import PROCESSES
from tiny import tiny_file

from experiments.configuring import configure
from experiments.variants import variants_of
from scenarios.building import Scenario, build_scenario
from sim.engine.kernel.layout import variant

PROCESS = """{apply: {function: reform_projects_1},
 fire: {function: reform_firms_1, after: [apply], inspection: true, notice_days: {mean: 3}, statutory: false},
 health: {function: industry_firms_1, after: [fire], inspection: true, batch: {weekdays: [3]}, statutory: false},
 permit: {function: industry_projects_1, after: [health]}}"""

OVERRIDES = (
    "institution.staff.officer=8", "window.cap=2021-12-31", "+demand.types.request.deadline_days=3",
    f"+demand.types.request.process={PROCESS}".replace("\n", ""), "+demand.misdirected_share=0.3",
    "+demand.misdirected_rounds=3", "+demand.types.request.supplement_share=0.5",
    "+demand.types.request.supplement_rounds=3", "+demand.types.request.supplement_days={mean: 1}",
)  # fmt: skip


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    path: Path = tiny_file(tmp_path_factory.mktemp("processes"))
    return build_scenario(configure([f"scenario={path}", *OVERRIDES, *overrides_of(PROCESSES)]).file)


@pytest.fixture(scope="module")
def measures(scenario: Scenario) -> Mapping[str, Mapping[str, float]]:
    """The measures of all designs by name, of one replication; all of them are played on the same matters."""
    return measured(scenario, PROCESSES)


@pytest.mark.parametrize("name", PROCESSES)
def test_the_option_moves_what_it_is_about(measures, name):
    switch = PROCESSES[name]
    before, after = measures[switch.than][switch.measure], measures[name][switch.measure]

    assert switch.is_borne_out(before, after), (before, after)


def test_rounds_of_the_demand_are_told_of_every_design(measures):
    """Desks are at most one more than wrong ones, supplements half of the requests, then half of these, and so on."""
    for found in measures.values():
        assert 1 < found["routings_mean"] < 4
        assert 0 <= found["routings_used_up_share"] < 0.1
        assert 0 < found["supplements_mean"] < 0.5 + 0.25 + 0.125


def test_what_follows_an_approval_is_told_where_it_does_and_takes_nothing_from_the_applicants_time(measures):
    pushed = {name for name, found in measures.items() if "push_days_mean" in found}

    assert pushed == {"pursued"}
    assert measures["pursued"]["matters_released"] == measures["sections"]["matters_released"]


def test_the_compilations_that_plans_take_are_foreseen(scenario):
    workload = scenario.draw(seed=2026, replication=0, scale=1.0)

    for name in PROCESSES:
        taken = variant(scenario.plan(workload, scenario.organise(name)))
        assert taken in variants_of(scenario, [name]), name
