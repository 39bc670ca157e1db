"""The split: each millisecond of the critical path gets one name. All of it worked out by hand, in hours.

OFFICE is open 8-12, 14-18, 32-36, 38-42, 56-60, 62-66, 80-84, 86-90. Parts that are not listed are of no length.
"""

from dataclasses import replace

import pytest
from measuring import chain, play, split, stretch
from worlds import OFFICE, clerk, sessions, small_plan, step, wait
from worlds_further import further

from analysis.measures.split import PARTS, split_days, split_ms
from sim.plan.plan import Guard, Kind

DAYS = stretch(0, 4)
SLOTS = sessions((10, 10.5), (16, 16.5), (34, 34.5), (40, 40.5))
"""10:00 and 16:00 of the first two days, half an hour each."""


def at_office(*units, **rest):
    return clerk(*units, calendar=OFFICE, **rest)


def of_kind(kind, hours=1, *, unit=0, **rest):
    return step(hours, unit=unit, kind=kind, **rest)


def one_matter(people, release, steps, *, edges=None, attempt=None, **rest):
    """Return the run of one matter whose steps follow one another, unless edges are given."""
    plan = small_plan(
        people, [(release, steps)], edges=chain(*range(len(steps))) if edges is None else edges, **rest
    )  # fmt: skip
    return play(plan, DAYS, attempt=attempt)


def behind(hours, steps, *, people=None, release=8, attempt=None, calendars=()):
    """Return the run of a matter whose unit is busy with another one, which came first, for so many hours."""
    matters = [(release, [step(hours)]), (release, steps)]
    edges = chain(*range(1, 1 + len(steps)))
    plan = small_plan(people or [at_office(0)], matters, edges=edges, calendars=calendars)
    return play(plan, DAYS, attempt=attempt and [1, *attempt])


# waiting and working ------------------------------------------------------------------------------


def test_waiting_for_a_person_and_worked_on():
    """The clerk is busy 8-11; then one hour of work."""
    assert split(behind(3, [step(1)]), 1) == {"waiting": 3, "worked": 1}


def test_hours_in_which_nobody_of_the_unit_is_on_duty_are_closed():
    """Seven hours from 10:00 on: 10-12, 14-18 and 32-33; lunch 2 and night 14 are closed."""
    assert split(one_matter([at_office(0)], 10, [step(7)])) == {"worked": 7, "closed": 16}


def test_a_wait_across_lunch_is_closed_for_its_part():
    """The clerk is busy 8-12 and 14-15. The second matter waits 4 + 1 hours, lunch is closed; worked on 15-16."""
    assert split(behind(5, [step(1)]), 1) == {"waiting": 5, "closed": 2, "worked": 1}


def test_what_comes_at_night_finds_the_house_closed():
    """Released at 20:00; the office opens at 32. Another one, released with it, waits from 32 to 34 besides."""
    played = behind(2, [step(1)], release=20)

    assert split(played, 0) == {"closed": 12, "worked": 2}
    assert split(played, 1) == {"closed": 12, "waiting": 2, "worked": 1}


def test_a_colleague_on_duty_keeps_the_unit_open():
    """Person 0 works 8-12, is away in the afternoon while person 1 is there, and goes on 32-33.

    Under way are 4 + 1 hours of work, and the afternoon's 4 in which the unit is open; closed are lunch and night.
    """
    people = [clerk(0, calendar=sessions((8, 12), (32, 36))), clerk(0, calendar=sessions((14, 18)))]

    assert split(one_matter(people, 8, [step(5)])) == {"worked": 9, "closed": 16}


def test_a_unit_that_nobody_is_left_in_is_closed():
    """The only clerk leaves for good at 12; the run stops at the end of the fourth day, at 96."""
    played = one_matter([clerk(0, calendar=sessions((8, 12)))], 8, [step(5)], end=96)

    assert split(played) == {"worked": 4, "closed": 84}


# outside ------------------------------------------------------------------------------------------


def test_a_hand_over_that_lies_overnight_is_handed_over_all_the_time():
    """Handled 16-17; three hours of transit in office time, 17-18 and 32-34; handled elsewhere 34-35."""
    steps = [step(1), of_kind(Kind.HAND_OVER, 3, unit=-1, calendar=0), step(1, unit=1)]

    played = one_matter([at_office(0), at_office(1)], 16, steps, calendars=[OFFICE])

    assert split(played) == {"worked": 2, "handed_over": 17}


@pytest.mark.parametrize("kind", [Kind.WAIT_OUTSIDE, Kind.SUPPLEMENT, Kind.REVIEW])
@pytest.mark.parametrize(("calendar", "outside"), [(-1, 6), (0, 8)], ids=["clock time", "office time"])
def test_a_wait_outside_is_outside_day_and_night(calendar, outside, kind):
    """Handled 9-10. Six hours outside: 10-16 by the clock; in office time 10-12 and 14-18, over lunch. Then one hour.

    After the wait in office time the house has just closed: until 32 nobody is there.
    """
    steps = [step(1), of_kind(kind, 6, unit=-1, calendar=calendar), step(1)]

    found = split(one_matter([at_office(0)], 9, steps, calendars=[OFFICE]))

    closed = {"closed": 14} if calendar == 0 else {}
    assert found == {"worked": 2, "outside": outside, **closed}


def test_a_join_takes_no_time():
    steps = [step(1), of_kind(Kind.JOIN, 0, unit=-1), step(1)]

    assert split(one_matter([at_office(0)], 8, steps)) == {"worked": 2}


# signatures and coordination ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.SIGN, Kind.ASSIGN])
def test_a_wait_for_the_signing_time_is_a_wait_for_a_signature(kind):
    """Handled 8-11. The paper reaches the desk at 16:00: of those 5 hours, 2 are closed. Read 16-16.5."""
    steps = [step(3), of_kind(kind, 0.5, unit=1, rank=3, calendar=0)]

    played = one_matter([at_office(0), at_office(1, rank=3)], 8, steps, calendars=[SLOTS])

    assert split(played) == {"worked": 3.5, "signature": 3, "closed": 2}


def test_a_leader_who_is_away_is_closed_hours_not_a_wait_for_a_signature():
    """Handled 16-17. The next paper reaches the desk at 34, the leader comes at 38 and signs until 38.5.

    On duty between 17 and 38: 17-18. So one hour for the signature, twenty closed; and half an hour of work.
    """
    leader = clerk(1, rank=3, calendar=sessions((14, 18), (38, 42)))
    steps = [step(1), of_kind(Kind.SIGN, 0.5, unit=1, rank=3, calendar=0)]

    played = one_matter([at_office(0), leader], 16, steps, calendars=[SLOTS])

    assert split(played) == {"worked": 1.5, "signature": 1, "closed": 20}


def test_a_signature_waits_for_a_busy_leader_after_the_signing_time_too():
    """The leader signs another paper 10-12 and 14-16. This one, handled 9-10, is signed 16-17."""
    people = [at_office(0), at_office(1, rank=3)]
    sign = of_kind(Kind.SIGN, 4, unit=1, calendar=0)
    matters = [(10, [sign]), (9, [step(1), {**sign, "work_hours": 1}])]
    plan = small_plan(people, matters, edges=[(1, 2)], calendars=[SLOTS])

    assert split(play(plan, DAYS), 1) == {"worked": 2, "signature": 4, "closed": 2}


@pytest.mark.parametrize("kind", [Kind.MEET, Kind.COUNTERSIGN, Kind.MERGE])
def test_coordination_is_coordination_waiting_and_under_way(kind):
    """Busy 8-11; coordinated 11-12 and 14-15: 3 hours of waiting and 2 of work, and lunch."""
    assert split(behind(3, [of_kind(kind, 2)]), 1) == {"coordinated": 5, "closed": 2}


@pytest.mark.parametrize("kind", [Kind.DRAFT, Kind.HANDLE, Kind.REQUEST, Kind.REPLY])
def test_all_other_work_is_waited_for_and_worked_on(kind):
    assert split(behind(3, [of_kind(kind, 2)]), 1) == {"waiting": 3, "worked": 2, "closed": 2}


# rework -------------------------------------------------------------------------------------------


def test_what_comes_after_the_first_attempt_is_rework():
    """The unit has another matter, which takes its clerk from 10 to 12.

    step                 called   under way      what it is
    handle               8        8-9            worked 1
    sign                 9        10-10.5        signature 1, worked 0.5
    handle again         10.5     12 … 14-15     the clerk is busy 10.5-12: 1.5; lunch closed 2; 1: rework 2.5
    sign again           15       16-16.5        rework 1.5
    reply                16.5     16.5-17        worked 0.5
    """
    sign = of_kind(Kind.SIGN, 0.5, unit=1, calendar=0)
    steps = [step(1), sign, step(1), sign, of_kind(Kind.REPLY, 0.5)]
    plan = small_plan(
        [at_office(0), at_office(1)], [(8, steps), (10, [step(2)])], edges=chain(0, 1, 2, 3, 4), calendars=[SLOTS]
    )

    played = play(plan, DAYS, attempt=[1, 1, 2, 2, 1, 1])

    assert split(played) == {"worked": 2, "signature": 1, "rework": 4, "closed": 2}


@pytest.mark.parametrize("kind", [Kind.HANDLE, Kind.MEET, Kind.SIGN])
def test_rework_goes_before_the_kind_and_after_closed_hours(kind):
    """Busy 8-11, again from 11-12 and 14-15, in a third attempt: 3 + 2 hours of rework, whatever it is."""
    assert split(behind(3, [of_kind(kind, 2)], attempt=[3]), 1) == {"rework": 5, "closed": 2}


def test_to_be_outside_goes_before_rework():
    assert split(one_matter([at_office(0)], 8, [wait(3), step(1)], attempt=[2, 1])) == {"outside": 3, "worked": 1}


# held by another matter ---------------------------------------------------------------------------


def test_a_brief_twin_that_waits_for_its_original_is_coordinated():
    """The original is handled 8-12 and 14-15; its twin is drafted 9-10, held 10-15, over lunch, and handled 15-16."""
    matters = [(8, [step(5)]), (9, [of_kind(Kind.DRAFT, unit=1), step(1)])]
    plan = small_plan([at_office(0), at_office(1)], matters, edges=[(0, 2), (1, 2)])

    assert split(play(plan, DAYS), 1) == {"worked": 2, "coordinated": 5}


def test_an_open_matter_that_is_held_is_coordinated_to_the_end():
    """The original would take until the third day; the run stops at 40."""
    matters = [(8, [step(20)]), (9, [of_kind(Kind.DRAFT, unit=1), step(1)])]
    plan = small_plan([at_office(0), at_office(1)], matters, edges=[(0, 2), (1, 2)], end=40)

    assert split(play(plan, DAYS), 1) == {"worked": 1, "coordinated": 30}


# interrupted, overdue, left, elsewhere ------------------------------------------------------------


def urgent(hours, *, kind=Kind.HANDLE, attempt=1, **rest):
    """Return the run of a matter of four hours from 8 on that another one interrupts at 9, for so many hours."""
    steps = [of_kind(kind, 4, priority=2)], [step(hours, priority=0)]
    plan = small_plan([at_office(0)], list(zip((8, 9), steps, strict=True)), **further(preempts=[1]), **rest)
    return play(plan, DAYS, attempt=[attempt, 1])


@pytest.mark.parametrize(
    ("kind", "attempt", "parts"),
    [
        (Kind.HANDLE, 1, {"worked": 4, "waiting": 4, "closed": 2}),
        (Kind.SIGN, 1, {"worked": 4, "signature": 4, "closed": 2}),
        (Kind.MEET, 1, {"coordinated": 8, "closed": 2}),
        (Kind.HANDLE, 2, {"rework": 8, "closed": 2}),
    ],
)
def test_what_was_interrupted_waits_again(kind, attempt, parts):
    """Worked on 8-9; waits 9-12 and 14-15, over lunch; then three hours, 15-18."""
    assert split(urgent(4, kind=kind, attempt=attempt)) == parts


def test_an_open_matter_may_wait_to_be_gone_on_with():
    assert split(urgent(4, end=11.5)) == {"worked": 1, "waiting": 2.5}


def test_what_was_interrupted_twice_waits_twice():
    """Worked on 8-9, 9.5-10 and 11-12, 14-15.5; waits 9-9.5 and 10-11."""
    matters = [(8, [step(4, priority=2)]), (9, [step(0.5, priority=0)]), (10, [step(1, priority=0)])]
    plan = small_plan([at_office(0)], matters, **further(preempts=[1, 2]))

    assert split(play(plan, DAYS)) == {"worked": 4, "waiting": 1.5, "closed": 2}


def test_a_step_that_left_was_waited_for():
    """The clerk is busy; after three hours the matter goes to another unit, which handles it 11-12."""
    plan = small_plan(
        [at_office(0), at_office(1)], [(8, [step(9)]), (8, [step(1), step(1, unit=1)])],
        edges=[(1, 2, Guard.WHEN_LEFT)], **further(patience={1: 3}),
    )  # fmt: skip

    assert split(play(plan, DAYS), 1) == {"waiting": 3, "worked": 1}


def test_what_has_left_is_in_no_mean():
    """The second matter leaves at 9: the mean is that of the first alone."""
    plan = small_plan([at_office(0)], [(8, [step(2)]), (8, [step(1)])], **further(patience={1: 1}))

    played = play(plan, DAYS)

    assert split(played, 1) == {"waiting": 1}
    assert {part: value for part, value in split_days(played).items() if value} == {"worked": 2 / 24}


def test_until_an_alarm_a_step_was_waited_for():
    """The clerk is busy until 18. At 10 a leader is told, who takes eleven hours over it."""
    plan = small_plan(
        [at_office(0), at_office(1)], [(8, [step(8)]), (8, [step(1), of_kind(Kind.ASSIGN, 11, unit=1)])],
        edges=[(1, 2, Guard.WHEN_LATE)], **further(alarms={1: 2}),
    )  # fmt: skip

    # 10-12, 14-18, 32-36, 38-39: eleven hours; lunch twice and a night in between
    assert split(play(plan, DAYS), 1) == {"waiting": 2, "worked": 11, "closed": 2 + 14 + 2}


def test_the_queue_and_the_work_of_a_contractor_are_outside():
    """Drafted 8-9 by our clerk; the contractor is busy until 11 with another matter, and handles it until 12."""
    plan = small_plan(
        [at_office(0), at_office(1)], [(8, [step(3, unit=1)]), (8, [of_kind(Kind.DRAFT), step(1, unit=1)])],
        edges=[(1, 2)],
    )  # fmt: skip

    played = replace(play(plan, DAYS), n_staff=1, n_units=1)

    assert split(played, 0) == {"outside": 3}
    assert split(played, 1) == {"worked": 1, "outside": 3}


# open matters -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "parts"),
    [
        (step(99), {"worked": 6, "closed": 2}),
        (step(99, unit=1), {"worked": 1, "waiting": 5, "closed": 2}),
        (step(1, calendar=0), {"worked": 1, "waiting": 5, "closed": 2}),
        (of_kind(Kind.SIGN, calendar=0), {"worked": 1, "signature": 5, "closed": 2}),
        (wait(99), {"worked": 1, "outside": 7}),
        (of_kind(Kind.HAND_OVER, 99, unit=-1), {"worked": 1, "handed_over": 7}),
    ],
    ids=["in mid-work", "waiting for a person", "a lag", "a lag to a signature", "outside", "in transit"],
)
def test_an_open_matter_is_split_up_to_the_end_of_the_run(last, parts):
    """Handled 8-9; then the step it stands at, until 16. The clerk of unit 1 has been busy since 8."""
    plan = small_plan(
        [at_office(0), at_office(1)], [(8, [step(1), last]), (8, [step(99, unit=1)])], edges=[(0, 1)],
        calendars=[sessions((34, 35))], end=16,
    )  # fmt: skip

    assert split(play(plan, DAYS)) == parts


# the whole ----------------------------------------------------------------------------------------


def test_parts_of_branches_that_are_not_critical_do_not_count():
    """Handled 8-9; then unit 1 until 10 and a wait outside until 11; answered 11-12."""
    steps = [step(1), step(1, unit=1), wait(2), of_kind(Kind.REPLY)]

    played = one_matter([at_office(0), at_office(1)], 8, steps, edges=[(0, 1), (0, 2), (1, 3), (2, 3)])

    assert split(played) == {"worked": 2, "outside": 2}


def test_what_was_skipped_takes_no_time():
    """Fine at the first attempt: the second round is skipped. Handled 8-9, signed 9-10, answered 10-11."""
    steps = [step(1), of_kind(Kind.SIGN), step(1), of_kind(Kind.SIGN), of_kind(Kind.REPLY)]
    edges = [(0, 1), (1, 2, Guard.ON_ERROR, 0), (1, 4, Guard.IF_FINE, 0), (2, 3), (3, 4)]

    assert split(one_matter([at_office(0)], 8, steps, edges=edges, attempt=[1, 1, 2, 2, 1])) == {"worked": 3}


def test_the_split_is_the_mean_over_the_cohort():
    """The matters of `behind`: 3 h worked; 3 h waiting and 1 h worked. Means 2 and 1.5 h, seven in all halved."""
    played = behind(3, [step(1)])

    days = split_days(played)

    assert list(days) == list(PARTS[:-1])
    assert days == pytest.approx({**dict.fromkeys(PARTS[:-1], 0), "worked": 2 / 24, "waiting": 1.5 / 24})


def test_without_a_cohort_all_parts_are_nothing():
    plan = small_plan([at_office(0)], [(8, [step(1)])])

    played = play(plan, stretch(1, 4))

    assert split_days(played) == dict.fromkeys(PARTS[:-1], 0)
    assert split_ms(played).shape == (0, len(PARTS))


def test_the_split_is_exact_to_the_millisecond():
    """A third of an hour is 1 200 000 ms, a seventh rounds to 514 286; worked from 8:00 on, nothing else."""
    played = one_matter([at_office(0)], 8, [step(1 / 3), step(1 / 7)])

    assert dict(zip(PARTS, split_ms(played)[0].tolist(), strict=True)) == {
        **dict.fromkeys(PARTS, 0), "worked": 1_200_000 + 514_286
    }  # fmt: skip
