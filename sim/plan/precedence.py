"""Precedence: whose work a unit takes up first, whatever its own order.

Three rules change the priority of ordinary steps, one after another: `command`, which of two principals wins (条块);
then answer deadlines, whether own work comes first; last a leader's order (督办), which sets aside the other two.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.arrays import Flags
from sim.plan.answering import is_answer, is_backed
from sim.plan.case import ORDINARY_PRIORITY, Case
from sim.plan.plan import Steps
from sim.plan.supervising import ordered_priority


def give_precedence(steps: Steps, case: Case) -> Steps:
    """Return the steps with the priorities that a design gives them; units keep their order within each.

    Behind the others, by one each, are the ordinary work of the principal who does not win, and a further unit's share
    that nothing backs. What is ordered comes before all of these.
    """
    behind = _loses(steps, case).astype(np.int64) + (is_answer(steps, case) & ~is_backed(steps, case))
    return replace(steps, priority=ordered_priority(steps.priority + behind, steps, case))


def _loses(steps: Steps, case: Case) -> Flags:
    """Return which ordinary steps are the principal's who does not win.

    Contacts, which follow all matters, are the line's. Decisions keep their priority.
    """
    wins = case.organisation.route.wins
    if wins == "nobody":
        return np.zeros(steps.matter.size, dtype=bool)
    of_line = np.concatenate([case.of_line, np.ones(case.workload.contacts.office.size, dtype=bool)])
    loses = (of_line != (wins == "line"))[steps.matter]
    return np.asarray(loses & (steps.unit >= 0) & (steps.priority >= ORDINARY_PRIORITY))
