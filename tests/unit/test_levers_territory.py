"""Lever `territory`: who is stationed where, whom branches serve, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from houses import CHIEF, DEPUTIES, GRID, PLAIN, expecting, house, officers, person
from towns import FIELD, ROAD, THREE, at_ten, expected, town

from sim.errors import DesignError
from sim.institution import Institution, Person, Rank, Title
from sim.levers.arranging.informal_layer import InformalLayer
from sim.levers.arranging.spread import spread_points
from sim.levers.design import Design, Levers, organise
from sim.levers.membership import Membership
from sim.levers.stages import Arrangement, Times
from sim.levers.territory import KM_PER_HOUR, Territory, arrange_territory
from sim.levers.units import Units
from sim.network import network, uncovered

LAYER = InformalLayer(hours=0.5)


def arranged(institution: Institution, levers: Levers, *types: object) -> Arrangement:
    design = Design(name="tried", title=Title(zh="试", en="tried"), levers=levers)
    return organise(design, institution, expected(institution, *types)).arrangement


def members(arrangement: Arrangement, institution: Institution) -> dict[str, list[str]]:
    """Return the units that everybody serves, the preferred first."""
    found: dict[str, list[str]] = {}
    for person_, unit in arrangement.posts.T.tolist():
        found.setdefault(institution.staff[person_].name, []).append(arrangement.units[unit].name)
    return found


# stationed ----------------------------------------------------------------------------------------


def test_the_default_changes_nothing_but_knows_where_sites_lie():
    """Everybody is stationed in the middle; nobody goes anywhere unless a type says so."""
    institution = town((CHIEF, *officers(2)))
    before = Arrangement.whole(institution)

    after = arrange_territory(before, Territory(), institution, expected(institution, PLAIN))

    assert replace(after, places=before.places) == before
    assert after.places.base_of_person.tolist() == [1, 1, 1]
    assert after.places.km[0].tolist() == [0, 10, 30, 40]
    assert arrange_territory(before, Territory(), house(officers(2)), expecting(house(officers(2)))) is before


@pytest.mark.parametrize(
    ("options", "km_per_hour"),
    [({}, 25.0), ({"mode": "foot"}, 4.5), ({"mode": "bicycle"}, 12.0), ({"mode": "foot", "km_per_hour": 6.0}, 6.0)],
)
def test_who_goes_how_fast(options, km_per_hour):
    assert arranged(THREE, Levers(territory=Territory(**options))).places.km_per_hour == km_per_hour
    assert set(KM_PER_HOUR) == {"foot", "bicycle", "car"}


def test_ways_are_longer_by_the_detour_and_follow_the_streets():
    bent = tuple(replace(site, north_km=site.east_km) for site in ROAD)

    streets = arranged(replace(THREE, sites=bent), Levers(territory=Territory(metric="rectangular", way_factor=1.5)))

    assert streets.places.km[0].tolist() == [0, 30, 90, 120]


def test_field_people_are_stationed_in_the_middle_of_all_or_of_their_part():
    """p0 and p2 go to the west, p1 to the east: two posts for 120 inhabitants, one for 110."""
    centre, zones = (arranged(THREE, at_ten(teams="zones", bases=bases)) for bases in ("centre", "zones"))

    assert centre.places.base_of_person.tolist() == [1, 1, 1]
    assert zones.places.base_of_person.tolist() == [0, 2, 0]


def test_a_site_that_is_spread_out_has_six_points_of_equal_area():
    """The k-th lies R √((k + ½)/6) from the middle, so between two circles around it there are equal areas."""
    wide = (ROAD[0], replace(ROAD[1], radius_km=3.0))
    east, north, points = spread_points(wide)

    reach = np.hypot(east[points[1]] - 10, north[points[1]])

    assert points[0].tolist() == [0] * 6
    assert points[1].tolist() == [2, 3, 4, 5, 6, 7]
    assert reach.tolist() == pytest.approx([3 * ((turn + 0.5) / 6) ** 0.5 for turn in range(6)])
    assert east[:2].tolist() == [0, 10]
    assert spread_points(ROAD)[2].tolist() == [[0], [1], [2], [3]]


# branches -----------------------------------------------------------------------------------------


def test_a_unit_with_field_work_is_parted_by_the_zones():
    """120 of 230 hours in the west: of three people two go there, dealt in turn. Their unit comes second."""
    arrangement = arranged(THREE, at_ten(teams="zones"))

    assert [unit.name for unit in arrangement.units] == ["all", "all_west", "all_east"]
    assert [unit.title.zh for unit in arrangement.units] == ["全部", "全部west片", "全部east片"]
    assert members(arrangement, THREE) == {
        "p0": ["all_west", "all"], "p1": ["all_east", "all"], "p2": ["all_west", "all"],
    }  # fmt: skip
    assert arrangement.unit_of_person.tolist() == [0, 0, 0]
    assert arrangement.n_teams == 2


def test_people_go_where_the_work_is():
    """12 of 230 in the west, 1.6 posts of 30 people: one would have 12 hours, so the others' least is 218/28; two."""
    sites = tuple(replace(site, population=count) for site, count in zip(ROAD, (10, 2, 118, 100), strict=True))
    institution = town(officers(30), sites)

    arrangement = arranged(institution, at_ten(teams="zones"))

    west = [name for name, units in members(arrangement, institution).items() if units[0] == "all_west"]
    assert len(west) == 2


def test_a_few_people_serve_several_branches_each():
    """Of 100, 20, 60 and 50 the first has 100, the second 60 and 50; then the first, with 100 to 110, has 20."""
    two = arranged(town(officers(2)), at_ten(teams=4, bases="zones"))
    alone = arranged(town(officers(1)), at_ten(teams="zones", heads="one_each"))

    assert members(two, town(officers(2))) == {
        "p0": ["all_a1", "all_a2", "all"], "p1": ["all_b1", "all_b2", "all"],
    }  # fmt: skip
    assert two.places.base_of_person.tolist() == [0, 2]
    assert members(alone, town(officers(1))) == {"p0": ["all_west", "all_east", "all"]}


def test_only_units_with_field_work_are_parted():
    """Field matters of bureau b1 alone: the section of b0 stays whole."""
    institution = town(officers(6))
    kind = replace(FIELD, bureaus={"b0": 0.0})

    arrangement = arranged(institution, at_ten(by="bureau", teams="zones"), kind)

    assert [unit.name for unit in arrangement.units] == [
        "section_b0",
        "section_b1",
        "section_b1_west",
        "section_b1_east",
    ]
    assert arrangement.places.branch_of.tolist() == [[-1, -1], [2, 3]]
    assert arrangement.places.branches(0) == []
    assert arrangement.places.branch(np.array([0, 1, 1, 1]), np.array([0, 0, 3, -1])).tolist() == [0, 2, 3, 1]


def test_a_head_leads_the_branches_too_and_serves_none():
    institution = town(officers(3))

    arrangement = arranged(institution, at_ten(teams="zones", heads="one_each"))

    assert arrangement.rank_of_person.tolist() == [Rank.HEAD, Rank.OFFICER, Rank.OFFICER]
    assert members(arrangement, institution) == {"p0": ["all"], "p1": ["all_west", "all"], "p2": ["all_east", "all"]}


def test_people_of_a_branch_help_out_elsewhere_after_their_own_part():
    arrangement = arranged(THREE, at_ten(teams="zones", helps_out="all"))

    assert members(arrangement, THREE)["p1"] == ["all_east", "all_west", "all"]
    assert arrangement.places.base_of_person.tolist() == [1, 1, 1]


def test_those_who_help_out_are_stationed_in_their_own_part():
    arrangement = arranged(THREE, at_ten(teams="zones", helps_out="all", bases="zones"))

    assert arrangement.places.base_of_person.tolist() == [0, 2, 0]


def test_districts_around_medians_in_place_of_zones():
    """Two medians, a1 and b1, each with the sites nearest to it; with four each site is a district of its own."""
    two, four = (arranged(town(officers(4)), at_ten(teams=teams)) for teams in (2, 4))

    assert [unit.name for unit in two.units] == ["all", "all_a1", "all_b1"]
    assert two.places.district_of_site.tolist() == [0, 0, 1, 1]
    assert four.places.district_of_site.tolist() == [0, 1, 2, 3]


def test_who_has_a_further_post_in_a_parted_unit_serves_all_its_branches():
    """All the work is in b1, so it has three of the four; the fourth, of b0, helps there."""
    institution = town(officers(4))
    levers = Levers(
        units=Units(by="bureau"), membership=Membership(posts_per_person=2), territory=Territory(teams="zones")
    )
    kind = replace(FIELD, bureaus={"b0": 0.0})

    found = members(arranged(institution, levers, kind), institution)

    of_b0 = [units for units in found.values() if units[0] == "section_b0"]
    assert of_b0 == [["section_b0", "section_b1_west", "section_b1_east", "section_b1"]]


def test_a_branch_is_there_when_its_unit_is():
    friday = Times(weekdays=(5,))
    levers = replace(at_ten(teams="zones"), membership=Membership(availability={"all": friday}))

    arrangement = arranged(THREE, levers)

    assert arrangement.availability == {0: friday, 1: friday, 2: friday}


def test_teams_for_what_crosses_come_before_branches_or_behind_the_unit():
    people: tuple[Person, ...] = tuple(person(f"p{n}", "c0", "c1") for n in range(4))
    for first, units in (
        (True, ["team_c0", "team_c1", "section_b0_west", "section_b0"]),
        (False, ["section_b0_west", "section_b0", "team_c0", "team_c1"]),
    ):
        levers = replace(
            at_ten(by="bureau", teams="zones"), membership=Membership(track="dual", team_posts=4, team_first=first)
        )

        found = members(arranged(town(people), levers), town(people))

        assert units in found.values()


def test_nobody_is_out_of_reach_in_the_network():
    institution = town((CHIEF, *DEPUTIES, *officers(8)))
    design = Design(name="tried", title=Title(zh="试", en="tried"), levers=at_ten(by="bureau", teams="zones"))
    hours = expected(institution)

    graph = network(institution, organise(design, institution, hours), hours)

    assert uncovered(graph) == []
    served = [site for _, (_, site), key in graph.out_edges(("unit", "section_b1_east"), keys=True) if key == "serves"]
    assert served == ["b1", "b2"]
    assert [key for *_, key in graph.in_edges(("unit", "section_b1_east"), keys=True)] == ["parts_into"]


# service points and the informal layer ------------------------------------------------------------


def test_applicants_go_to_the_nearest_of_the_service_points():
    one, two = (arranged(THREE, Levers(territory=Territory(service_points=n))) for n in (1, 2))

    assert one.places.service_point_of_site.tolist() == [1, 1, 1, 1]
    assert two.places.service_point_of_site.tolist() == [0, 0, 2, 2]
    assert arranged(THREE, Levers()).places.service_point_of_site.size == 0


def test_an_informal_layer_draws_its_people_from_the_largest_units():
    """Sections of three and two: one from the first, which leaves two in each; at that tie the first once more."""
    people = (*(person(f"p{n}", "c0", "c1", bureau="b0") for n in range(5)),)
    institution = town(people)
    levers = Levers(units=Units(by="bureau"), territory=Territory(informal_layer=replace(LAYER, posts=2)))

    arrangement = arranged(institution, levers)
    found = members(arrangement, institution)
    own = arrangement.unit_of_person.tolist()
    drawn = [name for name, units in found.items() if units[0] == "informal_layer"]

    assert arrangement.units[-1].title == Title(zh="工作片", en="informal layer")
    assert [own[int(name[1:])] for name in drawn] == [0, 0]
    assert all(len(found[name]) == 2 for name in drawn)
    assert arrangement.n_teams == 1


def test_each_zone_has_a_station_of_the_layer():
    arrangement = arranged(town(officers(4)), at_ten(teams="zones", informal_layer=LAYER))

    assert [unit.name for unit in arrangement.units[3:]] == ["informal_layer_west", "informal_layer_east"]
    assert arrangement.places.layer.station_of_site.tolist() == [3, 3, 4, 4]
    assert members(arrangement, town(officers(4)))["p3"] == ["informal_layer_west", "all_east", "all"]


# what is refused ----------------------------------------------------------------------------------

NOWHERE = tuple(replace(site, east_km=None, north_km=None) for site in ROAD)
ZONELESS = (*ROAD[:3], replace(ROAD[3], zone=None))


@pytest.mark.parametrize(
    ("options", "sites", "types", "told"),
    [
        ({"bases": "zones"}, ROAD, (FIELD,), r"territory\.bases=zones goes with teams=zones, or a number of teams"),
        ({"helps_out": "all"}, ROAD, (FIELD,), r"territory\.helps_out=all goes with teams=zones, or a number of teams"),
        ({"online_share": 0.5}, ROAD, (FIELD,), r"online_share=0\.5 goes with service_points, for nobody goes any"),
        ({"online_draft_hours": 1, "service_points": 1}, ROAD, (FIELD,), r"online_draft_hours goes with an online_sha"),
        ({"point_cost_per_year": 1}, ROAD, (FIELD,), r"point_cost_per_year goes with applicant_cost_per_hour, for poi"),
        ({"applicant_cost_per_hour": 1}, ROAD, (FIELD,), r"applicant_cost_per_hour goes with point_cost_per_year, for"),
        ({"nearest": True}, (), (PLAIN,), r"territory\.nearest is about places, but the institution has no site; exp"),
        ({"service_points": 5}, ROAD, (FIELD,), r"service_points=5, but there are 4 sites; expected at most as many"),
        ({"teams": 5}, ROAD, (FIELD,), r"territory\.teams=5, but there are 4 sites; expected at most as many"),
        ({"teams": "zones"}, ZONELESS, (FIELD,), r"by the zones of sites, but site 'b2' lies in none; expected a zone"),
        ({"teams": "zones"}, ROAD, (PLAIN,), r"parts units that have field work, but no type of matter is handled on"),
        ({}, NOWHERE, (FIELD,), r"on_site=true asks where sites lie, but site 'a1' has neither east_km nor north_km"),
        ({"teams": 2}, NOWHERE, (PLAIN,), r"territory\.teams=2 asks where sites lie, but site 'a1' has neither"),
        ({"service_points": 1}, NOWHERE, (PLAIN,), r"territory\.service_points=1 asks where sites lie, but site 'a1'"),
        ({"informal_layer": replace(LAYER, posts=4)}, ROAD, (FIELD,), r"asks for 4 officers in all, but 3 lead no"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused(options, sites, types, told):
    with pytest.raises(DesignError, match=told):
        arranged(replace(THREE, sites=sites), Levers(territory=Territory(**options)), *types)


def test_a_name_that_is_taken_is_refused():
    table = {"all": ("b0c0", "b0c1"), "all_west": ("b1c0", "b1c1")}
    levers = Levers(units=Units(by="table", table=table), territory=Territory(teams="zones"))

    with pytest.raises(
        DesignError, match="makes a branch 'all_west', as another unit is called; expected another name"
    ):
        arranged(town(officers(8)), levers)
    assert set(GRID) == {"b0c0", "b0c1", "b1c0", "b1c1"}
