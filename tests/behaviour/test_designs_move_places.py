"""Each option of the lever `territory`, switched alone, moves what it is about, on the same matters.

A small bureau with sites, played once, by the quicker engine: enough for a direction, far too little for a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from switches import measured, overrides_of
from switches_of_places import BY_PLACE, PLACES
from tiny import tiny_file

from experiments.configuring import configure
from experiments.kernel_cache import prepare_compiled_engine
from experiments.playing import read_design
from scenarios.building import build_scenario

OVERRIDES = (
    "institution.staff.officer=8", "window.cap=2021-12-31", "window.last=2021-06-30",
    "+institution.sites_generated={count: 16, population: 60000, area_km2: 150, zones: 2, core_share: 0.4}",
    "+demand.types.directive.sites=evenly", "+demand.types.request.sites=by_population",
    "+demand.types.directive.on_site=true", "+demand.types.request.trips=1", "demand.types.directive.per_year=1500",
)  # fmt: skip


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, float]]:
    """The measures of all designs by name, of one replication; all of them are played on the same matters."""
    path: Path = tiny_file(tmp_path_factory.mktemp("places"))
    blocks = {
        "hall": "{like: sections, territory: {service_points: 1}}",
        "costed": "{like: hall, territory: {point_cost_per_year: 30000, applicant_cost_per_hour: 30}}",
    } | {name: f"{{like: {switch.than}, {switch.change}}}" for name, switch in PLACES.items()}
    designs = [f"+designs.{name}={block}" for name, block in blocks.items()]
    scenario = build_scenario(configure([f"scenario={path}", *OVERRIDES, *designs]).file)
    workload = scenario.draw(seed=2026, replication=0, scale=1.0)
    prepare_compiled_engine("full")
    return {name: read_design(scenario, name, workload, "compiled").measures for name in ("sections", *blocks)}


@pytest.mark.parametrize("name", PLACES)
def test_the_option_moves_what_it_is_about(measures, name):
    measure, _, way = PLACES[name].moves.rpartition(" ")
    before, after = measures[PLACES[name].than][measure], measures[name][measure]

    assert {"<": after < before, ">": after > before, "!": after != before}[way], (before, after)


def test_measures_of_places_are_there_where_there_is_something_to_measure(measures):
    assert {"travel_share", "travel_hours_per_matter", "distance_km_mean"} <= set(measures["sections"])
    assert not {"trips_mean", "trip_km_mean", "trip_hours_mean"} & set(measures["sections"])
    assert {"trips_mean", "trip_km_mean", "trip_hours_mean"} <= set(measures["hall"])


@pytest.fixture(scope="module")
def at_every_site(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, float]]:
    """The same of designs by place, of four communities that have all functions each."""
    path: Path = tiny_file(tmp_path_factory.mktemp("every_site"))
    four = "institution.sites_generated={count: 4, population: 60000, area_km2: 150, zones: 2}"
    overrides = (*OVERRIDES, f"+{four}", "+institution.per_site=true", "+demand.types.directive.across.categories=5")
    overrides = tuple(one for one in overrides if "count: 16" not in one)
    scenario = build_scenario(configure([f"scenario={path}", *overrides, *overrides_of(BY_PLACE)]).file)
    return measured(scenario, BY_PLACE)


@pytest.mark.parametrize("name", BY_PLACE)
def test_the_option_by_place_moves_what_it_is_about(at_every_site, name):
    switch = BY_PLACE[name]

    assert switch.is_borne_out(at_every_site[switch.than][switch.measure], at_every_site[name][switch.measure])
