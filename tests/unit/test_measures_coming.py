"""Matters that hang on others, that never came in, and that left: which of them measures count. Worked out by hand."""

import numpy as np
import pytest
from measuring import play, stretch
from tiny import tiny
from worlds import clerk, small_plan, step, wait
from worlds_further import further

from analysis.measures.backlog import backlog_measures, open_by_day
from analysis.measures.clock import statutory_days, stopped_ms
from analysis.measures.matters import matter_measures, working_days
from analysis.measures.reading import HISTOGRAM_DAYS, read
from experiments.playing import Job, perform
from scenarios.building import build_scenario
from sim.arrays import NEVER
from sim.calendar import MS_PER_HOUR
from sim.errors import InputError
from sim.plan.plan import Guard, Kind

TWO_DAYS = stretch(0, 2, 5)
WEEK_OF_TWO_DAYS = 2 / 7

COMPLAINT = (None, [wait(24), step(2)])
"""It comes in a day after it was called for, and takes two hours."""


def hours(column):
    return [None if value == NEVER else value / MS_PER_HOUR for value in column.tolist()]


def complaint(*, chance=1.0, patience=1.0, awaited=None, **rest):
    """Matter 0 keeps the clerk busy 0-4; matter 1 comes at 1, and if it leaves, matter 2 comes of it."""
    matters = [(0, [step(4)]), (1, [step(1, category=0, chance=chance)]), COMPLAINT]
    plan = small_plan(
        [clerk(0)], matters, edges=[(1, 2, Guard.WHEN_LEFT), (2, 3)], awaited=awaited,
        **further(patience={1: patience}, entries={2: 2}),
    )  # fmt: skip
    return play(plan, TWO_DAYS, **rest)


# who came in, and what became of it ---------------------------------------------------------------


def test_who_leaves_and_comes_back_with_a_complaint():
    """It leaves at 2; the complaint is in at 26 and is handled until 28."""
    played = complaint()

    assert hours(played.came_in_ms) == [0, 1, 26]
    assert played.hangs_on.tolist() == [-1, -1, 1]
    assert played.left.tolist() == [False, True, False]
    assert played.closed.tolist() == [True, False, True]
    assert hours(played.until_ms) == [4, 2, 28]
    assert played.cohort.tolist() == [0, 1]
    assert played.stayed.tolist() == [0]


def test_what_never_came_in_is_not_closed_and_counts_nowhere():
    """Matter 1 waits until 4 and is handled until 5: so there is no complaint, and the trace has it closed at once."""
    played = complaint(patience=10)

    assert played.trace.closed_ms[2] == 5 * MS_PER_HOUR
    assert hours(played.came_in_ms) == [0, 1, None]
    assert played.closed.tolist() == [True, True, False]
    assert played.left.tolist() == [False] * 3
    measures = matter_measures(played) | backlog_measures(played)
    assert measures["closed_per_week"] == pytest.approx(2 / WEEK_OF_TWO_DAYS)
    assert measures["backlog_mean"] == pytest.approx((4 + 4) / 48)
    assert measures["backlog_age_days_mean"] == pytest.approx(2 / 24)
    assert open_by_day(played).tolist() == pytest.approx([8 / 24, 0])


def test_what_has_not_come_in_when_the_run_stops_was_not_open():
    """Nobody awaits the complaint, so the run stops with the window at 48 at the latest; here its wait is longer."""
    plan = small_plan(
        [clerk(0)], [(0, [step(4)]), (1, [step(1)]), (None, [wait(99), step(2)])],
        edges=[(1, 2, Guard.WHEN_LEFT), (2, 3)], awaited=[True, True, False], least=48,
        **further(patience={1: 1}, entries={2: 2}),
    )  # fmt: skip

    played = play(plan, TWO_DAYS)

    assert played.trace.stopped_ms == 48 * MS_PER_HOUR
    assert hours(played.came_in_ms) == [0, 1, None]
    assert backlog_measures(played)["backlog_mean"] == pytest.approx((4 + 1) / 48)


def test_a_matter_that_waited_in_vain_to_be_taken_in_never_was():
    """Its first step asks for the clerk, who is busy until 6; it leaves at 3."""
    plan = small_plan(
        [clerk(0), clerk(1)], [(0, [step(2, unit=1)]), (0, [step(6)]), (None, [step(1), step(1, unit=1)])],
        edges=[(0, 2), (2, 3)], **further(entries={2: 2}, patience={2: 1}),
    )  # fmt: skip

    played = play(plan, TWO_DAYS)

    assert hours(played.came_in_ms) == [0, 0, None]
    assert not played.left.any()
    assert played.closed.tolist() == [True, True, False]


def test_an_alert_of_a_round_hangs_on_no_matter():
    """Matter 2 comes in with the end of a round (matter 0, type -1); matter 3 with that of matter 1."""
    matters = [(0, [step(1)]), (0, [step(1, unit=1)]), (None, [wait()]), (None, [wait()])]
    plan = small_plan(
        [clerk(0), clerk(1)], matters, edges=[(0, 2), (1, 3)], **further(entries={2: 2, 3: 3})
    )  # fmt: skip

    played = play(plan, TWO_DAYS, types=[-1, 0, 0, 0])

    assert played.hangs_on.tolist() == [-1, -1, -1, 1]
    assert hours(played.came_in_ms) == [0, 0, 1, 1]


def test_who_goes_to_another_unit_has_not_left():
    """Nobody of unit 0 is free within an hour, so unit 1 does it, 2-3."""
    plan = small_plan(
        [clerk(0), clerk(1)], [(0, [step(4)]), (1, [step(1), step(1, unit=1)])], edges=[(1, 2, Guard.WHEN_LEFT)],
        **further(patience={1: 1}),
    )  # fmt: skip

    played = play(plan, TWO_DAYS)

    assert not played.left.any()
    assert hours(played.until_ms) == [4, 3]


def test_who_does_not_stay_with_the_other_unit_either_has_left():
    """Both units are busy until 4: it leaves unit 0 at 2, unit 1 at 3."""
    plan = small_plan(
        [clerk(0), clerk(1)], [(0, [step(4)]), (0, [step(4, unit=1)]), (1, [step(1), step(1, unit=1)])],
        edges=[(2, 3, Guard.WHEN_LEFT)], **further(patience={2: 1, 3: 1}),
    )  # fmt: skip

    played = play(plan, TWO_DAYS)

    assert played.left.tolist() == [False, False, True]
    assert hours(played.until_ms) == [4, 4, 3]


def test_a_matter_of_which_something_is_still_under_way_is_open_though_a_step_of_it_left():
    plan = small_plan(
        [clerk(0)], [(0, [step(4)]), (1, [step(1), wait(99)])], end=20, **further(patience={1: 1})
    )  # fmt: skip

    played = play(plan, TWO_DAYS)

    assert not played.left.any()
    assert played.closed.tolist() == [True, False]
    assert hours(played.until_ms) == [4, 20]


# measures -----------------------------------------------------------------------------------------


def test_days_are_told_of_matters_that_stayed():
    """Of the two of the cohort one left at 2: it took no time to be closed. Matter 0 took 4 hours, all worked on.

    Closed in the window are matter 0 and, at 28, the complaint, which is no work that came in. Open are matter 0 for
    4 hours, matter 1 for one, and the complaint for two, none of them older than that.
    """
    played = complaint()

    measures = matter_measures(played) | backlog_measures(played)

    assert measures["matters_released"] == 2
    for name in ("elapsed_days_mean", "elapsed_days_p95", "split_worked_days_mean"):
        assert measures[name] == pytest.approx(4 / 24)
    assert measures["completion_share"] == 1
    assert measures["closed_per_week"] == pytest.approx(1 / WEEK_OF_TWO_DAYS)
    assert measures["backlog_mean"] == pytest.approx((4 + 1 + 2) / 48)
    assert measures["backlog_age_days_mean"] == pytest.approx((4 * 2 + 1 * 0.5 + 2 * 1) / 7 / 24)
    assert open_by_day(played).tolist() == pytest.approx([5 / 24, 2 / 24])


def test_what_has_left_is_not_on_time():
    """It left at 2, long before its deadline at 40."""
    assert matter_measures(complaint(deadlines=[10, 40, None]))["on_time_share"] == 0.5


def test_what_has_left_is_not_complete_nor_open():
    """Of the two that stayed one is closed, at 4; the run stops at 10 with the other, which came at 5, in mid-work."""
    plan = small_plan(
        [clerk(0)], [(0, [step(4)]), (1, [step(1)]), (5, [step(9)])], end=10, **further(patience={1: 1})
    )  # fmt: skip

    measures = matter_measures(play(plan, TWO_DAYS))

    assert measures["completion_share"] == 0.5
    assert measures["elapsed_days_mean"] == pytest.approx((4 + 5) / 2 / 24)


def test_where_all_have_left_no_days_are_told():
    plan = small_plan([clerk(0, calendar=stretch(1, 2).office)], [(0, [step(1)])], **further(patience={0: 1}))

    played = play(plan, TWO_DAYS)

    measures = matter_measures(played)
    assert [name for name in measures if "days" in name] == []
    assert measures["matters_released"] == measures["completion_share"] == 1
    assert measures["closed_per_week"] == 0
    reading = read(played, ("letter",), (True,))
    assert set(reading.groups) == {("rank", "officer", "utilisation_mean")}


def test_the_distribution_holds_what_has_left_where_what_is_open_is():
    reading = read(complaint(), ("letter",), (False,))

    assert {day: count for day, count in enumerate(reading.elapsed_counts.tolist()) if count} == {
        0: 1,
        HISTOGRAM_DAYS: 1,
    }
    assert reading.groups["origin", "enterprise", "elapsed_days_mean"] == pytest.approx(4 / 24)


def test_what_another_matter_makes_good_has_left_the_house_in_error():
    """The need of matter 0 is handled in error; it comes back as matter 1, where the same need is handled well."""
    matters = [(0, [step(1, category=0, chance=0.1)]), (None, [wait(1), step(1, category=0, chance=0.9)])]
    plan = small_plan(
        [clerk(0, errs=(0.5, 0))], matters, edges=[(0, 1, Guard.ON_ERROR), (1, 2)], **further(entries={1: 1})
    )

    played = play(plan, TWO_DAYS, need=[0, -1, 0], attempt=[1, 1, 2])

    assert played.trace.outcome.tolist() == [1, 0, 0]
    measures = matter_measures(played)
    assert measures["matters_released"] == 1
    assert measures["errors_left_share"] == 1
    assert np.isclose(measures["elapsed_days_mean"], 1 / 24)


def test_what_went_wrong_again_in_another_matter_is_not_counted_twice():
    """The need of matter 0 is handled in error, sent back, and handled well; in matter 1 it goes wrong again."""
    good, bad = ({"category": 0, "chance": chance} for chance in (0.9, 0.1))
    matters = [(0, [step(1, **bad), step(1, **good)]), (None, [wait(9), step(1, **bad)])]
    plan = small_plan(
        [clerk(0, errs=(0.5, 0))], matters, edges=[(0, 1), (1, 2), (2, 3)], **further(entries={1: 2})
    )  # fmt: skip

    played = play(plan, TWO_DAYS, need=[0, 0, -1, 0], attempt=[1, 2, 1, 1])

    assert played.trace.outcome.tolist() == [1, 0, 0, 1]
    assert matter_measures(played)["errors_left_share"] == 0


def test_the_statutory_clock_is_read_of_matters_that_stayed():
    """Matter 0 supplements 9-11 and leaves at 12; matter 1 is worked on 8-17, in 4 + 3 office hours."""
    supplement = step(2, unit=-1, kind=Kind.SUPPLEMENT)
    plan = small_plan(
        [clerk(0)], [(9, [supplement, step(1)]), (8, [step(9)])], edges=[(0, 1)], **further(patience={1: 1})
    )  # fmt: skip

    played = play(plan, TWO_DAYS)

    assert played.left.tolist() == [True, False]
    assert (stopped_ms(played) / MS_PER_HOUR).tolist() == [2, 0]
    assert (statutory_days(played) * 8).tolist() == (working_days(played) * 8).tolist() == [7]


def test_a_run_in_which_all_leave_is_refused(tmp_path):
    """What comes at night has left by the morning."""
    types = ("demand.types.directive", "demand.types.request")
    keys = ("patience={share: 1}", "season={hours: ['20:00', '22:00']}")
    changes = [f"{kind}.{key}" for kind in types for key in keys]
    scenario = build_scenario(tiny(tmp_path, "procedure.draft_hours=0", *changes).file)
    job = Job(designs=("sections",), replication=0, volume_multiple=1.0)

    with pytest.raises(InputError, match=r"^in a replication of design 'sections' every matter of the window left"):
        perform(job, scenario, engine="simpy", seed=1)
