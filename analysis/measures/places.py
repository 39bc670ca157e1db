"""Measures of places: how long field people are on the way, and how far and how often applicants have to go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.measures.people import PURPOSES
from analysis.measures.played import Played
from analysis.measures.travel import seats_of_visits
from sim.arrays import Floats, Ints
from sim.calendar import MS_PER_HOUR
from sim.plan.plan import Kind
from sim.trace import NOT_YET


@dataclass(frozen=True)
class Ways:
    """One row for each seat of a visit that was begun: whose it is, and the working time of the ways there and back."""

    matter: Ints
    person: Ints
    started_ms: Ints
    ended_ms: Ints  # of the visit; of one that goes on, when the run stopped
    there_ms: Ints
    back_ms: Ints  # as far as it has come; 0 for who does not return
    km: Floats  # there


def place_measures(played: Played, worked: Floats, scheduled: Floats) -> dict[str, float]:
    """Return the measures of travel, where a plan has visits, and of applicants' trips, where it has service points.

    `worked` and `scheduled` are what `busy_ms` returns.
    """
    return _travel(played, worked, scheduled) | _trips(played)


def ways(played: Played) -> Ways:
    """Return the ways of all visits that travellers have begun, in the order of the plan's visits, seat by seat."""
    plan, trace, visits = played.plan, played.trace, played.plan.visits
    step, person = seats_of_visits(plan, trace)
    begun = np.flatnonzero((trace.way_ms != NOT_YET) & np.isin(person, plan.travellers.person))
    site = np.repeat(visits.site, np.diff(np.append(np.searchsorted(step, visits.step), step.size)))[begun]
    step, person = step[begun], person[begun]
    ended = np.where(trace.ended_ms[step] == NOT_YET, trace.stopped_ms, trace.ended_ms[step])
    row = np.searchsorted(plan.travellers.person, person)
    goes_back = plan.travellers.returns[row].astype(bool) & (plan.travellers.base[row] != site)
    until = np.where(trace.back_ms[begun] == NOT_YET, trace.stopped_ms, trace.back_ms[begun])
    until = np.where(goes_back & (trace.ended_ms[step] != NOT_YET), until, ended)
    return Ways(
        matter=plan.steps.matter[step],
        person=person,
        started_ms=trace.started_ms[step],
        ended_ms=ended,
        there_ms=trace.way_ms[begun],
        back_ms=played.duty.worked_until(person, until) - played.duty.worked_until(person, ended),
        km=trace.way_ms[begun] / MS_PER_HOUR * plan.travellers.km_per_hour[row],
    )


def _travel(played: Played, worked: Floats, scheduled: Floats) -> dict[str, float]:
    plan = played.plan
    if not plan.asks_for("visits") or not plan.travellers.person.size:
        return {}
    found, ours = ways(played), plan.travellers.person[plan.travellers.person < scheduled.size]
    on_duty, spent = float(scheduled[ours].sum()), float(worked[ours, PURPOSES.index("travel")].sum())
    begin, end = played.horizon.window_ms
    inside = (found.started_ms >= begin) & (found.started_ms < end)
    measures = {"travel_share": spent / on_duty if on_duty else 0.0}
    if inside.any():
        measures["distance_km_mean"] = float(found.km[inside].mean())
    mine = np.isin(found.matter, played.cohort)
    if mine.any():
        hours = (found.there_ms[mine] + found.back_ms[mine]).sum() / MS_PER_HOUR
        measures["travel_hours_per_matter"] = float(hours / np.unique(found.matter[mine]).size)
    return measures


def _trips(played: Played) -> dict[str, float]:
    """Return how often, how far and how long applicants of the cohort go, those who need not go at all among them, and
    what that and the service points cost.

    They go once more for each supplement, and for each time that they hand papers in again.
    """
    if played.trips is None:
        return {}
    trips, cohort = played.trips, played.cohort
    mine = cohort[trips.trips[cohort] >= 0]
    if not mine.size:
        return {}
    number = np.where(trips.trips > 0, trips.trips + _further(played)[: trips.trips.size], 0)[mine]
    km = number * trips.km[mine]
    measures = {
        "trips_mean": float(number.mean()),
        "trip_km_mean": float(km.mean()),
        "trip_hours_mean": float(km.mean() / trips.km_per_hour),
    }
    if trips.points_cost_per_year is not None and trips.cost_per_hour is not None:  # what points cost, and ways
        points = trips.points_cost_per_year * played.horizon.window_years / mine.size
        measures["access_cost_per_matter"] = points + measures["trip_hours_mean"] * trips.cost_per_hour
    return measures


def _further(played: Played) -> Ints:
    """Return for each matter how often something was handed in again; views of others are waited for in office time."""
    steps = played.plan.steps
    again = (steps.kind == Kind.SUPPLEMENT) | ((steps.kind == Kind.WAIT_OUTSIDE) & (steps.calendar < 0))
    return np.bincount(steps.matter[again & played.executed], minlength=played.plan.matters.release_ms.size)
