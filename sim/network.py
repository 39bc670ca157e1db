"""The institution under a design as a network: who answers to whom, who works for whom.

A directed multigraph. Nodes are ("office" | "function" | "unit" | "person" | "bureau" | "site", name); an edge's key
says what it means: `asks` (office -> function), `falls_to` (function -> unit), `crosses_to` (function -> the team that
takes its matters which touch several units), `parts_into` (unit -> each of its branches), `serves` (branch -> the sites
of its district), `works_in` (unit -> each person who serves it), `belongs_to` (office -> bureau),
`reports_to` (unit -> person, person -> person) and `shares` (unit -> unit, with `per_year`, the matters a year that
touch both).
"""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import numpy as np

from sim.blocks import beside
from sim.institution import Institution, Rank
from sim.levers.design import Organisation
from sim.levers.stages import Arrangement
from sim.workload.expectations import Expectations

Node = tuple[str, str]


def network(institution: Institution, organisation: Organisation, expected: Expectations) -> nx.MultiDiGraph:
    """Return the network of an institution under a design, without those who work elsewhere."""
    graph = nx.MultiDiGraph()
    arrangement = organisation.arrangement
    for office in institution.offices:
        graph.add_edge(("office", office.name), ("bureau", office.bureau), key="belongs_to")
    for function, unit in zip(institution.functions, arrangement.unit_of_function.tolist(), strict=True):
        graph.add_edge(("office", function.office), ("function", function.name), key="asks")
        graph.add_edge(("function", function.name), ("unit", arrangement.units[unit].name), key="falls_to")
    _add_teams(graph, institution, arrangement)
    _add_branches(graph, institution, arrangement)
    graph.add_nodes_from(("unit", arrangement.units[force.unit].name) for force in arrangement.forces)
    for place in np.flatnonzero(arrangement.here).tolist():
        graph.add_node(("person", institution.staff[place].name), rank=int(arrangement.rank_of_person[place]))
    for place, unit in arrangement.posts.T.tolist():
        name = institution.staff[place].name
        graph.add_edge(("unit", arrangement.units[unit].name), ("person", name), key="works_in")
    _add_reporting(graph, institution, organisation)
    _add_shared_matters(graph, institution, organisation, expected)
    return graph


def _add_teams(graph: nx.MultiDiGraph, institution: Institution, arrangement: Arrangement) -> None:
    if arrangement.team_of_category is None:
        return
    team = arrangement.team_of_category[institution.function_category]
    for function, unit in zip(institution.functions, team.tolist(), strict=True):
        graph.add_edge(("function", function.name), ("unit", arrangement.units[unit].name), key="crosses_to")


def _add_branches(graph: nx.MultiDiGraph, institution: Institution, arrangement: Arrangement) -> None:
    places = arrangement.places
    for unit, name in enumerate(one.name for one in arrangement.units):
        for district, branch in enumerate(places.branches(unit)):
            node = ("unit", arrangement.units[branch].name)
            graph.add_edge(("unit", name), node, key="parts_into")
            for site in np.flatnonzero(places.district_of_site == district).tolist():
                graph.add_edge(node, ("site", institution.sites[site].name), key="serves")


def _add_reporting(graph: nx.MultiDiGraph, institution: Institution, organisation: Organisation) -> None:
    """A unit reports to the deputies in charge of its functions, all deputies to the chief; without them, it does."""
    arrangement, deputies = organisation.arrangement, organisation.route.deputy_of_function
    names = [person.name for person in institution.staff]
    chiefs = np.flatnonzero(arrangement.rank_of_person == Rank.CHIEF)[:1].tolist()
    for index, unit in enumerate(arrangement.units):
        mine = arrangement.unit_of_function == index
        above = chiefs if deputies is None else np.unique(deputies[mine]).tolist()
        for person in above:
            graph.add_edge(("unit", unit.name), ("person", names[person]), key="reports_to")
    for chief in chiefs:
        for person in np.flatnonzero(arrangement.rank_of_person == Rank.DEPUTY).tolist():
            graph.add_edge(("person", names[person]), ("person", names[chief]), key="reports_to")


def _add_shared_matters(
    graph: nx.MultiDiGraph, institution: Institution, organisation: Organisation, expected: Expectations
) -> None:
    units, place = organisation.arrangement.units, organisation.arrangement.unit_of_function
    if organisation.arrangement.team_of_category is not None:
        return  # what touches several units is handled by one team
    shared = np.zeros((len(units), len(units)))
    np.add.at(shared, (place[:, None], place[beside(institution)]), expected.together)
    for one, other in zip(*np.nonzero(shared), strict=True):
        if one != other:
            graph.add_edge(
                ("unit", units[one].name), ("unit", units[other].name), key="shares",
                per_year=float(shared[one, other]),
            )  # fmt: skip


def _along(graph: nx.MultiDiGraph, node: Node, key: str) -> Iterator[Node]:
    for _, other, label in graph.out_edges(node, keys=True):
        if label == key:
            yield other


def nodes_of(graph: nx.MultiDiGraph, kind: str) -> list[Node]:
    """Return the nodes of one kind, in the order in which they were added."""
    return [node for node in graph.nodes if node[0] == kind]


def counterparts(graph: nx.MultiDiGraph) -> dict[str, dict[str, int]]:
    """Return for each unit how many offices of each bureau it faces."""
    faced: dict[str, dict[str, int]] = {unit: {} for _, unit in nodes_of(graph, "unit")}
    for office in nodes_of(graph, "office"):
        (bureau,) = (name for _, name in _along(graph, office, "belongs_to"))
        units = {unit for function in _along(graph, office, "asks") for _, unit in _along(graph, function, "falls_to")}
        for unit in units:
            faced[unit][bureau] = faced[unit].get(bureau, 0) + 1
    return faced


def uncovered(graph: nx.MultiDiGraph) -> list[str]:
    """Return the functions behind which no person can be reached."""
    lost = []
    for function in nodes_of(graph, "function"):
        people = [person for unit in _along(graph, function, "falls_to") for person in _along(graph, unit, "works_in")]
        if not people:
            lost.append(function[1])
    return lost


def span(graph: nx.MultiDiGraph) -> dict[str, int]:
    """Return for each person how many units and people report to them directly."""
    return {
        name: sum(1 for _, _, key in graph.in_edges(("person", name), keys=True) if key == "reports_to")
        for _, name in nodes_of(graph, "person")
    }


def depth(graph: nx.MultiDiGraph) -> int:
    """Return how many levels lie above a unit, up to the top of its reporting line."""
    line = nx.DiGraph([(one, other) for one, other, key in graph.edges(keys=True) if key == "reports_to"])
    return int(nx.dag_longest_path_length(line)) if line.number_of_edges() else 0


def hand_over_paths(graph: nx.MultiDiGraph, least_per_year: float = 1.0) -> int:
    """Return how many pairs of units share at least so many matters a year."""
    pairs = {
        frozenset((one, other))
        for one, other, key, data in graph.edges(keys=True, data=True)
        if key == "shares" and data["per_year"] >= least_per_year
    }
    return len(pairs)
