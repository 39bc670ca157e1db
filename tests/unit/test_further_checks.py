"""Rows of leaving, alarms, coming in, growth, interruptions and travel that no engine could follow are refused."""

from dataclasses import replace

import numpy as np
import pytest
from worlds import clerk, log, small_plan, step, wait
from worlds_further import along_a_road, further, ways
from worlds_provisions import table

from sim.arrays import NEVER
from sim.errors import PlanError
from sim.plan.plan import Guard

PEOPLE = [clerk(0), clerk(0, 1, rank=2)]
"""Unit 0 has persons 0 and 1, unit 1 person 1."""

STEPS = [step(1), wait(1), step(1), step(1, rank=2)]
PLAN = small_plan(
    PEOPLE, [(0, STEPS), (0, [step(1, unit=1)])], edges=[(0, 1), (1, 2), (2, 3)], ways=along_a_road(0, 10)
)  # fmt: skip
"""A chain of steps 0 to 3, of which step 1 is a pure wait; step 4, of another matter; sites 0 and 1."""

FROM_0 = "less than NEVER, 2**62, and at least 0"


def refused(sentence, plan=PLAN, **tables):
    """Assert that the plan is refused with these tables, in just this sentence."""
    with pytest.raises(PlanError) as caught:
        replace(plan, **tables)
    assert str(caught.value) == sentence


def not_built(sentence, *arguments, **rest):
    """Assert that a small plan is refused in just this sentence."""
    with pytest.raises(PlanError) as caught:
        small_plan(PEOPLE, *arguments, **rest)
    assert str(caught.value) == sentence


# rows that point nowhere, wait, or stand twice ----------------------------------------------------


@pytest.mark.parametrize(
    ("name", "row", "column", "expected"),
    [
        ("patience", (5, 1), "step=5", "0 to 4"),
        ("patience", (0, -1), "after_ms=-1", FROM_0),
        ("patience", (0, NEVER), f"after_ms={NEVER}", FROM_0),
        ("alarms", (-1, 1), "step=-1", "0 to 4"),
        ("alarms", (0, -1), "after_ms=-1", FROM_0),
        ("firsts", (5,), "step=5", "0 to 4"),
        ("entries", (2, 4), "matter=2", "0 to 1"),
        ("entries", (1, 5), "step=5", "0 to 4"),
        ("growth", (5, 0, 0, 1), "step=5", "0 to 4"),
        ("preempts", (5,), "step=5", "0 to 4"),
        ("visits", (5, 0), "step=5", "0 to 4"),
        ("visits", (0, 2), "site=2", "0 to 1"),
        ("visits", (0, -1), "site=-1", "0 to 1"),
        ("travellers", (2, 0, 1, 0), "person=2", "0 to 1"),
        ("travellers", (0, 2, 1, 0), "base=2", "0 to 1"),
        ("travellers", (0, 0, 1, 2), "returns=2", "0 to 1"),
        ("nearest", (2,), "unit=2", "0 to 1"),
    ],
)
def test_a_row_that_points_nowhere_is_refused(name, row, column, expected):
    refused(f"row 0 of {name} has {column}; expected {expected}.", **{name: table(name, row)})


@pytest.mark.parametrize("name", ["visits", "travellers"])
def test_a_site_where_there_are_none_is_refused(name):
    """The columns are `site` and `base`."""
    row = {"visits": (0, 0), "travellers": (0, 0, 1, 0)}[name]
    column = {"visits": "site", "travellers": "base"}[name]
    plan = small_plan(PEOPLE, [(0, [step(1)])])

    refused(
        f"row 0 of {name} has {column}=0; expected no row, for there is nothing to point to.", plan,
        **{name: table(name, row)},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "row"),
    [("patience", (1, 1)), ("alarms", (1, 1)), ("growth", (1, 0, 0, 1)), ("preempts", (1,)), ("visits", (1, 0))],
)
def test_a_pure_wait_has_no_such_provisions(name, row):
    """Nobody does it, so nobody could be late for it, be called away for it, or go there."""
    refused(f"row 0 of {name} names step 1, a pure wait.", **{name: table(name, row)})


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [
        ("patience", [(2, 1), (0, 1)], "step"),
        ("patience", [(2, 1), (2, 2)], "step"),
        ("alarms", [(2, 1), (0, 1)], "step"),
        ("alarms", [(2, 1), (2, 1)], "step"),
        ("firsts", [(2,), (1,)], "step"),
        ("firsts", [(2,), (2,)], "step"),
        ("entries", [(1, 4), (0, 0)], "matter"),
        ("entries", [(0, 0), (0, 1)], "matter"),
        ("growth", [(2, 0, 0, 1), (0, 0, 0, 1)], "step"),
        ("growth", [(0, 0, 0, 1), (0, 5, 0, 1)], "step"),
        ("preempts", [(2,), (0,)], "step"),
        ("preempts", [(2,), (2,)], "step"),
        ("visits", [(2, 0), (0, 0)], "step"),
        ("visits", [(2, 0), (2, 1)], "step"),
        ("travellers", [(1, 0, 1, 0), (0, 0, 1, 0)], "person"),
        ("travellers", [(1, 0, 1, 0), (1, 1, 1, 0)], "person"),
        ("nearest", [(1,), (0,)], "unit"),
        ("nearest", [(0,), (0,)], "unit"),
    ],
)
def test_rows_out_of_order_and_rows_that_speak_of_one_case_twice_are_refused(name, rows, columns):
    refused(f"{name} is not sorted by {columns}, each once.", **{name: table(name, *rows)})


def test_columns_that_differ_in_length_are_refused():
    cut = replace(table("growth", (0, 0, 0, 1), (2, 0, 0, 1)), most=np.array([1.0]))

    sizes = "{'step': (2,), 'since_ms': (2,), 'per_hour': (2,), 'most': (1,)}"
    refused(f"the columns of growth differ in length: {sizes}.", growth=cut)


# leaving, alarms ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("guard", "name"), [(Guard.WHEN_LEFT, "patience"), (Guard.WHEN_LATE, "alarms")])
def test_an_edge_that_waits_for_what_can_never_be_is_refused(guard, name):
    """Its source has no row of that table; that another step has one is no help."""
    said = f"edge 1 has guard {guard.name}, judged by step 1; expected its source 1, and a row of {name} for it."
    matter = (0, [step(1), step(1), step(1)])

    not_built(said, [matter], edges=[(0, 1), (1, 2, guard)])
    not_built(said, [matter], edges=[(0, 1), (1, 2, guard)], **further(**{name: {0: 1}}))


@pytest.mark.parametrize(("guard", "name"), [(Guard.WHEN_LEFT, "patience"), (Guard.WHEN_LATE, "alarms")])
def test_an_edge_that_waits_for_the_leaving_or_the_alarm_of_another_step_is_refused(guard, name):
    not_built(
        f"edge 1 has guard {guard.name}, judged by step 0; expected its source 1, and a row of {name} for it.",
        [(0, [step(1), step(1), step(1)])], edges=[(0, 1), (1, 2, guard, 0)], **further(**{name: {0: 1, 1: 1}}),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("links", "refused_"),
    [
        ([(0, 1, Guard.WHEN_LATE), (1, 2)], True),
        ([(0, 1), (1, 2)], False),
        ([(0, 1, Guard.ON_ERROR), (1, 2)], False),  # it is skipped when the step ends, and frees whom it holds
    ],
)
def test_a_hold_that_the_alarm_might_end_before_it_begins_is_refused(links, refused_):
    """The decision would be called, over a wait, while nobody has begun what it should be held for."""
    plan = small_plan(
        PEOPLE, [(0, [step(1), wait(1), step(1, rank=2), step(1)])], edges=[*links, (0, 3, Guard.WHEN_LATE)],
        **further(alarms={0: 1}),
    )  # fmt: skip
    holds = table("holds", (0, 2))

    if refused_:
        refused(
            "step 0 holds its handler until step 2, which its alarm calls, so that nobody might end the hold; expected "
            "one that follows its end.",
            plan, holds=holds,
        )  # fmt: skip
    else:
        assert replace(plan, holds=holds).holds.until.tolist() == [2]


# the first of several -----------------------------------------------------------------------------


def test_the_first_of_no_edges_is_refused():
    refused("step 4 is called by the first of its edges, and has none.", firsts=table("firsts", (2,), (4,)))


def test_a_first_that_could_come_before_the_matter_is_refused():
    """Matter 1 is released at 5, and step 0 ends at 1: only without the table step 2 waits for step 1, too."""
    matters = [(0, [step(1)]), (5, [wait(), step(1), step(1)])]
    edges = [(0, 2), (1, 2), (1, 3), (2, 3)]
    plan = small_plan(PEOPLE, matters, edges=edges)

    refused(
        "step 2 is called by the first of its edges, of which one comes from another matter, so it could start before "
        "its release.",
        plan, firsts=table("firsts", (2,)),
    )  # fmt: skip
    assert replace(plan, firsts=table("firsts", (3,))).firsts.step.tolist() == [3]


# coming in ----------------------------------------------------------------------------------------

HANGING = [(0, [step(1)]), (None, [wait(1), step(1)])]
"""Steps 1 and 2 come in because of step 0."""


def test_a_matter_that_comes_in_with_anothers_step_is_refused():
    not_built(
        "matter 1 comes in with step 0, which is not its own.", HANGING, edges=[(1, 2)], **further(entries={1: 0})
    )


def test_a_matter_that_comes_in_twice_is_refused():
    not_built(
        "matter 1 comes in with a step, and is released at 7200000 ms; expected NEVER.",
        [HANGING[0], (2, HANGING[1][1])], edges=[(0, 1), (1, 2)], **further(entries={1: 1}),
    )  # fmt: skip


def test_a_step_that_would_wait_for_a_release_that_never_comes_is_refused():
    """Step 2 follows nothing, and so does the step by which the matter should come in."""
    said = "follows nothing, and its matter is never released; nobody could do it."

    not_built(f"step 2 {said}", HANGING, edges=[(0, 1)], **further(entries={1: 1}))
    not_built(f"step 1 {said}", HANGING, edges=[(1, 2)], **further(entries={1: 1}))


def test_only_the_step_by_which_a_matter_comes_in_may_follow_others_alone():
    said = "step {} follows only steps of other matters, so it could start before its release."

    not_built(said.format(1), HANGING, edges=[(0, 1), (1, 2)])
    not_built(said.format(2), HANGING, edges=[(0, 1), (0, 2)], **further(entries={1: 1}))


# growth, interruptions ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("per_hour", "most", "said"),
    [
        (-0.1, 2, "per_hour=-0.1; expected a finite number >= 0"),
        (float("inf"), 2, "per_hour=inf; expected a finite number >= 0"),
        (float("nan"), 2, "per_hour=nan; expected a finite number >= 0"),
        (0.1, 0.99, "most=0.99; expected a finite number >= 1"),
        (0.1, float("inf"), "most=inf; expected a finite number >= 1"),
        (0.1, float("nan"), "most=nan; expected a finite number >= 1"),
    ],
)
def test_growth_that_makes_no_sense_is_refused(per_hour, most, said):
    refused(f"row 1 of growth has {said}.", growth=table("growth", (0, 0, 0, 1), (2, 0, per_hour, most)))


def test_a_crew_that_may_interrupt_is_refused():
    refused(
        "step 2 takes a crew and may interrupt others; expected one of the two.",
        preempts=table("preempts", (0,), (2,)), crews=table("crews", (2, 0, 1, -1, 2)),
    )  # fmt: skip


# travel -------------------------------------------------------------------------------------------


def test_ways_of_which_one_is_missing_are_refused_before_whoever_uses_them():
    """Of three rows nobody knows how many sites they are between."""
    three = table("ways", (0, 0, 0), (0, 1, 10), (1, 0, 10))

    refused(
        "ways has 3 rows; expected one for each pair of sites, a square number of them.", ways=three,
        visits=table("visits", (0, 1)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([(0, 0), (1, 0), (0, 1), (1, 1)], "row 1 of ways leads from site 1 to site 0; expected from 0 to 1"),
        ([(0, 0), (0, 1), (1, 0), (1, 2)], "row 3 of ways leads from site 1 to site 2; expected from 1 to 1"),
        ([(0, 0), (0, 1), (0, 1), (1, 1)], "row 2 of ways leads from site 0 to site 1; expected from 1 to 0"),
        ([(1, 1), (1, 2), (2, 1), (2, 2)], "row 0 of ways leads from site 1 to site 1; expected from 0 to 0"),
    ],
)
def test_ways_that_are_not_all_pairs_in_their_order_are_refused(rows, said):
    found = table("ways", *((*row, 1) for row in rows))

    refused(f"{said}, for 4 rows are all pairs of 2 sites, sorted.", ways=found)


@pytest.mark.parametrize("km", [-1, float("inf"), float("nan")])
def test_a_way_that_nobody_could_go_is_refused(km):
    refused(f"row 2 of ways has km={float(km)}; expected a finite number >= 0.", ways=ways([[0, 1], [km, 0]]))


@pytest.mark.parametrize("speed", [0, -1, float("inf"), float("nan")])
def test_a_speed_at_which_nobody_travels_is_refused(speed):
    travellers = table("travellers", (0, 0, 5, 0), (1, 0, speed, 0))

    refused(f"row 1 of travellers has km_per_hour={float(speed)}; expected a finite number above 0.",
            travellers=travellers)  # fmt: skip


def test_a_way_that_takes_for_ever_is_refused():
    """Each of the two numbers makes sense, but a way of 2**62 ms or more is never over. At any speed no way is one."""
    travellers = table("travellers", (0, 0, 5e-324, 0), (1, 0, 1e308, 0))
    assert replace(PLAN, ways=along_a_road(0, 0), travellers=travellers).travellers.base.tolist() == [0, 0]
    refused(
        "row 1 of travellers has km_per_hour=1e-300; at that speed the longest way, of 10.0 km, would never be over.",
        travellers=table("travellers", (0, 0, 5, 0), (1, 0, 1e-300, 0)),
    )


def test_a_visit_that_holds_its_handler_is_refused():
    plan = small_plan(PEOPLE, [(0, [step(1), step(1, rank=2)])], edges=[(0, 1)], ways=along_a_road(0))

    refused(
        "step 0 is a visit and holds its handler; expected one of the two.", plan,
        visits=table("visits", (0, 0), (1, 0)), holds=table("holds", (0, 1)),
    )  # fmt: skip
    assert replace(plan, visits=table("visits", (1, 0)), holds=table("holds", (0, 1))).visits.step.tolist() == [1]


# what is allowed ----------------------------------------------------------------------------------


def test_several_urgings_of_a_step_and_all_the_rest_together_are_allowed(simulate):
    """Each table has a row at the edge of what is allowed."""
    plan = small_plan(
        PEOPLE, [(0, [step(1), step(1), step(1)]), (None, [wait(), step(1, rank=2)])],
        edges=[(0, 1, Guard.WHEN_LEFT), (0, 1, Guard.WHEN_LATE), (0, 2), (1, 2), (2, 3), (3, 4)],
        ways=ways([[0, 0], [10, 0]]),
        **further(
            patience={0: 0}, alarms={0: 0}, firsts=[1, 3], entries={1: 3}, growth={2: (-5, 0, 1)}, preempts=[4],
            ageing={2: [(0, 1, 0), (1, -1, 0)]}, visits={2: 1, 4: 0}, travellers={0: (1, 1e-9, False)}, nearest=[0],
        ),
    )  # fmt: skip

    # step 0 by person 0, step 1 by person 1, called by the alarm; step 2, nobody is far: person 0 is there already
    assert [one.by for one in log(simulate(plan)).steps] == [0, 1, 0, None, 1]
