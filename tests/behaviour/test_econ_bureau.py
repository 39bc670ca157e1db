"""What is promised of the shipped case: its size, and which designs differ in what."""

from dataclasses import fields

import pytest
from cases import shipped, small_configuration

from experiments import configure
from experiments.configuring import options_of
from experiments.describe import design_of
from experiments.playing import Job, perform
from experiments.preparing import prepare
from experiments.reproducing.evidence import traced
from scenarios.facts import load_facts
from sim.levers.design import Levers

ADDED = {"delegated_grids": ["designs.zones_delegated.units.count"]}
"""Numbers that an experiment has and its case has not."""

LEVERS = [field.name for field in fields(Levers)]


@pytest.fixture(scope="module")
def prepared():
    return prepare(configure())


def differing(prepared, one, other):
    designs = prepared.scenario.designs
    return {name for name in LEVERS if getattr(designs[one].levers, name) != getattr(designs[other].levers, name)}


def test_a_year_of_the_baseline_is_no_toy(prepared):
    job = Job(designs=("sections",), replication=0, volume_multiple=prepared.load.volume_multiple)

    measures = perform(job, prepared.scenario, engine="simpy", seed=2026)["sections"].measures

    assert prepared.load.nominal == pytest.approx(0.9)
    assert measures["matters_released"] >= 6000
    assert measures["steps_mean"] >= 8
    assert measures["utilisation_mean"] == pytest.approx(0.9, abs=0.03)


def test_a_dual_track_needs_no_unit_of_the_establishment_more(prepared):
    """Teams are listed with their members, but hold no post."""
    sections, dual = (design_of(prepared.scenario, name) for name in ("sections", "dual_track"))

    assert (dual["units"], dual["leaders"], dual["posts"]) == (8, 13, 48)
    assert (sections["units"], sections["leaders"], sections["posts"]) == (8, 13, 48)
    assert [len(one["unit_list"]) for one in (sections, dual)] == [8, 8 + 11]
    assert {team["staff"] for team in dual["unit_list"][8:]} == {4}


def test_the_first_four_designs_are_a_clean_two_by_two(prepared):
    assert differing(prepared, "sections", "sections_delegated") == {"authority"}
    assert differing(prepared, "sections", "modules_central") == {"units"}
    assert differing(prepared, "sections_delegated", "modules") == {"units"}
    assert differing(prepared, "modules_central", "modules") == {"authority"}


def test_mechanisms_only_is_the_reform_but_for_its_units(prepared):
    assert differing(prepared, "reform", "mechanisms_only") == {"units"}
    assert differing(prepared, "sections", "mechanisms_only") >= {"authority", "coordination", "counterparts", "data"}


def test_the_reported_counts_are_those_of_the_reports(prepared):
    institution, facts = prepared.scenario.institution, load_facts()

    assert len(institution.staff) == facts["000-011"].after == 48
    assert len(institution.bureaus) == facts["000-012"].after == 8
    assert len(institution.offices) == facts["000-013"].after == 97
    assert len(institution.categories) == facts["003-006"].after == 11
    assert len(institution.groups) == facts["003-007"].after == 43


@pytest.mark.parametrize("name", options_of("experiment"))
def test_each_shipped_experiment_changes_its_case_and_every_number_keeps_its_source(name):
    changed = configure([f"experiment={name}"])
    case = changed.file.name
    prepared = prepare(small_configuration(case, f"experiment={name}"))

    assert changed.file != shipped(case).file
    own, added = [row.key for row in traced(shipped(case))], ADDED.get(name, [])
    assert [row.key for row in prepared.sources if row.key not in added] == own
    assert [row.key for row in prepared.sources if row.key in added] == added
    assert {row.kind for row in prepared.sources} == {row.kind for row in traced(shipped(case))}


def test_types_come_from_offices_and_enterprises_in_batches_and_seasons(prepared):
    types = prepared.scenario.demand.types

    assert len(types) >= 6
    assert {kind.from_offices for kind in types} == {True, False}
    assert any(kind.batch_mean > 1 for kind in types)
    assert any(kind.season.month_end > 1 for kind in types)
    assert any(kind.duplicated for kind in types)
