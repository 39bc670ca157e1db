"""Ranging: a case at points over all its ranges, its designs paired on the same matters at each."""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.prediction.effects import Effect, settled_by
from analysis.report.catalogue import measure as known
from experiments.reproducing.cases import Case
from experiments.reproducing.drawing import seed_of
from experiments.reproducing.parameters import sobol_points
from experiments.reproducing.performing import Performing
from experiments.reproducing.quantities import DECIDING, Quantity, measured_by, status_in
from experiments.reproducing.tasks import Task
from experiments.reproducing.time_parts import parts_of

STAGE = "range"
ERRORS = "errors_left_share"
"""The measure of quality risk: errors that left the house."""


def study(case: Case, performing: Performing) -> dict[str, Any]:
    """Return each design's figures at each point, as they are stored: by replication, null where there is none.

    `quantities` are by design and name, `groups` those of groups of matters and people, `status` by design; each holds
    a list over the points.
    """
    tasks = points_of(case)
    performing.perform(tasks)
    return {
        "shares": [list(task.shares) for task in tasks],
        "quantities": {design: _by_point(case, design, tasks, performing) for design in case.ranged},
        "status": {design: [_status(performing, task, design) for task in tasks] for design in case.ranged},
        "refused": sum(performing.rows.refusal(task) is not None for task in tasks),
        "why_refused": next((why for task in tasks if (why := performing.rows.refusal(task)) is not None), None),
    }


def points_of(case: Case) -> list[Task]:
    """Return what is played: each point of a Sobol sequence over all parameters, with replications of its own."""
    block = case.uncertainty
    shares = sobol_points(len(case.parameters), block.points, seed_of(case.file.seed, STAGE))
    bounds = [
        quantity for figure in case.bounds.values() for quantity in (*measured_by(figure), *parts_of(figure.type))
    ]
    own = (Quantity(block.measure), Quantity(ERRORS), *(Quantity(name) for name in DECIDING))
    return [
        Task(
            stage=STAGE,
            draw=place,
            shares=point,
            designs=case.ranged,
            first=place * block.replications,
            replications=block.replications,
            quantities=tuple(dict.fromkeys((*own, *bounds))),
            groups=True,
        )
        for place, point in enumerate(shares)
    ]


def _by_point(
    case: Case, design: str, tasks: list[Task], performing: Performing
) -> dict[str, list[list[float] | None]]:  # fmt: skip
    """Return each quantity of a design: at each point its values by replication, None where one of them is missing."""
    found = [performing.rows.of(task, design) or {} for task in tasks]
    names = sorted({name for values in found for name in values})
    return {name: [_whole(values.get(name)) for values in found] for name in names}


def _whole(values: Any) -> list[float] | None:
    return None if values is None or np.isnan(values).any() else values.tolist()


def _status(performing: Performing, task: Task, design: str) -> str:
    """Return whether a design bears its load at a point: steady, capped, overloaded, or refused."""
    found = performing.rows.of(task, design)
    return "refused" if found is None else str(status_in(found))


def settled(found: dict[str, Any], designs: tuple[str, str], measure: str) -> list[Effect | None]:
    """Return what the second of two designs does at each point where their statuses settle it; None elsewhere."""
    if not known(measure).bounded:
        return [None] * len(found["shares"])
    before, after = (found["status"][name] for name in designs)
    sides = (found["quantities"][name].get(measure, [None] * len(before)) for name in designs)
    differences = [None if None in pair else np.subtract(pair[1], pair[0]) for pair in zip(*sides, strict=True)]
    return [
        None if "refused" in pair else settled_by(*pair, seen)
        for pair, seen in zip(zip(before, after, strict=True), differences, strict=True)
    ]


def comparable(found: dict[str, Any], designs: tuple[str, ...], measure: str) -> list[bool]:
    """Return at which points a measure of these designs may be compared.

    Of a design whose backlog grows there is no steady figure; a figure that open matters only bound is none either.
    """
    bad = {"refused", "overloaded", *(("capped",) if known(measure).bounded else ())}
    sides = (found["status"][name] for name in designs)
    return [not bad.intersection(statuses) for statuses in zip(*sides, strict=True)]
