"""The layout of what still fewer plans provide: leaving, alarms, growth, interruptions, travel."""

from __future__ import annotations

import numpy as np

from sim.arrays import NEVER, Ints, firsts
from sim.engine.kernel.further_tables import (
    CUT,
    FURTHER_PERSON,
    FURTHER_STEP,
    GROWTH,
    SEAT,
    UNDER_WORK,
    WHERE,
    Further,
    FurtherHouse,
)
from sim.engine.kernel.queues import Queues
from sim.engine.kernel.special import records, row_of
from sim.plan.plan import Guard, Plan
from sim.plan.provisions import n_sites_of
from sim.trace import NOT_YET

_TABLES = ("patience", "alarms", "firsts", "growth", "preempts", "ways", "visits", "travellers", "nearest")


def asks_for_further(plan: Plan) -> bool:
    """Return whether a plan provides any of this; that matters come in with a step asks nothing of an engine."""
    return plan.asks_for(*_TABLES) or int(plan.edges.guard.max(initial=0)) > Guard.IF_FINE


def further_of(plan: Plan, queues: Queues) -> Further:
    """Return a plan's further provisions as the kernel reads them."""
    growth, n_sites = plan.growth, n_sites_of(plan.ways)
    is_first = np.zeros(plan.n_steps, dtype=np.int64)
    is_first[plan.firsts.step] = 1
    return Further(
        steps=records(
            FURTHER_STEP, patience_ms=_column(plan.n_steps, plan.patience.step, plan.patience.after_ms, NEVER),
            alarm_ms=_column(plan.n_steps, plan.alarms.step, plan.alarms.after_ms, NEVER),
            site=_column(plan.n_steps, plan.visits.step, plan.visits.site, -1),
            first_seat=_column(plan.n_steps, plan.visits.step, firsts(plan.seats_of_visits)[:-1], -1),
            growth=row_of(growth.step, plan.n_steps), preempt=row_of(plan.preempts.step, plan.n_steps),
            queue=queues.of_step, is_first=is_first,
        ),
        people=_people(plan),
        growth=records(GROWTH, since_ms=growth.since_ms, per_hour=growth.per_hour, most=growth.most),
        km=plan.ways.km.reshape(n_sites, n_sites),
        nearest=np.isin(np.arange(plan.n_units), plan.nearest.unit), site_of_queue=queues.site,
        slot_of_queue=np.argsort(queues.slot_queue, kind="stable"), deadline_ms=plan.matters.deadline_ms,
    )  # fmt: skip


def further_house(plan: Plan, further: Further) -> FurtherHouse:
    """Return what changes of them, before the first instant."""
    n, n_people, n_urgent = plan.n_steps, plan.people.rank.size, plan.preempts.step.size
    away, nobody = np.full(n_urgent, NOT_YET), np.full(n_people, NOT_YET)
    no_seat = np.full(int(plan.seats_of_visits.sum()), NOT_YET)
    return FurtherHouse(
        steps=records(UNDER_WORK, ends_ms=np.full(n, NOT_YET), cut=np.full(n, -1), is_late=np.zeros(n, dtype=np.int64)),
        people=records(
            WHERE, began_ms=nobody, opened_ms=nobody, step=nobody, site=further.people["base"].astype(np.int64)
        ),
        cuts=records(
            CUT, cut_ms=away, resumed_ms=away, left_ms=away, errors=np.ones(n_urgent), step=away, person=away,
            by=plan.preempts.step, place=away,
        ),
        seats=records(SEAT, way_ms=no_seat, back_ms=no_seat, person=no_seat),
        slot_remoteness=np.zeros(further.slot_of_queue.size, dtype=np.int64),
        urgent=np.zeros(n_urgent, dtype=np.int64), leaving=np.zeros(plan.patience.step.size, dtype=np.int64),
    )  # fmt: skip


def room_for_further(plan: Plan) -> int:
    """Return how many entries more may fall due at some time: alarms, patience, returns, ends that were put off."""
    return plan.alarms.step.size + plan.patience.step.size + int(plan.seats_of_visits.sum()) + plan.preempts.step.size


def further_notes(house: FurtherHouse) -> dict[str, Ints]:
    """Return the columns of the trace that tell of interruptions and visits."""
    cuts, seats = house.cuts, house.seats
    columns = {"cut_step": cuts["step"], "cut_person": cuts["person"], "cut_ms": cuts["cut_ms"]}
    columns |= {"resumed_ms": cuts["resumed_ms"], "way_ms": seats["way_ms"], "back_ms": seats["back_ms"]}
    return {name: column.astype(np.int64) for name, column in columns.items()}


def _people(plan: Plan) -> np.ndarray[tuple[int], np.dtype[np.void]]:
    people = np.zeros(plan.people.rank.size, dtype=FURTHER_PERSON)
    people["base"] = -1
    for name in ("base", "returns", "km_per_hour"):
        people[name][plan.travellers.person] = getattr(plan.travellers, name)
    return people


def _column(n_steps: int, steps: Ints, values: Ints, otherwise: int) -> Ints:
    column = np.full(n_steps, otherwise, dtype=np.int64)
    column[steps] = values
    return column
