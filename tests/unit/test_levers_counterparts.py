"""Lever `counterparts`: what liaison costs, what is answered once, what a named contact saves."""

import pytest
from houses import OFFICE_DAYS, Contact, build, house, matter, need, officers
from worlds import Log, done, log, waited

from sim.levers.counterparts import Counterparts
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.units import Units
from sim.procedure import Procedure

SHARED_OFFICE = house(officers(2), offices={"b0c0": "o", "b0c1": "o"})


@pytest.mark.parametrize(
    ("by", "steps"),
    [
        ("category", [("liaise", "module_c0", 3.0), ("liaise", "module_c1", 3.0)]),
        ("bureau", [("liaise", "section_b0", 3.0)]),
        ("whole", [("liaise", "all", 3.0)]),
    ],
)
def test_a_contact_costs_every_unit_that_faces_its_office(by, steps):
    """The office faces two functions of two categories and one bureau; the contact is 1.5 times as long as usual."""
    levers = Levers(units=Units(by=by), counterparts=Counterparts(contact_hours=2.0))

    built = build(SHARED_OFFICE, [], levers, contacts=[Contact(office="o", hours=1.5)])

    assert built.steps() == steps


def test_contacts_keep_people_from_their_matters_and_nobody_waits_for_contacts(simulate):
    levers = Levers(units=Units(by="category"), counterparts=Counterparts(contact_hours=2.0))
    contacts = [Contact(office="o", at=1), Contact(office="office_b1c1", at=1), Contact(office="o", at=20)]
    matters = [matter(need("b0c0", 1), at=2), matter(need("b1c1", 2), at=2)]
    built = build(SHARED_OFFICE, matters, levers, contacts=contacts)

    trace = simulate(built.plan)

    # both matters come while a contact is on, in module c1 with a second one waiting since 1;
    # the contact at 20 is not waited for
    pending = ("pending", None, None, None, None, None)
    assert log(trace) == Log(
        [
            done(2, 3, 4, by=0), done(2, 5, 7, by=1), done(1, 1, 3, by=0), done(1, 1, 3, by=1), done(1, 3, 5, by=1),
            pending, pending,
        ],
        [4, 7, 3, 5, None], 7,
    )  # fmt: skip


def test_contacts_that_cost_nothing_are_left_out():
    built = build(SHARED_OFFICE, [matter(need("b0c0", 1))], contacts=[Contact(office="o")])

    assert built.steps() == [("handle", "all", 1.0)]
    assert built.steps(1) == []


@pytest.mark.parametrize(("by", "hours"), [("category", 0.5), ("bureau", 2.0)])
def test_a_contact_that_repeats_another_bureaus_is_short_for_the_unit_that_dealt_with_both(by, hours):
    """Office of b0c0 calls for what function b1c0 has called for: one module has both, two sections have one each."""
    levers = Levers(units=Units(by=by), counterparts=Counterparts(contact_hours=2.0, brief_share=0.25))

    built = build(house(officers(2)), [], levers, contacts=[Contact(office="office_b0c0", duplicate_of="b1c0")])

    assert [hours for _, _, hours in built.steps()] == [hours]


TWINS = [matter(need("b0c0", 4)), matter(need("b1c0", 4, views=3.0), at=1, twin_of=0)]
BRIEF = Counterparts(brief_share=0.25)


def test_a_twin_in_the_same_unit_is_answered_briefly_from_the_first_answer(simulate):
    """A quarter of the work, no views sought again, and not before the original is handled."""
    built = build(house(officers(2)), TWINS, Levers(counterparts=BRIEF), procedure=Procedure(draft_hours=0.5))

    trace = simulate(built.plan)

    assert built.steps(1) == [("draft", "all", 0.5), ("handle", "all", 1.0)]
    # the original: drafted 0-0.5 by person 0, handled 0.5-4.5 by person 1, idle for longer; the twin: drafted
    # 1-1.5 by person 0, ready at 4.5, taken by person 0, idle since 1.5: 4.5-5.5
    assert log(trace) == Log(
        [done(0, 0, 0.5, by=0), done(0.5, 0.5, 4.5, by=1), done(1, 1, 1.5, by=0), done(4.5, 4.5, 5.5, by=0)],
        [4.5, 5.5], 5.5,
    )  # fmt: skip


def test_a_twin_in_another_unit_is_a_matter_like_any_other(simulate):
    built = build(
        house(officers(2)), TWINS, Levers(units=Units(by="bureau"), counterparts=BRIEF),
        procedure=Procedure(draft_hours=0.5),
    )  # fmt: skip

    trace = simulate(built.plan)

    assert built.steps(1) == [("draft", "section_b1", 0.5), ("wait_outside", "", 3.0), ("handle", "section_b1", 4.0)]
    assert log(trace) == Log(
        [
            done(0, 0, 0.5, by=0), done(0.5, 0.5, 4.5, by=0),
            done(1, 1, 1.5, by=1), waited(1.5, 4.5), done(4.5, 4.5, 8.5, by=1),
        ],
        [4.5, 8.5], 8.5,
    )  # fmt: skip


def test_a_twin_whose_first_step_is_its_handling_is_answered_briefly_too(simulate):
    """Without drafting, nothing precedes the handling; the twin still comes in at 1 and waits for the original."""
    built = build(house(officers(2)), TWINS, Levers(counterparts=BRIEF))

    trace = simulate(built.plan)

    # person 1 is idle since 0 when the original ends
    assert built.steps(1) == [("join", "", 0.0), ("handle", "all", 1.0)]
    assert log(trace) == Log([done(0, 0, 4, by=0), waited(1, 1), done(4, 4, 5, by=1)], [4, 5], 5)


ASTRAY = ("draft", "section_b1", 0.5)
AT_HOME = [("draft", "section_b0", 0.5), ("handle", "section_b0", 1.0)]


@pytest.mark.parametrize(
    ("counterparts", "steps"),
    [
        (Counterparts(contact_misdirection=0.5, contact_transit=0.25), [ASTRAY, ("hand_over", "", 4.0), *AT_HOME]),
        (Counterparts(named_contacts=True, contact_transit=0.25), [ASTRAY, ("hand_over", "", 1.0), *AT_HOME]),
        (Counterparts(named_contacts=True, contact_misdirection=0.5), AT_HOME),
    ],
    ids=["without named contacts the factors do not count", "shorter transit", "fewer go astray"],
)  # fmt: skip
def test_named_contacts_shorten_transit_and_lead_matters_to_the_right_desk(counterparts, steps):
    """A share of 0.4 goes astray, or half of that; this matter's uniform is 0.3."""
    built = build(
        house(officers(2)), [matter(need("b0c0", 1), misdirected=0.3, mistaken_for="b1c0")],
        Levers(units=Units(by="bureau"), counterparts=counterparts, data=Data(transit_hours=4.0)),
        procedure=Procedure(draft_hours=0.5), misdirected_share=0.4, days=OFFICE_DAYS,
    )  # fmt: skip

    assert built.steps() == steps
