"""Asking upward (请示批复): what the upper level must be asked about is handled, asked, and decided with the answer."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.plan.plan import Kind
from sim.planning.case import OFFICE_HOURS, Case, hours_of
from sim.planning.deciding.signing import sign
from sim.planning.people.office_desks import unit_of_office
from sim.planning.sheet import Chain


def ask_upward(chain: Chain, case: Case, lead_step: Ints) -> None:
    """Write the requests to the office of each lead's function; what is answered briefly has been asked about."""
    matters, asks = case.workload.matters, case.organisation.route.deciding.asks
    rows = np.flatnonzero(matters.asks & ~case.brief)
    need = case.need_at[rows, 0]
    if case.procedure.ask_hours > 0:
        chain.then(
            rows, Kind.ASK, unit=case.need_unit[need], category=case.need_category[need],
            work_hours=case.procedure.ask_hours,
        )  # fmt: skip
    if asks is not None:
        sign(chain, rows, asks, case, lead_step[rows])
    if case.office_units:
        office = case.institution.function_office[case.workload.needs.function[need]]
        chain.then(
            rows, Kind.ANSWER, unit=unit_of_office(case, office), work_hours=matters.answer_hours[rows],
        )  # fmt: skip
    else:
        chain.then(rows, Kind.ANSWER, work_hours=hours_of(matters.answer_ms[rows]), calendar=OFFICE_HOURS)
