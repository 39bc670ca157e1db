"""How a matter begins: registered, perhaps at the wrong desk, handed out, perhaps supplemented."""

from __future__ import annotations

import numpy as np

from sim.institution import Rank
from sim.plan.plan import Kind
from sim.planning.case import DECISION_PRIORITY, Case
from sim.planning.opening.informal import head_hours
from sim.planning.opening.misrouting import go_astray
from sim.planning.opening.prefilling import draft_hours, left_undrafted
from sim.planning.opening.relaying import pass_down
from sim.planning.opening.supplementing import supplement
from sim.planning.sheet import Chain
from sim.workload.demand import Decision


def open_matters(chain: Chain, case: Case) -> None:
    """Write the steps of all matters up to the point where their needs are handled."""
    matters, procedure = case.workload.matters, case.procedure
    coming = np.flatnonzero(~matters.in_hand)  # what is in hand at the start has been opened before
    if procedure.draft_hours > 0:
        go_astray(chain, case)
        drafted = ~left_undrafted(case)
        chain.then(np.flatnonzero(case.brief & ~drafted), Kind.JOIN)
        rows = coming[drafted[coming]]
        chain.then(
            rows, Kind.DRAFT, unit=case.lead_unit[rows], work_hours=draft_hours(case)[rows],
            calendar=case.desk_calendar,
        )  # fmt: skip
    else:
        chain.then(np.flatnonzero(case.brief), Kind.JOIN)  # a twin is released by itself, not by its original
    weighty = coming[matters.decision[coming] > Decision.NONE]
    takes_time = procedure.assign_hours > 0 and not case.organisation.route.dispatching.assigns_at_once
    for rank in case.organisation.route.assigns if takes_time else ():
        hours = head_hours(procedure.assign_hours, weighty, case) if rank == Rank.HEAD else procedure.assign_hours
        chain.then(
            weighty, Kind.ASSIGN, unit=case.place_to_sign(rank, weighty), rank=int(rank),
            work_hours=hours, priority=DECISION_PRIORITY, calendar=case.signing_calendar(rank),
        )  # fmt: skip
    pass_down(chain, coming, case)
    supplement(chain, case)
