"""Closing times, absences, lags and pure waits: traces worked out by hand, and compared whole.

OFFICE is open 8-12, 14-18 on the first day, 32-36, 38-42 on the second, 56-60, 62-66 on the third.
"""

from worlds import ALWAYS, LAGGING, OFFICE, Log, clerk, done, log, ms, sessions, small_plan, started, step, wait, waited

AT_DESK = clerk(0, calendar=OFFICE)


def test_work_goes_on_after_lunch(simulate):
    plan = small_plan([AT_DESK], [(8, [step(5)])])

    trace = simulate(plan)

    # 8-12 four hours, 14-15 the fifth
    assert log(trace) == Log([done(8, 8, 15, by=0)], [15], 15)


def test_work_goes_on_the_next_day(simulate):
    plan = small_plan([AT_DESK], [(8, [step(10)])])

    trace = simulate(plan)

    # eight hours on the first day, 32-34 on the second
    assert log(trace) == Log([done(8, 8, 34, by=0)], [34], 34)


def test_what_ends_exactly_at_closing_has_ended(simulate):
    """The first ends at 12 sharp; nothing starts at closing, so the second starts after lunch."""
    plan = small_plan([AT_DESK], [(8, [step(4)]), (8, [step(1)])])

    trace = simulate(plan)

    assert log(trace) == Log([done(8, 8, 12, by=0), done(8, 14, 15, by=0)], [12, 15], 15)


def test_what_ends_exactly_at_closing_calls_its_successor_at_closing(simulate):
    """The successor is ready at 12, when a colleague without a lunch break is there to take it."""
    early, through = clerk(0, calendar=OFFICE), clerk(1, calendar=ALWAYS)
    plan = small_plan([early, through], [(8, [step(4), step(1, unit=1)])], edges=[(0, 1)])

    trace = simulate(plan)

    assert log(trace) == Log([done(8, 8, 12, by=0), done(12, 12, 13, by=1)], [13], 13)


def test_nothing_starts_at_closing_or_while_closed(simulate):
    """Arrivals at the closings 12 and 18 and during lunch wait for the next opening."""
    plan = small_plan([AT_DESK], [(12, [step(1)]), (13, [step(1)]), (18, [step(1)])])

    trace = simulate(plan)

    # 14: the first 14-15, the second 15-16; the third at 32
    assert log(trace) == Log([done(12, 14, 15, by=0), done(13, 15, 16, by=0), done(18, 32, 33, by=0)], [15, 16, 33], 33)


def test_what_came_overnight_is_matched_at_opening_by_the_key(simulate):
    """At 32 three wait; the one that arrives at the opening itself takes part."""
    matters = [(20, [step(1)]), (21, [step(1, priority=0)]), (32, [step(1, priority=0)])]

    trace = simulate(small_plan([AT_DESK], matters))

    # priority 0 by arrival: 21 (32-33), 32 (33-34); then 20 (34-35)
    assert log(trace) == Log([done(20, 34, 35, by=0), done(21, 32, 33, by=0), done(32, 33, 34, by=0)], [35, 33, 34], 35)


def test_who_is_on_duty_takes_what_comes_at_anothers_closing(simulate):
    """At 12 person 0, idle for longer, goes to lunch; person 1 has none."""
    people = [clerk(0, calendar=OFFICE), clerk(0, calendar=sessions((8, 18)))]
    plan = small_plan(people, [(8, [step(1)]), (8, [step(2)]), (12, [step(1)])])

    trace = simulate(plan)

    assert log(trace) == Log([done(8, 8, 9, by=0), done(8, 8, 10, by=1), done(12, 12, 13, by=1)], [9, 10, 13], 13)


def test_interrupted_work_keeps_its_handler_over_lunch(simulate):
    """At 14 the clerk goes on with the first; the second waits until it is done."""
    plan = small_plan([AT_DESK], [(11, [step(3)]), (12, [step(1)])])

    trace = simulate(plan)

    # 11-12 and 14-16; then 16-17
    assert log(trace) == Log([done(11, 11, 16, by=0), done(12, 16, 17, by=0)], [16, 17], 17)


def test_idle_since_counts_over_closed_hours(simulate):
    """Person 0 is idle since 11, person 1 since 10: person 1 takes the first step of the afternoon."""
    matters = [(8, [step(3)]), (8, [step(2)]), (13, [step(1)]), (13, [step(1)])]

    trace = simulate(small_plan([AT_DESK, AT_DESK], matters))

    assert log(trace) == Log(
        [done(8, 8, 11, by=0), done(8, 8, 10, by=1), done(13, 14, 15, by=1), done(13, 14, 15, by=0)],
        [11, 10, 15, 15], 15,
    )  # fmt: skip


def test_absence_is_a_hole_in_a_persons_own_hours(simulate):
    """Away on the whole second day, in mid-work: the other colleague, present, does not take over."""
    away = OFFICE.without([ms(24)], [ms(48)])
    plan = small_plan([clerk(0, calendar=away), clerk(0, calendar=OFFICE)], [(16, [step(8)]), (16, [step(4)])])

    trace = simulate(plan)

    # person 0: 16-18 (2), then the third day 56-60 (4) and 62-64 (2); person 1: 16-18 (2), 32-34 (2)
    assert log(trace) == Log([done(16, 16, 64, by=0), done(16, 16, 34, by=1)], [64, 34], 64)


def test_a_fixed_meeting_is_a_hole_in_a_persons_own_hours(simulate):
    """In a meeting 9-11: what ends at 9 has ended, what waits starts at 11, and work is broken in two."""
    in_meeting = OFFICE.without([ms(9)], [ms(11)])
    plan = small_plan(
        [clerk(0, calendar=in_meeting), clerk(1, calendar=in_meeting)],
        [(8, [step(1)]), (8.5, [step(0.5)]), (8.5, [step(1, unit=1)])],
    )

    trace = simulate(plan)

    # unit 0: 8-9, then 11-11.5; unit 1: 8.5-9 and 11-11.5
    assert log(trace) == Log(
        [done(8, 8, 9, by=0), done(8.5, 11, 11.5, by=0), done(8.5, 8.5, 11.5, by=1)], [9, 11.5, 11.5], 11.5
    )


def test_work_for_which_the_hours_do_not_suffice_never_ends(simulate):
    """OFFICE closes for good at 90: two of eight hours are done, then nothing happens until the end."""
    plan = small_plan([AT_DESK], [(88, [step(8)]), (95, [step(1)])], end=120)

    trace = simulate(plan)

    assert log(trace) == Log([started(88, 88, by=0), ("waiting", 95, None, None, None, None)], [None, None], 120)


def test_a_lag_runs_in_clock_time(simulate):
    """Ready three hours after the predecessor's end; a first step is ready after its release and its lag."""
    plan = small_plan([clerk(0)], [(10, [step(1), step(1, lag=3)]), (2, [step(1, lag=1.5)])], edges=[(0, 1)])

    trace = simulate(plan)

    assert log(trace) == Log([done(10, 10, 11, by=0), done(14, 14, 15, by=0), done(3.5, 3.5, 4.5, by=0)], [15, 4.5], 15)


def test_the_clerk_is_free_while_a_lag_runs(simulate):
    plan = small_plan([clerk(0)], [(0, [step(1), step(1, lag=3)]), (0, [step(2)])], edges=[(0, 1)])

    trace = simulate(plan)

    # 0-1 first, 1-3 the other matter, the lag ends at 4
    assert log(trace) == Log([done(0, 0, 1, by=0), done(4, 4, 5, by=0), done(0, 1, 3, by=0)], [5, 3], 5)


def test_a_lag_runs_in_the_working_time_of_the_calendar_it_names(simulate):
    """Lags in OFFICE hours, of steps that a clerk takes day and night."""
    matters = [
        (10, [step(1), step(0.25, lag=3, calendar=0)]),  # from 11: 11-12 one, 14-16 two: 16
        (9, [step(1), step(0.25, lag=2, calendar=0)]),  # from 10: 10-12 two, over at closing: 12
        (12, [step(0.25, lag=1, calendar=0)]),  # from closing: 14-15: 15
        (20, [step(0.25, lag=1, calendar=0)]),  # from the night: 32-33: 33
    ]
    plan = small_plan([clerk(0), clerk(0)], matters, edges=[(0, 1), (2, 3)], calendars=[OFFICE])

    trace = simulate(plan)

    # person 0 takes 9-10, person 1 10-11 (idle since 0); then whoever is idle for longest:
    # at 12 person 0 (10), at 15 person 1 (11), at 16 person 0 (12.25), at 33 person 1 (15.25)
    assert log(trace) == Log(
        [
            done(10, 10, 11, by=1), done(16, 16, 16.25, by=0),
            done(9, 9, 10, by=0), done(12, 12, 12.25, by=0),
            done(15, 15, 15.25, by=1), done(33, 33, 33.25, by=1),
        ],
        [16.25, 12.25, 15.25, 33.25], 33.25,
    )  # fmt: skip


def test_a_signature_waits_for_the_next_signing_time(simulate):
    """Signing at 10-10.5, 16-16.5 and 34-34.5: a lag of no length in a calendar is over when that is open."""
    slots = sessions((10, 10.5), (16, 16.5), (34, 34.5))
    released = (9, 10.25, 10.5, 17, 40)
    plan = small_plan(
        [clerk(0)], [(at, [step(0.125, lag=0, calendar=0)]) for at in released], calendars=[slots], end=100
    )

    trace = simulate(plan)

    # before a slot: its opening; inside: at once; at its closing: the next one; after the last: never
    assert log(trace) == Log(
        [
            done(10, 10, 10.125, by=0), done(10.25, 10.25, 10.375, by=0), done(16, 16, 16.125, by=0),
            done(34, 34, 34.125, by=0), LAGGING,
        ],
        [10.125, 10.375, 16.125, 34.125, None], 100,
    )  # fmt: skip


def test_a_leader_signs_after_the_slot_too(simulate):
    """A slot says when a paper reaches the desk, not when the leader must put the pen down."""
    slots = sessions((10, 10.5), (16, 16.5))
    plan = small_plan([AT_DESK], [(9, [step(2, calendar=0)]), (9, [step(1, calendar=0)])], calendars=[slots])

    trace = simulate(plan)

    # both reach the desk at 10: 10-12, then after lunch 14-15
    assert log(trace) == Log([done(10, 10, 12, by=0), done(10, 14, 15, by=0)], [12, 15], 15)


def test_a_pure_wait_runs_in_clock_time_and_takes_nobody(simulate):
    """Five hours outside, over lunch; the only clerk serves another matter meanwhile."""
    plan = small_plan(
        [clerk(0)], [(8, [step(1), wait(5), step(1)]), (9, [step(4)])], edges=[(0, 1), (1, 2)], calendars=[OFFICE]
    )

    trace = simulate(plan)

    # 8-9; outside 9-14; the other matter 9-13; back at 14
    assert log(trace) == Log(
        [done(8, 8, 9, by=0), waited(9, 14), done(14, 14, 15, by=0), done(9, 9, 13, by=0)], [15, 13], 15
    )


def test_a_pure_wait_runs_in_the_working_time_of_the_calendar_it_names(simulate):
    matters = [
        (10, [wait(5, calendar=0)]),  # 10-12 two, 14-17 three
        (10, [wait(2, calendar=0)]),  # over exactly at closing
        (20, [wait(2, calendar=0)]),  # begun at night: 32-34
        (20, [wait(0, calendar=0)]),  # no length: over at once, even at night
        (88, [wait(5, calendar=0)]),  # 88-90 two, then OFFICE closes for good
    ]

    trace = simulate(small_plan([clerk(0)], matters, calendars=[OFFICE], end=100))

    assert log(trace) == Log(
        [waited(10, 17), waited(10, 12), waited(20, 34), waited(20, 20), started(88, 88)], [17, 12, 34, 20, None], 100
    )
