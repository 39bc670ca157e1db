"""Lever `process`: what it refuses, and that its default changes nothing."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from houses import DEPUTIES, build, expecting, house, matter, need, officers
from tiny import tiny

from scenarios.building import build_scenario
from sim.errors import DesignError, InputError, UnknownName
from sim.levers.design import Design, Levers, organise
from sim.levers.dispatch import Dispatch
from sim.levers.process import Process, route_process
from sim.levers.routing.pursuing import Pursuing
from sim.levers.stages import Arrangement, Route
from sim.plan.plan import Plan
from sim.workload.demand import MatterType, ProcessNeed
from sim.workload.laws import Law
from sim.workload.process_needs import Batch

FUNCTIONS = {"f0": ("b0", "c0"), "f1": ("b1", "c0")}
HOUSE = house(officers(3), FUNCTIONS)
WHOLE, EXPECTED = Arrangement.whole(HOUSE), expecting(HOUSE)


def routed(**options):
    return route_process(Route(), Process(**options), WHOLE, HOUSE, EXPECTED)


def test_a_default_leaves_the_route_as_it_is():
    assert routed() == Route()


def test_a_default_changes_no_plan():
    """A matter with a process that could be merged, inspected and put side by side."""
    process = {
        "a": ProcessNeed(function="f0", inspection=True), "b": ProcessNeed(function="f1", after=("a",), inspection=True)
    }  # fmt: skip
    kind = MatterType(name="t", per_year=0, work_hours=Law(mean=1), process=process)
    work = [matter(need("f0", 1), need("f1", 2), deadline=1.0, decision=1)]
    with_deputy = house((*officers(3), DEPUTIES[0]), FUNCTIONS)

    plans = [build(with_deputy, work, levers, types=(kind,)).plan for levers in (Levers(), Levers(process=Process()))]

    same = [[getattr(getattr(plan, table), column.name) for table in ("steps", "edges", "matters")
             for column in fields(getattr(plan, table))] for plan in plans]  # fmt: skip
    assert all(np.array_equal(one, other) for one, other in zip(*same, strict=True))
    assert isinstance(plans[0], Plan)
    assert not plans[0].asks_for()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"keeps": {"t": ("b",)}}, "process.keeps keeps needs behind others .* expected parallel=true, or no keeps"),
        ({"merged_work": 0.5}, "process.merged_work=0.5, but nothing is merged"),
        ({"joint_work": 0.5}, "process.joint_work=0.5 goes with visits=joint, but visits=apart"),
        ({"overdue_report_hours": 1.0}, "process.overdue_rank asks for rank 'deputy', which nobody holds"),
        ({"chain": Pursuing(dispute_share=0.1)}, "process.chain.arbiter asks for rank 'deputy', which nobody holds"),
    ],
)
def test_options_that_leave_each_other_nothing_are_refused(options, said):
    with pytest.raises(DesignError, match=said):
        routed(**options)


def test_a_category_that_does_not_exist_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownName, match=r"process.chain.enforce_category is 'c00', .* Did you mean 'c0'\?"):
        routed(chain=Pursuing(enforce_category="c00"))


def test_a_joint_visit_cannot_overflow_to_one_person():
    levers = Levers(process=Process(visits="joint"), dispatch=Dispatch(overflow_days=1.0))

    with pytest.raises(DesignError, match=r"process\.visits=joint has inspections made by people of several units"):
        organise(Design(name="d", title=HOUSE.title, levers=levers), HOUSE, EXPECTED)


def test_a_batch_without_a_day_is_refused():
    with pytest.raises(InputError, match=r"batch\.weekdays is empty, so nothing would ever be accepted"):
        Batch(weekdays=())


# with a demand ------------------------------------------------------------------------------------

PROCESS = """{
  apply: {function: reform_projects_1},
  fire: {function: reform_firms_1, after: [apply], inspection: true},
  health: {function: industry_firms_1, after: [fire]},
  tax: {function: industry_firms_2, after: [health], inspection: %s}}"""


def refused(tmp_path, *overrides, inspected="false"):
    process = " ".join((PROCESS % inspected).split())
    file = tiny(tmp_path, f"+demand.types.request.process={process}", *overrides).file
    with pytest.raises((DesignError, UnknownName)) as error:
        build_scenario(file)
    return str(error.value)


@pytest.mark.parametrize(
    ("process", "said"),
    [
        ("{merged: {requests: {apply: [fire]}}}",
         "process.merged names type 'requests', which does not exist. Did you mean 'request'?"),
        ("{merged: {directive: {apply: [fire]}}}",
         "process.merged names type 'directive', which has no process of its own; expected "
         "demand.types.directive.process."),
        ("{merged: {request: {apply: [fires]}}}",
         "process.merged.request.apply names need 'fires', which does not exist. Did you mean 'fire'?"),
        ("{merged: {request: {apply: [fire], tax: [fire]}}}",
         "process.merged.request names need 'fire' twice; expected it in one place only."),
        ("{merged: {request: {apply: [apply]}}}",
         "process.merged.request names need 'apply' twice; expected it in one place only."),
        ("{merged: {request: {apply: []}}}",
         "process.merged.request.apply is empty; expected at least one need that 'apply' takes over."),
        ("{merged: {request: {apply: [health]}}}",
         "process.merged.request puts needs together of which one comes after another by way of a third, so that "
         "nothing could start of: apply + health, fire, tax; expected that third one among them."),
        ("{parallel: true, keeps: {request: [aply]}}",
         "process.keeps.request names need 'aply', which does not exist. Did you mean 'apply'?"),
        ("{parallel: true, keeps: {request: [apply]}}",
         "process.keeps.request names need 'apply', which comes after nothing; expected a need with something to stay "
         "behind."),
        ("{visits: joint}",
         "process.visits=joint, but no type of matter has a process with two needs that are inspections; expected "
         "inspection=true of several needs of demand.types.*.process, or visits=apart."),
        ("{notice_share: 0.5}",
         "process.notice_share=0.5 shortens notices that no law asks for, but there is none; expected a need with "
         "notice_days and statutory=false, or notice_share=1."),
        ("{batch_dates: dropped}",
         "process.batch_dates=dropped drops dates that no law asks for, but there are none; expected a need with a "
         "batch and statutory=false, or batch_dates=kept."),
        ("{chain: {types: [requst]}}", "process.chain.types names 'requst', which is no type. Did you mean 'request'?"),
        ("{chain: {on_site: true}}",
         "process.chain.on_site=true, but matters of type 'request' lie nowhere; expected "
         "demand.types.request.sites, or on_site=false."),
        ("{chain: {violation_share: 0.1, licence: law}}", "process.chain.licence is 'law', which nobody has"),
        ("{chain: {violation_share: 0.1, enforce_category: firms, enforcers: 9}}",
         "process.chain.enforcers=9 asks for so many people of one unit, but unit 'module_firms' has"),
    ],
)  # fmt: skip
def test_what_the_demand_does_not_have_is_refused(tmp_path, process, said):
    message = refused(tmp_path, f"+designs.modules.process={process}")

    assert message.startswith(f"designs.modules: {said}")


def test_inspections_with_something_between_them_cannot_be_one_visit(tmp_path):
    message = refused(tmp_path, "+designs.modules.process={visits: joint}", inspected="true")

    assert "process.visits=joint: type 'request' puts needs together" in message


def test_a_parallel_process_needs_a_process(tmp_path):
    file = tiny(tmp_path, "+designs.modules.process={parallel: true}").file

    with pytest.raises(DesignError, match=r"process.parallel=true, but no type of matter has a process"):
        build_scenario(file)


def test_dates_that_never_come_are_refused(tmp_path):
    """On Saturdays nobody works in a calendar of weekdays."""
    message = refused(
        tmp_path, "+calendar.days=weekdays", "+demand.types.request.process.apply.batch={weekdays: [6]}"
    )  # fmt: skip

    assert "demand.types.request.process.apply.batch has no working day in the run" in message


def test_offices_alone_approve_nothing_that_is_pushed(tmp_path):
    file = tiny(tmp_path, "+designs.modules.process={chain: {}}", "+demand.types.request.from_offices=true").file

    with pytest.raises(DesignError, match=r"process.chain follows approvals that no office has asked for"):
        build_scenario(file)


def test_only_the_lever_is_told_from_the_other_options_of_a_route():
    assert replace(routed(parallel=True), processing=Route().processing) == Route()
