"""Supplements (补正): what an applicant must hand in, and hand in again where it was not complete."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats
from sim.plan.plan import Kind
from sim.planning.case import Case, hours_of
from sim.planning.opening.prefilling import lacking
from sim.planning.sheet import Chain


def supplement(chain: Chain, case: Case) -> None:
    """Write how long applicants take to supplement, as often as they must."""
    matters = case.workload.matters
    rows = lacking(case)
    chain.then(rows, Kind.SUPPLEMENT, work_hours=hours_of(matters.supplement_ms[rows]))
    rounds = np.array([kind.supplement_rounds for kind in case.types], dtype=np.int64)
    share = np.array([kind.supplement_share for kind in case.types])
    for turn in range(1, int(rounds.max())):
        again = (turn < rounds[matters.type]) & (_drawn(case, "supplement", turn) < share[matters.type])
        rows = rows[again[rows]]
        chain.then(rows, Kind.SUPPLEMENT, work_hours=_hours(case, turn)[rows])


def _drawn(case: Case, purpose: str, turn: int) -> Floats:
    """Return by matter the uniform of a round; a twin has its original's."""
    drawn, twin_of = case.workload.outcomes.of_matters(purpose, str(turn)), case.workload.matters.twin_of
    return np.asarray(drawn[np.where(twin_of >= 0, twin_of, np.arange(drawn.size))])


def _hours(case: Case, turn: int) -> Floats:
    """Return by matter how long the applicant would take in a round, in clock hours."""
    drawn, hours = _drawn(case, "supplement_days", turn), np.zeros(case.n_matters)
    for index, kind in enumerate(case.types):
        mine = case.workload.matters.type == index
        hours[mine] = 24 * kind.supplement_days.quantile(drawn[mine])
    return hours
