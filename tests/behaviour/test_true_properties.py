"""What must be true of any plan: when everything takes twice as long, without queues, and with one more colleague."""

from __future__ import annotations

from dataclasses import fields, replace
from random import Random
from typing import Any, TypeVar

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from longest_paths import LongestPaths
from random_plans import random_plan
from random_provisions import EVERY
from sampling import examples

from sim.arrays import NEVER, Ints
from sim.calendar import MS_PER_HOUR, Calendar
from sim.plan.plan import Edges, People, Plan
from sim.plan.provisions import Licences, Officers, Pressure, Terms, Travellers, none
from sim.trace import NOT_YET, State, Trace

randoms = st.randoms(use_true_random=True)

Table = TypeVar("Table")

# The clock


def twice(values: Ints) -> Ints:
    """Return times twice as late; what never comes, and what has not come, stays so."""
    return np.where((values == NEVER) | (values == NOT_YET), values, 2 * values)


def doubled(plan: Plan) -> Plan:
    """Return the plan in which everything that has a length takes twice as long and comes twice as late."""

    def later(rows: Table) -> Table:
        times = [column.name for column in fields(rows) if column.name.endswith("_ms")]
        return replace(rows, **{name: twice(getattr(rows, name)) for name in times})

    provisions = {name: later(table) for name, table in plan.provisions.items()}
    provisions["growth"] = replace(provisions["growth"], per_hour=plan.growth.per_hour / 2)
    provisions["ways"] = replace(plan.ways, km=2 * plan.ways.km)
    return replace(
        plan,
        steps=replace(later(plan.steps), work_hours=2 * plan.steps.work_hours), matters=later(plan.matters),
        **provisions,
        setup_hours=2 * plan.setup_hours,
        calendars=tuple(Calendar.of(2 * hours.opens, 2 * hours.closes) for hours in plan.calendars),
        end_ms=2 * plan.end_ms, least_ms=2 * plan.least_ms,
    )  # fmt: skip


def of_whole_milliseconds(plan: Plan) -> Plan:
    """Return the plan with speeds, haste, practice and growth by powers of two, so that no length is rounded.

    What grows has grown to the most a millisecond later.
    """

    def power(factors: np.ndarray) -> np.ndarray:
        return 2.0 ** np.round(np.log2(factors))

    return replace(
        plan,
        people=replace(plan.people, skill=power(plan.people.skill)),
        pressure=replace(plan.pressure, hours_factor=power(plan.pressure.hours_factor)),
        practice=replace(plan.practice, hours_factor=power(plan.practice.hours_factor)),
        growth=replace(plan.growth, per_hour=np.full_like(plan.growth.per_hour, 1e9), most=power(plan.growth.most)),
        travellers=replace(plan.travellers, km_per_hour=power(plan.travellers.km_per_hour)),
    )


@settings(max_examples=examples(100))
@given(randoms)
def test_if_everything_takes_twice_as_long_everything_comes_twice_as_late(simulate, random):
    plan = of_whole_milliseconds(random_plan(random, profiles=EVERY))

    trace, slower = simulate(plan), simulate(doubled(plan))

    for column in fields(Trace):
        one, other = np.asarray(getattr(trace, column.name)), np.asarray(getattr(slower, column.name))
        assert np.array_equal(twice(one) if column.name.endswith("_ms") else one, other), column.name


# Without queues


LONG = 100_000 * MS_PER_HOUR


def of_one_kind(people: People, unit: list[int], calendar: int) -> People:
    """Return people who are all like the first one, each with one unit and this calendar."""
    number = len(unit)
    return replace(
        people,
        calendar=np.full(number, calendar, dtype=np.int64), rank=np.full(number, 9, dtype=np.int64),
        unit_start=np.arange(number + 1, dtype=np.int64), unit=np.array(unit, dtype=np.int64),
        skill=np.repeat(people.skill[:1], number, axis=0), error_rate=np.repeat(people.error_rate[:1], number, axis=0),
    )  # fmt: skip


def unhindered(plan: Plan) -> Plan:
    """Return the plan with always open offices, nobody in a hurry, and somebody for every seat in every unit.

    All have every licence, so that crews are whole at once, and the practice of the first one. Whatever is urged or
    kept to a category has its turn all the same; but nothing waits for its case officer, or for anybody's terms, and
    nobody travels.
    """
    everywhere = [unit for unit in range(plan.n_units) for _ in range(plan.n_steps + int(plan.crews.count.sum()))]
    all_licences = Licences(person=np.zeros(2, dtype=np.int64), licence=np.array([0, 62]))
    return replace(
        plan,
        people=of_one_kind(plan.people, everywhere, 0), calendars=(Calendar.of([0], [LONG]),) * len(plan.calendars),
        matters=replace(plan.matters, awaited=np.ones_like(plan.matters.awaited)),
        pressure=none(Pressure), officers=none(Officers), terms=none(Terms), travellers=none(Travellers),
        practice=of_everybody(plan.practice, plan.practice.person == 0, len(everywhere)),
        licences=of_everybody(all_licences, [0, 1], len(everywhere)),
        setup_hours=np.zeros_like(plan.setup_hours), end_ms=LONG, least_ms=0,
    )  # fmt: skip


def of_everybody(rows: Table, chosen: Any, number: int) -> Table:
    """Return a table sorted by person in which so many people have these rows each."""
    columns = {column.name: getattr(rows, column.name)[chosen] for column in fields(rows)}
    each = columns["person"].size
    repeated = {name: np.tile(values, number) for name, values in columns.items()}
    return replace(rows, **repeated | {"person": np.repeat(np.arange(number), each)})


@settings(max_examples=examples(100))
@given(randoms)
def test_with_somebody_for_everything_a_matter_takes_as_long_as_its_longest_path(simulate, random):
    plan = unhindered(random_plan(random, profiles=EVERY))

    trace = simulate(plan)

    paths = LongestPaths(plan)
    at, done = map(np.array, zip(*map(paths.settled, range(plan.n_steps)), strict=True))
    assert np.array_equal(trace.state == State.ENDED, done)
    assert np.array_equal(trace.ended_ms, np.where(done, at, NOT_YET))
    assert np.array_equal(trace.started_ms, trace.ready_ms)
    last = [at[plan.steps.matter == matter].max() for matter in range(trace.closed_ms.size)]
    assert trace.closed_ms.tolist() == last
    assert trace.stopped_ms == max(last)


# One more colleague


def one_queue(random: Random, plan: Plan) -> Plan:
    """Return the plan with one unit of equals who keep the same hours, where steps follow only one another's turn.

    It runs to the end: with more people it might else stop before what nobody awaits has begun.
    """
    nothing = np.zeros(0, dtype=np.int64)
    same, one = np.zeros_like(plan.steps.unit), np.ones_like(plan.steps.unit)
    return replace(
        plan,
        steps=replace(
            plan.steps, unit=np.minimum(plan.steps.unit, 0), rank=one, priority=one, order_key=same,
        ),
        edges=replace(plan.edges, **{column.name: nothing for column in fields(Edges)}),
        people=of_one_kind(plan.people, [0] * random.randint(1, 3), int(plan.people.calendar[0])),
        n_units=1, setup_hours=np.zeros_like(plan.setup_hours), least_ms=plan.end_ms,
    )  # fmt: skip


@settings(max_examples=examples(100))
@given(randoms)
def test_in_one_queue_of_equals_nothing_starts_later_with_one_more(simulate, random):
    """Kiefer and Wolfowitz: the hours that colleagues still have to work, in order, are never more with one more."""
    plan = one_queue(random, random_plan(random, most_matters=12, profiles=("lean",)))
    units = [0] * (plan.people.rank.size + 1)
    more = replace(plan, people=of_one_kind(plan.people, units, int(plan.people.calendar[0])))

    fewer_people, more_people = simulate(plan), simulate(more)

    for name in ("started_ms", "ended_ms", "closed_ms"):
        before, now = (
            np.where(getattr(trace, name) == NOT_YET, NEVER, getattr(trace, name))
            for trace in (fewer_people, more_people)
        )
        assert (now <= before).all(), name
