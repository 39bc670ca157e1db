"""Screens, votes, and orders that go down the layers: formulas beside all that may happen."""

from __future__ import annotations

from itertools import product
from math import prod

import pytest
from balance import mean, stationary
from hypothesis import given
from hypothesis import strategies as st

from experiments.theory.formulas import (
    agreeing_share,
    doubling_hours,
    last_reached_hours,
    majority_share,
    mean_reached_hours,
    mean_reached_hours_of_all,
    passed_by_either,
    passed_in_chain,
    relay_stay,
    unreached_shares,
)

CHANCES = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=6)


def likely(chances, counts):
    """Return the probability of those outcomes that count, of all that these chances may bring."""
    return sum(
        prod(chance if came else 1 - chance for chance, came in zip(chances, outcome, strict=True))
        for outcome in product([True, False], repeat=len(chances))
        if counts(outcome)
    )


@given(CHANCES)
def test_screens_by_listing_what_may_happen(returned):
    assert passed_in_chain(returned) == pytest.approx(likely(returned, lambda back: not any(back)), abs=1e-12)
    assert passed_by_either(returned) == pytest.approx(likely(returned, lambda back: not all(back)), abs=1e-12)


@given(CHANCES, st.data())
def test_votes_by_listing_what_may_happen(chances, data):
    needed = data.draw(st.integers(0, len(chances)))

    assert agreeing_share(chances, needed) == pytest.approx(
        likely(chances, lambda right: sum(right) >= needed), abs=1e-12
    )
    assert majority_share(chances) == pytest.approx(
        likely(chances, lambda right: sum(right) > len(chances) / 2), abs=1e-12
    )


def test_two_screens_by_hand():
    """Each catches 0.8 of the bad and returns 0.1 of the good: in chain 0.81 and 0.04 pass, by either 0.99 and 0.36."""
    assert passed_in_chain([0.1, 0.1]) == pytest.approx(0.81)
    assert passed_in_chain([0.8, 0.8]) == pytest.approx(0.04)
    assert passed_by_either([0.1, 0.1]) == pytest.approx(0.99)
    assert passed_by_either([0.8, 0.8]) == pytest.approx(0.36)


def test_three_of_like_judgement_by_hand():
    """0.7^3 + 3 x 0.7^2 x 0.3; of two both have to be right."""
    assert majority_share([0.7] * 3) == pytest.approx(0.343 + 0.441)
    assert majority_share([0.7, 0.7]) == pytest.approx(0.49)


def called(fan_outs, call, start=0.0):
    """Return when each one of each layer is reached, by telephone after telephone."""
    if not fan_outs:
        return []
    below = [[] for _ in fan_outs]
    for number in range(1, fan_outs[0] + 1):
        reached = start + number * call
        below[0].append(reached)
        for layer, times in enumerate(called(fan_outs[1:], call, reached), start=1):
            below[layer] += times
    return below


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.floats(0.01, 2.0))
def test_calls_one_after_another(fan_outs, call):
    layers = called(fan_outs, call)

    everyone = [time for times in layers for time in times]
    assert last_reached_hours(fan_outs, call) == pytest.approx(max(everyone))
    assert mean_reached_hours(fan_outs, call) == pytest.approx(sum(layers[-1]) / len(layers[-1]))
    assert mean_reached_hours_of_all(fan_outs, call) == pytest.approx(sum(everyone) / len(everyone))


@given(st.integers(1, 5000))
def test_all_who_know_call_somebody_who_does_not(people):
    know, calls = 1, 0
    while know < people:
        know, calls = min(2 * know, people), calls + 1

    assert doubling_hours(people, 0.5) == calls * 0.5


def test_dead_telephones_by_listing_which_are():
    """Two below the origin and two below each of these: of 64 patterns, each with its probability."""
    last, every = 0.0, 0.0
    for dead in product([True, False], repeat=6):
        chance = prod(0.1 if one else 0.9 for one in dead)
        first = dead[:2]
        second = [dead[2 + number] or first[number // 2] for number in range(4)]
        last += chance * sum(second) / 4
        every += chance * (sum(first) + sum(second)) / 6

    assert unreached_shares([2, 2], 0.1) == pytest.approx((last, every))


def test_desks_in_a_row_by_balance():
    def moves(state, most=60):
        first, second = state
        found = {(first + 1, second): 0.5} if first < most else {}
        if first and second < most:
            found[first - 1, second + 1] = 1.0
        if second:
            found[first, second - 1] = 1.25
        return found

    shares = stationary(moves, (0, 0))

    assert relay_stay(0.5, [1.0, 0.8]) == pytest.approx(mean(shares, sum) / 0.5)
