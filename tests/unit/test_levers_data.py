"""Lever `data`: papers in transit, handed in or entered again, checked beforehand, lost sight of, written off."""

import pytest
from houses import OFFICE_DAYS, build, horizon, house, matter, need, officers
from worlds import Log, done, log, waited

from sim.calendar import MS_PER_HOUR
from sim.errors import DesignError
from sim.levers.authority import Authority
from sim.levers.coordination import Coordination
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.stages import SigningTimes
from sim.levers.units import Units
from sim.procedure import Procedure
from sim.workload.demand import Demand, MatterType, ProcessNeed
from sim.workload.laws import Law
from sim.workload.workload import draw_workload

FUNCTIONS = {"f0": ("b0", "c0"), "f1": ("b1", "c0"), "g1": ("b1", "c1")}
TWO = house(officers(2), FUNCTIONS)


def test_papers_are_in_transit_in_office_hours(simulate):
    """Two hours on the way from 17:00: one before closing at 18:00, one from 8:00 (32) on."""
    levers = Levers(units=Units(by="bureau"), data=Data(transit_hours=2.0))
    built = build(TWO, [matter(need("f0", 1), need("f1", 1), at=16)], levers, days=OFFICE_DAYS)

    trace = simulate(built.plan)

    # and the same way back: from 34 to 36
    assert built.steps() == [
        ("handle", "section_b0", 1.0), ("hand_over", "", 2.0), ("handle", "section_b1", 1.0), ("hand_over", "", 2.0)
    ]  # fmt: skip
    assert log(trace) == Log([done(16, 16, 17, by=0), waited(17, 33), done(33, 33, 34, by=1), waited(34, 36)], [36], 36)


def test_without_transit_the_next_unit_has_the_paper_at_once(simulate):
    built = build(TWO, [matter(need("f0", 1), need("f1", 1))], Levers(units=Units(by="bureau"), data=Data()))

    trace = simulate(built.plan)

    assert built.steps() == [("handle", "section_b0", 1.0), ("handle", "section_b1", 1.0)]
    assert log(trace) == Log([done(0, 0, 1, by=0), done(1, 1, 2, by=1)], [2], 2)


REPEAT = Data(repeat_share=0.5, repeat_hours=0.25)


def test_a_further_unit_has_the_applicant_hand_papers_in_again(simulate):
    """The wait runs in clock time; the papers are checked with the handling, once for each unit."""
    matters = [
        matter(need("f0", 1, resubmitted=0.1, resubmission=5), need("f1", 2, resubmitted=0.49, resubmission=10),
               need("g1", 1, resubmitted=0.1, resubmission=7))
    ]  # fmt: skip
    built = build(TWO, matters, Levers(units=Units(by="bureau"), data=REPEAT), days=OFFICE_DAYS)

    trace = simulate(built.plan)

    # not for the lead's own need, and not again for the second need of section b1
    assert built.steps() == [
        ("handle", "section_b0", 1.0), ("wait_outside", "", 10.0), ("handle", "section_b1", 2.25),
        ("handle", "section_b1", 1.0),
    ]  # fmt: skip
    # overnight arrival: 8-9; outside 9-19; the next day 32-34.25 and 34.25-35.25
    assert log(trace) == Log(
        [done(0, 8, 9, by=0), waited(9, 19), done(19, 32, 34.25, by=1), done(34.25, 34.25, 35.25, by=1)],
        [35.25], 35.25,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("office", "uniform", "asked"), [(None, 0.4, True), (None, 0.5, False), ("office_f0", 0.4, False)]
)
def test_only_enterprises_are_asked_and_only_below_the_share(office, uniform, asked):
    needs = need("f0", 1), need("f1", 2, resubmitted=uniform, resubmission=10)

    built = build(TWO, [matter(*needs, office=office)], Levers(units=Units(by="bureau"), data=REPEAT))

    assert (("wait_outside", "", 10.0) in built.steps()) is asked
    assert built.steps()[-1] == ("handle", "section_b1", 2.25 if asked else 2.0)


def test_within_one_unit_nothing_is_handed_in_again():
    matters = [matter(need("f0", 1), need("f1", 2, resubmitted=0.0, resubmission=10))]

    built = build(TWO, matters, Levers(data=REPEAT))

    assert built.steps() == [("handle", "all", 1.0), ("handle", "all", 2.0)]


# double entry: what crosses from one system to another is entered once more -----------------------------------

BY_BUREAU = Units(by="bureau")
TWICE = Data(double_entry_hours=0.5)


def test_what_crosses_into_another_system_is_entered_there_once_more(simulate):
    """By the lead where an office sent the matter, by the further unit always, once for all of its needs."""
    matters = [
        matter(need("f0", 1), need("f1", 2), need("g1", 1), office="office_f0"), matter(need("f0", 1), need("f1", 2))
    ]  # fmt: skip
    built = build(TWO, matters, Levers(units=BY_BUREAU, data=TWICE))

    trace = simulate(built.plan)

    assert built.steps(0) == [
        ("handle", "section_b0", 1.0), ("enter", "section_b0", 0.5),
        ("handle", "section_b1", 2.0), ("handle", "section_b1", 1.0), ("enter", "section_b1", 0.5),
    ]  # fmt: skip
    assert built.steps(1) == [
        ("handle", "section_b0", 1.0),
        ("handle", "section_b1", 2.0),
        ("enter", "section_b1", 0.5),
    ]
    # Section b0: the first matter 0-1, the second, waiting since 0, 1-2, then the entry 2-2.5. Section b1: the second
    # matter 2-4; the first, ready at 2.5, 4-6; the second's entry, ready at 4, before the first's other need: 6-6.5;
    # that need 6.5-7.5 and its entry 7.5-8.
    assert log(trace) == Log(
        [
            done(0, 0, 1, by=0), done(1, 2, 2.5, by=0), done(2.5, 4, 6, by=1), done(6, 6.5, 7.5, by=1),
            done(7.5, 7.5, 8, by=1),
            done(0, 1, 2, by=0), done(2, 2, 4, by=1), done(4, 6, 6.5, by=1),
        ],
        [8, 6.5], 8,
    )  # fmt: skip


def test_within_one_unit_only_what_an_office_sent_is_entered_again():
    matters = [matter(need("f0", 1), need("f1", 2), office="office_f0"), matter(need("f0", 1), need("f1", 2))]

    built = build(TWO, matters, Levers(data=TWICE))

    assert built.steps(0) == [("handle", "all", 1.0), ("handle", "all", 2.0), ("enter", "all", 0.5)]
    assert built.steps(1) == [("handle", "all", 1.0), ("handle", "all", 2.0)]


def test_the_head_countersigns_what_has_been_entered():
    levers = Levers(
        units=BY_BUREAU, membership=Membership(heads="one_each"), data=TWICE,
        coordination=Coordination(order="countersign", heads_countersign=True),
    )  # fmt: skip

    built = build(TWO, [matter(need("f0", 1), need("f1", 2))], levers, procedure=Procedure(countersign_hours=0.25))

    assert built.steps() == [
        ("handle", "section_b0", 1.0), ("handle", "section_b1", 2.0), ("enter", "section_b1", 0.5),
        ("countersign", "section_b1", 0.25), ("join", "", 0.0),
    ]  # fmt: skip


CHAIN = MatterType(
    name="t", per_year=0.0, work_hours=Law(mean=1.0),
    process={
        "survey": ProcessNeed(function="f0"),
        "check": ProcessNeed(function="f1", after=("survey",)),
        "permit": ProcessNeed(function="g1", after=("check",)),
    },
)  # fmt: skip


@pytest.mark.parametrize("office", [None, "office_f0"])
def test_in_a_process_what_has_arrived_is_entered_again(office):
    """The permit follows a need of its own unit, so it has not arrived."""
    matters = [matter(need("f0", 1), need("f1", 2), need("g1", 1), office=office)]

    built = build(TWO, matters, Levers(units=BY_BUREAU, data=TWICE), types=(CHAIN,))

    assert built.steps() == [
        ("handle", "section_b0", 1.0), *([("enter", "section_b0", 0.5)] if office else []),
        ("join", "", 0.0), ("handle", "section_b1", 2.0), ("enter", "section_b1", 0.5),
        ("join", "", 0.0), ("handle", "section_b1", 1.0), ("join", "", 0.0),
    ]  # fmt: skip


# papers checked beforehand from shared data -------------------------------------------------------------------

PREFILLED = Data(prefilled_share=0.5, prefilled_draft=0.25, prefilled_catch_share=0.8)


def test_a_prefilled_matter_takes_less_drafting_and_no_supplement(simulate):
    matters = [matter(need("f0", 1), prefilled=0.4, prefilled_catches=0.7, supplement=10)]
    built = build(TWO, matters, Levers(data=PREFILLED), procedure=Procedure(draft_hours=2.0))

    trace = simulate(built.plan)

    # drafted in a quarter of two hours by person 0, handled by person 1, idle for longer
    assert built.steps() == [("draft", "all", 0.5), ("handle", "all", 1.0)]
    assert log(trace) == Log([done(0, 0, 0.5, by=0), done(0.5, 0.5, 1.5, by=1)], [1.5], 1.5)


@pytest.mark.parametrize(
    ("told", "drafted", "supplements"),
    [
        ({"prefilled": 0.4, "prefilled_catches": 0.7}, 0.5, False),
        ({"prefilled": 0.4, "prefilled_catches": 0.8}, 0.5, True),
        ({"prefilled": 0.5, "prefilled_catches": 0.7}, 2.0, True),
        ({"prefilled": 0.4, "prefilled_catches": 0.7, "office": "office_f0"}, 2.0, True),
    ],
    ids=["found", "not found", "not prefilled", "an office's papers"],
)
def test_only_an_enterprises_papers_are_checked_and_not_all_that_is_missing_is_found(told, drafted, supplements):
    procedure = Procedure(draft_hours=2.0)

    built = build(TWO, [matter(need("f0", 1), supplement=10, **told)], Levers(data=PREFILLED), procedure=procedure)

    assert built.steps()[0] == ("draft", "all", drafted)
    assert [hours for _, place, hours in built.steps() if place == ""] == ([10.0] if supplements else [])


def test_a_prefilled_matter_is_read_more_quickly_at_the_wrong_desk_too():
    built = build(
        TWO, [matter(need("f0", 1), prefilled=0.4, misdirected=0.1, mistaken_for="f1")],
        Levers(units=BY_BUREAU, data=PREFILLED), procedure=Procedure(draft_hours=2.0), misdirected_share=0.2,
    )  # fmt: skip

    assert built.steps() == [("draft", "section_b1", 0.5), ("draft", "section_b0", 0.5), ("handle", "section_b0", 1.0)]


# papers that lie unnoticed ------------------------------------------------------------------------------------


def test_papers_lie_unnoticed_where_they_were_handed_over(simulate):
    """Two hours on the way, three hours unnoticed; the way back takes what it takes."""
    levers = Levers(units=BY_BUREAU, data=Data(transit_hours=2.0))
    matters = [matter(need("f0", 1, lost=9), need("f1", 1, lost=3), need("g1", 1, lost=9), at=8)]
    built = build(TWO, matters, levers, days=OFFICE_DAYS)

    trace = simulate(built.plan)

    # 8-9; on the way in office hours: 9-12 and 14-16; handled 16-17 and 17-18; back on the next day 32-34
    assert built.steps() == [
        ("handle", "section_b0", 1.0), ("hand_over", "", 5.0),
        ("handle", "section_b1", 1.0), ("handle", "section_b1", 1.0), ("hand_over", "", 2.0),
    ]  # fmt: skip
    assert log(trace) == Log(
        [done(8, 8, 9, by=0), waited(9, 16), done(16, 16, 17, by=1), done(17, 17, 18, by=1), waited(18, 34)], [34], 34
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "hours"),
    [(Data(), [3.0]), (Data(traced=True), []), (Data(transit_hours=2.0, traced=True), [2.0, 2.0])],
    ids=["no transit", "traced", "traced, with transit"],
)
def test_what_is_traced_is_not_lost(data, hours):
    levers = Levers(units=BY_BUREAU, data=data)

    built = build(TWO, [matter(need("f0", 1), need("f1", 1, lost=3))], levers)

    assert [took for kind, _, took in built.steps() if kind == "hand_over"] == hours


def test_side_by_side_each_share_lies_for_its_own_time():
    levers = Levers(units=BY_BUREAU, coordination=Coordination(order="lead"), data=Data(transit_hours=1.0))
    three = house(officers(3), {**FUNCTIONS, "f2": ("b2", "c0")})

    built = build(three, [matter(need("f0", 1), need("f1", 1, lost=3), need("f2", 1))], levers)

    assert [took for kind, _, took in built.steps() if kind == "hand_over"] == [4.0, 1.0, 1.0, 1.0]


def test_a_misdirected_matter_lies_for_as_long_as_its_first_need_says():
    built = build(
        TWO, [matter(need("f0", 1, lost=3), misdirected=0.1, mistaken_for="f1")], Levers(units=BY_BUREAU),
        procedure=Procedure(draft_hours=1.0), misdirected_share=0.2,
    )  # fmt: skip

    assert built.steps() == [
        ("draft", "section_b1", 1.0), ("hand_over", "", 3.0),
        ("draft", "section_b0", 1.0), ("handle", "section_b0", 1.0),
    ]  # fmt: skip


def test_in_a_process_papers_are_lost_on_the_way_to_a_need_of_another_unit():
    matters = [matter(need("f0", 1, lost=9), need("f1", 2, lost=3), need("g1", 1, lost=9))]

    built = build(TWO, matters, Levers(units=BY_BUREAU), types=(CHAIN,))

    assert [took for kind, _, took in built.steps() if kind == "hand_over"] == [3.0]


# written off --------------------------------------------------------------------------------------------------

HEADS = Membership(heads="one_each")
REPLY = Procedure(reply_hours=0.5)
NINE = Authority(signing={"head": SigningTimes(times=("09:00",))})


def test_a_matter_is_open_until_an_officer_has_written_it_off(simulate):
    built = build(
        house(officers(1)), [matter(need("b0c0", 1))] * 2, Levers(data=Data(close_hours=0.25)), procedure=REPLY
    )

    trace = simulate(built.plan)

    # one person: both handled 0-1 and 1-2, since the second waits for longer than the first's reply; replies 2-2.5 and
    # 2.5-3, the second's having been ready at 2, the first's closing only at 2.5; then closed 3-3.25 and 3.25-3.5
    assert built.steps() == [("handle", "all", 1.0), ("reply", "all", 0.5), ("close", "all", 0.25)]
    assert log(trace) == Log(
        [
            done(0, 0, 1, by=0), done(1, 2, 2.5, by=0), done(2.5, 3, 3.25, by=0),
            done(0, 1, 2, by=0), done(2, 2.5, 3, by=0), done(3, 3.25, 3.5, by=0),
        ],
        [3.25, 3.5], 3.5,
    )  # fmt: skip


def test_a_head_writes_matters_off_at_signing_times_before_ordinary_work(simulate):
    """The head of two takes up the second matter at 8; at 9 the closing comes before the third one's handling."""
    levers = Levers(membership=HEADS, authority=NINE, data=Data(close_hours=0.25, closes_by="head"))
    matters = [matter(need("b0c0", 0.5), at=8), matter(need("b0c0", 1), at=8), matter(need("b0c0", 2), at=8.25)]
    built = build(house(officers(2)), matters, levers, days=OFFICE_DAYS)

    trace = simulate(built.plan)

    # Person 0, the head, handles the first 8-8.5; the second, by person 1, 8-9. The third 8.5-10.5 by person 0, so the
    # closing of the first, with the head at 9, waits until 10.5, and so does that of the second: 10.5-10.75, 10.75-11.
    # The third's comes to the head at 9 on the next day.
    assert log(trace) == Log(
        [
            done(8, 8, 8.5, by=0), done(9, 10.5, 10.75, by=0),
            done(8, 8, 9, by=1), done(9, 10.75, 11, by=0),
            done(8.25, 8.5, 10.5, by=0), done(33, 33, 33.25, by=0),
        ],
        [10.75, 11, 33.25], 33.25,
    )  # fmt: skip
    assert built.plan.steps.priority.tolist() == [1, 0] * 3
    assert built.plan.steps.rank.tolist() == [1, 2] * 3


def test_heads_who_are_not_there_write_nothing_off():
    sentence = (
        "data.closes_by asks for the head of a unit, but 'all' has none, so nobody may write a matter off. "
        "Set membership.heads=one_each."
    )
    with pytest.raises(DesignError) as refused:
        build(TWO, [], Levers(data=Data(close_hours=1.0, closes_by="head")))

    assert str(refused.value) == sentence
    assert build(TWO, [], Levers(data=Data(closes_by="head"))).steps() == []  # nothing is written off


# what is drawn ------------------------------------------------------------------------------------------------


def drawn(**options):
    kind = MatterType(name="t", per_year=5_000.0, work_hours=Law(mean=1.0), further_needs=(0.0, 1.0))
    days = horizon(364, hours=(("08:00", "12:00"), ("14:00", "18:00")), weekends=False)
    return draw_workload(Demand(types=(kind,), **options), TWO, days, seed=2026, replication=0)


def within(share, uniforms_or_hits):
    """Say whether a share of flags is what was asked for, within 5 standard deviations."""
    return abs(uniforms_or_hits.mean() - share) < 5 * (share * (1 - share) / uniforms_or_hits.size) ** 0.5


def test_a_share_of_needs_would_be_lost_for_working_days():
    """Half a working day is four hours; a larger share adds to those who were hit before."""
    few, many = (
        drawn(lost_share=share, lost_days=Law(mean=0.5, scv=0.0)).needs.lost_ms for share in (0.2, 0.6)
    )  # fmt: skip

    assert set(few.tolist()) == {0, 4 * MS_PER_HOUR}
    assert within(0.2, few > 0)
    assert within(0.6, many > 0)
    assert not ((few > 0) & (many == 0)).any()
    assert not drawn().needs.lost_ms.any()


def test_whether_papers_are_prefilled_is_kept_as_two_uniforms_of_their_own():
    table = drawn().matters

    assert within(0.3, table.prefilled < 0.3)
    assert within(0.12, (table.prefilled < 0.3) & (table.prefilled_catches < 0.4))
