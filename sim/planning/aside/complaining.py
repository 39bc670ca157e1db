"""Complaints (投诉): new matters of the unit that leads, which hang on those whose handling did not begin in time."""

from __future__ import annotations

import numpy as np

from sim.arrays import NEVER, Ints
from sim.plan.plan import Guard, Kind
from sim.planning.case import Case
from sim.planning.sheet import Sheet
from sim.planning.waiting.queue import Queue


def complain(sheet: Sheet, source: Ints, matter: Ints, guard: Guard, case: Case) -> None:
    """Let a complaint about each of these matters come in when the edge from `source` is live, and be dealt with."""
    if not source.size:
        return
    hanging, entry = sheet.hang(matter, Kind.COMPLAIN)
    sheet.link(source, entry, guard)
    hours = case.workload.matters.complaint_hours[matter]
    works = np.flatnonzero(hours > 0)
    step = sheet.write(
        hanging[works], Kind.COMPLAIN, unit=case.lead_unit[matter[works]], work_hours=hours[works],
        category=case.need_category[case.need_at[matter[works], 0]],
    )  # fmt: skip
    sheet.link(entry[works], step)


def complain_while_waiting(sheet: Sheet, queue: Queue, until: Ints, case: Case) -> None:
    """Let those complain whose time for it is up by then, who go on waiting; it is struck from the queue."""
    rows = np.flatnonzero((queue.complains < NEVER) & (queue.complains <= until))
    sheet.provide("alarms", queue.step[rows], after_ms=(queue.complains - queue.waited)[rows])
    complain(sheet, queue.step[rows], queue.matter[rows], Guard.WHEN_LATE, case)
    queue.complains = queue.complains.copy()
    queue.complains[rows] = NEVER
