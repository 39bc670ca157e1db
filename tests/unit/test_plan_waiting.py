"""Waiting to be handled: patience, complaints, reminders, leaders' orders and overflow, each with its trace."""

import numpy as np
import pytest
from houses import DEPUTIES, build, house, matter, need, officers
from tiny import tiny
from worlds import SKIPPED, Log, done, left, log, started, waited

from experiments.playing import play
from scenarios.building import build_scenario
from sim.levers.authority import Authority
from sim.levers.coordination import Coordination
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.dispatch import Dispatch, Escalation, Reminders
from sim.levers.units import Units
from sim.plan.plan import Kind
from sim.procedure import Abilities, Procedure
from sim.workload.demand import MatterType, ProcessNeed
from sim.workload.laws import Law

ONE, TWO = house(officers(1)), house(officers(2))
SECTIONS = Units(by="bureau")
BUSY = matter(need("b0c0", 100))
"""What the one officer of the house, or of its first section, has to do until 100."""

# patience -----------------------------------------------------------------------------------------------------


def test_an_applicant_without_patience_leaves_and_nothing_more_is_done(simulate):
    built = build(ONE, [BUSY, matter(need("b0c0", 1), at=1, patience=24)], procedure=Procedure(reply_hours=1))

    trace = simulate(built.plan)

    assert log(trace) == Log([done(0, 0, 100, by=0), done(100, 100, 101, by=0), left(1, 25), SKIPPED], [101, 25], 101)


def test_who_is_taken_in_time_stays(simulate):
    built = build(ONE, [matter(need("b0c0", 5)), matter(need("b0c0", 1), at=1, patience=4)])

    assert log(simulate(built.plan)).closed == [5, 6]


@pytest.mark.parametrize(
    ("stays", "steps", "closed"),
    [
        # left at 25; the complaint is dealt with from 100 to 102
        (False, [left(1, 25), waited(25, 25), done(25, 100, 102, by=0)], [100, 25, 102]),
        # the matter has waited longer than the complaint: 100-101, then 101-103
        (True, [done(1, 100, 101, by=0), waited(25, 25), done(25, 101, 103, by=0)], [100, 101, 103]),
    ],
)
def test_a_complaint_is_a_new_matter_of_the_unit_that_leads(simulate, stays, steps, closed):
    unhappy = matter(need("b0c1", 1), at=1, patience=24, stays=stays, complains=True, complaint=2.0)
    built = build(ONE, [BUSY, unhappy])

    trace = simulate(built.plan)

    assert log(trace) == Log([done(0, 0, 100, by=0), *steps], closed, closed[-1])
    assert built.steps(2) == [("complain", "", 0.0), ("complain", "all", 2.0)]
    assert built.plan.steps.category[built.plan.steps.kind == Kind.COMPLAIN].tolist() == [-1, 1]


def test_a_complaint_is_urgent_if_what_it_is_about_is():
    unhappy = matter(need("b0c0", 1), patience=24, complains=True, complaint=2.0, urgent=True)
    built = build(ONE, [BUSY, unhappy], Levers(dispatch=Dispatch(urgent="first")))

    assert built.plan.steps.priority.tolist() == [1, -1, 1, -1]  # a pure wait has no use of it


def test_patience_is_for_the_handling_by_the_unit_that_leads_alone(simulate):
    """Not for the share of another unit, which an officer is too busy for until 100."""
    busy = matter(need("b1c0", 100))
    crossing = matter(need("b0c0", 1), need("b1c0", 1), at=1, patience=24)
    built = build(TWO, [busy, crossing], Levers(units=SECTIONS))

    assert built.plan.patience.step.tolist() == [1]
    assert log(simulate(built.plan)).closed == [100, 101]


@pytest.mark.parametrize("order", ["series", "countersign", "lead"])
def test_nothing_is_merged_signed_or_answered_of_what_has_left(simulate, order):
    """Beside a lead who never begins, the other unit does its share all the same; that is where it ends."""
    levers = Levers(units=SECTIONS, coordination=Coordination(order=order), authority=Authority(non_core=("officer",)))
    crossing = matter(need("b0c0", 1), need("b1c0", 2), at=1, patience=24, decision=1)
    built = build(TWO, [BUSY, crossing], levers, procedure=Procedure(merge_hours=1, reply_hours=1))

    trace = simulate(built.plan)

    kinds, ended = built.plan.steps.kind[built.plan.steps.matter == 1], trace.ended_ms[built.plan.steps.matter == 1]
    worked = [Kind(kind).name for kind, at in zip(kinds.tolist(), ended.tolist(), strict=True) if at >= 0]
    assert worked == (["HANDLE", "HANDLE", "JOIN"] if order == "lead" else ["HANDLE"])
    assert log(trace).closed[1] == 25


def test_a_process_ends_where_its_first_need_has_left(simulate):
    kind = MatterType(
        name="licence", per_year=0.0, work_hours=Law(mean=1.0),
        process={"one": ProcessNeed(function="b0c0"), "two": ProcessNeed(function="b1c0")},
    )  # fmt: skip
    built = build(
        TWO, [matter(need("b0c0", 100), need("b1c0", 1)), matter(need("b0c0", 1), need("b1c0", 2), at=1, patience=24)],
        Levers(units=SECTIONS), types=(kind,), procedure=Procedure(reply_hours=1),
    )  # fmt: skip

    assert log(simulate(built.plan)).closed == [101, 25]


# reminders and orders -----------------------------------------------------------------------------------------


def test_one_reminder_is_an_alarm_that_puts_the_matter_first_and_takes_somebodys_time(simulate):
    levers = Levers(dispatch=Dispatch(reminders=Reminders(after_days=1, by="officer", hours=0.5)))
    matters = [matter(need("b0c0", 30)), matter(need("b0c0", 1), at=8), matter(need("b0c0", 1), at=4)]
    built = build(ONE, matters, levers)

    trace = simulate(built.plan)

    # at 28 the third is reminded of and gets priority 0; the reminder waits with priority 1, as the second does:
    # 30-31 the third, 31-32 the second (ready at 8); then the reminder begins, but nobody waits for its end
    assert log(trace).closed[:3] == [30, 32, 31]
    assert built.plan.alarms.after_ms.tolist() == 3 * [24 * 3_600_000]
    assert log(trace).steps[3:] == [SKIPPED, SKIPPED, SKIPPED, SKIPPED, waited(28, 28), started(28, 32, by=0)]
    assert (built.plan.matters.type[3:].tolist(), built.plan.matters.awaited[3:].tolist()) == (3 * [-1], 3 * [False])


def test_several_reminders_and_an_order_follow_each_other_while_the_matter_waits(simulate):
    """Reminded at 24 and 48, ordered at 72, taken at 100: it waits as three steps, one after another."""
    levers = Levers(
        dispatch=Dispatch(
            reminders=Reminders(after_days=1, times=2, by="officer"), escalates=Escalation(after_days=3, by="deputy")
        )
    )
    institution = house([*DEPUTIES, *officers(1)])
    built = build(institution, [BUSY, matter(need("b0c0", 1), at=0)], levers)

    trace = simulate(built.plan)

    assert log(trace).steps[3:6] == [left(0, 24), left(24, 48), done(48, 100, 101, by=2)]
    said = [(Kind(kind).name, at) for kind, at in zip(
        built.plan.steps.kind[6:].tolist(), (trace.ended_ms[6:] / 3_600_000).tolist(), strict=True
    ) if at >= 0]  # fmt: skip
    assert said == [("REMIND", 24), ("REMIND", 48), ("ASSIGN", 72)]
    urges = built.plan.urges
    mine = urges.step == 5  # it had waited two days, and been reminded of twice, before it was ready
    assert (urges.after_ms[mine].tolist(), urges.priority[mine].tolist()) == ([0], [-1])


def test_an_order_puts_what_waits_before_all_that_is_not_ordered(simulate):
    levers = Levers(dispatch=Dispatch(escalates=Escalation(after_days=1, by="officer")))
    matters = [matter(need("b0c0", 30)), matter(need("b0c0", 1), at=1), matter(need("b0c0", 1), at=0.5)]
    built = build(ONE, matters, levers)

    assert built.plan.urges.priority.tolist() == [-1, -1, -1]
    assert log(simulate(built.plan)).closed[:3] == [30, 32, 31]


def test_who_complains_between_two_reminders_keeps_the_place_in_the_queue(simulate):
    """Reminders at 24 and 48, the complaint at 30: of the step that waits from 24 to 48."""
    levers = Levers(dispatch=Dispatch(reminders=Reminders(after_days=1, times=2, by="officer")))
    unhappy = matter(need("b0c0", 1), patience=30, stays=True, complains=True, complaint=1.0)
    built = build(ONE, [BUSY, unhappy], levers)

    trace = simulate(built.plan)

    complaint = built.plan.steps.kind == Kind.COMPLAIN
    assert log(trace).steps[2:5] == [left(0, 24), left(24, 48), done(48, 100, 101, by=0)]
    assert (trace.ended_ms[complaint] / 3_600_000).tolist() == [30, 102]
    assert (built.plan.alarms.after_ms[built.plan.alarms.step == 3] / 3_600_000).tolist() == [6]


def test_nobody_is_reminded_of_who_has_left(simulate):
    levers = Levers(dispatch=Dispatch(reminders=Reminders(after_days=1, times=2, by="officer")))
    built = build(ONE, [BUSY, matter(need("b0c0", 1), patience=24)], levers)

    trace = simulate(built.plan)

    assert log(trace).closed[1] == 24
    assert (built.plan.steps.kind == Kind.REMIND).sum() == 2  # about what keeps the officer busy, if it had waited


# overflow -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("transit", "steps", "closed"),
    [
        (0.0, [left(1, 25), done(25, 25, 26, by=1)], 26),
        (2.0, [left(1, 25), waited(25, 27), done(27, 27, 28, by=1)], 28),
    ],
)
def test_what_has_waited_too_long_goes_to_another_unit(simulate, transit, steps, closed):
    levers = Levers(units=SECTIONS, data=Data(transit_hours=transit), dispatch=Dispatch(overflow_days=1))
    built = build(TWO, [BUSY, matter(need("b0c0", 1), at=1)], levers)

    trace = simulate(built.plan)

    first = 2 if transit == 0 else 3
    assert log(trace).steps[first:] == steps
    assert log(trace).closed == [100, closed]


def test_an_error_of_the_other_unit_is_seen_at_the_signature_like_any_other(simulate):
    """The second officer errs (0.05 < 0.1); it is signed, and handled again at home when the first is free."""
    levers = Levers(units=SECTIONS, authority=Authority(non_core=("officer",)), dispatch=Dispatch(overflow_days=1))
    built = build(
        TWO, [matter(need("b0c0", 50)), matter(need("b0c0", 1, errors=(0.05, 1.0)), decision=1)], levers,
        abilities=Abilities(error_rate=0.1, error_rate_elsewhere=0.1), procedure=Procedure(sign_hours={"officer": 1.0}),
    )  # fmt: skip

    trace = simulate(built.plan)

    # left at 24, handled elsewhere 24-25; signed at home 50-51; again 51-52 and signed 52-53
    assert [line for line in log(trace).steps if line.state != "skipped"][1:] == [
        left(0, 24), done(24, 24, 25, by=1, erred=True), done(25, 50, 51, by=0), done(51, 51, 52, by=0),
        done(52, 52, 53, by=0),
    ]  # fmt: skip


def test_units_are_asked_one_after_another_and_what_nobody_takes_at_once_is_lost(simulate):
    functions = {"f": ("b0", "c0"), "g": ("b1", "c0"), "h": ("b2", "c1")}
    levers = Levers(
        units=SECTIONS,
        dispatch=Dispatch(overflow_days=0, overflow_units=2, overflow_to="least_loaded", lost=True),
    )
    built = build(house(officers(3), functions), [matter(need("f", 10)) for _ in range(4)], levers)

    trace = simulate(built.plan)

    assert log(trace).closed == [10, 10, 10, 0]
    assert [line for line in log(trace).steps if line.state != "skipped"] == [
        done(0, 0, 10, by=0), left(0, 0), done(0, 0, 10, by=1), left(0, 0), left(0, 0), done(0, 0, 10, by=2),
        left(0, 0), left(0, 0), left(0, 0),
    ]  # fmt: skip


def test_what_is_lost_without_another_unit_is_a_loss_system(simulate):
    levers = Levers(dispatch=Dispatch(overflow_days=0, overflow_units=0, lost=True))
    built = build(TWO, [matter(need("b0c0", 10), at=at) for at in (0, 1, 2, 10)], levers)

    assert log(simulate(built.plan)).closed == [10, 11, 2, 20]


def test_patience_runs_on_while_other_units_are_asked(simulate):
    """Two sections are busy until 100; 24 hours at the first, then 6 at the second, where the patience of 30 ends."""
    levers = Levers(units=SECTIONS, dispatch=Dispatch(overflow_days=1))
    built = build(TWO, [BUSY, matter(need("b1c0", 100)), matter(need("b0c0", 1), patience=30)], levers)

    trace = simulate(built.plan)

    assert log(trace).steps[-2:] == [left(0, 24), left(24, 30)]


def test_who_loses_patience_before_is_not_passed_on(simulate):
    levers = Levers(units=SECTIONS, dispatch=Dispatch(overflow_days=1))
    built = build(TWO, [BUSY, matter(need("b0c0", 1), at=1, patience=24)], levers)

    trace = simulate(built.plan)

    assert log(trace).closed == [100, 25]
    assert (built.plan.steps.matter == 1).sum() == 1


def test_reminders_end_where_another_unit_is_asked(simulate):
    levers = Levers(
        units=SECTIONS, dispatch=Dispatch(overflow_days=2, reminders=Reminders(after_days=1, times=3, by="officer"))
    )
    built = build(TWO, [BUSY, matter(need("b1c0", 100)), matter(need("b0c0", 1))], levers)

    trace = simulate(built.plan)

    # an alarm at 24, since nothing more may come of it before 48; then it waits for the second section until 100
    assert log(trace).steps[4:6] == [left(0, 48), done(48, 100, 101, by=1)]
    said = trace.ended_ms[(built.plan.steps.kind == Kind.REMIND) & (built.plan.steps.matter > 4)]
    assert (said[said >= 0] / 3_600_000).tolist() == [24]


def test_crews_are_called_together_at_home():
    two = MatterType(name="two", per_year=0.0, work_hours=Law(mean=1.0), crew=2)
    levers = Levers(units=SECTIONS, dispatch=Dispatch(overflow_days=1))

    built = build(house(officers(4)), [matter(need("b0c0", 1))], levers, types=(two,))

    assert built.steps(0) == [("handle", "section_b0", 1.0)]


def test_substitutes_wait_for_the_same_person_or_crew_as_what_they_stand_for():
    two = MatterType(name="two", per_year=0.0, work_hours=Law(mean=1.0), crew=2)
    levers = Levers(dispatch=Dispatch(reminders=Reminders(after_days=1, times=2, by="officer")))
    crews = build(TWO, [matter(need("b0c0", 1))], levers, types=(two,)).plan.crews
    whole = Levers(coordination=Coordination(order="case_officer"), dispatch=levers.dispatch)
    officer = build(TWO, [matter(need("b0c0", 1), need("b0c1", 1))], whole).plan.officers

    assert (crews.step.tolist(), crews.count.tolist()) == ([0, 1], [2, 2])
    assert (officer.step.tolist(), officer.of.tolist()) == ([2, 3], [0, 0])


# what holds of all of it --------------------------------------------------------------------------------------


@pytest.mark.parametrize("overflow", ["overflow_days: 0.3", "overflow_days: 0.3, lost: true", "ageing_days: 0.5"])
def test_each_need_is_handled_once_by_whoever_takes_it_or_not_at_all(tmp_path, overflow):
    """However often it has been reminded of, ordered, or passed on; not at all is what has left, or follows that."""
    dispatch = f"reminders: {{after_days: 0.1, times: 3, hours: 0.1}}, escalates: {{after_days: 0.25}}, {overflow}"
    scenario = build_scenario(
        tiny(
            tmp_path, f"+designs.sections.dispatch={{{dispatch}}}", "demand.types.request.per_year=900",
            "+demand.types.request.patience={share: 0.5, days: {mean: 0.5}, complains_share: 0.5}",
        ).file
    )  # fmt: skip
    played = play(scenario, "sections", scenario.draw(seed=5, replication=0, scale=1.0), "simpy")

    steps, settled = played.plan.steps, played.settled & played.is_matter
    first = (steps.kind == Kind.HANDLE) & (steps.attempt == 1) & (steps.need >= 0)
    times = np.bincount(steps.need[first & played.executed], minlength=int(steps.need.max()) + 1)
    of_need = np.zeros(times.size, dtype=np.int64)
    of_need[steps.need[first]] = steps.matter[first]
    assert (times[settled[of_need] & ~played.left[of_need]] == 1).all()
    assert (times[played.left[of_need]] == 0).all()
    assert played.left.any()
    assert settled.sum() > 100
