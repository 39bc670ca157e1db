"""Memberships: who serves which unit, on what terms, and who fits a line of a crew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Flags, Ints, ranges, unlike_rows

if TYPE_CHECKING:
    from sim.plan.plan import Plan


@dataclass(frozen=True)
class Memberships:
    """One row a unit of a person, as in `People.unit`."""

    person: Ints
    place: Ints  # of the unit in the person's list
    unit: Ints
    rank: Ints  # the person's
    least_rank: Ints  # of the steps that the person takes up there
    calendar: Ints  # in whose sessions; -1: always

    def may(self, unit: int, rank: int) -> Flags:
        """Return which of them may ever do a step of a unit that asks for a rank."""
        return np.asarray((self.unit == unit) & (self.least_rank <= rank) & (self.rank >= rank))


def memberships(plan: Plan) -> Memberships:
    """Return all memberships of a plan with their terms."""
    people = plan.people
    counts = np.diff(people.unit_start)
    person = np.repeat(np.arange(people.rank.size), counts)
    least_rank, calendar = np.zeros(person.size, dtype=np.int64), np.full(person.size, -1, dtype=np.int64)
    least_rank[plan.terms.member], calendar[plan.terms.member] = plan.terms.least_rank, plan.terms.calendar
    return Memberships(person, ranges(counts), people.unit, people.rank[person], least_rank, calendar)


@dataclass(frozen=True)
class CrewLines:
    """What each row of a plan's crews asks for; lines that ask for the same share one row of `fits`."""

    crew: Ints  # number of the crew of each line, by step
    step: Ints  # of each crew
    kind: Ints  # of each line: row of `fits`
    fits: tuple[Ints, ...]  # by kind: the memberships that fit, by place, then person
    claimed: Ints  # of each line: how many of them earlier lines of the crew may take away


def crew_lines(plan: Plan, members: Memberships) -> CrewLines:
    """Return what the crews of a plan ask for."""
    table = plan.crews
    step, crew = np.unique(table.step, return_inverse=True)
    unlike, kind = unlike_rows(table.unit, table.rank, table.licence)
    asked = zip(*(column[unlike].tolist() for column in (table.unit, table.rank, table.licence)), strict=True)
    fits = tuple(_fitting(plan, members, *row) for row in asked)
    claimed = np.zeros(table.step.size, dtype=np.int64)
    shared = _share_people(members, fits)
    for apart in range(1, np.bincount(crew, minlength=1).max()):
        line = apart + np.flatnonzero(crew[apart:] == crew[:-apart])
        claimed[line] += table.count[line - apart] * shared[kind[line - apart], kind[line]]
    return CrewLines(crew, step, kind, fits, claimed)


def _fitting(plan: Plan, members: Memberships, unit: int, rank: int, licence: int) -> Ints:
    rows = members.may(unit, rank)
    if licence >= 0:
        rows &= np.isin(members.person, plan.licences.person[plan.licences.licence == licence])
    found = np.flatnonzero(rows)
    return found[np.lexsort((members.person[found], members.place[found]))]


def _share_people(members: Memberships, fits: tuple[Ints, ...]) -> Flags:
    """Return [kind, kind]: whether somebody fits both."""
    who = np.zeros((len(fits), members.person.max(initial=-1) + 1), dtype=bool)
    for kind, rows in enumerate(fits):
        who[kind, members.person[rows]] = True
    return who @ who.T
