"""Holding a configuration to the schema: what is wrong is told by key, with what was given and what was expected."""

from __future__ import annotations

from copy import deepcopy

import pytest
import yaml
from tiny import TINY

from conf.checking import is_free, known_keys, validated
from conf.schema import LEVERS, ScenarioFile
from sim.errors import InputError

DATA = {"schema_version": 1, **yaml.safe_load(TINY)}


def changed_to(key, value):
    """Return the tiny configuration with one key set; `...` removes it."""
    data = deepcopy(DATA)
    place = data
    *path, last = key.split(".")
    for name in path:
        place = place[int(name)] if isinstance(place, list) else place.setdefault(name, {})
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return data


def told(key, value, given=()):
    with pytest.raises(InputError) as error:
        validated(changed_to(key, value), "mine.yaml", frozenset(given))
    return str(error.value)


def test_what_fits_the_schema_comes_back_typed():
    file = validated(DATA, "mine.yaml")

    assert file.demand.types["directive"].decisions == (0.2, 0.5, 0.3)
    assert file.demand.types["directive"].name == "directive"
    assert file.designs["sections"].levers().authority.core == ("head", "deputy")


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("replications", "two", "replications is 'two'; expected a whole number."),
        ("replications", 1, "replications is 1; expected at least 2."),
        ("replications", 2.5, "replications is 2.5; expected a whole number."),
        ("seed", -1, "seed is -1; expected at least 0."),
        ("institution.staff.deputy", -1, "institution.staff.deputy is -1; expected at least 0."),
        ("institution.staff.officer", 0, "institution.staff.officer is 0; expected at least 1."),
        ("institution.abilities.error_rate", 1.5, "institution.abilities.error_rate is 1.5; expected at most 1."),
        ("demand.load", 0, "demand.load is 0; expected more than 0."),
        ("demand.load", float("inf"), "demand.load is inf; expected a finite number."),
        ("demand.types.request.per_year", float("nan"),
         "demand.types.request.per_year is nan; expected a finite number."),
        ("demand.types.request.work_hours", 3, "demand.types.request.work_hours is 3; expected a block of keys."),
        ("demand.types.request.from_offices", "perhaps",
         "demand.types.request.from_offices is 'perhaps'; expected true or false."),
        ("demand.types.directive.decisions", [0.2, 0.8],
         "demand.types.directive.decisions.2 is missing; expected a value."),
        ("demand.types.directive.further_needs", 2, "demand.types.directive.further_needs is 2; expected a list."),
        ("demand.types.request.work_hours", {"mean": 1, "scv": 0.5, "shape": "hyperexponential"},
         "demand.types.request.work_hours: a hyperexponential law has scv=0.5; expected at least 1."),
        ("demand.types.request.work_hours.shape", "normal",
         "demand.types.request.work_hours.shape is 'normal'; expected 'lognormal', 'gamma', 'exponential', "
         "'hyperexponential' or 'deterministic'."),
        ("demand.types.request.process",
         {"a": {"function": "f", "after": ["b"]}, "b": {"function": "f", "after": ["a"]}},
         "demand.types.request: type 'request': its process runs in a circle, a -> b -> a; nothing could start."),
        ("window.first", "2021-02-30", "window.first is '2021-02-30'; expected a date such as 2021-01-01."),
        ("designs.modules.units.by", "categories",
         "designs.modules.units.by is 'categories'; expected 'whole', 'bureau', 'category', 'table', 'site', 'zone' or "
         "'district'."),
        ("designs.sections.authority.signing.deputy.times", [600],
         "designs.sections.authority.signing.deputy.times.0 is 600; expected a text. "
         'Write a clock time in quotes, such as "10:00".'),
        ("results", 3, "results is 3; expected a text."),
        ("name", "小局", "name is '小局'; expected letters a to z, digits, '.', '_' and '-' only "
         "(the title may hold anything)."),
        ("title", "Tiny", "title is 'Tiny'; expected a block of keys."),
        ("title.zh", ..., "title.zh is missing; expected a value."),
        ("institution.bureaus", ..., "institution.bureaus is missing; expected a value."),
        ("replicatons", 3, "replicatons is no key that is known here. Did you mean 'replications'?"),
        ("designs.modules.unit", {}, "designs.modules.unit is no key that is known here. Did you mean 'units'?"),
        ("designs.sections.authority.signing.deputy.time", [],
         "designs.sections.authority.signing.deputy.time is no key that is known here. Did you mean 'times'?"),
        ("demand.types.request.work_hours.avg", 1,
         "demand.types.request.work_hours.avg is no key that is known here. Known: mean, scv, shape."),
        ("schema_version", 2, "schema_version is 2; expected 1."),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_in_one_sentence(key, value, sentence):
    assert told(key, value) == f"mine.yaml: {sentence}"


def test_a_key_of_the_command_line_is_said_to_be():
    assert told("replications", 1, given=["replications"]).startswith("command line: replications is 1;")
    assert told("designs.sections.authority.core", ["boss"], given=["designs.sections.authority"]).startswith(
        "command line: designs.sections.authority.core.0 is 'boss';"
    )


def test_a_block_in_which_the_command_line_changed_something_is_said_to_be_changed():
    process = {"a": {"function": "f", "after": ["a"]}}

    assert told("demand.types.request.process", process, given=["demand.types.request.process"]).startswith(
        "mine.yaml, changed by the command line: demand.types.request: type 'request': its process runs in a circle"
    )


def test_a_mistake_that_designs_take_over_from_each_other_is_told_once():
    data = changed_to("designs.sections.authority.core", ["boss"])
    data["designs"]["modules"] |= {"authority": data["designs"]["sections"]["authority"]}

    with pytest.raises(InputError) as error:
        validated(data, "mine.yaml")

    assert str(error.value).count("boss") == 1


def test_a_misspelt_key_that_must_be_there_is_told_once():
    data = changed_to("demand.types.request.per_yaer", 3)
    del data["demand"]["types"]["request"]["per_year"]

    with pytest.raises(InputError) as error:
        validated(data, "mine.yaml")

    assert str(error.value) == (
        "mine.yaml: demand.types.request.per_yaer is no key that is known here. Did you mean 'per_year'?"
    )


def test_of_many_mistakes_five_are_told_and_the_others_counted():
    data = DATA | {f"key_{index}": 0 for index in range(7)}

    with pytest.raises(InputError) as error:
        validated(data, "mine.yaml")

    lines = str(error.value).splitlines()
    assert [line.partition(" is no key")[0] for line in lines[:5]] == [f"mine.yaml: key_{index}" for index in range(5)]
    assert lines[5:] == ["(2 more)"]


def test_a_baseline_that_is_no_design_is_told():
    assert told("baseline", "section") == "mine.yaml: baseline='section' is no design. Did you mean 'sections'?"


# what the schema knows


def test_the_keys_of_a_block_are_known_however_deep_it_lies():
    assert known_keys([]) == list(ScenarioFile.model_fields)
    assert known_keys(["institution", "staff"]) == [
        "chief", "deputy", "officer", "expertise", "full_time", "licences", "people",
    ]  # fmt: skip
    assert known_keys(["designs", "any", "authority", "signing", "chief"]) == ["times", "weekdays", "minutes"]
    assert known_keys(["demand", "types", "any", "process", "any", "work_hours"]) == ["mean", "scv", "shape"]
    assert known_keys(["load_axis"]) == ["loads", "replications"]
    assert set(LEVERS) < set(known_keys(["designs", "any"]))
    assert known_keys(["replications"]) == known_keys(["nowhere", "at", "all"]) == []


@pytest.mark.parametrize(
    ("path", "free"),
    [
        ("designs", True),
        ("demand.types", True),
        ("demand.types.any.categories", True),
        ("institution.bureaus.any.functions", True),
        ("designs.any.units.table", True),
        ("designs.any.levers_of", True),
        ("institution.meetings", True),
        ("designs.any", False),
        ("designs.any.units", False),
        ("load_axis", False),
        ("calendar.hours", False),
    ],
)
def test_some_blocks_have_names_that_the_file_chooses(path, free):
    assert is_free(path.split(".")) is free
