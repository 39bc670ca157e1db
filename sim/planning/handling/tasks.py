"""Tasks of task forces (专班): which matters each of them takes whole."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.calendar import MS_PER_DAY
from sim.errors import CalendarError, DesignError, UnknownName, nearest
from sim.horizon import Horizon
from sim.levers.arranging.forces import Force, TaskForce
from sim.levers.stages import Arrangement
from sim.workload.demand import Demand, MatterType
from sim.workload.tables import MatterTable


def period_ms(terms: TaskForce, horizon: Horizon) -> tuple[int, int]:
    """Return the days of a task force as [from, to)."""
    return horizon.ms(terms.first), horizon.ms(terms.last) + MS_PER_DAY


def taken_by(
    forces: tuple[Force, ...], tasks: tuple[tuple[int, ...], ...], matters: MatterTable, horizon: Horizon
) -> Ints:  # fmt: skip
    """Return by matter the unit of the task force that takes it, -1 where none does; `tasks` are types, by force.

    A force takes what is released in its days; what was in hand at the start is its units'.
    """
    unit = np.full(matters.type.size, -1, dtype=np.int64)
    for force, types in zip(forces, tasks, strict=True):
        begin, end = period_ms(force.terms, horizon)
        comes = (matters.release_ms >= begin) & (matters.release_ms < end) & ~matters.in_hand
        unit[comes & np.isin(matters.type, types)] = force.unit
    return unit


def task_types(forces: tuple[Force, ...], demand: Demand) -> tuple[tuple[int, ...], ...]:
    """Return by task force the types of matter that it takes; raise UnknownName for one that does not exist."""
    names = [kind.name for kind in demand.types]
    for force in forces:
        for name in force.terms.task:
            if name not in names:
                raise UnknownName(
                    f"task_force.forces.{force.name}.task names {name!r}, which is no type of matter. "
                    f"{nearest(name, names)}"
                )
    return tuple(tuple(names.index(name) for name in force.terms.task) for force in forces)


def check_forces(arrangement: Arrangement, demand: Demand, horizon: Horizon) -> None:
    """Raise CalendarError for a task force outside the run, DesignError for a task that its members may not do.

    Raises UnknownName for a task that is no type of matter.
    """
    tasks = task_types(arrangement.forces, demand)
    for force, types in zip(arrangement.forces, tasks, strict=True):
        _check_days(force, horizon)
        for kind in (demand.types[index] for index in types):
            _check_crew(force, kind)


def _check_days(force: Force, horizon: Horizon) -> None:
    key, terms = f"task_force.forces.{force.name}", force.terms
    if terms.first < horizon.first or terms.last >= horizon.cap:
        raise CalendarError(
            f"{key} is from {terms.first} to {terms.last}, but the run begins {horizon.first} and ends before "
            f"{horizon.cap}; expected days within."
        )
    first, last = ((day - horizon.first).days for day in (terms.first, terms.last))
    days = slice(first, last + 1)
    if not (horizon.working[days] & np.isin(horizon.weekday[days], terms.weekdays)).any():
        raise CalendarError(
            f"{key} has no working day that is one of its weekdays from {terms.first} to {terms.last}; expected at "
            "least one."
        )


def _check_crew(force: Force, kind: MatterType) -> None:
    key = f"task_force.forces.{force.name}"
    if kind.crew_licence is not None:
        raise DesignError(
            f"{key}.task names {kind.name!r}, which asks for the licence {kind.crew_licence!r}; who goes to a task "
            "force does not go by licences. Expected types without crew_licence."
        )
    if kind.crew > force.members:
        raise DesignError(
            f"{key}.task names {kind.name!r}, of which {kind.crew} people handle a need together, but it has "
            f"{force.members}; expected more members."
        )
