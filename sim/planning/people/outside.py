"""Those outside the house who do steps of ours: contractors, then upper-level offices, behind our units and staff."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.calendar import Calendar
from sim.plan.plan import People, Steps
from sim.planning.case import Case
from sim.planning.handling.contracted import hours_of_contractors, people_of_contractors
from sim.planning.people.office_desks import with_offices


def units_outside(case: Case) -> int:
    """Return how many units are none of ours."""
    return len(case.organisation.arrangement.contracts.names) + case.office_units


def with_outsiders(people: People, case: Case, first_calendar: int) -> tuple[People, tuple[Calendar, ...]]:
    """Return the people, behind them those outside, and the calendars of these, numbered from `first_calendar` on."""
    arrangement = case.organisation.arrangement
    known = people_of_contractors(people, arrangement, first_calendar)
    return with_offices(known, case), hours_of_contractors(arrangement, case.horizon)


def in_turn(steps: Steps, case: Case) -> Steps:
    """Return the steps with those outside serving first come, first served: neither order nor precedence is theirs."""
    outside = steps.unit >= case.n_inside
    if not outside.any():
        return steps
    return replace(
        steps, order_key=np.where(outside, 0, steps.order_key), priority=np.where(outside, 0, steps.priority)
    )
