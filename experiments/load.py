"""The arithmetic of load: how many hours a year of matters asks for, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.measures.people import PURPOSE_OF
from scenarios.building import Scenario
from sim.arrays import Flags, Floats, Ints
from sim.calendar import MS_PER_HOUR
from sim.errors import InputError
from sim.institution import Rank
from sim.plan.memberships import memberships
from sim.plan.plan import Guard, Kind, Plan
from sim.workload.latent import Events, events_of

PILOTS = 5
"""Replications that the hours are averaged over; they are drawn and planned, not simulated."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """Hours in the window that the baseline's people need for what comes in.

    Load is offered hours divided by scheduled hours of all staff.
    """

    offered: dict[str, float]  # by purpose: direct, coordination, decision, liaison
    scheduled: float
    volume_multiple: float  # of the types' per_year

    @property
    def nominal(self) -> float:
        """Offered hours over scheduled hours."""
        return sum(self.offered.values()) / self.scheduled

    def at(self, load: float) -> Load:
        """Return the volume at which the load is `load`: all hours but liaison's grow in proportion to it.

        Raises InputError if liaison alone exceeds the load that is asked for.
        """
        liaison = self.offered["liaison"]
        factor = (load * self.scheduled - liaison) / (sum(self.offered.values()) - liaison)
        if factor <= 0:
            raise InputError(
                f"demand.load={load}: liaison alone takes {liaison / self.scheduled:.3g} of all hours; "
                "expected a load above that."
            )
        offered = {name: hours * (1.0 if name == "liaison" else factor) for name, hours in self.offered.items()}
        return Load(offered=offered, scheduled=self.scheduled, volume_multiple=self.volume_multiple * factor)


def find_load(scenario: Scenario, seed: int, load: float | None = None, *, pilots: int = PILOTS) -> Load:
    """Return the volume at which the baseline bears `load`, or what it bears as given where load is None.

    The hours are averaged over so many pilots. Raises InputError if nothing comes in, if nobody is on duty, or if
    liaison alone exceeds the load asked for.
    """
    organisation = scenario.organise(scenario.baseline)
    totals: dict[str, float] = dict.fromkeys(PURPOSE_OF.values(), 0.0)
    scheduled = 0.0
    for replication in range(pilots):
        workload = scenario.draw(seed=seed, replication=replication, scale=1.0)
        plan = scenario.plan(workload, organisation)
        events = events_of(workload, tuple(kind.latent for kind in scenario.demand.types))
        for purpose, hours in offered_hours(plan, scenario, np.flatnonzero(workload.matters.in_hand), events).items():
            totals[purpose] += hours / pilots
        scheduled += scheduled_hours(plan, scenario) / pilots
    if not scheduled:
        raise InputError("nobody is on duty in the window; expected office hours that meetings leave free.")
    if sum(totals.values()) == totals["liaison"]:
        raise InputError("demand.types: no matter comes in within the window; expected a type with per_year above 0.")
    given = Load(offered=totals, scheduled=scheduled, volume_multiple=1.0)
    return given if load is None else given.at(load)


def offered_hours(
    plan: Plan, scenario: Scenario, in_hand: Ints | None = None, events: Events | None = None
) -> dict[str, float]:  # fmt: skip
    """Return the hours that matters and contacts released in the window ask of these people, by purpose.

    Work outside the members' expertise counts as long as it takes them on average; rework counts with its
    probability; turning from one category to another counts as often as it happens when categories come in
    no order. What was in hand at the start has come in before. What contractors do is asked of nobody here. Latent
    events count by their onset, if somebody would know of them some day.
    """
    begin, end = scenario.horizon.window_ms
    release = _onsets(plan, events)
    released = (release >= begin) & (release < end)
    if in_hand is not None:
        released[in_hand] = False
    counted = _is_ours(plan, scenario) & released[plan.steps.matter] & ~_only_after_waiting(plan)
    needed = _needed_hours(plan)
    hours: dict[str, float] = {}
    calls = counted & _at_any_volume(plan)
    for kind, purpose in PURPOSE_OF.items():
        rows = counted & ~calls & (plan.steps.kind == kind)
        hours[purpose] = hours.get(purpose, 0.0) + float(np.sum(needed[rows]))
    hours["liaison"] += float(np.sum(needed[calls]))
    return hours


def _onsets(plan: Plan, events: Events | None) -> Ints:
    """Return when matters are released, of events that something could make known when they began."""
    if events is None:
        return plan.matters.release_ms
    release, entries = plan.matters.release_ms.copy(), plan.entries
    known = np.unique(plan.edges.target[plan.edges.guard != Guard.ON_ERROR])
    could = np.isin(events.matter, entries.matter[np.isin(entries.step, known)])
    release[events.matter[could]] = events.onset_ms[could]
    return release


def _at_any_volume(plan: Plan) -> Flags:
    """Return the steps of which there are as many at any volume: calls of broadcasts, rounds, false reports."""
    kind, followed = plan.steps.kind, np.zeros(plan.n_steps, dtype=bool)
    followed[plan.edges.source] = True
    return np.asarray((kind == Kind.NOTIFY) | (kind == Kind.PATROL) | ((kind == Kind.VERIFY) & ~followed))


def _is_ours(plan: Plan, scenario: Scenario) -> Flags:
    """Return which steps wait for people of ours; a contractor's work is no load of the house."""
    served = np.zeros(plan.n_units, dtype=bool)
    served[plan.people.unit[: plan.people.unit_start[len(scenario.institution.staff)]]] = True
    return np.asarray((plan.steps.unit >= 0) & served[plan.steps.unit])


def _only_after_waiting(plan: Plan) -> Flags:
    """Return which steps are called only if others have waited for too long: nobody knows how often that happens."""
    edges, found = plan.edges, np.zeros(plan.n_steps, dtype=bool)
    waits = np.isin(edges.guard, (Guard.WHEN_LEFT, Guard.WHEN_LATE, Guard.WHEN_OVERDUE))
    follows = np.zeros(plan.n_steps, dtype=bool)
    follows[edges.target] = True
    while waits.any():
        sure = np.zeros(plan.n_steps, dtype=bool)
        sure[edges.target[~waits & ~found[edges.source]]] = True
        before, found = found, follows & ~sure
        if (found == before).all():
            break
    return found


def _needed_hours(plan: Plan) -> Floats:
    """Return for each step the hours it is expected to take whoever of its unit does it; 0 for pure waits."""
    steps, people = plan.steps, plan.people
    members = memberships(plan)
    working = members.least_rank <= Rank.OFFICER  # who only stands in for decisions does none of the work
    member, served = members.person[working], members.unit[working]
    size = np.maximum(np.bincount(served, minlength=plan.n_units), 1)[:, None]
    slowness, errors = np.zeros((2, plan.n_units, people.skill.shape[1]))
    np.add.at(slowness, served, 1 / people.skill[member])
    np.add.at(errors, served, people.error_rate[member])
    slowness, errors = slowness / size, errors / size
    unit, category = np.maximum(steps.unit, 0), np.maximum(steps.category, 0)
    of_category = (steps.unit >= 0) & (steps.category >= 0)
    hours = np.where(steps.unit >= 0, steps.work_hours, 0.0)
    hours = np.where(of_category, hours * slowness[unit, category] + _setup_hours(plan, of_category)[unit], hours)
    hours[plan.crews.step] *= np.bincount(plan.crews.step, plan.crews.count)[plan.crews.step]  # each member works
    # a further round, and the signature that follows it, happen as often as all rounds before them fail
    again = np.flatnonzero(steps.attempt > 1)
    hours[again] *= _lead_error(plan, errors, again) ** (steps.attempt[again] - 1)
    return hours


def _setup_hours(plan: Plan, of_category: Flags) -> Floats:
    """Return for each unit the expected set-up before a step, categories coming in no order."""
    width = plan.people.skill.shape[1]
    cell = plan.steps.unit[of_category] * width + plan.steps.category[of_category]
    counts = np.bincount(cell, minlength=plan.n_units * width).reshape(plan.n_units, width)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return np.asarray((shares * (1 - shares)) @ plan.setup_hours)


def _lead_error(plan: Plan, errors: Floats, again: Ints) -> Floats:
    """Return for each step of a further round the probability that its matter's first handling goes wrong."""
    steps = plan.steps
    handled = again[steps.kind[again] == Kind.HANDLE]
    by_matter = np.zeros(plan.matters.release_ms.size)
    by_matter[steps.matter[handled]] = errors[steps.unit[handled], steps.category[handled]]
    return by_matter[steps.matter[again]]


def scheduled_hours(plan: Plan, scenario: Scenario) -> float:
    """Return the hours that all our people are on duty in the window."""
    window = np.array(scenario.horizon.window_ms)
    ours = plan.people.calendar[: len(scenario.institution.staff)]
    diaries = (plan.calendars[calendar] for calendar in ours.tolist())
    return sum(int(np.diff(diary.worked_until(window))[0]) for diary in diaries) / MS_PER_HOUR
