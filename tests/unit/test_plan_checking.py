"""Checks before the first signature: who looks, what each returns, and how several of them are combined."""

import pytest
from houses import DEPUTIES, build, house, matter, need, officers
from worlds import SKIPPED, Log, done, log

from sim.levers.authority import Authority
from sim.levers.coordination import Coordination
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.routing.checks import Check
from sim.levers.stages import SigningTimes
from sim.levers.supervision import Supervision
from sim.levers.units import Units
from sim.procedure import Abilities, Procedure

HOUSE = house([*officers(2), DEPUTIES[0]])
HOURS = Procedure(sign_hours={"deputy": 0.5, "head": 0.5}, reply_hours=0.25, rework_share=0.5)
FALLIBLE = Abilities(error_rate=0.0, error_rate_elsewhere=0.5)  # nobody here is versed in anything
FINE, WRONG = 0.9, 0.1  # uniforms of the handling's outcome


def checked(*errors, supervision, outcomes=None, institution=HOUSE, levers=None, function="b0c0", **rest):
    """Return the plan of one matter of two hours with these uniforms, one a round."""
    levers = levers or Levers(authority=Authority(non_core=("deputy",)), supervision=supervision)
    return build(
        institution, [matter(need(function, 2, errors=errors), decision=1)], levers, procedure=HOURS,
        abilities=FALLIBLE, outcomes=outcomes, **rest,
    )  # fmt: skip


def officer(hours=1.0, **rest):
    return Check(by="officer", hours=hours, **{"catch_share": 1.0, **rest})


def kinds(built):
    return [kind for kind, _, _ in built.steps()]


def ended(built, simulate):
    """Return the kinds of the steps that were carried to their end, in the order of their identities."""
    trace = simulate(built.plan)
    return [kind for kind, line in zip(kinds(built), log(trace).steps, strict=True) if line.state == "ended"]


def test_a_check_that_sees_all_returns_the_error_and_the_signature_comes_once(simulate):
    built = checked(WRONG, FINE, supervision=Supervision(checks=(officer(),)))

    trace = simulate(built.plan)

    # the deputy sees all errors too, so what passes the check in error in the last round would be returned once more
    assert built.steps() == [
        ("handle", "all", 2.0), ("check", "all", 1.0), ("sign", "d0", 0.5), ("handle", "all", 1.0),
        ("check", "all", 1.0), ("sign", "d0", 0.5), ("check", "", 0.0), ("reply", "all", 0.25),
    ]  # fmt: skip
    assert built.plan.steps.attempt.tolist() == [1, 1, 1, 2, 2, 2, 3, 1]
    # 0-2, checked 2-3 by whoever has been idle longer, again 3-4, checked 4-5, signed 5-5.5, answered 5.5-5.75
    assert log(trace) == Log(
        [
            done(0, 0, 2, by=0, erred=True), done(2, 2, 3, by=1), SKIPPED, done(3, 3, 4, by=0), done(4, 4, 5, by=1),
            done(5, 5, 5.5, by=2), SKIPPED, done(5.5, 5.5, 5.75, by=0),
        ],
        [5.75], 5.75,
    )  # fmt: skip


def test_what_a_check_overlooks_the_signature_returns(simulate):
    """Of a share of 0.5 the uniform 0.6 is not seen."""
    built = checked(
        WRONG, FINE, supervision=Supervision(checks=(officer(catch_share=0.5),)),
        outcomes={"check_catches/plain/0/0": [0.6], "check_catches/plain/0/1": [0.6]},
    )  # fmt: skip

    assert ended(built, simulate) == ["handle", "check", "sign", "handle", "check", "sign", "reply"]


def test_good_work_may_be_returned_and_is_handled_again(simulate):
    built = checked(
        FINE, FINE, supervision=Supervision(checks=(officer(return_share=0.2),)),
        outcomes={"check_returns/plain/0/0": [0.1]},
    )  # fmt: skip

    trace = simulate(built.plan)

    # whatever the handling was, this check returns it: nobody is asked to sign in that round
    assert kinds(built) == ["handle", "check", "handle", "check", "sign", "check", "reply"]
    assert log(trace).steps == [
        done(0, 0, 2, by=0), done(2, 2, 3, by=1), done(3, 3, 4, by=0), done(4, 4, 5, by=1), done(5, 5, 5.5, by=2),
        SKIPPED, done(5.5, 5.5, 5.75, by=0),
    ]  # fmt: skip


def test_who_returns_good_work_and_sees_no_error_passes_the_bad(simulate):
    """A check that is always wrong: what went wrong passes it, and the signature that sees nothing."""
    screen = officer(catch_share=0.0, return_share=1.0)
    built = checked(WRONG, WRONG, supervision=Supervision(checks=(screen,), signature_catch_share=0.0))

    assert ended(built, simulate) == ["handle", "check", "sign", "reply"]


def test_in_the_last_round_it_passes_and_that_is_noted(simulate):
    """The third check, which takes nobody and no time, tells that it would have been returned once more."""
    built = checked(WRONG, WRONG, supervision=Supervision(checks=(officer(),)))

    trace = simulate(built.plan)

    assert ended(built, simulate) == ["handle", "check", "handle", "check", "sign", "check", "reply"]
    assert log(trace).steps[6] == done(5.5, 5.5, 5.5)  # when all of that round have looked


def test_a_share_of_the_work_is_done_again_where_there_are_checks():
    built = checked(WRONG, FINE, supervision=Supervision(checks=(officer(),), rework=0.25))

    assert [hours for kind, _, hours in built.steps() if kind == "handle"] == [2.0, 0.5]


def test_only_the_decisions_that_it_is_for_are_checked():
    built = checked(FINE, FINE, supervision=Supervision(checks=(officer(decisions=("core",)),)))

    assert kinds(built) == ["handle", "sign", "handle", "sign", "check", "reply"]  # the last but one takes nobody
    assert built.steps()[4] == ("check", "", 0.0)


def test_what_nobody_signs_may_still_be_checked(simulate):
    levers = Levers(supervision=Supervision(checks=(officer(),)))
    built = checked(WRONG, FINE, supervision=None, levers=levers)

    assert ended(built, simulate) == ["handle", "check", "handle", "check", "join", "reply"]


def test_a_head_checks_when_heads_sign_and_before_ordinary_work():
    levers = Levers(
        units=Units(by="bureau"), membership=Membership(heads="one_each"),
        authority=Authority(non_core=("deputy",), signing={"head": SigningTimes(times=("10:00",))}),
        supervision=Supervision(checks=(Check(by="head", hours=0.5, catch_share=1.0),)),
    )  # fmt: skip
    built = checked(FINE, FINE, supervision=None, levers=levers)
    steps = built.plan.steps

    assert built.steps()[1] == ("check", "section_b0", 0.5)
    assert (steps.rank[1], steps.priority[1], steps.calendar[1]) == (2, 0, 1)


def test_lawyers_check_in_their_own_unit_once_the_papers_are_there():
    """By category: the unit that holds it. There is a way there, none back, and none where the lead is that unit."""
    levers = Levers(
        units=Units(by="category"), authority=Authority(non_core=("deputy",)), data=Data(transit_hours=2.0),
        supervision=Supervision(checks=(Check(by="category", category="c1", hours=0.5, catch_share=1.0),)),
    )  # fmt: skip

    assert checked(FINE, FINE, supervision=None, levers=levers).steps()[:4] == [
        ("handle", "module_c0", 2.0), ("hand_over", "", 2.0), ("check", "module_c1", 0.5), ("sign", "d0", 0.5)
    ]  # fmt: skip
    assert checked(FINE, FINE, supervision=None, levers=levers, function="b0c1").steps()[:3] == [
        ("handle", "module_c1", 2.0), ("check", "module_c1", 0.5), ("sign", "d0", 0.5)
    ]  # fmt: skip


def blind(*seen):
    """Return the outcomes by which the checks of both rounds see an error, each or not."""
    values = [[0.1 if sees else 0.9] for sees in seen]
    return {f"check_catches/plain/{place}/{turn}": value for place, value in enumerate(values) for turn in (0, 1)}


TWO = (officer(catch_share=0.5), officer(catch_share=0.5))
CHECKS = ["check", "check"]


@pytest.mark.parametrize(
    ("combined", "seen", "expected"),
    [
        # one after another: the first that sees it returns it
        ("chain", (True, True), ["handle", "check", "handle", *CHECKS, "sign", "reply"]),
        ("chain", (False, True), ["handle", *CHECKS, "handle", *CHECKS, "sign", "reply"]),
        # the second is asked only by the first who returns it, and may overrule
        ("either", (True, False), ["handle", *CHECKS, "sign", "reply"]),
        ("either", (False, True), ["handle", "check", "sign", "reply"]),
        ("either", (True, True), ["handle", *CHECKS, "handle", "check", "sign", "reply"]),
    ],
)
def test_two_checks(combined, seen, expected, simulate):
    """The signature sees nothing. The first handling goes wrong, the second well."""
    supervision = Supervision(checks=TWO, combined=combined, signature_catch_share=0.0)
    built = checked(WRONG, FINE, supervision=supervision, outcomes=blind(*seen))

    assert ended(built, simulate) == expected


@pytest.mark.parametrize(("seen", "rounds"), [((True, True, False), 2), ((True, False, False), 1), ((True,) * 3, 2)])
def test_three_who_look_at_the_same_time_return_what_more_than_half_return(seen, rounds, simulate):
    supervision = Supervision(checks=(*TWO, TWO[0]), combined="majority", signature_catch_share=0.0)
    built = checked(WRONG, FINE, supervision=supervision, outcomes=blind(*seen))

    assert ended(built, simulate) == [*["handle", "check", "check", "check", "join"] * rounds, "sign", "reply"]


def test_a_majority_waits_for_all(simulate):
    """Two people for three checks of an hour: 2-3, 2-3 and 3-4; the vote is told at 4, and signed 4-4.5."""
    supervision = Supervision(checks=(*TWO, TWO[0]), combined="majority", signature_catch_share=0.0)
    built = checked(FINE, FINE, supervision=supervision)

    lines = log(simulate(built.plan)).steps

    assert lines[1:6] == [
        done(2, 2, 3, by=1), done(2, 2, 3, by=0), done(2, 3, 4, by=0), done(4, 4, 4), done(4, 4, 4.5, by=2)
    ]  # fmt: skip


def test_whoever_handled_it_first_handles_what_a_check_returns(simulate):
    levers = Levers(
        authority=Authority(non_core=("deputy",)), coordination=Coordination(returns="handler"),
        supervision=Supervision(checks=(officer(),)),
    )  # fmt: skip
    built = checked(WRONG, FINE, supervision=None, levers=levers)

    lines = log(simulate(built.plan)).steps

    assert (lines[0].by, lines[1].by, lines[3].by) == (0, 1, 0)
    assert built.plan.officers.step.tolist() == [3]


@pytest.mark.parametrize(
    ("uniforms", "errors", "expected"),
    [
        ({}, (WRONG, FINE), ["handle", "sign", "reply"]),  # 1 is not below 0.9: it is overlooked
        ({"signature_catches/plain/0": [0.8]}, (WRONG, FINE), ["handle", "sign", "handle", "sign", "reply"]),
        ({"signature_returns/plain/0": [0.05]}, (FINE, FINE), ["handle", "sign", "handle", "sign", "reply"]),
        ({"signature_returns/plain/0": [0.05]}, (WRONG, FINE), ["handle", "sign", "reply"]),
    ],
)
def test_a_signature_may_overlook_an_error_and_return_good_work(uniforms, errors, expected, simulate):
    supervision = Supervision(signature_catch_share=0.9, signature_return_share=0.1)
    built = checked(*errors, supervision=supervision, outcomes=uniforms)

    assert ended(built, simulate) == expected
