"""Lever `command`: 条 against 块, whose matters come first, and who is refused until a leader orders it."""

import numpy as np
import pytest
from houses import CHIEF, DEPUTIES, OFFICE_DAYS, Contact, build, horizon, house, matter, need, officers
from worlds import Log, done, log, waited

from sim.errors import DesignError
from sim.levers.authority import Authority
from sim.levers.command import Command
from sim.levers.coordination import Coordination
from sim.levers.counterparts import Counterparts
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.stages import SigningTimes
from sim.levers.units import Units
from sim.procedure import Procedure
from sim.workload.demand import Demand, MatterType, ProcessNeed
from sim.workload.laws import Law
from sim.workload.workload import draw_workload

ONE = house(officers(1))

# whose matters come first -------------------------------------------------------------------------------------

QUEUE = [
    matter(need("b0c0", 2)),
    matter(need("b0c0", 1), at=0.5),
    matter(need("b0c0", 1), at=1, office="office_b0c0"),
]
"""One officer is busy until 2; an enterprise's matter comes at 0.5, an office's at 1."""


@pytest.mark.parametrize(("wins", "first"), [("nobody", 1), ("line", 2), ("local", 1)])
def test_the_matters_of_the_principal_who_wins_are_taken_first(simulate, wins, first):
    built = build(ONE, QUEUE, Levers(command=Command(wins=wins)))

    trace = simulate(built.plan)

    ends = {1: [2, 3, 4], 2: [2, 4, 3]}[first]
    assert log(trace).closed == ends


def test_the_line_is_behind_where_the_local_leaders_win_though_it_came_first(simulate):
    matters = [
        matter(need("b0c0", 2)), matter(need("b0c0", 1), at=0.5, office="office_b0c0"), matter(need("b0c0", 1), at=1)
    ]  # fmt: skip

    traces = [simulate(build(ONE, matters, Levers(command=Command(wins=wins))).plan) for wins in ("nobody", "local")]

    assert [log(trace).closed for trace in traces] == [[2, 3, 4], [2, 4, 3]]


@pytest.mark.parametrize(("wins", "closed"), [("nobody", [2, 3, 4]), ("line", [2, 4, 3]), ("local", [2, 3, 4])])
def test_liaison_is_the_lines(simulate, wins, closed):
    """A contact of an hour comes at 1, the enterprise's matter at 0.5; the run goes on until the window's end."""
    levers = Levers(command=Command(wins=wins), counterparts=Counterparts(contact_hours=1.0))
    built = build(
        ONE, QUEUE[:2], levers, contacts=[Contact(office="office_b0c0", at=1)], days=horizon(7), whole_window=True
    )

    trace = simulate(built.plan)

    assert log(trace).closed == closed


def test_within_one_principals_matters_the_units_order_holds(simulate):
    """Both of the line's come before the local one, due first of all, and among them the one that is due first."""
    matters = [
        matter(need("b0c0", 2)),
        matter(need("b0c0", 1), at=0.5, deadline=3),
        matter(need("b0c0", 1), at=0.5, deadline=50, office="office_b0c0"),
        matter(need("b0c0", 1), at=1, deadline=40, office="office_b0c0"),
    ]
    built = build(ONE, matters, Levers(units=Units(order="by_deadline"), command=Command(wins="line")))

    trace = simulate(built.plan)

    assert log(trace).closed == [2, 5, 4, 3]


def test_decisions_and_waits_keep_their_place():
    """The enterprise's matter needs a signature; only what is ordinary work of the loser's is put behind."""
    levers = Levers(
        units=Units(by="bureau"), authority=Authority(non_core=("officer",)), data=Data(transit_hours=1.0),
        command=Command(wins="line"),
    )  # fmt: skip
    matters = [
        matter(need("b0c0", 1, errors=(1.0,)), need("b1c0", 1, errors=(1.0,)), decision=1),
        matter(need("b0c0", 1, errors=(1.0,)), decision=1, office="office_b0c0"),
    ]

    built = build(house(officers(2)), matters, levers, procedure=Procedure(draft_hours=1.0))

    kinds = [kind for kind, _, _ in built.steps(0)]
    assert kinds == ["draft", "handle", "hand_over", "handle", "hand_over", "sign"]
    assert built.plan.steps.priority.tolist() == [2, 2, 1, 2, 1, 0, 1, 1, 0]


# who is refused -----------------------------------------------------------------------------------------------

SECTIONS = Units(by="bureau")
DEPUTY = house([*officers(2), DEPUTIES[0]])
TWO_NEEDS = (need("b0c0", 1), need("b1c0", 2, refuses=True))
ORDER = Procedure(assign_hours=0.5)
DEPUTY_AT_NINE = Authority(signing={"deputy": SigningTimes(times=("09:00", "15:00"))})
BY_LINE = Command(assesses="line")


def test_a_unit_sends_back_what_those_ask_who_do_not_assess_it_until_a_leader_orders_it(simulate):
    """The offices assess, the matter is an enterprise's; the deputy sees papers at 9 and at 15."""
    levers = Levers(units=SECTIONS, authority=DEPUTY_AT_NINE, data=Data(transit_hours=1.0), command=BY_LINE)
    built = build(DEPUTY, [matter(*TWO_NEEDS, at=8)], levers, procedure=ORDER, days=OFFICE_DAYS)

    trace = simulate(built.plan)

    # handled 8-9; there 9-10, back 10-11; the deputy orders at 15-15.5; there 15.5-16.5; handled 16.5-18 and
    # 32-32.5; back 32.5-33.5
    assert built.steps() == [
        ("handle", "section_b0", 1.0), ("hand_over", "", 1.0),
        ("hand_over", "", 1.0), ("assign", "d0", 0.5), ("hand_over", "", 1.0),
        ("handle", "section_b1", 2.0), ("hand_over", "", 1.0),
    ]  # fmt: skip
    assert log(trace) == Log(
        [
            done(8, 8, 9, by=0), waited(9, 10), waited(10, 11), done(15, 15, 15.5, by=2), waited(15.5, 16.5),
            done(16.5, 16.5, 32.5, by=1), waited(32.5, 33.5),
        ],
        [33.5], 33.5,
    )  # fmt: skip
    steps = built.plan.steps
    assert (steps.rank[3], steps.priority[3]) == (3, 0)


@pytest.mark.parametrize(
    ("command", "office", "refuses", "refused"),
    [
        (BY_LINE, None, True, True),
        (BY_LINE, None, False, False),
        (BY_LINE, "office_b0c0", True, False),
        (Command(assesses="local"), "office_b0c0", True, True),
        (Command(assesses="local"), None, True, False),
        (Command(), None, True, False),
        (Command(), "office_b0c0", True, False),
        (Command(assesses="line", order_backs=True), None, True, False),
        (Command(assesses="local", order_backs=True), "office_b0c0", True, False),
    ],
)
def test_who_assesses_is_not_refused_nor_is_who_has_an_order(command, office, refuses, refused):
    needs = need("b0c0", 1), need("b1c0", 2, refuses=refuses)

    built = build(
        DEPUTY, [matter(*needs, office=office)], Levers(units=SECTIONS, command=command), procedure=ORDER
    )  # fmt: skip

    assert (("assign", "d0", 0.5) in built.steps()) is refused
    assert [step for step in built.steps() if step[0] != "assign"] == [
        ("handle", "section_b0", 1.0), ("handle", "section_b1", 2.0)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arbiter", "place"), [("officer", "section_b0"), ("head", "section_b0"), ("deputy", "d0"), ("chief", "z")]
)
def test_the_order_is_given_at_the_arbiters_desk_even_if_it_takes_no_time(arbiter, place):
    levers = Levers(
        units=SECTIONS, membership=Membership(heads="one_each"), command=Command(assesses="line", arbiter=arbiter)
    )

    built = build(house([*officers(2), DEPUTIES[0], CHIEF]), [matter(*TWO_NEEDS)], levers)

    assert built.steps() == [("handle", "section_b0", 1.0), ("assign", place, 0.0), ("handle", "section_b1", 2.0)]


def test_a_share_is_refused_once_by_its_first_need_and_the_lead_never_refuses():
    needs = (
        need("b0c0", 1, refuses=True), need("b1c0", 1), need("b1c1", 1, refuses=True), need("b0c1", 1, refuses=True)
    )  # fmt: skip

    built = build(DEPUTY, [matter(*needs)], Levers(units=SECTIONS, command=BY_LINE), procedure=ORDER)

    assert [kind for kind, _, _ in built.steps()] == ["handle"] * 4


def test_side_by_side_the_others_go_on_while_one_refuses(simulate):
    """Three sections at once; the refused one has its order at 2.5 and ends last."""
    three = house([*officers(3), DEPUTIES[0]], {"f0": ("b0", "c0"), "f1": ("b1", "c0"), "f2": ("b2", "c0")})
    levers = Levers(
        units=SECTIONS, coordination=Coordination(order="lead"), data=Data(transit_hours=1.0), command=BY_LINE
    )
    matters = [matter(need("f0", 1), need("f1", 2, refuses=True), need("f2", 2))]
    built = build(three, matters, levers, procedure=ORDER, days=horizon())

    trace = simulate(built.plan)

    # f0 0-1. f1: there 0-1, back 1-2, ordered 2-2.5, there 2.5-3.5, handled 3.5-5.5, back 5.5-6.5. f2: 0-1, 1-3, 3-4
    assert log(trace) == Log(
        [
            done(0, 0, 1, by=0),
            waited(0, 1), waited(1, 2), done(2, 2, 2.5, by=3), waited(2.5, 3.5), done(3.5, 3.5, 5.5, by=1),
            waited(5.5, 6.5),
            waited(0, 1), done(1, 1, 3, by=2), waited(3, 4),
            waited(6.5, 6.5),
        ],
        [6.5], 6.5,
    )  # fmt: skip


def test_papers_are_lost_on_the_first_way_only():
    levers = Levers(units=SECTIONS, data=Data(transit_hours=1.0), command=BY_LINE)

    built = build(DEPUTY, [matter(need("b0c0", 1), need("b1c0", 2, refuses=True, lost=4))], levers, procedure=ORDER)

    assert [hours for kind, _, hours in built.steps() if kind == "hand_over"] == [5.0, 1.0, 1.0, 1.0]


def test_what_was_refused_waits_for_the_desk_time_once_it_is_ordered(simulate):
    """Desk times at 8 and 14: ordered 9-9.5, the unit looks at it at 14."""
    built = build(
        DEPUTY, [matter(*TWO_NEEDS, at=8)], Levers(units=SECTIONS, command=BY_LINE),
        procedure=Procedure(assign_hours=0.5, desk_times=("08:00", "14:00")), days=OFFICE_DAYS,
    )  # fmt: skip

    trace = simulate(built.plan)

    assert log(trace).steps == [done(8, 8, 9, by=0), done(9, 9, 9.5, by=2), done(14, 14, 16, by=1)]


def test_in_a_process_a_need_that_has_arrived_elsewhere_is_refused():
    """Not the one that comes back to the lead's unit."""
    process = {
        "survey": ProcessNeed(function="b0c0"),
        "check": ProcessNeed(function="b1c0", after=("survey",)),
        "permit": ProcessNeed(function="b0c1", after=("check",)),
    }
    kind = MatterType(name="t", per_year=0.0, work_hours=Law(mean=1.0), process=process)
    matters = [matter(need("b0c0", 1), need("b1c0", 2, refuses=True), need("b0c1", 1, refuses=True))]

    built = build(DEPUTY, matters, Levers(units=SECTIONS, command=BY_LINE), procedure=ORDER, types=(kind,))

    assert [step for step in built.steps() if step[0] != "join"] == [
        ("handle", "section_b0", 1.0), ("assign", "d0", 0.5),
        ("handle", "section_b1", 2.0), ("handle", "section_b0", 1.0),
    ]  # fmt: skip


def test_an_arbiter_whom_nobody_is_is_refused_where_there_may_be_something_to_order():
    sentence = (
        "command.arbiter asks for rank 'deputy', which nobody holds, so nobody may order that what was refused be "
        "done. Ranks held: officer."
    )
    with pytest.raises(DesignError) as refused:
        build(ONE, [], Levers(command=BY_LINE))

    assert str(refused.value) == sentence
    for command in (Command(), Command(assesses="line", order_backs=True), Command(wins="line")):
        assert build(ONE, [], Levers(command=command)).steps() == []


# what is drawn ------------------------------------------------------------------------------------------------


def refusals(share):
    kind = MatterType(name="t", per_year=5_000.0, work_hours=Law(mean=1.0), further_needs=(0.0, 1.0))
    demand = Demand(types=(kind,), refusal_share=share)
    return draw_workload(demand, house(officers(2)), horizon(364), seed=2026, replication=0).needs.refuses


def test_a_share_of_needs_would_be_refused_and_a_larger_share_adds_to_it():
    none, few, many = refusals(0.0), refusals(0.2), refusals(0.6)

    deviation = np.sqrt(0.2 * 0.8 / few.size)
    assert not none.any()
    assert abs(few.mean() - 0.2) < 5 * deviation
    assert few.sum() < many.sum()
    assert not (few & ~many).any()
