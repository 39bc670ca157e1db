"""Who was bound: every member of a crew while it works, and whoever is held until somebody has decided."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measuring import play, stretch
from presence import Presence
from random_plans import random_plan
from random_provisions import WIDE
from sampling import examples
from worlds import OFFICE, clerk, ms, sessions, small_plan, step
from worlds_further import further

from analysis.measures.people import PURPOSES, busy_ms, by_rank, people_measures
from analysis.measures.played import Played
from sim.calendar import MS_PER_HOUR
from sim.engine.simpy_engine import simulate
from sim.institution import Rank
from sim.plan.plan import Kind
from sim.plan.provisions import Crews, Holds
from sim.trace import NOT_YET

WINDOW = stretch(0, 2, 5)
"""Days 0 and 1: 8-12, 14-18, 32-36, 38-42, 16 hours of office time."""


def ints(*values):
    return np.array(values, dtype=np.int64)


def pair(at):
    """Return a crew of two people of unit 0."""
    return Crews(step=ints(at), unit=ints(0), rank=ints(1), licence=ints(-1), count=ints(2))


def hours(played):
    """Return by person the hours bound, by purpose."""
    worked, _ = busy_ms(played)
    return [{name: value for name, value in zip(PURPOSES, row, strict=True) if value} for row in worked / MS_PER_HOUR]


def test_each_member_of_a_crew_is_bound_from_its_start_to_its_end():
    """Person 1 is twice as quick, and waits two hours for person 0: both are bound 8-12."""
    people = [clerk(0, calendar=OFFICE), clerk(0, calendar=OFFICE, skill=(2, 2))]
    plan = replace(small_plan(people, [(8, [step(4, category=0)])]), crews=pair(0))

    played = play(plan, WINDOW)

    assert played.trace.crew.tolist() == [0, 1]
    assert hours(played) == [{"direct": 4}, {"direct": 4}]
    measures = people_measures(played, *busy_ms(played))
    assert measures["utilisation_direct"] == measures["utilisation_mean"] == 8 / 32
    assert "utilisation_held" not in measures


def test_a_members_own_diary_counts():
    """Person 1 goes home at 12 and comes back on the next day; the crew's step takes 4 hours from 10 on.

    Person 0 would be done at 16, person 1 at 34: both are bound 10-34, of which person 0 is on duty 8 hours.
    """
    morning = OFFICE.without([ms(12)], [ms(24)])
    plan = replace(
        small_plan([clerk(0, calendar=OFFICE), clerk(0, calendar=morning)], [(10, [step(4)])]), crews=pair(0)
    )

    played = play(plan, WINDOW)

    assert played.trace.ended_ms.tolist() == [34 * MS_PER_HOUR]
    assert hours(played) == [{"direct": 8}, {"direct": 4}]


def test_a_crew_that_has_not_started_binds_nobody_and_one_that_goes_on_binds_until_the_end():
    """Two crews: the first works 8-12 and 14-15, when the run stops; the second waits."""
    people = [clerk(0, calendar=OFFICE), clerk(0, calendar=OFFICE)]
    plan = small_plan(people, [(8, [step(40)]), (8, [step(1)])], end=15)
    both = Crews(step=ints(0, 1), unit=ints(0, 0), rank=ints(1, 1), licence=ints(-1, -1), count=ints(2, 2))

    played = play(replace(plan, crews=both), WINDOW)

    assert played.trace.crew.tolist() == [0, 1, NOT_YET, NOT_YET]
    assert hours(played) == [{"direct": 5}, {"direct": 5}]


@pytest.fixture
def held():
    """An officer reports 8-9 to a head who is away until 16, and signs 16-16.5; other work waits from 9 on."""
    people = [
        clerk(0, calendar=OFFICE),
        clerk(1, rank=Rank.HEAD, calendar=OFFICE.without([ms(8)], [ms(16)])),
    ]
    matters = [(8, [step(1), step(0.5, unit=1, rank=2, kind=Kind.SIGN)]), (8.5, [step(1)])]
    plan = small_plan(people, matters, edges=[(0, 1)])
    return replace(plan, holds=Holds(step=ints(0), until=ints(1)))


def test_who_is_held_is_bound_for_a_purpose_of_its_own(held):
    """The officer works 8-9, is held 9-12 and 14-16.5, and works 16.5-17.5: 5.5 of 16 hours held."""
    played = play(held, WINDOW)

    assert hours(played) == [{"direct": 2, "held": 5.5}, {"decision": 0.5}]
    measures = people_measures(played, *busy_ms(played))
    scheduled = 16 + 10  # the head is there 16-18 and on the second day
    assert measures["utilisation_held"] == 5.5 / scheduled
    assert measures["utilisation_mean"] == 8 / scheduled
    assert by_rank(played, *busy_ms(played)) == {"officer": 7.5 / 16, "head": 0.5 / 10}


def test_who_is_still_held_when_the_run_stops_is_held_until_then(held):
    played = play(replace(held, end_ms=ms(15)), WINDOW)

    assert played.trace.freed_ms.tolist() == [NOT_YET]
    assert hours(played) == [{"direct": 1, "held": 4}, {}]


def test_who_has_the_rank_that_decides_is_held_by_nobody(held):
    head = replace(held.people, rank=ints(2, 2))
    played = play(replace(held, people=head), WINDOW)

    assert hours(played) == [{"direct": 2}, {"decision": 0.5}]
    assert people_measures(played, *busy_ms(played))["utilisation_held"] == 0


@pytest.fixture
def interrupted():
    """Person 0 begins a long drafting at 8; at 9 an urgent contact interrupts it, for an hour; a colleague comes."""
    people = [clerk(0, calendar=OFFICE), clerk(0, calendar=sessions((9.5, 12), (14, 18)))]
    matters = [(8, [step(4, priority=2, kind=Kind.DRAFT)]), (9, [step(1, priority=0, kind=Kind.LIAISE)])]
    return small_plan(people, matters, **further(preempts=[1]))


def test_who_is_interrupted_was_at_work_until_then_and_who_goes_on_from_then(interrupted):
    """Person 0 drafts 8-9 and is called away 9-10; three hours are left, which person 1 does: 9.5-12 and 14-14.5."""
    played = play(interrupted, WINDOW)

    assert played.trace.person.tolist() == [1, 0]
    assert hours(played) == [{"direct": 1, "liaison": 1}, {"direct": 3}]


def test_what_nobody_has_gone_on_with_binds_nobody(interrupted):
    """The run stops at 9.25: person 0 has drafted for an hour and been away from it for a quarter."""
    played = play(replace(interrupted, end_ms=ms(9.25)), WINDOW)

    assert hours(played) == [{"direct": 1, "liaison": 0.25}, {}]


def test_beside_crews_interruptions_count_too():
    """Person 0 works 8-9, on the urgent step 9-10, and goes on 10-12 and 14-15; persons 1 and 2 meet 8-10."""
    people = [clerk(0, calendar=OFFICE), clerk(1, calendar=OFFICE), clerk(1, calendar=OFFICE)]
    matters = [(8, [step(4, priority=2)]), (9, [step(1, priority=0)]), (8, [step(2, unit=1, kind=Kind.MEET)])]
    crew = Crews(step=ints(2), unit=ints(1), rank=ints(1), licence=ints(-1), count=ints(2))

    played = play(small_plan(people, matters, **further(preempts=[1]), crews=crew), WINDOW)

    assert hours(played) == [{"direct": 5}, {"coordination": 2}, {"coordination": 2}]


@settings(max_examples=examples(40))
@given(st.randoms(use_true_random=True))
def test_all_milliseconds_of_each_person_are_accounted_for(random: Random):
    """What is bound, and for how long, is what is left if all free time is taken away from a person's diary."""
    plan = random_plan(random, profiles=("full", *WIDE))
    days = stretch(0, 3, 5)
    trace = simulate(plan)
    played = Played(plan=plan, trace=trace, horizon=days, n_units=plan.n_units)
    begin, end = days.window_ms

    worked, scheduled = busy_ms(played)

    presence = Presence(plan, trace)
    for person, diary in enumerate(presence.diary):
        spans = [(max(span[0], begin), min(span[1], trace.stopped_ms, end)) for span in
                 presence.bound(person)]  # fmt: skip
        spans = [span for span in spans if span[1] > span[0]]
        idle = diary.within(begin, end).without([span[0] for span in spans], [span[1] for span in spans])
        assert worked[person].sum() + idle.total_ms == scheduled[person]
        assert worked[person].sum() <= scheduled[person]
