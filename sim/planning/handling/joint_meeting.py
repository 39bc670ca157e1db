"""Meetings (会商): the lead calls its collaborators together, alone or in a slot that all of them have."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import numpy as np

from sim.arrays import Ints
from sim.calendar import Calendar, union
from sim.errors import DesignError
from sim.institution import Rank
from sim.plan.plan import Kind, People, Steps
from sim.plan.provisions import Crews, Terms
from sim.planning.case import DECISION_PRIORITY, OFFICE_HOURS, Case
from sim.planning.people.diaries import cut_to
from sim.planning.sheet import Chain


def call_together(chain: Chain, rows: Ints, case: Case) -> None:
    """Write the meetings of these matters: one step of the lead's, or of one person of each unit that it touches."""
    route, matters = case.organisation.route, chain.matter[rows]
    hours, lead = case.procedure.meet_hours, case.lead_unit[matters]
    if hours <= 0:
        return
    if not route.joint_meeting:
        chain.then(rows, Kind.MEET, unit=lead, work_hours=hours)
        return
    step = chain.then(
        rows, Kind.MEET, unit=lead, work_hours=hours, rank=int(route.meets), priority=DECISION_PRIORITY,
        calendar=OFFICE_HOURS,
    )  # fmt: skip
    for place in range(case.need_at.shape[1]):
        called = case.share_of[matters, place] == place
        unit = case.need_unit[case.need_at[matters[called], place]]
        chain.sheet.provide("crews", step[called], unit=unit, rank=int(route.meets), licence=-1, count=1)


def meet_in_common_slots(
    steps: Steps, crews: Crews, people: People, terms: Terms, calendars: tuple[Calendar, ...], case: Case
) -> tuple[Steps, tuple[Calendar, ...]]:
    """Return the steps with joint meetings of heads in slots that all of them have, and the calendars of these slots.

    There is one for each set of units that meets, numbered behind `calendars`; officers meet in office hours. Raises
    DesignError for units whose people are never there at the same time.
    """
    meets = np.flatnonzero(steps.kind == Kind.MEET)
    if not case.organisation.route.joint_meeting or not meets.size:
        return steps, ()
    sets, of_set = np.unique(_units_of(meets, crews), axis=0, return_inverse=True)
    rank, diaries = case.organisation.route.meets, dict[int, Calendar]()
    slots = []
    for row in sets.tolist():
        units = sorted(unit for unit in row if unit >= 0)
        for unit in units:
            if unit not in diaries:
                diaries[unit] = _diary_of(unit, rank, people, terms, calendars)
        slots.append(reduce(cut_to, (diaries[unit] for unit in units)))
        if not slots[-1].opens.size:
            _refuse([case.organisation.arrangement.units[unit].name for unit in units], rank)
    if rank < Rank.HEAD:
        return steps, ()
    column = steps.calendar.copy()
    column[meets] = len(calendars) + of_set.reshape(-1)
    return replace(steps, calendar=column), tuple(slots)


def _refuse(units: list[str], rank: Rank) -> None:
    who, fix = "people", "Give"
    if rank == Rank.HEAD:
        who, fix = "heads", "Set coordination.meets=officer, or give"
    raise DesignError(
        f"the {who} of {', '.join(map(repr, units))} are never there at the same time, so they could not meet. {fix} "
        "them hours in common (institution.hours, institution.meetings)."
    )


def _units_of(meets: Ints, crews: Crews) -> Ints:
    """Return [meeting, …]: the units that meet, the largest number first; -1 behind them."""
    lines = np.flatnonzero(np.isin(crews.step, meets))
    meeting = np.searchsorted(meets, crews.step[lines])
    first = np.searchsorted(meeting, np.arange(meets.size))
    within = np.arange(lines.size) - first[meeting]
    table = np.full((meets.size, int(within.max(initial=0)) + 1), -1, dtype=np.int64)
    table[meeting, within] = crews.unit[lines]
    return -np.sort(-table, axis=1)


def _diary_of(unit: int, rank: Rank, people: People, terms: Terms, calendars: tuple[Calendar, ...]) -> Calendar:
    """Return when somebody of a rank, or above, is there for a unit."""
    person = np.repeat(np.arange(people.rank.size), np.diff(people.unit_start))
    sessions, least_rank = np.full(person.size, -1, dtype=np.int64), np.zeros(person.size, dtype=np.int64)
    sessions[terms.member], least_rank[terms.member] = terms.calendar, terms.least_rank
    rows = np.flatnonzero((people.unit == unit) & (people.rank[person] >= rank) & (least_rank <= rank))
    own = ((calendars[people.calendar[person[row]]], sessions[row]) for row in rows.tolist())
    return union([diary if on < 0 else cut_to(diary, calendars[on]) for diary, on in own])
