"""The same plan gives the same trace to the last bit; names matter only where they break a tie."""

from dataclasses import fields, replace
from random import Random

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from random_plans import random_plan
from random_provisions import EVERY, PLAIN

from sim.plan.plan import PROVISIONS, Edges, Matters, Plan, Steps
from sim.trace import Trace

randoms = st.randoms(use_true_random=True)


def columns(trace):
    return {column.name: np.asarray(getattr(trace, column.name)).tolist() for column in fields(Trace)}


@given(randoms)
def test_the_same_plan_gives_the_same_trace(simulate, random):
    """An engine keeps nothing from run to run, and nothing hangs on the order in which Python keeps things."""
    plan = random_plan(random, profiles=EVERY)

    assert columns(simulate(plan)) == columns(simulate(plan))


@given(st.integers(0, 2**32))
def test_the_same_seed_gives_the_same_plan(seed):
    one, other = random_plan(Random(seed), profiles=EVERY), random_plan(Random(seed), profiles=EVERY)

    for table in ("steps", "edges", "matters", "people", *PROVISIONS):
        for column in fields(getattr(one, table)):
            assert np.array_equal(
                getattr(getattr(one, table), column.name), getattr(getattr(other, table), column.name)
            )


def renamed(plan: Plan, matter: np.ndarray) -> tuple[Plan, np.ndarray]:
    """Return the plan in which matter m is called `matter[m]`, and the new number of each step."""
    order = np.argsort(matter[plan.steps.matter], kind="stable")
    number = np.empty_like(order)
    number[order] = np.arange(order.size)
    old = np.argsort(matter)
    steps = {column.name: getattr(plan.steps, column.name)[order] for column in fields(Steps)}
    steps["matter"] = matter[steps["matter"]]
    edges = {"source": number[plan.edges.source], "target": number[plan.edges.target]}
    edges |= {"guard": plan.edges.guard, "judged": number[plan.edges.judged]}
    by_source = np.lexsort((edges["target"], edges["source"]))
    return replace(
        plan,
        steps=Steps(**steps), edges=Edges(**{name: column[by_source] for name, column in edges.items()}),
        matters=Matters(**{column.name: getattr(plan.matters, column.name)[old] for column in fields(Matters)}),
    ), number  # fmt: skip


def no_ties(plan: Plan, trace: Trace) -> bool:
    """Say whether no two matters have steps that only identity could tell apart."""
    steps, queued = plan.steps, (plan.steps.unit >= 0) & (trace.ready_ms >= 0)
    columns = steps.unit, steps.priority, steps.order_key, trace.ready_ms, steps.matter
    keys = {tuple(key) for key in np.stack(columns)[:, queued].T.tolist()}
    return len({key[:-1] for key in keys}) == len(keys)


@given(randoms)
def test_what_matters_are_called_decides_nothing_but_ties(simulate, random):
    """Where no two matters' steps are ever equal up to their identity, other names give the same trace."""
    plan = random_plan(random, apart=True, profiles=PLAIN)  # other provisions name steps
    names = np.array(random.sample(range(plan.matters.release_ms.size), plan.matters.release_ms.size))
    other_plan, number = renamed(plan, names)

    trace, other = simulate(plan), simulate(other_plan)

    assume(no_ties(plan, trace))
    for name in ("state", "ready_ms", "started_ms", "ended_ms", "person", "outcome"):
        assert np.array_equal(getattr(trace, name), getattr(other, name)[number]), name
    assert np.array_equal(trace.closed_ms, other.closed_ms[names])
    assert trace.stopped_ms == other.stopped_ms
