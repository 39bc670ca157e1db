"""Precedence: whose work a unit takes up first, whatever its own order.

Three rules change the priority of ordinary steps, one after another: `command`, which of two principals wins (条块);
then answer deadlines, whether own work comes first; last a leader's order (督办) or urgency (急件), which set aside the
other two.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.arrays import Flags, Ints
from sim.plan.plan import Steps
from sim.planning.aside.inspecting import INSPECTED
from sim.planning.case import ORDINARY_PRIORITY, Case
from sim.planning.waiting.answering import is_answer, is_backed
from sim.planning.waiting.urgency import first_priority


def give_precedence(steps: Steps, case: Case, original: Ints) -> Steps:
    """Return the steps with the priorities that a design gives them; units keep their order within each.

    Behind the others, by one each, are the ordinary work of the principal who does not win, and a further unit's share
    that nothing backs. What is ordered, and what is urgent, comes before all of these. `original` is by row of matters
    the one that it hangs on in the end, which says whose it is.
    """
    of = original[steps.matter]
    behind = _loses(steps, case, of).astype(np.int64)
    behind += is_answer(steps, case, of) & ~is_backed(steps, case, of)
    return replace(steps, priority=first_priority(steps.priority + behind, steps, case, of))


def _loses(steps: Steps, case: Case, of: Ints) -> Flags:
    """Return which ordinary steps are the principal's who does not win.

    Contacts are the line's, broadcasts and what makes events known the local leaders'. Decisions keep their priority.
    """
    wins = case.organisation.route.wins
    if wins == "nobody":
        return np.zeros(steps.matter.size, dtype=bool)
    contacts, broadcasts = case.workload.contacts.office, case.workload.broadcasts.release_ms
    of_line = np.concatenate([case.of_line, contacts >= INSPECTED, np.zeros(broadcasts.size, dtype=bool)])
    loses = (of_line != (wins == "line"))[of]
    return np.asarray(loses & (steps.unit >= 0) & (steps.priority >= ORDINARY_PRIORITY))
