"""Precedence: where two principals want one officer (条块), the matters of one come before those of the other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.plan.case import ORDINARY_PRIORITY, Case
from sim.plan.plan import Steps


def give_precedence(steps: Steps, case: Case) -> Steps:
    """Return the steps with the ordinary work of the principal who does not win behind the other one's.

    Contacts, which follow all matters, are the line's. Decisions keep their priority, units their order.
    """
    wins = case.organisation.route.wins
    if wins == "nobody":
        return steps
    of_line = np.concatenate([case.of_line, np.ones(case.workload.contacts.office.size, dtype=bool)])
    loses = (of_line != (wins == "line"))[steps.matter]
    behind = loses & (steps.unit >= 0) & (steps.priority >= ORDINARY_PRIORITY)
    return replace(steps, priority=steps.priority + behind)
