"""Lever `units` by place: functions that each site has go together by site, zone or district, or by a table.

Along a road lie a1, a2 in the west and b1, b2 in the east (tests/towns.py), with b0c0, b0c1, b1c0, b1c1 at each.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from houses import CHIEF, build, expecting, house, officers, person
from towns import ROAD
from villages import villages

from sim.errors import DesignError, UnknownName
from sim.institution import Institution, Site, Title
from sim.levers.arranging.availability import by_unit
from sim.levers.arranging.contracts import Contractor
from sim.levers.arranging.forces import TaskForce
from sim.levers.design import Design, Levers, organise
from sim.levers.dispatch import Dispatch
from sim.levers.routing.detection import Detection, Patrols
from sim.levers.stages import Arrangement
from sim.levers.supervision import Supervision
from sim.levers.task_force import TaskForces
from sim.levers.territory import Territory
from sim.levers.transfer import Transfer
from sim.levers.units import Units, arrange_units

FOUR = villages(officers(8), ROAD)


def arranged(units: Units, institution: Institution = FOUR) -> Arrangement:
    return arrange_units(Arrangement.whole(institution), units, institution, expecting(institution))


def tried(institution: Institution = FOUR, **levers: object):
    """Return what a design with these levers comes to."""
    design = Design(name="tried", title=Title(zh="试", en="tried"), levers=Levers(**levers))
    return organise(design, institution, expecting(institution))


def parts(arrangement: Arrangement) -> dict[str, list[int]]:
    """Return by unit the sites at which its functions lie."""
    site = np.repeat(np.arange(4), 4)
    return {
        unit.name: np.unique(site[arrangement.unit_of_function == place]).tolist()
        for place, unit in enumerate(arrangement.units)
    }


# cut by place -------------------------------------------------------------------------------------


def test_a_unit_for_each_site():
    arrangement = arranged(Units(by="site"))

    assert parts(arrangement) == {"a1": [0], "a2": [1], "b1": [2], "b2": [3]}
    assert arrangement.unit_of_function.tolist() == [0] * 4 + [1] * 4 + [2] * 4 + [3] * 4


def test_a_unit_for_each_zone_is_called_as_the_zone_is():
    """The first title that a site gives of its zone counts; where none does, the name."""
    east = Title(zh="东片", en="The East")
    sites = (*ROAD[:3], replace(ROAD[3], zone_title=east))

    arrangement = arranged(Units(by="zone"), villages(officers(2), sites))

    assert parts(arrangement) == {"west": [0, 1], "east": [2, 3]}
    assert [unit.title for unit in arrangement.units] == [Title(zh="west", en="west"), east]


def test_districts_lie_around_the_medians_of_the_population():
    """Of two medians the first is a1 or b1, each with 100 and 60 people: both sums of ways are least with a1 and b1."""
    arrangement = arranged(Units(by="district", count=2))

    assert parts(arrangement) == {"a1": [0, 1], "b1": [2, 3]}
    assert [unit.title for unit in arrangement.units] == [
        Title(zh="a1一带", en="a1 district"), Title(zh="b1一带", en="b1 district"),
    ]  # fmt: skip
    assert parts(arranged(Units(by="district", count=4))) == parts(arranged(Units(by="site")))


def test_by_bureau_and_by_category_go_on_as_before():
    """A section has the functions of its bureau at all sites; a module those of one category at one site."""
    assert parts(arranged(Units(by="bureau"))) == {"section_b0": [0, 1, 2, 3], "section_b1": [0, 1, 2, 3]}
    assert list(parts(arranged(Units(by="category"))))[:3] == ["module_c0_a1", "module_c1_a1", "module_c0_a2"]


def test_a_table_may_name_sites_zones_and_kinds():
    mixed = Units(by="table", table={"near": ("a1", "c0_a2"), "rest": ("c1_a2", "b0c0_b1", "b0c1_b1", "b1c0_b1",
                                                                        "b1c1_b1", "b2")})  # fmt: skip

    assert parts(arranged(mixed)) == {"near": [0, 1], "rest": [1, 2, 3]}
    assert parts(arranged(Units(by="table", table={"w": ("west",), "e": ("east",)}))) == {"w": [0, 1], "e": [2, 3]}
    assert parts(arranged(Units(by="table", table={"x": ("c0",), "y": ("b0c1", "b1c1")}))) == {
        "x": [0, 1, 2, 3], "y": [0, 1, 2, 3],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("units", "words"),
    [
        (Units(by="district"), r"units\.by=district, but there is no units\.count; expected how many districts"),
        (Units(by="district", count=5), r"units\.count=5 with by=district, but there are 4 sites; expected at most"),
        (Units(by="site", count=4), r"units\.count=4 goes with by=category or district, but by=site"),
        (Units(by="table", table={"a": ("west", "a1"), "b": ("east",)}), r"function 'b0c0_a1' to two units"),
        (Units(by="table", table={"a": ("west", "b1")}), r"no unit covers function 'b0c0_b2', .* \(4 in all\)"),
        (Units(by="table", table={"a": ("wst",)}), r"'wst', which is no category, function, site or zone\. Did you mean"
                                                   r" 'west'\?"),
    ],
    ids=["no count", "too many", "count elsewhere", "twice", "not covered", "unknown"],
)  # fmt: skip
def test_what_cannot_be_is_refused(units, words):
    with pytest.raises((DesignError, UnknownName), match=words):
        arranged(units)


@pytest.mark.parametrize("by", ["site", "zone", "district"])
def test_functions_that_belong_to_no_site_are_parted_by_none(by):
    institution = replace(house(officers(2)), sites=ROAD)
    count = 2 if by == "district" else None

    with pytest.raises(DesignError, match=rf"units\.by={by} parts functions by place, but they belong to no site"):
        arranged(Units(by=by, count=count), institution)
    with pytest.raises(UnknownName, match=r"'a1', which is no category and no function\."):
        arranged(Units(by="table", table={"a": ("a1",)}), institution)


def test_sites_without_a_zone_or_a_place_are_refused():
    lost = villages(officers(2), (ROAD[0], Site(name="x", population=1)))

    with pytest.raises(DesignError, match=r"units\.by=zone parts units by the zones of sites, but site 'x' lies in no"):
        arranged(Units(by="zone"), lost)
    with pytest.raises(DesignError, match=r"units\.count=1 with by=district asks where sites lie, but site 'x' has"):
        arranged(Units(by="district", count=1), lost)


def test_a_name_of_a_zone_and_of_one_of_its_sites_is_refused_in_a_table():
    sites = tuple(replace(site, zone="a1") for site in ROAD[:2])
    with pytest.raises(DesignError, match=r"'a1' is a site, and a zone with more than that site"):
        arranged(Units(by="table", table={"a": ("a1",)}), villages(officers(2), sites))
    with pytest.raises(DesignError, match=r"'c0', which is both a piece of business and a place"):
        arranged(
            Units(by="table", table={"a": ("c0",)}), villages(officers(2), (replace(ROAD[0], name="c0", zone=None),))
        )


# who is stationed where ---------------------------------------------------------------------------


def test_people_are_stationed_in_the_middle_of_the_sites_of_their_unit():
    """Of a2 and b1, 20 and 60 people, b1 is the middle; the leader has no unit, and the middle of all is a2."""
    institution = villages((CHIEF, *officers(3)), ROAD)
    table = {"a": ("a1",), "middle": ("a2", "b1"), "b": ("b2",)}

    units, centre = (
        tried(institution, units=Units(by="table", table=table), territory=Territory(bases=bases)).arrangement
        for bases in ("units", "centre")
    )

    assert units.unit_of_person.tolist() == [-1, 0, 1, 2]
    assert units.places.base_of_person.tolist() == [1, 0, 2, 3]
    assert centre.places.base_of_person.tolist() == [1, 1, 1, 1]


def test_bases_of_units_need_functions_at_sites():
    institution = replace(house(officers(2)), sites=ROAD)

    with pytest.raises(DesignError, match=r"territory\.bases=units goes with institution\.per_site=true; expected"):
        tried(institution, territory=Territory(bases="units"))


def test_a_unit_of_one_place_has_no_branch_elsewhere():
    expected = replace(expecting(FOUR), placed=np.ones((16, 4)), on_site=np.ones(16, dtype=bool))
    design = Design(
        name="tried", title=FOUR.title, levers=Levers(units=Units(by="site"), territory=Territory(teams="zones"))
    )

    with pytest.raises(DesignError, match=r"teams parts unit 'a1', which has no function in 'east'; expected teams=on"):
        organise(design, FOUR, expected)


# what a kind means --------------------------------------------------------------------------------


def test_hours_of_a_kind_are_those_of_all_its_units():
    modules, sites = arranged(Units(by="category")), arranged(Units(by="site"))

    assert by_unit("key", {"c1": "x"}, modules, FOUR) == {1: "x", 3: "x", 5: "x", 7: "x"}
    assert by_unit("key", {"c1_a2": "x", "b1": "y"}, replace(modules, units=(*modules.units[:7], sites.units[2])), FOUR)
    with pytest.raises(DesignError, match=r"key\.c1 is a category, but unit 'a1' holds others too"):
        by_unit("key", {"c1": "x"}, sites, FOUR)


def test_a_contractor_takes_over_a_kind_at_all_sites():
    given = {
        "park": {"categories": ("c0",), "staff": 1}, "yard": {"categories": ("c1_b1",), "staff": 1},
        "firm": {"functions": ("b1c1",), "share": 0.5, "staff": 1},
    }  # fmt: skip
    contracts = tried(
        transfer=Transfer(contractors={name: Contractor(**{"share": 0.5} | one) for name, one in given.items()})
    ).arrangement.contracts

    taken = np.diff(contracts.below, axis=0, prepend=0.0) > 0
    assert np.flatnonzero(taken[0]).tolist() == [0, 2, 4, 6, 8, 10, 12, 14]
    assert np.flatnonzero(taken[1]).tolist() == [9, 11]
    assert np.flatnonzero(taken[2]).tolist() == [3, 7, 11, 15]


def test_a_unit_of_a_kind_is_meant_only_if_it_is_the_same_everywhere():
    """By bureau c0 is with both sections at each site: its first function's is meant. By site it is with another."""
    patrols = Dispatch(detection=Detection(patrols=Patrols(by="c0", every_days=5)))
    checks = Supervision(audit_share=0.1, audit_by="category", audit_category="c1")

    sections = tried(units=Units(by="bureau"), dispatch=patrols, supervision=checks).route

    assert sections.dispatching.detecting.patrols.unit == 0
    with pytest.raises(
        DesignError, match=r"dispatch\.detection\.patrols\.by='c0' is with other units at other sites; "
    ):
        tried(units=Units(by="site"), dispatch=patrols)
    with pytest.raises(DesignError, match=r"category='c1' is with other units .* such as \"c1_a1\""):
        tried(units=Units(by="zone"), supervision=checks)
    one = Dispatch(detection=Detection(patrols=Patrols(by="c0_b1", every_days=5)))
    assert tried(units=Units(by="site"), dispatch=one).route.dispatching.detecting.patrols.unit == 2


@pytest.mark.parametrize("name", ["c1", "c1_a2"])
def test_a_task_force_draws_people_by_what_they_are_versed_in_at_any_site(name):
    """p1 and p3 are versed in c1."""
    staff = [person(f"p{index}", "c1" if index % 2 else "c0") for index in range(4)]
    terms = TaskForce(
        first=date(2021, 3, 2), last=date(2021, 3, 2), members=2, drawn="by_category", categories={name: 1.0}
    )

    built = build(villages(staff, ROAD), [], Levers(task_force=TaskForces(forces={"flood": terms})))

    people, unit = built.plan.people, built.organisation.arrangement.forces[0].unit
    serving = np.repeat(np.arange(4), np.diff(people.unit_start))[people.unit == unit]
    assert serving.tolist() == [1, 3]
