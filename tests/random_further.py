"""Random provisions of leaving, growth, interruptions and travel: each table as a valid plan may have it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from random_drawn import Drawn, ints, worked

from sim.calendar import MS_PER_HOUR
from sim.plan.provisions import Growth, Nearest, Officers, Preempts, Travellers, Urges, Visits, Ways, none


def further_provisions(drawn: Drawn, profile: str, tables: dict[str, Any]) -> dict[str, Any]:
    """Return the plan's provisions with these tables besides; urges and officers are others than in plans without.

    Some steps are made more or less urgent, longer or shorter, so that there is something to interrupt or to go to.
    """
    barred, cuts, trips = set(tables["crews"].step.tolist()), profile == "cuts", profile == "trips"
    preempts = _preempts(drawn, barred) if cuts or drawn.random.random() < 0.3 else none(Preempts)
    drawn.share = 0.8 if cuts else 0.6
    found = {"urges": _urges(drawn), "officers": _own_officers(drawn, tables, preempts), "growth": _growth(drawn)}
    if drawn.random.random() < (0.4 if cuts else 1.0 if trips else 0.3):
        if trips:
            drawn.steps = replace(drawn.steps, work_hours=np.minimum(drawn.steps.work_hours, 1.0))
        found |= _places(drawn, set(tables["holds"].step.tolist()), 0.85 if trips else 0.4)
    return tables | found | {"preempts": preempts}


def _preempts(drawn: Drawn, barred: set[int]) -> Preempts:
    """Return some steps that interrupt others, most of them urgent and short, while others are long."""
    random, priority, hours = drawn.random, drawn.steps.priority.copy(), drawn.steps.work_hours.copy()
    able = worked(drawn)
    steps = [one for one in able if one not in barred and random.random() < 0.6]
    for step in able:
        priority[step] = random.choice((-4, -3, -2, -1, 0, 1)) if step in steps else random.choice((0, 2, 2, 2, 3))
        hours[step] = random.choice((0.25, 1.0, 2.0, 4.0) if step in steps else (0.0, 1.0, 2.0, 4.0, 9.0))
    drawn.steps = replace(drawn.steps, priority=priority, work_hours=hours)
    return Preempts(step=ints(steps)[0])


def _own_officers(drawn: Drawn, tables: dict[str, Any], preempts: Preempts) -> Officers:
    """Return the case officers, and steps that who began them goes on with."""
    random, table = drawn.random, tables["officers"]
    of = dict(zip(table.step.tolist(), table.of.tolist(), strict=True))
    barred = {*tables["holds"].until.tolist(), *tables["crews"].step.tolist()}
    if preempts.step.size:
        of |= {step: step for step in worked(drawn) if step not in barred and random.random() < 0.35}
    steps = sorted(of)
    step, of_step = ints(steps, (of[one] for one in steps))
    return Officers(step=step, of=of_step)


def _urges(drawn: Drawn) -> Urges:
    """Return up to three rows a step, of which later ones are most often more urgent."""
    random = drawn.random
    rows = [
        (step, hours * MS_PER_HOUR, random.choice((2, 0, 0, -1)) - place, random.choice((-5, 0, 5)))
        for step in drawn.some(0.5, worked(drawn))
        for place, hours in enumerate(sorted(random.sample((0, 1, 2, 5), random.randint(1, 3))))
    ]
    step, after, priority, order = ints(*(list(zip(*rows, strict=True)) or [()] * 4))
    return Urges(step=step, after_ms=after, priority=priority, order_key=order)


def _growth(drawn: Drawn) -> Growth:
    random = drawn.random
    steps = drawn.some(0.5, worked(drawn))
    step, since = ints(steps, (random.choice((-4, 0, 8, 9, 14, 30)) * MS_PER_HOUR for _ in steps))
    return Growth(
        step=step, since_ms=since, per_hour=np.array([random.choice((0.0, 0.05, 0.25, 0.3)) for _ in steps]),
        most=np.array([random.choice((1.0, 1.5, 2.0, 2.0)) for _ in steps]),
    )  # fmt: skip


def _places(drawn: Drawn, barred: set[int], share: float) -> dict[str, Any]:
    """Return a few sites, ways of a quarter of an hour to an hour and a half, and who travels where."""
    random = drawn.random
    n = random.randint(2, 4)
    km = [0.0 if origin == goal else random.choice((0.0, 3.0, 3.0, 7.0)) for origin in range(n) for goal in range(n)]
    steps = [one for one in worked(drawn) if one not in barred and random.random() < share]
    people = [one for one in range(len(drawn.rank)) if random.random() < 0.85]
    step, site, person, base, returns = ints(
        steps, (random.randrange(n) for _ in steps), people, (random.choice((0, random.randrange(n))) for _ in people),
        (random.choice((0, 1)) for _ in people),
    )  # fmt: skip
    origin, goal = (np.repeat(np.arange(n), n), np.tile(np.arange(n), n))
    return {
        "ways": Ways(origin=origin, goal=goal, km=np.array(km)), "visits": Visits(step=step, site=site),
        "travellers": Travellers(
            person=person, base=base, km_per_hour=np.array([random.choice((5.0, 12.0, 14.0, 28.0)) for _ in people]),
            returns=returns,
        ),
        "nearest": Nearest(unit=ints(one for one in range(drawn.n_units) if random.random() < 0.7)[0]),
    }  # fmt: skip
