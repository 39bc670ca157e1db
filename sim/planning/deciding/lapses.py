"""Lapses: whether a matter leaves the house in error, as a step that others may ask."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Flags, Ints
from sim.plan.plan import Guard, Kind
from sim.planning.coming import Coming


@dataclass(frozen=True)
class Outgoing:
    """What has been closed: its last step, and the step that is done only if an error has left, both by matter."""

    closed: Ints
    in_error: Ints  # -1: nobody asks

    def called_if(self, coming: Coming, rows: Ints, target: Ints, *, always: Flags) -> None:
        """Let these steps follow the closing of the matters: `always`, or if they left in error."""
        sheet = coming.chain.sheet
        sheet.link(self.closed[rows[always]], target[always])
        asked = rows[~always]
        sheet.link(self.closed[asked], target[~always], Guard.IF_FINE, self.in_error[asked])


def send_out(coming: Coming, rows: Ints, asked: Flags) -> Outgoing:
    """Write the end of these matters, and of those that are `asked` whether an error of theirs has left.

    A step without length is called by whatever lets an error pass, and skipped if nothing does; the end waits for it.
    So who reads later whether it went well reads whether it was called at all.
    """
    chain, size = coming.chain, coming.handled.size
    closed, in_error = np.full((2, size), -1, dtype=np.int64)
    may = rows[asked[rows]]
    if may.size:
        in_error[may] = chain.sheet.write(chain.matter[may], Kind.JOIN)
        for at, step, judged in _where_errors_pass(coming):
            mine = in_error[at] >= 0
            chain.sheet.link(step[mine], in_error[at[mine]], Guard.ON_ERROR, judged[mine])
    end = chain.sheet.write(chain.matter[rows], Kind.JOIN)
    chain.lead_to(rows, end)
    closed[rows] = end
    chain.stand_at(rows, end)
    chain.sheet.link(in_error[may], closed[may])
    return Outgoing(closed, in_error)


def _where_errors_pass(coming: Coming) -> list[tuple[Ints, Ints, Ints]]:
    """Return matters, the steps after which an error of theirs is in the house no more, and the handling.

    Nobody looks at further needs: where one of them goes wrong, the error leaves.
    """
    if coming.again:
        return coming.may_err_at
    sheet, needs = coming.chain.sheet, coming.case.workload.needs
    step = sheet.written(Kind.HANDLE)
    need = sheet.read(step, "need")
    further = (need >= 0) & (needs.place[need] > 0)
    step, need = step[further], need[further]
    return [*coming.may_err_at, (needs.matter[need], step, step)]
