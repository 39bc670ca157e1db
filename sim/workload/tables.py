"""The tables of a workload: everything that could happen in one replication, the same for every design."""

from __future__ import annotations

from dataclasses import dataclass

from sim.arrays import Floats, Ints


@dataclass(frozen=True, kw_only=True)
class MatterTable:
    """One row a matter, by time of release."""

    type: Ints
    ordinal: Ints  # position within its type: the position of its draws in their streams
    release_ms: Ints
    deadline_ms: Ints
    priority: Ints
    decision: Ints  # Decision
    office: Ints  # that sent it, -1: an enterprise
    supplement_ms: Ints  # clock time until the applicant has supplemented; 0: nothing was missing
    misdirected: Floats  # uniform: misdirected where it is below a design's probability
    mistaken_for: Ints  # the function it would be misdirected to
    twin_of: Ints  # the matter that this one repeats for another bureau, -1: none


@dataclass(frozen=True, kw_only=True)
class NeedTable:
    """One row a need, by matter and place; the need at place 0 is the lead's."""

    matter: Ints
    place: Ints
    function: Ints
    work_hours: Floats
    views_ms: Ints  # working time until others' views are in; 0: none need be sought
    errors: Floats  # [need, round]: uniforms of the handling's outcome
    resubmitted: Floats  # uniform: the applicant must hand papers in again where it is below a probability
    resubmission_ms: Ints  # clock time that this would take


@dataclass(frozen=True, kw_only=True)
class ContactTable:
    """One row a contact: an upper-level office calls for a meeting or a report."""

    office: Ints
    release_ms: Ints
    hours: Floats  # as a multiple of what a contact takes
    duplicate_of: Ints  # function of another bureau that has called for the same; -1: none


@dataclass(frozen=True, kw_only=True)
class AbsenceTable:
    """One row a spell of absence."""

    person: Ints
    from_ms: Ints
    to_ms: Ints


@dataclass(frozen=True, kw_only=True)
class Workload:
    """All chance of one replication."""

    matters: MatterTable
    needs: NeedTable
    contacts: ContactTable
    absences: AbsenceTable
