"""Two institutions side by side that have nothing in common do what each does alone."""

from __future__ import annotations

from dataclasses import fields, replace
from math import isqrt
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from random_plans import random_plan
from random_provisions import EVERY
from sampling import examples

from sim.arrays import Ints
from sim.plan.plan import Plan
from sim.plan.provisions import Ways
from sim.trace import NOT_YET, Trace


def numbers(plan: Plan) -> dict[str, int]:
    """Return how many there are of what a column of this name points to."""
    steps, sites = plan.n_steps, isqrt(plan.ways.km.size)
    return {
        "step": steps, "of": steps, "until": steps, "source": steps, "target": steps, "judged": steps,
        "matter": plan.matters.release_ms.size, "unit": plan.n_units, "person": plan.people.rank.size,
        "member": plan.people.unit.size, "calendar": len(plan.calendars), "site": sites, "base": sites,
        "unit_start": plan.people.unit.size,
    }  # fmt: skip


def twice(table: Any, counts: dict[str, int]) -> Any:
    """Return a table and after it the same rows once more, for the second of each."""
    columns = {column.name: getattr(table, column.name) for column in fields(table)}
    for name, values in columns.items():
        second = np.where(values < 0, values, values + counts[name]) if name in counts else values
        columns[name] = np.concatenate([values, second])
    return replace(table, **columns)


def far_apart(ways: Ways) -> Ways:
    """Return the ways within each of two regions, which lie 1000 km apart."""
    n = isqrt(ways.km.size)
    km = np.full((2 * n, 2 * n), 1000.0)
    km[:n, :n] = km[n:, n:] = ways.km.reshape(n, n)
    sites = np.arange(2 * n)
    return Ways(origin=np.repeat(sites, 2 * n), goal=np.tile(sites, 2 * n), km=km.ravel())


def side_by_side(plan: Plan) -> Plan:
    counts = numbers(plan)
    people = twice(plan.people, counts)
    n = plan.people.rank.size
    tables = {name: twice(getattr(plan, name), counts) for name in ("steps", "edges", "matters", *plan.provisions)}
    return replace(
        plan, **tables | {"ways": far_apart(plan.ways)}, calendars=2 * plan.calendars, n_units=2 * plan.n_units,
        people=replace(people, unit_start=np.delete(people.unit_start, n)),
    )  # fmt: skip


def expected_of_both(column: str, values: Ints, counts: dict[str, int]) -> Ints:
    """Return what a column of the trace is of both."""
    of = {"person": "person", "crew": "person", "cut_person": "person", "cut_step": "step"}.get(column)
    second = values if of is None else np.where(values == NOT_YET, NOT_YET, values + counts[of])
    return np.concatenate([values, second])


@settings(max_examples=examples(100))
@given(st.randoms(use_true_random=True))
def test_two_of_an_institution_do_everything_twice(simulate, random):
    plan = random_plan(random, profiles=EVERY)

    trace, both = simulate(plan), simulate(side_by_side(plan))

    assert both.stopped_ms == trace.stopped_ms
    for column in fields(Trace):
        if column.name != "stopped_ms":
            expected = expected_of_both(column.name, getattr(trace, column.name), numbers(plan))
            assert np.array_equal(getattr(both, column.name), expected), column.name
