"""How a matter is decided: reviewed, perhaps sent back and handled again, signed rank by rank, answered."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.institution import Rank
from sim.plan.case import DECISION_PRIORITY, Case
from sim.plan.chains import chains_of
from sim.plan.crewing import call_handlers
from sim.plan.plan import Guard, Kind
from sim.plan.sheet import Chain
from sim.plan.signing import sign
from sim.workload.demand import Decision


def decide_matters(chain: Chain, case: Case, lead_step: Ints) -> None:
    """Write the decisions on all matters, with the rounds of rework that the first of them may cause."""
    for decision, ranks, rows in chains_of(case):
        elsewhere = _asks_other_deputies(decision, case)
        advised = _advised_at(ranks, case)
        for turn, rank in enumerate(ranks):
            times = case.organisation.route.deciding.advised_hours if advised >= 0 and rank >= Rank.DEPUTY else 1.0
            if turn == advised:
                _advise(chain, rows, case)
            if turn == 0:
                _review(chain, rows, rank, case, lead_step, times)
            else:
                sign(chain, rows, rank, case, lead_step[rows], times=times)
            if rank == Rank.DEPUTY and elsewhere:
                _sign_elsewhere(chain, rows, case, lead_step, times)
    if case.procedure.reply_hours > 0:
        every = np.arange(case.n_matters)
        chain.then(every, Kind.REPLY, unit=case.lead_unit, work_hours=case.procedure.reply_hours)


def _review(chain: Chain, rows: Ints, rank: Rank, case: Case, lead_step: Ints, times: float) -> None:
    """Decide for the first time: an error in the lead's handling is seen here and handled again.

    In the last round the matter passes as it is, with its error.
    """
    needs, rounds = case.workload.needs, case.workload.needs.errors.shape[1]
    need = case.need_at[rows, 0]
    handled = lead_step[rows]
    passed: list[tuple[Ints, Ints]] = []
    signed = sign(chain, rows, rank, case, handled, times=times)
    for turn in range(1, rounds):
        passed.append((signed, handled))
        chain.stand_at(rows, signed, Guard.ON_ERROR, handled)
        handled = chain.then(
            rows, Kind.HANDLE, need=need, unit=case.need_unit[need], category=case.need_category[need],
            work_hours=case.work_hours[need] * case.procedure.rework_share, attempt=turn + 1,
            chance=needs.errors[need, turn],
        )  # fmt: skip
        to_handler = case.organisation.route.returns == "handler"
        call_handlers(chain.sheet, handled, need, case, of=lead_step[rows] if to_handler else None)
        signed = sign(chain, rows, rank, case, handled, attempt=turn + 1, times=times)
    chain.stand_at(rows, signed)
    for earlier_signed, earlier_handled in passed:
        chain.also_at(rows, earlier_signed, Guard.IF_FINE, earlier_handled)


def _advised_at(ranks: tuple[Rank, ...], case: Case) -> int:
    """Return the first leader's place in a chain to which a head gives an opinion, but no signature; -1 elsewhere."""
    if not case.organisation.route.deciding.advises or Rank.HEAD in ranks:
        return -1
    return next((place for place, rank in enumerate(ranks) if rank >= Rank.DEPUTY), -1)


def _advise(chain: Chain, rows: Ints, case: Case) -> None:
    chain.then(
        rows, Kind.ADVISE, unit=case.place_to_sign(Rank.HEAD, chain.matter[rows]), rank=int(Rank.HEAD),
        work_hours=case.procedure.advise_hours, priority=DECISION_PRIORITY,
        calendar=case.signing_calendar(Rank.HEAD),
    )  # fmt: skip


def _asks_other_deputies(decision: Decision, case: Case) -> bool:
    """Return whether the other deputies concerned sign too; at a meeting they have decided together."""
    route = case.organisation.route
    return decision == Decision.CORE and route.all_leaders and route.deciding.channels.get(Rank.DEPUTY) != "meeting"


def _sign_elsewhere(chain: Chain, rows: Ints, case: Case, lead_step: Ints, times: float) -> None:
    """Let every other deputy sign whose portfolio a core matter touches."""
    need_at = case.need_at[rows]
    deputy = np.where(need_at >= 0, case.deputy_of_need[need_at], -1)
    for place in range(1, deputy.shape[1]):
        touched = (deputy[:, place] >= 0) & (deputy[:, place, None] != deputy[:, :place]).all(axis=1)
        mine = rows[touched]
        desk = case.desk_of(deputy[touched, place])
        sign(chain, mine, Rank.DEPUTY, case, lead_step[mine], unit=desk, times=times)
