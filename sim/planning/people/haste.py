"""Haste: from how people are under pressure (被动应付) to thresholds for each unit."""

from __future__ import annotations

import numpy as np

from sim.institution import Rank
from sim.plan.plan import People
from sim.plan.provisions import Pressure, Terms
from sim.procedure import Abilities


def pressure_of(abilities: Abilities, people: People, terms: Terms, n_units: int) -> Pressure:
    """Return from how many waiting steps on the members of each unit hurry, and what that does to their work.

    Thresholds are a head's, times the unit's members, rounded up. Where two come to the same number the later counts.
    Who only takes decisions there, in somebody's place, is no member.
    """
    deciding = terms.member[terms.least_rank > Rank.OFFICER]
    members = np.bincount(np.delete(people.unit, deciding), minlength=n_units)
    rows = {
        (unit, int(np.ceil(haste.waiting_per_head * members[unit]))): haste
        for unit in np.flatnonzero(members).tolist()
        for haste in abilities.pressure
    }
    return Pressure(
        unit=np.array([unit for unit, _ in rows], dtype=np.int64),
        waiting=np.array([waiting for _, waiting in rows], dtype=np.int64),
        hours_factor=np.array([haste.hours for haste in rows.values()], dtype=np.float64),
        error_factor=np.array([haste.errors for haste in rows.values()], dtype=np.float64),
    )
