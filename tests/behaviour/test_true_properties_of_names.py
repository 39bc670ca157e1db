"""What somebody is called decides nothing: strangers come between, so that all have other names, in the same order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from math import isqrt
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_plans import random_plan
from random_provisions import EVERY
from sampling import examples

from sim.arrays import Ints
from sim.calendar import Calendar
from sim.plan.plan import People, Plan, Steps
from sim.plan.provisions import Licences, Ways
from sim.trace import State, Trace

Renamed = tuple[Plan, Ints, Ints, Ints]
"""A plan, and what the steps, matters and people of another one are called in it."""

OF_STEPS = ("urges", "crews", "patience", "alarms", "firsts", "growth", "preempts", "visits")
"""Provisions that point to steps by a column of this name, and to nothing else."""

randoms = st.randoms(use_true_random=True)


def spread(random: Random, number: int) -> tuple[Ints, Ints]:
    """Return new numbers in the same order with gaps, and of each number, gaps included, whom it is or is like."""
    new = np.cumsum([random.choice((0, 1, 2)) + (index > 0) for index in range(number)], dtype=np.int64)
    size = int(new[-1]) + random.choice((1, 1, 2))
    return new, np.maximum(np.searchsorted(new, np.arange(size), side="right") - 1, 0)


def called(new: Ints, index: Ints) -> Ints:
    """Return what an index is called now; -1 points nowhere as before."""
    return np.where(index >= 0, new[index], index)


def pointing(plan: Plan, column: str, new: Ints, *tables: str) -> dict[str, Any]:
    """Return these tables of a plan with other numbers in the columns of this name."""
    return {
        name: replace(getattr(plan, name), **{column: called(new, getattr(getattr(plan, name), column))})
        for name in tables
    }


def strange_categories(random: Random, plan: Plan) -> Renamed:
    new, like = spread(random, plan.setup_hours.size)
    people = replace(plan.people, skill=plan.people.skill[:, like], error_rate=plan.people.error_rate[:, like])
    steps = replace(plan.steps, category=called(new, plan.steps.category))
    return as_before(replace(plan, people=people, steps=steps, setup_hours=plan.setup_hours[like]))


def strange_units(random: Random, plan: Plan) -> Renamed:
    new, like = spread(random, plan.n_units)
    tables = pointing(plan, "unit", new, "steps", "people", "pressure", "crews", "turning", "nearest")
    return as_before(replace(plan, n_units=like.size, **tables))


def strange_calendars(random: Random, plan: Plan) -> Renamed:
    new, like = spread(random, len(plan.calendars))
    tables = pointing(plan, "calendar", new, "steps", "people", "terms")
    return as_before(replace(plan, calendars=tuple(plan.calendars[index] for index in like), **tables))


def strange_licences(random: Random, plan: Plan) -> Renamed:
    """Other licences that nobody has, and those that somebody has in any order: it says nothing."""
    new = np.array(random.sample(range(63), 63), dtype=np.int64)
    person, licence = plan.licences.person, new[plan.licences.licence]
    order = np.lexsort((licence, person))
    licences = Licences(person=person[order], licence=licence[order])
    return as_before(replace(plan, licences=licences, **pointing(plan, "licence", new, "crews")))


def strange_people(random: Random, plan: Plan) -> Renamed:
    """People who are never on duty, each with the units, terms, practice and licences of somebody else."""
    people = plan.people
    new, like = spread(random, people.rank.size)
    columns = {
        column.name: getattr(people, column.name)[like]
        for column in fields(People)
        if column.name not in ("unit", "unit_start")
    }
    columns["calendar"][np.setdiff1d(np.arange(like.size), new)] = len(plan.calendars)
    owner = np.repeat(np.arange(people.rank.size), np.diff(people.unit_start))
    member, new_owner = rows_of(owner, like)
    start = np.searchsorted(new_owner, np.arange(like.size + 1))
    others = People(**columns, unit=people.unit[member], unit_start=start)
    renamed, steps, matters, _ = as_before(
        replace(
            plan,
            people=others, calendars=(*plan.calendars, Calendar.of([], [])),
            terms=copied(plan.terms, "member", member), licences=copied(plan.licences, "person", like),
            practice=copied(plan.practice, "person", like), travellers=copied(plan.travellers, "person", like),
        )
    )  # fmt: skip
    return renamed, steps, matters, new


def rows_of(owner: Ints, like: Ints) -> tuple[Ints, Ints]:
    """Return the rows, sorted by owner, of each of those in `like`, and whose of these they are."""
    rows = [np.flatnonzero(owner == one) for one in like]
    return np.concatenate(rows), np.repeat(np.arange(like.size), list(map(len, rows)))


def copied(table: Any, column: str, like: Ints) -> Any:
    """Return a table sorted by this column in which everything in `like` has the rows of what it is like."""
    rows, owner = rows_of(getattr(table, column), like)
    columns = {each.name: getattr(table, each.name)[rows] for each in fields(table)}
    return replace(table, **columns | {column: owner})


def strange_matters(random: Random, plan: Plan) -> Renamed:
    """Matters that would come after the end."""
    new, like = spread(random, plan.matters.release_ms.size)
    strange = np.setdiff1d(np.arange(like.size), new)
    matters = replace(
        plan.matters, **{column.name: getattr(plan.matters, column.name)[like] for column in fields(plan.matters)}
    )
    release, awaited = matters.release_ms.copy(), matters.awaited.copy()
    release[strange], awaited[strange] = plan.end_ms + 1, False
    rows, owner = rows_of(plan.steps.matter, like)
    steps = {column.name: getattr(plan.steps, column.name)[rows] for column in fields(Steps)}
    number = np.flatnonzero(np.isin(owner, new))
    renamed, _, _, people = as_before(
        replace(
            plan,
            matters=replace(matters, release_ms=release, awaited=awaited), steps=Steps(**steps | {"matter": owner}),
            edges=replace(
                plan.edges, source=number[plan.edges.source], target=number[plan.edges.target],
                judged=number[plan.edges.judged],
            ),
            **pointing(plan, "step", number, *OF_STEPS),
            entries=replace(plan.entries, matter=new[plan.entries.matter], step=number[plan.entries.step]),
            officers=replace(plan.officers, step=number[plan.officers.step], of=number[plan.officers.of]),
            holds=replace(plan.holds, step=number[plan.holds.step], until=number[plan.holds.until]),
        )
    )  # fmt: skip
    return renamed, number, new, people


def strange_sites(random: Random, plan: Plan) -> Renamed:
    """Sites as far away as others, where nothing is to be done and nobody is stationed."""
    n = isqrt(plan.ways.km.size)
    if not n:
        return as_before(plan)
    new, like = spread(random, n)
    sites = np.arange(like.size)
    ways = Ways(
        origin=np.repeat(sites, like.size), goal=np.tile(sites, like.size),
        km=plan.ways.km.reshape(n, n)[np.ix_(like, like)].ravel(),
    )  # fmt: skip
    tables = pointing(plan, "site", new, "visits") | pointing(plan, "base", new, "travellers")
    return as_before(replace(plan, ways=ways, **tables))


def as_before(plan: Plan) -> Renamed:
    """Return the plan with the names that everything in it has already."""
    sizes = plan.n_steps, plan.matters.release_ms.size, plan.people.rank.size
    steps, matters, people = (np.arange(size, dtype=np.int64) for size in sizes)
    return plan, steps, matters, people


@pytest.mark.parametrize(
    "come_between",
    [
        strange_categories,
        strange_units,
        strange_calendars,
        strange_licences,
        strange_people,
        strange_sites,
        strange_matters,
    ],
)
@settings(max_examples=examples(100))
@given(random=randoms)
def test_what_somebody_is_called_does_not_matter_as_long_as_the_order_stays(
    simulate, come_between: Callable[[Random, Plan], Renamed], random
):
    plan = random_plan(random, profiles=EVERY)
    renamed, steps, matters, people = come_between(random, plan)

    trace, other = simulate(plan), simulate(renamed)

    assert np.array_equal(called(people, trace.person), other.person[steps])
    assert np.array_equal(called(people, trace.crew), other.crew)
    assert np.array_equal(called(people, trace.cut_person), other.cut_person)
    assert np.array_equal(called(steps, trace.cut_step), other.cut_step)
    for name in ("freed_ms", "cut_ms", "resumed_ms", "way_ms", "back_ms"):
        assert np.array_equal(getattr(trace, name), getattr(other, name)), name
    for column in fields(Trace):
        if column.name in ("state", "ready_ms", "started_ms", "ended_ms", "outcome"):
            assert np.array_equal(getattr(trace, column.name), getattr(other, column.name)[steps]), column.name
    assert np.array_equal(trace.closed_ms, other.closed_ms[matters])
    assert trace.stopped_ms == other.stopped_ms
    assert (np.delete(other.state, steps) == State.PENDING).all()
