"""Measures of routing: how many desks a matter came to until the right one, and how often it was supplemented."""

from __future__ import annotations

import numpy as np

from analysis.measures.played import Played
from sim.arrays import Flags, Ints
from sim.plan.plan import Kind


def routing_measures(played: Played) -> dict[str, float]:
    """Return means and shares over the cohort; those that the demand's rounds give a meaning to."""
    told, steps = played.processes, played.plan.steps
    if not played.cohort.size:
        return {}
    measures: dict[str, float] = {}
    if told.routings:
        drafts = played.executed & (steps.kind == Kind.DRAFT)
        measures["routings_mean"] = float(np.maximum(_by_matter(played, drafts & (steps.unit >= 0)), 1).mean())
        measures["routings_used_up_share"] = float((_by_matter(played, drafts & (steps.unit < 0)) > 0).mean())
    if told.supplements:
        measures["supplements_mean"] = float(
            _by_matter(played, played.executed & (steps.kind == Kind.SUPPLEMENT)).mean()
        )
    return measures


def _by_matter(played: Played, counted: Flags) -> Ints:
    """Return how many of these steps each matter of the cohort has."""
    size = played.plan.matters.release_ms.size
    return np.bincount(played.plan.steps.matter[counted], minlength=size)[played.cohort]
