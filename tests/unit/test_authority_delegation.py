"""Delegation by weight, reporting straight to the last rank, and a head's opinion before leaders sign."""

from __future__ import annotations

import numpy as np
import pytest
from houses import CHIEF, DEPUTIES, build, horizon, house, matter, need, officers, person
from worlds import Log, done, log

from sim.errors import DesignError
from sim.levers.authority import Authority, Delegated
from sim.levers.coordination import Coordination
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.units import Units
from sim.procedure import Abilities, Procedure
from sim.workload.demand import Demand, Duplicates, MatterType
from sim.workload.draws import uniforms_of
from sim.workload.laws import Law
from sim.workload.workload import draw_workload

HEADS = Membership(heads="one_each")
OFFICE_WORK = Procedure(
    sign_hours={"officer": 0.125, "head": 0.25, "deputy": 0.5, "chief": 1.0}, advise_hours=0.75, rework_share=0.5
)
LED = house([*officers(2), DEPUTIES[0], CHIEF])
CHAIN = ("head", "deputy", "chief")


def once(function, hours):
    return need(function, hours, errors=(1.0,))


def signed(built, row=0):
    """Return where and how long a matter is signed or advised on."""
    return [step for step in built.steps(row) if step[0] in ("sign", "advise")]


def decided(authority, *matters, institution=LED, **rest):
    levers = Levers(membership=HEADS, authority=authority)
    return build(institution, matters, levers, **{"procedure": OFFICE_WORK, **rest})


# delegation ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "weight", "places"),
    [
        (2, 0.29, [("sign", "all", 0.25)]),
        (2, 0.3, [("sign", "all", 0.25), ("sign", "d0", 0.5), ("sign", "z", 1.0)]),
        (1, 0.29, [("sign", "all", 0.25), ("sign", "d0", 0.5)]),
    ],
    ids=["light", "at the limit", "another class"],
)
def test_a_matter_below_the_limit_is_signed_by_those_it_is_delegated_to(decision, weight, places):
    authority = Authority(
        non_core=("head", "deputy"), core=CHAIN, delegated={"core": Delegated(ranks=("head",), limit=0.3)}
    )

    assert signed(decided(authority, matter(once("b0c0", 1), decision=decision, weight=weight))) == places


def test_who_signs_in_their_place_reviews_too(simulate):
    """Both classes delegate to an officer; the error of the light matter is seen, 0-2, 2-2.125, 2.125-3.125."""
    authority = Authority(
        non_core=("deputy",), core=("deputy",),
        delegated={"non_core": Delegated(ranks=("officer",), limit=0.5), "core": Delegated(ranks=CHAIN, limit=0.1)},
    )  # fmt: skip
    built = decided(
        authority, matter(need("b0c0", 2, errors=(0.1, 0.9)), decision=1, weight=0.4),
        institution=house([*officers(1), DEPUTIES[0], CHIEF]), abilities=Abilities(error_rate_elsewhere=0.5),
    )  # fmt: skip

    assert log(simulate(built.plan)) == Log(
        [
            done(0, 0, 2, by=0, erred=True), done(2, 2, 2.125, by=0), done(2.125, 2.125, 3.125, by=0),
            done(3.125, 3.125, 3.25, by=0),
        ],
        [3.25], 3.25,
    )  # fmt: skip


def test_other_deputies_sign_a_core_matter_only_where_a_deputy_does():
    """Delegated to the head, it asks no deputy, so none of those whose portfolio it touches either."""
    levers = Levers(
        units=Units(by="bureau"), membership=HEADS, coordination=Coordination(leaders="all"),
        authority=Authority(core=("deputy",), delegated={"core": Delegated(ranks=("head",), limit=0.5)}),
    )  # fmt: skip
    both = [matter(once("b0c0", 1), once("b1c0", 1), decision=2, weight=weight) for weight in (0.2, 0.9)]
    built = build(house([*officers(2), *DEPUTIES]), both, levers)

    assert [[place for _, place, _ in signed(built, row)] for row in (0, 1)] == [["section_b0"], ["d0", "d1"]]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"core": CHAIN, "delegated": {"core": Delegated(ranks=("head",), limit=0)}},
         r"authority\.delegated\.core\.limit is 0, so that none of these .*expected a share between 0 and 1"),
        ({"core": CHAIN, "delegated": {"core": Delegated(ranks=("head",), limit=1)}},
         r"limit is 1, so that all of these .*or other ranks in authority\.core"),
        ({"core": CHAIN, "delegated": {"core": Delegated(ranks=(), limit=0.5)}},
         r"authority\.delegated\.core\.ranks is empty; expected at least one rank"),
        ({"core": CHAIN, "delegated": {"non_core": Delegated(ranks=("head",), limit=0.5)}},
         r"authority\.delegated\.non_core delegates what nobody signs; expected ranks in authority\.non_core"),
        ({"core": ("deputy",), "delegated": {"core": Delegated(ranks=("chief",), limit=0.5)}},
         r"authority\.delegated\.core\.ranks asks for rank 'chief', which nobody holds"),
    ],
)  # fmt: skip
def test_a_delegation_that_means_nothing_is_refused(options, sentence):
    staff = house([*officers(2), DEPUTIES[0]]) if "chief" in sentence else LED

    with pytest.raises(DesignError, match=sentence):
        decided(Authority(**options), institution=staff)


# straight to the last rank ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "direct", "places"),
    [(2, 0.19, ["all", "z"]), (2, 0.2, ["all", "d0", "z"]), (1, 0.19, ["all", "d0", "z"])],
    ids=["straight", "not", "no core matter"],
)
def test_a_head_may_report_straight_to_the_last_rank(decision, direct, places):
    authority = Authority(non_core=CHAIN, core=CHAIN, skip_share=0.2)
    built = decided(authority, matter(once("b0c0", 1), decision=decision, direct=direct))

    assert [place for _, place, _ in signed(built)] == places


def test_a_delegated_chain_is_shortened_too():
    authority = Authority(
        core=CHAIN, skip_share=0.2, delegated={"core": Delegated(ranks=("officer", "head"), limit=0.5)}
    )
    built = decided(authority, matter(once("b0c0", 1), decision=2, weight=0.1, direct=0.1))

    assert signed(built) == [("sign", "all", 0.125), ("sign", "all", 0.25)]


def test_skipping_nobody_is_refused():
    with pytest.raises(DesignError, match=r"skip_share=0\.2, but authority\.core is \['head', 'chief'\], without"):
        decided(Authority(core=("head", "chief"), skip_share=0.2))


# a head's opinion ---------------------------------------------------------------------------------


def test_a_head_who_does_not_sign_gives_an_opinion_first_and_leaders_need_less(simulate):
    """p0 is head and busy with the matter 0-2; the opinion 2-2.75, the deputy half of 0.5, the chief half of 1."""
    built = decided(
        Authority(core=("deputy", "chief"), advises=True, advised_hours=0.5), matter(once("b0c0", 2), decision=2)
    )

    assert signed(built) == [("advise", "all", 0.75), ("sign", "d0", 0.25), ("sign", "z", 0.5)]
    assert log(simulate(built.plan)) == Log(
        [done(0, 0, 2, by=0), done(2, 2, 2.75, by=0), done(2.75, 2.75, 3, by=2), done(3, 3, 3.5, by=3)], [3.5], 3.5
    )


def test_the_opinion_is_given_once_before_the_first_leader():
    """After an officer's signature, and not again with the second round of rework, whose signature is short too."""
    authority = Authority(core=("officer", "deputy"), non_core=("deputy",), advises=True, advised_hours=0.5)
    rounds = {"errors": (0.1, 0.9)}
    built = decided(
        authority, matter(once("b0c0", 2), decision=2), matter(once("b0c0", 2), decision=1),
    )  # fmt: skip
    twice = decided(authority, matter(need("b0c0", 2, **rounds), decision=1))

    assert signed(built, 0) == [("sign", "all", 0.125), ("advise", "all", 0.75), ("sign", "d0", 0.25)]
    assert signed(built, 1) == [("advise", "all", 0.75), ("sign", "d0", 0.25)]
    assert signed(twice) == [("advise", "all", 0.75), ("sign", "d0", 0.25), ("sign", "d0", 0.25)]


def test_a_head_who_signs_anyway_gives_no_opinion():
    built = decided(
        Authority(core=CHAIN, non_core=("officer",), advises=True, advised_hours=0.5),
        matter(once("b0c0", 2), decision=2), matter(once("b0c0", 2), decision=1),
    )  # fmt: skip

    assert signed(built, 0) == [("sign", "all", 0.25), ("sign", "d0", 0.5), ("sign", "z", 1.0)]
    assert signed(built, 1) == [("sign", "all", 0.125)]


def test_an_opinion_of_no_length_still_waits_for_the_head(simulate):
    """Both matters are handled 0-1 and 0-3, by the head p0 and by p1; the opinion waits for the head until 2."""
    levers = Levers(membership=HEADS, authority=Authority(non_core=("deputy",), advises=True))
    matters = [matter(once("b0c0", 2)), matter(once("b0c0", 1), decision=1)]
    built = build(house([*officers(2), DEPUTIES[0]]), matters, levers, procedure=Procedure())

    assert log(simulate(built.plan)) == Log(
        [done(0, 0, 2, by=0), done(0, 0, 1, by=1), done(1, 2, 2, by=0), done(2, 2, 2, by=2)], [2, 2], 2
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"advises": True}, r"authority\.advises asks for the head of a unit, .*may give an opinion"),
        ({"advised_hours": 0.5}, r"authority\.advised_hours=0\.5 goes with advises=true, but advises=false"),
    ],
)
def test_an_opinion_of_nobody_is_refused(options, sentence):
    with pytest.raises(DesignError, match=sentence):
        build(LED, (), Levers(authority=Authority(non_core=("deputy",), **options)))


# what is drawn ------------------------------------------------------------------------------------

DAYS = horizon(56)
HOUSE = house([person("p0", "c0")])


def drawn(**options):
    kind = MatterType(name="t", per_year=1_000.0, work_hours=Law(mean=2.0), duplicated=True, in_hand=3, **options)
    demand = Demand(types=(kind,), duplicates=Duplicates(share=0.5, delay_days=Law(mean=1.0)))
    return draw_workload(demand, HOUSE, DAYS, seed=2026, replication=0).matters


def test_weight_and_the_way_are_drawn_by_ordinal_and_a_twin_keeps_its_originals():
    table = drawn()
    twins, held = table.twin_of >= 0, table.in_hand
    own = ~twins & ~held
    uniforms = uniforms_of(2026, 0)

    assert twins.any()
    for purpose in ("weight", "direct"):
        column = getattr(table, purpose)
        assert column[own].tolist() == uniforms(f"{purpose}/t", int(own.sum()))[table.ordinal[own]].tolist()
        assert column[held].tolist() == uniforms(f"{purpose}/t/in_hand", 3)[table.ordinal[held]].tolist()
        assert (column[twins] == column[table.twin_of[twins]]).all()
    assert not np.array_equal(table.weight, table.direct)
