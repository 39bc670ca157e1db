"""Measures of matters: how long, how punctual, how far."""

from __future__ import annotations

from typing import Final

import numpy as np

from analysis.measures.clock import on_time_share, statutory_days, working_ms
from analysis.measures.played import Played, of_kinds
from analysis.measures.split import split_days
from sim.arrays import Floats, Ints
from sim.calendar import MS_PER_DAY
from sim.plan.plan import Kind
from sim.trace import NOT_YET

QUANTILE_METHOD: Final = "median_unbiased"
"""Hyndman and Fan's type 8 (The American Statistician 50, 1996)."""

_WAITS_OUTSIDE = (Kind.WAIT_OUTSIDE, Kind.SUPPLEMENT, Kind.REVIEW, Kind.ANSWER)


def matter_measures(played: Played) -> dict[str, float]:
    """Return the measures of the cohort by name; days are of 24 hours unless they are working or statutory days.

    Open matters count with the days they have lasted so far, so a mean is then a lower bound. What has left took no
    time to be closed: days are told of all others, and where there are none, not at all.
    """
    if not played.cohort.size:
        return {}
    measures = _days(played) if played.stayed.size else {}
    measures |= {
        "matters_released": float(played.cohort.size),
        "closed_per_week": closed_per_week(played),
        "completion_share": float(played.closed[played.stayed].mean()) if played.stayed.size else 1.0,
    }
    punctual = on_time_share(played)
    if punctual is not None:
        measures["on_time_share"] = punctual
    if played.stayed.size:
        measures |= {f"split_{part}_days_mean": days for part, days in split_days(played).items()}
    return measures | _ways(played)


def _days(played: Played) -> dict[str, float]:
    """Return how long the cohort's matters took that stayed."""
    elapsed, working, statutory = played.elapsed_days, working_days(played), statutory_days(played)
    return {
        "elapsed_days_mean": float(elapsed.mean()),
        "elapsed_days_median": quantile(elapsed, 0.5),
        "elapsed_days_p90": quantile(elapsed, 0.9),
        "elapsed_days_p95": quantile(elapsed, 0.95),
        "working_days_mean": float(working.mean()),
        "working_days_median": quantile(working, 0.5),
        "statutory_days_mean": float(statutory.mean()),
        "statutory_days_median": quantile(statutory, 0.5),
    }


def quantile(values: Floats, level: float) -> float:
    """Return a quantile of one replication by the named estimator."""
    return float(np.quantile(values, level, method=QUANTILE_METHOD))


def working_days(played: Played) -> Floats:
    """Return for the cohort's matters that stayed the office time from release to end, in days of office hours."""
    return np.asarray(working_ms(played) / played.horizon.day_ms)


def closed_per_week(played: Played) -> float:
    """Return how many matters, whenever they came in, were closed per week of the window.

    What hangs on other matters is not counted, or a design that makes more of it would seem to get more done.
    """
    begin, end = played.horizon.window_ms
    closed = played.trace.closed_ms[played.is_matter & played.closed & (played.hangs_on < 0)]
    return float(((closed >= begin) & (closed < end)).sum() / ((end - begin) / (7 * MS_PER_DAY)))


def _ways(played: Played) -> dict[str, float]:
    """Count what each matter of the cohort went through, and return the means."""
    steps, n = played.plan.steps, played.plan.matters.release_ms.size
    done = played.executed
    signed = of_kinds(steps.kind, (Kind.SIGN, Kind.COUNTERSIGN, Kind.DECIDE))
    again = (steps.kind == Kind.HANDLE) & (steps.attempt > 1)
    changes, met = _units(played)
    cohort = played.cohort
    return {
        "handovers_mean": float(changes[cohort].mean()),
        "units_met_mean": float(met[cohort].mean()),
        "signatures_mean": float(np.bincount(steps.matter[done & signed], minlength=n)[cohort].mean()),
        "returned_share": float((np.bincount(steps.matter[done & again], minlength=n)[cohort] > 0).mean()),
        "errors_left_share": float(_errors_left(played)[cohort].mean()),
        "steps_mean": float(np.bincount(steps.matter[_substantial(played)], minlength=n)[cohort].mean()),
    }


def _substantial(played: Played) -> Ints:
    """Return the executed steps that are work of positive length or a wait outside."""
    steps = played.plan.steps
    counts = (steps.unit >= 0) | of_kinds(steps.kind, _WAITS_OUTSIDE)
    return np.flatnonzero(played.executed & counts & (steps.work_hours > 0))


def _units(played: Played) -> tuple[Ints, Ints]:
    """Return for each matter how often the unit changed, in the order in which its steps began, and how many it met.

    Leaders' desks are no units here: signatures are counted apart.
    """
    steps, trace = played.plan.steps, played.trace
    n = played.plan.matters.release_ms.size
    rows = np.flatnonzero((trace.started_ms != NOT_YET) & (steps.unit >= 0) & (steps.unit < played.n_units))
    rows = rows[_by_matter_and_start(played, rows)]
    matter, unit = steps.matter[rows], steps.unit[rows]
    moved = (matter[1:] == matter[:-1]) & (unit[1:] != unit[:-1])
    met = np.zeros((n, played.n_units), dtype=bool)
    met[matter, unit] = True
    return np.bincount(matter[1:][moved], minlength=n), met.sum(axis=1)


def _by_matter_and_start(played: Played, rows: Ints) -> Ints:
    """Return the order of these steps by matter, then by start, then as they stand."""
    matter, started = played.plan.steps.matter[rows], played.trace.started_ms[rows]
    span = played.trace.stopped_ms + 1
    if played.plan.matters.release_ms.size * span >= 2**63:
        return np.lexsort((started, matter))
    # in one number: steps of a matter are nearly in order, which a stable sort makes use of
    return np.argsort(matter * span + started, kind="stable")


def _errors_left(played: Played) -> Ints:
    """Return for each matter whether a need's last executed round of handling went wrong.

    A matter that hangs on another one may be about the same need.
    """
    steps, trace = played.plan.steps, played.trace
    rows = np.flatnonzero(played.executed & (steps.kind == Kind.HANDLE))
    rows = rows[np.lexsort((steps.attempt[rows], steps.need[rows], steps.matter[rows]))]
    differs = (np.diff(steps.need[rows]) != 0) | (np.diff(steps.matter[rows]) != 0)
    last = np.append(differs, True) if rows.size else np.zeros(0, dtype=bool)
    wrong = rows[last & (trace.outcome[rows] == 1)]
    return (np.bincount(steps.matter[wrong], minlength=played.plan.matters.release_ms.size) > 0).astype(np.int64)
