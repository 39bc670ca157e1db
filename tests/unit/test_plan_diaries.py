"""People's diaries: the hours for which they are there, less meetings on fixed dates and absences."""

from dataclasses import replace

import numpy as np
import pytest
from houses import CHIEF, DEPUTIES, OFFICE_DAYS, build, house, matter, need, officers, person
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import examples
from worlds import Log, done, log, sessions

from sim.calendar import MS_PER_HOUR
from sim.institution import Rank
from sim.levers.authority import Authority
from sim.levers.design import Levers
from sim.planning.people.diaries import cut_to, diaries, own_time
from sim.procedure import Meeting, Procedure
from sim.workload.tables import AbsenceTable

MORNING = ("08:30", "12:00")


def absent(*spells):
    """Return the absences of these spells: (person, from, to) in hours."""
    columns = np.array(spells, dtype=np.int64).reshape(-1, 3).T
    return AbsenceTable(person=columns[0], from_ms=columns[1] * MS_PER_HOUR, to_ms=columns[2] * MS_PER_HOUR)


def week(calendar, number=0):
    """Return a week's sessions in hours since its Monday."""
    monday = 168 * number
    part = calendar.within(monday * MS_PER_HOUR, (monday + 168) * MS_PER_HOUR)
    sessions = zip(part.opens / MS_PER_HOUR - monday, part.closes / MS_PER_HOUR - monday, strict=True)
    return [(float(begin), float(end)) for begin, end in sessions]


FULL_WEEK = [(24.0 * day + begin, 24.0 * day + end) for day in range(5) for begin, end in ((8, 12), (14, 18))]


def test_without_meetings_and_absences_a_diary_is_the_office_hours():
    (calendar,) = diaries(np.array([1]), (), absent(), OFFICE_DAYS)

    assert week(calendar) == week(calendar, 3) == FULL_WEEK


def test_a_meeting_is_a_hole_for_the_ranks_that_attend():
    """Tuesday morning: of 8-12 the first half hour is left to a deputy, all of it to an officer."""
    meeting = Meeting(ranks=("deputy", "chief"), weekday=2, hours=MORNING)

    calendars = diaries(np.array([Rank.DEPUTY, Rank.CHIEF, Rank.OFFICER, Rank.HEAD]), (meeting,), absent(), OFFICE_DAYS)

    attended = [(32.0, 32.5) if session == (32.0, 36.0) else session for session in FULL_WEEK]
    assert [week(calendar) for calendar in calendars] == [attended, attended, FULL_WEEK, FULL_WEEK]


def test_a_meeting_every_other_week_leaves_the_weeks_between():
    meeting = Meeting(ranks=("officer",), weekday=5, hours=("08:00", "12:00"), every_weeks=2)

    (calendar,) = diaries(np.array([Rank.OFFICER]), (meeting,), absent(), OFFICE_DAYS)

    without_friday_morning = [session for session in FULL_WEEK if session != (104.0, 108.0)]
    assert [week(calendar, number) for number in range(4)] == [
        without_friday_morning, FULL_WEEK, without_friday_morning, FULL_WEEK
    ]  # fmt: skip


def test_meetings_and_absences_add_up():
    """Two meetings of a chief, and two spells that overlap: Thursday and Friday are gone."""
    meetings = tuple(Meeting(ranks=("chief",), weekday=day, hours=("14:00", "18:00")) for day in (1, 3))

    calendar, other = diaries(np.array([Rank.CHIEF] * 2), meetings, absent((0, 72, 108), (0, 96, 120)), OFFICE_DAYS)

    assert week(calendar) == [(8.0, 12.0), (32.0, 36.0), (38.0, 42.0), (56.0, 60.0)]
    assert week(other) == [session for session in FULL_WEEK if session not in ((14.0, 18.0), (62.0, 66.0))]


def test_an_absence_keeps_a_persons_matters_waiting(simulate):
    """The only officer is away on Tuesday: what is begun on Monday at 16:00 ends on Wednesday."""
    built = build(
        house(officers(1)), [matter(need("b0c0", 3), at=16), matter(need("b0c0", 1), at=17)], days=OFFICE_DAYS,
        absences=[("p0", 24, 48)],
    )  # fmt: skip

    trace = simulate(built.plan)

    # 16-18 two hours, Wednesday 56-57 the third; then 57-58
    assert log(trace) == Log([done(16, 16, 57, by=0), done(17, 57, 58, by=0)], [57, 58], 58)


def test_a_meeting_delays_a_signature(simulate):
    """Monday 8:30-12 the deputy is in a meeting; a paper that is ready at 9 is signed at 14."""
    built = build(
        house([*officers(1), DEPUTIES[0], CHIEF]), [matter(need("b0c0", 1, errors=(1.0,)), decision=1, at=8)],
        Levers(authority=Authority(non_core=("deputy",))), procedure=Procedure(sign_hours={"deputy": 0.5}),
        meetings=(Meeting(ranks=("deputy",), weekday=1, hours=MORNING),), days=OFFICE_DAYS,
    )  # fmt: skip

    trace = simulate(built.plan)

    assert log(trace) == Log([done(8, 8, 9, by=0), done(9, 14, 14.5, by=1)], [14.5], 14.5)


# hours of one's own -------------------------------------------------------------------------------


def test_own_hours_stand_in_the_place_of_the_offices():
    """From 13 to 20 o'clock, whatever the office does, on Tuesdays and Saturdays that are worked: Saturdays are not."""
    late = replace(person("p"), hours=(("13:00", "20:00"),), weekdays=(2, 6))

    calendar, other = diaries(np.array([1, 1]), (), absent(), OFFICE_DAYS, [late, person("q")])

    assert week(calendar) == week(calendar, 3) == [(37.0, 44.0)]
    assert week(other) == FULL_WEEK


def test_without_own_hours_a_part_of_the_week_is_worked_in_the_offices():
    calendar, _ = diaries(
        np.array([1, 1]), (), absent(), OFFICE_DAYS, [replace(person("p"), weekdays=(1, 3)), person("q")]
    )

    assert week(calendar) == [(8.0, 12.0), (14.0, 18.0), (56.0, 60.0), (62.0, 66.0)]


def test_meetings_and_absences_are_cut_out_of_own_hours():
    """Of 7-10 a meeting takes 8:30-12 on Tuesday; Thursday is off."""
    early = replace(person("p"), hours=(("07:00", "10:00"),))
    meeting = Meeting(ranks=("officer",), weekday=2, hours=MORNING)

    (calendar,) = diaries(np.array([Rank.OFFICER]), (meeting,), absent((0, 72, 96)), OFFICE_DAYS, [early])

    assert week(calendar) == [(7.0, 10.0), (31.0, 32.5), (55.0, 58.0), (103.0, 106.0)]


def test_a_share_of_time_is_whole_days_and_the_next_persons_lie_beside_them():
    """At a half, those days count for which d + place is even: of ten working days 0, 2, 4 … and 1, 3, 5 …"""
    staff = [replace(person(f"p{place}"), full_time=0.5) for place in range(2)]

    calendars = diaries(np.array([1, 1]), (), absent(), OFFICE_DAYS, staff)

    days = [[int(begin // 24) for begin, _ in week(one)[::2]] for one in calendars]
    assert days == [[0, 2, 4], [1, 3]]
    assert [[int(begin // 24) for begin, _ in week(one, 1)[::2]] for one in calendars] == [[1, 3], [0, 2, 4]]


def test_a_third_of_the_time_of_three_people_covers_each_day_once():
    staff = [replace(person(f"p{place}"), full_time=1 / 3) for place in range(3)]

    calendars = diaries(np.array([1, 1, 1]), (), absent(), OFFICE_DAYS, staff)

    assert sorted(session for one in calendars for session in week(one)) == FULL_WEEK


def test_a_share_is_one_of_the_persons_own_days():
    """Half of Mondays and Wednesdays: one of the two each week, not all of one of them and none of the other."""
    half = replace(person("p"), weekdays=(1, 3), full_time=0.5)

    days = [week(own_time(half, place, OFFICE_DAYS), number)[0][0] // 24 for place in (0, 1) for number in range(4)]

    assert days == [0, 0, 0, 0, 2, 2, 2, 2]


@settings(max_examples=examples(60))
@given(st.floats(0, 1), st.integers(0, 60))
def test_everybody_is_there_for_their_share_of_days_to_within_one(share, place):
    """OFFICE_DAYS has 20 working days of eight hours."""
    calendar = own_time(replace(person("p"), full_time=share), place, OFFICE_DAYS)

    assert abs(calendar.total_ms / (8 * MS_PER_HOUR) - 20 * share) <= 1


@pytest.mark.parametrize(("share", "days"), [(0.0, 0), (1.0, 20)])
def test_none_and_all_of_the_time(share, days):
    assert own_time(replace(person("p"), full_time=share), 3, OFFICE_DAYS).total_ms == days * 8 * MS_PER_HOUR


def test_a_diary_is_cut_to_the_sessions_of_a_unit():
    """Office hours and 11-15: 11-12 and 14-15."""
    cut = cut_to(sessions((8, 12), (14, 18), (32, 36)), sessions((11, 15), (16.5, 17), (33, 34), (60, 61)))

    assert week(cut) == [(11.0, 12.0), (14.0, 15.0), (16.5, 17.0), (33.0, 34.0)]


@pytest.mark.parametrize(("one", "other"), [((), ((8, 12),)), (((8, 12),), ()), (((8, 12),), ((12, 14),))])
def test_hours_that_have_nothing_in_common_leave_none(one, other):
    assert cut_to(sessions(*one), sessions(*other)).opens.size == 0


periods = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)), max_size=8).map(
    lambda pairs: sessions(*((begin, begin + length) for begin, length in pairs))
)


@given(periods, periods)
def test_an_hour_is_left_of_a_diary_if_it_is_one_of_both(one, other):
    hours = np.arange(80) * MS_PER_HOUR

    cut = cut_to(one, other)

    assert cut.is_open(hours).tolist() == (one.is_open(hours) & other.is_open(hours)).tolist()
    assert cut.total_ms == int((one.is_open(hours) & other.is_open(hours)).sum()) * MS_PER_HOUR
    assert cut.before.tolist() == (np.cumsum(cut.closes - cut.opens) - (cut.closes - cut.opens)).tolist()
