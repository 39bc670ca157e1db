"""How used people are to their work: what it does to time and errors, from when on, and to which steps. By hand."""

from dataclasses import replace

from worlds import Log, clerk, done, haste, log, small_plan, step
from worlds_provisions import line, provided, seats


def test_the_row_counts_that_has_begun_when_a_step_is_started(simulate):
    """From 2 on twice the time, from 4 on one and a half. What is under way at 2 goes on as it was begun."""
    matters = [(at, [step(hours, category=0)]) for at, hours in ((0, 1), (1.5, 1), (3, 0.5), (3.5, 1))]
    plan = small_plan([clerk(0)], matters)

    trace = simulate(provided(plan, practice=[(0, 2, 2.0, 1.0), (0, 4, 1.5, 1.0)]))

    # 0-1; 1.5-2.5; 3-4; at 4, the very instant, 4-5.5
    assert log(trace) == Log(
        [done(0, 0, 1, by=0), done(1.5, 1.5, 2.5, by=0), done(3, 3, 4, by=0), done(3.5, 4, 5.5, by=0)],
        [1, 2.5, 4, 5.5], 5.5,
    )  # fmt: skip


def test_errors_go_by_the_same_row(simulate):
    """The chance is 0.25, the rate 0.2: fine before 2, an error at one and a half times the rate."""
    matters = [(at, [step(1, category=0, chance=0.25)]) for at in (0, 1.5, 3)]
    plan = small_plan([clerk(0, errs=(0.2, 0))], matters)

    trace = simulate(provided(plan, practice=[(0, 2, 1.0, 1.5)]))

    assert log(trace).steps == [
        done(0, 0, 1, by=0), done(1.5, 1.5, 2.5, by=0), done(3, 3, 4, by=0, erred=True)
    ]  # fmt: skip


def test_everybody_has_their_own(simulate):
    """Person 0 has none, person 1 half the time from the start, person 2 no errors any more."""
    people = [clerk(unit, errs=(0.5, 0)) for unit in range(3)]
    plan = small_plan(people, [(0, [step(2, unit=unit, category=0, chance=0.1)]) for unit in range(3)])

    trace = simulate(provided(plan, practice=[(1, 0, 0.5, 1.0), (2, 0, 1.0, 0.0)]))

    assert log(trace).steps == [done(0, 0, 2, by=0, erred=True), done(0, 0, 1, by=1, erred=True), done(0, 0, 2, by=2)]


def test_practice_comes_on_top_of_haste_and_skill(simulate):
    """One that waits halves the time and doubles the errors; practice makes it three times, and the errors twice."""
    plan = small_plan(
        [clerk(0, skill=(0.5, 1), errs=(0.1, 0))], [(0, [step(1, category=0, chance=0.35)]) for _ in range(2)]
    )  # fmt: skip
    plan = replace(plan, pressure=haste((0, 1, 0.5, 2.0)))

    trace = simulate(provided(plan, practice=[(0, 0, 3.0, 2.0)]))

    # 1 / 0.5 x 0.5 x 3 = 3 hours, and 0.1 x 2 x 2 is above 0.35; alone 1 / 0.5 x 3 = 6 hours, and 0.1 x 2 is not
    assert log(trace) == Log([done(0, 0, 3, by=0, erred=True), done(0, 3, 9, by=0)], [3, 9], 9)


def test_a_step_without_a_category_is_done_as_ever_and_turning_takes_its_time(simulate):
    """Practice doubles the work of category 1, not the half hour of set-up before it."""
    plan = small_plan([clerk(0)], [(0, [step(1, category=at)]) for at in (0, -1, 1)], setup=0.5)

    trace = simulate(provided(plan, practice=[(0, 0, 2.0, 1.0)]))

    # 0-2; 2-3; 3-5.5
    assert log(trace) == Log([done(0, 0, 2, by=0), done(0, 2, 3, by=0), done(0, 3, 5.5, by=0)], [2, 3, 5.5], 5.5)


def test_of_a_crew_each_has_their_own_and_the_first_members_counts_for_errors(simulate):
    """Person 0 takes three hours and errs twice as often, person 1 one hour and as often as ever."""
    people = [clerk(unit, errs=(0.2, 0)) for unit in (0, 1)]
    plan = small_plan(people, [(0, [step(1, unit=unit, category=0, chance=0.3)]) for unit in (0, 1)])
    crews = {0: [line(0), line(1)], 1: [line(1), line(0)]}

    trace = simulate(provided(plan, crews=crews, practice=[(0, 0, 3.0, 2.0)]))

    # both take as long as person 0; 0.3 is below 0.4, but not below 0.2
    assert log(trace) == Log([done(0, 0, 3, by=0, erred=True), done(0, 3, 6, by=1)], [3, 6], 6)
    assert seats(trace) == [0, 1, 1, 0]


def test_without_a_row_that_has_begun_a_crew_works_as_ever(simulate):
    """Haste alone counts, for both; from 5 on person 1 would be slow."""
    plan = small_plan([clerk(0), clerk(1)], [(0, [step(2, category=0)]), (0, [step(1, category=0)])])
    plan = replace(plan, pressure=haste((0, 1, 0.5, 1.0)))

    trace = simulate(provided(plan, crews={0: [line(0), line(1)]}, practice=[(1, 5, 9.0, 1.0)]))

    assert log(trace) == Log([done(0, 0, 1, by=0), done(0, 1, 2, by=0)], [1, 2], 2)
