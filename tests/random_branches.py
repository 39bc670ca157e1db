"""Random processes in which steps leave or raise alarms, matters hang on others, and the first of several calls."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any, NamedTuple

import numpy as np

from sim.arrays import NEVER, Ints
from sim.calendar import MS_PER_HOUR
from sim.plan.plan import Edges, Guard, Matters, Steps
from sim.plan.provisions import Alarms, Entries, Firsts, Patience


class Branches(NamedTuple):
    """Which steps follow which, numbered in an order in which they may follow one another."""

    owner: list[int]  # the matter of each step
    sources: list[list[int]]  # which steps each follows
    entries: dict[int, int]  # matters that come in when this step of theirs has ended
    rows: list[int]  # the steps as a plan numbers them: sorted by matter, in any order else


def random_branches(random: Random, n_matters: int, most_steps: int, loose: bool) -> Branches:
    """Return steps of which each follows none, one, two or three others, a few of them in other matters.

    With `loose`, most follow none, so that much waits at the same time.
    """
    owner = [matter for matter in range(n_matters) for _ in range(random.randint(1, most_steps))]
    random.shuffle(owner)
    counts = (0, 0, 0, 0, 1, 1, 2) if loose else (0, 1, 1, 2, 2, 3)
    hanging = {matter for matter in range(n_matters) if random.random() < (0.1 if loose else 0.35)}
    entries: dict[int, int] = {}
    sources: list[list[int]] = []
    for step, matter in enumerate(owner):
        mine = [earlier for earlier in range(step) if owner[earlier] == matter]
        others = [earlier for earlier in range(step) if owner[earlier] != matter]
        if not mine and not others:
            hanging.discard(matter)
        if matter in hanging and not mine:
            entries[matter] = step
            mine = others
        chosen = random.sample(mine, min(len(mine), random.choice(counts)))
        if matter in hanging:
            chosen = chosen or [random.choice(mine)]
        elif chosen and others and random.random() < 0.15:
            chosen.append(random.choice(others))
        sources.append(chosen)
    rows = sorted(range(len(owner)), key=lambda step: (owner[step], random.random()))
    return Branches(owner, sources, entries, rows)


def with_guards(
    random: Random, branches: Branches, steps: Steps, matters: Matters, loose: bool
) -> tuple[Edges, Matters, dict[str, Any]]:
    """Return edges with guards of any kind, matters with deadlines, and the tables that guards and entries need.

    Whose outcome a guard reads has been decided by then, whichever edge calls first.
    """
    number = {step: row for row, step in enumerate(branches.rows)}
    shares = (0.0, 0.0, 0.2) if loose else (0.0, 0.5, 0.7)
    patience, alarms = (_limits(random, steps, shares, hours) for hours in ((0, 1, 1, 1, 2, 4), (0, 1, 1, 1, 2)))
    firsts, links, before = [], [], dict[int, set[int]]()
    for step, sources in enumerate(branches.sources):
        row, known = number[step], list[set[int]]()
        for source in sorted({number[one] for one in sources}):
            plain = loose and random.random() < 0.8
            guard = Guard.ALWAYS if plain else _guard(random, source in patience, source in alarms)
            own = guard in (Guard.WHEN_LEFT, Guard.WHEN_LATE)
            judged = source if own else random.choice([source, *sorted(before[source])])
            links.append((source, row, int(guard), judged))
            known.append(before[source] | (set() if guard == Guard.WHEN_LATE else {source}))
        of_one = {branches.owner[one] for one in sources} == {branches.owner[step]}
        is_first = len(known) > 1 and (of_one or step in branches.entries.values()) and random.random() < 0.4
        if is_first:
            firsts.append(row)
        before[row] = set.intersection(*known) if is_first else set().union(*known)
    entries = {matter: number[step] for matter, step in branches.entries.items()}
    return _edges(links), _coming_in(random, matters, entries), {
        "patience": Patience(step=_ints(patience), after_ms=_ints(patience.values())),
        "alarms": Alarms(step=_ints(alarms), after_ms=_ints(alarms.values())),
        "firsts": Firsts(step=_ints(sorted(firsts))),
        "entries": Entries(matter=_ints(sorted(entries)), step=_ints(entries[one] for one in sorted(entries))),
    }  # fmt: skip


def _ints(values: Any) -> Ints:
    return np.array(list(values), dtype=np.int64)


def _limits(random: Random, steps: Steps, shares: tuple[float, ...], hours: tuple[int, ...]) -> dict[int, int]:
    """Return after how long something comes of it that nobody takes some of the steps, sorted by step."""
    share = random.choice(shares)
    worked = np.flatnonzero(steps.unit >= 0).tolist()
    return {step: random.choice(hours) * MS_PER_HOUR for step in worked if random.random() < share}


def _guard(random: Random, may_leave: bool, may_be_late: bool) -> Guard:
    guards = [Guard.ALWAYS] * 5 + [Guard.ON_ERROR, Guard.IF_FINE] + [Guard.WHEN_OVERDUE, Guard.IN_TIME] * 3
    guards += [Guard.WHEN_LEFT] * (4 * may_leave) + [Guard.WHEN_LATE] * (4 * may_be_late)
    return random.choice(guards)


def _edges(links: list[tuple[int, int, int, int]]) -> Edges:
    columns = [_ints(column) for column in zip(*sorted(links), strict=True)] or [_ints(())] * 4
    return Edges(source=columns[0], target=columns[1], guard=columns[2], judged=columns[3])


def _coming_in(random: Random, matters: Matters, entries: dict[int, int]) -> Matters:
    """Return matters of which some hang on steps of others, and most have a deadline."""
    release = matters.release_ms.copy()
    release[list(entries)] = NEVER
    hours = [random.choice((None, -1, 8, 8, 9, 9, 10, 10, 11, 34)) for _ in range(release.size)]
    deadline = _ints(NEVER if hour is None else hour * MS_PER_HOUR for hour in hours)
    return replace(matters, release_ms=release, deadline_ms=deadline)
