"""Work that grows while nobody deals with it: from when on, how much, and what does not grow. Worked out by hand."""

from dataclasses import replace

import pytest
from worlds import Log, clerk, done, haste, log, sessions, small_plan, step
from worlds_further import further
from worlds_provisions import line, provided, seats

BUSY = (0, [step(4)])
"""Person 0 is at work until 4; what comes meanwhile waits and grows."""


@pytest.mark.parametrize(
    ("since", "per_hour", "most", "ends"),
    [
        (0, 0.25, 9, 6),  # 1 + 0.25 x 4 = 2 times an hour
        (2, 0.25, 9, 5.5),  # 1 + 0.25 x 2
        (-4, 0.25, 9, 7),  # 1 + 0.25 x 8: it was there before the start
        (0, 0.25, 1.5, 5.5),  # no more than 1.5 times
        (0, 0.25, 2, 6),  # just reached
        (0, 0.25, 1, 5),
        (0, 0, 9, 5),
        (4, 0.25, 9, 5),  # it begins now
        (6, 0.25, 9, 5),  # it has not begun: 1, not 1 - 0.5
    ],
)
def test_work_grows_by_a_share_of_itself_up_to_so_many_times(simulate, since, per_hour, most, ends):
    """An hour of work, begun at 4."""
    plan = small_plan([clerk(0)], [BUSY, (1, [step(1)])], **further(growth={1: (since, per_hour, most)}))

    assert log(simulate(plan)).steps[1] == done(1, 4, ends, by=0)


def test_it_grows_at_night(simulate):
    """From 12 to 32: 1 + 0.05 x 20 = 2 times two hours, and it does not grow in mid-work, from 34 to 40."""
    plan = small_plan(
        [clerk(0, calendar=sessions((8, 12), (32, 34), (40, 50)))], [(12, [step(2)])],
        **further(growth={0: (12, 0.05, 9)}),
    )  # fmt: skip

    assert log(simulate(plan)) == Log([done(12, 32, 42, by=0)], [42], 42)


def test_skill_divides_what_has_grown_and_set_up_does_not_grow(simulate):
    """Begun at 4: an hour at skill 0.5, twice of that, and half an hour to turn to it."""
    people = [clerk(0, skill=(1, 0.5))]
    plan = small_plan(
        people, [(0, [step(4, category=0)]), (1, [step(1, category=1)])], setup=0.5,
        **further(growth={1: (0, 0.25, 9)}),
    )  # fmt: skip

    assert log(simulate(plan)).steps[1] == done(1, 4, 8.5, by=0)


def test_growth_comes_on_top_of_haste_and_practice(simulate):
    """1 x 0.5 (one more waits) x 3 (new to it) x 2 (grown) = 3 hours."""
    plan = small_plan(
        [clerk(0)], [BUSY, (1, [step(1, category=0)]), (2, [step(1)])], **further(growth={1: (0, 0.25, 9)})
    )  # fmt: skip
    plan = replace(plan, pressure=haste((0, 1, 0.5, 1.0)))

    trace = log(simulate(provided(plan, practice=[(0, 1, 3.0, 1.0)])))

    # at 0 nobody else waits; at 4 one does; at 7 nobody
    assert trace.steps == [done(0, 0, 4, by=0), done(1, 4, 7, by=0), done(2, 7, 8, by=0)]


def test_what_has_grown_is_longer_not_worse(simulate):
    """Twice the work; the error rate is 0.4, below the chance of 0.5."""
    plan = small_plan(
        [clerk(0, errs=(0.4, 0))], [BUSY, (1, [step(1, category=0, chance=0.5)])], **further(growth={1: (0, 0.25, 9)})
    )  # fmt: skip

    assert log(simulate(plan)).steps[1] == done(1, 4, 6, by=0)


def test_it_grows_without_a_category_too_and_for_all_of_a_crew(simulate):
    """Begun at 4: two hours for person 0, four for person 1, whose skill is 0.5."""
    people = [clerk(0), clerk(1, skill=(0.5, 1))]
    plan = small_plan(people, [BUSY, (1, [step(1, category=0)])], **further(growth={1: (0, 0.25, 9)}))

    trace = simulate(provided(plan, crews={1: [line(0), line(1)]}))

    assert log(trace) == Log([done(0, 0, 4, by=0), done(1, 4, 8, by=0)], [4, 8], 8)
    assert seats(trace) == [0, 1]


def test_what_has_no_length_does_not_grow(simulate):
    plan = small_plan([clerk(0)], [BUSY, (1, [step(0)])], **further(growth={1: (0, 100, 1000)}))

    assert log(simulate(plan)).steps[1] == done(1, 4, 4, by=0)
