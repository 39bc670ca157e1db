"""Matters whose type has a process of its own: each need after the needs it names."""

import pytest
from houses import build, house, matter, need, officers
from worlds import Log, done, log, waited

from sim.errors import InputError, UnknownName
from sim.levers.coordination import Coordination
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.units import Units
from sim.procedure import Procedure
from sim.workload.demand import MatterType, ProcessNeed
from sim.workload.laws import Law

FUNCTIONS = {"f0": ("b0", "c0"), "f1": ("b1", "c0"), "f2": ("b2", "c0")}
THREE = house(officers(3), FUNCTIONS)


def of_process(process):
    return MatterType(name="t", per_year=0.0, work_hours=Law(mean=1.0), process=process)


DIAMOND = of_process(
    {
        "survey": ProcessNeed(function="f0"),
        "fire": ProcessNeed(function="f1", after=("survey",)),
        "water": ProcessNeed(function="f2", after=("survey",)),
        "permit": ProcessNeed(function="f0", after=("fire", "water")),
    }
)
MATTER = matter(need("f0", 1), need("f1", 2), need("f2", 3), need("f0", 1))
SECTIONS = Levers(units=Units(by="bureau"), data=Data(transit_hours=1.0))


def test_needs_follow_the_needs_they_name_and_run_side_by_side_where_they_may(simulate):
    built = build(THREE, [MATTER], SECTIONS, types=(DIAMOND,))

    trace = simulate(built.plan)

    assert built.steps() == [
        ("handle", "section_b0", 1.0),
        ("join", "", 0.0), ("hand_over", "", 1.0), ("handle", "section_b1", 2.0),
        ("join", "", 0.0), ("hand_over", "", 1.0), ("handle", "section_b2", 3.0),
        ("join", "", 0.0), ("hand_over", "", 1.0), ("hand_over", "", 1.0), ("handle", "section_b0", 1.0),
        ("join", "", 0.0),
    ]  # fmt: skip
    # survey 0-1; papers to both 1-2; fire 2-4, water 2-5; papers back 4-5 and 5-6; permit 6-7
    assert log(trace) == Log(
        [
            done(0, 0, 1, by=0),
            waited(2, 2), waited(1, 2), done(2, 2, 4, by=1),
            waited(2, 2), waited(1, 2), done(2, 2, 5, by=2),
            waited(6, 6), waited(4, 5), waited(5, 6), done(6, 6, 7, by=0),
            waited(7, 7),
        ],
        [7], 7,
    )  # fmt: skip


@pytest.mark.parametrize("order", ["series", "countersign", "lead"])
def test_a_process_goes_its_own_way_whatever_the_coordination(order):
    levers = Levers(units=Units(by="bureau"), coordination=Coordination(order=order))
    built = build(
        THREE, [MATTER], levers, types=(DIAMOND,), procedure=Procedure(meet_hours=1.0, merge_hours=1.0)
    )  # fmt: skip

    handled = [place for kind, place, _ in built.steps() if kind != "join"]
    assert handled == ["section_b0", "section_b1", "section_b2", "section_b0"]


def test_within_one_unit_nothing_is_handed_over(simulate):
    """The whole house has all needs; with three officers fire and water still run side by side."""
    built = build(THREE, [MATTER], Levers(data=Data(transit_hours=1.0)), types=(DIAMOND,))

    trace = simulate(built.plan)

    assert [kind for kind, _, _ in built.steps() if kind != "join"] == ["handle"] * 4
    # 0-1, then 2 and 3 hours together, then 4-5
    assert log(trace).closed == [5]


def test_several_needs_may_begin_and_end_a_process(simulate):
    """Two needs that come after nothing; the matter goes on when both are done."""
    apart = of_process({"a": ProcessNeed(function="f0"), "b": ProcessNeed(function="f1")})
    built = build(
        THREE, [matter(need("f0", 1), need("f1", 3))], Levers(units=Units(by="bureau")), types=(apart,),
        procedure=Procedure(draft_hours=0.5, reply_hours=0.25),
    )  # fmt: skip

    trace = simulate(built.plan)

    # drafted and answered by the section of the first need: 0-0.5; 0.5-1.5 and 0.5-3.5; 3.5-3.75
    assert log(trace) == Log(
        [
            done(0, 0, 0.5, by=0), done(0.5, 0.5, 1.5, by=0), done(0.5, 0.5, 3.5, by=1), waited(3.5, 3.5),
            done(3.5, 3.5, 3.75, by=0),
        ],
        [3.75], 3.75,
    )  # fmt: skip


def test_matters_with_and_without_a_process_come_together(simulate):
    """The second type has no process, so its needs go in series."""
    plain = MatterType(name="p", per_year=0.0, work_hours=Law(mean=1.0))
    matters = [MATTER, matter(need("f1", 1), need("f2", 1), type=1)]
    built = build(THREE, matters, SECTIONS, types=(DIAMOND, plain))

    trace = simulate(built.plan)

    # the second: b1 0-1, transit 1-2, b2 2-3 (it was ready with the water of the first, which comes first in
    # identity: water 2-5, so 5-6), and back 6-7
    assert built.steps(1) == [
        ("handle", "section_b1", 1.0), ("hand_over", "", 1.0), ("handle", "section_b2", 1.0), ("hand_over", "", 1.0)
    ]  # fmt: skip
    assert log(trace).steps[12:] == [done(0, 0, 1, by=1), waited(1, 2), done(2, 5, 6, by=2), waited(6, 7)]
    assert log(trace).closed == [7, 7]


def test_needs_are_ordered_behind_those_they_come_after():
    """However they are listed; the first need is then one that comes after nothing."""
    backwards = of_process(
        {
            "permit": ProcessNeed(function="f0", after=("fire", "survey")),
            "fire": ProcessNeed(function="f1", after=("survey",)),
            "survey": ProcessNeed(function="f2"),
        }
    )

    assert backwards.process_order() == ("survey", "fire", "permit")
    assert backwards.process_places() == ((), (0,), (1, 0))


def test_a_process_in_a_circle_is_refused_by_naming_the_circle():
    with pytest.raises(
        InputError, match=r"type 't': its process runs in a circle, b -> d -> c -> b; nothing could start"
    ):
        of_process(
            {
                "a": ProcessNeed(function="f0"),
                "b": ProcessNeed(function="f0", after=("a", "d")),
                "c": ProcessNeed(function="f0", after=("b",)),
                "d": ProcessNeed(function="f0", after=("c",)),
            }
        )


def test_a_need_that_comes_after_itself_is_a_circle_too():
    with pytest.raises(InputError, match=r"in a circle, a -> a"):
        of_process({"a": ProcessNeed(function="f0", after=("a",))})


def test_a_need_after_an_unknown_one_is_refused_with_the_nearest_name():
    with pytest.raises(
        UnknownName, match=r"need 'permit' comes after 'survy', which does not exist\. Did you mean 'survey'\?"
    ):
        of_process({"survey": ProcessNeed(function="f0"), "permit": ProcessNeed(function="f0", after=("survy",))})
