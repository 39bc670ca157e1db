"""People's diaries: office hours less meetings on fixed dates and absences."""

import numpy as np
from worlds import CHIEF, DEPUTIES, OFFICE_DAYS, Log, build, done, house, log, matter, need, officers

from sim.calendar import MS_PER_HOUR
from sim.institution import Rank
from sim.levers.authority import Authority
from sim.levers.design import Levers
from sim.plan.diaries import diaries
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
