"""Refusing (推诿): a further unit sends back what those ask for who do not assess it, until a leader orders it."""

from __future__ import annotations

from sim.arrays import Ints
from sim.plan.plan import Kind
from sim.planning.case import DECISION_PRIORITY, Case
from sim.planning.handling.handing_over import hand_over
from sim.planning.sheet import Chain


def refuse_at_first(chain: Chain, rows: Ints, case: Case, place: int) -> None:
    """Where the unit of this place refuses, send the papers back, have the order given, and send them again."""
    route = case.organisation.route
    if route.refused == "nobody":
        return
    matters = chain.matter[rows]
    need = case.need_at[matters, place]
    of_refused = case.of_line[matters] == (route.refused == "line")
    elsewhere = case.need_unit[need] != case.lead_unit[matters]
    refused = rows[case.workload.needs.refuses[need] & of_refused & elsewhere]
    hand_over(chain, refused, case)
    chain.then(
        refused, Kind.ASSIGN, unit=case.place_to_sign(route.arbiter, chain.matter[refused]), rank=int(route.arbiter),
        work_hours=case.procedure.assign_hours, priority=DECISION_PRIORITY,
        calendar=case.signing_calendar(route.arbiter),
    )  # fmt: skip
    hand_over(chain, refused, case)
