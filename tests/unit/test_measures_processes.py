"""Measures of routing, of visits and of what follows an approval, on traces small enough to count by hand."""

import numpy as np
import pytest
from houses import DEPUTIES, build, horizon, house, matter, need, officers, workload

from analysis.measures.played import Played
from analysis.measures.processes import Processes
from analysis.measures.pushes import push_measures
from analysis.measures.routing import routing_measures
from analysis.measures.visits import visit_measures
from sim.engine.simpy_engine import simulate
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.process import Process
from sim.levers.routing.pursuing import Pursuing
from sim.levers.units import Units
from sim.planning.handling.visited import inspections_of
from sim.procedure import Procedure
from sim.workload.demand import Demand, MatterType, ProcessNeed
from sim.workload.laws import Law

FUNCTIONS = {f"f{number}": (f"b{number}", "c0") for number in range(3)}
STAFF = (*officers(3), DEPUTIES[0])
ALL = Processes(routings=True, supplements=True)


def played(built, processes, *, days=28):
    return Played(
        plan=built.plan, trace=simulate(built.plan), horizon=horizon(days), n_units=3, processes=processes
    )  # fmt: skip


def routed(matters, outcomes=None, days=28, processes=ALL):
    kind = MatterType(
        name="plain", per_year=0, work_hours=Law(mean=1), supplement_share=0.5, supplement_rounds=2,
        supplement_days=Law(mean=1, scv=0),
    )  # fmt: skip
    built = build(
        house(STAFF, FUNCTIONS), matters, Levers(units=Units(by="bureau"), data=Data(transit_hours=1.0)),
        types=(kind,), procedure=Procedure(draft_hours=1), misdirected_share=0.5, misdirected_rounds=2,
        outcomes=outcomes or {}, days=horizon(days), whole_window=True,
    )  # fmt: skip
    return routing_measures(played(built, processes, days=days))


def test_desks_are_counted_until_the_right_one():
    """Three matters: right at once; one wrong desk; two wrong desks, and it would have gone astray once more."""
    wrong = {"misdirected": 0.1, "mistaken_for": "f1"}
    matters = [matter(need("f0", 1)), matter(need("f0", 1), **wrong), matter(need("f0", 1), **wrong)]
    outcomes = {"misdirected/plain/1": [1, 1, 0.1], "misdirected/plain/2": [1, 1, 0.1]}

    found = routed(matters, outcomes)

    assert found["routings_mean"] == pytest.approx((1 + 2 + 3) / 3)
    assert found["routings_used_up_share"] == pytest.approx(1 / 3)
    assert found["supplements_mean"] == 0


def test_supplements_are_counted_over_all_matters():
    matters = [matter(need("f0", 1)), matter(need("f1", 1), supplement=1), matter(need("f2", 1), supplement=1)]

    found = routed(matters, {"supplement/plain/1": [0.1, 0.1, 0.6]})

    assert found["supplements_mean"] == pytest.approx((0 + 2 + 1) / 3)


def test_without_rounds_there_is_nothing_to_tell():
    assert routed([matter(need("f0", 1))], processes=Processes()) == {}
    assert routed([], processes=ALL) == {}


INSPECTED = MatterType(
    name="t", per_year=0, work_hours=Law(mean=1),
    process={
        "apply": ProcessNeed(function="f0"),
        "fire": ProcessNeed(function="f1", after=("apply",), inspection=True),
        "health": ProcessNeed(function="f2", after=("fire",), inspection=True),
    },
)  # fmt: skip


@pytest.mark.parametrize(
    ("process", "visits", "hours"),
    [
        (Process(), 2, 2 + 3),
        (Process(visits="joint"), 1, 3),
        (Process(visits="joint", joint_work=0.8), 1, 4),
        (Process(merged={"t": {"apply": ("fire",)}}), 2, 1 + 2 + 3),
        (Process(merged={"t": {"apply": ("fire", "health")}}), 1, 6),
    ],
)
def test_an_applicant_is_visited_as_often_as_inspections_are_made(process, visits, hours):
    """A need that takes an inspection over is a visit too, for as long as all of it lasts."""
    types = (INSPECTED, MatterType(name="plain", per_year=0, work_hours=Law(mean=1)))
    matters = [matter(need("f0", 1), need("f1", 2), need("f2", 3)), matter(need("f0", 1), type=1)]
    levers = Levers(units=Units(by="bureau"), process=process)
    built = build(house(STAFF, FUNCTIONS), matters, levers, types=types, whole_window=True)
    rows, inspected = _inspections(built, matters, types)

    found = visit_measures(played(built, Processes(inspections=rows, inspected=inspected)))

    assert found == {"visits_per_matter": visits, "visit_hours_of_client": hours}


def _inspections(built, matters, types):
    drawn = workload(matters, built.institution)
    return inspections_of(Demand(types=types), drawn, built.organisation.route.processing)


def test_nobody_is_visited_where_nothing_is_inspected():
    built = build(house(STAFF, FUNCTIONS), [matter(need("f0", 1))], whole_window=True)

    assert visit_measures(played(built, Processes())) == {}


def pushed(matters, outcomes, processes, days=28, **chain):
    given = {"dispute_share": 0.5, "inspect_share": 0.5, "inspect_hours": 24.0} | chain
    levers = Levers(process=Process(chain=Pursuing(**given)))
    built = build(
        house((*officers(1), DEPUTIES[0]), FUNCTIONS), matters, levers, outcomes=outcomes, whole_window=True,
        days=horizon(days), procedure=Procedure(assign_hours=12),
    )  # fmt: skip
    return push_measures(played(built, processes, days=days))


def test_pushes_are_disputed_and_inspections_late():
    """One officer. Three matters come at 0, 48 and 120, an hour each, are pushed at once, and inspected for a day.

    0: closed at 1, inspected from 1 on. 1: closed at 49, disputed until 61, inspected from then on: half a day.
    2: closed at 121, not inspected.
    """
    matters = [matter(need("f0", 1), at=at) for at in (0, 48, 120)]
    outcomes = {"push_disputed/plain": [1, 0.1, 1], "inspected/plain": [0.1, 0.1, 0.9]}

    found = pushed(matters, outcomes, Processes(late_days=0.25))

    assert found["pushes_disputed_share"] == pytest.approx(1 / 3)
    assert found["push_days_mean"] == pytest.approx((0 + 0.5) / 2)
    assert found["late_pushes_share"] == pytest.approx(1 / 2)
    assert "late_pushes_share" not in pushed(matters, outcomes, Processes())


def test_what_has_not_been_inspected_when_the_run_stops_counts_until_then():
    """The run ends after three days. The officer inspects the first for five, and the second waits for that."""
    matters = [matter(need("f0", 24)), matter(need("f0", 24))]
    found = pushed(
        matters, {"inspected/plain": [0.1, 0.1], "push_disputed/plain": [1, 1]}, Processes(), days=3,
        inspect_hours=120.0,
    )  # fmt: skip

    # closed at 24 and at 48, as handling the second comes first; inspected from 48 on, and at 72 not yet: a day each
    assert found["push_days_mean"] == pytest.approx((1 + 1) / 2)


def test_where_nothing_is_pushed_there_is_nothing_to_tell():
    built = build(house(STAFF, FUNCTIONS), [matter(need("f0", 1))], whole_window=True)

    assert push_measures(played(built, Processes(late_days=1.0))) == {}
    assert not np.any(built.plan.entries.step)
