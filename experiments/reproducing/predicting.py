"""Predicting: draws until enough meet the before figure, then those draws on fresh replications under other designs.

What is reported of afterwards comes in nowhere here: a target does not hold it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.reproducing.cases import Case, Target, designs_of
from experiments.reproducing.drawing import (
    BLOCK,
    Draw,
    draws_of,
    fate,
    first_replication,
    judging_stage,
    judging_tasks,
    predicting_replications,
)
from experiments.reproducing.performing import Performing
from experiments.reproducing.quantities import DECIDING, Quantity
from experiments.reproducing.tasks import MULTIPLE, Task, counts_of
from experiments.reproducing.time_parts import mean_parts, parts_of


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The draws of which it is known what became of them, and those that were accepted, with their volume."""

    fates: Counter[str]
    accepted: tuple[tuple[Draw, float], ...]


def predict(case: Case, target: Target, performing: Performing) -> dict[str, Any]:
    """Return what the accepted draws of a figure predict, as it is stored: lists by draw, and by replication.

    Where fewer draws are accepted than the figure asks for, nothing is predicted: `after` is null.
    """
    judged = judge(case, target, performing)
    tried = sum(judged.fates.values())
    told = {"tried": tried, "accepted": len(judged.accepted), "fates": dict(sorted(judged.fates.items()))}
    performing.expect(judging_stage(target), tried)
    if len(judged.accepted) < target.figure.accepted:
        performing.expect(predicting_stage(target), 0)
        return {**told, "after": None}
    tasks = [_task(case, target, draw, multiple) for draw, multiple in judged.accepted]
    performing.expect(predicting_stage(target), len(tasks))
    performing.perform(tasks)
    return {**told, **_predicted(case, target, judged, tasks, performing)}


def judge(case: Case, target: Target, performing: Performing) -> Judged:
    """Return what became of the draws: played block by block until enough of them are accepted, or all are played."""
    draws, fates = draws_of(case, target), Counter[str]()
    accepted: list[tuple[Draw, float]] = []
    for begin in range(0, len(draws), BLOCK):
        block = draws[begin : begin + BLOCK]
        tasks = judging_tasks(case, target, block)
        performing.perform(tasks)
        for draw, task in zip(block, tasks, strict=True):
            what = fate(target, draw, performing.rows.of(task, case.file.baseline))
            fates[what] += 1
            if what == "accepted":
                accepted.append((draw, performing.rows.value(task, MULTIPLE)))
        if len(accepted) >= target.figure.accepted:
            break
    return Judged(fates=fates, accepted=tuple(accepted))


def predicting_stage(target: Target) -> str:
    """Return the name of the stage in which accepted draws predict a figure."""
    return f"predictions/{target.name}"


def _task(case: Case, target: Target, draw: Draw, multiple: float) -> Task:
    return Task(
        stage=predicting_stage(target), draw=draw.place, shares=draw.shares, multiple=multiple,
        designs=tuple(dict.fromkeys((case.file.baseline, *designs_of(target)))),
        first=first_replication(target, draw) + target.figure.replications,
        replications=predicting_replications(target),
        quantities=(draw.quantity, *(Quantity(name) for name in DECIDING), *parts_of(target.figure.type)),
        counts=tuple(dict.fromkeys(counts_of(type_name) for _, type_name in target.distributions)),
    )  # fmt: skip


def _predicted(
    case: Case, target: Target, judged: Judged, tasks: Sequence[Task], performing: Performing
) -> dict[str, Any]:  # fmt: skip
    """Return the figures of all draws that have one under every design; the others are counted as lost."""
    baseline, designs = case.file.baseline, designs_of(target)
    kept: list[tuple[Draw, Task, dict[str, list[float]]]] = []
    for (draw, _), task in zip(judged.accepted, tasks, strict=True):
        figures = {design: _figures(performing, task, draw, design) for design in (baseline, *designs)}
        whole = {design: found for design, found in figures.items() if found is not None}
        if len(whole) == len(figures):
            kept.append((draw, task, whole))
    if not kept:
        return {"after": None, "lost": len(tasks)}
    rows = performing.rows
    return {
        "draws": [draw.place for draw, _, _ in kept],
        "shares": [list(draw.shares) for draw, _, _ in kept],
        "before": [found[baseline] for _, _, found in kept],
        "after": [found[target.figure.design] for _, _, found in kept],
        "nulls": {
            name: [found[null.design] for _, _, found in kept]
            for name, null in target.figure.nulls.items()
            if null.design is not None
        },
        "parts": {
            side: mean_parts((rows.of(task, design) or {} for _, task, _ in kept), target.figure.type)
            for side, design in (("before", baseline), ("after", target.figure.design))
        },
        "distributions": {
            _distribution(design, of_type): [rows.counts(task, design, counts_of(of_type).name) for _, task, _ in kept]
            for one, of_type in target.distributions
            for design in (baseline, one)
        },
        "open": sum(_has_open(performing, task, target.figure.design) for _, task, _ in kept),
        "lost": len(tasks) - len(kept),
    }  # fmt: skip


def _distribution(design: str, type_name: str | None) -> str:
    return f"{design}/{type_name or ''}"


def distribution_of(found: dict[str, Any], design: str, type_name: str | None) -> list[list[int] | None]:
    """Return, of a stored prediction, how many matters took how many days under a design, by draw."""
    return list(found["distributions"][_distribution(design, type_name)])


def _figures(performing: Performing, task: Task, draw: Draw, design: str) -> list[float] | None:
    """Return the figure that a draw comes to under a design, by replication; None where one has none."""
    found = performing.rows.of(task, design)
    values = None if found is None else found.get(draw.quantity.name)
    return None if values is None or np.isnan(values).any() else draw.figure(values).tolist()


def _has_open(performing: Performing, task: Task, design: str) -> bool:
    """Return whether matters were open when a replication of this design ended, so that its figure is a lower bound."""
    found = performing.rows.of(task, design)
    return found is not None and bool((found["completion_share"] < 1).any())
