"""The reading: everything that is kept of one run once plan and trace are gone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from analysis.measures.backlog import backlog_measures, open_by_day
from analysis.measures.broadcasts import broadcast_measures
from analysis.measures.contracts import contract_measures
from analysis.measures.costs import cost_measures
from analysis.measures.detection import detection_measures
from analysis.measures.leaving import leaving_measures
from analysis.measures.matters import matter_measures
from analysis.measures.offices import office_measures
from analysis.measures.people import busy_ms, by_rank, people_measures, signatures_per_day
from analysis.measures.places import place_measures
from analysis.measures.played import Played
from analysis.measures.pushes import push_measures
from analysis.measures.quality import quality_measures
from analysis.measures.recovery import recovery_measures
from analysis.measures.routing import routing_measures
from analysis.measures.visits import visit_measures
from sim.arrays import Floats, Ints

HISTOGRAM_DAYS = 366
"""Elapsed days are counted in bins of one day up to here; the last bin holds what is longer, still open, or left."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The measures of one run, for the whole and for groups, and what the figures are drawn from."""

    measures: dict[str, float]
    groups: dict[tuple[str, str, str], float]  # (dimension, group, measure)
    elapsed_counts: Ints  # [day]
    people: Floats  # [person, purposes …, signatures per day]: shares of scheduled time
    open_by_day: Floats = field(default_factory=lambda: np.zeros(0))  # [day of warm-up and window]: open matters
    by_type: dict[tuple[str, str], float] = field(default_factory=dict)  # (type, measure), of types told apart
    elapsed_counts_by_type: dict[str, Ints] = field(default_factory=dict)  # [day], of types told apart


def read(
    played: Played, type_names: tuple[str, ...], from_offices: tuple[bool, ...], apart: Collection[str] = ()
) -> Reading:
    """Return what is kept of a run; types are given by name and by whether offices send them.

    Of the types in `apart` the measures of matters, and the days, are kept for each alone, too.
    """
    worked, scheduled = busy_ms(played)
    measures = matter_measures(played) | backlog_measures(played) | people_measures(played, worked, scheduled)
    measures |= place_measures(played, worked, scheduled)
    measures |= contract_measures(played, scheduled) | cost_measures(played, scheduled)
    measures |= office_measures(played)
    measures |= recovery_measures(played, scheduled)
    measures |= quality_measures(played)
    measures |= routing_measures(played) | visit_measures(played) | push_measures(played)
    measures |= leaving_measures(played) | broadcast_measures(played)
    measures |= detection_measures(played, scheduled)
    shares = np.divide(worked, scheduled[:, None], out=np.zeros_like(worked), where=scheduled[:, None] > 0)
    return Reading(
        measures=measures,
        groups=_groups(played, type_names, from_offices)
        | {("rank", rank, "utilisation_mean"): value for rank, value in by_rank(played, worked, scheduled).items()},
        elapsed_counts=_histogram(played),
        people=np.column_stack([shares, signatures_per_day(played)]),
        open_by_day=open_by_day(played),
        **_told_apart(played, type_names, apart),
    )


def _told_apart(played: Played, type_names: tuple[str, ...], apart: Collection[str]) -> dict[str, Any]:
    """Return measures and days of each of these types alone; of one that no matter of the window is of, nothing.

    What is counted over all types together, the matters closed a week, is told of none.
    """
    by_type: dict[tuple[str, str], float] = {}
    counts: dict[str, Ints] = {}
    for place, name in enumerate(type_names):
        alone = replace(played, only_type=place)
        if name in apart and alone.cohort.size:
            measures = matter_measures(alone).items()
            by_type |= {(name, measure): value for measure, value in measures if measure != "closed_per_week"}
            counts[name] = _histogram(alone)
    return {"by_type": by_type, "elapsed_counts_by_type": counts}


def _groups(
    played: Played, type_names: tuple[str, ...], from_offices: tuple[bool, ...]
) -> dict[tuple[str, str, str], float]:
    kind = played.plan.matters.type[played.stayed]
    groups = {}
    for index, name in enumerate(type_names):
        if (kind == index).any():
            groups["type", name, "elapsed_days_mean"] = float(played.elapsed_days[kind == index].mean())
    sent = np.array(from_offices)[kind]
    for name, rows in (("office", sent), ("enterprise", ~sent)):
        if rows.any():
            groups["origin", name, "elapsed_days_mean"] = float(played.elapsed_days[rows].mean())
    return groups


def _histogram(played: Played) -> Ints:
    days = np.full(played.cohort.size, float(HISTOGRAM_DAYS))
    days[played.stays] = np.where(played.closed[played.stayed], played.elapsed_days, HISTOGRAM_DAYS)
    return np.bincount(np.minimum(days, HISTOGRAM_DAYS).astype(np.int64), minlength=HISTOGRAM_DAYS + 1)
