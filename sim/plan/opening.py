"""How a matter begins: registered, perhaps at the wrong desk, handed out, perhaps supplemented."""

from __future__ import annotations

import numpy as np

from sim.plan.case import DECISION_PRIORITY, Case, hours_of
from sim.plan.handing_over import hand_over
from sim.plan.plan import Kind
from sim.plan.prefilling import draft_hours, lacking
from sim.plan.sheet import Chain
from sim.workload.demand import Decision


def open_matters(chain: Chain, case: Case) -> None:
    """Write the steps of all matters up to the point where their needs are handled."""
    matters, procedure = case.workload.matters, case.procedure
    coming = np.flatnonzero(~matters.in_hand)  # what is in hand at the start has been opened before
    if procedure.draft_hours > 0:
        _draft_at_wrong_desk(chain, case)
        chain.then(
            coming, Kind.DRAFT, unit=case.lead_unit[coming], work_hours=draft_hours(case)[coming],
            calendar=case.desk_calendar,
        )  # fmt: skip
    else:
        chain.then(np.flatnonzero(case.brief), Kind.JOIN)  # a twin is released by itself, not by its original
    weighty = coming[matters.decision[coming] > Decision.NONE]
    for rank in case.organisation.route.assigns if procedure.assign_hours > 0 else ():
        chain.then(
            weighty, Kind.ASSIGN, unit=case.place_to_sign(rank, weighty), rank=int(rank),
            work_hours=procedure.assign_hours, priority=DECISION_PRIORITY, calendar=case.signing_calendar(rank),
        )  # fmt: skip
    rows = lacking(case)
    chain.then(rows, Kind.SUPPLEMENT, work_hours=hours_of(matters.supplement_ms[rows]))


def _draft_at_wrong_desk(chain: Chain, case: Case) -> None:
    """A misdirected matter is read where it does not belong, then sent on.

    Where the function it was mistaken for is with the same unit, nothing went wrong.
    """
    matters, settings = case.workload.matters, case.organisation.settings
    wrong_unit = case.unit_for(matters.mistaken_for, np.arange(case.n_matters))
    astray = matters.misdirected < case.misdirected_share * settings.misdirection
    rows = np.flatnonzero(astray & (wrong_unit != case.lead_unit) & ~matters.in_hand)
    chain.then(rows, Kind.DRAFT, unit=wrong_unit[rows], work_hours=draft_hours(case)[rows], calendar=case.desk_calendar)
    hand_over(chain, rows, case, place=0)
