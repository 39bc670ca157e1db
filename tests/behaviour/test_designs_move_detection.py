"""Each option of `dispatch.detection`, switched alone, moves what it is about, on the same events.

A small bureau with hazards, played once: enough for a direction, far too little for a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from switches import measured, overrides_of
from switches_of_detection import DETECTION
from tiny import tiny_file

from experiments.configuring import configure
from experiments.load import find_load
from scenarios.building import Scenario, build_scenario
from sim.levers.routing.detection import Patrols, Sensors

HAZARD = (
    "+demand.types.hazard={per_year: 1000, work_hours: {mean: 1}, latent: {complaint_share: 0.5, complaint_days: "
    "{mean: 20}, sensor_share: 0.6, sensor_hours: {mean: 24}, fades_share: 0.2, fades_days: {mean: 20}, "
    "growth_per_day: 0.1, growth_most: 3, accident_share: 0.5, accident_days: {mean: 15}, accident_hours: {mean: 5}}}"
)


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return hazardous(tmp_path_factory.mktemp("hazards"))


def hazardous(folder: Path, *overrides: str) -> Scenario:
    """Return a small bureau with hazards and all these designs."""
    small = [f"scenario={tiny_file(folder)}", "institution.staff.officer=8", HAZARD]
    return build_scenario(configure([*small, *overrides_of(DETECTION), *overrides]).file)


@pytest.fixture(scope="module")
def measures(scenario: Scenario) -> Mapping[str, Mapping[str, float]]:
    """The measures of all designs by name, of one replication; all of them are played on the same events."""
    return measured(scenario, DETECTION)


@pytest.mark.parametrize("name", DETECTION)
def test_the_option_moves_what_it_is_about(measures, name):
    switch = DETECTION[name]
    before, after = measures[switch.than].get(switch.measure, 0.0), measures[name][switch.measure]

    assert switch.is_borne_out(before, after), (before, after)


def test_every_option_of_patrols_and_sensors_is_switched():
    switched = {"patrols": set(), "sensors": set()}
    for switch in DETECTION.values():
        for part, options in yaml.safe_load(f"{{{switch.change}}}")["dispatch"]["detection"].items():
            switched[part] |= set(options)

    for part, record in (("patrols", Patrols), ("sensors", Sensors)):
        assert switched[part] == {option.name for option in fields(record)}


@pytest.mark.parametrize("name", ["sections", *DETECTION])
def test_who_detected_what_adds_up_and_no_design_changes_which_matters_are_measured(measures, name):
    found = measures[name]

    parts = sum(found[f"detected_by_{way}_share"] for way in ("patrols", "sensors", "complaints"))
    assert found["detected_share"] == pytest.approx(parts)
    assert found["matters_released"] == measures["sections"]["matters_released"]
    assert found["completion_share"] == 1.0  # what is known in the window is waited for
    assert found["undetected_days_mean"] <= found["onset_to_close_days_mean"]


def test_rounds_and_false_reports_are_as_many_at_any_volume(scenario, tmp_path):
    """So they are reckoned to liaison, and the load that is asked for is met by a volume of events and matters."""
    looked = hazardous(
        tmp_path, "designs.sections.dispatch={detection: {patrols: {by: projects, every_days: 1, hours: 1}}}"
    )
    given, asked = find_load(looked, seed=1), find_load(looked, seed=1, load=0.5)

    assert given.offered["liaison"] > find_load(scenario, seed=1).offered["liaison"]
    assert asked.nominal == pytest.approx(0.5)
