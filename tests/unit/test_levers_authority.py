"""Lever `authority`: who hands matters out, who signs, when, and who has which portfolio."""

import pytest
from houses import CHIEF, DEPUTIES, OFFICE_DAYS, build, expecting, house, matter, need, officers
from worlds import Log, done, log

from sim.errors import DesignError
from sim.levers.authority import Authority
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.stages import SigningTimes
from sim.levers.units import Units
from sim.procedure import Procedure

HEADS = Membership(heads="one_each")
SIGNING = Procedure(sign_hours={"officer": 0.125, "head": 0.25, "deputy": 0.5, "chief": 1.0})


def once(function, hours, **rest):
    """Return a need that goes well, of which only one round was drawn."""
    return need(function, hours, errors=(1.0,), **rest)


@pytest.mark.parametrize(
    ("decision", "signatures"),
    [
        (0, []),
        (1, [("sign", "all", 0.25)]),
        (2, [("sign", "all", 0.25), ("sign", "d0", 0.5), ("sign", "z", 1.0)]),
    ],
    ids=["none", "non-core", "core"],
)
def test_each_decision_class_has_its_chain(decision, signatures):
    levers = Levers(membership=HEADS, authority=Authority(non_core=("head",), core=("head", "deputy", "chief")))
    institution = house([*officers(1), DEPUTIES[0], CHIEF])

    built = build(institution, [matter(once("b0c0", 2), decision=decision)], levers, procedure=SIGNING)

    assert built.steps() == [("handle", "all", 2.0), *signatures]


def test_a_chain_is_signed_rank_by_rank(simulate):
    """The head, the deputy in charge and the chief, each at their own desk, before ordinary work."""
    levers = Levers(membership=HEADS, authority=Authority(core=("head", "deputy", "chief")))
    institution = house([*officers(1), DEPUTIES[0], CHIEF])
    matters = [matter(once("b0c0", 1), decision=2), matter(once("b0c0", 2)), matter(once("b0c0", 1), decision=2)]
    built = build(institution, matters, levers, procedure=SIGNING)

    trace = simulate(built.plan)

    # The head is the only person in the unit: handles 0-1, signs 1-1.25 before the second matter 1.25-3.25,
    # handles the third 3.25-4.25, signs 4.25-4.5. Deputy: 1.25-1.75, 4.5-5. Chief: 1.75-2.75, 5-6.
    assert log(trace) == Log(
        [
            done(0, 0, 1, by=0), done(1, 1, 1.25, by=0), done(1.25, 1.25, 1.75, by=1), done(1.75, 1.75, 2.75, by=2),
            done(0, 1.25, 3.25, by=0),
            done(0, 3.25, 4.25, by=0), done(4.25, 4.25, 4.5, by=0), done(4.5, 4.5, 5, by=1), done(5, 5, 6, by=2),
        ],
        [2.75, 3.25, 6], 6,
    )  # fmt: skip


def test_an_officer_may_be_the_one_who_signs(simulate):
    """Any colleague of the lead's unit, whoever is idle for longest."""
    built = build(
        house(officers(2)), [matter(once("b0c0", 1), decision=1)], Levers(authority=Authority(non_core=("officer",))),
        procedure=SIGNING,
    )  # fmt: skip

    trace = simulate(built.plan)

    assert built.steps() == [("handle", "all", 1.0), ("sign", "all", 0.125)]
    assert log(trace) == Log([done(0, 0, 1, by=0), done(1, 1, 1.125, by=1)], [1.125], 1.125)


def test_the_signature_is_given_in_the_unit_of_the_lead():
    """A matter of sections b1 and b0 is signed by the head of b1."""
    built = build(
        house(officers(2)), [matter(once("b1c0", 1), once("b0c0", 1), decision=1)],
        Levers(units=Units(by="bureau"), membership=HEADS, authority=Authority(non_core=("head",))), procedure=SIGNING,
    )  # fmt: skip

    assert built.steps() == [
        ("handle", "section_b1", 1.0), ("handle", "section_b0", 1.0), ("sign", "section_b1", 0.25)
    ]  # fmt: skip


def test_leaders_hand_matters_out_before_they_are_handled(simulate):
    """First the deputy, then the head; what needs no decision needs no handing out either."""
    levers = Levers(membership=HEADS, authority=Authority(assigns=("deputy", "head"), non_core=("head",)))
    institution = house([*officers(1), DEPUTIES[0]])
    matters = [matter(once("b0c0", 1), decision=1), matter(once("b0c0", 1))]
    built = build(institution, matters, levers, procedure=Procedure(assign_hours=0.5, sign_hours={"head": 0.25}))

    trace = simulate(built.plan)

    assert built.steps() == [
        ("assign", "d0", 0.5), ("assign", "all", 0.5), ("handle", "all", 1.0), ("sign", "all", 0.25)
    ]  # fmt: skip
    assert built.steps(1) == [("handle", "all", 1.0)]
    # deputy 0-0.5; the head handles the other matter 0-1, then hands out 1-1.5, handles 1.5-2.5, signs
    assert log(trace) == Log(
        [
            done(0, 0, 0.5, by=1), done(0.5, 1, 1.5, by=0), done(1.5, 1.5, 2.5, by=0), done(2.5, 2.5, 2.75, by=0),
            done(0, 0, 1, by=0),
        ],
        [2.75, 1], 2.75,
    )  # fmt: skip


def test_handing_out_that_takes_no_time_is_left_out():
    levers = Levers(authority=Authority(assigns=("deputy",), non_core=("deputy",)))

    built = build(house([*officers(1), *DEPUTIES]), [matter(once("b0c0", 1), decision=1)], levers, procedure=SIGNING)

    assert built.steps() == [("handle", "all", 1.0), ("sign", "d0", 0.5)]


@pytest.mark.parametrize(
    ("portfolios", "signed_by"),
    [
        ("by_unit", {"b0c0": "d0", "b0c1": "d1", "b1c0": "d0", "b1c1": "d1"}),
        ("by_bureau", {"b0c0": "d0", "b0c1": "d0", "b1c0": "d1", "b1c1": "d1"}),
    ],
)
def test_portfolios_follow_the_units_or_the_bureaus(portfolios, signed_by):
    """Modules by category: c0 has 6 hours against 2, bureau b0 has 5 against 3; the larger goes to deputy d0."""
    institution = house([*officers(2), *DEPUTIES])
    built = build(
        institution, [matter(once(name, 1), decision=1) for name in signed_by],
        Levers(units=Units(by="category"), authority=Authority(non_core=("deputy",), portfolios=portfolios)),
        procedure=SIGNING, expected=expecting(institution, {"b0c0": 4.0, "b0c1": 1.0, "b1c0": 2.0, "b1c1": 1.0}),
    )  # fmt: skip

    signatures = [built.steps(index)[1] for index in range(4)]
    assert signatures == [("sign", deputy, 0.5) for deputy in signed_by.values()]


def test_portfolios_are_dealt_out_the_heaviest_first_to_whom_has_least():
    """Hours 3, 5, 1, 4: 5 to d0, 4 to d1, 3 to d1 (4 against 5), 1 to d0 (5 against 7)."""
    functions = {f"f{index}": (f"b{index}", "c0") for index in range(4)}
    institution = house([*officers(4), *DEPUTIES], functions)
    built = build(
        institution, [matter(once(name, 1), decision=1) for name in functions],
        Levers(units=Units(by="bureau"), authority=Authority(non_core=("deputy",))), procedure=SIGNING,
        expected=expecting(institution, {"f0": 3.0, "f1": 5.0, "f2": 1.0, "f3": 4.0}),
    )  # fmt: skip

    assert [built.steps(index)[1][1] for index in range(4)] == ["d1", "d0", "d0", "d1"]


def test_leaders_sign_at_their_times(simulate):
    """The deputy at 10:00 and 16:00 every day, the chief at 15:00 on Tuesdays; the head has no times."""
    authority = Authority(
        core=("head", "deputy", "chief"),
        signing={
            "deputy": SigningTimes(times=("10:00", "16:00")), "chief": SigningTimes(times=("15:00",), weekdays=(2,))
        },
    )  # fmt: skip
    built = build(
        house([*officers(1), DEPUTIES[0], CHIEF]), [matter(once("b0c0", 1), decision=2, at=8)],
        Levers(membership=HEADS, authority=authority), procedure=SIGNING, days=OFFICE_DAYS,
    )  # fmt: skip

    trace = simulate(built.plan)

    # Monday: handled 8-9, head 9-9.25, deputy's desk at 10: 10-10.5; chief on Tuesday at 15:00, which is 39: 39-40
    assert log(trace) == Log(
        [done(8, 8, 9, by=0), done(9, 9, 9.25, by=0), done(10, 10, 10.5, by=1), done(39, 39, 40, by=2)], [40], 40
    )


@pytest.mark.parametrize(
    ("minutes", "ready"), [(30.0, 16.0), (60.0, 10.75)], ids=["the slot is over", "the slot is still open"]
)
def test_a_signing_time_is_open_for_so_many_minutes(simulate, minutes, ready):
    """A paper that is done at 10:45 finds the slot of 10:00 open for an hour, but not for half an hour."""
    authority = Authority(
        non_core=("deputy",), signing={"deputy": SigningTimes(times=("10:00", "16:00"), minutes=minutes)}
    )
    built = build(
        house([*officers(1), DEPUTIES[0]]), [matter(once("b0c0", 2.75), decision=1, at=8)], Levers(authority=authority),
        procedure=SIGNING, days=OFFICE_DAYS,
    )  # fmt: skip

    trace = simulate(built.plan)

    assert log(trace) == Log(
        [done(8, 8, 10.75, by=0), done(ready, ready, ready + 0.5, by=1)], [ready + 0.5], ready + 0.5
    )


def test_handing_out_keeps_the_times_of_its_rank_too(simulate):
    authority = Authority(assigns=("deputy",), signing={"deputy": SigningTimes(times=("10:00",))})
    built = build(
        house([*officers(1), DEPUTIES[0]]), [matter(once("b0c0", 1), decision=1, at=8)], Levers(authority=authority),
        procedure=Procedure(assign_hours=0.5), days=OFFICE_DAYS,
    )  # fmt: skip

    trace = simulate(built.plan)

    assert log(trace) == Log([done(10, 10, 10.5, by=1), done(10.5, 10.5, 11.5, by=0)], [11.5], 11.5)


def test_signing_times_without_a_time_are_refused_with_a_sentence():
    authority = Authority(non_core=("deputy",), signing={"deputy": SigningTimes(times=())})

    with pytest.raises(DesignError, match="signing"):
        build(house([*officers(1), *DEPUTIES]), [matter(once("b0c0", 1), decision=1)], Levers(authority=authority))


@pytest.mark.parametrize("key", ["assigns", "non_core", "core"])
def test_a_decision_that_nobody_may_take_is_refused(key):
    with pytest.raises(
        DesignError, match=rf"authority\.{key} asks for rank 'chief', which nobody holds.*Ranks held: deputy, officer"
    ):
        build(house([*officers(1), *DEPUTIES]), (), Levers(authority=Authority(**{key: ("chief",)})))


def test_a_head_who_was_never_appointed_is_refused():
    levers = Levers(units=Units(by="bureau"), authority=Authority(non_core=("head",)))

    with pytest.raises(DesignError, match=r"head of a unit, but 'section_b0' has none.*membership\.heads=one_each"):
        build(house(officers(2)), (), levers)
