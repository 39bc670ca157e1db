"""How a matter begins, and what is sought outside before it is handled."""

import pytest
from houses import DEPUTIES, OFFICE_DAYS, build, house, matter, need, officers
from worlds import Log, done, log, waited

from sim.levers.authority import Authority
from sim.levers.coordination import Coordination
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.units import Units
from sim.procedure import Procedure

SECTIONS = Levers(units=Units(by="bureau"), data=Data(transit_hours=2.0))
TWO = house(officers(2))


def test_a_matter_is_drafted_where_its_first_need_lies():
    built = build(TWO, [matter(need("b1c0", 1), need("b0c0", 2))], SECTIONS, procedure=Procedure(draft_hours=0.5))

    assert built.steps()[:2] == [("draft", "section_b1", 0.5), ("handle", "section_b1", 1.0)]


def test_a_misdirected_matter_is_read_at_the_wrong_desk_and_sent_on(simulate):
    """The wrong section drafts too, then the papers are two hours in transit."""
    built = build(
        TWO, [matter(need("b0c0", 1), misdirected=0.09, mistaken_for="b1c1")], SECTIONS,
        procedure=Procedure(draft_hours=0.5), misdirected_share=0.1,
    )  # fmt: skip

    trace = simulate(built.plan)

    assert built.steps() == [
        ("draft", "section_b1", 0.5), ("hand_over", "", 2.0),
        ("draft", "section_b0", 0.5), ("handle", "section_b0", 1.0),
    ]  # fmt: skip
    assert log(trace) == Log(
        [done(0, 0, 0.5, by=1), waited(0.5, 2.5), done(2.5, 2.5, 3, by=0), done(3, 3, 4, by=0)], [4], 4
    )


@pytest.mark.parametrize(
    ("misdirected", "mistaken_for"), [(0.1, "b1c1"), (0.05, "b0c1")], ids=["not misdirected", "the same section"]
)
def test_who_reaches_the_right_section_is_drafted_once(misdirected, mistaken_for):
    built = build(
        TWO, [matter(need("b0c0", 1), misdirected=misdirected, mistaken_for=mistaken_for)], SECTIONS,
        procedure=Procedure(draft_hours=0.5), misdirected_share=0.1,
    )  # fmt: skip

    assert built.steps() == [("draft", "section_b0", 0.5), ("handle", "section_b0", 1.0)]


def test_an_applicant_supplements_after_handing_out_and_before_handling(simulate):
    """The wait runs day and night: from 9:00 for 24 hours."""
    levers = Levers(authority=Authority(assigns=("deputy",)))
    built = build(
        house([*officers(1), DEPUTIES[0]]), [matter(need("b0c0", 1), at=8, supplement=24, decision=1)], levers,
        procedure=Procedure(draft_hours=0.5, assign_hours=0.5), days=OFFICE_DAYS,
    )  # fmt: skip

    trace = simulate(built.plan)

    assert built.steps() == [
        ("draft", "all", 0.5), ("assign", "d0", 0.5), ("supplement", "", 24.0), ("handle", "all", 1.0)
    ]  # fmt: skip
    assert log(trace) == Log(
        [done(8, 8, 8.5, by=0), done(8.5, 8.5, 9, by=1), waited(9, 33), done(33, 33, 34, by=0)], [34], 34
    )


def test_views_are_sought_by_letter_and_awaited_in_office_hours(simulate):
    """A letter of half an hour, then six working hours: 8.5-12, 14-16.5."""
    built = build(
        house(officers(1)), [matter(need("b0c0", 1, views=6), at=8)], procedure=Procedure(request_hours=0.5),
        days=OFFICE_DAYS,
    )  # fmt: skip

    trace = simulate(built.plan)

    assert built.steps() == [("request", "all", 0.5), ("wait_outside", "", 6.0), ("handle", "all", 1.0)]
    assert log(trace) == Log([done(8, 8, 8.5, by=0), waited(8.5, 16.5), done(16.5, 16.5, 17.5, by=0)], [17.5], 17.5)


def test_each_need_seeks_the_views_it_asks_for():
    built = build(
        TWO, [matter(need("b0c0", 1), need("b1c0", 1, views=6))], Levers(units=Units(by="bureau")),
        procedure=Procedure(request_hours=0.5),
    )  # fmt: skip

    assert built.steps() == [
        ("handle", "section_b0", 1.0),
        ("request", "section_b1", 0.5), ("wait_outside", "", 6.0), ("handle", "section_b1", 1.0),
    ]  # fmt: skip


def test_a_unit_looks_at_what_has_come_in_at_its_desk_times(simulate):
    """At 8:30 and 14:00 for half an hour: for new matters, and for papers that arrive from another unit."""
    desk = Procedure(draft_hours=0.5, desk_times=("08:30", "14:00"))
    matters = [matter(need("b0c0", 1), need("b1c0", 1), at=8), matter(need("b0c0", 1), at=8.75)]
    built = build(TWO, matters, Levers(units=Units(by="bureau")), procedure=desk, days=OFFICE_DAYS)

    trace = simulate(built.plan)

    # Section b0: drafted at 8.5-9; the second came while the desk was open, drafted 9-9.5, before the first
    # is handled, as it was ready at 8.75 (the other at 9); then 9.5-10.5 and 10.5-11.5 by readiness.
    # Section b1 gets the first at 10.5, looks at it at 14.
    assert log(trace) == Log(
        [
            done(8.5, 8.5, 9, by=0), done(9, 9.5, 10.5, by=0), done(14, 14, 15, by=1),
            done(8.75, 9, 9.5, by=0), done(9.5, 10.5, 11.5, by=0),
        ],
        [15, 11.5], 15,
    )  # fmt: skip


def test_a_further_unit_reads_a_paper_once_before_it_writes_its_letter(simulate):
    """The desk time precedes the letter; the answer that comes back is taken up at once."""
    desk = Procedure(request_hours=0.5, desk_times=("08:30", "14:00"))
    built = build(
        TWO, [matter(need("b0c0", 1), need("b1c0", 1, views=1), at=8)], Levers(units=Units(by="bureau")),
        procedure=desk, days=OFFICE_DAYS,
    )  # fmt: skip

    trace = simulate(built.plan)

    # b0 8-9; b1 reads at 14, writes 14-14.5, hears 15.5, handles 15.5-16.5
    assert log(trace) == Log(
        [done(8, 8, 9, by=0), done(14, 14, 14.5, by=1), waited(14.5, 15.5), done(15.5, 15.5, 16.5, by=1)], [16.5], 16.5
    )


@pytest.mark.parametrize("order", ["series", "countersign", "lead"])
def test_drafting_comes_before_any_order_of_units(order):
    built = build(
        TWO, [matter(need("b0c0", 1), need("b1c0", 1))],
        Levers(units=Units(by="bureau"), coordination=Coordination(order=order)), procedure=Procedure(draft_hours=0.5),
    )  # fmt: skip

    assert built.steps()[0] == ("draft", "section_b0", 0.5)
    assert built.plan.edges.source.tolist()[0] == 0
