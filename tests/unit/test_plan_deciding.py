"""Review and rework: the first signature sees an error of the lead's handling and has it done again."""

import pytest
from houses import DEPUTIES, build, house, matter, need, officers
from worlds import SKIPPED, Log, done, log

from sim.levers.authority import Authority
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.procedure import Abilities, Procedure

ONE_AND_DEPUTY = house([*officers(1), DEPUTIES[0]])
REVIEWED = Levers(authority=Authority(non_core=("deputy",)))
OFFICE_WORK = Procedure(sign_hours={"deputy": 0.5, "head": 0.25}, rework_share=0.5, reply_hours=0.25)
FALLIBLE = Abilities(error_rate=0.0, error_rate_elsewhere=0.5)  # nobody here is versed in anything


def decided(*errors, levers=REVIEWED, institution=ONE_AND_DEPUTY, **rest):
    """Return the plan of one matter of two hours with these uniforms, one a round."""
    needs = need("b0c0", 2, errors=errors)
    return build(
        institution, [matter(needs, decision=1)], levers, procedure=OFFICE_WORK, abilities=FALLIBLE, **rest
    )  # fmt: skip


def test_what_is_fine_is_signed_and_answered(simulate):
    built = decided(0.5, 0.1)

    trace = simulate(built.plan)

    assert built.steps() == [
        ("handle", "all", 2.0), ("sign", "d0", 0.5), ("handle", "all", 1.0), ("sign", "d0", 0.5), ("reply", "all", 0.25)
    ]  # fmt: skip
    assert built.plan.steps.attempt.tolist() == [1, 1, 2, 2, 1]
    assert log(trace) == Log(
        [done(0, 0, 2, by=0), done(2, 2, 2.5, by=1), SKIPPED, SKIPPED, done(2.5, 2.5, 2.75, by=0)], [2.75], 2.75
    )


@pytest.mark.parametrize(("second", "erred"), [(0.9, False), (0.1, True)], ids=["mended", "passes with its error"])
def test_an_error_costs_another_round_and_no_more_than_were_drawn(simulate, second, erred):
    """Half the work again; in the last round the matter passes as it is."""
    built = decided(0.49, second)

    trace = simulate(built.plan)

    # 0-2, signed 2-2.5, again 2.5-3.5, signed 3.5-4, answered 4-4.25
    assert log(trace) == Log(
        [
            done(0, 0, 2, by=0, erred=True), done(2, 2, 2.5, by=1), done(2.5, 2.5, 3.5, by=0, erred=erred),
            done(3.5, 3.5, 4, by=1), done(4, 4, 4.25, by=0),
        ],
        [4.25], 4.25,
    )  # fmt: skip


def test_three_rounds_may_be_drawn(simulate):
    """Wrong twice, fine in the third: 0-2, 2.5-3.5, 4-5 and three signatures of half an hour."""
    built = decided(0.1, 0.1, 0.9)

    trace = simulate(built.plan)

    assert built.plan.steps.attempt.tolist() == [1, 1, 2, 2, 3, 3, 1]
    assert log(trace) == Log(
        [
            done(0, 0, 2, by=0, erred=True), done(2, 2, 2.5, by=1),
            done(2.5, 2.5, 3.5, by=0, erred=True), done(3.5, 3.5, 4, by=1),
            done(4, 4, 5, by=0), done(5, 5, 5.5, by=1), done(5.5, 5.5, 5.75, by=0),
        ],
        [5.75], 5.75,
    )  # fmt: skip


def test_with_one_round_nothing_is_done_again(simulate):
    built = decided(0.1)

    trace = simulate(built.plan)

    assert log(trace) == Log(
        [done(0, 0, 2, by=0, erred=True), done(2, 2, 2.5, by=1), done(2.5, 2.5, 2.75, by=0)], [2.75], 2.75
    )


def test_only_the_first_signature_reviews(simulate):
    """The head sees the error and signs twice; the deputy signs once, when all is well."""
    levers = Levers(membership=Membership(heads="one_each"), authority=Authority(non_core=("head", "deputy")))
    built = decided(0.1, 0.9, levers=levers)

    trace = simulate(built.plan)

    assert built.steps() == [
        ("handle", "all", 2.0), ("sign", "all", 0.25), ("handle", "all", 1.0), ("sign", "all", 0.25),
        ("sign", "d0", 0.5), ("reply", "all", 0.25),
    ]  # fmt: skip
    # 0-2, 2-2.25, 2.25-3.25, 3.25-3.5 by the head; 3.5-4 by the deputy; 4-4.25
    assert log(trace) == Log(
        [
            done(0, 0, 2, by=0, erred=True), done(2, 2, 2.25, by=0), done(2.25, 2.25, 3.25, by=0),
            done(3.25, 3.25, 3.5, by=0), done(3.5, 3.5, 4, by=1), done(4, 4, 4.25, by=0),
        ],
        [4.25], 4.25,
    )  # fmt: skip


def test_without_a_signature_nobody_sees_an_error(simulate):
    built = decided(0.1, 0.9, levers=Levers())

    trace = simulate(built.plan)

    assert built.steps() == [("handle", "all", 2.0), ("reply", "all", 0.25)]
    assert log(trace) == Log([done(0, 0, 2, by=0, erred=True), done(2, 2, 2.25, by=0)], [2.25], 2.25)


def test_an_error_of_a_collaborating_share_goes_unseen(simulate):
    """The signature reviews the lead's handling; the second need's error leaves the house."""
    both = matter(need("b0c0", 2, errors=(0.9, 0.9)), need("b0c1", 1, errors=(0.1, 0.1)), decision=1)
    built = build(ONE_AND_DEPUTY, [both], REVIEWED, procedure=OFFICE_WORK, abilities=FALLIBLE)

    trace = simulate(built.plan)

    assert log(trace) == Log(
        [
            done(0, 0, 2, by=0), done(2, 2, 3, by=0, erred=True), done(3, 3, 3.5, by=1), SKIPPED, SKIPPED,
            done(3.5, 3.5, 3.75, by=0),
        ],
        [3.75], 3.75,
    )  # fmt: skip
