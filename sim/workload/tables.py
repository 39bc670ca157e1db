"""The tables of a workload: everything that could happen in one replication, the same for every design."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

import numpy as np

from sim.arrays import Flags, Floats, Ints
from sim.workload.outcomes import Outcomes


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
    review_ms: Ints  # working time until experts have reviewed it; 0: they need not
    misdirected: Floats  # uniform: misdirected where it is below a design's probability
    mistaken_for: Ints  # the function it would be misdirected to
    twin_of: Ints  # the matter that this one repeats for another bureau, -1: none
    ordered: Flags  # whether a leader's order lies on it
    in_hand: Flags  # whether it had come in, and been begun, before the start
    surge: Flags  # whether it came with a surge
    prefilled: Floats  # uniform: its papers are checked beforehand where it is below a design's share
    prefilled_catches: Floats  # uniform: that check finds what is missing where it is below a design's share
    weight: Floats  # uniform: how weighty the decision is within its class
    direct: Floats  # uniform: it may go straight to the last rank where it is below a design's share
    urgent: Flags  # whether it is an urgent one (急件)
    patience_ms: Ints  # clock time that the applicant waits for the handling to begin; NEVER: as long as it takes
    stays: Flags  # whether they go on waiting when that time is up
    complains: Flags  # whether they complain then
    complaint_hours: Floats  # work on the complaint
    asks: Flags  # whether the upper level must be asked
    answer_ms: Ints  # working time until it replies, where nobody's time is limited
    answer_hours: Floats  # work of its office on the reply
    site: Ints  # where it arises, -1: nowhere
    point: Floats  # uniform: at which point of the site
    online: Floats  # uniform: settled on line where it is below a design's share
    informal: Floats  # uniform: passes through an informal layer where it is below a design's share


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
    lost_ms: Ints  # working time that its papers would lie unnoticed; 0: they would not
    refuses: Flags  # whether a unit that those who ask do not assess would refuse it at first
    visits: Flags  # whether whoever handles it goes to the matter's site


@dataclass(frozen=True, kw_only=True)
class ContactTable:
    """One row a contact: an upper-level office calls for a meeting or a report."""

    office: Ints
    release_ms: Ints
    hours: Floats  # as a multiple of what a contact takes
    duplicate_of: Ints  # function of another bureau that has called for the same; -1: none
    asked_for: Ints  # Rank that a meeting asks for; 0: it is a report
    deadline_ms: Ints  # when a report is due; NEVER: at no time


@dataclass(frozen=True, kw_only=True)
class BroadcastTable:
    """One row a broadcast: an order that many people are to confirm."""

    release_ms: Ints
    dead: Flags  # [broadcast, recipient]: nobody ever answers there
    confirm_hours: Floats  # [broadcast, recipient, chance]: clock time until this call or reminder would be confirmed

    @classmethod
    def none(cls) -> Self:
        """Return the table without a broadcast."""
        return cls(
            release_ms=np.zeros(0, dtype=np.int64), dead=np.zeros((0, 0), dtype=bool), confirm_hours=np.zeros((0, 0, 1))
        )


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
    broadcasts: BroadcastTable = field(default_factory=BroadcastTable.none)
    outcomes: Outcomes = field(default_factory=Outcomes)
