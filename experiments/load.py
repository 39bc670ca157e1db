"""The arithmetic of load: how many hours a year of matters asks for, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenarios.building import Scenario
from sim.calendar import MS_PER_HOUR
from sim.errors import InputError
from sim.plan.plan import Kind, Plan

PILOTS = 5
"""Replications that the hours are averaged over; they are drawn and planned, not simulated."""

PURPOSE = {
    Kind.DRAFT: "direct", Kind.HANDLE: "direct", Kind.REQUEST: "direct", Kind.REPLY: "direct",
    Kind.MEET: "coordination", Kind.COUNTERSIGN: "coordination", Kind.MERGE: "coordination",
    Kind.ASSIGN: "decision", Kind.SIGN: "decision", Kind.LIAISE: "liaison",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Load:
    """Hours in the window, at skill 1, first rounds only and without set-up, in the baseline design.

    Load is offered hours divided by scheduled hours of all staff.
    """

    offered: dict[str, float]  # by purpose: direct, coordination, decision, liaison
    scheduled: float
    volume_multiple: float  # of the types' per_year

    @property
    def nominal(self) -> float:
        """Offered hours over scheduled hours."""
        return sum(self.offered.values()) / self.scheduled


def find_load(scenario: Scenario, seed: int, load: float | None = None) -> Load:
    """Return the volume at which the baseline bears `load`, or what it bears as given where load is None.

    Hours grow in proportion to the volume, but for liaison, so one look at the given volume suffices.
    Raises InputError if liaison alone exceeds the load that is asked for.
    """
    organisation = scenario.organise(scenario.baseline)
    totals: dict[str, float] = dict.fromkeys(PURPOSE.values(), 0.0)
    scheduled = 0.0
    for replication in range(PILOTS):
        plan = scenario.plan(scenario.draw(seed=seed, replication=replication, scale=1.0), organisation)
        for purpose, hours in offered_hours(plan, scenario).items():
            totals[purpose] += hours / PILOTS
        scheduled += scheduled_hours(plan, scenario) / PILOTS
    if load is None:
        return Load(offered=totals, scheduled=scheduled, volume_multiple=1.0)
    matters = sum(totals.values()) - totals["liaison"]
    multiple = (load * scheduled - totals["liaison"]) / matters
    if multiple <= 0:
        raise InputError(
            f"demand.load={load}: liaison alone takes {totals['liaison'] / scheduled:.2f} of all hours; "
            "expected a load above that."
        )
    scaled = {purpose: hours * (1.0 if purpose == "liaison" else multiple) for purpose, hours in totals.items()}
    return Load(offered=scaled, scheduled=scheduled, volume_multiple=multiple)


def offered_hours(plan: Plan, scenario: Scenario) -> dict[str, float]:
    """Return the hours that matters and contacts released in the window ask for, by purpose."""
    begin, end = scenario.horizon.window_ms
    release = plan.matters.release_ms[plan.steps.matter]
    counted = (plan.steps.unit >= 0) & (plan.steps.attempt == 1) & (release >= begin) & (release < end)
    hours: dict[str, float] = {}
    for kind, purpose in PURPOSE.items():
        rows = counted & (plan.steps.kind == kind)
        hours[purpose] = hours.get(purpose, 0.0) + float(np.sum(plan.steps.work_hours[rows]))
    return hours


def scheduled_hours(plan: Plan, scenario: Scenario) -> float:
    """Return the hours that all people are on duty in the window."""
    begin, end = scenario.horizon.window_ms
    total = sum(
        int(plan.calendars[calendar].worked_until(end)) - int(plan.calendars[calendar].worked_until(begin))
        for calendar in plan.people.calendar.tolist()
    )
    return total / MS_PER_HOUR
