"""Both engines give the same trace, cell by cell, for institutions and years of work that chance made up."""

from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_plans import random_plan
from rules_fired import RULES, rules_fired

from experiments.kernel_cache import prepare_compiled_engine
from sim.agreement import first_difference
from sim.engine.base import engine_named
from sim.engine.simpy_engine import simulate as by_reference


@pytest.fixture(scope="module")
def compiled():
    prepare_compiled_engine()
    return engine_named("compiled")


@given(random=st.randoms(), apart=st.booleans())
def test_a_random_institution_has_the_same_trace_in_both_engines(compiled, random, apart):
    plan = random_plan(random, apart=apart)

    assert first_difference(plan, expected=by_reference(plan), found=compiled(plan)) is None


LEAST_SHARE = 0.05
"""Each rule shows in at least this share of the plans."""


@pytest.mark.parametrize("count", [200, pytest.param(10_000, marks=pytest.mark.long)])
def test_engines_agree_on_plans_that_reach_every_rule(compiled, count, record_property):
    """The closing lines of the tests tell in how many plans each rule had a say."""
    fired: Counter[str] = Counter()
    for seed in range(count):
        plan = random_plan(Random(seed), apart=seed % 4 == 3)
        expected = by_reference(plan)
        difference = first_difference(plan, expected=expected, found=compiled(plan))
        assert difference is None, f"random plan {seed}: {difference}"
        fired.update(rules_fired(plan, expected))

    record_property("rules fired", (count, {rule: fired[rule] for rule in RULES}))
    assert {rule: times for rule, times in fired.items() if times < LEAST_SHARE * count} == {}
    assert set(fired) == set(RULES)


def test_engines_agree_on_many_matters_at_the_same_few_instants(compiled):
    """Two hundred matters a plan, so that queues are long and heaps deep."""
    for seed in range(5):
        plan = random_plan(Random(seed), most_matters=400, most_steps=8)

        assert plan.n_steps > 100 or plan.matters.release_ms.size < 50
        assert first_difference(plan, expected=by_reference(plan), found=compiled(plan)) is None


def test_a_plan_whose_arrays_lie_otherwise_in_memory_is_no_other_plan(compiled):
    """The compiled engine asks for dense arrays of one kind, and makes them of what it is given."""
    plan = random_plan(Random(1))
    wide = np.stack([plan.steps.matter, plan.steps.matter], axis=1)[:, 0]
    object.__setattr__(plan.steps, "matter", wide)

    assert not wide.flags.c_contiguous
    assert first_difference(plan, expected=by_reference(plan), found=compiled(plan)) is None
