"""Forks, joins, guards and rounds: traces worked out by hand, and compared whole."""

import pytest
from worlds import SKIPPED, Log, clerk, done, log, small_plan, step, wait, waited

from sim.plan.plan import Guard
from sim.trace import State

ON_ERROR, IF_FINE = Guard.ON_ERROR, Guard.IF_FINE


def reviewed(*chances):
    """Return a plan of one matter: handled (2 hours), signed (1), and so on at most `len(chances)` times, answered.

    Whoever handles errs where a chance is below 0.5. Steps: handle, sign, handle, sign … answer.
    """
    steps, edges, answer = [], [], 2 * len(chances)
    for turn, chance in enumerate(chances):
        handle, sign = 2 * turn, 2 * turn + 1
        steps += [step(2, category=0, chance=chance), step(1, rank=2)]
        edges.append((handle, sign))
        if turn + 1 < len(chances):
            edges += [(sign, handle + 2, ON_ERROR, handle), (sign, answer, IF_FINE, handle)]
        else:
            edges.append((sign, answer))
    handler, head = clerk(0, errs=(0.5, 0.5)), clerk(0, rank=2, errs=(0.5, 0.5))
    return small_plan([handler, head], [(0, [*steps, step(0.5)])], edges=edges)


def test_branches_run_at_the_same_time_and_meet_at_the_join(simulate):
    """The join passes at the end of the slower branch."""
    steps = [step(1), step(2), step(3, unit=1), wait(), step(1)]
    plan = small_plan([clerk(0), clerk(1)], [(0, steps)], edges=[(0, 1), (0, 2), (1, 3), (2, 3), (3, 4)])

    trace = simulate(plan)

    assert log(trace) == Log(
        [done(0, 0, 1, by=0), done(1, 1, 3, by=0), done(1, 1, 4, by=1), waited(4, 4), done(4, 4, 5, by=0)], [5], 5
    )


def test_a_worked_step_joins_its_branches_too(simulate):
    """A step waits for the ends of all its predecessors, of which one takes nobody's time."""
    plan = small_plan([clerk(0)], [(0, [step(1), wait(3), step(1)])], edges=[(0, 2), (1, 2)])

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 1, by=0), waited(0, 3), done(3, 3, 4, by=0)], [4], 4)


def test_a_matter_with_several_first_steps_closes_with_the_last(simulate):
    plan = small_plan([clerk(0), clerk(1)], [(2, [step(1), step(4, unit=1)])])

    trace = simulate(plan)

    assert log(trace) == Log([done(2, 2, 3, by=0), done(2, 2, 6, by=1)], [6], 6)


def test_without_an_error_the_rework_is_skipped(simulate):
    plan = reviewed(0.5, 0.1)  # 0.5 is not below 0.5

    trace = simulate(plan)

    # handled 0-2, signed 2-3, answered at once by the officer, who is idle since 2
    assert log(trace) == Log(
        [done(0, 0, 2, by=0), done(2, 2, 3, by=1), SKIPPED, SKIPPED, done(3, 3, 3.5, by=0)], [3.5], 3.5
    )


def test_an_error_is_handled_and_signed_again(simulate):
    plan = reviewed(0.49, 0.5)

    trace = simulate(plan)

    # 0-2 with an error, 2-3 seen, 3-5 again, 5-6 signed, answered by the officer, idle since 5
    assert log(trace) == Log(
        [
            done(0, 0, 2, by=0, erred=True), done(2, 2, 3, by=1), done(3, 3, 5, by=0), done(5, 5, 6, by=1),
            done(6, 6, 6.5, by=0),
        ],
        [6.5], 6.5,
    )  # fmt: skip


def test_in_the_last_round_a_matter_passes_with_its_error(simulate):
    plan = reviewed(0.2, 0.3)

    trace = simulate(plan)

    assert log(trace) == Log(
        [
            done(0, 0, 2, by=0, erred=True), done(2, 2, 3, by=1), done(3, 3, 5, by=0, erred=True),
            done(5, 5, 6, by=1), done(6, 6, 6.5, by=0),
        ],
        [6.5], 6.5,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("chances", "rounds"), [((0.9, 0.1, 0.1), 1), ((0.1, 0.9, 0.1), 2), ((0.1, 0.1, 0.9), 3), ((0.1, 0.1, 0.1), 3)]
)
def test_rounds_end_with_the_first_that_is_fine(simulate, chances, rounds):
    """Each round takes three hours; the rounds behind the fine one are skipped, whatever they would have been."""
    trace = simulate(reviewed(*chances))

    assert trace.state.tolist() == [State.ENDED] * 2 * rounds + [State.SKIPPED] * 2 * (3 - rounds) + [State.ENDED]
    assert log(trace).closed == [3 * rounds + 0.5]


def test_an_error_depends_on_the_person_and_the_category(simulate):
    """A step errs when its uniform is below the rate of who takes it, in its category."""
    people = [clerk(0, errs=(0.1, 0.9)), clerk(1, errs=(0.9, 0.1))]
    steps = [step(1, unit=unit, category=category, chance=0.5) for unit in (0, 1) for category in (0, 1)]

    trace = simulate(small_plan(people, [(0, [one]) for one in steps]))

    assert log(trace) == Log(
        [
            done(0, 0, 1, by=0), done(0, 1, 2, by=0, erred=True), done(0, 0, 1, by=1, erred=True), done(0, 1, 2, by=1)
        ],
        [1, 2, 1, 2], 2,
    )  # fmt: skip


def test_what_has_no_category_or_no_chance_never_errs(simulate):
    """Even where everybody always errs: the uniform of a step that cannot go wrong is 1."""
    plan = small_plan([clerk(0, errs=(1, 1))], [(0, [step(1, category=-1, chance=0.0)]), (0, [step(1, category=0)])])

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 1, by=0), done(0, 1, 2, by=0)], [1, 2], 2)


def test_skipping_runs_on_and_closes_the_matter(simulate):
    """Behind a step that is skipped everything is skipped that hangs on it alone."""
    steps = [step(2, category=0, chance=0.9), step(1), step(1), step(1)]
    edges = [(0, 1, ON_ERROR), (1, 2), (1, 3), (2, 3)]
    plan = small_plan([clerk(0, errs=(0.5, 0.5))], [(0, steps)], edges=edges)

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 2, by=0), SKIPPED, SKIPPED, SKIPPED], [2], 2)


def test_a_join_goes_on_when_one_branch_is_skipped(simulate):
    """One live edge suffices: only what has edges but none alive is skipped."""
    steps = [step(2, category=0, chance=0.9), step(5), step(1, unit=1), wait(), step(1)]
    edges = [(0, 1, ON_ERROR), (0, 2), (1, 3), (2, 3), (3, 4)]
    plan = small_plan([clerk(0, errs=(0.5, 0.5)), clerk(1)], [(0, steps)], edges=edges)

    trace = simulate(plan)

    assert log(trace) == Log(
        [done(0, 0, 2, by=0), SKIPPED, done(2, 2, 3, by=1), waited(3, 3), done(3, 3, 4, by=0)], [4], 4
    )


def test_an_edge_that_is_guarded_away_holds_until_that_is_known(simulate):
    """Nobody can know at 1 that the step which ends at 3 will be fine."""
    steps = [step(1), step(3, unit=1, category=0, chance=0.9), step(1)]
    plan = small_plan([clerk(0), clerk(1, errs=(0.5, 0.5))], [(0, steps)], edges=[(0, 2), (1, 2, ON_ERROR)])

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 1, by=0), done(0, 0, 3, by=1), done(3, 3, 4, by=0)], [4], 4)


def test_a_guard_on_a_skipped_step_is_never_live(simulate):
    """A step that did not happen was neither wrong nor fine: what asks for either is skipped."""
    steps = [step(1, category=0, chance=0.9), step(1, category=0, chance=0.1), step(1), step(1), step(1), step(1)]
    edges = [(0, 1, ON_ERROR), (0, 2), (2, 3, ON_ERROR, 1), (2, 4, IF_FINE, 1), (2, 5)]
    plan = small_plan([clerk(0, errs=(0.5, 0.5))], [(0, steps)], edges=edges)

    trace = simulate(plan)

    assert log(trace) == Log(
        [done(0, 0, 1, by=0), SKIPPED, done(1, 1, 2, by=0), SKIPPED, SKIPPED, done(2, 2, 3, by=0)], [3], 3
    )


def test_a_step_may_wait_for_another_matters_step(simulate):
    """A twin is answered from the first answer, and not before it has come in itself."""
    steps_of_twin = [wait(), step(1, unit=1)]
    matters = [(0, [step(2)]), (1, steps_of_twin), (5, steps_of_twin)]
    plan = small_plan([clerk(0), clerk(1)], matters, edges=[(1, 2), (0, 2), (3, 4), (0, 4)])

    trace = simulate(plan)

    # the original ends at 2; the twin of 1 waits for it, that of 5 finds it done
    assert log(trace) == Log(
        [done(0, 0, 2, by=0), waited(1, 1), done(2, 2, 3, by=1), waited(5, 5), done(5, 5, 6, by=1)], [2, 3, 6], 6
    )


def test_steps_of_no_length_pass_one_after_another_in_one_instant(simulate):
    """Three such steps in a row need the clerk, yet no time; a matter of equal rank goes between them by the key."""
    plan = small_plan([clerk(0)], [(0, [step(0), step(0), step(0)]), (0, [step(1)])], edges=[(0, 1), (1, 2)])

    trace = simulate(plan)

    # all are ready at 0, and the smaller identity goes first each time
    assert log(trace) == Log(
        [done(0, 0, 0, by=0), done(0, 0, 0, by=0), done(0, 0, 0, by=0), done(0, 0, 1, by=0)], [0, 1], 1
    )


def test_a_step_of_no_length_ends_only_after_the_others_have_started(simulate):
    """At 0 both clerks are matched before the step of no length ends: the second matter goes to person 1."""
    plan = small_plan([clerk(0), clerk(0)], [(0, [step(0)]), (0, [step(1)]), (0, [step(1)])])

    trace = simulate(plan)

    # person 0 is free again within the same instant and takes the third matter
    assert log(trace) == Log([done(0, 0, 0, by=0), done(0, 0, 1, by=1), done(0, 0, 1, by=0)], [0, 1, 1], 1)


@pytest.mark.parametrize("length", [20, 5000])
def test_a_long_row_of_joins_passes_in_one_instant(simulate, length):
    steps = [step(1), *(wait() for _ in range(length))]
    plan = small_plan([clerk(0)], [(0, steps)], edges=[(at, at + 1) for at in range(length)])

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 1, by=0), *[waited(1, 1)] * length], [1], 1)


@pytest.mark.parametrize("length", [20, 5000])
def test_a_long_row_of_skipped_steps_is_skipped_in_one_instant(simulate, length):
    steps = [step(1), *(step(1) for _ in range(length))]
    edges = [(0, 1, ON_ERROR), *((at, at + 1) for at in range(1, length))]
    plan = small_plan([clerk(0)], [(0, steps)], edges=edges)

    trace = simulate(plan)

    assert log(trace) == Log([done(0, 0, 1, by=0), *[SKIPPED] * length], [1], 1)
