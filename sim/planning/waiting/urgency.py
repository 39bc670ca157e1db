"""Urgency (急件): what comes before all others, and what may interrupt work of less urgency."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

from sim.arrays import Flags, Ints
from sim.plan.plan import Steps
from sim.plan.provisions import Officers, Preempts, none
from sim.planning.case import DECISION_PRIORITY, ORDINARY_PRIORITY, Case
from sim.planning.handling.supervising import ORDERED_PRIORITY, is_ordered
from sim.planning.rows import by_row


def first_priority(priority: Ints, steps: Steps, case: Case, of: Ints) -> Ints:
    """Return the priorities with what is ordered or urgent before all else, decisions first, as among the others."""
    route = case.organisation.route
    chosen = np.zeros(priority.size, dtype=bool)
    if route.ordered:
        chosen |= is_ordered(case, of)
    if route.dispatching.urgent_first:
        chosen |= is_urgent(case, of)
    decided = priority + ORDERED_PRIORITY - ORDINARY_PRIORITY
    first = np.where(priority > DECISION_PRIORITY, ORDERED_PRIORITY, decided)
    return np.where(chosen & (steps.unit >= 0), first, priority)


def is_urgent(case: Case, of: Ints) -> Flags:
    """Return for steps of these rows of matters whether they are urgent; no contact is."""
    return np.asarray(by_row(case.workload.matters.urgent, case, False)[of])


def interruptions(provided: dict[str, Any], steps: Steps, case: Case, original: Ints) -> dict[str, Any]:
    """Return the provisions by which urgent steps interrupt others, and by which the same person goes on with these.

    A crew interrupts nobody. Whatever waits for a case officer anyway goes on with that person.
    """
    dispatching = case.organisation.route.dispatching
    if not dispatching.interrupts:
        return {}
    alone = _in_house(steps, case)
    alone[provided["crews"].step] = False
    step = np.flatnonzero(alone & is_urgent(case, original[steps.matter]))
    found: dict[str, Any] = {"preempts": _joined(Preempts, provided["preempts"], {"step": step})}
    if dispatching.same_person and step.size:
        least = int(steps.priority[step].min())
        for table in (provided["officers"].step, provided["holds"].step, provided["holds"].until):
            alone[table] = False
        alone[provided["visits"].step] = False  # nobody is called away from a site
        victims = np.flatnonzero(alone & (steps.priority > least))
        found["officers"] = _joined(Officers, provided["officers"], {"step": victims, "of": victims})
    return found


def _in_house(steps: Steps, case: Case) -> Flags:
    return np.asarray((steps.unit >= 0) & (steps.unit < case.n_units + case.leaders.size))


def _joined(table: type[Any], given: Any, more: dict[str, Ints]) -> Any:
    """Return a table with more rows, each step once, sorted by step."""
    columns = {
        key.name: np.concatenate([getattr(given, key.name), more.get(key.name, getattr(none(table), key.name))])
        for key in fields(table)
    }
    rows = np.unique(columns["step"], return_index=True)[1]
    return table(**{name: column[rows] for name, column in columns.items()})
