"""The layout of what few plans provide: urges, case officers, crews, holds, terms of membership, staying."""

from __future__ import annotations

import numpy as np

from sim.arrays import NEVER, Ints, firsts
from sim.engine.kernel.queues import Queues
from sim.engine.kernel.tables import (
    CHANGES,
    MEMBER_COMES,
    MEMBER_GOES,
    PERSON_COMES,
    PERSON_GOES,
    Special,
    SpecialHouse,
)
from sim.plan.plan import Plan
from sim.trace import NOT_YET


def special_of(plan: Plan, queues: Queues) -> Special:
    """Return a plan's special provisions as the kernel reads them."""
    members, lines, crews = queues.members, queues.lines, plan.crews
    officer_of = np.full(plan.n_steps, -1, dtype=np.int64)
    officer_of[plan.officers.step] = plan.officers.of
    seats = np.bincount(lines.crew, weights=crews.count, minlength=lines.step.size).astype(np.int64)
    return Special(
        urge=_row_of(plan.urges.step, plan.n_steps), hold=_row_of(plan.holds.step, plan.n_steps),
        ended_hold=_row_of(plan.holds.until, plan.n_steps), officer_of=officer_of,
        crew=_row_of(lines.step, plan.n_steps), urge_after_ms=plan.urges.after_ms,
        urge_priority=plan.urges.priority, urge_order=plan.urges.order_key,
        asked_rank=plan.steps.rank[plan.holds.until], person_rank=plan.people.rank,
        pool_of_person=queues.pool_of_person, first_member=plan.people.unit_start, member_person=members.person,
        member_place=members.place, member_unit=members.unit, member_least=members.least_rank,
        member_calendar=members.calendar, own_queue=queues.own, rank_of_queue=queues.rank,
        category_of_queue=queues.category, slot_member=queues.slot_member, crew_step=lines.step,
        pool_of_crew=queues.pool[queues.of_step[lines.step]],
        first_line=np.searchsorted(lines.crew, np.arange(lines.step.size + 1)), first_seat=firsts(seats),
        line_kind=lines.kind, line_count=crews.count, line_claimed=lines.claimed,
        first_fit=firsts(np.array([fits.size for fits in lines.fits], dtype=np.int64)),
        fit=np.concatenate([*lines.fits, np.zeros(0, dtype=np.int64)]),
    )  # fmt: skip


def special_house(plan: Plan, special: Special, n_pools: int) -> SpecialHouse:
    """Return what changes of them, before the first instant."""
    n_people, n_holds = plan.people.rank.size, plan.holds.step.size

    def filled(size: int, value: int) -> Ints:
        return np.full(size, value, dtype=np.int64)

    return SpecialHouse(
        held=filled(n_holds, -1), freed_ms=filled(n_holds, NOT_YET),
        open_until=np.where(special.member_calendar < 0, NEVER, 0), first_crew=filled(n_pools, -1),
        next_crew=filled(special.crew_step.size, -1), seat=filled(int(special.first_seat[-1]), NOT_YET),
        kept_in=filled(n_people, 0), chosen_in=filled(n_people, 0),
        chosen=filled(int(np.diff(special.first_seat).max(initial=0)), 0), kept=filled(n_people, 0),
    )  # fmt: skip


def agenda_of(plan: Plan, special: Special) -> tuple[Ints, Ints]:
    """Return when people come and go, in general and for units of theirs on terms, and what (CHANGES), by no order.

    That they go matters only where a crew may wait for them.
    """
    rows: list[tuple[Ints, int]] = []
    terms = np.flatnonzero(special.member_calendar >= 0)
    for whose, calendars, comes, goes in (
        (np.arange(plan.people.rank.size), plan.people.calendar, PERSON_COMES, PERSON_GOES),
        (terms, special.member_calendar[terms], MEMBER_COMES, MEMBER_GOES),
    ):
        for row, calendar in zip(whose.tolist(), calendars.tolist(), strict=True):
            rows.append((plan.calendars[calendar].opens, CHANGES * row + comes))
            if special.crew_step.size:
                rows.append((plan.calendars[calendar].closes, CHANGES * row + goes))
    times = np.concatenate([times for times, _ in rows] or [np.zeros(0, dtype=np.int64)])
    return times, np.repeat([what for _, what in rows], [times.size for times, _ in rows])


def _row_of(steps: Ints, n_steps: int) -> Ints:
    rows = np.full(n_steps, -1, dtype=np.int64)
    rows[steps] = np.arange(steps.size)
    return rows
