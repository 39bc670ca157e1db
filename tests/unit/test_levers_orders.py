"""In what order a unit works: the oldest first, category by category, what is ordered, and what others ask for."""

import numpy as np
import pytest
from houses import CHIEF, DEPUTIES, Contact, build, horizon, house, matter, need, officers
from tiny import tiny, tiny_file
from worlds import Log, done, log

from experiments.configuring import configure
from scenarios.building import build_scenario
from sim.errors import DesignError, InputError
from sim.levers.authority import Authority
from sim.levers.command import Command
from sim.levers.coordination import Coordination
from sim.levers.counterparts import Counterparts
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.units import Units
from sim.plan.plan import Kind
from sim.procedure import Abilities, Procedure
from sim.workload.demand import MatterType, ProcessNeed
from sim.workload.laws import Law

ONE, TWO = house(officers(1)), house(officers(2))
SECTIONS = Units(by="bureau")

# the oldest first ---------------------------------------------------------------------------------------------

QUEUE = [
    matter(need("b0c0", 50)),
    matter(need("b0c0", 1), at=1, deadline=1000),
    matter(need("b0c0", 1), at=10, deadline=900),
    matter(need("b0c0", 1), at=26, deadline=800),
    matter(need("b0c0", 1), at=40, deadline=60),
]
"""One officer is busy until 50; then the others have waited 49, 40, 24 and 10 hours, and the last is due first."""


@pytest.mark.parametrize(
    ("order", "days", "closed"),
    [
        ("by_deadline", None, [50, 54, 53, 52, 51]),
        ("by_deadline", 1.0, [50, 51, 52, 53, 54]),
        ("by_deadline", 2.0, [50, 51, 54, 53, 52]),  # at 50 only the first has waited two days; see below
        ("by_deadline", 0.0, [50, 51, 52, 53, 54]),
        ("in_order", 1.0, [50, 51, 52, 53, 54]),
    ],
)
def test_what_has_waited_long_enough_goes_first_the_oldest_before_all(simulate, order, days, closed):
    """Two days: at 51 the second has waited 41 hours, the third 25, the fourth 11, so they go by deadline."""
    built = build(ONE, QUEUE, Levers(units=Units(order=order, oldest_over_days=days)))

    assert log(simulate(built.plan)).closed == closed


def test_the_oldest_goes_before_what_was_overdue_before_the_start(simulate):
    """A deadline of long ago has a negative order; at 30 the other one has waited for more than a day."""
    matters = [
        matter(need("b0c0", 30)), matter(need("b0c0", 1), at=1), matter(need("b0c0", 1), at=25, deadline=-100)
    ]  # fmt: skip

    traces = [
        simulate(build(ONE, matters, Levers(units=Units(order="by_deadline", oldest_over_days=days))).plan)
        for days in (None, 1.0)
    ]

    assert [log(trace).closed for trace in traces] == [[30, 32, 31], [30, 31, 32]]


def test_the_oldest_stays_behind_what_has_a_better_priority(simulate):
    """A signature comes at 50; what has waited since 1 is only ordinary work."""
    levers = Levers(units=Units(oldest_over_days=1.0), authority=Authority(non_core=("officer",)))
    matters = [matter(need("b0c0", 50, errors=(1.0,)), decision=1), matter(need("b0c0", 1, errors=(1.0,)), at=1)]
    built = build(ONE, matters, levers, procedure=Procedure(sign_hours={"officer": 2.0}))

    trace = simulate(built.plan)

    # at 50 the signature, which has not waited at all, goes first: 50-52
    assert log(trace).closed == [52, 53]
    assert built.plan.urges.priority.tolist() == built.plan.steps.priority[built.plan.urges.step].tolist()


def test_a_negative_number_of_days_is_refused():
    with pytest.raises(DesignError, match=r"units\.oldest_over_days=-1; expected 0 or more"):
        build(ONE, QUEUE, Levers(units=Units(oldest_over_days=-1.0)))


# category by category -----------------------------------------------------------------------------------------

TURNS = [matter(need("b0c0", 2)), matter(need("b0c1", 1), at=0.5), matter(need("b0c0", 1), at=1)]


@pytest.mark.parametrize(
    ("stays", "closed"),
    [
        (False, [2, 4, 6]),  # 2-4 and 4-6, each with an hour to turn
        (True, [2, 5, 3]),  # the third is of the category at hand: 2-3; then 3-5
    ],
)
def test_people_stay_with_a_category_as_long_as_there_is_work_of_it(simulate, stays, closed):
    levers = Levers(units=Units(stay_with_category=stays))
    built = build(ONE, TURNS, levers, abilities=Abilities(setup_hours=1.0))

    assert log(simulate(built.plan)).closed == closed


def test_leaders_desks_are_no_units_that_stay_with_anything():
    institution = house([*DEPUTIES, CHIEF, *officers(2)])
    built = build(institution, TURNS, Levers(units=Units(by="bureau", stay_with_category=True)))

    assert (built.plan.turning.unit.tolist(), built.plan.n_units) == ([0, 1], 5)


# orders -------------------------------------------------------------------------------------------------------

ORDERED = [matter(need("b0c0", 2)), matter(need("b0c0", 1), at=0.5), matter(need("b0c0", 1), at=1, ordered=True)]
"""One officer is busy until 2; a leader's order lies on the last."""


def test_a_leaders_order_jumps_the_queue_and_is_reported_on(simulate):
    levers = Levers(coordination=Coordination(ordered=True))
    built = build(ONE, ORDERED, levers, procedure=Procedure(report_hours=0.5))

    trace = simulate(built.plan)

    # 2-3 what is ordered, 3-3.5 the report, which is of that matter too; then the other 3.5-4.5
    assert built.steps(2) == [("handle", "all", 1.0), ("report", "all", 0.5)]
    assert log(trace) == Log(
        [done(0, 0, 2, by=0), done(0.5, 3.5, 4.5, by=0), done(1, 2, 3, by=0), done(3, 3, 3.5, by=0)],
        [2, 4.5, 3.5], 4.5,
    )  # fmt: skip


@pytest.mark.parametrize(("ordered", "closed"), [(False, [2, 3, 4]), (True, [2, 4, 3])])
def test_without_the_lever_or_the_time_for_it_nobody_reports(simulate, ordered, closed):
    built = build(ONE, ORDERED, Levers(coordination=Coordination(ordered=ordered)))

    assert built.steps(2) == [("handle", "all", 1.0)]
    assert log(simulate(built.plan)).closed == closed


def test_each_share_is_reported_on_before_its_head_countersigns():
    levers = Levers(
        units=SECTIONS, membership=Membership(heads="one_each"),
        coordination=Coordination(ordered=True, heads_countersign=True),
        data=Data(double_entry_hours=0.1),
    )  # fmt: skip
    built = build(
        TWO, [matter(need("b0c0", 1), need("b1c0", 1), ordered=True)], levers,
        procedure=Procedure(report_hours=0.5, countersign_hours=0.25, merge_hours=0.25),
    )  # fmt: skip

    assert built.steps() == [
        ("handle", "section_b0", 1.0), ("report", "section_b0", 0.5),
        ("handle", "section_b1", 1.0), ("enter", "section_b1", 0.1), ("report", "section_b1", 0.5),
        ("countersign", "section_b1", 0.25), ("merge", "section_b0", 0.25),
    ]  # fmt: skip
    # decisions of an ordered matter come before its ordinary steps, and these before all others
    assert built.plan.steps.priority.tolist() == [-1, -1, -1, -1, -1, -2, -1]


def test_in_a_process_the_lead_and_each_unit_that_it_goes_to_report():
    kind = MatterType(
        name="t", per_year=0.0, work_hours=Law(mean=1.0),
        process={"a": ProcessNeed(function="b0c0"), "b": ProcessNeed(function="b1c0", after=("a",)),
                 "c": ProcessNeed(function="b1c1", after=("b",))},
    )  # fmt: skip
    levers = Levers(units=SECTIONS, coordination=Coordination(ordered=True))
    touching = matter(need("b0c0", 1), need("b1c0", 1), need("b1c1", 1), ordered=True)
    built = build(TWO, [touching], levers, types=(kind,), procedure=Procedure(report_hours=0.5))

    assert [(step, place) for step, place, _ in built.steps() if step != "join"] == [
        ("handle", "section_b0"), ("report", "section_b0"),
        ("handle", "section_b1"), ("report", "section_b1"), ("handle", "section_b1"),
    ]  # fmt: skip


def test_an_order_stands_above_the_two_principals():
    """The enterprise's loses; what is ordered of it comes first all the same. Contacts are never ordered."""
    levers = Levers(
        command=Command(wins="line"), coordination=Coordination(ordered=True),
        authority=Authority(non_core=("officer",)), counterparts=Counterparts(contact_hours=1.0),
    )  # fmt: skip
    of_office = {"office": "office_b0c0", "decision": 1}
    matters = [
        matter(need("b0c0", 1, errors=(1.0,)), decision=1),
        matter(need("b0c0", 1, errors=(1.0,)), decision=1, ordered=True),
        matter(need("b0c0", 1, errors=(1.0,)), **of_office),
        matter(need("b0c0", 1, errors=(1.0,)), ordered=True, **of_office),
    ]
    built = build(ONE, matters, levers, contacts=[Contact(office="office_b0c0")], days=horizon(7))

    # handled and signed, four times; then the contact
    assert built.plan.steps.priority.tolist() == [2, 0, -1, -2, 1, 0, -1, -2, 1]


# answers ------------------------------------------------------------------------------------------------------

ASKED = [
    matter(need("b0c0", 1), need("b1c0", 1)),
    matter(need("b1c0", 2)),
    matter(need("b1c0", 1), at=0.5),
    matter(need("b1c0", 1), at=1.5),
]
"""Section b0 is done with the first at 1 and asks section b1, which is busy with its own until 2, and has more."""


def asking(**options):
    return Levers(units=SECTIONS, coordination=Coordination(**options))


@pytest.mark.parametrize(
    ("options", "closed"),
    [
        ({}, [4, 2, 3, 5]),  # in order: ready at 0.5, 1 and 1.5
        ({"answer_days": 1 / 24}, [5, 2, 3, 4]),  # nothing backs it: own work comes first
        ({"answer_days": 10.0, "backed_by": "assessment"}, [4, 2, 3, 5]),  # in order, until it is due
        ({"answer_days": 1 / 24, "backed_by": "assessment"}, [3, 2, 4, 5]),  # due at 2, an hour after it was ready
        ({"answer_days": 1.5 / 24, "backed_by": "assessment"}, [4, 2, 3, 5]),  # due at 2.5: 3-4 all the same
        ({"answer_days": 1 / 24, "backed_by": "order"}, [5, 2, 3, 4]),  # no order lies on it
    ],
)
def test_an_answer_comes_behind_own_work_unless_something_backs_its_deadline(simulate, options, closed):
    built = build(TWO, ASKED, asking(**options))

    assert log(simulate(built.plan)).closed == closed


@pytest.mark.parametrize(("days", "closed"), [(1 / 24, [3, 2, 4, 5]), (10.0, [4, 2, 3, 5])])
def test_an_order_backs_the_deadlines_of_the_matters_on_which_it_lies(simulate, days, closed):
    ordered = matter(need("b0c0", 1), need("b1c0", 1), ordered=True)
    built = build(TWO, [ordered, *ASKED[1:]], asking(answer_days=days, backed_by="order"))

    assert log(simulate(built.plan)).closed == closed


def test_an_answer_that_is_late_goes_before_what_came_long_before_it(simulate):
    """Own work is ready at 2, 3 and 4 and takes an hour each; the answer is asked for at 3 and due at 4."""
    matters = [
        matter(need("b0c0", 3), need("b1c0", 1)),
        matter(need("b1c0", 3)), matter(need("b1c0", 1), at=2), matter(need("b1c0", 1), at=2.5),
    ]  # fmt: skip
    built = build(TWO, matters, asking(answer_days=1 / 24, backed_by="assessment"))

    trace = simulate(built.plan)

    # 3-4 what has waited since 2; at 4 the answer is due and goes before what has waited since 2.5
    assert log(trace) == Log(
        [done(0, 0, 3, by=0), done(3, 4, 5, by=1), done(0, 0, 3, by=1), done(2, 3, 4, by=1), done(2.5, 5, 6, by=1)],
        [5, 3, 4, 6], 6,
    )  # fmt: skip


def test_only_the_work_of_further_units_on_their_share_comes_behind():
    """The lead's own, the merging and the countersignature keep their priority."""
    levers = Levers(
        units=SECTIONS, membership=Membership(heads="one_each"), data=Data(double_entry_hours=0.1),
        coordination=Coordination(heads_countersign=True, answer_days=1.0),
    )  # fmt: skip
    procedure = Procedure(draft_hours=0.1, request_hours=0.2, countersign_hours=0.1, merge_hours=0.1, reply_hours=0.1)
    built = build(TWO, [matter(need("b0c0", 1, views=1), need("b1c0", 1, views=1))], levers, procedure=procedure)

    steps = built.plan.steps
    named = [Kind(kind).name for kind in steps.kind]
    assert list(zip(named, steps.priority.tolist(), strict=True)) == [
        ("DRAFT", 1), ("REQUEST", 1), ("WAIT_OUTSIDE", 1), ("HANDLE", 1),
        ("REQUEST", 2), ("WAIT_OUTSIDE", 1), ("HANDLE", 2), ("ENTER", 2), ("COUNTERSIGN", 0),
        ("MERGE", 1), ("REPLY", 1),
    ]  # fmt: skip
    assert not built.plan.urges.step.size


def test_who_loses_and_is_asked_comes_last_of_all():
    """An enterprise's matter where the line wins: 2 in the lead's unit, 3 where nothing backs it."""
    levers = Levers(units=SECTIONS, command=Command(wins="line"), coordination=Coordination(answer_days=1.0))
    built = build(TWO, [matter(need("b0c0", 1), need("b1c0", 1))], levers)

    assert built.plan.steps.priority.tolist() == [2, 3]


def test_an_answer_is_urged_by_its_own_deadline_alone():
    """Where the oldest go first too, own work is urged by that; each step has one urging."""
    levers = Levers(
        units=Units(by="bureau", oldest_over_days=2.0),
        coordination=Coordination(answer_days=1.0, backed_by="assessment"),
    )  # fmt: skip
    built = build(TWO, [matter(need("b0c0", 1), need("b1c0", 1))], levers)

    urges, day = built.plan.urges, 24 * 3_600_000
    assert urges.step.tolist() == [0, 1]
    assert urges.after_ms.tolist() == [2 * day, day]
    assert urges.priority.tolist() == [1, 0]
    assert urges.order_key.tolist() == [-1, 0]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"answer_days": -1.0}, r"coordination\.answer_days=-1; expected 0 or more"),
        ({"backed_by": "order"}, r"coordination\.backed_by=order backs a deadline, but there is none"),
    ],
)
def test_a_deadline_that_cannot_be_is_refused(options, said):
    with pytest.raises(DesignError, match=said):
        build(TWO, ASKED, asking(**options))


# as a scenario says it ----------------------------------------------------------------------------------------


def test_the_share_of_ordered_matters_is_drawn_apart_from_all_else(tmp_path):
    plain = build_scenario(tiny(tmp_path).file)
    ordered = build_scenario(tiny(tmp_path, "+demand.types.directive.ordered_share=0.3").file)

    before, after = (one.draw(seed=7, replication=0, scale=4.0) for one in (plain, ordered))

    directive = after.matters.type == 0
    assert 0.2 < after.matters.ordered[directive].mean() < 0.4
    assert not after.matters.ordered[~directive].any()
    assert not before.matters.ordered.any()
    for table in ("matters", "needs", "contacts", "absences"):
        for name, column in vars(getattr(before, table)).items():
            if name != "ordered":
                assert np.array_equal(column, getattr(getattr(after, table), name)), name


def test_a_twin_is_ordered_where_its_original_is(tmp_path):
    scenario = build_scenario(
        tiny(
            tmp_path, "+demand.types.directive.ordered_share=0.5", "+demand.types.directive.duplicated=true",
            "+demand.duplicates={share: 0.5}",
        ).file
    )  # fmt: skip
    matters = scenario.draw(seed=7, replication=0, scale=2.0).matters

    twins = np.flatnonzero(matters.twin_of >= 0)
    assert twins.size > 20
    assert (matters.ordered[twins] == matters.ordered[matters.twin_of[twins]]).all()


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("+designs.modules.units.oldest_over_days=-1", "designs.modules.units.oldest_over_days"),
        ("+designs.modules.coordination={answer_days: -2}", "designs.modules.coordination.answer_days"),
        ("+demand.types.request.ordered_share=1.5", "demand.types.request.ordered_share"),
        ("+designs.modules.coordination={backed_by: assessment}", "designs.modules: coordination.backed_by"),
    ],
)
def test_what_cannot_be_is_refused_by_its_key(tmp_path, override, said):
    with pytest.raises(InputError) as error:
        build_scenario(configure([f"scenario={tiny_file(tmp_path)}", override]).file)

    assert said in str(error.value)
    assert "\n" not in str(error.value)
