"""How much the reference engine asks of SimPy: it schedules at most two events for each step that is worked."""

from datetime import date

import numpy as np
import simpy
from houses import DEPUTIES, house, person

from sim.engine.simpy_engine import simulate
from sim.horizon import Horizon
from sim.institution import Title
from sim.levers.authority import Authority
from sim.levers.coordination import Coordination
from sim.levers.counterparts import Counterparts
from sim.levers.data import Data
from sim.levers.design import Design, Levers, organise
from sim.levers.membership import Membership
from sim.levers.stages import SigningTimes
from sim.levers.units import Units
from sim.planning.build import build_plan
from sim.procedure import Abilities, Procedure
from sim.workload.demand import Absences, Demand, Duplicates, MatterType
from sim.workload.expectations import expect
from sim.workload.laws import Law
from sim.workload.workload import draw_workload


def a_quarter_of_an_office():
    """Return the plan of three months of a house with four sections, twelve officers and two deputies."""
    functions = {
        f"b{bureau}c{category}": (f"b{bureau}", f"c{category}") for bureau in range(4) for category in range(3)
    }
    institution = house([*DEPUTIES, *(person(f"p{index}", f"c{index % 3}") for index in range(12))], functions)
    first, last, cap = date(2021, 3, 1), date(2021, 6, 1), date(2021, 7, 1)
    days = np.arange((cap - first).days)
    horizon = Horizon(
        first=first, window_from=first, window_to=last, cap=cap, working=days % 7 < 5,
        hours=(("08:30", "12:00"), ("14:00", "17:30")),
    )  # fmt: skip
    demand = Demand(
        types=tuple(
            MatterType(
                name=f"t{index}", title=Title(zh="", en=""), from_offices=index == 0, per_year=1_500.0,
                further_needs=(0.5, 0.3, 0.2), work_hours=Law(mean=2.0), decisions=(0.2, 0.5, 0.3), views_share=0.2,
                views_days=Law(mean=3.0), supplement_share=0.1, supplement_days=Law(mean=3.0), duplicated=index == 0,
            )
            for index in range(2)
        ),
        duplicates=Duplicates(share=0.2, delay_days=Law(mean=2.0)), misdirected_share=0.1, contact_weeks=2.0,
        absences=Absences(spells_per_year=4.0), resubmission_days=Law(mean=2.0),
    )  # fmt: skip
    procedure = Procedure(
        draft_hours=0.2, assign_hours=0.1, request_hours=0.3, meet_hours=0.5, countersign_hours=0.1, merge_hours=0.5,
        sign_hours={"head": 0.1, "deputy": 0.1}, reply_hours=0.2, desk_times=("08:30", "14:00"),
    )  # fmt: skip
    levers = Levers(
        units=Units(by="bureau"), membership=Membership(heads="one_each"),
        coordination=Coordination(order="countersign", heads_countersign=True),
        authority=Authority(
            assigns=("head",), non_core=("head",), core=("head", "deputy"),
            signing={"deputy": SigningTimes(times=("10:00", "16:00"))},
        ),
        data=Data(transit_hours=3.0, repeat_share=0.3, repeat_hours=0.5),
        counterparts=Counterparts(contact_hours=1.0, brief_share=0.3),
    )  # fmt: skip
    organisation = organise(
        Design(name="sections", title=institution.title, levers=levers), institution,
        expect(demand, institution, procedure),
    )  # fmt: skip
    return build_plan(
        draw_workload(demand, institution, horizon, seed=2026, replication=0), organisation, institution=institution,
        demand=demand, procedure=procedure, abilities=Abilities(error_rate=0.1, error_rate_elsewhere=0.2), meetings=(),
        horizon=horizon,
    )  # fmt: skip


def test_simpy_schedules_at_most_two_events_for_each_worked_step(monkeypatch):
    scheduled = []
    original = simpy.Environment.schedule

    def counting(self, *args, **kwargs):
        scheduled.append(1)
        return original(self, *args, **kwargs)

    plan = a_quarter_of_an_office()
    monkeypatch.setattr(simpy.Environment, "schedule", counting)

    trace = simulate(plan)

    worked = int((trace.person >= 0).sum())
    assert worked > 3_000
    assert 0 < len(scheduled) <= 2 * worked
