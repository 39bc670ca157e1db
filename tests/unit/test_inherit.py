"""Designs that say only what differs: from the baseline, from another design, or whole levers of one."""

import pytest

from scenarios.inherit import resolve_designs
from sim.errors import InputError, UnknownName

LEVERS = ("units", "authority", "data")


def resolved(**designs):
    return resolve_designs(designs, "base", LEVERS)


def refused(**designs):
    with pytest.raises(InputError) as error:
        resolved(**designs)
    return str(error.value)


BASE = {"title": "基准", "units": {"by": "bureau"}, "authority": {"core": ["head", "chief"]}, "data": {"share": 0.3}}


def test_a_design_is_as_the_baseline_in_all_that_it_does_not_say():
    """Blocks are merged key by key, lists are replaced; title is no lever and is not taken over."""
    found = resolved(base=BASE, other={"authority": {"core": ["head"]}, "data": {"transit": 4}})

    assert found == {
        "base": BASE,
        "other": {"units": {"by": "bureau"}, "authority": {"core": ["head"]}, "data": {"share": 0.3, "transit": 4}},
    }


def test_a_design_is_like_another_and_that_one_like_a_third():
    found = resolved(
        last={"like": "middle", "data": {"share": 0.1}},
        middle={"like": "first", "units": {"by": "category"}},
        first={"units": {"order": "by_deadline"}},
        base=BASE,
    )

    assert found["last"] == {
        "like": "middle",
        "units": {"by": "category", "order": "by_deadline"},
        "authority": {"core": ["head", "chief"]},
        "data": {"share": 0.1},
    }


def test_levers_of_another_design_are_taken_whole():
    """The lever comes as the other has it, nothing of the parent's is left in it; what stands below goes on top."""
    found = resolved(
        base=BASE,
        reform={"units": {"by": "category", "count": 11}, "data": {"share": 0.05, "transit": 1}},
        mixed={"like": "reform", "levers_of": {"base": ["units"]}, "data": {"transit": 2}},
    )

    assert found["mixed"]["units"] == {"by": "bureau"}
    assert found["mixed"]["data"] == {"share": 0.05, "transit": 2}


def test_a_lever_that_the_other_design_does_not_have_is_taken_as_its_default():
    found = resolved(base={"units": {"by": "bureau"}}, x={"levers_of": {"base": ["data"]}})

    assert found["x"] == {"units": {"by": "bureau"}, "data": {}, "levers_of": {"base": ["data"]}}


def test_a_design_of_which_nothing_is_said_is_the_baseline():
    assert resolved(base={"units": {"by": "bureau"}}, same=None)["same"] == {"units": {"by": "bureau"}}


def test_designs_do_not_share_what_they_inherit():
    found = resolved(base=BASE, other={})

    found["other"]["authority"]["core"].append("deputy")

    assert found["base"]["authority"]["core"] == ["head", "chief"]


@pytest.mark.parametrize(
    ("designs", "told"),
    [
        ({"a": {"like": "b"}, "b": {"like": "a"}}, "designs are like each other in a circle: a -> b -> a."),
        ({"a": {"like": "a"}}, "designs are like each other in a circle: a -> a."),
        ({"base": {"like": "a"}, "a": {}}, "designs are like each other in a circle: base -> a -> base."),
        (
            {"a": {"levers_of": {"b": ["units"]}}, "b": {"like": "a"}},
            "designs are like each other in a circle: a -> b -> a.",
        ),
    ],
)
def test_a_circle_is_named(designs, told):
    assert refused(**{"base": {}, **designs}) == told


def test_unknown_names_are_refused_with_the_nearest():
    assert refused(base={}, modules={}, a={"like": "modlues"}) == (
        "designs.a.like names design 'modlues', which does not exist. Did you mean 'modules'?"
    )
    assert refused(base={}, modules={}, a={"levers_of": {"modlues": ["units"]}}) == (
        "designs.a.levers_of names design 'modlues', which does not exist. Did you mean 'modules'?"
    )
    assert refused(base={}, a={"levers_of": {"base": ["unit"]}}) == (
        "designs.a.levers_of names lever 'unit'. Did you mean 'units'?"
    )
    with pytest.raises(UnknownName):
        resolved(base={}, a={"like": "none"})


@pytest.mark.parametrize(
    ("design", "told"),
    [
        ([1], "designs.a is [1]; expected a block of levers."),
        ("modules", "designs.a is 'modules'; expected a block of levers."),
        ({"like": ["base"]}, "designs.a.like is ['base']; expected the name of one design."),
        ({"levers_of": ["base"]}, "designs.a.levers_of is ['base']; expected designs, each with a list of levers, "),
        ({"levers_of": {"base": "units"}}, "designs.a.levers_of is {'base': 'units'}; expected designs, each with a"),
    ],
)
def test_what_is_no_design_is_refused(design, told):
    assert refused(base={}, a=design).startswith(told)
