"""Who stays (转岗分流): officers who keep a post here under a design; the others work elsewhere."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.errors import DesignError
from sim.institution import Institution, Rank
from sim.levers.arranging.shares import largest_remainder


def officers_who_stay(number: int | None, institution: Institution) -> Ints:
    """Return the places in the staff of so many officers, of all if None, in the order of the staff.

    They stay in proportion to how many come from each bureau (largest remainder; at a tie the earlier bureau), of each
    bureau the first ones by place. Raises DesignError for more officers than there are.
    """
    officers = np.flatnonzero([person.rank == Rank.OFFICER for person in institution.staff])
    if number is None:
        return officers
    if number > officers.size:
        raise DesignError(
            f"membership.officers={number}, but the institution has {officers.size} officers; expected at most so many."
        )
    bureau = np.array([institution.bureau_index[institution.staff[person].bureau] for person in officers.tolist()])
    quota = largest_remainder(np.bincount(bureau, minlength=len(institution.bureaus)).astype(np.float64), number)
    return np.sort(np.concatenate([officers[bureau == one][:stay] for one, stay in enumerate(quota.tolist())]))


def check_enough(n_units: int, there: int, number: int | None) -> None:
    """Raise DesignError if there are fewer officers than units; `number` is how many are to stay, None: all."""
    if there < n_units:
        who = f"{there} officers" if number is None else f"the {there} officers who stay (membership.officers={number})"
        raise DesignError(f"{n_units} units for {who}; each unit needs at least one.")
