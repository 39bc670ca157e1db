"""Upward liaison: what each contact with an upper-level office asks of the units that face it."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.institution import Institution
from sim.levers.stages import Arrangement
from sim.plan.case import Case
from sim.plan.plan import Kind
from sim.plan.sheet import Sheet


def facing(arrangement: Arrangement, institution: Institution) -> Ints:
    """Return the pairs [2, n] of an office and a unit that faces it, by office, then unit."""
    return np.unique(np.stack([institution.function_office, arrangement.unit_of_function]), axis=1)


def meet_counterparts(sheet: Sheet, case: Case) -> None:
    """Write a step for each contact and each unit that faces its office.

    A contact that repeats another bureau's is short where the same unit has dealt with both.
    """
    contacts, settings = case.workload.contacts, case.organisation.settings
    if settings.contact_hours <= 0:
        return
    arrangement = case.organisation.arrangement
    office, unit = facing(arrangement, case.institution)
    first, last = np.searchsorted(office, contacts.office), np.searchsorted(office, contacts.office, side="right")
    contact = np.repeat(np.arange(contacts.office.size), last - first)
    within = np.arange(contact.size) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
    faced_by = unit[np.repeat(first, last - first) + within]
    twin = contacts.duplicate_of[contact]
    brief = (twin >= 0) & (arrangement.unit_of_function[np.maximum(twin, 0)] == faced_by)
    hours = contacts.hours[contact] * settings.contact_hours * np.where(brief, settings.brief_share, 1.0)
    sheet.write(case.n_matters + contact, Kind.LIAISE, unit=faced_by, work_hours=hours)
