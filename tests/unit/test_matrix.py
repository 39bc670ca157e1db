"""An institution given as a matrix: offices, functions, groups and people, worked out by hand."""

from __future__ import annotations

from collections import Counter

import pytest
from tiny import tiny, tiny_file

from experiments.configuring import configure
from scenarios.matrix import build_institution
from scenarios.registry import BUILDERS, builder_named
from sim.errors import DesignError, UnknownName
from sim.institution import Rank


def built(folder, *changes):
    return build_institution(configure([f"scenario={tiny_file(folder, *changes)}"]).file)


def refused(folder, *changes):
    with pytest.raises((DesignError, UnknownName)) as error:
        built(folder, *changes)
    return str(error.value)


def test_the_functions_of_a_bureau_are_dealt_to_its_offices_in_turn(tmp_path):
    """reform: 2 projects and 1 firms over 2 offices; industry: 1 and 2 at its only office."""
    institution = built(tmp_path)

    assert [(function.name, function.office, function.category) for function in institution.functions] == [
        ("reform_projects_1", "reform_1", "projects"),
        ("reform_projects_2", "reform_2", "projects"),
        ("reform_firms_1", "reform_1", "firms"),
        ("industry_projects_1", "industry_1", "projects"),
        ("industry_firms_1", "industry_1", "firms"),
        ("industry_firms_2", "industry_1", "firms"),
    ]
    assert [(office.name, office.bureau) for office in institution.offices] == [
        ("reform_1", "reform"),
        ("reform_2", "reform"),
        ("industry_1", "industry"),
    ]


def test_the_functions_of_a_category_are_cut_into_its_groups_bureau_by_bureau(tmp_path):
    """projects is one group; the three functions of firms are cut into two."""
    groups = {function.name: function.group for function in built(tmp_path).functions if function.category == "firms"}

    assert groups == {"reform_firms_1": "firms_1", "industry_firms_1": "firms_1", "industry_firms_2": "firms_2"}


def test_officers_come_from_the_bureaus_by_their_functions_and_are_versed_in_turn(tmp_path):
    """Four officers for three and three functions, each versed in one category, the bureau's largest first."""
    institution = built(tmp_path)

    assert [(one.name, one.rank, one.bureau, set(one.expertise)) for one in institution.staff] == [
        ("chief", Rank.CHIEF, "reform", set()),
        ("deputy_1", Rank.DEPUTY, "reform", set()),
        ("officer_1", Rank.OFFICER, "reform", {"projects"}),
        ("officer_2", Rank.OFFICER, "reform", {"firms"}),
        ("officer_3", Rank.OFFICER, "industry", {"firms"}),
        ("officer_4", Rank.OFFICER, "industry", {"projects"}),
    ]


def test_officers_are_shared_out_by_the_largest_remainder(tmp_path):
    """Five officers over 3 and 4 functions: 15/7 = 2 1/7 and 20/7 = 2 6/7, so the fifth goes to industry."""
    institution = built(tmp_path, ("projects: 1, firms: 2", "projects: 1, firms: 3"), ("officer: 4", "officer: 5"))

    assert Counter(one.bureau for one in institution.staff if one.rank == Rank.OFFICER) == {"reform": 2, "industry": 3}


def test_titles_default_to_names(tmp_path):
    institution = built(tmp_path, ("projects: {}", "projects: {title: {zh: 项目, en: Projects}}"))

    assert [(named.title.zh, named.title.en) for named in institution.categories] == [
        ("项目", "Projects"),
        ("firms", "firms"),
    ]
    assert institution.title.zh == "小局"


def test_a_matrix_that_contradicts_itself_is_refused(tmp_path):
    assert refused(tmp_path, ("projects: 2, firms: 1", "projects: 2, firm: 1")) == (
        "institution.bureaus.reform.functions names category 'firm'. Did you mean 'firms'?"
    )
    assert refused(tmp_path, ("offices: 2", "offices: 4")) == (
        "institution.bureaus.reform has 4 offices but 3 functions; each office needs at least one function."
    )
    assert refused(tmp_path, ("groups: 2", "groups: 4")) == (
        "institution.categories.firms has groups=4 but only 3 functions; each group needs at least one function."
    )


def test_builders_are_known_by_name(tmp_path):
    assert builder_named("matrix") is build_institution
    assert BUILDERS["econ_bureau"](tiny(tmp_path).file) == built(tmp_path)
    with pytest.raises(UnknownName, match=r"builder='matricks' is unknown\. Did you mean 'matrix'\?"):
        builder_named("matricks")


def test_the_shipped_institution_has_the_reported_size():
    """48 staff, 8 bureaus, 97 offices, 11 categories of business in 43 groups; every office has a function."""
    institution = build_institution(configure().file)

    assert (len(institution.staff), len(institution.bureaus), len(institution.offices)) == (48, 8, 97)
    assert (len(institution.categories), len(institution.groups)) == (11, 43)
    assert {function.office for function in institution.functions} == {office.name for office in institution.offices}
