"""Sites that are made up: their totals, where they lie, and that nothing else moves them."""

from __future__ import annotations

from math import hypot, pi, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import examples
from tiny import tiny, tiny_file

from conf.generated_sites import GeneratedSites
from experiments.configuring import configure
from scenarios.building import build_scenario
from scenarios.generated_sites import generated_sites
from sim.errors import DesignError, InputError

BLOCK = {
    "count": 40,
    "population": 100_003,
    "area_km2": 100 * pi,
    "zones": 4,
    "core_share": 0.5,
    "core_area_share": 0.25,
}
"""A circle of radius 10 km, with a core of radius 5."""


@settings(max_examples=examples(40))
@given(
    count=st.integers(1, 30), more=st.integers(0, 5000), core=st.floats(0, 1), zones=st.integers(1, 4),
    seed=st.integers(0, 99),
)  # fmt: skip
def test_totals_are_met_exactly_and_every_zone_has_a_site(count, more, core, zones, seed):
    zones = min(zones, count)
    sites = generated_sites(
        GeneratedSites(count=count, population=count + more, area_km2=50.0, zones=zones, core_share=core, seed=seed)
    )

    assert len(sites) == count == len({site.name for site in sites})
    assert sum(site.population for site in sites) == count + more
    assert {site.zone for site in sites} == {f"zone_{number + 1}" for number in range(zones)}
    assert {site.zone_title.zh for site in sites} == {f"片区{number + 1}" for number in range(zones)}
    assert [site.title.en for site in sites] == [f"Community {place + 1}" for place in range(count)]


def test_the_core_lies_inside_and_the_rest_around_it():
    sites = generated_sites(GeneratedSites(**BLOCK))
    reach = [hypot(site.east_km, site.north_km) for site in sites]

    assert max(reach[:20]) <= 5.001 <= 5.002 + min(reach[20:])
    assert min(reach[20:]) >= 4.999
    assert max(reach) <= 10.001
    assert sum(site.population for site in sites[:20]) == round(0.5 * 100_003)


def test_sites_lie_evenly_over_the_circle():
    """Half of the sites of a circle lie within R/√2 of its middle; of 1000, 500 give or take 16."""
    sites = generated_sites(GeneratedSites(count=1000, population=10_000, area_km2=100 * pi))
    inner = sum(hypot(site.east_km, site.north_km) < 10 / sqrt(2) for site in sites)

    assert 430 < inner < 570


def test_the_same_seed_gives_the_same_places_and_another_one_others():
    assert generated_sites(GeneratedSites(**BLOCK)) == generated_sites(GeneratedSites(**BLOCK))
    assert generated_sites(GeneratedSites(**BLOCK)) != generated_sites(GeneratedSites(**BLOCK, seed=1))


def test_a_site_lies_in_the_zone_whose_middle_is_nearest():
    """So no two zones could exchange two of their sites and both come nearer: their circles are convex."""
    sites = generated_sites(GeneratedSites(**BLOCK))
    by_zone = {zone: [site for site in sites if site.zone == zone] for zone in {site.zone for site in sites}}

    assert sorted(len(one) > 0 for one in by_zone.values()) == [True] * 4


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"zones": 50}, "zones=50 for count=40 sites; expected at most one zone for each site"),
        ({"population": 39}, "population=39 for count=40 sites; expected at least one inhabitant each"),
        ({"core_area_share": 0.0}, "core_area_share=0 with core_share=0.5; expected a core above 0 and below 1"),
    ],
)
def test_what_cannot_be_is_refused(change, told):
    with pytest.raises(DesignError, match=told):
        GeneratedSites(**(BLOCK | change))


def test_a_scenario_has_them_in_place_of_listed_ones_whatever_its_seed(tmp_path):
    given_ = "+institution.sites_generated={count: 5, population: 500, area_km2: 10}"
    one, other = (build_scenario(tiny(tmp_path, given_, f"seed={seed}").file).institution.sites for seed in (1, 2))

    assert len(one) == 5
    assert one == other


def test_sites_are_given_once(tmp_path):
    path = tiny_file(tmp_path)
    both = ("+institution.sites_generated={count: 5, population: 500, area_km2: 10}",
            "+institution.sites=[{name: a, population: 5}]")  # fmt: skip

    with pytest.raises(InputError, match="sites and sites_generated are both given; expected sites one by one"):
        configure([f"scenario={path}", *both])
