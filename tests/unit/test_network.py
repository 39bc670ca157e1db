"""The institution as a network: a small one whose counterparts, reporting lines and paths can be seen by eye.

Bureau b0 has the functions b0c0 and b0c1, which answer to one office o0. Bureau b1 has b1c0, which answers to o1,
and b1c1, which answers to o2. Categories are c0 and c1.
"""

from dataclasses import replace
from types import SimpleNamespace

import networkx as nx
import numpy as np
import pytest
from houses import CHIEF, DEPUTIES, expecting, house, officers
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.playing import network_measures
from sim.levers.authority import Authority
from sim.levers.design import Design, Levers, organise
from sim.levers.units import Units
from sim.network import counterparts, depth, hand_over_paths, network, nodes_of, span, uncovered

OFFICES = {"b0c0": "o0", "b0c1": "o0", "b1c0": "o1", "b1c1": "o2"}
ALL_RANKS = (*officers(3), *DEPUTIES, CHIEF)


def small(staff=ALL_RANKS):
    return house(staff, offices=OFFICES)


def graph_of(institution=None, levers=None, *, change=None, expected=None):
    """Return the network under these levers; `change` replaces columns of the arrangement they lead to."""
    institution = institution or small()
    expected = expected or expecting(institution)
    design = Design(name="tried", title=institution.title, levers=levers or Levers())
    organisation = organise(design, institution, expected)
    if change:
        organisation = replace(organisation, arrangement=replace(organisation.arrangement, **change))
    return network(institution, organisation, expected)


def by(units, **rest):
    return Levers(units=Units(by=units), **rest)


# who faces whom -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("units", "faced"),
    [
        ("whole", {"all": {"b0": 1, "b1": 2}}),
        ("bureau", {"section_b0": {"b0": 1}, "section_b1": {"b1": 2}}),
        ("category", {"module_c0": {"b0": 1, "b1": 1}, "module_c1": {"b0": 1, "b1": 1}}),
    ],
)
def test_counterparts_are_offices_not_functions(units, faced):
    """Office o0 asks two functions: one unit that has both faces it once, two modules face it once each."""
    assert counterparts(graph_of(levers=by(units))) == faced


def test_every_kind_of_node_is_there():
    graph = graph_of(levers=by("category"))

    assert nodes_of(graph, "office") == [("office", "o0"), ("office", "o1"), ("office", "o2")]
    assert nodes_of(graph, "bureau") == [("bureau", "b0"), ("bureau", "b1")]
    assert nodes_of(graph, "unit") == [("unit", "module_c0"), ("unit", "module_c1")]
    assert [name for _, name in nodes_of(graph, "function")] == ["b0c0", "b0c1", "b1c0", "b1c1"]
    assert {name: graph.nodes["person", name]["rank"] for _, name in nodes_of(graph, "person")} == {
        "p0": 1, "p1": 1, "p2": 1, "d0": 3, "d1": 3, "z": 4
    }  # fmt: skip
    assert graph.nodes.keys() == {
        node for kind in ("office", "bureau", "unit", "function", "person") for node in nodes_of(graph, kind)
    }


def edges_of(graph, kind):
    """Return the edges with this meaning, by the names of their ends."""
    return [(one, other) for (_, one), (_, other), key in graph.edges(keys=True) if key == kind]


def test_edges_say_who_belongs_where():
    """Three officers for two modules with even work: the first module has two. Leaders work in no unit."""
    graph = graph_of(levers=by("category"))

    assert edges_of(graph, "belongs_to") == [("o0", "b0"), ("o1", "b1"), ("o2", "b1")]
    assert sorted(edges_of(graph, "asks")) == [("o0", "b0c0"), ("o0", "b0c1"), ("o1", "b1c0"), ("o2", "b1c1")]
    assert sorted(edges_of(graph, "falls_to")) == [
        ("b0c0", "module_c0"), ("b0c1", "module_c1"), ("b1c0", "module_c0"), ("b1c1", "module_c1")
    ]  # fmt: skip
    assert edges_of(graph, "works_in") == [("module_c0", "p0"), ("module_c0", "p1"), ("module_c1", "p2")]


def test_a_function_is_uncovered_if_nobody_works_in_its_unit():
    """All officers go to module c1, so nobody can be reached behind the functions of c0; leaders are in no unit."""
    stay = graph_of(levers=by("category"))
    gone = graph_of(levers=by("category"), change={"unit_of_person": np.array([1, 1, 1, -1, -1, -1])})

    assert uncovered(stay) == []
    assert uncovered(gone) == ["b0c0", "b1c0"]


# who reports to whom ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("staff", "levers", "spans", "above"),
    [
        # a module for each deputy, two deputies for the chief
        (ALL_RANKS, by("category"), {"d0": 1, "d1": 1, "z": 2}, 2),
        # each deputy has a bureau, and so a share in both modules
        (ALL_RANKS, by("category", authority=Authority(portfolios="by_bureau")), {"d0": 2, "d1": 2, "z": 2}, 2),
        # one unit: the second deputy is in charge of nothing and reports to the chief all the same
        (ALL_RANKS, by("whole"), {"d0": 1, "d1": 0, "z": 2}, 2),
        ((*officers(3), CHIEF), by("category"), {"z": 2}, 1),
        ((*officers(3), *DEPUTIES), by("category"), {"d0": 1, "d1": 1}, 1),
        (officers(3), by("category"), {}, 0),
    ],
    ids=["portfolios by unit", "by bureau", "an idle deputy", "no deputies", "no chief", "no leaders"],
)
def test_span_and_depth(staff, levers, spans, above):
    graph = graph_of(small(staff), levers)

    assert span(graph) == {"p0": 0, "p1": 0, "p2": 0, **spans}
    assert depth(graph) == above


def test_reporting_lines_lead_upwards():
    """The work is even, so the first module goes to the first deputy."""
    lines = edges_of(graph_of(levers=by("category")), "reports_to")

    assert lines == [("module_c0", "d0"), ("module_c1", "d1"), ("d0", "z"), ("d1", "z")]
    assert nx.is_directed_acyclic_graph(nx.DiGraph(lines))


# who shares matters with whom ---------------------------------------------------------------------


def sharing(institution, **pairs):
    """Return expectations in which these pairs of functions share so many matters a year: b0c0_b1c1=1.0."""
    place = {function.name: index for index, function in enumerate(institution.functions)}
    together = np.zeros((len(place), len(place)))
    for names, per_year in pairs.items():
        one, other = (place[name] for name in names.split("_"))
        together[one, other] = together[other, one] = per_year
    return replace(expecting(institution), together=together)


SHARED = sharing(small(), b0c0_b1c1=1.0, b0c0_b1c0=5.0, b0c1_b1c0=0.6, b0c1_b1c1=0.5)


@pytest.mark.parametrize(
    ("units", "least", "paths"),
    [
        # module c0 with module c1: 1 + 0.6; the 5 and the 0.5 stay inside a module
        (Units(by="category"), 1.0, 1),
        (Units(by="category"), 1.6, 1),
        (Units(by="category"), 1.7, 0),
        # section b0 with section b1: all of it, 7.1
        (Units(by="bureau"), 7.1, 1),
        (Units(by="bureau"), 7.2, 0),
        # x with z: 1 + 5; y with z: 0.6 + 0.5; x with y: nothing
        (Units(by="table", table={"x": ("b0c0",), "y": ("b0c1",), "z": ("b1c0", "b1c1")}), 1.0, 2),
        (Units(by="table", table={"x": ("b0c0",), "y": ("b0c1",), "z": ("b1c0", "b1c1")}), 1.2, 1),
        (Units(by="whole"), 0.0, 0),
    ],
)
def test_a_path_is_a_pair_of_units_that_share_at_least_so_many_matters_a_year(units, least, paths):
    graph = graph_of(levers=Levers(units=units), expected=SHARED)

    assert hand_over_paths(graph, least) == paths


def test_a_path_is_counted_from_one_matter_a_year_on():
    institution = small()
    enough, too_few = (sharing(institution, b0c0_b1c1=per_year) for per_year in (1.0, 0.9))

    assert hand_over_paths(graph_of(institution, by("category"), expected=enough)) == 1
    assert hand_over_paths(graph_of(institution, by("category"), expected=too_few)) == 0


def test_units_that_share_are_linked_both_ways_with_what_they_share():
    shares = [
        (one[1], other[1], data["per_year"])
        for one, other, key, data in graph_of(levers=by("category"), expected=SHARED).edges(keys=True, data=True)
        if key == "shares"
    ]

    assert sorted(shares) == [("module_c0", "module_c1", 1.6), ("module_c1", "module_c0", 1.6)]


# counterparts of a person -------------------------------------------------------------------------


def per_unit_and_person(institution, units):
    """Return counterparts per unit and per person, as a run reports them."""
    expected = expecting(institution)
    design = Design(name="tried", title=institution.title, levers=Levers(units=units))
    scenario = SimpleNamespace(
        institution=institution, expected=expected, organise=lambda _: organise(design, institution, expected)
    )
    measures = network_measures(scenario, "tried")
    return measures["counterparts_per_unit"], measures["counterparts_per_person"]


@pytest.mark.parametrize(
    ("units", "per_unit", "per_person"),
    [("whole", 3, 3 / 6), ("bureau", 3 / 2, 3 / 6), ("category", 4 / 2, 4 / 6)],
)
def test_counterparts_per_unit_and_per_person(units, per_unit, per_person):
    """Six people, leaders included. Modules face o0 twice, so four pairs instead of three."""
    assert per_unit_and_person(small(), Units(by=units)) == pytest.approx((per_unit, per_person))


BUREAUS, CATEGORIES, N_OFFICES, N_STAFF = 8, 11, 97, 48
"""Longgang's 97 offices over 48 staff; here each office asks one function, dealt to bureaus and categories in turn."""

LARGE = house(
    (*officers(N_STAFF - 3), *DEPUTIES, CHIEF),
    {f"f{index}": (f"b{index % BUREAUS}", f"c{index % CATEGORIES}") for index in range(N_OFFICES)},
)


@pytest.mark.parametrize(("units", "number"), [("whole", 1), ("bureau", BUREAUS), ("category", CATEGORIES)])
def test_97_offices_over_48_staff_are_two_each_under_every_design(units, number):
    per_unit, per_person = per_unit_and_person(LARGE, Units(by=units))

    assert per_person == 97 / 48
    assert round(per_person, 2) == 2.02
    assert per_unit == 97 / number


@settings(max_examples=25)
@given(st.lists(st.integers(0, 44), min_size=N_OFFICES, max_size=N_OFFICES))
def test_no_partition_into_units_changes_the_offices_a_person_faces(place):
    """With one function per office, whichever unit has the function faces the office, and no other does."""
    table = {}
    for index, unit in enumerate(place):
        table.setdefault(f"u{unit}", []).append(f"f{index}")
    units = Units(by="table", table={unit: tuple(functions) for unit, functions in table.items()})

    per_unit, per_person = per_unit_and_person(LARGE, units)

    assert per_person == 97 / 48
    assert per_unit == pytest.approx(97 / len(table))


@settings(max_examples=25)
@given(st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_to_part_the_functions_of_an_office_adds_counterparts(place):
    """Four offices with two functions each: an office is faced twice if its two functions are in two units."""
    functions = {f"f{index}": ("b0", "c0") for index in range(8)}
    institution = house(officers(8), functions, offices={name: f"o{int(name[1]) // 2}" for name in functions})
    table = {f"u{unit}": tuple(f"f{index}" for index in range(8) if place[index] == unit) for unit in set(place)}

    _, per_person = per_unit_and_person(institution, Units(by="table", table=table))

    parted = sum(place[2 * office] != place[2 * office + 1] for office in range(4))
    assert per_person == (4 + parted) / 8
