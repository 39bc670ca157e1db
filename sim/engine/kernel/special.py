"""The layout of what few plans provide: urges, case officers, crews, holds, terms of membership, staying."""

from __future__ import annotations

import numpy as np

from sim.arrays import NEVER, Flags, Floats, Ints, firsts, unlike_rows
from sim.engine.kernel.queues import Queues
from sim.engine.kernel.tables import (
    CHANGES,
    CREW,
    CREW_SORT,
    GATHERED,
    LINE,
    MEMBER,
    MEMBER_COMES,
    MEMBER_GOES,
    PERSON_COMES,
    PERSON_GOES,
    SPECIAL_PERSON,
    SPECIAL_QUEUE,
    SPECIAL_STEP,
    URGE,
    WAITING_CREW,
    Records,
    Special,
    SpecialHouse,
)
from sim.plan.memberships import CrewLines
from sim.plan.plan import Plan
from sim.trace import NOT_YET


def special_of(plan: Plan, queues: Queues, n_pools: int) -> Special:
    """Return a plan's special provisions as the kernel reads them."""
    people, members, lines, crews = plan.people, queues.members, queues.lines, plan.crews
    officer_of = np.full(plan.n_steps, -1, dtype=np.int64)
    officer_of[plan.officers.step] = plan.officers.of
    first_line = np.searchsorted(lines.crew, np.arange(lines.step.size + 1))
    pool = queues.pool[queues.of_step[lines.step]]
    sort, of_one_line, first_sort = _sorts(plan, lines, pool, n_pools)
    first_seat = firsts(np.bincount(lines.crew, weights=crews.count, minlength=lines.step.size).astype(np.int64))
    return Special(
        steps=records(
            SPECIAL_STEP, urge=row_of(plan.urges.step, plan.n_steps), hold=row_of(plan.holds.step, plan.n_steps),
            ended_hold=row_of(plan.holds.until, plan.n_steps), officer_of=officer_of,
            crew=row_of(lines.step, plan.n_steps),
        ),
        urges=records(
            URGE, after_ms=plan.urges.after_ms, priority=plan.urges.priority, order_key=plan.urges.order_key,
            step=plan.urges.step, is_last=np.diff(plan.urges.step, append=-1) != 0,
        ),
        asked_rank=plan.steps.rank[plan.holds.until],
        people=records(
            SPECIAL_PERSON, rank=people.rank, pool=queues.pool_of_person, first_member=people.unit_start[:-1],
            end_member=people.unit_start[1:],
        ),
        members=records(
            MEMBER, person=members.person, place=members.place, unit=members.unit, least_rank=members.least_rank,
            calendar=members.calendar, own_queue=queues.own,
        ),
        queues=records(SPECIAL_QUEUE, rank=queues.rank, category=queues.category), slot_member=queues.slot_member,
        crews=records(
            CREW, step=lines.step, pool=pool, sort=sort, first_line=first_line[:-1],
            end_line=first_line[1:], first_seat=first_seat[:-1], end_seat=first_seat[1:],
        ),
        first_sort=first_sort, of_one_line=of_one_line,
        lines=records(LINE, kind=lines.kind, count=crews.count, claimed=lines.claimed),
        first_fit=firsts(np.array([fits.size for fits in lines.fits], dtype=np.int64)),
        fit=np.concatenate([*lines.fits, np.zeros(0, dtype=np.int64)]),
    )  # fmt: skip


def special_house(plan: Plan, special: Special, n_pools: int) -> SpecialHouse:
    """Return what changes of them, before the first instant."""
    n_people, n_holds, n_seats = plan.people.rank.size, plan.holds.step.size, int(plan.crews.count.sum())

    def filled(size: int, value: int) -> Ints:
        return np.full(size, value, dtype=np.int64)

    return SpecialHouse(
        held=filled(n_holds, -1), freed_ms=filled(n_holds, NOT_YET),
        open_until=np.where(special.members["calendar"] < 0, NEVER, 0), n_crews=filled(n_pools, 0),
        crews=np.full(special.crews.size, -1, dtype=WAITING_CREW),
        sorts=np.full(special.of_one_line.size, -1, dtype=CREW_SORT), seat=filled(n_seats, NOT_YET),
        people=np.zeros(n_people, dtype=GATHERED), kept=filled(n_people, 0),
    )  # fmt: skip


def _sorts(plan: Plan, lines: CrewLines, pool: Ints, n_pools: int) -> tuple[Ints, Flags, Ints]:
    """Return the sort of each crew, which sorts ask for one line of people, and the first sort of each pool.

    Crews of one line that ask for as many of the same people are of one sort; all others of a pool are of another one.
    """
    alone = np.bincount(lines.crew, minlength=pool.size) == 1
    row = np.searchsorted(lines.crew, np.arange(pool.size))
    kind, count = np.where(alone, lines.kind[row], -1), np.where(alone, plan.crews.count[row], -1)
    one, sort = unlike_rows(pool, alone.astype(np.int64), kind, count)
    return sort, alone[one], firsts(np.bincount(pool[one], minlength=n_pools))


def agenda_of(plan: Plan, special: Special) -> tuple[Ints, Ints]:
    """Return when people come and go, in general and for units of theirs on terms, and what (CHANGES), by no order.

    That they go matters only where a crew may wait for them.
    """
    rows: list[tuple[Ints, int]] = []
    on_terms = np.flatnonzero(special.members["calendar"] >= 0)
    for whose, calendars, comes, goes in (
        (np.arange(plan.people.rank.size), plan.people.calendar, PERSON_COMES, PERSON_GOES),
        (on_terms, special.members["calendar"][on_terms], MEMBER_COMES, MEMBER_GOES),
    ):
        for row, calendar in zip(whose.tolist(), calendars.tolist(), strict=True):
            rows.append((plan.calendars[calendar].opens, CHANGES * row + comes))
            if special.crews.size:
                rows.append((plan.calendars[calendar].closes, CHANGES * row + goes))
    times = np.concatenate([times for times, _ in rows] or [np.zeros(0, dtype=np.int64)])
    return times, np.repeat([what for _, what in rows], [times.size for times, _ in rows])


def records(record: np.dtype[np.void], /, **columns: Ints | Floats) -> Records:
    """Return a table of records with these columns."""
    table = np.zeros(len(next(iter(columns.values()))), dtype=record)
    for name, column in columns.items():
        table[name] = column
    return table


def row_of(steps: Ints, n_steps: int) -> Ints:
    """Return for each step its first row among `steps`, which are sorted; -1: none."""
    rows = np.full(n_steps, -1, dtype=np.int64)
    rows[steps[::-1]] = np.arange(steps.size)[::-1]
    return rows
