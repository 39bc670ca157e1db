"""Rounds: what a check or the first signature returns is handled again, until the last round passes as it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.arrays import Ints
from sim.institution import Rank
from sim.plan.plan import Kind
from sim.planning.case import OFFICE_HOURS, Case
from sim.planning.coming import Coming
from sim.planning.deciding.checking import pass_checks
from sim.planning.deciding.signing import sign
from sim.planning.deciding.verdicts import Ends, When, link, stand_at
from sim.planning.handling.contracting import send
from sim.planning.handling.crewing import call_handlers
from sim.workload.demand import Decision


def review(coming: Coming, rows: Ints, decision: Decision, rank: Rank | None, times: float) -> None:
    """Write the rounds of these matters: checks, then the first signature (None: nobody signs), and what they return.

    An error in the lead's handling is seen here, or not. In the last round the matter passes as it is.
    """
    everybody, size = rows, coming.handled.size
    rounds = coming.case.workload.needs.errors.shape[1]
    judged, passing = coming.handled, list[Ends]()
    for turn in range(rounds):
        last = turn == rounds - 1
        through, returned = pass_checks(coming, rows, decision, judged, turn, last=last)
        signed = _sign(coming, through, rank, turn, times)
        returned.append(signed)
        passing.append(replace(signed, when=through.when if last else through.when.but(signed.when)))
        rows = _returned(rows, returned, size)
        if last:
            _use_up(coming, rows, returned, turn)
        if last or not rows.size:
            break
        judged = _handle_again(coming, rows, decision, returned, turn + 1)
    stand_at(coming.chain, everybody, passing)
    for end in passing:
        wrong = end.when.on_error
        coming.may_err_at.append((end.rows[wrong], end.step[wrong], end.judged[wrong]))


def _sign(coming: Coming, through: Ends, rank: Rank | None, turn: int, times: float) -> Ends:
    """Write the first signature of a round; return when it returns a matter."""
    rows, chain = through.rows, coming.chain
    if rank is None:
        nothing = When(*np.zeros((2, rows.size), dtype=bool))
        return replace(through, step=chain.then(rows, Kind.JOIN), when=nothing)
    step = sign(chain, rows, rank, coming.case, through.judged, attempt=turn + 1, times=times)
    supervising = coming.case.organisation.route.supervising
    seen = When(
        coming.comes_to_pass(supervising.signature_catch_share, "signature_catches", str(turn))[rows],
        coming.comes_to_pass(supervising.signature_return_share, "signature_returns", str(turn))[rows],
    )
    return replace(through, step=step, when=through.when.and_(seen))


def _returned(rows: Ints, returned: list[Ends], size: int) -> Ints:
    """Return those of these matters that anybody may return."""
    any_of = np.zeros(size, dtype=bool)
    for end in returned:
        any_of[end.rows[end.when.ever]] = True
    return rows[any_of[rows]]


def _handle_again(coming: Coming, rows: Ints, decision: Decision, returned: list[Ends], turn: int) -> Ints:
    """Write a further round of handling for what is returned, on its way to a contractor first; return these steps."""
    case, chain, sheet = coming.case, coming.chain, coming.chain.sheet
    need = case.need_at[rows, 0]
    way, matters = case.contracted.transit_hours[need], chain.matter[rows]
    far = np.flatnonzero(way > 0)
    sent = sheet.write(
        matters[far], Kind.HAND_OVER, work_hours=way[far], calendar=OFFICE_HOURS, attempt=turn + 1
    )  # fmt: skip
    step = sheet.write(
        matters, Kind.HANDLE, need=-1 if coming.again else need, unit=case.contracted.unit[need],
        category=case.need_category[need], work_hours=coming.hours[rows] * rework_share(case, decision),
        attempt=turn + 1, chance=coming.chance(turn)[rows],
    )  # fmt: skip
    begin, judged = np.full((2, coming.handled.size), -1, dtype=np.int64)
    begin[rows] = judged[rows] = step
    begin[rows[far]] = sent
    link(sheet, returned, begin)
    sheet.link(sent, step[far])
    to_handler = case.organisation.route.returns == "handler"
    call_handlers(sheet, step, need, case, of=coming.handled[rows] if to_handler else None)
    chain.stand_at(rows, step)
    send(chain, rows, case, need)
    return judged


def rework_share(case: Case, decision: Decision | None = None) -> float:
    """Return the work of a further round as a share: the design's own where somebody checks, else the procedure's."""
    supervising = case.organisation.route.supervising
    checked = decision is None or supervising.checks_of(decision)
    own = supervising.rework if checked else None
    return case.procedure.rework_share if own is None else own


def _use_up(coming: Coming, rows: Ints, returned: list[Ends], turn: int) -> None:
    """Note what would be returned once more if there were another round, by a step that nothing follows."""
    if not (coming.case.organisation.route.supervising.finds or any(coming.case.returns)):
        return
    target = np.full(coming.handled.size, -1, dtype=np.int64)
    target[rows] = coming.chain.sheet.write(coming.chain.matter[rows], Kind.CHECK, attempt=turn + 2)
    link(coming.chain.sheet, returned, target)
