"""What a sensitivity analysis has found, as it is stored: ranks, changes, break-even values, what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analysis.intervals import CONFIDENCE
from analysis.sensitivity import (
    Change,
    Level,
    Point,
    Value,
    as_number,
    as_value,
    break_evens,
    largest_change,
    size,
    size_beyond_noise,
    turns_surely,
    typical_variance,
    undecided_around,
    weight,
)
from experiments.sensitivity.numbers import Assumed, NotVaried, levels_of
from sim.arrays import Floats

LEADING = 10
"""So many numbers lead."""

PLAYED_AGAIN = 15
"""So many are played again over their range after the screening, with all replications; those that lead among them."""

_NO_BREAK_EVEN: dict[str, Any] = {
    "break_even": None,
    "turns_surely": False,
    "break_evens": [],
    "break_even_between": None,
}

Seen = Mapping[tuple[str | None, Value | None], Level]
"""What was seen at each point of a sweep, by the key that it changes and its value; (None, None) is as configured."""


def leading_of(numbers: Sequence[Assumed], facts: Mapping[str, Any], seen: Seen) -> list[Assumed]:
    """Return the numbers that are played again: those whose change in the screening was largest beyond noise."""
    base = _base(seen)
    changes = {one.key: _changes(one, seen, base) for one in numbers}
    typical = typical_variance([change for found in changes.values() for change in found])
    sizes = [
        (max(size_beyond_noise(change, typical) for change in changes[one.key]), one)
        for one in numbers
        if changes[one.key]
    ]
    return [one for _, one in sorted(sizes, key=lambda pair: -pair[0])][: facts["lead"]]


def _changes(one: Assumed, seen: Seen, base: Floats) -> list[Floats]:
    """Return the changes at the ends of a range that have one, by replication."""
    levels = (_level(one, value, seen) for value in (one.low, one.high))
    return [level.differences - base for level in levels if level.differences is not None and base.size]


def result_of(numbers: Sequence[Assumed], facts: Mapping[str, Any], screened: Seen, led: Seen) -> dict[str, Any]:
    """Return the analysis as it is stored; the intervals of all that it holds hold together."""
    lead = leading_of(numbers, facts, screened)
    ends = sum(_level(one, value, screened).differences is not None for one in numbers for value in (one.low, one.high))
    between = sum(level.differences is not None for key, level in led.items() if key != (None, None))
    family = ends + between + 1
    rows = sorted((_lead_row(one, led, family) for one in lead), key=lambda row: row["sort"], reverse=True)
    rows = [{**row, "leading": place < LEADING} for place, row in enumerate(rows)]
    others = [one for one in numbers if one not in lead]
    further = [row for row in (_row(one, screened, family) for one in others) if row is not None]
    rows += sorted(further, key=lambda row: row["sort"][1:], reverse=True)
    told = [{"rank": rank, **_without_sort(row)} for rank, row in enumerate(rows, start=1)]
    names = ("scenario", "title", "baseline", "design", "design_title", "measure", "seed", "engine", "command")
    base = led[None, None].estimate(family)
    return {
        **{name: facts[name] for name in names},
        "confidence": CONFIDENCE,
        "family": family,
        "replications": facts["replications"],
        "difference": None if base is None else base.as_dict(),
        "rows": told,
        "not_varied": [*facts["not_varied"], *_unplayed(numbers, {**screened, **led}, facts)],
    }


def _without_sort(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "sort"}


def _base(seen: Seen) -> Floats:
    found = seen[None, None].differences
    return np.zeros(0) if found is None else found


def _level(one: Assumed, value: Value, seen: Seen) -> Level:
    """Return what was seen of a number at a value; at its configured one that is what was seen as configured."""
    absent = Level(value=value, differences=None, status="unplayed")
    if value == one.value:
        base = seen.get((None, None), absent)
        return Level(value=value, differences=base.differences, status=base.status, whose=base.whose)
    return seen.get((one.key, value), absent)


def _screened(one: Assumed, seen: Seen, base: Floats, family: int) -> Change | None:
    if not base.size:
        return None
    return largest_change(_level(one, one.low, seen), _level(one, one.high, seen), base, family, by=size)


def _row(one: Assumed, seen: Seen, family: int) -> dict[str, Any] | None:
    """Return the row of a number that was screened only; None where neither end has a difference."""
    change = _screened(one, seen, _base(seen), family)
    return None if change is None else {**_told(one, seen, change, family), "leading": False, "points": []}


def _lead_row(one: Assumed, seen: Seen, family: int) -> dict[str, Any]:
    low, high = (_level(one, value, seen) for value in (one.low, one.high))
    change = largest_change(low, high, _base(seen), family, by=weight)
    values = {as_number(value): value for value in (*levels_of(one), one.value)}
    places = sorted(values)
    levels = [_level(one, values[place], seen) for place in places]
    estimates = [level.estimate(family) for level in levels]
    points = list(zip(places, estimates, strict=True))
    told = {
        "leading": True,
        **_break_even(one, points),
        "points": [
            {"value": level.value, "status": level.status, **_as_dict(estimate)}
            for level, estimate in zip(levels, estimates, strict=True)
        ],
    }
    return {**_told(one, seen, change, family), **told}


def _sort(one: Assumed, seen: Seen, change: Change | None) -> tuple[bool, float, bool]:
    """Return what a number is ranked by; of two with the same change one of which an end is unknown comes first."""
    half_seen = any(_level(one, value, seen).differences is None for value in (one.low, one.high))
    return (False, -1.0, half_seen) if change is None else (*weight(change), half_seen)


def _told(one: Assumed, seen: Seen, change: Change | None, family: int) -> dict[str, Any]:
    low, high = (_level(one, value, seen) for value in (one.low, one.high))
    at = {f"at_{end}": _end(level, family) for end, level in (("low", low), ("high", high))}
    return {
        "key": one.key, "value": one.value, "low": one.low, "high": one.high, "reason": one.reason,
        **at,
        "status_low": low.status, "status_high": high.status,
        "change": None if change is None else {**change.estimate.as_dict(), "at": change.end},
        "distinguishable": change is not None and change.distinguishable,
        **_NO_BREAK_EVEN,
        "sort": _sort(one, seen, change),
    }  # fmt: skip


def _end(level: Level, family: int) -> dict[str, Any] | None:
    estimate = level.estimate(family)
    return None if estimate is None else estimate.as_dict()


def _as_dict(estimate: Any) -> dict[str, Any]:
    return {"mean": None, "low": None, "high": None} if estimate is None else estimate.as_dict()


def _break_even(one: Assumed, points: Sequence[Point]) -> dict[str, Any]:
    """Return where the sign turns: the place nearest to the configured value, the stretch around it, and all places."""
    places = break_evens(points)
    if not places:
        return _NO_BREAK_EVEN
    here = as_number(one.value)
    nearest = min(places, key=lambda place: abs(place - here))
    around = undecided_around(points, nearest)
    return {
        "break_even": as_value(nearest, like=one.value),
        "turns_surely": turns_surely(points, nearest),
        "break_evens": [as_value(place, like=one.value) for place in places],
        "break_even_between": None if around is None else [as_value(place, like=one.value) for place in around],
    }


def _unplayed(numbers: Sequence[Assumed], seen: Seen, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the ends that were played and have no difference, with the reason."""
    refused = {(one["key"], one["end"]) for one in facts["not_varied"]}
    found = []
    for one in numbers:
        for end, value in (("low", one.low), ("high", one.high)):
            level = _level(one, value, seen)
            if level.differences is not None or (one.key, end) in refused:
                continue
            reason = level.whose or "it was not played"
            if level.status in ("overloaded", "capped"):
                reason = f"{level.whose} is {level.status} at {value}, so that there is no difference"
            found.append(NotVaried(key=one.key, why=level.status, reason=reason, end=end).as_dict())
    return found
