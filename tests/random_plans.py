"""Random plans in which everything happens at once: for properties that hold of any plan, on any engine.

Times lie on a coarse grid, so that arrivals, openings, ends of work and of lags coincide often. Give a
`random.Random(seed)`, or what hypothesis offers in its place, which can then shrink a plan that fails.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
from random_branches import random_branches, with_guards
from random_provisions import PLAIN, PROFILES, WIDE, random_provisions

from sim.arrays import NEVER
from sim.calendar import MS_PER_HOUR, Calendar
from sim.plan.plan import Edges, Guard, Kind, Matters, People, Plan, Steps

QUARTER = MS_PER_HOUR // 4


def random_plan(
    random: Random, *, most_matters: int = 8, most_steps: int = 6, apart: bool = False,
    profiles: tuple[str, ...] = PROFILES,
) -> Plan:  # fmt: skip
    """Return a plan of at most so many matters with at most so many steps each, of one of these profiles.

    With `apart`, matters come and work ends at odd milliseconds, so that identity has few ties to break.
    """
    profile = random.choice(profiles)
    full = profile not in PLAIN  # then much waits for few people who come and go, so that what is provided has a say
    n_units, n_categories = random.randint(1, 2 if full else 3), random.randint(2 if full else 1, 3)
    named = (_office(random), _slots(random))
    more = {"cuts": (1, 4), "trips": (2, 5)}.get(profile, (0, 4 if full else 3))
    people, own = _people(random, n_units, n_categories, len(named), most_holes=4 if full else 1, more=more)
    later = profile in ("cuts", "trips")  # then what is urgent or far comes while people are at work
    number = random.randint((most_matters + 1) // 2 if full else 1, most_matters)
    matters = _matters(random, number, together=full, later=later)
    if profile in WIDE:
        branches = random_branches(random, number, most_steps, loose=later)
        steps = _steps(random, [branches.owner[step] for step in branches.rows], people, n_units, n_categories)
        edges, matters, branching = with_guards(random, branches, steps, matters, loose=later)
    else:
        steps, edges = _process(random, number, most_steps, people, n_units, n_categories)
        branching = {}
    if apart:
        release = matters.release_ms + _odd(random, matters.release_ms.size)
        matters = replace(matters, release_ms=np.where(matters.release_ms == NEVER, NEVER, release))
        odd_hours = _odd(random, steps.matter.size) / MS_PER_HOUR
        steps = replace(steps, work_hours=np.where(steps.work_hours > 0, steps.work_hours + odd_hours, 0.0))
    end_ms = random.choice((18, 60, 400) if later else (60, 60, 400) if full else (20, 60, 400)) * MS_PER_HOUR
    first = len(named) + len(own)
    steps, of_terms, provisions = random_provisions(
        random, profile, steps, edges, people, n_units, first_calendar=first
    )
    return Plan(
        steps=steps, edges=edges, matters=matters, people=people, calendars=(*named, *own, *of_terms),
        setup_hours=np.array([random.choice((0.0, 0.25, 0.1)) for _ in range(n_categories)]),
        n_units=n_units, end_ms=end_ms, least_ms=min(end_ms, random.choice((0, 15, 100, 100)) * MS_PER_HOUR),
        **provisions | branching,
    )  # fmt: skip


def _odd(random: Random, n: int) -> np.ndarray:
    return np.array([random.randrange(1_000_000) for _ in range(n)], dtype=np.int64)


def _office(random: Random) -> Calendar:
    """Return office hours on five days, day and night, or a calendar that closes for good after two days."""
    if random.random() < 0.3:
        return Calendar.of([0], [400 * MS_PER_HOUR])
    opens = [24 * day + hour for day in range(random.choice((2, 5))) for hour in (8, 14)]
    return Calendar.of([hour * MS_PER_HOUR for hour in opens], [(hour + 4) * MS_PER_HOUR for hour in opens])


def _slots(random: Random) -> Calendar:
    """Return short slots at set times, on one day or on four."""
    days = range(random.choice((1, 4)))
    opens = [(24 * day + hour) * MS_PER_HOUR for day in days for hour in random.sample((8, 10, 15, 20), 2)]
    return Calendar.of(opens, [time + 2 * QUARTER for time in opens])


def _people(
    random: Random, n_units: int, n_categories: int, first_calendar: int, most_holes: int, more: tuple[int, int]
) -> tuple[People, list[Calendar]]:
    """Return people of whom each unit has one at least, many with several units, each with a diary of their own."""
    n = n_units + random.randint(*more)
    units = []
    for person in range(n):
        others = [unit for unit in range(n_units) if unit != person]
        listed = ([person] if person < n_units else []) + random.sample(others, random.randint(0, len(others)))
        units.append(random.sample(listed, len(listed)) or [random.randrange(n_units)])
    office, calendars = _office(random), []
    lengths = (1, 6, 24) if most_holes == 1 else (1, 1, 2)
    for _ in range(n):
        begins = [24 * day + hour for day in range(2) for hour in range(8, 18)] if most_holes > 1 else range(60)
        holes = [random.choice(begins) * MS_PER_HOUR for _ in range(random.randint(0, most_holes))]
        calendars.append(office.without(holes, [hole + random.choice(lengths) * MS_PER_HOUR for hole in holes]))
    people = People(
        calendar=first_calendar + np.arange(n, dtype=np.int64),
        rank=np.array([random.choice((1, 1, 2, 3)) for _ in range(n)], dtype=np.int64),
        unit_start=np.cumsum([0, *map(len, units)], dtype=np.int64),
        unit=np.array([unit for listed in units for unit in listed], dtype=np.int64),
        skill=np.array([[random.choice((1.0, 2.0, 0.5, 0.7)) for _ in range(n_categories)] for _ in range(n)]),
        error_rate=np.array([[random.choice((0.0, 0.5, 1.0)) for _ in range(n_categories)] for _ in range(n)]),
    )
    return people, calendars


def _matters(random: Random, n: int, together: bool, later: bool) -> Matters:
    """Return matters of which many come together, or at an opening, a closing or the very start."""
    some = (8, 8, 9, 9, 10, 11, 14, 15) if later else (8, 8, 8, 9, 10, 14, random.randrange(0, 48))
    release = [
        random.choice(some)
        if together
        else random.choice((0, 8, 8, 12, 14, 18, 32, random.randrange(0, 48), random.randrange(0, 192) / 4))
        for _ in range(n)
    ]
    return Matters(
        release_ms=np.array([round(hours * MS_PER_HOUR) for hours in release], dtype=np.int64),
        deadline_ms=np.full(n, NEVER, dtype=np.int64),
        type=np.zeros(n, dtype=np.int64),
        awaited=np.array([random.random() < 0.8 for _ in range(n)]),
    )


def _process(
    random: Random, n_matters: int, most_steps: int, people: People, n_units: int, n_categories: int
) -> tuple[Steps, Edges]:
    """Return steps that follow each other in any order of their identities, and their edges."""
    owner = [matter for matter in range(n_matters) for _ in range(random.randint(1, most_steps))]
    random.shuffle(owner)  # in the order in which they may follow one another
    before: list[set[int]] = []  # all that has been decided when a step is called
    edges: list[tuple[int, int, int, int]] = []
    for step, matter in enumerate(owner):
        mine = [earlier for earlier in range(step) if owner[earlier] == matter]
        sources = random.sample(mine, min(len(mine), random.choice((0, 1, 1, 2))))
        others = [earlier for earlier in range(step) if owner[earlier] != matter]
        if sources and others and random.random() < 0.15:
            sources.append(random.choice(others))
        for source in sources:
            guard = random.choice((Guard.ALWAYS, Guard.ALWAYS, Guard.ON_ERROR, Guard.IF_FINE))
            edges.append((source, step, int(guard), random.choice([source, *sorted(before[source])])))
        before.append({one for source in sources for one in (source, *before[source])})
    rows = sorted(range(len(owner)), key=lambda step: (owner[step], random.random()))
    number = {step: row for row, step in enumerate(rows)}
    links = sorted((number[source], number[target], guard, number[judged]) for source, target, guard, judged in edges)
    columns = [np.array(column, dtype=np.int64) for column in zip(*links, strict=True)] or [
        np.zeros(0, dtype=np.int64)] * 4  # fmt: skip
    return (
        _steps(random, [owner[step] for step in rows], people, n_units, n_categories),
        Edges(source=columns[0], target=columns[1], guard=columns[2], judged=columns[3]),
    )


def _steps(random: Random, matter: list[int], people: People, n_units: int, n_categories: int) -> Steps:
    """Return steps of any kind; the rank asked for is one that somebody in the unit has."""
    n = len(matter)
    member = np.repeat(np.arange(people.rank.size), np.diff(people.unit_start))
    unit = [random.randrange(-1, n_units) if random.random() < 0.5 else random.randrange(n_units) for _ in range(n)]
    highest = [int(people.rank[member[people.unit == one]].max()) for one in range(n_units)]
    hours = (0.0, 0.25, 1.0, 1.0, 2.0, 4.0, 9.0, 1 / 3)

    def ints(values: list[int]) -> np.ndarray:
        return np.array(values, dtype=np.int64)

    return Steps(
        matter=ints(matter), need=np.full(n, -1, dtype=np.int64), kind=np.full(n, int(Kind.HANDLE), dtype=np.int64),
        unit=ints(unit), category=ints([random.randrange(-1, n_categories) for _ in range(n)]),
        work_hours=np.array([random.choice(hours) for _ in range(n)]),
        rank=ints([random.randint(1, highest[one]) if random.random() < 0.4 else 1 for one in unit]),
        priority=ints([random.choice((0, 1, 1, 1)) for _ in range(n)]),
        order_key=ints([random.choice((0, 0, 5)) for _ in range(n)]),
        lag_ms=ints([0 if one < 0 else random.choice((0, 0, 0, 4, 8)) * QUARTER for one in unit]),
        calendar=ints([random.choice((-1, -1, 0, 1)) for _ in range(n)]),
        attempt=np.ones(n, dtype=np.int64), chance=np.array([random.choice((0.0, 0.4, 0.9)) for _ in range(n)]),
    )  # fmt: skip
