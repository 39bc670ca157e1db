"""Reading a sweep that changes one number at a time: what was seen of a paired difference at each value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.comparison import status_by
from analysis.report.catalogue import measure as known
from analysis.sensitivity import Level, Value
from experiments.sweep.stored import StoredSweep
from sim.arrays import Floats

DECIDING = ("backlog_growth_share", "completion_share")
"""The measures by which a status is judged."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whose paired difference is looked at, in which measure."""

    baseline: str
    design: str
    measure: str


def levels_seen(stored: StoredSweep, asked: Asked) -> dict[tuple[str | None, Value | None], Level]:
    """Return what was seen at each point, by the key that it changes and its value; (None, None) is as configured."""
    names = list(dict.fromkeys((asked.measure, *DECIDING)))
    table = stored.parts.read(["point", "replication", "design", *names]).to_pydict()
    figures = _by_place(table, names, stored.sweep.replications)
    reasons = {row["point"]: row["error"].partition(": ")[2] for row in stored.failed()}
    return {
        (key, value): _level(value, figures, place, asked, reasons.get(place))
        for place, (key, value) in enumerate(stored.sweep.points)
    }


def _by_place(
    table: dict[str, list[Any]], names: Sequence[str], replications: int
) -> dict[tuple[int, str], dict[str, Floats]]:
    """Return each measure by replication, for each point and design; NaN where a replication has none."""
    found: dict[tuple[int, str], dict[str, Floats]] = {}
    own = zip(table["point"], table["design"], table["replication"], strict=True)
    for row, (place, design, replication) in enumerate(own):
        block = found.setdefault((place, design), {name: np.full(replications, np.nan) for name in names})
        for name in names:
            value = table[name][row]
            block[name][replication] = np.nan if value is None else value
    return found


def _level(
    value: Any, figures: dict[tuple[int, str], dict[str, Floats]], place: int, asked: Asked, reason: str | None
) -> Level:
    """Return a level: without difference if a run failed, a measure is missing, or a design has no steady figure."""
    sides = {design: figures.get((place, design)) for design in (asked.baseline, asked.design)}
    if reason is not None:
        return Level(value=value, differences=None, status="failed", whose=reason)
    for design, side in sides.items():
        if side is None or np.isnan(side["completion_share"]).any():
            return Level(value=value, differences=None, status="failed", whose="not all of its runs were played")
        status = status_by(side["backlog_growth_share"], side["completion_share"])
        if status == "overloaded" or (status == "capped" and known(asked.measure).bounded):
            return Level(value=value, differences=None, status=status, whose=design)
        if np.isnan(side[asked.measure]).any():
            missing = f"{asked.measure} is missing in a replication of {design}"
            return Level(value=value, differences=None, status="failed", whose=missing)
    before, after = (side[asked.measure] for side in sides.values() if side is not None)
    return Level(value=value, differences=after - before)
