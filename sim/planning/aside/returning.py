"""Coming back (再次来件): what left in error, or unsolved, comes in again, is handled, decided and answered."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats, Ints
from sim.plan.plan import Kind
from sim.planning.aside.auditing import audit, audited
from sim.planning.case import Case
from sim.planning.coming import Coming
from sim.planning.deciding.closing import close_matters
from sim.planning.deciding.deciding import decide_matters, reply_to
from sim.planning.deciding.lapses import send_out
from sim.planning.deciding.overdue import explain_lateness
from sim.planning.handling.contracting import desk_times, send
from sim.planning.handling.crewing import call_handlers
from sim.planning.sheet import Chain


def settle_matters(coming: Coming) -> None:
    """Write how matters are decided, answered and closed, what is audited of them, and what comes back, as often."""
    decide_matters(coming)
    explain_lateness(coming)
    reply_to(coming)
    close_matters(coming)
    case = coming.case
    rounds = np.array([kind.rounds if kind else 0 for kind in case.returns], dtype=np.int64)
    chosen, finds = audited(coming)
    early = coming.present & coming.closes_early
    late = coming.present & ~early & ~finds & coming.comes_to_pass(_error_shares(case), "return")
    if not (chosen | early | late).any():
        return
    out = send_out(coming, np.flatnonzero(chosen | early | late), finds | late)
    audit(coming, chosen, finds, out)
    rows = np.flatnonzero(early | late)
    if not rows.size:
        return
    used_up = coming.again >= rounds[case.workload.matters.type[rows]]
    spent, rows = rows[used_up], rows[~used_up]
    # nobody heeds them any more: a step that nothing follows tells so
    last = coming.chain.sheet.write(coming.chain.matter[spent], Kind.COME_BACK, attempt=coming.again + 1)
    out.called_if(coming, spent, last, always=early[spent])
    matters, entry = coming.chain.sheet.hang(
        coming.chain.matter[rows], Kind.COME_BACK, work_hours=24 * _days(coming)[rows]
    )
    out.called_if(coming, rows, entry, always=early[rows])
    if rows.size:
        settle_matters(_take_up(coming, rows, matters, entry))


def _take_up(coming: Coming, rows: Ints, matters: Ints, entry: Ints) -> Coming:
    """Write that the lead's unit handles what has come back, at its next desk time; return that coming."""
    case, size = coming.case, coming.handled.size
    chain = Chain(coming.chain.sheet, np.full(size, -1, dtype=np.int64))
    chain.matter[rows] = matters
    chain.stand_at(rows, entry)
    again, handled = coming.again + 1, np.full(size, -1, dtype=np.int64)
    back = Coming(chain, case, handled, again)
    need = case.need_at[rows, 0]
    send(chain, rows, case, need)
    handled[rows] = chain.then(
        rows, Kind.HANDLE, unit=case.contracted.unit[need], category=case.need_category[need],
        work_hours=back.hours[rows], calendar=desk_times(case, need), chance=back.chance(0)[rows],
    )  # fmt: skip
    call_handlers(chain.sheet, handled[rows], need, case)
    send(chain, rows, case, need)
    return back


def _error_shares(case: Case) -> Floats:
    """Return by matter the probability that it comes back if it left in error."""
    return np.array([kind.error_share if kind else 0.0 for kind in case.returns])[case.workload.matters.type]


def _days(coming: Coming) -> Floats:
    """Return by matter the clock days until it comes back."""
    case, days = coming.case, np.zeros(coming.handled.size)
    drawn = case.workload.outcomes.of_matters("return_days", again=coming.again)
    for index, kind in enumerate(case.returns):
        if kind is not None:
            mine = case.workload.matters.type == index
            days[mine] = kind.days.quantile(drawn[mine])
    return days
