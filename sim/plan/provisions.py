"""Provisions: what holds for a few steps, people or units only. Each is a table that is empty where there is none.

Sorted as each table says, one row a case; so a plan that does without a rule carries nothing of it. Indices and times
are int64 as in the rest of the plan.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import isqrt
from typing import Any, TypeVar

import numpy as np

from sim.arrays import Floats, Ints

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Pressure:
    """What haste does to work, by unit and by how many steps wait there when a step is started.

    One row a threshold, sorted by (unit, waiting). Of a unit's rows the last counts whose `waiting` is reached; where
    none is, both factors are 1.
    """

    unit: Ints
    waiting: Ints  # steps that still wait in the unit, whatever rank they need
    hours_factor: Floats  # multiplies the work, not the set-up
    error_factor: Floats  # multiplies the error rate


@dataclass(frozen=True, kw_only=True)
class Practice:
    """How used a person is to the work of their unit, by when a step is started.

    Sorted by (person, from_ms). Of a person's rows the last counts that has begun; before the first, both factors
    are 1. They concern steps with a category only.
    """

    person: Ints
    from_ms: Ints
    hours_factor: Floats
    error_factor: Floats


@dataclass(frozen=True, kw_only=True)
class Urges:
    """Steps that go ahead of others once they have waited so long, sorted by (step, after_ms).

    A step may have several rows, and goes by each from its time on.
    """

    step: Ints
    after_ms: Ints  # since they were ready
    priority: Ints  # from then on
    order_key: Ints  # from then on


@dataclass(frozen=True, kw_only=True)
class Officers:
    """Steps that wait for the very person who did another one, sorted by step."""

    step: Ints
    of: Ints


@dataclass(frozen=True, kw_only=True)
class Crews:
    """Steps that several people do together, one row a line of the crew, sorted by step.

    The step's own unit and rank are those of its first line.
    """

    step: Ints
    unit: Ints
    rank: Ints  # the least rank
    licence: Ints  # that each of them must have, -1: none
    count: Ints


@dataclass(frozen=True, kw_only=True)
class Licences:
    """Who has which licence, sorted by (person, licence); licences are numbered from 0 to 62."""

    person: Ints
    licence: Ints


@dataclass(frozen=True, kw_only=True)
class Holds:
    """Steps after which whoever did them stays bound until another one has decided, sorted by step."""

    step: Ints
    until: Ints  # asks for a higher rank, and follows `step` alone


@dataclass(frozen=True, kw_only=True)
class Terms:
    """When and for what a person serves one of their units, where that is less than always and everything.

    Sorted by `member`, a row of `People.unit`.
    """

    member: Ints
    calendar: Ints  # in whose sessions steps are taken up, besides the person's own diary; -1: always
    least_rank: Ints  # of the steps that are taken up


@dataclass(frozen=True, kw_only=True)
class Turning:
    """Units whose people stay with a category of business as long as there is work of it, sorted."""

    unit: Ints


@dataclass(frozen=True, kw_only=True)
class Patience:
    """Steps that leave when nobody has taken them for so long, sorted by step."""

    step: Ints
    after_ms: Ints  # since they were ready; 0: they leave at once unless somebody takes them then


@dataclass(frozen=True, kw_only=True)
class Alarms:
    """Steps that raise an alarm, by edges WHEN_LATE, when nobody has taken them for so long; sorted by step."""

    step: Ints
    after_ms: Ints  # since they were ready


@dataclass(frozen=True, kw_only=True)
class Firsts:
    """Steps that are called as soon as one incoming edge is live, whatever becomes of the others, sorted by step."""

    step: Ints


@dataclass(frozen=True, kw_only=True)
class Entries:
    """Matters that come in when a step of theirs has ended, never if it is skipped; sorted by matter.

    The step follows steps of other matters; the release of such a matter is NEVER.
    """

    matter: Ints
    step: Ints


@dataclass(frozen=True, kw_only=True)
class Growth:
    """Steps whose work grows with the time for which nobody has dealt with it, sorted by step."""

    step: Ints
    since_ms: Ints  # from when on it grows
    per_hour: Floats  # share of the work that each clock hour adds
    most: Floats  # times the work it grows to at most


@dataclass(frozen=True, kw_only=True)
class Preempts:
    """Steps that may interrupt others of less urgency, sorted by step."""

    step: Ints


@dataclass(frozen=True, kw_only=True)
class Ways:
    """How far all sites lie apart, one row a pair, both orders and each to itself, sorted by (origin, goal)."""

    origin: Ints
    goal: Ints
    km: Floats


@dataclass(frozen=True, kw_only=True)
class Visits:
    """Steps that are done at a site, sorted by step."""

    step: Ints
    site: Ints


@dataclass(frozen=True, kw_only=True)
class Travellers:
    """People who travel to where a step is done, sorted by person; all others are everywhere at once."""

    person: Ints
    base: Ints  # the site where they are stationed
    km_per_hour: Floats
    returns: Ints  # 1: bound until they are back at their base; 0: they go on from where they are


@dataclass(frozen=True, kw_only=True)
class Nearest:
    """Units in which of several free people the one who is nearest to the site takes a step, sorted."""

    unit: Ints


def none(table: type[T]) -> T:
    """Return this table without a row."""
    columns: dict[str, Any] = {
        column.name: np.zeros(0, dtype=np.float64 if column.type == "Floats" else np.int64)
        for column in fields(table)  # type: ignore[arg-type]
    }
    return table(**columns)


def n_sites_of(ways: Ways) -> int:
    """Return how many sites a table of ways is between; -1 if it is not a square."""
    n = isqrt(ways.km.size)
    return n if n * n == ways.km.size else -1


PROVISIONS: dict[str, type[Any]] = {
    "pressure": Pressure, "practice": Practice, "urges": Urges, "officers": Officers, "crews": Crews,
    "licences": Licences, "holds": Holds, "terms": Terms, "turning": Turning, "patience": Patience,
    "alarms": Alarms, "firsts": Firsts, "entries": Entries, "growth": Growth, "preempts": Preempts, "ways": Ways,
    "visits": Visits, "travellers": Travellers, "nearest": Nearest,
}  # fmt: skip
"""All of these tables, by their name in a plan."""
