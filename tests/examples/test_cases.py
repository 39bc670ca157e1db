"""The shipped cases as files: each is whole, has sources that hold, tells its story, and speaks both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import yaml
from cases import LARGE, NAMES, shipped, small_configuration

from conf.evidence import Reported
from conf.schema import CONF
from experiments.checking import check
from experiments.configuring import compose_files
from experiments.reproducing.evidence import check_evidence, traced
from experiments.reproducing.parameters import parameters_of, values_at
from scenarios.building import build_scenario
from scenarios.facts import load_facts
from scenarios.registry import BUILDERS, CASES, totals_of
from scenarios.reported_figures import ROLES_OF_TARGETS
from scenarios.sources import ROLES_OF_INPUTS, SourceRow

case = pytest.mark.parametrize("name", NAMES)
TITLED = {"categories", "bureaus", "sites", "types", "designs", "parameters", "figures", "nulls", "forces"}
"""Blocks, or lists, whose entries reports speak of."""


@cache
def raw(name: str) -> dict[str, Any]:
    """Return a file as it is written."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # C: the same, faster
    return yaml.load((CONF / "scenario" / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)


def nodes(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each block and each list of a file with its dotted key."""
    if isinstance(node, Mapping | list):
        yield path, node
        for key, child in node.items() if isinstance(node, Mapping) else enumerate(node):
            yield from nodes(child, f"{path}.{key}" if path else str(key))


@cache
def rows(name: str) -> tuple[SourceRow, ...]:
    """Return where each number of a case comes from."""
    return traced(shipped(name))


SIDES = {
    ("communities", "institution.sites_generated.count"): "after",  # communities as they are today, for all designs
    ("one_seal", "designs.one_seal_56.membership.officers"): "before",  # the reform without the cut
}
"""Numbers that have another side of their fact than their place in the file says."""


def side_of(name: str, key: str) -> str:
    """Return which value of a fact a number has: that before in the institution and the baseline, else that after."""
    block, *rest = key.split(".")
    place = "after" if block == "designs" and rest[0] != shipped(name).file.baseline else "before"
    return SIDES.get((name, key), place)


def contradicts(name: str, row: SourceRow) -> bool:
    """Return whether a reported number is not its fact's value, of the right side where the fact has two numbers."""
    fact = load_facts()[row.fact]
    told = {side: value for side in ("before", "after") if isinstance(value := getattr(fact, side), int | float)}
    return float(row.value) != (told[side_of(name, row.key)] if len(told) == 2 else next(iter(told.values())))


def facts_of_figures(reported: Reported | None) -> set[str]:
    return {fact for figure in (reported.figures.values() if reported else ()) for fact in figure.facts}


# what there is ------------------------------------------------------------------------------------


def test_each_file_has_a_module_and_each_module_a_file():
    assert {module.__name__.rpartition(".")[2] for module in CASES} == set(NAMES)


@case
def test_the_file_names_itself_and_its_module(name):
    file = shipped(name).file

    assert (file.name, file.builder) == (name, name)
    assert name in BUILDERS


@case
def test_the_module_tells_the_story_in_about_ten_lines(name):
    (module,) = [module for module in CASES if module.__name__ == f"scenarios.{name}"]
    first, blank, *story = module.__doc__.rstrip().splitlines()

    assert first.endswith(".")
    assert blank == ""
    assert 7 <= len(story) <= 12
    assert all(story)


@case
def test_the_report_has_a_story_of_a_few_sentences(name):
    story = shipped(name).file.story

    assert 2 <= len(re.findall(r"[。？！]", story.zh)) <= 7
    assert 2 <= len(re.findall(r"[.?!](?=\s|$)", story.en)) <= 7
    assert re.search(r"[\u4e00-\u9fff]", story.en) is None


@case
def test_before_comes_first_and_the_reform_has_company(name):
    """The comparator with the units as they are, and something that nobody did."""
    file = shipped(name).file
    reform = file.uncertainty.reform if file.uncertainty else "reform"

    assert next(iter(file.designs)) == file.baseline
    assert {reform, "mechanisms_only"} <= set(file.designs) - {file.baseline}
    assert set(file.designs) - {file.baseline, reform, "mechanisms_only"}


# languages ----------------------------------------------------------------------------------------


@case
def test_whatever_is_said_is_said_in_both_languages(name):
    said = [(path, node) for path, node in nodes(raw(name)) if isinstance(node, Mapping) and {"zh", "en"} & set(node)]

    assert said
    for path, node in said:
        assert set(node) == {"zh", "en"}, path
        assert re.search(r"[\u4e00-\u9fff]", node["zh"]), path
        assert re.search(r"[A-Za-z]", node["en"]), path


@case
def test_whatever_a_report_names_has_a_title(name):
    for path, node in nodes(raw(name)):
        if path.rpartition(".")[2] in TITLED and not path.startswith("demand.types."):
            entries = node if isinstance(node, list) else node.values()
            assert [entry for entry in entries if isinstance(entry, Mapping) and not _has_title(entry)] == [], path


def _has_title(entry: Mapping[str, Any]) -> bool:
    """Whether it has a title, or changes a few keys of one that has."""
    return "title" in entry or set(entry) <= {"slip_days", "members", "drawn", "volunteer_share", "categories"}


# sources ------------------------------------------------------------------------------------------


@case
def test_every_number_has_a_source(name):
    assert {row.kind for row in rows(name)} <= {"reported", "assumed"}
    assert [entry for entry in raw(name)["sources"] if entry["kind"] == "assumed" and not entry["reason"]] == []


@case
def test_what_is_reported_is_what_the_facts_say(name):
    """Numbers of the file, and totals that follow from it, which say the side themselves."""
    facts = load_facts()
    totals = {f"institution ({total.name} in all)" for total in totals_of(shipped(name).file)}
    reported = [row for row in rows(name) if row.kind == "reported"]

    assert reported or name == "enterprise_service"  # of which nothing is reported in numbers
    for row in reported:
        assert facts[row.fact].role in ROLES_OF_INPUTS, row.key
        assert row.key in totals or not contradicts(name, row), f"{row.key} = {row.value}: fact {row.fact}; see SIDES"
    for total in totals_of(shipped(name).file):
        assert total.value == getattr(facts[total.fact], total.side), total.name


def test_the_other_side_of_a_fact_contradicts_it():
    """56 officers before, 26 after: each is wrong where the other belongs, and so is whatever no report gives."""
    found = {row.key: row for row in rows("one_seal")}
    officers, after, uncut = (found[key] for key in (
        "institution.staff.officer", "designs.one_seal.membership.officers", "designs.one_seal_56.membership.officers"
    ))  # fmt: skip

    assert [contradicts("one_seal", replace(officers, value=value)) for value in (56, 26, 55)] == [False, True, True]
    assert [contradicts("one_seal", replace(after, value=value)) for value in (26, 56, 27)] == [False, True, True]
    assert [contradicts("one_seal", replace(uncut, value=value)) for value in (56, 26)] == [False, True]


def test_each_exception_is_one():
    """Of a reported number, whose fact has two sides, and whose place in the file says the other one."""
    for (name, key), side in SIDES.items():
        (row,) = [row for row in rows(name) if row.key == key]
        fact = load_facts()[row.fact]
        other = {"before": fact.after, "after": fact.before}[side]
        assert isinstance(other, int | float)
        assert float(row.value) == getattr(fact, side) != other


@case
def test_no_fact_is_an_input_and_a_target(name):
    file, facts = shipped(name).file, load_facts()
    inputs = {row.fact for row in rows(name) if row.fact}
    targets = facts_of_figures(file.reported)
    figures = file.reported.figures.values() if file.reported else ()
    ratios = {null.fact for figure in figures for null in figure.nulls.values() if null.fact}

    assert not targets & (inputs | ratios)
    assert {facts[fact].role for fact in targets} <= ROLES_OF_TARGETS
    assert {facts[fact].role for fact in ratios} <= ROLES_OF_INPUTS
    assert file.outcome_reported == bool([figure for figure in figures if figure.kind == "calibrated"])


@case
def test_each_fact_that_a_file_speaks_of_is_there(name):
    text = (CONF / "scenario" / f"{name}.yaml").read_text(encoding="utf-8")

    assert set(re.findall(r"(?<![\d-])\d{3}-\d{3}(?![\d-])", text)) <= set(load_facts())


# checking -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(LARGE))
def test_what_a_large_case_is_held_against_holds(name):
    """All that a check looks at but paths; that plans can be made is seen in test_cases_played.py."""
    check_evidence(shipped(name), rows(name))


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long if name in LARGE else ()) for name in NAMES]
)
def test_a_check_of_some_weeks_finds_nothing(name):
    found = check(small_configuration(name))

    assert set(found["designs"]) == set(shipped(name).file.designs)
    assert found["sources"]["own_estimate"] == found["sources"]["calibrated"] == 0


@pytest.mark.long
@case
def test_a_check_finds_nothing(name):
    found = check(shipped(name))

    assert found["load"] < 1
    assert found["sources"]["own_estimate"] == 0


# ranges -------------------------------------------------------------------------------------------


RANGED = [name for name in NAMES if shipped(name).file.uncertainty]


@pytest.mark.parametrize("name", RANGED)
def test_no_end_lies_outside_the_range_of_its_source_nor_the_file_outside_both_ends(name):
    sources = {row.key: row for row in rows(name)}

    for title, parameter in shipped(name).file.uncertainty.parameters.items():
        for key, ends in parameter.keys.items():
            low, high = map(float, sources[key].range)
            assert sources[key].kind == "assumed", key
            assert low <= min(ends) <= float(sources[key].value) <= max(ends) <= high, (title, key)


@pytest.mark.parametrize("share", [0.0, 1.0])
@pytest.mark.parametrize("name", RANGED)
def test_every_design_can_be_built_at_both_ends_of_all_ranges(name, share):
    composition = compose_files({"scenario": name}, [])
    parameters = parameters_of(composition, shipped(name).file.uncertainty)

    moved = composition.with_values(values_at(parameters, [share] * len(parameters)))

    assert set(build_scenario(moved.resolved()[1]).designs) == set(shipped(name).file.designs)
