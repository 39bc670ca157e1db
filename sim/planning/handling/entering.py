"""Double entry (二次录入): what crosses from one system to another is entered there once more."""

from __future__ import annotations

from sim.arrays import Ints
from sim.plan.plan import Kind
from sim.planning.case import Case
from sim.planning.sheet import Chain


def enter_again(chain: Chain, rows: Ints, case: Case, place: int) -> None:
    """Let the unit of this place enter what it has done into its own system.

    The lead's unit (place 0) does so only with matters that came out of an upper-level office's system.
    """
    hours = case.organisation.settings.double_entry_hours
    if hours <= 0:
        return
    if place == 0:
        rows = rows[case.workload.matters.office[chain.matter[rows]] >= 0]
    unit = case.need_unit[case.need_at[chain.matter[rows], place]]
    chain.then(rows, Kind.ENTER, unit=unit, work_hours=hours)
