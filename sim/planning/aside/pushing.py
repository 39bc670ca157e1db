"""Pushing (审批-监管-执法): what follows an approval, as a matter of its own that hangs on it."""

from __future__ import annotations

import numpy as np

from sim.arrays import Flags, Ints
from sim.institution import Rank
from sim.levers.routing.processing import Pursuit
from sim.plan.plan import Kind
from sim.planning.case import DECISION_PRIORITY, OFFICE_HOURS, Case
from sim.planning.coming import Coming
from sim.planning.sheet import Chain


def push_approvals(coming: Coming, licences: tuple[str, ...]) -> None:
    """Write what follows these matters once they are closed: pushed, perhaps disputed, inspected, enforced.

    `licences` are those that a plan numbers, in their order.
    """
    case = coming.case
    pursuit = case.organisation.route.processing.pursuit
    if pursuit is None:
        return
    rows = np.flatnonzero(coming.present & _is_pushed(case, pursuit))
    sheet, chain = coming.chain.sheet, coming.chain
    matters, entry = sheet.hang(
        chain.matter[rows], Kind.PUSH, work_hours=pursuit.push_delay_days * case.horizon.day_hours,
        calendar=OFFICE_HOURS,
    )  # fmt: skip
    chain.fork(rows).lead_to(np.arange(rows.size), entry)
    pushed = Chain(sheet, np.full(case.n_matters, -1, dtype=np.int64))  # rows are the matters that it hangs on
    pushed.matter[rows] = matters
    pushed.stand_at(rows, entry)
    supervisor = _unit(pursuit.supervisor, rows, case)
    _push(pushed, rows, coming, pursuit, case.lead_unit[rows], "push_disputed")
    inspected = coming.comes_to_pass(pursuit.inspect_share, "inspected")[rows]
    rows, supervisor = rows[inspected], supervisor[inspected]
    step = pushed.then(rows, Kind.INSPECT, unit=supervisor, work_hours=pursuit.inspect_hours)
    if pursuit.on_site:
        _go_there(pushed, rows, step, case)
    violates = coming.comes_to_pass(pursuit.violation_share, "violates")[rows]
    rows, supervisor = rows[violates], supervisor[violates]
    if pursuit.enforcer >= 0:
        _push(pushed, rows, coming, pursuit, supervisor, "enforcement_disputed")
    _enforce(pushed, rows, pursuit, supervisor, case, licences)


def _is_pushed(case: Case, pursuit: Pursuit) -> Flags:
    """Return which matters are approvals that who supervises is told of."""
    chosen = [kind.name in pursuit.types if pursuit.types else not kind.from_offices for kind in case.types]
    return np.array(chosen, dtype=bool)[case.workload.matters.type]


def _unit(unit: int, rows: Ints, case: Case) -> Ints:
    """Return this unit, or the branch of it, for each of these matters; -1: the unit of its first need's function."""
    if unit < 0:
        return case.place_to_sign(Rank.HEAD, rows)
    return case.in_branch(np.full(rows.size, unit, dtype=np.int64), rows)


def _push(pushed: Chain, rows: Ints, coming: Coming, pursuit: Pursuit, unit: Ints, purpose: str) -> None:
    """Let these units push, and a leader assign what is disputed."""
    case = coming.case
    if pursuit.push_hours > 0:
        pushed.then(rows, Kind.PUSH, unit=unit, work_hours=pursuit.push_hours)
    disputed = rows[coming.comes_to_pass(pursuit.dispute_share, purpose)[rows]]
    pushed.then(
        disputed, Kind.ASSIGN, unit=case.place_to_sign(pursuit.arbiter, disputed), rank=int(pursuit.arbiter),
        work_hours=case.procedure.assign_hours, priority=DECISION_PRIORITY,
        calendar=case.signing_calendar(pursuit.arbiter),
    )  # fmt: skip


def _go_there(pushed: Chain, rows: Ints, step: Ints, case: Case) -> None:
    """Let an inspection be a visit to where its matter arose, if that is anywhere."""
    matters = case.workload.matters
    somewhere = matters.site[rows] >= 0
    mine = rows[somewhere]
    if mine.size:
        point = case.organisation.arrangement.places.point(matters.site[mine], matters.point[mine])
        pushed.sheet.provide("visits", step[somewhere], site=point)


def _enforce(
    pushed: Chain, rows: Ints, pursuit: Pursuit, supervisor: Ints, case: Case, licences: tuple[str, ...]
) -> None:  # fmt: skip
    """Let several people of the unit that enforces do so together."""
    unit = supervisor if pursuit.enforcer < 0 else _unit(pursuit.enforcer, rows, case)
    step = pushed.then(rows, Kind.ENFORCE, unit=unit, work_hours=pursuit.enforce_hours)
    if pursuit.enforcers > 1 or pursuit.licence is not None:
        licence = -1 if pursuit.licence is None else licences.index(pursuit.licence)
        pushed.sheet.provide(
            "crews", step, unit=unit, rank=int(Rank.OFFICER), licence=licence, count=pursuit.enforcers
        )  # fmt: skip
