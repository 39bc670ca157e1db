"""A file whose functions are there at every site (`institution.per_site`): names, offices, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tiny import tiny

from experiments.kernel_cache import prepare_compiled_engine
from experiments.playing import read_design
from scenarios.building import Scenario, build_scenario
from sim.errors import DesignError, UnknownName
from sim.workload.kinship import first_weights

SITES = (
    "+institution.sites=[{name: hexi, population: 300, title: {zh: '河西', en: Hexi}}, {name: shan, population: 100}]"
)
THERE = (SITES, "+institution.per_site=true")
PLACED = ("+demand.types.request.sites=by_population", "+demand.types.directive.sites=evenly")


def built(folder, *overrides: str) -> Scenario:
    return build_scenario(tiny(folder, *overrides).file)


def test_offices_are_dealt_before_functions_are_multiplied(tmp_path):
    """Of reform's three functions the first and the third answer to its first office, at both sites."""
    institution = built(tmp_path, *THERE).institution

    mine = [function for function in institution.functions if function.office.startswith("reform")]
    assert [(function.name, function.office) for function in mine] == [
        (f"reform_{name}_{site}", f"reform_{office}")
        for site in ("hexi", "shan")
        for name, office in (("projects_1", 1), ("projects_2", 2), ("firms_1", 1))
    ]
    assert len(institution.functions) == 12
    assert institution.groups == (
        "projects_1_hexi", "firms_1_hexi", "firms_2_hexi", "projects_1_shan", "firms_1_shan", "firms_2_shan",
    )  # fmt: skip
    assert [one.title.zh for one in institution.categories] == [
        "河西projects", "河西firms", "shanprojects", "shanfirms",
    ]  # fmt: skip


def test_listed_functions_are_multiplied_likewise(tmp_path):
    listed = (
        "institution.bureaus={}", "institution.categories={}",
        "+institution.functions=[{name: plan, bureau: reform, category: projects}, "
        "{name: survey, bureau: industry, category: firms, group: lists}]",
    )  # fmt: skip

    institution = built(tmp_path, *THERE, *listed).institution

    assert [(one.name, one.kind, one.group) for one in institution.functions] == [
        ("plan_hexi", "plan", "projects_1_hexi"), ("survey_hexi", "survey", "lists_hexi"),
        ("plan_shan", "plan", "projects_1_shan"), ("survey_shan", "survey", "lists_shan"),
    ]  # fmt: skip


def test_without_a_site_it_is_refused(tmp_path):
    with pytest.raises(DesignError, match=r"institution\.per_site=true, but the institution has no site; expected"):
        built(tmp_path, "+institution.per_site=true")


def test_nobody_is_versed_in_a_category_at_one_site_only(tmp_path):
    people = "[{name: Li, rank: officer, bureau: reform, categories: [firms_hexi]}]"
    overrides = ("~institution.staff.chief", "~institution.staff.deputy", "~institution.staff.officer")

    with pytest.raises(UnknownName, match=r"expertise of 'Li' names category 'firms_hexi', which does not exist\. Did"):
        built(tmp_path, *THERE, *overrides, f"+institution.staff.people={people}")


def test_one_site_has_all_that_the_house_has(tmp_path):
    """The same matters, and the same weights, to the last bit."""
    one = "+institution.sites=[{name: hexi, population: 300}]"
    house, everywhere = (built(tmp_path, one, *PLACED, *more) for more in ((), ("+institution.per_site=true",)))

    before, after = (scenario.draw(seed=1, replication=0, scale=1.0) for scenario in (house, everywhere))

    assert (before.needs.function == after.needs.function).all()
    assert (before.matters.mistaken_for == after.matters.mistaken_for).all()
    assert (house.expected.hours == everywhere.expected.hours).all()
    assert (house.expected.together == everywhere.expected.together).all()


def test_both_engines_play_units_by_place(tmp_path):
    """Everything that comes in is closed, and handled where it arises: nothing is handed over between sites."""
    design = "+designs.sites={like: sections, units: {by: site}}"
    scenario = built(tmp_path, *THERE, *PLACED, design)
    workload = scenario.draw(seed=2, replication=0, scale=0.3)
    prepare_compiled_engine("full")

    one, other = (read_design(scenario, "sites", workload, engine).measures for engine in ("simpy", "compiled"))

    assert one == other
    assert one["completion_share"] == 1
    assert one["handovers_mean"] == 0
    assert read_design(scenario, "sections", workload, "compiled").measures["handovers_mean"] > 0


def test_populations_set_how_often_a_site_is_asked(tmp_path):
    """Of 400 inhabitants 300 live at hexi."""
    scenario = built(tmp_path, *THERE, *PLACED)
    kinds = {kind.name: kind for kind in scenario.demand.types}

    assert first_weights(scenario.institution, kinds["request"])[:6].sum() == pytest.approx(0.75)
    assert first_weights(scenario.institution, kinds["directive"])[:6].sum() == pytest.approx(0.5)
    empty = replace(scenario.institution.sites[0], population=0)
    nobody = replace(scenario.institution, sites=(empty, scenario.institution.sites[1]))
    assert first_weights(nobody, kinds["request"])[:6].sum() == 0


def test_a_process_that_asks_for_nothing_that_is_there_is_told_at_once(tmp_path):
    process = "+demand.types.request.process={ask: {function: reform_firms_2}}"

    with pytest.raises(UnknownName, match=r"need 'ask' asks for function 'reform_firms_2', which nobody covers\."):
        built(tmp_path, process)
