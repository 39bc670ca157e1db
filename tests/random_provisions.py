"""Random provisions for the plans of random_plans.py: each table as a valid plan may have it."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
from random_drawn import Drawn, ints, worked
from random_further import further_provisions

from sim.calendar import MS_PER_HOUR, Calendar
from sim.plan.plan import Edges, Guard, People, Steps
from sim.plan.provisions import (
    Crews,
    Holds,
    Licences,
    Officers,
    Practice,
    Pressure,
    Terms,
    Turning,
    Urges,
    none,
)

PROFILES = ("lean", "pace", "full", "full", "full", "full")
"""No provision at all, haste and practice only, or anything: engines may have a way of their own for each."""

WIDE = ("wide", "cuts", "trips")
"""All of these, and steps that leave, matters that hang on others, interruptions and travel: any, or mainly these."""

EVERY = (*PROFILES, *2 * WIDE)

_SHARE = {"pace": 0.8, "full": 0.8, "cuts": 0.5}

PLAIN = ("lean", "pace")
"""Those in which everybody who is free takes whatever they may."""


def random_provisions(
    random: Random, profile: str, steps: Steps, edges: Edges, people: People, n_units: int, first_calendar: int
) -> tuple[Steps, list[Calendar], dict[str, Any]]:
    """Return steps (of which some ask for other ranks), the calendars of terms, and the tables by name."""
    if profile == "lean":
        return steps, [], {}
    drawn = Drawn(random, steps, edges, people, n_units, share=_SHARE.get(profile, 0.3))
    tables: dict[str, Any] = {"pressure": _pressure(drawn), "practice": _practice(drawn)}
    if profile == "pace":
        return steps, [], tables
    tables["holds"] = _holds(drawn)  # first, since they need ranks
    tables["terms"], calendars = _terms(drawn, first_calendar)  # before whatever asks who may
    if profile in WIDE:
        drawn.share = 0.8 if profile == "trips" else 0.4
    tables["licences"], tables["crews"] = _licences(drawn), _crews(drawn, tables["holds"])
    tables["officers"] = _officers(drawn, {*tables["holds"].until.tolist(), *tables["crews"].step.tolist()})
    tables["urges"], tables["turning"] = _urges(drawn), _turning(drawn)
    if profile in WIDE:
        tables = further_provisions(drawn, profile, tables)
    return drawn.steps, calendars, tables


def _pressure(drawn: Drawn) -> Pressure:
    """Return thresholds in some units, in two of three cases."""
    random = drawn.random
    if random.random() < 0.35:
        return none(Pressure)
    rows = [
        (unit, waiting)
        for unit in range(drawn.n_units)
        for waiting in sorted(random.sample(range(5), random.randint(0, 3)))
    ]
    unit, waiting = ints((unit for unit, _ in rows), (waiting for _, waiting in rows))
    return Pressure(
        unit=unit, waiting=waiting,
        hours_factor=np.array([random.choice((1.0, 0.5, 0.7, 1.25)) for _ in rows]),
        error_factor=np.array([random.choice((1.0, 2.0, 0.0)) for _ in rows]),
    )  # fmt: skip


def _practice(drawn: Drawn) -> Practice:
    """Return a few times from which some people are more or less used to their work, or none."""
    random = drawn.random
    rows = [
        (person, hour * MS_PER_HOUR)
        for person in drawn.some(0.6, list(range(len(drawn.rank))))
        for hour in sorted(random.sample((0, 8, 9, 14, 30, 60), random.randint(1, 3)))
    ]
    person, from_ms = ints((person for person, _ in rows), (from_ms for _, from_ms in rows))
    return Practice(
        person=person, from_ms=from_ms,
        hours_factor=np.array([random.choice((1.5, 0.75, 1.0)) for _ in rows]),
        error_factor=np.array([random.choice((1.0, 2.0, 0.5)) for _ in rows]),
    )  # fmt: skip


def _holds(drawn: Drawn) -> Holds:
    """Return holds along chains; where ranks forbid one, they are often raised, as far as somebody has them."""
    random, steps = drawn.random, drawn.steps
    rank, unit = steps.rank.copy(), steps.unit.tolist()
    highest = [max(drawn.rank[person] for person in drawn.fitting(one, 1)) for one in range(drawn.n_units)]
    held, pairs, priority = set(), [], steps.priority.copy()
    for until in drawn.some(1.0, worked(drawn)):
        step = _sole(drawn, until)
        if step < 0 or step in held or highest[unit[until]] < 2:
            continue
        held.add(step)
        rank[until] = max(int(rank[until]), random.choice((2, highest[unit[until]])))
        rank[step] = random.randint(1, min(int(rank[until]) - 1, highest[unit[step]]))
        priority[until] = random.choice((0, 2, 2, 2, 2))
        pairs.append((step, until))
    drawn.steps = replace(steps, rank=rank, priority=priority)
    sound = sorted(
        (step, until) for step, until in pairs if rank[step] < rank[until]
    )  # a later one may have changed it
    step, until = ints((step for step, _ in sound), (until for _, until in sound))
    return Holds(step=step, until=until)


def _sole(drawn: Drawn, until: int) -> int:
    """Return the step that one follows alone, over pure waits at most; -1 if there is none."""
    unit, followed = drawn.steps.unit, until
    while True:
        edges = np.flatnonzero(drawn.edges.target == followed)
        sources = drawn.edges.source[edges].tolist()
        if len(sources) != 1 or drawn.edges.guard[edges[0]] == Guard.WHEN_LATE:
            return -1
        if unit[sources[0]] >= 0:
            return int(sources[0])
        followed = sources[0]


def _terms(drawn: Drawn, first_calendar: int) -> tuple[Terms, list[Calendar]]:
    """Return terms for some memberships; for each rank asked for, somebody takes up steps still."""
    random = drawn.random
    calendars = [_part_of_days(random) for _ in range(2)]
    steps = drawn.steps
    asked = set(zip(steps.unit.tolist(), steps.rank.tolist(), strict=True))
    members = drawn.some(0.5, list(range(len(drawn.unit))))
    for row in members:
        drawn.least_rank[row] = random.choice((0, 1, 2, 2, 3))
        if any(unit == drawn.unit[row] and not drawn.fitting(unit, rank) for unit, rank in asked):
            drawn.least_rank[row] = 0
    named = [random.choice((-1, first_calendar, first_calendar + 1)) for _ in members]
    member, calendar, least_rank = ints(members, named, (drawn.least_rank[row] for row in members))
    return Terms(member=member, calendar=calendar, least_rank=least_rank), calendars if members else []


def _part_of_days(random: Random) -> Calendar:
    """Return some hours of each day, or of every other day."""
    begin, end = sorted(random.sample((0, 8, 9, 11, 14, 15, 18), 2))
    days = [24 * day * MS_PER_HOUR for day in range(0, 17, random.choice((1, 1, 2)))]
    return Calendar.of([day + begin * MS_PER_HOUR for day in days], [day + end * MS_PER_HOUR for day in days])


def _licences(drawn: Drawn) -> Licences:
    drawn.licences = {
        (person, licence)
        for person in drawn.some(0.7, list(range(len(drawn.rank))))
        for licence in drawn.random.choice(((0,), (0, 62), (62,)))
    }
    rows = sorted(drawn.licences)
    person, licence = ints((person for person, _ in rows), (licence for _, licence in rows))
    return Licences(person=person, licence=licence)


def _crews(drawn: Drawn, holds: Holds) -> Crews:
    """Return crews; a line for which there may be too few people is dropped, or if it is the first, reduced."""
    random, steps = drawn.random, drawn.steps
    single = {*holds.step.tolist(), *holds.until.tolist()}
    rows, priority = [], steps.priority.copy()
    for step in drawn.some(0.25, [one for one in worked(drawn) if one not in single]):
        lines: list[tuple[frozenset[int], int]] = []
        if random.random() < 0.5:
            priority[step] = -1
        for number in range(random.choice((1, 2, 2, 3))):
            unit, rank = int(steps.unit[step]), int(steps.rank[step])
            if number:
                unit, rank = random.randrange(drawn.n_units), random.choice((1, 1, 2))
            licence, count = random.choice((-1, 0, 62)), random.choice((1, 2, 3, 4))
            fits = drawn.fitting(unit, rank, licence)
            if not number and not fits:
                licence, fits = -1, drawn.fitting(unit, rank)
            count = min(count, len(fits) - sum(other for fit, other in lines if fit & fits))
            if count > 0:
                lines.append((fits, count))
                rows.append((step, unit, rank, licence, count))
    drawn.steps = replace(steps, priority=priority)
    step, unit, rank, licence, count = ints(*(list(zip(*rows, strict=True)) or [()] * 5))
    return Crews(step=step, unit=unit, rank=rank, licence=licence, count=count)


def _officers(drawn: Drawn, barred: set[int]) -> Officers:
    """Return case officers: of a step that comes before, or sometimes of any."""
    random, edges = drawn.random, drawn.edges
    before: dict[int, list[int]] = {}
    for source, target in zip(edges.source.tolist(), edges.target.tolist(), strict=True):
        before.setdefault(target, []).append(source)
    rows = []
    for step in drawn.some(0.6, [one for one in worked(drawn) if one not in barred]):
        sources = before.get(step, [])
        further = [one for source in sources for one in before.get(source, [])]
        any_step = random.randrange(drawn.steps.matter.size)
        rows.append((step, random.choice([any_step, *2 * sources, *2 * further])))
    step, of = ints((step for step, _ in rows), (of for _, of in rows))
    return Officers(step=step, of=of)


def _urges(drawn: Drawn) -> Urges:
    random = drawn.random
    steps = drawn.some(0.5, worked(drawn))
    step, after, priority, order = ints(
        steps, (random.choice((0, 1, 5)) * MS_PER_HOUR for _ in steps), (random.choice((-1, -1, 0, 2)) for _ in steps),
        (random.choice((-5, 0, 5)) for _ in steps),
    )  # fmt: skip
    return Urges(step=step, after_ms=after, priority=priority, order_key=order)


def _turning(drawn: Drawn) -> Turning:
    return Turning(unit=ints(drawn.some(0.9, list(range(drawn.n_units))))[0])
