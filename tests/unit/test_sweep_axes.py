"""Axes: what Hydra's grammar says that a key takes, and what is no axis."""

from __future__ import annotations

import pytest

from experiments.overrides import parse
from experiments.sweep.axes import Axis, axes_of
from sim.errors import InputError


def axes(*texts, block=None):
    return axes_of(parse(texts, sweeps=True), block or {})


def refused(*texts, block=None):
    with pytest.raises(InputError) as caught:
        axes(*texts, block=block)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("seed=1,2,3", (1, 2, 3)),
        ("seed=choice(1,2)", (1, 2)),
        ("designs.modules.units.count=range(4,8)", (4, 5, 6, 7)),
        ("demand.load=range(0.7,1,0.1)", (0.7, 0.8, 0.9)),
        ("engine=simpy,compiled", ("simpy", "compiled")),
        ("designs.modules.units.count=null,4", (None, 4)),
        ("demand.types.a.decisions=[0,1],[1,0]", ([0, 1], [1, 0])),
        ("title.zh='甲','乙'", ("甲", "乙")),
        ("calendar=china,weekdays", ("china", "weekdays")),
        ("seed=shuffle(1,2,3)", (1, 2, 3)),  # the order of a sweep's points means nothing
        ("seed=1,1,2", (1, 2)),
        ("demand.load=1,1.0", (1, 1.0)),  # a whole number and one that is not are different texts of a file
    ],
)
def test_values_are_as_hydra_reads_them(text, values):
    (axis,) = axes(text)

    assert axis.key == text.partition("=")[0]
    assert axis.values == values
    assert [type(value) for value in axis.values] == [type(value) for value in values]
    assert axis.levels == values


@pytest.mark.parametrize(
    ("text", "low", "high", "whole"),
    [
        ("demand.load=interval(0.6,1.05)", 0.6, 1.05, False),
        ("demand.load=interval(1,2)", 1.0, 2.0, False),
        ("designs.modules.units.count=int(interval(4,28))", 4, 28, True),
    ],
)
def test_an_interval_has_its_ends_for_levels(text, low, high, whole):
    (axis,) = axes(text)

    assert (axis.low, axis.high, axis.whole) == (low, high, whole)
    assert axis.levels == (low, high)


def test_a_leading_plus_stays_with_the_key():
    (axis,) = axes("+designs.fewer={like: modules},{like: sections}")

    assert axis.key == "+designs.fewer"
    assert axis.values == ({"like": "modules"}, {"like": "sections"})


def test_an_experiment_file_gives_lists_or_texts_and_the_command_line_has_the_last_word():
    block = {"seed": [1, 2], "demand.load": "interval(0.6,0.9)", "designs.modules.units.count": "range(4,6)"}

    found = axes("demand.load=0.7,0.8", block=block)

    assert [(axis.key, axis.levels) for axis in found] == [
        ("seed", (1, 2)), ("demand.load", (0.7, 0.8)), ("designs.modules.units.count", (4, 5)),
    ]  # fmt: skip


def test_a_value_on_the_command_line_ends_an_axis_of_the_file():
    assert [axis.key for axis in axes("seed=7", "demand.load=1,2", block={"seed": [1, 2]})] == ["demand.load"]


def test_shares_of_an_interval_and_of_values():
    tenths, count = Axis(key="a", low=0.0, high=1.0), Axis(key="b", low=4, high=7, whole=True)
    names = Axis(key="c", values=("x", "y", "z"))

    assert [tenths.at(share) for share in (0.0, 0.25, 0.75)] == [0.0, 0.25, 0.75]
    # four whole numbers, a quarter of the interval each
    assert [count.at(share) for share in (0.0, 0.249, 0.25, 0.5, 0.75, 0.9999)] == [4, 4, 5, 6, 7, 7]
    assert [names.at(share) for share in (0.0, 0.34, 0.67, 0.9999)] == ["x", "y", "z", "z"]
    assert [count.nearest(share) for share in (0.0, 1 / 3, 2 / 3, 1.0)] == [4, 5, 6, 7]
    assert [names.nearest(share) for share in (0.0, 0.5, 1.0)] == ["x", "y", "z"]
    assert [type(count.nearest(share)) for share in (0.0, 0.4)] == [int, int]


@pytest.mark.parametrize("key", ["replications", "results", "executor", "executor.workers", "load_axis", "capacity"])
def test_how_a_sweep_is_played_is_no_axis(key):
    assert refused(f"{key}=1,2") == (
        f"{key} says how a sweep is played, not what is; expected a key of the scenario, such as demand.load or "
        "designs.modules.units.count."
    )


def test_what_has_no_values_is_refused():
    assert refused("demand.load=interval(2,1)") == (
        "demand.load has the interval from 2.0 to 1.0; expected a smaller number, then a larger one."
    )
    assert refused("seed=glob(*)") == "'seed=glob(*)' takes names from files; expected the values, such as seed=a,b."
    assert refused("seed=range(3,3)") == "seed has no value; expected at least one."
    assert refused(block={"seed": []}) == "seed has no value; expected at least one."
    assert refused(block={"seed": 3}) == (
        "sweep.axes.seed is 3; expected a list of values, or a text such as range(4,28) or interval(0.6,1.05)."
    )
    assert refused("seed=1,2", "seed=3,4") == "command line: seed is given several values twice; expected one of them."
    assert refused("seed=1,2", "seed=3") == (
        "command line: seed is given one value and several values; expected one of them."
    )
    assert refused("calendar=interval(1,2)") == "calendar is a choice of a file; expected names, not an interval."
