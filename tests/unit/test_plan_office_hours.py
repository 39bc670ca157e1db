"""What each unit costs the office that it faces: contacts take the time of its own people, and answers wait."""

from __future__ import annotations

import numpy as np
import pytest
from houses import DEPUTIES, OFFICE_DAYS, Contact, build, house, matter, need, officers
from tiny import tiny
from worlds import done, log

from analysis.measures.offices import office_measures
from analysis.measures.people import busy_ms, people_measures
from analysis.measures.played import Played
from experiments.load import find_load
from experiments.playing import play
from scenarios.building import build_scenario
from sim.calendar import MS_PER_HOUR
from sim.errors import DesignError
from sim.institution import Rank
from sim.levers.counterparts import Counterparts
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.units import Units
from sim.plan.plan import Kind
from sim.planning.people.office_desks import units_of_offices
from sim.procedure import Procedure
from sim.workload.demand import OfficeDesks
from sim.workload.laws import Law

DESKS = OfficeDesks(staff=1, reply_hours=Law(mean=2.0, shape="deterministic"))
ONE_OFFICE = {"b0c0": "o", "b0c1": "o"}
"""It faces two modules, or one section; the other bureau has an office for each function."""
HOUSE = house([*officers(2), DEPUTIES[0]], offices=ONE_OFFICE)


def levers(by="category", **options):
    return Levers(units=Units(by=by), counterparts=Counterparts(**options))


def built(matters=(), contacts=(), institution=HOUSE, design=None, **rest):
    return build(
        institution, matters, design or levers(office_hours=2.0), contacts=contacts,
        **{"office_desks": DESKS, "days": OFFICE_DAYS} | rest,
    )  # fmt: skip


def in_offices(one):
    """Return (matter, unit, hours) of the offices' own steps but for answers, offices numbered from 0."""
    steps, arrangement = one.plan.steps, one.organisation.arrangement
    units = units_of_offices(arrangement, one.plan.n_units)
    rows = np.flatnonzero((steps.kind == Kind.LIAISE) & np.isin(steps.unit, units))
    return [
        (int(steps.matter[row]), int(steps.unit[row] - units[0]), float(steps.work_hours[row])) for row in rows.tolist()
    ]


# the step ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("by", "hours"), [("category", 6.0), ("bureau", 3.0), ("whole", 3.0)])
def test_a_contact_takes_the_offices_people_so_long_for_each_unit(by, hours):
    """2 hours × 1.5, the contact's own length, × the two modules, or the one section, that face office o."""
    one = built(contacts=[Contact(office="o", hours=1.5)], design=levers(by, office_hours=2.0))

    assert in_offices(one) == [(0, 0, hours)]
    assert one.plan.n_units == one.organisation.arrangement.unit_of_function.max() + 1 + 1 + 3  # a desk, three offices


def test_it_is_written_beside_what_it_costs_us_and_is_no_shorter_for_a_double_or_a_named_contact():
    """Ours take a quarter of 2 × 0.5 where the module has dealt with both, the office's as long as ever."""
    double = Contact(office="o", duplicate_of="b1c0")
    design = levers(
        contact_hours=2.0, office_hours=3.0, brief_share=0.25, named_contacts=True, contact_hours_factor=0.5
    )

    steps = built(contacts=[double], design=design).plan.steps

    assert steps.work_hours.tolist() == [0.25, 1.0, 6.0]
    assert steps.unit.tolist() == [0, 1, 3]
    assert set(steps.kind.tolist()) == {int(Kind.LIAISE)}


@pytest.mark.parametrize(("asked_for", "hours"), [(0, 4.0), (Rank.OFFICER, 4.0), (Rank.DEPUTY, 2.0)])
def test_a_deputy_is_met_once_for_all_units(asked_for, hours):
    one = built(
        contacts=[Contact(office="o", asked_for=int(asked_for))], design=levers(contact_hours=1.0, office_hours=2.0)
    )

    assert in_offices(one) == [(0, 0, hours)]


def test_without_the_option_nobody_is_there_who_is_not_asked():
    contacts = [Contact(office="o")]
    plain, with_desks = (
        built(contacts=contacts, design=levers(contact_hours=1.0), office_desks=desks) for desks in (None, DESKS)
    )

    assert with_desks.plan.n_units == plain.plan.n_units
    assert with_desks.plan.steps.unit.tolist() == plain.plan.steps.unit.tolist()


# the queue --------------------------------------------------------------------------------------------------------


def asking(at, function="b0c0"):
    return matter(need(function, 1, errors=(1.0,)), asks=True, at=at, answer_work=2)


def test_a_request_waits_behind_the_units_that_the_office_sees(simulate):
    """Office o sees two modules from 9 on for two hours each, until 15 (lunch is from 12 to 14).

    A request reaches it at 9.5, is answered from 15 to 17; one of 8.5 at another office, from 9.5 to 11.5. With one
    section in place of two modules o is free at 11: 11-12 and 14-15. Whose matters come first, and their deadlines, do
    not count there.
    """
    matters = [asking(8.5), asking(8.5, "b1c1")]
    traces = [
        (one := built(matters, [Contact(office="o", at=9)], design=design), simulate(one.plan))
        for design in (
            Levers(units=Units(by="category", order="by_deadline"), counterparts=Counterparts(office_hours=2.0)),
            levers("bureau", office_hours=2.0),
        )
    ]

    modules, sections = (
        [(trace.started_ms[row] / MS_PER_HOUR, trace.ended_ms[row] / MS_PER_HOUR) for row in answers(one)]
        for one, trace in traces
    )
    assert modules == [(15, 17), (9.5, 11.5)]
    assert sections == [(11, 15), (9.5, 11.5)]


def answers(one):
    return np.flatnonzero(one.plan.steps.kind == Kind.ANSWER).tolist()


def test_two_people_of_an_office_see_to_a_contact_and_a_request_side_by_side(simulate):
    one = built(
        [asking(8.5)], [Contact(office="o", at=9)], office_desks=OfficeDesks(staff=2, reply_hours=Law(mean=2.0)),
        whole_window=True,
    )  # fmt: skip

    trace = simulate(one.plan)

    # our handling; the answer at once by the second of them; the contact's four hours by the first
    assert log(trace).steps == [
        done(8.5, 8.5, 9.5, by=0), done(9.5, 9.5, 11.5, by=4), done(9, 9, 15, by=3)
    ]  # fmt: skip


# measures ---------------------------------------------------------------------------------------------------------


def played(simulate, matters, contacts, **options):
    one = built(matters, contacts, design=levers(**options), procedure=Procedure(), whole_window=True)
    units = units_of_offices(one.organisation.arrangement, one.plan.n_units)
    return Played(
        plan=one.plan, trace=simulate(one.plan), horizon=OFFICE_DAYS, n_units=2, n_staff=3, office_units=units
    )


def test_how_busy_offices_are_and_how_long_their_answers_take(simulate):
    """Three offices of one, there for 20 days of 8 hours; four hours of contact and two answers of two.

    The first is answered 5.5 + 2 hours after it went out at 9.5, the other after 2.
    """
    run = played(simulate, [asking(8.5), asking(8.5, "b1c1")], [Contact(office="o", at=9)], office_hours=2.0)

    assert office_measures(run) == pytest.approx(
        {"office_utilisation": 8 / (3 * 160), "answer_days_mean": (7.5 + 2) / 2 / 24}
    )
    worked, scheduled = busy_ms(run)
    assert worked.sum() == 2 * MS_PER_HOUR  # of our own people: the handling
    assert people_measures(run, worked, scheduled)["utilisation_liaison"] == 0


def test_what_was_not_answered_counts_until_the_end_of_the_run(simulate):
    """Handled 8.5-9.5, then behind 4 × 100 hours; the run ends at midnight of its 28th day."""
    run = played(simulate, [asking(8.5)], [Contact(office="o", at=9)], office_hours=200.0)

    assert office_measures(run)["answer_days_mean"] == pytest.approx(28 - 9.5 / 24)
    assert office_measures(run)["office_utilisation"] == pytest.approx((160 - 1) / (3 * 160))


def test_where_nobody_asks_there_are_no_days_and_where_there_are_no_desks_nothing(simulate):
    run = played(simulate, [matter(need("b0c0", 1))], [])

    assert office_measures(run) == {"office_utilisation": 0.0}
    bare = Played(plan=run.plan, trace=run.trace, horizon=OFFICE_DAYS, n_units=2, n_staff=3)
    assert office_measures(bare) == {}


def test_no_report_is_late_because_the_office_is(simulate):
    """Two reports due at 12: each module is done at 10 and 11; the office sees them until Tuesday."""
    contacts = [Contact(office="o", at=9, deadline=12), Contact(office="o", at=9, deadline=10.5)]
    run = played(simulate, [], contacts, contact_hours=1.0, office_hours=2.0)

    measures = people_measures(run, *busy_ms(run))

    assert measures["reports_on_time_share"] == 0.5


# a whole scenario -------------------------------------------------------------------------------------------------

ASKED = (
    "demand.types.request.ask_share=0.5", "procedure.ask_hours=0.25",
    "+demand.office_desks={staff: 1, reply_hours: {mean: 1.5}}",
)  # fmt: skip


def test_what_offices_spend_is_no_load_of_ours(tmp_path):
    plain, busy = (
        find_load(build_scenario(tiny(tmp_path, *ASKED, *more).file), 2026)
        for more in ((), ("designs.sections.counterparts.office_hours=3",))
    )

    assert plain == busy


def test_a_design_of_more_units_makes_answers_slower(tmp_path):
    """An office that faces functions of two categories sees two modules, or the whole house once."""
    more = "+designs.split={units: {by: category}, counterparts: {office_hours: 6}, authority: {}}"
    whole = "+designs.whole={like: split, units: {by: whole}}"
    scenario = build_scenario(tiny(tmp_path, *ASKED, more, whole).file)
    workload = scenario.draw(seed=2026, replication=0, scale=1.0)

    split, whole = (office_measures(play(scenario, name, workload, "simpy")) for name in ("split", "whole"))

    assert split["office_utilisation"] > whole["office_utilisation"]
    assert split["answer_days_mean"] > whole["answer_days_mean"]


def test_office_hours_without_desks_are_refused(tmp_path):
    with pytest.raises(DesignError) as refused:
        build_scenario(tiny(tmp_path, "+designs.modules.counterparts.office_hours=0.5").file)

    assert str(refused.value) == (
        "designs.modules: counterparts.office_hours=0.5 takes time of offices' own people, but the demand does not say "
        "how many they are; expected demand.office_desks, or office_hours=0."
    )


def test_heads_and_others_are_met_as_units():
    """A meeting for heads: each of the two modules sends its own, so two are met."""
    design = Levers(
        units=Units(by="category"), membership=Membership(heads="one_each"),
        counterparts=Counterparts(contact_hours=1.0, office_hours=2.0),
    )  # fmt: skip

    assert in_offices(built(contacts=[Contact(office="o", asked_for=int(Rank.HEAD))], design=design)) == [(0, 0, 4.0)]
