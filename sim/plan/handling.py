"""How the needs of a matter are handled: by one unit, or by several in the order that the design sets."""

from __future__ import annotations

import numpy as np

from sim.arrays import Flags, Ints
from sim.institution import Rank
from sim.plan.case import DECISION_PRIORITY, OFFICE_HOURS, Case, hours_of
from sim.plan.crewing import call_handlers
from sim.plan.entering import enter_again
from sim.plan.handing_over import hand_over
from sim.plan.joint_meeting import call_together
from sim.plan.plan import Kind
from sim.plan.refusing import refuse_at_first
from sim.plan.sheet import Chain, Sheet
from sim.plan.supervising import report_back


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
    _follow_processes(chain, case, lead_step)
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
    _merge(chain, together, branches, case)


def _merge(chain: Chain, rows: Ints, branches: list[tuple[Ints, Chain]], case: Case) -> None:
    """Let the lead make one answer of what the units have done, when all of it has come back."""
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
    step = chain.sheet.write(matters, kind, unit=unit, work_hours=hours)
    step_of = np.full(chain.matter.size, -1, dtype=np.int64)
    step_of[rows] = step
    for branch_rows, branch in branches:
        branch.lead_to(np.arange(branch_rows.size), step_of[branch_rows])
    chain.stand_at(rows, step)


def _handle_share(chain: Chain, rows: Ints, case: Case, share: int, lead_step: Ints) -> None:
    """Handle, one after another, the needs that fall to the unit of place `share`."""
    if share:
        refuse_at_first(chain, rows, case, share)
    for place in range(share, case.need_at.shape[1]):
        matters = chain.matter[rows]
        mine = rows[case.share_of[matters, place] == share]
        by_officer = place > 0 and case.organisation.route.order == "case_officer"
        step = _handle_need(
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
            work_hours=case.procedure.countersign_hours, priority=DECISION_PRIORITY,
            calendar=case.signing_calendar(Rank.HEAD),
        )  # fmt: skip


def _handle_need(
    chain: Chain, rows: Ints, case: Case, place: int, *, arrived: bool, of: Ints | None = None
) -> Ints:  # fmt: skip
    """Seek views where they must be sought, then handle the need; return the steps that handle it.

    Whoever did the steps `of` does all of it, if they are given.
    """
    needs, settings = case.workload.needs, case.organisation.settings
    need = case.need_at[chain.matter[rows], place]
    work = case.work_hours[need]
    calendar = np.full(rows.size, case.desk_calendar if arrived else -1, dtype=np.int64)
    if arrived and settings.repeat_share > 0:
        again = (needs.resubmitted[need] < settings.repeat_share) & (
            case.workload.matters.office[needs.matter[need]] < 0
        )
        chain.then(rows[again], Kind.WAIT_OUTSIDE, work_hours=hours_of(needs.resubmission_ms[need[again]]))
        work = work + np.where(again, settings.repeat_hours, 0.0)
    views = np.where(case.brief[needs.matter[need]], 0, needs.views_ms[need])
    seeks = views > 0
    if case.procedure.request_hours > 0:
        request = chain.then(
            rows[seeks], Kind.REQUEST, need=need[seeks], unit=case.need_unit[need[seeks]],
            category=case.need_category[need[seeks]], work_hours=case.procedure.request_hours,
            calendar=calendar[seeks],
        )  # fmt: skip
        if of is not None:
            chain.sheet.provide("officers", request, of=of[seeks])
        calendar[seeks] = -1
    chain.then(rows[seeks], Kind.WAIT_OUTSIDE, work_hours=hours_of(views[seeks]), calendar=OFFICE_HOURS)
    step = chain.then(
        rows, Kind.HANDLE, need=need, unit=case.need_unit[need], category=case.need_category[need],
        work_hours=work, calendar=calendar, chance=needs.errors[need, 0],
    )  # fmt: skip
    call_handlers(chain.sheet, step, need, case, of=of)
    return step


def _follow_processes(chain: Chain, case: Case, lead_step: Ints) -> None:
    """Handle matters whose type has a process of its own: each need after the needs it names."""
    for index, process in enumerate(case.processes):
        rows = np.flatnonzero(case.workload.matters.type == index) if process else np.zeros(0, dtype=np.int64)
        if not rows.size:
            continue
        inner = np.arange(rows.size)
        unit = case.need_unit[case.need_at[rows[0]]]  # the functions of a process are fixed
        threads: list[Chain] = []
        for place, after in enumerate(process):
            thread = chain.fork(rows)
            if after:
                _join(
                    chain.sheet, thread, threads, [(earlier, unit[earlier] != unit[place]) for earlier in after], case,
                    place=place,
                )  # fmt: skip
            arrived = bool(after) and all(unit[earlier] != unit[place] for earlier in after)
            if arrived:
                refuse_at_first(thread, inner, case, place)
            step = _handle_need(thread, inner, case, place, arrived=arrived)
            if arrived or place == 0:
                enter_again(thread, inner, case, place)
                report_back(thread, inner, case, place)
            threads.append(thread)
            if place == 0:
                lead_step[rows] = step
        last = [place for place in range(len(process)) if not any(place in after for after in process)]
        whole = chain.fork(rows)
        chain.stand_at(rows, _join(chain.sheet, whole, threads, [(place, False) for place in last], case))


def _join(
    sheet: Sheet, thread: Chain, threads: list[Chain], after: list[tuple[int, bool]], case: Case,
    place: int | None = None,
) -> Ints:  # fmt: skip
    """Let `thread` go on where all these threads have come to, handed over to `place` where the flag says so."""
    inner = np.arange(thread.matter.size)
    step = sheet.write(thread.matter, Kind.JOIN)
    for earlier, handed_over in after:
        branch = threads[earlier].fork(inner)
        if handed_over:
            hand_over(branch, inner, case, place=place)
        branch.lead_to(inner, step)
    thread.stand_at(inner, step)
    return step


def _answer_twins_after_their_originals(chain: Chain, case: Case, lead_step: Ints) -> None:
    """What has been asked before is answered briefly from the first answer, so not before there is one."""
    twins = np.flatnonzero(case.brief)
    chain.sheet.link(lead_step[case.workload.matters.twin_of[twins]], lead_step[twins])
