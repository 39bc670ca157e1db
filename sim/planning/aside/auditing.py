"""Audits (抽查): what has been closed is looked at once more, and an error that is found is put right."""

from __future__ import annotations

import numpy as np

from sim.arrays import Flags
from sim.plan.plan import Guard, Kind
from sim.planning.coming import Coming
from sim.planning.deciding.checking import look
from sim.planning.deciding.lapses import Outgoing
from sim.planning.deciding.rounds import rework_share
from sim.planning.handling.crewing import call_handlers
from sim.planning.sheet import Chain


def audited(coming: Coming) -> tuple[Flags, Flags]:
    """Return which matters are audited, and in which of these an error would be found; what has come back is not."""
    supervising, none = coming.case.organisation.route.supervising, np.zeros(coming.handled.size, dtype=bool)
    if supervising.audit is None or coming.again:
        return none, none
    chosen = coming.present & coming.comes_to_pass(supervising.audit_share, "audited")
    return chosen, chosen & coming.comes_to_pass(supervising.audit.catch_share, "audit_catches")


def audit(coming: Coming, chosen: Flags, finds: Flags, out: Outgoing) -> None:
    """Write what is done about each matter that is audited, and again by the lead's unit if an error is found.

    It hangs on the matter, and is none itself: nobody outside has asked for it.
    """
    case, sheet, screen = coming.case, coming.chain.sheet, coming.case.organisation.route.supervising.audit
    rows = np.flatnonzero(chosen)
    if screen is None or not rows.size:
        return
    matters, entry = sheet.hang(coming.chain.matter[rows], Kind.AUDIT, aside=True)
    out.called_if(coming, rows, entry, always=np.ones(rows.size, dtype=bool))
    chain, inner = Chain(sheet, matters), np.arange(rows.size)
    chain.stand_at(inner, entry)
    looked = look(chain, inner, rows, screen, case, Kind.AUDIT, 1)
    found = np.flatnonzero(finds[rows])
    need = case.need_at[rows[found], 0]
    again = sheet.write(
        matters[found], Kind.HANDLE, unit=case.contracted.unit[need], category=case.need_category[need],
        work_hours=case.work_hours[need] * rework_share(case), attempt=2,
    )  # fmt: skip
    sheet.link(looked[found], again, Guard.IF_FINE, out.in_error[rows[found]])
    call_handlers(sheet, again, need, case)
