"""How long a step takes: skill, set-up, rounding. Worked out by hand."""

from dataclasses import replace
from itertools import pairwise

import pytest
from worlds import Log, clerk, done, haste, log, sessions, small_plan, step

from sim.errors import PlanError


def test_set_up_is_due_on_a_change_of_category_only(simulate):
    """Half an hour to turn to another category; none for the first, none for work without a category."""
    categories = (0, 0, 1, -1, 1, 0)
    plan = small_plan([clerk(0)], [(0, [step(1, category=category)]) for category in categories], setup=0.5)

    trace = simulate(plan)

    # first 0-1; same 1-2; change 2-3.5; none 3.5-4.5; still category 1: 4.5-5.5; change 5.5-7
    times = [0, 1, 2, 3.5, 4.5, 5.5, 7]
    assert log(trace) == Log([done(0, begin, end, by=0) for begin, end in pairwise(times)], times[1:], 7)


def test_set_up_is_that_of_the_category_turned_to(simulate):
    plan = small_plan([clerk(0)], [(0, [step(1, category=category)]) for category in (0, 1, 0)], setup=(0.25, 0.5))

    trace = simulate(plan)

    # 0-1; to category 1: 1-2.5; back to category 0: 2.5-3.75
    assert log(trace) == Log(
        [done(0, 0, 1, by=0), done(0, 1, 2.5, by=0), done(0, 2.5, 3.75, by=0)], [1, 2.5, 3.75], 3.75
    )


def test_a_step_of_no_length_turns_to_its_category_without_set_up(simulate):
    matters = [(0, [step(hours, category=category)]) for hours, category in ((1, 0), (0, 1), (1, 0))]
    plan = small_plan([clerk(0)], matters, setup=0.5)

    trace = simulate(plan)

    # 0-1; at 1 nothing; back to category 0 from category 1: 1-2.5
    assert log(trace) == Log([done(0, 0, 1, by=0), done(0, 1, 1, by=0), done(0, 1, 2.5, by=0)], [1, 1, 2.5], 2.5)


def test_everybody_remembers_their_own_last_category(simulate):
    """Category 1 is a change for person 0, who had category 0, and the first for person 1."""
    matters = [(0, [step(1, category=0)]), (2, [step(1, category=1)]), (2, [step(1, category=1)])]

    trace = simulate(small_plan([clerk(0), clerk(0)], matters, setup=0.5))

    # at 2 person 1 is idle since 0, person 0 since 1
    assert log(trace) == Log([done(0, 0, 1, by=0), done(2, 2, 3, by=1), done(2, 2, 3.5, by=0)], [1, 3, 3.5], 3.5)


def test_work_is_divided_by_skill_but_set_up_is_not(simulate):
    """Skill 2 in category 0, 0.5 in category 1; work without a category is done at skill 1."""
    plan = small_plan([clerk(0, skill=(2, 0.5))], [(0, [step(1, category=at)]) for at in (0, 1, -1)], setup=0.5)

    trace = simulate(plan)

    # 0-0.5; two hours and half an hour of set-up: 0.5-3; 3-4
    assert log(trace) == Log([done(0, 0, 0.5, by=0), done(0, 0.5, 3, by=0), done(0, 3, 4, by=0)], [0.5, 3, 4], 4)


def test_skill_does_not_decide_who_takes_a_step(simulate):
    """The slow clerk is first in identity, and the key does not ask for skill."""
    plan = small_plan([clerk(0, skill=(0.5, 1)), clerk(0, skill=(2, 1))], [(0, [step(1, category=0)])])

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 2, by=0)], [2], 2)


def test_a_duration_is_rounded_once_to_ms_halves_up(simulate):
    """3 600 000 / 7 = 514 285.71 ms; 3 600 000 / 3 is whole; 2.5 ms become 3, where an even neighbour would be 2."""
    people = [clerk(0, skill=(7, 1)), clerk(1, skill=(3, 1)), clerk(2)]
    steps = [step(1, category=0), step(1, unit=1, category=0), step(2.5 / 3_600_000, unit=2)]

    trace = simulate(small_plan(people, [(0, [one]) for one in steps]))

    assert trace.ended_ms.tolist() == [514_286, 1_200_000, 3]


def test_work_is_done_in_haste_while_much_waits(simulate):
    """Half the time while one waits, a quarter and twice the errors while three do; 0.5 is below 0.4 x 2."""
    matters = [(0, [step(2, category=0, chance=0.5)]) for _ in range(5)]
    plan = replace(small_plan([clerk(0, errs=(0.4, 0))], matters), pressure=haste((0, 1, 0.5, 1.0), (0, 3, 0.25, 2.0)))

    trace = simulate(plan)

    # waiting behind them: 4, 3, 2, 1, 0; so they take 0.5, 0.5, 1, 1 and 2 hours
    times = [0, 0.5, 1, 2, 3, 5]
    assert log(trace).steps == [
        done(0, begin, end, by=0, erred=erred)
        for (begin, end), erred in zip(pairwise(times), (True, True, False, False, False), strict=True)
    ]


def test_haste_is_the_unit_s_whatever_rank_is_waited_for_and_turning_takes_its_time(simulate):
    """A signature waits for the head all day; the other unit's four steps are no concern of this one."""
    people = [clerk(0), clerk(0, rank=2, calendar=sessions((10, 20))), clerk(1)]
    elsewhere = [(0, [step(1, unit=1)]) for _ in range(4)]
    matters = [(0, [step(2, rank=2)]), (0, [step(1, category=0)]), (0, [step(1, category=1)]), *elsewhere]
    plan = replace(small_plan(people, matters, setup=0.5), pressure=haste((0, 1, 0.5, 1.0)))

    trace = simulate(plan)

    # two wait: 0-0.5; one waits: half an hour and half an hour to turn to it, 0.5-1.5; nobody waits: 10-12
    assert log(trace).steps[:3] == [done(0, 10, 12, by=1), done(0, 0, 0.5, by=0), done(0, 0.5, 1.5, by=0)]
    assert log(trace).steps[3:] == [done(0, begin, begin + 1, by=2) for begin in range(4)]


def test_those_who_start_at_the_same_instant_see_each_other_go(simulate):
    """Three clerks, three steps: the first sees two waiting, the second one, the third none."""
    plan = small_plan([clerk(0), clerk(0), clerk(0)], [(0, [step(4)]) for _ in range(3)])

    trace = simulate(replace(plan, pressure=haste((0, 1, 0.5, 1.0), (0, 2, 0.25, 1.0))))

    assert log(trace).steps == [done(0, 0, 1, by=0), done(0, 0, 2, by=1), done(0, 0, 4, by=2)]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([(1, 1, 1.0, 1.0)], "row 0 of pressure has unit=1; expected 0 to 0."),
        ([(0, 2, 1.0, 1.0), (0, 2, 1.0, 1.0)], "pressure is not sorted by unit and waiting, each once."),
        ([(0, 2, -1.0, 1.0)], "row 0 of pressure has hours_factor=-1.0; expected a finite number >= 0."),
        ([(0, 2, 1.0, float("inf"))], "row 0 of pressure has error_factor=inf; expected a finite number >= 0."),
    ],
)
def test_thresholds_that_make_no_sense_are_refused(rows, told):
    plan = small_plan([clerk(0)], [(0, [step(1)])])

    with pytest.raises(PlanError) as error:
        replace(plan, pressure=haste(*rows))

    assert str(error.value) == told
