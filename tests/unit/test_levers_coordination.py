"""Lever `coordination`: how a matter that touches several units goes through them."""

import pytest
from houses import DEPUTIES, build, expecting, house, matter, need, officers
from worlds import SKIPPED, Log, done, log, waited

from sim.errors import DesignError
from sim.levers.authority import Authority
from sim.levers.coordination import Coordination
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.units import Units
from sim.procedure import Procedure

FUNCTIONS = {"f0": ("b0", "c0"), "g0": ("b0", "c1"), "f1": ("b1", "c0"), "f2": ("b2", "c0")}
THREE = house(officers(3), FUNCTIONS)
TOUCHES_THREE = matter(need("f0", 4), need("f1", 2), need("f2", 1))
DESK_WORK = Procedure(meet_hours=0.5, merge_hours=0.25)


def sections(coordination, **others):
    """Return the levers of sections, with an hour of transit between them."""
    return Levers(units=Units(by="bureau"), coordination=coordination, data=Data(transit_hours=1.0), **others)


def test_series_goes_from_unit_to_unit(simulate):
    built = build(THREE, [TOUCHES_THREE], sections(Coordination(order="series")), procedure=DESK_WORK)

    trace = simulate(built.plan)

    assert built.steps() == [
        ("handle", "section_b0", 4.0),
        ("hand_over", "", 1.0), ("handle", "section_b1", 2.0),
        ("hand_over", "", 1.0), ("handle", "section_b2", 1.0),
        ("hand_over", "", 1.0), ("merge", "section_b0", 0.25),
    ]  # fmt: skip
    # 4, 1, 2, 1, 1, 1 and a quarter of an hour, one after another
    assert log(trace) == Log(
        [
            done(0, 0, 4, by=0), waited(4, 5), done(5, 5, 7, by=1), waited(7, 8), done(8, 8, 9, by=2),
            waited(9, 10), done(10, 10, 10.25, by=0),
        ],
        [10.25], 10.25,
    )  # fmt: skip


def test_countersign_lets_the_lead_go_first_and_the_others_together(simulate):
    built = build(THREE, [TOUCHES_THREE], sections(Coordination(order="countersign")), procedure=DESK_WORK)

    trace = simulate(built.plan)

    assert built.steps() == [
        ("handle", "section_b0", 4.0),
        ("hand_over", "", 1.0), ("handle", "section_b1", 2.0), ("hand_over", "", 1.0),
        ("hand_over", "", 1.0), ("handle", "section_b2", 1.0), ("hand_over", "", 1.0),
        ("merge", "section_b0", 0.25),
    ]  # fmt: skip
    # b1: 4-5 out, 5-7, 7-8 back; b2: 4-5 out, 5-6, 6-7 back; merged when both are back, at 8
    assert log(trace) == Log(
        [
            done(0, 0, 4, by=0), waited(4, 5), done(5, 5, 7, by=1), waited(7, 8),
            waited(4, 5), done(5, 5, 6, by=2), waited(6, 7), done(8, 8, 8.25, by=0),
        ],
        [8.25], 8.25,
    )  # fmt: skip


def test_lead_calls_all_together_and_all_work_at_the_same_time(simulate):
    built = build(THREE, [TOUCHES_THREE], sections(Coordination(order="lead")), procedure=DESK_WORK)

    trace = simulate(built.plan)

    assert built.steps() == [
        ("meet", "section_b0", 0.5),
        ("handle", "section_b0", 4.0),
        ("hand_over", "", 1.0), ("handle", "section_b1", 2.0), ("hand_over", "", 1.0),
        ("hand_over", "", 1.0), ("handle", "section_b2", 1.0), ("hand_over", "", 1.0),
        ("merge", "section_b0", 0.25),
    ]  # fmt: skip
    # met 0-0.5; the lead's own share 0.5-4.5; b1 back at 4.5, b2 at 3.5
    assert log(trace) == Log(
        [
            done(0, 0, 0.5, by=0), done(0.5, 0.5, 4.5, by=0),
            waited(0.5, 1.5), done(1.5, 1.5, 3.5, by=1), waited(3.5, 4.5),
            waited(0.5, 1.5), done(1.5, 1.5, 2.5, by=2), waited(2.5, 3.5),
            done(4.5, 4.5, 4.75, by=0),
        ],
        [4.75], 4.75,
    )  # fmt: skip


@pytest.mark.parametrize("order", ["series", "countersign", "lead"])
def test_a_matter_of_one_unit_is_neither_met_on_nor_handed_over_nor_merged(order):
    """Its needs are handled one after another, whatever the order of units."""
    of_one_unit = matter(need("f0", 4), need("g0", 2))
    built = build(THREE, [of_one_unit], sections(Coordination(order=order)), procedure=DESK_WORK)

    assert built.steps() == [("handle", "section_b0", 4.0), ("handle", "section_b0", 2.0)]


@pytest.mark.parametrize(
    ("order", "steps"),
    [
        ("series", ["handle b0 1", "handle b0 3", "handle b1 2"]),
        ("countersign", ["handle b0 1", "handle b0 3", "handle b1 2", "join  0"]),
        ("lead", ["handle b0 1", "handle b0 3", "handle b1 2", "join  0"]),
    ],
)
def test_a_unit_handles_all_its_needs_before_it_lets_a_matter_go(order, steps):
    """The first and the third need are section b0's. Without transit, meeting and merging nothing else is written."""
    touches_two = matter(need("f0", 1), need("f1", 2), need("g0", 3))
    built = build(THREE, [touches_two], Levers(units=Units(by="bureau"), coordination=Coordination(order=order)))

    assert [f"{kind} {place.removeprefix('section_')} {hours:g}" for kind, place, hours in built.steps()] == steps


@pytest.mark.parametrize(("order", "closed"), [("series", 6), ("countersign", 6), ("lead", 4)])
def test_without_transit_the_orders_differ_by_what_runs_together(simulate, order, closed):
    """Section b0 needs 1 + 3 hours, section b1 two."""
    touches_two = matter(need("f0", 1), need("f1", 2), need("g0", 3))
    built = build(THREE, [touches_two], Levers(units=Units(by="bureau"), coordination=Coordination(order=order)))

    trace = simulate(built.plan)

    assert log(trace).closed == [closed]


def test_the_head_of_a_collaborating_unit_countersigns_its_share(simulate):
    """Section b1 has a head (person 1) and an officer (person 2); the lead's own share is not countersigned."""
    institution = house(officers(3), {name: FUNCTIONS[name] for name in ("f0", "f1")})
    built = build(
        institution, [matter(need("f0", 1), need("f1", 2)), matter(need("f1", 4)), matter(need("f1", 1), at=2)],
        sections(Coordination(order="series", heads_countersign=True), membership=Membership(heads="one_each")),
        procedure=Procedure(countersign_hours=0.5, merge_hours=0.25), expected=expecting(institution, {"f1": 2.0}),
    )  # fmt: skip

    trace = simulate(built.plan)

    assert built.steps() == [
        ("handle", "section_b0", 1.0), ("hand_over", "", 1.0), ("handle", "section_b1", 2.0),
        ("countersign", "section_b1", 0.5), ("hand_over", "", 1.0), ("merge", "section_b0", 0.25),
    ]  # fmt: skip
    assert built.steps(1) == [("handle", "section_b1", 4.0)]
    # person 0: 0-1; in transit 1-2. Section b1: the head handles the second matter 0-4 (both idle since 0);
    # at 2 the officer takes the first matter 2-4, the third waits. At 4 both are free: the countersignature
    # goes first, to the head 4-4.5, and the officer takes the third 4-5. Back 4.5-5.5, merged 5.5-5.75.
    assert log(trace) == Log(
        [
            done(0, 0, 1, by=0), waited(1, 2), done(2, 2, 4, by=2), done(4, 4, 4.5, by=1), waited(4.5, 5.5),
            done(5.5, 5.5, 5.75, by=0), done(0, 0, 4, by=1), done(2, 4, 5, by=2),
        ],
        [5.75, 4, 5], 5.75,
    )  # fmt: skip


def test_heads_countersign_only_where_there_are_heads():
    """A design that asks heads to countersign and appoints none is refused in words of the design."""
    with pytest.raises(DesignError, match=r"countersign.*head"):
        build(
            THREE, [TOUCHES_THREE], sections(Coordination(heads_countersign=True)),
            procedure=Procedure(countersign_hours=0.5),
        )  # fmt: skip


def led_by_two(leaders):
    """Return the levers of sections b0 (deputy d0), b1 and b2 (deputy d1); the core asks for a deputy."""
    return Levers(
        units=Units(by="bureau"), coordination=Coordination(leaders=leaders),
        authority=Authority(non_core=("deputy",), core=("deputy",)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("leaders", "decision", "needs", "signed_by"),
    [
        ("lead", 2, ("f0", "f1"), ["d0"]),
        ("all", 2, ("f0", "f1"), ["d0", "d1"]),
        ("all", 2, ("f1", "f0"), ["d1", "d0"]),  # the lead's deputy first
        ("all", 2, ("f0", "f1", "f2"), ["d0", "d1"]),  # each deputy once
        ("all", 2, ("f1", "f2"), ["d1"]),
        ("all", 1, ("f0", "f1"), ["d0"]),  # what is not core needs the lead's only
        ("all", 0, ("f0", "f1"), []),
    ],
)
def test_whose_signature_a_matter_of_several_portfolios_needs(leaders, decision, needs, signed_by):
    institution = house([*DEPUTIES, *officers(3)], FUNCTIONS)
    touching = matter(*(need(name, 1, errors=(1.0,)) for name in needs), decision=decision)
    built = build(
        institution, [touching], led_by_two(leaders), procedure=Procedure(sign_hours={"deputy": 0.5}),
        expected=expecting(institution, {"f0": 5.0, "f1": 3.0, "f2": 1.0}),
    )  # fmt: skip

    assert [place for kind, place, _ in built.steps() if kind == "sign"] == signed_by


def test_leaders_sign_one_after_another(simulate):
    institution = house([*DEPUTIES, *officers(2)], {name: FUNCTIONS[name] for name in ("f0", "f1")})
    built = build(
        institution, [matter(need("f0", 1), need("f1", 1), decision=2)], led_by_two("all"),
        procedure=Procedure(sign_hours={"deputy": 0.5}), expected=expecting(institution, {"f0": 2.0}),
    )  # fmt: skip

    trace = simulate(built.plan)

    # handled 0-1 and 1-2; d0 reviews 2-2.5 (a second round is not needed), then d1 2.5-3
    assert log(trace) == Log(
        [done(0, 0, 1, by=2), done(1, 1, 2, by=3), done(2, 2, 2.5, by=0), SKIPPED, SKIPPED, done(2.5, 2.5, 3, by=1)],
        [3], 3,
    )  # fmt: skip
