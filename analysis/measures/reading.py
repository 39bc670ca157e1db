"""The reading: everything that is kept of one run once plan and trace are gone."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from analysis.measures.backlog import backlog_measures, open_by_day
from analysis.measures.matters import matter_measures
from analysis.measures.people import busy_ms, by_rank, people_measures, signatures_per_day
from analysis.measures.played import Played
from sim.arrays import Floats, Ints

HISTOGRAM_DAYS = 366
"""Elapsed days are counted in bins of one day up to here; the last bin holds what is longer or still open."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The measures of one run, for the whole and for groups, and what the figures are drawn from."""

    measures: dict[str, float]
    groups: dict[tuple[str, str, str], float]  # (dimension, group, measure)
    elapsed_counts: Ints  # [day]
    people: Floats  # [person, purposes …, signatures per day]: shares of scheduled time
    open_by_day: Floats = field(default_factory=lambda: np.zeros(0))  # [day of warm-up and window]: open matters


def read(played: Played, type_names: tuple[str, ...], from_offices: tuple[bool, ...]) -> Reading:
    """Return what is kept of a run; types are given by name and by whether offices send them."""
    worked, scheduled = busy_ms(played)
    measures = matter_measures(played) | backlog_measures(played) | people_measures(played, worked, scheduled)
    shares = np.divide(worked, scheduled[:, None], out=np.zeros_like(worked), where=scheduled[:, None] > 0)
    return Reading(
        measures=measures,
        groups=_groups(played, type_names, from_offices)
        | {("rank", rank, "utilisation_mean"): value for rank, value in by_rank(played, worked, scheduled).items()},
        elapsed_counts=_histogram(played),
        people=np.column_stack([shares, signatures_per_day(played)]),
        open_by_day=open_by_day(played),
    )


def _groups(
    played: Played, type_names: tuple[str, ...], from_offices: tuple[bool, ...]
) -> dict[tuple[str, str, str], float]:
    kind = played.plan.matters.type[played.cohort]
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
    days = np.where(played.closed[played.cohort], played.elapsed_days, HISTOGRAM_DAYS)
    return np.bincount(np.minimum(days, HISTOGRAM_DAYS).astype(np.int64), minlength=HISTOGRAM_DAYS + 1)
