"""What people's hours go into, how evenly, and what leaders sign: worked out by hand.

Office hours are 8-12 and 14-18 on every day: 8-12, 14-18, 32-36, 38-42, 56-60, 62-66, 80-84, 86-90 …
"""

import pytest
from measuring import play, stretch
from worlds import clerk, small_plan, step

from analysis.measures.people import PURPOSES, busy_ms, by_rank, people_measures, signatures_per_day
from sim.calendar import MS_PER_HOUR
from sim.institution import Rank
from sim.plan.plan import Kind

WINDOW = stretch(1, 3, 5)
"""Days 1 and 2: 16 hours of office time."""
OFFICE = WINDOW.office
WORK = PURPOSES[:5]


def measured(played):
    return people_measures(played, *busy_ms(played))


def hours(played):
    """Return [person][purpose] hours worked and [person] hours on duty, in the window; nobody is held or travels."""
    worked, scheduled = busy_ms(played)
    assert not worked[:, len(WORK) :].any()
    return (worked[:, : len(WORK)] / MS_PER_HOUR).tolist(), (scheduled / MS_PER_HOUR).tolist()


@pytest.fixture
def busy():
    """An officer and a head, and what each does; a second attempt is rework, whatever it is.

    who       what                     when                     in the window
    officer   draft, 4 h               16-18 and 32-34          direct 2
    officer   meeting, 1 h             34-35                    coordination 1
    officer   handling again, 0.5 h    35-35.5                  rework 0.5
    officer   contact, 0.5 h           35.5-36                  liaison 0.5
    officer   reply, 3 h               65-66 and 80-82          direct 1
    head      signature, 2 h           38-40                    decision 2
    head      countersignature, 1 h    40-41                    coordination 1
    head      signature again, 1 h     41-42                    rework 1
    head      handling, 1 h            8-9                      0
    head      handling, 1 h            80-81                    0
    """
    matters = [
        (16, [step(4, kind=Kind.DRAFT)]),
        (34, [step(1, kind=Kind.MEET)]),
        (35, [step(0.5)]),
        (35.5, [step(0.5, kind=Kind.LIAISE)]),
        (65, [step(3, kind=Kind.REPLY)]),
        (38, [step(2, unit=1, kind=Kind.SIGN)]),
        (40, [step(1, unit=1, kind=Kind.COUNTERSIGN)]),
        (41, [step(1, unit=1, kind=Kind.SIGN)]),
        (8, [step(1, unit=1)]),
        (80, [step(1, unit=1)]),
    ]
    plan = small_plan([clerk(0, calendar=OFFICE), clerk(1, calendar=OFFICE, rank=Rank.HEAD)], matters, end=120)
    return play(
        plan, WINDOW, attempt=[1, 1, 2, 1, 1, 1, 1, 2, 1, 1], types=[0, 0, 0, -1, 0, 0, 0, 0, 0, 0]
    )  # fmt: skip


def test_work_is_told_apart_by_purpose_and_cut_at_the_edges_of_the_window(busy):
    assert PURPOSES == ("direct", "coordination", "decision", "liaison", "rework", "held", "travel")
    assert hours(busy) == ([[3, 1, 0, 0.5, 0.5], [0, 1, 2, 0, 1]], [16, 16])


def test_utilisation_is_work_over_all_scheduled_hours(busy):
    """3 direct, 2 coordination, 2 decision, 0.5 liaison, 1.5 rework: 9 of 32 hours.

    The officer works 5 of 16, the head 4 of 16: mean 4.5, standard deviation 0.5, balance 1/9.
    The head has signed three times in two working days.
    """
    assert measured(busy) == pytest.approx(
        {
            "utilisation_mean": 9 / 32,
            "utilisation_direct": 3 / 32,
            "utilisation_coordination": 2 / 32,
            "utilisation_decision": 2 / 32,
            "utilisation_liaison": 0.5 / 32,
            "utilisation_rework": 1.5 / 32,
            "load_balance": 1 / 9,
            "signatures_per_leader_day": 1.5,
        }
    )


def test_utilisation_of_each_rank_that_somebody_holds(busy):
    assert by_rank(busy, *busy_ms(busy)) == pytest.approx({"officer": 5 / 16, "head": 4 / 16})


@pytest.mark.parametrize(
    ("kind", "purpose"),
    [
        (Kind.DRAFT, "direct"), (Kind.HANDLE, "direct"), (Kind.REQUEST, "direct"), (Kind.REPLY, "direct"),
        (Kind.MEET, "coordination"), (Kind.COUNTERSIGN, "coordination"), (Kind.MERGE, "coordination"),
        (Kind.ASSIGN, "decision"), (Kind.SIGN, "decision"), (Kind.LIAISE, "liaison"), (Kind.REPORT, "coordination"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("attempt", [1, 2, 3])
def test_the_purpose_of_each_kind_of_work(kind, purpose, attempt):
    plan = small_plan([clerk(0, calendar=OFFICE)], [(32, [step(1, kind=kind)])])

    (row,), _ = hours(play(plan, WINDOW, attempt=[attempt]))

    assert dict(zip(WORK, row, strict=True)) == {
        **dict.fromkeys(WORK, 0), (purpose if attempt == 1 else "rework"): 1
    }  # fmt: skip


def test_work_that_is_not_done_counts_up_to_the_end_of_the_run():
    """The run stops at 10:00 on day 1; of the window's 16 hours two were worked. Scheduled are all 16."""
    plan = small_plan([clerk(0, calendar=OFFICE)], [(0, [step(100)])], end=34)

    assert hours(play(plan, WINDOW)) == ([[2, 0, 0, 0, 0]], [16])


def test_absence_is_no_scheduled_time_and_no_work():
    """Away on the morning of day 1: 12 hours on duty. Four hours of work from 16:00: 16-18, then 38-40."""
    diary = OFFICE.without([32 * MS_PER_HOUR], [36 * MS_PER_HOUR])
    plan = small_plan([clerk(0, calendar=diary)], [(16, [step(4)])])

    played = play(plan, WINDOW)

    assert hours(played) == ([[2, 0, 0, 0, 0]], [12])
    assert measured(played)["utilisation_mean"] == pytest.approx(2 / 12)


def test_who_works_is_asked_of_the_trace_not_of_the_unit():
    """Two officers of one unit: the first takes two of three steps. 3 + 2 and 1 h of 16: mean 3, deviation 2."""
    plan = small_plan(
        [clerk(0, calendar=OFFICE), clerk(0, calendar=OFFICE)], [(32, [step(3)]), (32, [step(1)]), (38, [step(2)])]
    )

    played = play(plan, WINDOW)

    # at 38 person 1 has been idle since 33, person 0 since 35, so person 1 takes the third: 3 and 3
    assert hours(played) == ([[3, 0, 0, 0, 0], [3, 0, 0, 0, 0]], [16, 16])
    assert measured(played)["load_balance"] == 0


def test_load_balance_leaves_out_who_was_never_on_duty():
    """4 and 12 of 16 hours: mean 8, deviation 4, so 1/2. The third person comes only after the window."""
    later = OFFICE.within(72 * MS_PER_HOUR, WINDOW.end_ms)
    people = [clerk(0, calendar=OFFICE), clerk(1, calendar=OFFICE), clerk(1, calendar=later)]
    plan = small_plan(people, [(32, [step(4)]), (32, [step(12, unit=1)])])

    played = play(plan, WINDOW)

    assert hours(played)[1] == [16, 16, 0]
    assert measured(played)["load_balance"] == pytest.approx(0.5)
    assert by_rank(played, *busy_ms(played)) == pytest.approx({"officer": 16 / 32})


def test_where_nobody_works_everything_is_even():
    measures = measured(play(small_plan([clerk(0, calendar=OFFICE)], [(100, [step(1)])]), WINDOW))

    assert measures["utilisation_mean"] == measures["load_balance"] == 0


def test_signatures_per_leader_and_working_day():
    """The window is Friday to Monday, 96 to 192, of which two days are working days.

    The head signs once on Friday and hands out and countersigns on Monday: 3 / 2. One signature ended on Thursday,
    one ends on Tuesday, one is handling. The deputy signs nothing. The officer's signature counts for the officer:
    1 / 2. So leaders give (1.5 + 0) / 2 a day.
    """
    days = stretch(4, 8, 12, weekends=False)
    people = [
        clerk(0, calendar=days.office),
        clerk(1, rank=Rank.HEAD, calendar=days.office),
        clerk(2, rank=Rank.DEPUTY, calendar=days.office),
    ]
    plan = small_plan(
        people,
        [
            (80, [step(1, unit=1, kind=Kind.SIGN)]),
            (104, [step(1, unit=1, kind=Kind.SIGN)]),
            (176, [step(1, unit=1, kind=Kind.ASSIGN)]),
            (177, [step(1, unit=1, kind=Kind.COUNTERSIGN)]),
            (178, [step(1, unit=1)]),
            (185, [step(2, unit=1, kind=Kind.SIGN)]),
            (104, [step(1, kind=Kind.SIGN)]),
        ],
        end=288,
    )

    played = play(plan, days)

    assert signatures_per_day(played).tolist() == [0.5, 1.5, 0]
    assert measured(played)["signatures_per_leader_day"] == 0.75


def test_on_a_weekend_nobody_is_on_duty_and_nobody_signs():
    days = stretch(5, 7, 10, weekends=False)
    plan = small_plan([clerk(0, rank=Rank.HEAD, calendar=days.office)], [(130, [step(1, kind=Kind.SIGN)])])

    assert set(measured(play(plan, days)).values()) == {0}


def test_without_leaders_no_leader_signs():
    plan = small_plan([clerk(0, calendar=OFFICE)], [(32, [step(1, kind=Kind.SIGN)])])

    assert measured(play(plan, WINDOW))["signatures_per_leader_day"] == 0


def test_reports_are_on_time_if_all_is_done_by_when_they_are_due():
    """What is due in the window [24, 72) counts, whenever it was called for; one officer, from 8 to 18."""
    reports = [  # called for, hours it takes, due
        (8, 1, 23),  # due before the window
        (32, 1, 33),  # 32-33: at the last moment
        (32, 1, 33.5),  # 33-34: late
        (56, 2, None),  # never due
        (66, 1, 71),  # nobody is there until 80: late
        (66, 1, 72),  # due after the window
    ]
    matters = [(called, [step(hours, kind=Kind.LIAISE)]) for called, hours, _ in reports]
    # a matter, a contact that asks nothing of anybody, and a round that is no contact
    matters += [(34, [step(0.5)]), (40, []), (80, [step(1, kind=Kind.PATROL)])]
    plan = small_plan([clerk(0, calendar=OFFICE)], matters, end=120)
    deadlines = [*(due for _, _, due in reports), 40, 41, 70]

    played = play(plan, WINDOW, types=[-1] * 6 + [0, -1, -1], deadlines=deadlines)

    assert measured(played)["reports_on_time_share"] == 1 / 3


def test_where_no_report_is_due_there_is_no_share_of_them(busy):
    assert "reports_on_time_share" not in measured(busy)
