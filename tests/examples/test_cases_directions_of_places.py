"""What the arithmetic of each case demands, whatever else is assumed: cases of places, teams and task forces."""

from __future__ import annotations

import numpy as np
import pytest
from cases import arranged, played, reading, small, small_configuration, types_of
from presence import Presence

from experiments.describe import design_of
from scenarios.building import build_scenario
from scenarios.facts import load_facts
from sim.errors import InputError
from sim.levers.arranging.medians import medians
from sim.plan.plan import Kind

# communities --------------------------------------------------------------------------------------


def test_more_service_points_never_lengthen_the_mean_way():
    """From one point to one for each of 102 communities; and the designs' own points lie on this curve."""
    people = np.array([site.population for site in small("communities").institution.sites], dtype=float)
    km = arranged("communities", "zones").places.km[: people.size, : people.size]
    mean = [0.0, *((km[:, medians(km, people, n)].min(axis=1) @ people) / people.sum() for n in range(1, 103))]

    assert people.size == 102
    assert (np.diff(mean[1:]) <= 0).all()
    assert mean[102] == 0
    for design, points in (("zones", 9), ("committees", 26), ("communities_direct", 102)):
        nearest = arranged("communities", design).places.service_point_of_site
        assert np.unique(nearest).size == points
        assert km[np.arange(102), nearest] @ people / people.sum() == pytest.approx(mean[points])


def test_populations_of_the_units_are_what_the_file_says_of_them():
    """They sum to the reported one; of the 26, 18 are within the reported bands, and the largest is above its band."""
    facts, committees, zones = load_facts(), *(populations(design) for design in ("committees", "zones"))
    core, outside = ([number for number, inner in committees if inner is where] for where in (True, False))
    bands = [tuple(map(int, facts[fact].after.split("-"))) for fact in ("000-039", "000-040")]
    within = [sum(low <= number <= high for number in part)
              for part, (low, high) in zip((core, outside), bands, strict=True)]  # fmt: skip

    assert sum(core) + sum(outside) == sum(number for number, _ in zones) == facts["000-010"].after
    assert bands == [(30_000, 40_000), (10_000, 20_000)]
    assert (len(core), len(outside), within) == (6, 20, [2, 16])
    assert (round(np.mean(core), -2), round(np.mean(outside), -2)) == (30_800, 15_000)
    assert (sum(number < 30_000 for number in core), max(core)) == (3, 42_405)
    assert (sum(number < 10_000 for number in outside), min(outside), max(outside)) == (3, 8_202, 22_072)
    assert (len(zones), round(min(zones)[0], -2), round(max(zones)[0], -2)) == (9, 31_500, 93_900)


def populations(design: str) -> list[tuple[int, bool]]:
    """Return of each unit how many live there, and whether most of them do so in the core's twentieth of the area."""
    institution, found = small("communities").institution, arranged("communities", design)
    place_of = {site.name: place for place, site in enumerate(institution.sites)}
    site_of_category = {one.name: place_of[one.site] for one in institution.categories}
    unit_of_site = np.full(len(place_of), -1)
    for function, unit in zip(institution.functions, found.unit_of_function.tolist(), strict=True):
        unit_of_site[site_of_category[function.category]] = unit
    people = np.array([site.population for site in institution.sites])
    in_core = np.array([np.pi * (site.east_km**2 + site.north_km**2) < 0.05 * 184 for site in institution.sites])
    of_units = [(people[unit_of_site == unit], in_core[unit_of_site == unit]) for unit in range(len(found.units))]
    return [(int(here.sum()), bool(here[inner].sum() > here.sum() / 2)) for here, inner in of_units]


def test_each_city_bureau_faces_every_unit_and_has_more_to_answer():
    """8 bureaus with business in each of 9, 26 and 102 units."""
    designs = ("zones", "committees", "communities_direct")
    faced = [sum(unit["offices"] for unit in design_of(small("communities"), name)["unit_list"]) for name in designs]
    busy = [reading("communities", name).measures["office_utilisation"] for name in designs]

    assert faced == [72, 208, 816]
    assert busy[0] < busy[1] - 0.03 < busy[2] - 0.06


# qiuchuan_team ------------------------------------------------------------------------------------

LICENSED = [place for place, one in enumerate(small_configuration("qiuchuan_team").file.institution.staff.people)
            if one.licences]  # fmt: skip


def test_one_officer_with_a_licence_and_all_auxiliaries_are_no_crew():
    without = [f"institution.staff.people.{place}.licences=[]" for place in LICENSED[1:]]

    with pytest.raises(InputError, match="'enforcement'"):
        build_scenario(small_configuration("qiuchuan_team", *without).file)


def test_auxiliaries_are_in_no_case():
    run, scenario = played("qiuchuan_team", "one_team"), small("qiuchuan_team")
    cases = types_of(run, scenario, ["case"])
    there = Presence(run.plan, run.trace)
    crews = [there.members_of(step) for step in np.unique(run.plan.crews.step).tolist()
             if cases[run.plan.steps.matter[step]] and run.trace.started_ms[step] >= 0]  # fmt: skip
    members = [scenario.institution.staff[one] for crew in crews for one in crew]

    assert len(LICENSED) == 17
    assert len(crews) >= 10
    assert {len(crew) for crew in crews} == {2}
    assert all("enforcement" in one.licences for one in members)


@pytest.mark.parametrize("replication", [0, 1])
def test_one_team_never_waits_longer_than_three_small_ones_of_the_same_people(replication):
    """Where skills are equal and ways take no time: nobody of a pool of 22 is idle while others have too much to do."""
    alike = (
        "institution.abilities={skill_elsewhere: 1, setup_hours: 0, error_rate: 0, error_rate_elsewhere: 0}",
        "designs.stationed.territory.km_per_hour=2000",
    )
    whole, parted = (
        reading("qiuchuan_team", design, *alike, scale=1.3, replication=replication).measures["elapsed_days_mean"]
        for design in ("one_team", "town_teams")
    )

    assert whole < 0.8 * parted


# task_force ---------------------------------------------------------------------------------------


def test_with_nobody_taken_everything_is_as_without_a_task_force():
    nobody = [f"designs.{design}.task_force.forces={{}}" for design in ("task_force", "volunteers", "task_force_slip")]
    with_none, without = (played("task_force", design, *nobody) for design in ("task_force", "mechanisms_only"))
    taken = played("task_force", "task_force")

    assert np.array_equal(with_none.trace.ended_ms, without.trace.ended_ms)
    assert np.array_equal(with_none.trace.person, without.trace.person)
    assert not np.array_equal(taken.trace.ended_ms[:1000], without.trace.ended_ms[:1000])


def test_the_later_they_come_back_the_longer_posts_at_home_are_empty():
    key = "designs.task_force.task_force.forces.riverside"
    away = [
        reading(
            "task_force", "task_force", f"{key}.last=2021-05-05", f"{key}.slip_days.mean={days}", scale=0.2
        ).measures
        for days in (0, 8, 30)
    ]
    share = [measures["seconded_share"] for measures in away]

    assert share == sorted(share)
    assert share[1] > 1.2 * share[0]
    assert share[2] > 1.1 * share[1]


# one_team -----------------------------------------------------------------------------------------


def test_the_stations_come_to_the_reported_officers_by_their_work():
    """123 and a head of 124 posts, in 26 groups of 2 to 10; eight brigades have the other 56."""
    staff = {unit["name"]: unit["staff"] for unit in design_of(small("one_team"), "one_team")["unit_list"]}
    groups = [number for name, number in staff.items() if name.startswith("stations_")]
    facts = load_facts()

    assert len(groups) == facts["003-029"].after
    assert sum(groups) == staff["stations"] - 1 == facts["003-030"].after
    assert (min(groups), max(groups), sum(number in (4, 5) for number in groups)) == (2, 10, 15)
    assert sum(number for name, number in staff.items() if name.startswith("brigade_")) == 56


def test_whoever_is_inspected_has_one_visit_in_place_of_three_or_four():
    inspected = ("workshop", "venue", "building_site")
    apart, joint = (visits("one_team", design, inspected) for design in ("departments", "one_team"))

    assert set(apart) == {3, 4}
    assert set(joint) == {1}
    assert min(len(apart), len(joint)) >= 50


def visits(name: str, design: str, types: tuple[str, ...]) -> list[int]:
    """Return how many visits each closed matter of these types had."""
    run = played(name, design, scale=0.4)
    asked, steps = types_of(run, small(name), types) & run.closed, run.plan.steps
    visit = (
        run.executed
        & (steps.kind == Kind.HANDLE)
        & (steps.attempt == 1)
        & np.isin(steps.need, run.processes.inspections)
    )
    return np.bincount(steps.matter[visit], minlength=asked.size)[asked].tolist()
