"""The statutory clock stands still while an applicant supplements and while experts review.

Office hours are 8-12 and 14-18 on every day: 8-12, 14-18, 32-36, 38-42 …; eight hours a day.
"""

import pytest
from measuring import chain, play, stretch
from worlds import clerk, small_plan, step

from analysis.measures.clock import statutory_days, stopped_ms
from analysis.measures.matters import matter_measures, working_days
from sim.calendar import MS_PER_HOUR
from sim.plan.plan import Kind

WEEK = stretch(0, 7)
MILLISECOND = 1 / 3_600_000


def supplement(hours):
    """Return a supplement of so many hours of clock time."""
    return step(hours, unit=-1, kind=Kind.SUPPLEMENT)


def review(hours):
    """Return a review of so many hours of office time."""
    return step(hours, unit=-1, calendar=0, kind=Kind.REVIEW)


def plan_of(*matters, edges=(), people=1, **rest):
    clerks = [clerk(0, calendar=WEEK.office) for _ in range(people)]
    return small_plan(clerks, matters, edges=edges, calendars=[WEEK.office], **rest)


def stopped_hours(played):
    return (stopped_ms(played) / MS_PER_HOUR).tolist()


def test_the_time_of_a_supplement_does_not_count():
    """Worked on 8-9, supplemented from 9 to 33 (7 + 1 office hours), worked on 33-34: of 8 + 2 hours 2 count."""
    played = play(plan_of((8, [step(1), supplement(24), step(1)]), edges=chain(0, 1, 2)), WEEK)

    assert (working_days(played) * 8).tolist() == [10]
    assert stopped_hours(played) == [8]
    assert (statutory_days(played) * 8).tolist() == [2]


def test_stops_side_by_side_count_once():
    """From 9 on an applicant supplements until 33 and experts review for 1 and for 10 office hours, until 10 and 35.

    Together they last from 9 to 35, 7 + 3 office hours. Worked on 35-36, supplemented again from 36 to 40, of which
    two hours are a lunch break: 2. Of 7 + 4 + 2 hours from release to end one is left, the hour of work.
    """
    steps = [supplement(24), review(1), review(10), step(1), supplement(4)]
    played = play(plan_of((9, steps), edges=[(0, 3), (1, 3), (2, 3), (3, 4)]), WEEK)

    assert stopped_hours(played) == [12]
    assert (statutory_days(played) * 8).tolist() == [1]


def test_the_stops_of_one_matter_are_not_anothers():
    """Three matters, the stops of the first and the last overlap in time; the one between has none."""
    played = play(plan_of((8, [supplement(2)]), (8, [step(4)]), (9, [review(5)])), WEEK)

    assert stopped_hours(played) == [2, 0, 5]
    assert (statutory_days(played) * 8).tolist() == [0, 4, 0]


@pytest.mark.parametrize("kind", [Kind.WAIT_OUTSIDE, Kind.HAND_OVER, Kind.JOIN])
def test_no_other_wait_stops_the_clock(kind):
    """Views that are sought, papers handed in again and papers in transit are the house's own time."""
    played = play(plan_of((8, [step(3, unit=-1, kind=kind)])), WEEK)

    assert stopped_hours(played) == [0]
    assert statutory_days(played).tolist() == working_days(played).tolist()


def test_what_was_skipped_stopped_nothing():
    """An edge on error behind a step that cannot err."""
    played = play(plan_of((8, [step(1, category=0), review(5)]), edges=[(0, 1, 1)]), WEEK)

    assert stopped_hours(played) == [0]
    assert (statutory_days(played) * 8).tolist() == [1]


def test_a_stop_that_goes_on_when_the_run_ends_counts_until_then():
    """Released at 8, supplemented from 9 on; the run ends at 33, 7 + 1 office hours later."""
    plan = plan_of((8, [step(1), supplement(500)]), edges=chain(0, 1), end=33)

    played = play(plan, WEEK)

    assert stopped_hours(played) == [8]
    assert (statutory_days(played) * 8).tolist() == [1]


def test_a_deadline_moves_back_by_the_time_for_which_the_clock_stood_still():
    """As above, closed at 34 after 8 stopped hours. From 10 these reach to 34: 10-12, 14-18, 32-34; so 10 will do.

    The last two are worked on by others, 8-12, 14-18 and 32-34, without a stop.
    """
    done = [step(1), supplement(24), step(1)]
    plan = plan_of(
        (8, done), (8, done), (8, [step(10)]), (8, [step(10)]), people=4, edges=[*chain(0, 1, 2), *chain(3, 4, 5)]
    )
    deadlines = [
        10,
        10 - MILLISECOND,  # late
        34,
        34 - MILLISECOND,  # late
    ]

    played = play(plan, WEEK, deadlines=deadlines)

    assert (played.until_ms / MS_PER_HOUR).tolist() == [34, 34, 34, 34]
    assert matter_measures(played)["on_time_share"] == 0.5


def test_a_stop_after_the_deadline_does_not_make_good_for_it():
    """Worked on 8-10, supplemented 10-12: closed two hours past a deadline at 9:00, which moves to 11 only."""
    plan = plan_of((8, [step(2), supplement(2)]), edges=chain(0, 1))

    assert matter_measures(play(plan, WEEK, deadlines=[9]))["on_time_share"] == 0
    assert matter_measures(play(plan, WEEK, deadlines=[10]))["on_time_share"] == 1


def test_statutory_days_are_among_the_measures():
    """Statutory hours 2, 4 and 3: their mean and median are both 3, of a day of eight hours."""
    plan = plan_of((8, [step(2)]), (8, [step(4)]), (8, [step(3), review(1)]), people=3, edges=[(2, 3)])

    measures = matter_measures(play(plan, WEEK))

    assert measures["statutory_days_mean"] == pytest.approx(3 / 8)
    assert measures["statutory_days_median"] == pytest.approx(3 / 8)
    assert measures["working_days_mean"] == pytest.approx(10 / 3 / 8)
