"""Provisions that no engine could run, or that could never come to an end, are refused in one sentence."""

from dataclasses import replace

import numpy as np
import pytest
from worlds import ALWAYS, clerk, small_plan, step, wait
from worlds_provisions import line, provided, table

from sim.arrays import NEVER
from sim.errors import PlanError

PEOPLE = [clerk(0), clerk(0, 1, rank=2), clerk(1, rank=3)]
"""Unit 0 has persons 0 (officer) and 1 (head), unit 1 persons 1 and 2 (deputy); four memberships in all."""

STEPS = [step(1), wait(1), step(1, rank=2), step(1, unit=1, rank=3), step(1, unit=1)]
PLAN = small_plan(PEOPLE, [(0, STEPS)], edges=[(0, 1), (1, 2), (2, 3), (3, 4)], calendars=[ALWAYS])
"""Handled, waited for, signed by a head, then by a deputy, and written off: a chain of steps 0 to 4."""


def refused(sentence, plan=PLAN, **tables):
    """Assert that the plan is refused with these tables, in just this sentence."""
    with pytest.raises(PlanError) as caught:
        replace(plan, **tables)
    assert str(caught.value) == sentence


# tables -------------------------------------------------------------------------------------------


def test_columns_that_differ_in_length_are_refused():
    cut = replace(table("urges", (0, 1, 1, 1), (2, 1, 1, 1)), priority=np.array([1]))

    sizes = "{'step': (2,), 'after_ms': (2,), 'priority': (1,), 'order_key': (2,)}"
    refused(f"the columns of urges differ in length: {sizes}.", urges=cut)


@pytest.mark.parametrize(
    ("name", "rows", "sentence"),
    [
        ("pressure", [(0, 1, 1, 1), (2, 1, 1, 1)], "row 1 of pressure has unit=2; expected 0 to 1."),
        ("practice", [(3, 0, 1, 1)], "row 0 of practice has person=3; expected 0 to 2."),
        ("practice", [(-1, 0, 1, 1)], "row 0 of practice has person=-1; expected 0 to 2."),
        ("urges", [(5, 1, 1, 1)], "row 0 of urges has step=5; expected 0 to 4."),
        ("urges", [(0, -1, 1, 1)], "row 0 of urges has after_ms=-1; expected less than NEVER, 2**62, and at least 0."),
        ("officers", [(5, 0)], "row 0 of officers has step=5; expected 0 to 4."),
        ("officers", [(2, 0), (3, -1)], "row 1 of officers has of=-1; expected 0 to 4."),
        ("crews", [(5, 0, 1, -1, 1)], "row 0 of crews has step=5; expected 0 to 4."),
        ("crews", [(0, 2, 1, -1, 1)], "row 0 of crews has unit=2; expected 0 to 1."),
        ("crews", [(0, 0, 1, 63, 1)], "row 0 of crews has licence=63; expected -1 to 62."),
        ("crews", [(0, 0, 1, -2, 1)], "row 0 of crews has licence=-2; expected -1 to 62."),
        ("crews", [(0, 0, 1, -1, 0)], "row 0 of crews has count=0; expected less than NEVER, 2**62, and at least 1."),
        ("licences", [(3, 0)], "row 0 of licences has person=3; expected 0 to 2."),
        ("licences", [(0, 63)], "row 0 of licences has licence=63; expected 0 to 62."),
        ("licences", [(0, -1)], "row 0 of licences has licence=-1; expected 0 to 62."),
        ("holds", [(-1, 2)], "row 0 of holds has step=-1; expected 0 to 4."),
        ("holds", [(0, 5)], "row 0 of holds has until=5; expected 0 to 4."),
        ("terms", [(-1, -1, 1)], "row 0 of terms has member=-1; expected 0 to 3."),
        ("terms", [(0, 4, 1)], "row 0 of terms has calendar=4; expected -1 to 3."),
        ("terms", [(0, -2, 1)], "row 0 of terms has calendar=-2; expected -1 to 3."),
        ("turning", [(2,)], "row 0 of turning has unit=2; expected 0 to 1."),
    ],
)
def test_a_row_that_points_nowhere_is_refused(name, rows, sentence):
    refused(sentence, **{name: table(name, *rows)})


@pytest.mark.parametrize(
    ("name", "row"),
    [("urges", (1, 1, 1, 1)), ("officers", (1, 0)), ("crews", (1, 0, 1, -1, 1)), ("holds", (1, 2))],
)  # fmt: skip
def test_a_pure_wait_has_no_provisions(name, row):
    """Nobody does it, so nobody can be urged, waited for, called together or held."""
    refused(f"row 0 of {name} names step 1, a pure wait.", **{name: table(name, row)})


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [
        ("pressure", [(0, 2, 1, 1), (0, 1, 1, 1)], "unit and waiting"),
        ("pressure", [(0, 2, 1, 1), (0, 2, 2, 1)], "unit and waiting"),
        ("practice", [(1, 0, 1, 1), (0, 5, 1, 1)], "person and from_ms"),
        ("practice", [(0, 5, 1, 1), (0, 5, 2, 1)], "person and from_ms"),
        ("urges", [(2, 1, 1, 1), (0, 1, 1, 1)], "step and after_ms"),
        ("urges", [(2, 2, 1, 1), (2, 1, 0, 1)], "step and after_ms"),
        ("urges", [(2, 1, 1, 1), (2, 1, 0, 1)], "step and after_ms"),
        ("officers", [(4, 0), (2, 0)], "step"),
        ("officers", [(4, 0), (4, 2)], "step"),
        ("licences", [(0, 2), (0, 1)], "person and licence"),
        ("licences", [(0, 2), (0, 2)], "person and licence"),
        ("holds", [(2, 3), (0, 2)], "step"),
        ("holds", [(0, 2), (0, 2)], "step"),
        ("terms", [(2, -1, 1), (0, -1, 1)], "member"),
        ("terms", [(2, -1, 1), (2, 0, 1)], "member"),
        ("turning", [(1,), (0,)], "unit"),
        ("turning", [(1,), (1,)], "unit"),
    ],
)
def test_rows_out_of_order_and_rows_that_speak_of_one_case_twice_are_refused(name, rows, columns):
    refused(f"{name} is not sorted by {columns}, each once.", **{name: table(name, *rows)})


@pytest.mark.parametrize("name", ["pressure", "practice"])
@pytest.mark.parametrize(
    ("hours", "errors", "said"),
    [
        (-0.5, 1, "hours_factor=-0.5"), (float("inf"), 1, "hours_factor=inf"), (float("nan"), 1, "hours_factor=nan"),
        (1, -1, "error_factor=-1.0"), (1, float("inf"), "error_factor=inf"),
    ],
)  # fmt: skip
def test_a_factor_that_makes_no_sense_is_refused(name, hours, errors, said):
    rows = table(name, (0, 1, 1, 1), (0, 2, hours, errors))

    refused(f"row 1 of {name} has {said}; expected a finite number >= 0.", **{name: rows})


@pytest.mark.parametrize("priority", [2**32, -(2**32)])
def test_a_priority_that_would_rival_what_ends_a_hold_is_refused(priority):
    sentence = f"a step has priority {priority}; expected less than 2**32."
    urgent = replace(PLAN.steps, priority=np.array([1, 1, 1, priority, 1]))

    refused(sentence, urges=table("urges", (0, 1, priority, 1)))
    refused(sentence, steps=urgent, holds=table("holds", (0, 2)))


def test_the_largest_priority_that_is_allowed_is(simulate):
    """It still comes behind what ends a hold, and nothing else."""
    trace = simulate(provided(PLAN, urges={0: (0, 1 - 2**32, 0), 2: (0, 2**32 - 1, 0)}, holds={0: 2}))

    assert trace.ended_ms.tolist() == [3_600_000 * (1 + hour) for hour in range(5)]


# crews --------------------------------------------------------------------------------------------


def test_crews_out_of_order_are_refused():
    refused("crews is not sorted by step.", crews=table("crews", (4, 1, 1, -1, 1), (0, 0, 1, -1, 1)))


@pytest.mark.parametrize(
    ("first", "asked"), [((0, 1, 1, -1, 1), "rank 1 of unit 1"), ((0, 0, 2, -1, 1), "rank 2 of unit 0")]
)
def test_a_first_line_of_another_unit_or_rank_than_the_steps_is_refused(first, asked):
    refused(
        f"row 0 of crews asks for {asked}; expected the unit and rank of step 0, of which it is the first line.",
        crews=table("crews", first),
    )  # fmt: skip


def test_it_is_the_first_line_of_each_crew_that_must_fit():
    """The second line of step 0 is of another unit, as it may be; that of step 4 is its first."""
    lines = table("crews", (0, 0, 1, -1, 1), (0, 1, 1, -1, 1), (4, 0, 1, -1, 1))
    asked = "row 2 of crews asks for rank 1 of unit 0; expected the unit and rank of step 4, "

    refused(asked + "of which it is the first line.", crews=lines)


def crew_refused(sentence, *lines, **rows):
    tables = {name: table(name, *own) for name, own in rows.items()}
    refused(f"the crew of step 0 asks {sentence}", crews=table("crews", *((0, *one) for one in lines)), **tables)


def test_a_crew_for_which_there_are_too_few_people_is_refused():
    crew_refused("unit 0, rank 1, licence -1 for a number of 3; there are 2.", line(0, count=3))
    crew_refused("unit 0, rank 4, licence -1 for a number of 1; there are 0.", line(0), line(0, rank=4))
    crew_refused("unit 0, rank 1, licence 7 for a number of 1; there are 0.", line(0, licence=7), licences=[(2, 7)])
    crew_refused(
        "unit 0, rank 1, licence 7 for a number of 2; there are 1.", line(0, licence=7, count=2),
        licences=[(0, 7), (1, 6), (2, 7)],
    )  # fmt: skip


def test_whose_terms_do_not_admit_the_rank_is_not_counted():
    crew_refused("unit 0, rank 1, licence -1 for a number of 2; there are 1.", line(0, count=2), terms=[(1, -1, 2)])


def test_a_crew_whose_earlier_lines_may_take_the_people_of_a_later_one_is_refused():
    """The head may sit for anybody of unit 0, and is then missing in unit 1, or as head."""
    crew_refused(
        "unit 0, rank 2, licence -1 for a number of 1; there are 1, of whom earlier lines may take 1.",
        line(0), line(0, rank=2),
    )  # fmt: skip
    crew_refused(
        "unit 1, rank 1, licence -1 for a number of 2; there are 2, of whom earlier lines may take 1.",
        line(0), line(1, count=2),
    )  # fmt: skip


def test_a_crew_that_waits_for_one_person_is_refused():
    said = "step 4 takes a crew and waits for one person; expected one of the two."

    refused(said, crews=table("crews", (4, 1, 1, -1, 2)), officers=table("officers", (2, 0), (4, 0)))


def test_a_crew_that_can_always_be_made_up_is_allowed(simulate):
    """Whomever of rank 3 the second line takes, one is left for the third."""
    lines = [line(0), line(1), line(1, rank=3)]
    plan = small_plan([*PEOPLE, clerk(1), clerk(1), clerk(1, rank=3)], [(0, [step(1)])])

    trace = simulate(provided(plan, crews={0: lines}))

    assert trace.crew.tolist() == [0, 2, 5]


# holds --------------------------------------------------------------------------------------------


def test_a_hold_until_a_pure_wait_is_refused():
    refused(
        "step 0 holds its handler until step 1, a pure wait; expected one that somebody does.",
        holds=table("holds", (0, 1)),
    )


@pytest.mark.parametrize(("step_", "until", "rank", "own"), [(2, 4, 1, 2), (0, 4, 1, 1), (3, 2, 2, 3)])
def test_a_hold_until_a_step_of_no_higher_rank_is_refused(step_, until, rank, own):
    """Two who are held could wait for each other."""
    refused(
        f"step {step_} holds its handler until step {until}, which asks for rank {rank}; expected a rank above {own}.",
        holds=table("holds", (step_, until)),
    )


@pytest.mark.parametrize("crew", [(0, 0, 1, -1, 1), (2, 0, 2, -1, 1)])
def test_a_hold_from_or_until_a_step_of_a_crew_is_refused(crew):
    said = "step 0 holds its handler, but one of the two steps takes a crew."
    refused(said, holds=table("holds", (0, 2)), crews=table("crews", crew))


def test_a_hold_until_a_step_that_waits_for_one_person_is_refused():
    said = "step 2 ends a hold and waits for one person; expected anybody of its rank."
    refused(said, holds=table("holds", (0, 2)), officers=table("officers", (2, 4)))


def test_two_holds_until_the_same_step_are_refused():
    refused("two holds wait for the same step; expected one each.", holds=table("holds", (0, 3), (2, 3)))


ASTRAY = "step 0 holds its handler until step {}, which does not follow it alone, over pure waits at most."


def test_a_hold_until_a_step_behind_others_work_is_refused():
    """Step 3 follows step 2, which somebody must do first."""
    refused(ASTRAY.format(3), holds=table("holds", (0, 3)))


@pytest.mark.parametrize(
    "edges",
    [
        [(0, 1), (1, 3), (2, 3)],  # it follows another step too
        [(0, 1), (2, 1), (1, 3)],  # the wait before it does
        [(1, 0), (1, 3)],  # the wait before it comes before both
        [(3, 0)],  # it comes before
        [],  # it follows nothing
    ],
)
def test_a_hold_until_a_step_that_does_not_follow_alone_is_refused(edges):
    """Step 2 is another step of the matter, of nobody's in particular."""
    steps = [step(1), wait(1), step(1), step(1, unit=1, rank=3)]
    plan = small_plan(PEOPLE, [(0, steps)], edges=edges)

    refused(ASTRAY.format(3), plan, holds=table("holds", (0, 3)))


def test_a_hold_over_several_waits_is_allowed(simulate):
    """Each of them follows one step; what else follows them does not matter."""
    steps = [step(1), wait(1), wait(1), step(1, unit=1, rank=3), step(1, unit=1)]
    plan = small_plan(PEOPLE, [(0, steps)], edges=[(0, 1), (1, 2), (1, 4), (2, 3)])

    trace = simulate(provided(plan, holds={0: 3}))

    assert trace.freed_ms.tolist() == [4 * 3_600_000]


# terms --------------------------------------------------------------------------------------------


def test_a_step_that_nobody_takes_up_in_its_unit_is_refused():
    """Both members of unit 0 have the rank of step 0, but take up signatures only."""
    refused(
        "step 0 needs rank 1 in unit 0, which nobody takes up there; nobody may ever do it.",
        terms=table("terms", (0, -1, 2), (1, -1, 2)),
    )


def test_a_rank_that_nobody_has_is_told_apart_from_one_that_nobody_takes_up():
    asked = replace(PLAN.steps, rank=np.array([1, 1, 2, 4, 1]))

    refused("step 3 needs rank 4 in unit 1, where the highest rank is 3; nobody may ever do it.", steps=asked)


@pytest.mark.parametrize("member", [4, NEVER])
def test_terms_of_a_membership_that_does_not_exist_are_refused(member):
    refused(f"row 0 of terms has member={member}; expected 0 to 3.", terms=table("terms", (member, -1, 1)))


def test_terms_whose_columns_differ_in_length_are_refused():
    refused(
        "the columns of terms differ in length: {'member': (3,), 'calendar': (3,), 'least_rank': (2,)}.",
        terms=replace(table("terms", (0, -1, 1), (1, -1, 1), (2, -1, 1)), least_rank=np.array([1, 1])),
    )
