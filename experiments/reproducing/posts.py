"""Equivalent posts 等效编制: how many officers the baseline would need to be as quick as the reform."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from conf.schema import ScenarioFile
from experiments.load import PILOTS
from experiments.reproducing.cases import Case
from experiments.reproducing.performing import Performing
from experiments.reproducing.quantities import DECIDING, Quantity, status_in
from experiments.reproducing.tasks import MULTIPLE, Task

STAGE = "posts"
MEASURE = "elapsed_days_p90"
REPLICATIONS = 3
KEY = "institution.staff.officer"

MOST_TASKS = 16
"""So many numbers of officers are looked at, at most: a bisection of some thousand posts, both ends included."""

Posts = dict[str, Any]


def equivalent_posts(case: Case, performing: Performing) -> Posts:
    """Return the smallest number of officers with which the baseline is as quick as the reform, as it is stored.

    Looked for between half and three times the configured number, all else as configured, on the same matters: the
    volume is that of the configured house. `bound` says that it is at most, or at least, what is given; `posts` is null
    where there is no answer, and `reason` names the words that tell why.
    """
    file, reform = case.file, case.uncertainty.reform
    configured = file.institution.staff.officer
    told: Posts = {"posts": None, "baseline_posts": configured, "measure": MEASURE, "bound": None, "reason": None}
    reason = _unfit(file)
    if reason is not None:
        return {**told, "reason": reason}
    first = _task(case, configured, (file.baseline, reform), None)
    performing.perform([first])
    goal = _figure(performing, first, reform)
    if goal is None:
        return {**told, "reason": "posts_no_goal"}
    multiple = performing.rows.value(first, MULTIPLE)

    def quick(officers: int) -> bool | None:
        """Return whether the baseline is as quick with so many officers; None where it cannot be built with them."""
        task = first if officers == configured else _task(case, officers, (file.baseline,), multiple)
        performing.perform([task])
        if performing.rows.refusal(task) is not None:
            return None
        days = _figure(performing, task, file.baseline)
        return days is not None and days <= goal

    return {**told, **_smallest(quick, max(1, -(-configured // 2)), configured, 3 * configured)}


def _smallest(quick: Callable[[int], bool | None], low: int, configured: int, high: int) -> Posts:
    """Return the smallest number from `low` to `high` that is quick, or the bound that it lies beyond.

    More people are taken to be quicker, and what can be built with some people to be so with more.
    """
    if quick(configured):
        if quick(low):
            return {"posts": low, "bound": "at_most"}
        below, enough = low, configured
    else:
        if not quick(high):
            return {"posts": high, "bound": "at_least"}
        below, enough = configured, high
    refused = quick(below) is None
    while enough - below > 1:
        middle = (below + enough) // 2
        answer = quick(middle)
        if answer:
            enough = middle
        else:
            below, refused = middle, answer is None
    return {"posts": enough, "bound": "at_most" if refused else None}


def _unfit(file: ScenarioFile) -> str | None:
    """Return the words for why the number of officers cannot be varied; None if it can."""
    if file.institution.staff.people:
        return "posts_by_name"
    if file.designs[file.baseline].membership.officers is not None:
        return "posts_by_design"
    return None


def _task(case: Case, officers: int, designs: tuple[str, ...], multiple: float | None) -> Task:
    configured = officers == case.file.institution.staff.officer
    return Task(
        stage=STAGE, draw=officers, designs=designs, first=0, replications=REPLICATIONS, multiple=multiple,
        pilots=PILOTS,
        quantities=(Quantity(MEASURE), *(Quantity(name) for name in DECIDING)),
        changes={} if configured else {KEY: officers},
    )  # fmt: skip


def _figure(performing: Performing, task: Task, design: str) -> float | None:
    """Return the mean of the measure; None if the design cannot be played, or its backlog grows."""
    found = performing.rows.of(task, design)
    if found is None or status_in(found) == "overloaded":
        return None
    values = found.get(MEASURE)
    return None if values is None or np.isnan(values).any() else float(values.mean())
