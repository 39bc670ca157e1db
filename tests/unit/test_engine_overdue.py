"""Edges that are live when a step ended after its matter's deadline, or by then. Worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest
from worlds import SKIPPED, Log, clerk, done, log, ms, small_plan, step, wait, waited
from worlds_further import further

from sim.arrays import NEVER
from sim.plan.plan import Guard

OVERDUE, IN_TIME = Guard.WHEN_OVERDUE, Guard.IN_TIME


def forked(deadline_ms, *, first=None):
    """Return a plan whose step 0 ends at 2: step 1 follows if that was too late, step 2 if it was in time."""
    plan = small_plan(
        [clerk(0)], [(0, [first or step(2), step(1), step(1)])], edges=[(0, 1, OVERDUE), (0, 2, IN_TIME)]
    )  # fmt: skip
    return replace(plan, matters=replace(plan.matters, deadline_ms=np.array([deadline_ms])))


@pytest.mark.parametrize(
    ("deadline_ms", "overdue"),
    [
        (ms(2), False),  # what ends just then is in time
        (ms(2) - 1, True),
        (ms(2) + 1, False),
        (NEVER, False),  # there is none
        (0, True),
        (-1, True),  # missed before the start
    ],
)
def test_what_ends_after_its_deadline_is_overdue(simulate, deadline_ms, overdue):
    own = [done(2, 2, 3, by=0), SKIPPED]

    trace = log(simulate(forked(deadline_ms)))

    assert trace == Log([done(0, 0, 2, by=0), *(own if overdue else own[::-1])], [3], 3)


def test_a_pure_wait_may_be_too_late(simulate):
    assert log(simulate(forked(ms(2) - 1, first=wait(2)))).steps == [waited(0, 2), done(2, 2, 3, by=0), SKIPPED]
    assert log(simulate(forked(ms(2), first=wait(2)))).steps == [waited(0, 2), SKIPPED, done(2, 2, 3, by=0)]


def test_the_step_that_is_judged_decides_not_the_one_before_the_edge(simulate):
    """Due at 3: step 0 ended in time, at 2, and step 1 did not, at 4. All four edges leave step 1."""
    judged = [(OVERDUE, 0), (IN_TIME, 0), (OVERDUE, 1), (IN_TIME, 1)]
    plan = small_plan(
        [clerk(0)], [(0, [step(2), step(2), *(wait() for _ in judged)])],
        edges=[(0, 1), *((1, 2 + at, *one) for at, one in enumerate(judged))], due={0: 3},
    )  # fmt: skip

    assert log(simulate(plan)).steps[2:] == [SKIPPED, waited(4, 4), waited(4, 4), SKIPPED]


def test_the_deadline_is_that_of_the_matter_whose_step_is_judged(simulate):
    """Step 0 ends at 2 and was due at 1; what comes in with steps 1 and 2, if late and if in time, is due at 9."""
    plan = small_plan(
        [clerk(0)], [(0, [step(2)]), (None, [wait(1)]), (None, [wait(1)])],
        edges=[(0, 1, OVERDUE), (0, 2, IN_TIME)], due={0: 1, 1: 9, 2: 9}, **further(entries={1: 1, 2: 2}),
    )  # fmt: skip

    assert log(simulate(plan)) == Log([done(0, 0, 2, by=0), waited(2, 3), SKIPPED], [2, 3, 2], 3)


def test_what_is_judged_may_be_of_another_matter_than_the_edge(simulate):
    """Step 0, due at 1, ended at 2; steps 1 to 5 are due at 9. All edges that judge leave step 2."""
    judged = [(OVERDUE, 0), (IN_TIME, 0), (OVERDUE, 2)]
    plan = small_plan(
        [clerk(0)], [(0, [step(2)]), (0, [wait(), wait(), *(wait() for _ in judged)])],
        edges=[(0, 2), (1, 2), *((2, 3 + at, *one) for at, one in enumerate(judged))], due={0: 1, 1: 9},
    )  # fmt: skip

    assert log(simulate(plan)).steps[2:] == [waited(2, 2), waited(2, 2), SKIPPED, SKIPPED]


def test_what_was_skipped_was_neither_overdue_nor_in_time(simulate):
    """Step 1 is skipped; steps 2 and 3 judge it behind step 0."""
    plan = small_plan(
        [clerk(0)], [(0, [step(1, category=0), wait(), wait(), wait(), wait()])],
        edges=[(0, 1, Guard.ON_ERROR), (0, 4), (1, 4), (4, 2, OVERDUE, 1), (4, 3, IN_TIME, 1)], due={0: 0},
    )  # fmt: skip

    assert log(simulate(plan)).steps[1:] == [SKIPPED, SKIPPED, SKIPPED, waited(1, 1)]


def test_it_is_escalated_only_if_it_took_too_long(simulate):
    """Two matters of two hours' work each, both due after three: the second one ends after four, and is reported."""
    matter = [step(2), step(0.5, unit=1)]
    plan = small_plan(
        [clerk(0), clerk(1)], [(0, matter), (0, matter)], edges=[(0, 1, OVERDUE), (2, 3, OVERDUE)], due={0: 3, 1: 3}
    )  # fmt: skip

    assert log(simulate(plan)) == Log(
        [done(0, 0, 2, by=0), SKIPPED, done(0, 2, 4, by=0), done(4, 4, 4.5, by=1)], [2, 4.5], 4.5
    )  # fmt: skip
