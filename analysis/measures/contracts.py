"""Measures of contracts (转职能): how much goes out, what it costs, how busy contractors are, what watching takes."""

from __future__ import annotations

import numpy as np

from analysis.measures.bound import Bound, at_work
from analysis.measures.played import Played
from sim.arrays import Flags, Floats, Ints
from sim.calendar import MS_PER_HOUR
from sim.plan.plan import Kind


def contract_measures(played: Played, scheduled: Floats) -> dict[str, float]:
    """Return the measures of contracts by name; none where a design has no contractor.

    `scheduled` is the time for which each of our people is on duty in the window, in ms. There is a cost where a price
    is given.
    """
    if not played.contractors.terms or not played.cohort.size:
        return {}
    measures = {
        "transferred_share": transferred_share(played),
        "contractor_utilisation": contractor_utilisation(played),
        "supervision_share": supervision_share(played, scheduled),
    }
    if priced(played):
        measures["contract_cost_per_matter"] = contract_cost(played) / played.cohort.size
    return measures


def transferred_share(played: Played) -> float:
    """Return the share of the cohort's needs that a contractor was to handle."""
    steps = played.plan.steps
    first = (steps.kind == Kind.HANDLE) & (steps.attempt == 1) & (steps.need >= 0) & _of_cohort(played)[steps.matter]
    needs = np.unique(steps.need[first])
    out = np.unique(steps.need[first & np.isin(steps.unit, played.contractors.units)])
    return out.size / needs.size if needs.size else 0.0


def contractor_utilisation(played: Played) -> float:
    """Return the share of their time in the window for which contractors' people were at work."""
    return utilisation_outside(played, played.contractors.units)


def utilisation_outside(played: Played, outside: Ints) -> float:
    """Return the share of their time in the window for which the people of units that are none of ours were at work.

    Where there is nobody it is 0.
    """
    people = played.plan.people
    units = np.full(people.rank.size, -1, dtype=np.int64)
    units[played.rank.size :] = people.unit[people.unit_start[played.rank.size : -1]]  # outsiders serve one unit each
    theirs = np.flatnonzero(np.isin(units, outside))
    begin, end = played.horizon.window_ms
    there = _on_duty(played, Bound(theirs, theirs, np.full_like(theirs, begin), np.full_like(theirs, end)))
    busy = _in_window(played, at_work(played.plan, played.trace), outside)
    return float(busy.sum() / there.sum()) if there.sum() else 0.0


def supervision_share(played: Played, scheduled: Floats) -> float:
    """Return the share of our people's time in the window that goes into checking what contractors have done."""
    work = at_work(played.plan, played.trace)
    rows = played.plan.steps.kind[work.step] == Kind.SUPERVISE
    spent = _clipped(played, _among(work, rows))
    return float(spent.sum() / scheduled.sum()) if scheduled.sum() else 0.0


def priced(played: Played) -> bool:
    """Return whether any contractor has a price."""
    return any(one.price_per_hour is not None or one.price_per_need is not None for one in played.contractors.terms)


def contract_cost(played: Played) -> float:
    """Return what contractors are paid for the cohort's matters, in yuan: for hours worked, and for needs handled."""
    steps, terms = played.plan.steps, played.contractors.terms
    work = at_work(played.plan, played.trace)
    work = _among(work, _of_cohort(played)[steps.matter[work.step]])
    hours = _on_duty(played, work) / MS_PER_HOUR
    first = (steps.kind == Kind.HANDLE) & (steps.attempt == 1) & _of_cohort(played)[steps.matter] & played.executed
    cost = 0.0
    for unit, one in zip(played.contractors.units.tolist(), terms, strict=True):
        cost += (one.price_per_hour or 0.0) * float(hours[steps.unit[work.step] == unit].sum())
        cost += (one.price_per_need or 0.0) * int((first & (steps.unit == unit)).sum())
    return cost


def _of_cohort(played: Played) -> Flags:
    """Return which of the plan's matters are the cohort's."""
    found = np.zeros(played.plan.matters.release_ms.size, dtype=bool)
    found[played.cohort] = True
    return found


def _among(work: Bound, rows: Flags) -> Bound:
    return Bound(work.step[rows], work.person[rows], work.from_ms[rows], work.to_ms[rows])


def _in_window(played: Played, work: Bound, units: np.ndarray) -> np.ndarray:
    return _clipped(played, _among(work, np.isin(played.plan.steps.unit[work.step], units)))


def _clipped(played: Played, work: Bound) -> np.ndarray:
    """Return how much of these stretches lies in the window and in the person's diary."""
    begin, end = played.horizon.window_ms
    return _on_duty(
        played, Bound(work.step, work.person, np.clip(work.from_ms, begin, end), np.clip(work.to_ms, begin, end))
    )


def _on_duty(played: Played, work: Bound) -> np.ndarray:
    return played.duty.worked_until(work.person, work.to_ms) - played.duty.worked_until(work.person, work.from_ms)
