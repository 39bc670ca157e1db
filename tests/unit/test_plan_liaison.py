"""Meetings and reports: who goes to which desk, when, and by when."""

import numpy as np
import pytest
from houses import DEPUTIES, Contact, build, horizon, house, matter, need, officers
from tiny import tiny
from worlds import Log, done, log

from scenarios.building import build_scenario
from sim.arrays import NEVER
from sim.calendar import MS_PER_HOUR
from sim.errors import DesignError, InputError
from sim.institution import Rank
from sim.levers.authority import Authority
from sim.levers.counterparts import Counterparts
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.units import Units
from sim.procedure import Procedure
from sim.workload.demand import AskedFor, Demand, Duplicates, MatterType
from sim.workload.laws import Law
from sim.workload.workload import draw_workload

OFFICES = {"b0c0": "o", "b0c1": "o"}
"""One office asks two functions, of two categories; the other bureau has an office for each."""

BUREAU = house([*officers(4), *DEPUTIES], offices=OFFICES)
HEADS = Membership(heads="one_each")
MODULES = Units(by="category")


def meeting(asked_for, at=0.0, **rest):
    return Contact(office="o", asked_for=int(asked_for), at=at, **rest)


def levers(sends="as_asked", **rest):
    return Levers(units=MODULES, membership=HEADS, counterparts=Counterparts(contact_hours=2.0, sends=sends, **rest))


BOTH_UNITS = [("liaise", "module_c0", 2.0), ("liaise", "module_c1", 2.0)]
AT_THE_DESK = [("liaise", "d0", 2.0)]


@pytest.mark.parametrize(
    ("sends", "asked_for", "steps", "rank"),
    [
        ("as_asked", Rank.OFFICER, BOTH_UNITS, 1),
        ("as_asked", Rank.HEAD, BOTH_UNITS, 2),
        ("as_asked", Rank.DEPUTY, AT_THE_DESK, 3),
        ("officer", Rank.DEPUTY, BOTH_UNITS, 1),
        ("head", Rank.OFFICER, BOTH_UNITS, 2),
        ("head", Rank.DEPUTY, BOTH_UNITS, 2),
        ("deputy", Rank.HEAD, AT_THE_DESK, 3),
        ("deputy", 0, BOTH_UNITS, 1),
        ("head", 0, BOTH_UNITS, 1),
    ],
)
def test_who_goes_to_a_meeting_and_who_writes_a_report(sends, asked_for, steps, rank):
    """A report (0) is anybody's, in every unit that faces the office; a deputy stands for all of them."""
    built = build(BUREAU, [], levers(sends), contacts=[meeting(asked_for)])

    assert built.steps() == steps
    assert set(built.plan.steps.rank.tolist()) == {rank}


def test_a_meeting_waits_for_the_rank_that_was_asked_for(simulate):
    """The head of module c0 is busy until 3, the officer free from 1 on: the meeting of 1 begins at 3."""
    matters = [matter(need("b0c0", 3)), matter(need("b0c0", 1))]
    built = build(
        BUREAU, matters, levers(), contacts=[meeting(Rank.HEAD, at=1)], days=horizon(7), whole_window=True
    )  # fmt: skip

    trace = simulate(built.plan)

    # module c0: person 0 (the head) and 1; module c1: persons 2 (the head) and 3
    assert log(trace).steps == [done(0, 0, 3, by=0), done(0, 0, 1, by=1), done(1, 3, 5, by=0), done(1, 1, 3, by=2)]


def test_signatures_come_before_a_deputys_meeting(simulate):
    """Two signatures reach the deputy's desk, one while the first of two meetings is on; the next meeting waits."""
    built = build(
        BUREAU, [matter(need("b0c0", 1, errors=(1.0,)), decision=1)],
        Levers(
            units=MODULES, membership=HEADS, authority=Authority(non_core=("deputy",)),
            counterparts=Counterparts(contact_hours=2.0),
        ),
        procedure=Procedure(sign_hours={"deputy": 0.5}), contacts=[meeting(Rank.DEPUTY), meeting(Rank.DEPUTY, at=0.5)],
        days=horizon(7), whole_window=True,
    )  # fmt: skip

    trace = simulate(built.plan)

    # d0 is in charge of module c0: in the first meeting 0-2; the signature, ready at 1, 2-2.5; the second 2.5-4.5
    assert log(trace).steps == [
        done(0, 0, 1, by=0), done(1, 2, 2.5, by=4), done(0, 0, 2, by=4), done(0.5, 2.5, 4.5, by=4)
    ]  # fmt: skip


@pytest.mark.parametrize(("twin", "hours"), [("b1c0", 0.5), ("b1c1", 2.0)])
def test_a_double_is_short_for_the_deputy_who_has_dealt_with_both(twin, hours):
    """Deputy d0 has module c0, and so the function b1c0; d1 has module c1."""
    built = build(
        BUREAU, [], levers(brief_share=0.25), contacts=[meeting(Rank.DEPUTY, duplicate_of=twin)]
    )  # fmt: skip

    assert built.organisation.route.deputy_of_function.tolist() == [4, 5, 4, 5]
    assert built.steps() == [("liaise", "d0", hours)]


def test_a_named_contact_makes_calls_shorter():
    factor = {"contact_hours": 2.0, "contact_hours_factor": 0.5}
    levers = [Levers(counterparts=Counterparts(named_contacts=named, **factor)) for named in (False, True)]

    built = [build(BUREAU, [], one, contacts=[meeting(0)]) for one in levers]

    assert [one.steps() for one in built] == [[("liaise", "all", 2.0)], [("liaise", "all", 1.0)]]


def test_what_functions_need_is_told_with_the_baselines_contacts_as_long_as_they_are(tmp_path):
    named = "designs.sections.counterparts={contact_hours: 1, named_contacts: true, contact_hours_factor: 0.5}"

    one, other = (build_scenario(tiny(tmp_path, *overrides).file) for overrides in ((), (named,)))

    assert one.expected.hours.tolist() == other.expected.hours.tolist()  # 0.5 hours each


@pytest.mark.parametrize(("order", "closed"), [("in_order", [2, 3, 4]), ("by_deadline", [2, 4, 3])])
def test_a_report_that_is_due_is_written_in_the_order_of_deadlines(simulate, order, closed):
    """A matter due at 30 comes at 0.5, a report due at 10 comes at 1, while the officer is busy until 2."""
    built = build(
        house(officers(1)), [matter(need("b0c0", 2)), matter(need("b0c0", 1), at=0.5, deadline=30)],
        Levers(units=Units(order=order), counterparts=Counterparts(contact_hours=1.0)),
        contacts=[Contact(office="office_b0c0", at=1, deadline=10)], days=horizon(7), whole_window=True,
    )  # fmt: skip

    trace = simulate(built.plan)

    assert log(trace) == Log(
        {
            2: [done(0, 0, 2, by=0), done(0.5, 2, 3, by=0), done(1, 3, 4, by=0)],
            4: [done(0, 0, 2, by=0), done(0.5, 3, 4, by=0), done(1, 2, 3, by=0)],
        }[2 if closed[1] == 3 else 4],
        closed, 7 * 24,
    )  # fmt: skip
    assert built.plan.matters.deadline_ms.tolist() == [NEVER, 30 * MS_PER_HOUR, 10 * MS_PER_HOUR]


# what cannot be -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sends", "sentence"),
    [
        ("deputy", "counterparts.sends asks for rank 'deputy', which nobody holds, so nobody may go to a meeting. "
                   "Ranks held: officer."),
        ("head", "counterparts.sends asks for the head of a unit, but 'all' has none, so nobody may go to a meeting. "
                 "Set membership.heads=one_each."),
    ],
)  # fmt: skip
def test_a_rank_that_nobody_holds_cannot_be_sent(sends, sentence):
    with pytest.raises(DesignError) as refused:
        build(house(officers(1)), [], Levers(counterparts=Counterparts(sends=sends)))

    assert str(refused.value) == sentence


def test_an_officer_can_always_be_sent():
    """Also where every officer heads a unit."""
    two = house(officers(2), offices=OFFICES)

    assert build(two, [], levers("officer"), contacts=[meeting(Rank.HEAD)]).steps() == BOTH_UNITS


MEETINGS = "demand.contact_meetings=0.5"
HEADLESS = ("designs.sections.membership.heads=none", "designs.sections.authority={}")


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ([MEETINGS, "demand.meeting_rank={head: 2}", *HEADLESS],
         "designs.sections: counterparts.sends=as_asked, with demand.meeting_rank.head=2, asks for the head of a unit, "
         "but 'section_reform' has none, so nobody may go to that meeting. Set membership.heads=one_each."),
        ([MEETINGS, "demand.meeting_rank={deputy: 1}", "institution.staff.deputy=0",
          "designs.sections.authority={non_core: [head], core: [head], signing: {}}"],
         "designs.sections: counterparts.sends=as_asked, with demand.meeting_rank.deputy=1, asks for rank 'deputy', "
         "which nobody holds, so nobody may go to that meeting. Ranks held: chief, head, officer."),
    ],
    ids=["no head", "no deputy"],
)  # fmt: skip
def test_offices_may_not_ask_for_somebody_who_is_not_there(tmp_path, overrides, sentence):
    with pytest.raises(InputError) as refused:
        build_scenario(tiny(tmp_path, *overrides).file)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "overrides",
    [
        ["demand.meeting_rank={head: 1}", *HEADLESS],
        [MEETINGS, "demand.meeting_rank={head: 1}", *HEADLESS, "designs.sections.counterparts.sends=officer"],
        [MEETINGS, "demand.meeting_rank={head: 1}", *HEADLESS, "designs.sections.counterparts.contact_hours=0"],
        [MEETINGS, "demand.meeting_rank={head: 1}", *HEADLESS, "demand.contact_weeks=0"],
    ],
    ids=["no meetings", "another is sent", "contacts cost nothing", "nobody calls"],
)
def test_where_nobody_is_asked_for_nobody_need_be_there(tmp_path, overrides):
    assert build_scenario(tiny(tmp_path, *overrides).file).designs


def test_weights_of_nobody_are_refused():
    sentence = (
        "a meeting's officer, head and deputy all weigh 0; expected at least one weight above 0, or no office would "
        "ask for anybody."
    )
    with pytest.raises(InputError) as refused:
        AskedFor(officer=0.0)

    assert str(refused.value) == sentence


def test_a_workload_that_calls_deputies_needs_one():
    with pytest.raises(DesignError, match="offices call deputies to meetings, but nobody is a deputy"):
        build(house(officers(1), offices=OFFICES), [], Levers(counterparts=Counterparts(contact_hours=1.0)),
              contacts=[meeting(Rank.DEPUTY)])  # fmt: skip


# what is drawn ------------------------------------------------------------------------------------------------

DAYS = horizon(364, hours=(("08:00", "12:00"), ("14:00", "18:00")), weekends=False)


def contacts(**options):
    kind = MatterType(name="t", per_year=0.0, work_hours=Law(mean=1.0))
    demand = Demand(types=(kind,), contact_weeks=0.1, duplicates=Duplicates(share=0.2), **options)
    return draw_workload(demand, BUREAU, DAYS, seed=2026, replication=0).contacts


def within(share, hits):
    return abs(hits.mean() - share) < 5 * (share * (1 - share) / hits.size) ** 0.5


WANTED = AskedFor(officer=1.0, head=2.0, deputy=1.0)


def test_meetings_and_the_ranks_they_ask_for_come_in_the_shares_asked_for():
    asked = contacts(contact_meetings=0.6, meeting_rank=WANTED).asked_for

    assert asked.size > 1_000
    assert within(0.6, asked > 0)
    assert all(within(0.6 * share, asked == rank) for rank, share in ((1, 0.25), (2, 0.5), (3, 0.25)))


def test_reports_are_due_after_working_days_and_meetings_never():
    """Two and a half days of eight hours."""
    table = contacts(contact_meetings=0.6, meeting_rank=WANTED, report_days=2.5)

    reports = table.asked_for == 0
    due = DAYS.office.add_working(table.release_ms[reports], 20 * MS_PER_HOUR)
    assert np.array_equal(table.deadline_ms[reports], due)
    assert (table.deadline_ms[~reports] == NEVER).all()


def test_meetings_move_no_other_draw_and_a_larger_share_adds_to_them():
    none, few, many = (contacts(contact_meetings=share, meeting_rank=WANTED) for share in (0.0, 0.3, 0.6))

    for other in (few, many):
        for name in ("office", "release_ms", "hours", "duplicate_of"):
            assert np.array_equal(getattr(other, name), getattr(none, name))
    assert not none.asked_for.any()
    assert (none.deadline_ms == NEVER).all()
    met = few.asked_for > 0
    assert np.array_equal(few.asked_for[met], many.asked_for[met])
