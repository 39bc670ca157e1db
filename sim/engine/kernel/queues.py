"""Which queues a plan has, who serves them, and which of them share people: for the kernel's layout.

A queue is a unit and the rank asked for there; where people stay with a category, also the category; where the
nearest go, also the site. Behind these come, if anything waits for its case officer, the queue of each membership in
the units concerned, and, if there are crews, one for each unit, in which nothing waits but which crews are counted
under.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.arrays import Ints, unlike_rows
from sim.plan.memberships import CrewLines, Memberships, crew_lines, memberships
from sim.plan.plan import Plan
from sim.plan.provisions import n_sites_of


@dataclass(frozen=True)
class Queues:
    """Rows are queues or slots, as said; slots are sorted by person."""

    of_step: Ints  # -1: a pure wait
    unit: Ints  # by queue
    rank: Ints
    category: Ints  # -1: several
    site: Ints  # -1: several, or none
    room: Ints  # steps that may wait in it at once
    own: Ints  # by membership: its queue, -1: none
    slot_member: Ints
    slot_queue: Ints
    pool: Ints  # by queue
    pool_of_person: Ints
    members: Memberships
    lines: CrewLines


def queues_of(plan: Plan) -> Queues:
    """Return the queues of a plan; those that no step ever enters are left out."""
    members = memberships(plan)
    of_step, unit, rank, category, site = _by_what_is_asked(plan)
    room = np.bincount(of_step[of_step >= 0], minlength=unit.size)
    serves = [_serving(members, *row) for row in zip(unit.tolist(), rank.tolist(), strict=True)]
    own = np.full(members.person.size, -1, dtype=np.int64)
    waited_for = np.bincount(plan.steps.unit[plan.officers.step], minlength=plan.n_units)
    named = np.flatnonzero(waited_for[members.unit])
    own[named] = unit.size + np.arange(named.size)
    serves += [np.array([member]) for member in named.tolist()]
    unit = np.concatenate([unit, members.unit[named]])
    room = np.concatenate([room, waited_for[members.unit[named]]])
    lines = crew_lines(plan, members)
    if lines.step.size:
        of_step[lines.step] = unit.size + plan.steps.unit[lines.step]
        unit = np.concatenate([unit, np.arange(plan.n_units)])
        room = np.concatenate([room, np.zeros(plan.n_units, dtype=np.int64)])
    slot_member = np.concatenate([*serves, np.zeros(0, dtype=np.int64)])
    slot_queue = np.repeat(np.arange(len(serves)), [rows.size for rows in serves])
    order = np.lexsort((slot_queue, slot_member))  # memberships are sorted by person
    slot_member, slot_queue = slot_member[order], slot_queue[order]
    pool, pool_of_person = _pools(plan, members, lines, unit, of_step, slot_queue, members.person[slot_member])
    more = unit.size - rank.size
    rank, category, site = (np.concatenate([column, np.full(more, -1)]) for column in (rank, category, site))
    return Queues(
        of_step, unit, rank, category, site, room, own, slot_member, slot_queue, pool, pool_of_person, members, lines
    )


def _by_what_is_asked(plan: Plan) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Return the queue of each step, and of each queue unit, rank, category and site."""
    of_step, unit, rank, category = _by_unit_and_rank(plan)
    if not plan.nearest.unit.size:
        return of_step, unit, rank, category, np.full(unit.size, -1, dtype=np.int64)
    site_of_step = np.full(plan.n_steps, -1, dtype=np.int64)
    site_of_step[plan.visits.step] = plan.visits.site
    site_of_step[~np.isin(plan.steps.unit, plan.nearest.unit)] = -1
    worked, depth = of_step >= 0, n_sites_of(plan.ways) + 1
    asked, of_step[worked] = np.unique(of_step[worked] * depth + site_of_step[worked] + 1, return_inverse=True)
    return of_step, unit[asked // depth], rank[asked // depth], category[asked // depth], asked % depth - 1


def _by_unit_and_rank(plan: Plan) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the queue of each step, and of each queue unit, rank and category."""
    steps = plan.steps
    width, depth = int(steps.rank.max(initial=0)) + 1, 1
    code = steps.unit * width + steps.rank
    if plan.turning.unit.size:
        depth = plan.setup_hours.size + 1
        code = code * depth + np.where(np.isin(steps.unit, plan.turning.unit), steps.category + 1, 0)
    code[steps.unit < 0] = -1
    used = np.flatnonzero(np.bincount(code + 1, minlength=plan.n_units * width * depth + 1)[1:])
    number = np.full(plan.n_units * width * depth + 1, -1, dtype=np.int64)
    number[used] = np.arange(used.size)  # the last stands for pure waits
    return number[code], used // depth // width, used // depth % width, used % depth - 1


def _serving(members: Memberships, unit: int, rank: int) -> Ints:
    return np.flatnonzero(members.may(unit, rank))


def _pools(
    plan: Plan, members: Memberships, lines: CrewLines, unit: Ints, of_step: Ints, slot_queue: Ints, slot_person: Ints
) -> tuple[Ints, Ints]:
    """Return the pool of each queue and of each person: those who serve a queue, or may join a crew, share one.

    So do all queues of a unit in which people hurry, since there it counts how many wait in any of them.
    """
    n_queues, n_people = unit.size, plan.people.rank.size
    root = list(range(n_queues + n_people + plan.n_units))  # queues, people, units

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    def join(one: Iterable[int], other: Iterable[int]) -> None:
        for left, right in zip(one, other, strict=True):
            root[find(left)] = find(right)

    join(slot_queue.tolist(), (n_queues + slot_person).tolist())
    hurried = np.flatnonzero(np.isin(unit, plan.pressure.unit))
    join(hurried.tolist(), (n_queues + n_people + unit[hurried]).tolist())
    queue_of_line = of_step[lines.step[lines.crew]]
    for line in unlike_rows(queue_of_line, lines.kind)[0].tolist():
        queue, people = int(queue_of_line[line]), n_queues + members.person[lines.fits[lines.kind[line]]]
        join(people.tolist(), [queue] * people.size)
    _, pool = np.unique([find(node) for node in range(len(root))], return_inverse=True)
    return pool[:n_queues], pool[n_queues : n_queues + n_people]
