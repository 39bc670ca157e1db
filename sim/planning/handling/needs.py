"""How one need is handled: papers handed in again, views sought where they must be, then the handling itself."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.plan.plan import Kind
from sim.planning.case import OFFICE_HOURS, Case, hours_of
from sim.planning.handling.contracting import handle_first, supervise
from sim.planning.sheet import Chain
from sim.planning.waiting.waiting import wait_for_handling


def handle_need(
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
    step = handle_first(chain, rows, case, need, work=work, calendar=calendar, of=of)
    wait_for_handling(chain.sheet, step, need, case)
    return supervise(chain, rows, case, need, step)
