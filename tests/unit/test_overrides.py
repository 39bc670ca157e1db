"""Overrides: Hydra's grammar, read as plain values, and set in a configuration whose keys the schema knows."""

import pytest

from experiments.overrides import Parsed, apply, parse
from sim.errors import InputError, UnknownName


def value(text):
    """Return what an override of this text sets `engine` to; any key would do."""
    data = {"engine": "simpy"}
    apply(parse([f"engine={text}"]).settings, data)
    return data["engine"]


def applied(data, *texts):
    """Return the data with the overrides in it, and the keys that they touched."""
    touched = apply(parse(texts).settings, data)
    return data, set(touched)


def refused(*texts, data=None):
    with pytest.raises(InputError) as error:
        apply(parse(texts).settings, data if data is not None else {"designs": {"modules": {}}, "replications": 30})
    return str(error.value)


# values


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("3", 3),
        ("-2", -2),
        ("0.5", 0.5),
        ("1e-3", 0.001),
        ("true", True),
        ("null", None),
        ("two", "two"),
        ("08:30", "08:30"),
        ("2021-01-01", "2021-01-01"),
        ("'3'", "3"),
        ('"a, b = c"', "a, b = c"),
        ("'业务 条目'", "业务 条目"),
        ("./a/b.txt", "./a/b.txt"),
        ("[]", []),
        ("[1, two, 0.5, null]", [1, "two", 0.5, None]),
        ("[[08:30, 12:00], ['14:00', 17:30]]", [["08:30", "12:00"], ["14:00", "17:30"]]),
        ("{}", {}),
        ("{by: table, table: {a: [x, 'y z']}}", {"by": "table", "table": {"a": ["x", "y z"]}}),
        ("", ""),
    ],
)
def test_a_value_is_read_as_hydra_reads_it(text, plain):
    read = value(text)

    assert read == plain
    assert type(read) is type(plain)


# keys


def test_a_key_is_set_in_place_and_blocks_on_its_way_are_made():
    data, touched = applied({"demand": {"load": 0.9}}, "demand.load=0.5", "demand.duplicates.delay_days.mean=3")

    assert data == {"demand": {"load": 0.5, "duplicates": {"delay_days": {"mean": 3}}}}
    assert touched == {"demand.load", "demand.duplicates.delay_days.mean"}


def test_the_later_of_two_overrides_of_a_key_wins():
    assert applied({"seed": 1}, "seed=2", "seed=3")[0] == {"seed": 3}


def test_a_block_that_is_switched_off_is_switched_on_by_a_key_in_it():
    data = {"load_axis": None, "designs": {"third": None}}

    assert applied(data, "load_axis.replications=3", "designs.third.units.by=whole")[0] == {
        "load_axis": {"replications": 3},
        "designs": {"third": {"units": {"by": "whole"}}},
    }


def test_a_position_in_a_list_is_a_key():
    data = {"calendar": {"hours": [["08:30", "12:00"], ["14:00", "17:30"]]}}

    assert applied(data, "calendar.hours.1.0=13:30")[0] == {
        "calendar": {"hours": [["08:30", "12:00"], ["13:30", "17:30"]]}
    }


@pytest.mark.parametrize("position", ["2", "first"])
def test_a_position_that_a_list_has_not_is_refused(position):
    data = {"calendar": {"hours": [["08:30", "12:00"], ["14:00", "17:30"]]}}

    assert refused(f"calendar.hours.{position}=x", data=data) == (
        f"command line: calendar.hours.{position}: {position!r} is no position in a list of 2."
    )


def test_a_position_in_a_list_that_is_not_there_asks_for_the_whole_list():
    data = {"demand": {"types": {"request": {"per_year": 1}}}}

    assert refused("demand.types.request.decisions.0=1", data=data) == (
        "command line: demand.types.request.decisions.0: decisions is not set here, so it has no position 0; "
        "expected the whole list, demand.types.request.decisions=[…]."
    )


def test_a_list_item_has_keys_of_its_own():
    data = {"sources": [{"keys": ["demand.**"], "kind": "assumed"}]}

    assert applied(data, "sources.0.kind=calibrated")[0]["sources"][0]["kind"] == "calibrated"
    assert "Did you mean 'kind'?" in refused("sources.0.knid=calibrated", data=data)


def test_a_plus_adds_a_name_where_the_file_chooses_the_names():
    data, touched = applied({"designs": {"modules": {}}}, "+designs.nine.units.count=9")

    assert data == {"designs": {"modules": {}, "nine": {"units": {"count": 9}}}}
    assert touched == {"designs.nine.units.count"}


def test_without_the_plus_a_new_name_is_taken_for_a_slip():
    assert refused("designs.modlues.units.count=9") == (
        "command line: designs.modlues.units.count: designs has no 'modlues'. Did you mean 'modules'? "
        "To add one, write +designs.modlues.units.count=…"
    )


def test_even_with_a_plus_the_schema_must_know_the_key():
    assert refused("+designs.modules.unit.count=9") == (
        "command line: designs.modules.unit is no key that is known here. Did you mean 'units'?"
    )


def test_a_tilde_removes_a_key():
    data, touched = applied({"designs": {"a": {}, "b": {}}, "seed": 1}, "~designs.b")

    assert data == {"designs": {"a": {}}, "seed": 1}
    assert touched == {"designs.b"}


def test_what_is_not_there_cannot_be_removed():
    assert refused("~designs.modlues") == (
        "command line: ~designs.modlues: there is no such key to remove. Did you mean 'modules'?"
    )


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("replicatons=3", "'replications'"),
        ("designs.modules.units.bye=whole", "'by'"),
        ("designs.modules.authority.signing.chief.time=[]", "'times'"),
        ("demand.abscences.spells_per_year=3", "'absences'"),
        ("institution.staff.oficer=3", "'officer'"),
    ],
)
def test_a_key_that_the_schema_does_not_know_is_refused_with_the_nearest(text, known):
    with pytest.raises(UnknownName) as error:
        applied({"designs": {"modules": {"authority": {"signing": {"chief": {}}}}}}, text)

    assert str(error.value).startswith("command line: ")
    assert f"Did you mean {known}?" in str(error.value)


def test_a_key_inside_a_plain_value_is_refused():
    assert refused("replications.two=3") == "command line: replications.two: replications is 30, which has no keys."


# groups


def test_a_group_is_chosen_and_all_else_is_set():
    parsed = parse(["executor=serial", "seed=3", "calendar=weekdays", "calendar.days=always"])

    assert parsed.choices == {"executor": "serial", "calendar": "weekdays"}
    assert [setting.key_or_group for setting in parsed.settings] == ["seed", "calendar.days"]


@pytest.mark.parametrize("path", ["./my plan (2).yaml", "/tmp/龙港, 二稿.yml", "a=b.yaml"])
def test_a_path_of_a_scenario_may_hold_what_the_grammar_does_not(path):
    assert parse([f"scenario={path}"]) == Parsed(choices={"scenario": path}, settings=[], sweeps=[])


def test_a_group_may_be_chosen_once():
    assert refused("executor=serial", "executor=processes") == (
        "command line: executor is given twice, 'serial' and 'processes'; expected once."
    )


# what is no override


@pytest.mark.parametrize("text", ["--jbos", "-x", "-1"])
def test_an_option_is_no_override(text):
    assert refused(text) == f"'{text}' stands where an override was expected, such as replications=10; see --help."


@pytest.mark.parametrize("text", ["replications", "=3", "a=[1", "a={b", "a=(3"])
def test_what_the_grammar_does_not_know_is_refused_with_an_example(text):
    assert refused(text).startswith(f"{text!r} is no override; expected key=value, such as replications=10")


@pytest.mark.parametrize("text", ["replications=1,2", "replications=range(1,4)", "engine=choice(a,b)", "seed=glob(*)"])
def test_several_values_are_for_a_sweep(text):
    assert refused(text) == f"'{text}' gives several values; this command takes one value a key."


def test_a_sweep_takes_several_values_of_keys_and_of_groups():
    parsed = parse(["seed=1,2", "calendar=china,weekdays", "replications=3"], sweeps=True)

    assert [(one.key_or_group, list(one.value().list)) for one in parsed.sweeps] == [
        ("seed", [1, 2]), ("calendar", ["china", "weekdays"]),
    ]  # fmt: skip
    assert [setting.key_or_group for setting in parsed.settings] == ["replications"]
