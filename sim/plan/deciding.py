"""How a matter is decided: reviewed, perhaps sent back and handled again, signed rank by rank, answered."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.institution import Rank
from sim.plan.case import DECISION_PRIORITY, Case
from sim.plan.plan import Guard, Kind
from sim.plan.sheet import Chain
from sim.workload.demand import Decision


def decide_matters(chain: Chain, case: Case, lead_step: Ints) -> None:
    """Write the signatures of all matters, with the rounds of rework that the first of them may cause."""
    for decision, ranks in case.organisation.route.signs.items():
        rows = np.flatnonzero(case.workload.matters.decision == decision)
        for turn, rank in enumerate(ranks):
            if turn == 0:
                _review(chain, rows, rank, case, lead_step)
            else:
                _sign(chain, rows, rank, case)
            if rank == Rank.DEPUTY and decision == Decision.CORE and case.organisation.route.all_leaders:
                _sign_elsewhere(chain, rows, case)
    if case.procedure.reply_hours > 0:
        every = np.arange(case.n_matters)
        chain.then(every, Kind.REPLY, unit=case.lead_unit, work_hours=case.procedure.reply_hours)


def _sign(chain: Chain, rows: Ints, rank: Rank, case: Case, unit: Ints | None = None, attempt: int = 1) -> Ints:
    return chain.then(
        rows, Kind.SIGN, unit=case.place_to_sign(rank, chain.matter[rows]) if unit is None else unit, rank=int(rank),
        work_hours=_sign_hours(rank, case), priority=DECISION_PRIORITY, calendar=case.signing_calendar(rank),
        attempt=attempt,
    )  # fmt: skip


def _sign_hours(rank: Rank, case: Case) -> float:
    for name, hours in case.procedure.sign_hours.items():
        if name == rank.name.lower():
            return hours
    return 0.0


def _review(chain: Chain, rows: Ints, rank: Rank, case: Case, lead_step: Ints) -> None:
    """Sign for the first time: an error in the lead's handling is seen here and handled again.

    In the last round the matter passes as it is, with its error.
    """
    needs, rounds = case.workload.needs, case.workload.needs.errors.shape[1]
    need = case.need_at[rows, 0]
    handled = lead_step[rows]
    passed: list[tuple[Ints, Ints]] = []
    signed = _sign(chain, rows, rank, case)
    for turn in range(1, rounds):
        passed.append((signed, handled))
        chain.stand_at(rows, signed, Guard.ON_ERROR, handled)
        handled = chain.then(
            rows, Kind.HANDLE, need=need, unit=case.need_unit[need], category=case.need_category[need],
            work_hours=case.work_hours[need] * case.procedure.rework_share, attempt=turn + 1,
            chance=needs.errors[need, turn],
        )  # fmt: skip
        signed = _sign(chain, rows, rank, case, attempt=turn + 1)
    chain.stand_at(rows, signed)
    for earlier_signed, earlier_handled in passed:
        chain.also_at(rows, earlier_signed, Guard.IF_FINE, earlier_handled)


def _sign_elsewhere(chain: Chain, rows: Ints, case: Case) -> None:
    """Let every other deputy sign whose portfolio a core matter touches."""
    need_at = case.need_at[rows]
    deputy = np.where(need_at >= 0, case.deputy_of_need[need_at], -1)
    for place in range(1, deputy.shape[1]):
        touched = (deputy[:, place] >= 0) & (deputy[:, place, None] != deputy[:, :place]).all(axis=1)
        _sign(chain, rows[touched], Rank.DEPUTY, case, unit=case.desk_of(deputy[touched, place]))
