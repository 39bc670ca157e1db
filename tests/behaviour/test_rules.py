"""An engine does what the rules say: on random plans, its trace is that of the rules said slowly."""

from dataclasses import fields

import numpy as np
from by_the_rules import simulate_by_the_rules
from hypothesis import given, settings
from hypothesis import strategies as st
from random_plans import random_plan
from random_provisions import EVERY
from sampling import examples


@settings(max_examples=examples(100))
@given(st.randoms(use_true_random=False))
def test_an_engine_plays_by_the_rules(simulate, random):
    plan = random_plan(random, profiles=EVERY)

    trace, expected = simulate(plan), simulate_by_the_rules(plan)

    for column in fields(expected):
        assert np.array_equal(getattr(trace, column.name), getattr(expected, column.name)), column.name
