"""Lever `data`: papers in transit, and papers that applicants hand in again."""

import pytest
from worlds import OFFICE_DAYS, Log, build, done, house, log, matter, need, officers, waited

from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.units import Units

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
