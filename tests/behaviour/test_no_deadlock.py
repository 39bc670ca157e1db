"""Crews, holds and interruptions leave nobody stuck: what is provided comes to an end, and nobody is in two places."""

from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from presence import Presence
from random_plans import random_plan
from random_provisions import WIDE

from sim.calendar import MS_PER_HOUR, Calendar
from sim.plan.plan import Plan
from sim.plan.provisions import Terms, none
from sim.trace import NOT_YET, State

DAYS = 400
LONG_ENOUGH = DAYS * 24 * MS_PER_HOUR
"""More than all work of such a plan takes, one step after another: 36 steps of at most 70 hours, eight hours a day."""


def shift(begin: int, end: int) -> Calendar:
    """Return these hours of each day."""
    days = 24 * np.arange(DAYS)
    return Calendar.of(((days + begin) * MS_PER_HOUR).tolist(), ((days + end) * MS_PER_HOUR).tolist())


SHIFTS = {"always": [Calendar.of([0], [LONG_ENOUGH])], "overlapping": [shift(8, 16), shift(11, 19), shift(9, 22)]}


def crowded_plan(random: Random, profile: str = "full") -> Plan:
    """Return a plan in which people are always there, or all at the same hours; a full one has crews and holds."""
    while True:
        plan = random_plan(random, profiles=(profile,), most_matters=6, most_steps=6)
        if profile != "full" or (plan.asks_for("crews") and plan.asks_for("holds")):
            break
    calendars = SHIFTS[random.choice(sorted(SHIFTS))]
    people, steps, matters = plan.people, plan.steps, plan.matters
    diaries = np.array([random.randrange(len(calendars)) for _ in people.rank], dtype=np.int64)
    terms = replace(plan.terms, calendar=np.full(plan.terms.member.size, -1)) if plan.asks_for("terms") else none(Terms)
    return replace(
        plan,
        calendars=tuple(calendars), people=replace(people, calendar=diaries), terms=terms,
        steps=replace(steps, calendar=np.minimum(steps.calendar, 0)),
        matters=replace(matters, awaited=np.ones(matters.release_ms.size, dtype=bool)), end_ms=LONG_ENOUGH, least_ms=0,
    )  # fmt: skip


def check_that_all_ends(plan: Plan, trace) -> None:
    assert np.isin(trace.state, (State.ENDED, State.SKIPPED, State.LEFT)).all()
    assert (trace.closed_ms != NOT_YET).all()
    presence = Presence(plan, trace)
    assert (trace.freed_ms[presence.holds_in_force()] != NOT_YET).all()
    others = np.setdiff1d(np.arange(plan.holds.step.size), presence.holds_in_force())
    assert (trace.freed_ms[others] == NOT_YET).all()


def check_that_nobody_is_bound_twice(plan: Plan, trace) -> None:
    """Work of no length aside, which begins and ends at one instant, nobody does two things at a time."""
    presence = Presence(plan, trace)
    for person in presence.people:
        spans = sorted(presence.bound(person))
        for (_, end), (begin, _) in pairwise(spans):
            assert end <= begin


def check_that_crews_start_together(plan: Plan, trace) -> None:
    """Each seat is filled by somebody else, who fits its line and is there; that they are free is told above."""
    presence = Presence(plan, trace)
    seat = 0
    for row, (step, count) in enumerate(zip(plan.crews.step.tolist(), plan.crews.count.tolist(), strict=True)):
        members = trace.crew[seat : seat + count].tolist()
        seat += count
        if trace.started_ms[step] == NOT_YET:
            assert members == [NOT_YET] * count
            continue
        unit, now = int(plan.crews.unit[row]), int(trace.started_ms[step])
        assert set(members) <= presence.fit(row)
        assert all(presence.is_there(person, unit, now) for person in members)
        assert len(set(presence.seats[step])) == len(presence.seats[step])
        assert presence.seats[step][0] == trace.person[step]


COUNTS = [200, pytest.param(20_000, marks=pytest.mark.long)]


@pytest.mark.parametrize("count", COUNTS)
def test_whatever_crews_and_holds_overlap_everything_comes_to_an_end(simulate, count):
    """People are always on duty, or on shifts that share five hours a day."""
    for seed in range(count):
        plan = crowded_plan(Random(seed))
        trace = simulate(plan)

        check_that_all_ends(plan, trace)
        check_that_nobody_is_bound_twice(plan, trace)
        check_that_crews_start_together(plan, trace)


@pytest.mark.parametrize("profile", WIDE)
@pytest.mark.parametrize("count", [40, pytest.param(1_000, marks=pytest.mark.long)])
def test_whoever_leaves_interrupts_and_travels_everything_comes_to_an_end(simulate, count, profile):
    for seed in range(count):
        plan = crowded_plan(Random(seed), profile)
        trace = simulate(plan)

        check_that_all_ends(plan, trace)
        check_that_nobody_is_bound_twice(plan, trace)
        check_that_crews_start_together(plan, trace)
        assert ((trace.cut_step == NOT_YET) == (trace.resumed_ms == NOT_YET)).all()


@pytest.mark.parametrize("count", COUNTS)
def test_nobody_is_bound_twice_whoever_comes_and_goes(simulate, count):
    """People have any diaries and terms, and the run may end with much undone."""
    for seed in range(count):
        plan = random_plan(Random(seed), profiles=("full",))
        trace = simulate(plan)

        check_that_nobody_is_bound_twice(plan, trace)
        check_that_crews_start_together(plan, trace)
