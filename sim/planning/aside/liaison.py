"""Upward liaison: what each contact with an upper-level office asks of the units that face it, or of a deputy, and of
the office's own people.
"""

from __future__ import annotations

import numpy as np

from sim.arrays import Flags, Ints
from sim.blocks import block_size
from sim.errors import DesignError
from sim.institution import Institution, Rank
from sim.levers.design import Organisation
from sim.levers.ranks import check_held
from sim.levers.stages import RANK_OF, Arrangement
from sim.plan.plan import Kind
from sim.planning.case import Case
from sim.planning.people.office_desks import unit_of_office
from sim.planning.sheet import Sheet
from sim.workload.demand import Demand


def facing(arrangement: Arrangement, institution: Institution) -> Ints:
    """Return the pairs [2, n] of an office and a unit that faces it, by office, then unit."""
    return np.unique(np.stack([institution.function_office, arrangement.unit_of_function]), axis=1)


def check_asked_for(demand: Demand, organisation: Organisation) -> None:
    """Raise DesignError if offices ask for somebody whom a design that sends whoever is asked for does not have."""
    settings, wanted = organisation.settings, demand.meeting_rank
    meetings = demand.contact_weeks > 0 and demand.contact_meetings > 0 and settings.contact_hours > 0
    if settings.sends != "as_asked" or not meetings:
        return
    for name, weight in (("head", wanted.head), ("deputy", wanted.deputy)):
        if weight > 0:
            key = f"counterparts.sends=as_asked, with demand.meeting_rank.{name}={weight:g},"
            check_held(key, name, organisation.arrangement, task="go to that meeting")


def check_office_hours(demand: Demand, organisation: Organisation) -> None:
    """Raise DesignError if contacts take time of offices' own people, and the offices have none."""
    if organisation.settings.office_hours > 0 and demand.office_desks is None:
        raise DesignError(
            f"counterparts.office_hours={organisation.settings.office_hours:g} takes time of offices' own people, but "
            "the demand does not say how many they are; expected demand.office_desks, or office_hours=0."
        )


def meet_counterparts(sheet: Sheet, case: Case) -> None:
    """Write a step for each contact and each unit that faces its office; where a deputy goes, one at that desk.

    A contact that repeats another bureau's is short where the same unit, or the same deputy, has dealt with both. Where
    contacts take time of the office's own people, too, one step more for all of these.
    """
    sent = _sent(case)
    if case.organisation.settings.contact_hours > 0:
        _meet_in_units(sheet, case, np.flatnonzero(sent < Rank.DEPUTY), sent)
        _meet_at_desks(sheet, case, np.flatnonzero(sent == Rank.DEPUTY))
    if case.organisation.settings.office_hours > 0:
        _meet_in_offices(sheet, case, sent)


def _sent(case: Case) -> Ints:
    """Return the rank that goes by contact; anybody may write a report."""
    asked, sends = case.workload.contacts.asked_for, case.organisation.settings.sends
    goes = asked if sends == "as_asked" else np.full(asked.size, int(RANK_OF[sends]), dtype=np.int64)
    return np.where(asked == 0, int(Rank.OFFICER), goes)


def _meet_in_units(sheet: Sheet, case: Case, contacts: Ints, sent: Ints) -> None:
    table, arrangement = case.workload.contacts, case.organisation.arrangement
    office, unit = facing(arrangement, case.institution)
    first, last = (np.searchsorted(office, table.office[contacts], side=side) for side in ("left", "right"))
    contact = np.repeat(contacts, last - first)
    within = np.arange(contact.size) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
    faced_by = unit[np.repeat(first, last - first) + within]
    _write(sheet, case, contact, faced_by, arrangement.unit_of_function, faced_by, sent[contact])


def _meet_at_desks(sheet: Sheet, case: Case, contacts: Ints) -> None:
    deputies = case.organisation.route.deputy_of_function
    if not contacts.size:
        return
    if deputies is None:
        raise DesignError("offices call deputies to meetings, but nobody is a deputy. Set counterparts.sends=officer.")
    deputy = deputies[case.institution.first_function_of_office[case.workload.contacts.office[contacts]]]
    ranks = np.full(contacts.size, int(Rank.DEPUTY), dtype=np.int64)
    _write(sheet, case, contacts, deputy, deputies, case.desk_of(deputy), ranks)


def _meet_in_offices(sheet: Sheet, case: Case, sent: Ints) -> None:
    """Write the offices' own steps: so long for each unit that faces them, or once for the deputy who comes."""
    table, hours = case.workload.contacts, case.organisation.settings.office_hours
    office, _ = facing(case.organisation.arrangement, case.institution)
    faced = np.bincount(office, minlength=len(case.institution.offices))[table.office]
    callers = np.where(sent == Rank.DEPUTY, np.minimum(faced, 1), faced)
    contact = np.flatnonzero(callers)
    sheet.write(
        case.n_matters + contact, Kind.LIAISE, unit=unit_of_office(case, table.office[contact]),
        work_hours=table.hours[contact] * hours * callers[contact],
    )  # fmt: skip


def _write(sheet: Sheet, case: Case, contact: Ints, who: Ints, holder: Ints, where: Ints, rank: Ints) -> None:
    """Write these contacts' steps; `holder` tells by function who has dealt with a double's first call."""
    table, settings = case.workload.contacts, case.organisation.settings
    twin = table.duplicate_of[contact]
    brief = (twin >= 0) & _dealt_with(np.maximum(twin, 0), who, holder, case.institution)
    hours = table.hours[contact] * settings.contact_hours * np.where(brief, settings.brief_share, 1.0)
    sheet.write(case.n_matters + contact, Kind.LIAISE, unit=where, work_hours=hours, rank=rank)


def _dealt_with(functions: Ints, who: Ints, holder: Ints, institution: Institution) -> Flags:
    """Return whether these units, or deputies, hold these functions; of those that each site has, at any site."""
    size, n = block_size(institution), int(max(holder.max(), who.max(initial=0))) + 1
    held = np.arange(holder.size) % size * n + holder
    return np.isin(functions % size * n + who, held)
