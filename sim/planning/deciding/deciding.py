"""How a matter is decided: looked at in rounds, signed rank by rank, answered."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.institution import Rank
from sim.plan.plan import Kind
from sim.planning.case import DECISION_PRIORITY, Case
from sim.planning.coming import Coming
from sim.planning.deciding.chains import chains_of
from sim.planning.deciding.rounds import review
from sim.planning.deciding.signing import sign
from sim.planning.sheet import Chain
from sim.workload.demand import Decision


def decide_matters(coming: Coming) -> None:
    """Write the decisions on these matters, with the rounds that checks and the first signature may cause."""
    chain, case = coming.chain, coming.case
    reviewed = np.zeros(case.n_matters, dtype=bool)
    for decision, ranks, of_class in chains_of(case):
        rows = of_class[coming.present[of_class]]
        elsewhere, advised = _asks_other_deputies(decision, case), _advised_at(ranks, case)
        if not ranks and case.organisation.route.supervising.checks_of(decision):
            review(coming, rows, decision, None, 1.0)
            reviewed[rows] = True
        for turn, rank in enumerate(ranks):
            times = case.organisation.route.deciding.advised_hours if advised >= 0 and rank >= Rank.DEPUTY else 1.0
            if turn == advised:
                _advise(chain, rows, case)
            if turn == 0:
                review(coming, rows, decision, rank, times)
                reviewed[rows] = True
            else:
                sign(chain, rows, rank, case, coming.handled[rows], times=times)
            if rank == Rank.DEPUTY and elsewhere:
                _sign_elsewhere(chain, rows, case, coming.handled, times)
    unseen = np.flatnonzero(coming.present & ~reviewed)
    coming.may_err_at.append((unseen, coming.handled[unseen], coming.handled[unseen]))


def reply_to(coming: Coming) -> None:
    """Write the answers to these matters (办结)."""
    case, rows = coming.case, np.flatnonzero(coming.present)
    if case.procedure.reply_hours > 0:
        coming.chain.then(rows, Kind.REPLY, unit=case.lead_unit[rows], work_hours=case.procedure.reply_hours)


def _advised_at(ranks: tuple[Rank, ...], case: Case) -> int:
    """Return the first leader's place in a chain to which a head gives an opinion, but no signature; -1 elsewhere."""
    if not case.organisation.route.deciding.advises or Rank.HEAD in ranks:
        return -1
    return next((place for place, rank in enumerate(ranks) if rank >= Rank.DEPUTY), -1)


def _advise(chain: Chain, rows: Ints, case: Case) -> None:
    chain.then(
        rows, Kind.ADVISE, unit=case.place_to_sign(Rank.HEAD, rows), rank=int(Rank.HEAD),
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
