"""Provisions of small plans, written down row by row, and what a trace tells of crews and holds. Times are in hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple

import numpy as np
from worlds import ms

from sim.calendar import MS_PER_HOUR
from sim.plan.plan import Plan
from sim.plan.provisions import PROVISIONS
from sim.trace import NOT_YET, Trace


class CrewLine(NamedTuple):
    """So many people of a unit that a crew asks for."""

    unit: int
    rank: int
    licence: int
    count: int


def line(unit: int, *, rank: int = 1, licence: int = -1, count: int = 1) -> CrewLine:
    """Return a line of a crew, by default anybody of the unit."""
    return CrewLine(unit, rank, licence, count)


def table(name: str, *rows: Sequence[float]) -> Any:
    """Return a provision with these rows, as they stand: numbers in the order of its columns, times in ms."""
    return PROVISIONS[name](**{
        column.name: np.array([row[place] for row in rows], np.float64 if column.type == "Floats" else np.int64)
        for place, column in enumerate(fields(PROVISIONS[name]))
    })  # fmt: skip


def provided(
    plan: Plan,
    *,
    crews: Mapping[int, Sequence[CrewLine]] | None = None,
    licences: Sequence[tuple[int, int]] = (),
    holds: Mapping[int, int] | None = None,
    urges: Mapping[int, tuple[float, int, int]] | None = None,
    officers: Mapping[int, int] | None = None,
    terms: Mapping[int, tuple[int, int]] | None = None,
    turning: Sequence[int] = (),
    practice: Sequence[tuple[int, float, float, float]] = (),
) -> Plan:
    """Return the plan with provisions, the empty ones as they were.

    By step: the lines of its crew; until which step it holds its handler; after how long it is urged, to which
    priority and order; whose officer it waits for. By membership, numbered through person by person: a calendar and
    the least rank. A licence is (person, licence), practice (person, from, factor of hours, factor of errors).
    """
    rows: dict[str, list[Sequence[float]]] = {
        "crews": [(step, *one) for step, lines in sorted((crews or {}).items()) for one in lines],
        "licences": sorted(licences),
        "holds": sorted((holds or {}).items()),
        "urges": [(step, ms(after), *then) for step, (after, *then) in sorted((urges or {}).items())],
        "officers": sorted((officers or {}).items()),
        "terms": [(member, *rest) for member, rest in sorted((terms or {}).items())],
        "turning": [(unit,) for unit in sorted(turning)],
        "practice": [(person, ms(since), *factors) for person, since, *factors in sorted(practice)],
    }
    return replace(plan, **{name: table(name, *own) for name, own in rows.items() if own})


def seats(trace: Trace) -> list[int | None]:
    """Return who sat on each seat of each crew; None: nobody yet."""
    return [None if person == NOT_YET else person for person in trace.crew.tolist()]


def freed(trace: Trace) -> list[float | None]:
    """Return when each hold came to an end; None: it has not, or nobody was held."""
    return [None if at == NOT_YET else at / MS_PER_HOUR for at in trace.freed_ms.tolist()]
