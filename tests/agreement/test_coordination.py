"""Both engines agree on plans that a design with orders, answers, crews and joint meetings builds, and all is done."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from houses import DEPUTIES, Contact, build, house, matter, need, officers

from experiments.kernel_cache import prepare_compiled_engine
from sim.agreement import first_difference
from sim.calendar import MS_PER_DAY
from sim.engine.base import engine_named
from sim.engine.simpy_engine import simulate as by_reference
from sim.levers.authority import Authority
from sim.levers.command import Command
from sim.levers.coordination import Coordination
from sim.levers.counterparts import Counterparts
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.units import Units
from sim.procedure import Abilities, Procedure
from sim.trace import State
from sim.workload.demand import MatterType, ProcessNeed
from sim.workload.laws import Law

PLAIN = MatterType(name="plain", per_year=0.0, work_hours=Law(mean=1.0))
TYPES = (
    PLAIN,
    replace(PLAIN, name="duty", crew=2),
    replace(PLAIN, name="checked", crew=2, crew_licence="law"),
    replace(
        PLAIN, name="own", process={"a": ProcessNeed(function="b0c0"), "b": ProcessNeed(function="b1c0", after=("a",))}
    ),
)


def some_coordination(random: Random) -> Coordination:
    order = random.choice(("series", "countersign", "lead", "lead", "case_officer"))
    days = random.choice((None, 0.0, 0.2, 1.0))
    return Coordination(
        order=order, heads_countersign=random.random() < 0.5, leaders=random.choice(("all", "lead")),
        ordered=random.random() < 0.5, answer_days=days,
        backed_by="nobody" if days is None else random.choice(("nobody", "assessment", "order")),
        joint_meeting=order == "lead" and random.random() < 0.7, meets=random.choice(("officer", "head")),
        returns=random.choice(("anybody", "handler")),
    )  # fmt: skip


def some_matters(random: Random, names: list[str]):
    for _ in range(random.randint(4, 14)):
        kind = random.randrange(4)
        functions = ["b0c0", "b1c0"] if kind == 3 else random.choices(names, k=random.randint(1, 4))
        yield matter(
            *(
                need(name, random.choice((0.25, 1, 3, 9)), views=random.choice((0.0, 5.0)),
                     errors=(random.random(), random.random()))
                for name in functions
            ),
            at=random.randrange(0, 4 * 96) / 4, decision=random.randrange(3), type=kind,
            deadline=random.choice((None, 60, -5)), priority=random.randrange(-1, 3),
            office=random.choice((None, "office_b0c0")), ordered=random.random() < 0.4,
        )  # fmt: skip


def some_plan(random: Random):
    staff = [replace(one, licences=frozenset({"law"})) if place % 3 else one for place, one in enumerate(officers(12))]
    institution = house([*staff, *DEPUTIES])
    names = [function.name for function in institution.functions]
    levers = Levers(
        units=Units(
            by=random.choice(("whole", "bureau", "category")),
            order=random.choice(("in_order", "by_deadline", "by_priority")),
            oldest_over_days=random.choice((None, 0.0, 0.5)), stay_with_category=random.random() < 0.5,
        ),
        membership=Membership(heads="one_each"), coordination=some_coordination(random),
        authority=Authority(assigns=("head",), non_core=("head",), core=("head", "deputy")),
        command=Command(wins=random.choice(("nobody", "line", "local"))),
        data=Data(transit_hours=random.choice((0.0, 2.0)), double_entry_hours=0.25),
        counterparts=Counterparts(contact_hours=1.0),
    )  # fmt: skip
    return build(
        institution, list(some_matters(random, names)), levers, types=TYPES,
        procedure=Procedure(
            draft_hours=0.25, assign_hours=0.25, meet_hours=1.0, countersign_hours=0.25, merge_hours=0.5,
            reply_hours=0.25, request_hours=0.25, report_hours=0.25, sign_hours={"head": 0.25},
        ),
        abilities=Abilities(error_rate_elsewhere=0.4, skill_elsewhere=0.5, setup_hours=0.5),
        contacts=[Contact(office="office_b0c0", at=random.randrange(96)) for _ in range(2)],
        absences=[(f"p{person}", 24 * day, 24 * day + 24) for person, day in enumerate(random.choices(range(5), k=12))],
    ).plan  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_a_design_with_all_of_it_has_the_same_trace_in_both_engines(seed):
    prepare_compiled_engine()
    plan = some_plan(Random(seed))

    trace = by_reference(plan)

    assert first_difference(plan, expected=trace, found=engine_named("compiled")(plan)) is None
    assert np.isin(trace.state[plan.steps.matter < plan.matters.awaited.sum()], (State.ENDED, State.SKIPPED)).all()
    assert trace.stopped_ms < 28 * MS_PER_DAY


def test_these_designs_provide_all_that_is_tried():
    plans = [some_plan(Random(seed)) for seed in range(40)]

    for name in ("urges", "officers", "crews", "licences", "turning"):
        assert sum(plan.asks_for(name) for plan in plans) >= 10, name
