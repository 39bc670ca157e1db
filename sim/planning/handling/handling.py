"""How the needs of a matter are handled: by one unit, or by several in the order that the design sets."""

from __future__ import annotations

import numpy as np

from sim.arrays import Flags, Ints
from sim.institution import Rank
from sim.plan.plan import Kind
from sim.planning.case import DECISION_PRIORITY, Case
from sim.planning.handling.entering import enter_again
from sim.planning.handling.following import follow_processes
from sim.planning.handling.handing_over import hand_over
from sim.planning.handling.joint_meeting import call_together
from sim.planning.handling.needs import handle_need
from sim.planning.handling.refusing import refuse_at_first
from sim.planning.handling.supervising import report_back
from sim.planning.opening.informal import head_hours
from sim.planning.sheet import Chain
from sim.planning.waiting.waiting import go_on_unless_left, may_leave


def handle_matters(chain: Chain, case: Case) -> Ints:
    """Write the handling of all matters; return the step that handles each matter's first need.

    A matter whose type has a process of its own follows that; the others go by the design's coordination.
    """
    lead_step = np.full(case.n_matters, -1, dtype=np.int64)
    free = ~case.has_process
    order = case.organisation.route.order
    apart = free & case.shared
    alone = np.flatnonzero(free & ~case.shared) if order == "lead" else np.flatnonzero(free)
    _handle_share(chain, alone, case, 0, lead_step)
    if order == "series":
        for place in range(1, case.need_at.shape[1]):
            rows = np.flatnonzero(apart & _begins_share(case, place))
            hand_over(chain, rows, case, place=place)
            _handle_share(chain, rows, case, place, lead_step)
        _merge(chain, np.flatnonzero(apart), [], case)
    elif order != "case_officer":  # with one, no matter touches a second unit
        _side_by_side(chain, apart, case, lead_step, first=0 if order == "lead" else 1)
    follow_processes(chain, case, lead_step)
    _answer_twins_after_their_originals(chain, case, lead_step)
    return lead_step


def _begins_share(case: Case, place: int) -> Flags:
    return np.asarray(case.share_of[:, place] == place)


def _side_by_side(chain: Chain, apart: Flags, case: Case, lead_step: Ints, *, first: int) -> None:
    """Let the shares from `first` on be handled at the same time, then merge them."""
    together = np.flatnonzero(apart)
    if first == 0:
        call_together(chain, together, case)
    branches: list[tuple[Ints, Chain]] = []
    for place in range(first, case.need_at.shape[1]):
        rows = np.flatnonzero(apart & _begins_share(case, place))
        branch = chain.fork(rows)
        inner = np.arange(rows.size)
        if place:
            hand_over(branch, inner, case, place=place)
        _handle_share(branch, inner, case, place, lead_step)
        if place:
            hand_over(branch, inner, case)
        branches.append((rows, branch))
    _merge(chain, together, branches, case, lead_step if first == 0 else None)


def _merge(
    chain: Chain, rows: Ints, branches: list[tuple[Ints, Chain]], case: Case, lead_step: Ints | None = None
) -> None:  # fmt: skip
    """Let the lead make one answer of what the units have done, when all of it has come back.

    With `lead_step`, where the lead works beside the others: unless it has left.
    """
    if not branches:
        hand_over(chain, rows, case)
    matters = chain.matter[rows]
    hours = case.procedure.merge_hours
    unit = case.lead_unit[matters] if hours > 0 else -1
    kind = Kind.MERGE if hours > 0 else Kind.JOIN
    if not branches:
        if hours > 0:
            chain.then(rows, kind, unit=unit, work_hours=hours)
        return
    leaves = np.zeros(rows.size, dtype=bool) if lead_step is None else may_leave(case, matters)
    joins = chain.sheet.write(matters[leaves], Kind.JOIN)
    step = chain.sheet.write(matters, kind, unit=unit, work_hours=hours)
    step_of = np.full(chain.matter.size, -1, dtype=np.int64)
    step_of[rows] = step
    step_of[rows[leaves]] = joins
    for branch_rows, branch in branches:
        branch.lead_to(np.arange(branch_rows.size), step_of[branch_rows])
    if lead_step is not None and joins.size:
        go_on_unless_left(chain, rows[leaves], joins, lead_step, case)
        chain.lead_to(rows[leaves], step[leaves])
    chain.stand_at(rows, step)


def _handle_share(chain: Chain, rows: Ints, case: Case, share: int, lead_step: Ints) -> None:
    """Handle, one after another, the needs that fall to the unit of place `share`."""
    if share:
        refuse_at_first(chain, rows, case, share)
    for place in range(share, case.need_at.shape[1]):
        matters = chain.matter[rows]
        mine = rows[case.share_of[matters, place] == share]
        by_officer = place > 0 and case.organisation.route.order == "case_officer"
        step = handle_need(
            chain, mine, case, place, arrived=place == share and share > 0,
            of=lead_step[chain.matter[mine]] if by_officer else None,
        )  # fmt: skip
        if place == 0:
            lead_step[chain.matter[mine]] = step
    enter_again(chain, rows, case, share)
    report_back(chain, rows, case, share)
    if share and case.organisation.route.heads_countersign and case.procedure.countersign_hours > 0:
        matters = chain.matter[rows]
        chain.then(
            rows, Kind.COUNTERSIGN, unit=case.need_unit[case.need_at[matters, share]], rank=int(Rank.HEAD),
            work_hours=head_hours(case.procedure.countersign_hours, matters, case), priority=DECISION_PRIORITY,
            calendar=case.signing_calendar(Rank.HEAD),
        )  # fmt: skip


def _answer_twins_after_their_originals(chain: Chain, case: Case, lead_step: Ints) -> None:
    """What has been asked before is answered briefly from the first answer, so not before there is one."""
    twins = np.flatnonzero(case.brief)
    chain.sheet.link(lead_step[case.workload.matters.twin_of[twins]], lead_step[twins])
