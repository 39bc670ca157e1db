"""Steps that are urged several times: they grow more urgent as they wait. Worked out by hand."""

import pytest
from worlds import Log, clerk, done, log, sessions, small_plan, step
from worlds_further import further
from worlds_provisions import line, provided, seats

BUSY = (0, [step(4, priority=-9)])
"""Person 0 is at work until 4; what comes meanwhile waits."""


@pytest.mark.parametrize(
    ("ready", "begins"),
    [
        # at 4: waited 3.5 hours, so priority 0: before all
        (0.5, {"aged": 4, "first": 6, "second": 5, "third": 7}),
        # at 4 and at 5: waited 2 and 3 hours. At 5 it has just come to priority 0
        (2, {"aged": 5, "first": 6, "second": 4, "third": 7}),
        # at 5: waited 2.5 hours, priority 2, behind the first, which has waited for longer; at 6 priority 0
        (2.5, {"aged": 6, "first": 5, "second": 4, "third": 7}),
        # at 6: waited 2.5 hours, priority 2, before the third, which came later
        (3.5, {"aged": 6, "first": 5, "second": 4, "third": 7}),
        # at 6: waited 0.5 hours, priority 3, behind all
        (5.5, {"aged": 7, "first": 5, "second": 4, "third": 6}),
    ],
)
def test_a_step_goes_by_the_last_time_that_it_was_urged(simulate, ready, begins):
    """After an hour its priority is 2, after three hours 0; the others have 2, 1 and 2, since 0.5, 1 and 3.75."""
    others = [(0.5, [step(1, priority=2)]), (1, [step(1)]), (3.75, [step(1, priority=2)])]
    plan = small_plan(
        [clerk(0)], [BUSY, (ready, [step(1, priority=3)]), *others], **further(ageing={1: [(1, 2, 0), (3, 0, 0)]})
    )  # fmt: skip

    trace = log(simulate(plan))

    found = dict(zip(begins, (one.started for one in trace.steps[1:]), strict=True))
    assert found == begins
    assert trace.stopped == 8


def test_it_may_be_urged_and_put_back_again(simulate):
    """Before the other from 1.5 to 2.5, behind it from then on; person 0 comes free at 2, or at 3."""
    for busy, order in ((2, (2, 3)), (3, (4, 3))):
        plan = small_plan(
            [clerk(0)], [(0, [step(busy)]), (0.5, [step(1)]), (0.25, [step(1)])],
            **further(ageing={1: [(1, 0, 0), (2, 5, 0)]}),
        )  # fmt: skip

        assert log(simulate(plan)).steps[1].started == order[0]
        assert log(simulate(plan)).steps[2].started == order[1]


def test_the_order_ages_too_and_at_the_instant_of_the_match(simulate):
    """Same priority: the smaller order goes first. At 4 the second row, of three hours, has just fallen due."""
    plan = small_plan(
        [clerk(0)], [BUSY, (1, [step(1, order=9)]), (1, [step(1, order=5)])],
        **further(ageing={1: [(0, 1, 8), (3, 1, 4)]}),
    )  # fmt: skip

    assert log(simulate(plan)).steps[1:] == [done(1, 4, 5, by=0), done(1, 5, 6, by=0)]


def test_rows_of_several_steps_each_count_for_their_own(simulate):
    """At 4 step 1 has priority 5 and step 2 priority 0: their second rows."""
    plan = small_plan(
        [clerk(0)], [BUSY, (1, [step(1)]), (2, [step(1)])],
        **further(ageing={1: [(0, 0, 0), (1, 5, 0)], 2: [(1, 7, 0), (2, 0, 0)]}),
    )  # fmt: skip

    assert log(simulate(plan)).steps[1:] == [done(1, 5, 6, by=0), done(2, 4, 5, by=0)]


def test_it_ages_at_night(simulate):
    """Both times are over in the morning."""
    plan = small_plan(
        [clerk(0, calendar=sessions((8, 9), (32, 40)))], [(9, [step(1)]), (10, [step(1, priority=7)])],
        **further(ageing={1: [(2, 3, 0), (12, 0, 0)]}),
    )  # fmt: skip

    assert log(simulate(plan)) == Log([done(9, 33, 34, by=0), done(10, 32, 33, by=0)], [34, 33], 34)


def test_a_crew_ages(simulate):
    """Priority 3, from 2 on 2, from 3 on 0: only then does it keep its people from what has priority 1."""
    alone = [(0.5, [step(2)]), (0.75, [step(1)]), (1.5, [step(1, unit=1)]), (3.25, [step(1, unit=1)])]
    plan = small_plan(
        [clerk(0), clerk(1)], [(0, [step(2)]), (1, [step(1, priority=3)]), *alone],
        **further(ageing={1: [(1, 2, 0), (2, 0, 0)]}),
    )  # fmt: skip

    trace = simulate(provided(plan, crews={1: [line(0), line(1)]}))

    # person 0: 0-2 and 2-4; person 1: 1.5-2.5, then kept; at 4 the crew, 4-5; then both take what they were kept from
    assert log(trace).steps == [
        done(0, 0, 2, by=0), done(1, 4, 5, by=0), done(0.5, 2, 4, by=0), done(0.75, 5, 6, by=0),
        done(1.5, 1.5, 2.5, by=1), done(3.25, 5, 6, by=1),
    ]  # fmt: skip
    assert seats(trace) == [0, 1]
