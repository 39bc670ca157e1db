"""Functions at every site: their names, where needs lie, and what a year is expected to need, worked out by hand.

Two sites, a1 with 100 inhabitants and a2 with 20; at each b0c0, b0c1, b1c0, b1c1, so that place 2 of a2 is function 6.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from houses import GRID, Contact, build, horizon, house, matter, need, officers, person
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import examples
from towns import ROAD
from villages import kind, villages

from scenarios.every_site import at_every_site
from sim.blocks import beside, block_size, n_blocks, site_of_function
from sim.errors import DesignError, InputError, UnknownName
from sim.institution import Institution, Named, Site, Title
from sim.levers.counterparts import Counterparts
from sim.levers.design import Levers
from sim.levers.units import Units
from sim.procedure import Abilities, Procedure
from sim.workload.demand import Across, Demand, Duplicates, MatterType
from sim.workload.expectations import expect
from sim.workload.kinship import first_weights, further_weights, neighbour_weights, twin_weights
from sim.workload.process_needs import ProcessNeed
from sim.workload.sites import site_shares
from sim.workload.tables import Workload
from sim.workload.workload import draw_workload

TWO = villages(officers(2))
A_COURSE = {"ask": ProcessNeed(function="b0c0"), "permit": ProcessNeed(function="b1c1", after=("ask",))}


def drawn(institution: Institution, *types: MatterType, **rest: object) -> Workload:
    demand = Demand(types=types, misdirected_share=0.5, duplicates=Duplicates(share=0.5), **rest)
    return draw_workload(demand, institution, horizon(), seed=7, replication=0)


# names --------------------------------------------------------------------------------------------


def test_all_functions_are_there_at_each_site_in_categories_of_its_own():
    assert [function.name for function in TWO.functions] == [f"{name}_{site}" for site in ("a1", "a2") for name in GRID]
    assert [function.category for function in TWO.functions[4:]] == ["c0_a2", "c1_a2", "c0_a2", "c1_a2"]
    assert [function.group for function in TWO.functions[4:]] == ["c0_a2", "c1_a2", "c0_a2", "c1_a2"]
    assert [function.office for function in TWO.functions[4:]] == [f"office_{name}" for name in GRID]
    assert [category.title for category in TWO.categories[1:3]] == [
        Title(zh="a1C1", en="c1, a1"), Title(zh="a2C0", en="c0, a2"),
    ]  # fmt: skip
    assert (TWO.per_site, n_blocks(TWO), block_size(TWO)) == (True, 2, 4)
    assert site_of_function(TWO).tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert TWO.names.category["c0"].tolist() == [0, 2, 4, 6]
    assert TWO.names.category["c0_a2"].tolist() == [4, 6]
    assert TWO.names.function["b1c0"].tolist() == [2, 6]
    assert TWO.names.function["b1c0_a2"].tolist() == [6]


def test_an_institution_whose_functions_belong_to_no_site_is_one_block():
    four = house(officers(1))

    assert (four.per_site, n_blocks(four), block_size(four)) == (False, 1, 4)
    assert site_of_function(four).tolist() == [-1] * 4
    assert beside(four).tolist() == [[0, 1, 2, 3]] * 4
    assert four.names.category["c1"].tolist() == [1, 3]


def test_who_is_versed_in_a_category_is_so_at_every_site():
    staff = villages((person("p", "c1"), person("q"))).staff

    assert staff[0].expertise == {"c1_a1", "c1_a2"}
    assert staff[1].expertise == frozenset()


def test_it_is_refused_without_a_site():
    with pytest.raises(DesignError, match=r"institution\.per_site=true, but the institution has no site; expected"):
        at_every_site(house(officers(1)))


def test_a_name_that_would_be_made_twice_is_refused():
    """Category c0 at site x is called as category c0_x is at no site."""
    functions = {"f": ("b0", "c0"), "g": ("b0", "c0_x")}
    sites = (Site(name="x", population=1),)

    with pytest.raises(DesignError, match=r"makes a category 'c0_x' for a site, as another category of the file is"):
        villages(officers(1), sites, functions)


def test_sites_that_are_unlike_are_refused():
    """In the wrong order, the functions of a1 would be counted as those of a2."""
    with pytest.raises(DesignError, match=r"function 'b0c0_a2' is not at site 'a1' what it is elsewhere"):
        replace(TWO, functions=(*TWO.functions[4:], *TWO.functions[:4]))
    with pytest.raises(DesignError, match=r"some categories belong to sites and others do not"):
        replace(TWO, categories=(*TWO.categories, Named(name="c9", title=Title(zh="九", en="nine"))))


# where needs lie ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        # weights 3 1 3 1 of 8 at a1, where 100 of 120 live, 1 1 1 1 of 4 at a2
        ({"sites": "by_population"}, [*np.array([3, 1, 3, 1]) / 8 * 100 / 120, *[20 / 120 / 4] * 4]),
        ({"sites": "evenly"}, [*np.array([3, 1, 3, 1]) / 16, *[1 / 8] * 4]),
        ({}, np.array([3, 1, 3, 1, 1, 1, 1, 1]) / 12),
    ],
    ids=["by population", "evenly", "nowhere"],
)
def test_first_needs_lie_where_matters_arise(options, expected):
    """Category c0 weighs 3, but 1 at site a2."""
    weights = first_weights(TWO, kind(categories={"c0": 3.0, "c0_a2": 1.0}, **options))

    assert weights == pytest.approx(np.array(expected))


def test_a_site_where_nothing_could_be_asked_for_is_refused():
    lone = {"c0_a2": 0.0, "c1_a2": 0.0}

    with pytest.raises(InputError, match=r"weigh every function of site 'a2' with 0, but its matters arise there"):
        first_weights(TWO, kind(categories=lone, sites="evenly"))
    assert first_weights(TWO, kind(categories=lone))[4:].tolist() == [0] * 4
    with pytest.raises(UnknownName, match=r"categories weighs 'c0_a9', which does not exist\. Known: c0, c1\."):
        first_weights(TWO, kind(categories={"c0_a9": 1.0}))


def test_no_relation_leads_to_another_site():
    """Of b0c1 at a2: another bureau is place 3 of a2, another category place 0."""
    weights = first_weights(TWO, kind(sites="by_population"))

    assert further_weights(TWO, weights, Across(bureaus=3, categories=1))[5] == pytest.approx([0.25, 0, 0, 0.75])
    assert twin_weights(TWO)[5] == pytest.approx([0, 0, 0, 1])
    assert neighbour_weights(TWO)[5] == pytest.approx([0.5, 0, 0, 0.5])


@settings(max_examples=examples(40))
@given(
    weights=st.lists(st.floats(0.1, 5), min_size=4, max_size=4),
    across=st.tuples(*[st.floats(0, 3)] * 3),
    spread=st.sampled_from(["by_population", "evenly"]),
    n_sites=st.integers(1, 4),
)
def test_every_need_of_a_matter_lies_at_its_site(weights, across, spread, n_sites):
    """Twins, and what a matter is mistaken for, too."""
    institution = villages(officers(1), ROAD[:n_sites])
    asked = {"categories": dict(zip(("c0", "c1"), weights, strict=False)), "bureaus": {"b0": weights[2]}}
    relations = Across(bureaus=across[0], categories=across[1], both=across[2])
    one = kind(per_year=3000.0, sites=spread, further_needs=(1, 1, 1), across=relations, duplicated=True, **asked)
    other = kind(name="u", sites=spread, process=A_COURSE, per_year=1000.0)

    work = drawn(institution, one, other)

    lies_at = site_of_function(institution)
    assert (lies_at[work.needs.function] == work.matters.site[work.needs.matter]).all()
    assert (lies_at[work.matters.mistaken_for] == work.matters.site).all()
    assert (work.matters.twin_of >= 0).any()


def test_needs_of_a_type_that_arises_nowhere_lie_at_one_site_too():
    work = drawn(TWO, kind(per_year=3000.0, further_needs=(0, 1)))

    site = site_of_function(TWO)[work.needs.function].reshape(-1, 2)
    assert (work.matters.site == -1).all()
    assert (site[:, 0] == site[:, 1]).all()
    assert 0 < site.mean() < 1


def test_as_many_lie_at_each_function_as_is_expected():
    """Of n matters np are expected at a function, give or take 5 √n."""
    one = kind(per_year=20_000.0, sites="by_population", categories={"c0": 3.0, "c0_a2": 1.0}, further_needs=(0.5, 0.5))
    work = drawn(TWO, one)
    n, first = work.matters.type.size, work.needs.place == 0

    lead = np.bincount(work.needs.function[first], minlength=8)
    everything = np.bincount(work.needs.function, minlength=8)
    expected = expect(Demand(types=(replace(one, per_year=float(n)),)), TWO, Procedure())

    assert np.abs(lead - n * first_weights(TWO, one)).max() < 5 * np.sqrt(n)
    assert np.abs(2 * everything - expected.hours).max() < 10 * np.sqrt(n)
    met = np.zeros((8, 4))
    pairs = work.needs.function[np.flatnonzero(~first)], work.needs.function[np.flatnonzero(~first) - 1]
    np.add.at(met, (pairs[0], pairs[1] % 4), 1)
    np.add.at(met, (pairs[1], pairs[0] % 4), 1)
    assert np.abs(met - expected.together).max() < 5 * np.sqrt(n)


def test_what_a_year_needs_at_each_site():
    """120 matters of 2 hours, 100 at a1: 50 hours at each of its functions, 10 at those of a2, all arising there.

    A further need each, half to another bureau and half to another category: as many hours again.
    """
    one = kind(sites="by_population", further_needs=(0, 1), on_site=True)

    expected = expect(Demand(types=(one,)), TWO, Procedure())

    assert expected.hours == pytest.approx([100] * 4 + [20] * 4)
    assert expected.placed == pytest.approx(np.repeat([[100, 0], [0, 20]], 4, axis=0))
    assert expected.together[0] == pytest.approx([0, 25, 25, 0])  # 12.5 that begin here, as many that begin there
    assert expected.together[4] == pytest.approx([0, 5, 5, 0])
    assert expected.led[7] == pytest.approx([0, 5, 5, 0])


# processes ----------------------------------------------------------------------------------------


def test_a_process_runs_at_the_site_where_a_matter_arises():
    """120 matters of two needs, 2 hours each: 100 at a1, 20 at a2."""
    one = kind(sites="by_population", process=A_COURSE)

    expected = expect(Demand(types=(one,)), TWO, Procedure())

    assert expected.hours == pytest.approx([200, 0, 0, 200, 40, 0, 0, 40])
    assert expected.together[0] == pytest.approx([0, 0, 0, 100])
    assert expected.together[7] == pytest.approx([20, 0, 0, 0])
    assert site_shares(one, TWO.sites).tolist() == pytest.approx([100 / 120, 20 / 120])


@pytest.mark.parametrize(
    ("options", "functions", "words"),
    [
        (
            {"sites": "evenly"},
            ("b0c0_a1", "b1c1"),
            r"'b0c0_a1', but its matters are handled where they arise; expected the name w",
        ),
        (
            {},
            ("b0c0", "b1c1_a1"),
            r"'b0c0', which each site has; expected its name at one of them, or a type with sites\.",
        ),
        ({}, ("b0c0_a1", "b1c1_a2"), r"process has needs at several sites; expected functions of one site"),
        ({}, ("b0c0_a3", "b1c1_a2"), r"function 'b0c0_a3', which nobody covers\. Did you mean 'b0c0'\?"),
    ],
    ids=["a site's own", "no site", "two sites", "unknown"],
)
def test_a_process_that_names_the_wrong_function_is_refused(options, functions, words):
    course = {name: replace(one, function=to) for (name, one), to in zip(A_COURSE.items(), functions, strict=True)}

    with pytest.raises(InputError, match=words):
        expect(Demand(types=(kind(process=course, **options),)), TWO, Procedure())


# how they are handled -----------------------------------------------------------------------------


def test_turning_to_another_site_is_no_change_of_category(simulate):
    """b0c0 at a1, b1c0 at a2: no set-up; then b0c1 at a2: one hour of it. Who is versed in c0 is so everywhere."""
    one = villages((person("p", "c0"),))
    work = [matter(need(name, 1)) for name in ("b0c0_a1", "b1c0_a2", "b0c1_a2")]

    built = build(one, work, Levers(), abilities=Abilities(setup_hours=1.0, skill_elsewhere=0.5))
    trace = simulate(built.plan)

    assert (trace.ended_ms / 3_600_000).tolist() == [1, 2, 5]  # 2 + 1 + 1 ÷ 0.5
    assert built.plan.setup_hours.tolist() == [1, 1]
    assert built.plan.people.skill.tolist() == [[1, 0.5]]


def test_a_double_call_is_short_for_all_units_that_have_heard_of_it():
    """Office b0c0 calls, and b1c0 has called for the same. By site each unit has heard both, by bureau none has."""
    calls = [Contact(office="office_b0c0", hours=2.0, duplicate_of="b1c0_a1")]
    short = Counterparts(contact_hours=1.0, brief_share=0.25)

    by_site, by_bureau = (
        build(villages(officers(2)), (), Levers(units=Units(by=by), counterparts=short), contacts=calls)
        for by in ("site", "bureau")
    )

    assert by_site.steps(0) == [("liaise", "a1", 0.5), ("liaise", "a2", 0.5)]
    assert by_bureau.steps(0) == [("liaise", "section_b0", 2.0)]
