"""What has left the house: audits that find an error, and matters that come back because of one, or unsolved."""

from dataclasses import replace

import numpy as np
import pytest
from houses import DEPUTIES, PLAIN, build, house, matter, need, officers
from worlds import PENDING, SKIPPED, done, log, waited

from sim.arrays import NEVER
from sim.levers.authority import Authority
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.incentives import Incentives
from sim.levers.membership import Membership
from sim.levers.routing.checks import Check
from sim.levers.supervision import Supervision
from sim.plan.plan import Kind
from sim.procedure import Abilities, Procedure
from sim.workload.laws import Law
from sim.workload.returns import Returns

ONE = house([*officers(1), DEPUTIES[0]])
FALLIBLE = Abilities(error_rate=0.0, error_rate_elsewhere=0.5)
FINE, WRONG = 0.9, 0.1
HOURS = Procedure(reply_hours=0.25, rework_share=0.5, sign_hours={"deputy": 0.5})
TWO_DAYS = Law(mean=2.0, shape="deterministic")


def gone(*errors, levers=None, returns=None, outcomes=None, **rest):
    """Return the plan of one matter of two hours that nobody signs."""
    return build(
        ONE, [matter(need("b0c0", 2, errors=errors))], levers, procedure=HOURS, abilities=FALLIBLE,
        types=(replace(PLAIN, returns=returns),), outcomes=outcomes, **rest,
    )  # fmt: skip


def comes_back(**rest):
    return Returns(**{"error_share": 0.5, "days": TWO_DAYS, "work": 0.5, **rest})


SEEN = {"return/plain": [0.4]}  # of a share of 0.5 it comes back


def test_without_returns_nothing_is_written_but_the_matter():
    assert gone(WRONG, FINE).steps() == [("handle", "all", 2.0), ("reply", "all", 0.25)]


def test_an_error_that_left_comes_back_is_handled_and_answered(simulate):
    """Handled 0-2, answered 2-2.25; two clock days later, at 50.25, half the work until 51.25, answered 51.25-51.5."""
    built = gone(WRONG, FINE, returns=comes_back(), outcomes={**SEEN, "error/plain/0/0/again/1": [FINE]})

    trace = simulate(built.plan)

    assert built.steps(0) == [("handle", "all", 2.0), ("reply", "all", 0.25), ("join", "", 0.0), ("join", "", 0.0)]
    assert built.steps(1) == [("come_back", "", 48.0), ("handle", "all", 1.0), ("reply", "all", 0.25)]
    assert built.plan.matters.release_ms.tolist() == [0, NEVER]
    assert log(trace).steps == [
        done(0, 0, 2, by=0, erred=True), done(2, 2, 2.25, by=0), done(2, 2, 2), done(2.25, 2.25, 2.25),
        waited(2.25, 50.25), done(50.25, 50.25, 51.25, by=0), done(51.25, 51.25, 51.5, by=0),
    ]  # fmt: skip
    assert log(trace).closed == [2.25, 51.5]


def test_what_was_handled_well_does_not_come_back(simulate):
    built = gone(FINE, FINE, returns=comes_back(), outcomes=SEEN)

    assert log(simulate(built.plan)).steps[2:] == [SKIPPED, done(2.25, 2.25, 2.25), SKIPPED, SKIPPED, SKIPPED]


@pytest.mark.parametrize("outcomes", [{}, {"return/plain": [0.5]}])
def test_what_would_not_come_back_makes_no_steps(outcomes):
    """Of a share of 0.5 neither the uniform 1 nor 0.5 comes back: known when the plan is written."""
    assert gone(WRONG, FINE, returns=comes_back(), outcomes=outcomes).plan.n_steps == 2


def test_it_may_come_back_so_often_and_then_that_is_noted(simulate):
    """Handled wrongly each time, and seen each time: after two returns nobody heeds it any more."""
    again = {f"{name}/again/{turn}": [0.1] for turn in (1, 2) for name in ("error/plain/0/0", "return/plain")}
    built = gone(WRONG, FINE, returns=comes_back(rounds=2), outcomes=SEEN | again)

    trace = simulate(built.plan)

    assert built.steps(2) == [
        ("come_back", "", 48.0), ("handle", "all", 1.0), ("reply", "all", 0.25), ("join", "", 0.0), ("join", "", 0.0),
        ("come_back", "", 0.0),
    ]  # fmt: skip
    # out at 2.25; back 50.25, out 51.5; back 99.5, out 100.75
    assert log(trace).closed == [2.25, 51.5, 100.75]
    assert log(trace).steps[-1] == done(100.75, 100.75, 100.75)


def test_what_comes_back_is_decided_as_it_was_before(simulate):
    """Checked, signed, written off by the head: the same, but for one thing: it is not drafted."""
    levers = Levers(
        membership=Membership(heads="one_each"), authority=Authority(non_core=("head", "deputy")),
        supervision=Supervision(checks=(Check(by="officer", catch_share=0.0),), signature_catch_share=0.0),
        data=Data(close_hours=0.5, closes_by="head"),
    )  # fmt: skip
    built = build(
        ONE, [matter(need("b0c0", 2, errors=(WRONG, WRONG)), decision=1)], levers, abilities=FALLIBLE,
        procedure=replace(HOURS, draft_hours=0.5), types=(replace(PLAIN, returns=comes_back()),), outcomes=SEEN,
    )  # fmt: skip

    assert [kind for kind, _, _ in built.steps(0)] == [
        "draft", "handle", "check", "sign", "sign", "reply", "close", "join", "join"
    ]  # fmt: skip
    assert built.steps(1) == [
        ("come_back", "", 48.0), ("handle", "all", 1.0), ("check", "all", 0.0), ("sign", "all", 0.0),
        ("sign", "d0", 0.5), ("reply", "all", 0.25), ("close", "all", 0.5),
    ]  # fmt: skip


def test_a_signature_that_finds_the_error_keeps_it_in_the_house(simulate):
    levers = Levers(authority=Authority(non_core=("deputy",)))
    built = build(
        ONE, [matter(need("b0c0", 2, errors=(WRONG, FINE)), decision=1)], levers, procedure=HOURS, abilities=FALLIBLE,
        types=(replace(PLAIN, returns=comes_back()),), outcomes=SEEN,
    )  # fmt: skip

    trace = simulate(built.plan)

    came_back = np.flatnonzero(built.plan.steps.kind == Kind.COME_BACK)
    assert [log(trace).steps[row] for row in came_back.tolist()] == [SKIPPED]


def test_an_error_of_a_further_need_leaves_too(simulate):
    """Nobody looks at it, whoever signs; it comes back to the lead."""
    both = matter(need("b0c0", 2, errors=(FINE, FINE)), need("b0c1", 1, errors=(WRONG, FINE)), decision=1)
    built = build(
        ONE, [both], Levers(authority=Authority(non_core=("deputy",))), procedure=HOURS, abilities=FALLIBLE,
        types=(replace(PLAIN, returns=comes_back()),), outcomes=SEEN,
    )  # fmt: skip

    trace = simulate(built.plan)

    # 0-2, 2-3, signed 3-3.5, answered 3.5-3.75; back after 48 hours, 51.75-52.75, signed -53.25, answered -53.5
    assert log(trace).closed == [3.75, 53.5]


CLOSURES = Levers(incentives=Incentives(scored="closures", early_share=0.5, early_work=0.25))


def test_what_is_closed_early_takes_less_and_comes_back_for_sure(simulate):
    """A quarter of two hours, 0-0.5, answered -0.75; back at 48.75 with half the work, in full: -49.75, -50."""
    built = gone(FINE, FINE, levers=CLOSURES, returns=comes_back(), outcomes={"early/plain": [0.4]})

    trace = simulate(built.plan)

    assert built.steps(0) == [("handle", "all", 0.5), ("reply", "all", 0.25), ("join", "", 0.0)]
    assert built.steps(1) == [("come_back", "", 48.0), ("handle", "all", 1.0), ("reply", "all", 0.25)]
    assert log(trace).closed == [0.75, 50.0]


def test_what_comes_back_may_be_closed_early_again(simulate):
    """Each time by a uniform of its own, a quarter of half of two hours; after one return it stays unsolved."""
    built = gone(
        FINE, FINE, levers=CLOSURES, returns=comes_back(rounds=1),
        outcomes={"early/plain": [0.4], "early/plain/again/1": [0.1]},
    )  # fmt: skip

    trace = simulate(built.plan)

    assert built.steps(1) == [
        ("come_back", "", 48.0), ("handle", "all", 0.25), ("reply", "all", 0.25), ("join", "", 0.0),
        ("come_back", "", 0.0),
    ]  # fmt: skip
    assert log(trace).closed == [0.75, 49.25]
    assert log(trace).steps[-1] == done(49.25, 49.25, 49.25)


def test_only_the_lead_closes_early_and_only_what_may_come_back():
    levers = Levers(incentives=Incentives(scored="closures", early_share=1.0, early_work=0.25))
    both = matter(need("b0c0", 2), need("b0c1", 1))

    def handled(kind):
        built = build(ONE, [both], levers, procedure=Procedure(), types=(kind,))
        return [hours for kind, _, hours in built.steps(0) if kind == "handle"]

    assert handled(replace(PLAIN, returns=comes_back())) == [0.5, 1.0]
    assert handled(PLAIN) == [2.0, 1.0]


AUDITED = Levers(supervision=Supervision(audit_share=0.5, audit_by="category", audit_category="c0", audit_hours=1.0))


def test_an_audit_that_finds_an_error_has_it_put_right(simulate):
    """Closed at 2.25; looked at until 3.25, half of two hours until 4.25. The complaint is spared."""
    outcomes = {**SEEN, "audited/plain": [0.4]}
    built = gone(WRONG, FINE, levers=AUDITED, returns=comes_back(), outcomes=outcomes, whole_window=True)

    trace = simulate(built.plan)

    assert built.steps(1) == [("audit", "", 0.0), ("audit", "all", 1.0), ("handle", "all", 1.0)]
    assert built.plan.matters.type.tolist() == [0, -1]  # an audit is no matter, nor awaited
    assert built.plan.matters.awaited.tolist() == [True, False]
    assert log(trace).closed == [2.25, 4.25]


@pytest.mark.parametrize(
    ("errors", "catches"), [((FINE, FINE), 1.0), ((WRONG, FINE), 0.5)], ids=["all_is_well", "overlooked"]
)
def test_an_audit_that_finds_nothing_costs_its_hours(errors, catches, simulate):
    levers = Levers(supervision=replace(AUDITED.supervision, audit_catch_share=catches))
    outcomes = {"audited/plain": [0.4], "audit_catches/plain": [0.6]}
    built = gone(*errors, levers=levers, outcomes=outcomes, whole_window=True)

    assert log(simulate(built.plan)).closed == [2.25, 3.25]


def test_what_was_in_hand_and_twins_have_outcomes_of_their_own():
    """Each by its own stream, at the position of its ordinal."""
    own = build(
        ONE, [matter(need("b0c0", 2)), matter(need("b0c0", 2), in_hand=True), matter(need("b1c0", 2), twin_of=0)],
        AUDITED, types=(PLAIN,), outcomes={"audited/plain/in_hand": [0.9, 0.1], "audited/plain/twin": [0.9, 0.9, 0.9]},
    )  # fmt: skip

    entries = own.plan.entries.step
    assert own.plan.steps.matter[own.plan.edges.source[np.isin(own.plan.edges.target, entries)]].tolist() == [1]


def test_what_has_not_come_back_by_the_end_is_open(simulate):
    built = gone(
        WRONG, FINE, returns=comes_back(days=Law(mean=100.0, shape="deterministic")), outcomes=SEEN,
    )  # fmt: skip

    steps = log(simulate(built.plan)).steps

    assert steps[4].state == "started"
    assert steps[5:] == [PENDING, PENDING]
