"""Priorities, and matters that come back: formulas beside balance equations and all that may happen."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from balance import add, mean, stationary
from hypothesis import given
from hypothesis import strategies as st

from experiments.theory.formulas import (
    erlang_wait,
    feedback_stay,
    head_of_line_waits,
    preempted_stays,
    resettled_stay,
    resumed_stays,
    resumed_waits,
    rounds,
    unsettled_share,
)

# priorities


def two_classes(rates, servers, most):
    """Return the moves of two classes without interruption: a state is who are at work and who wait, by class."""

    def moves(state):
        busy, first, second = state
        found = {}
        for kind, rate in enumerate(rates):
            if busy < servers:
                add(found, (busy + 1, 0, 0), rate)
            elif (first, second)[kind] < most:
                add(found, (busy, first + (kind == 0), second + (kind == 1)), rate)
        if busy:
            rest = (busy, first - 1, second) if first else (busy, 0, second - 1) if second else (busy - 1, 0, 0)
            add(found, rest, busy)
        return found

    return moves


def test_who_is_more_urgent_goes_first_by_balance():
    rates = (0.5, 0.6)

    shares = stationary(two_classes(rates, servers=2, most=40), (0, 0, 0))

    waiting = [mean(shares, lambda state, kind=kind: state[kind]) for kind in (1, 2)]
    assert head_of_line_waits(rates, 2) == pytest.approx([n / rate for n, rate in zip(waiting, rates, strict=True)])


@given(st.lists(st.floats(0.01, 0.9), min_size=1, max_size=4), st.integers(4, 7))
def test_priorities_move_waits_and_keep_their_sum(rates, servers):
    """Work has one law for all, so how many wait does not depend on who goes first, with interruption or without."""
    together = sum(rates) * erlang_wait(sum(rates), servers)

    waits, stays = head_of_line_waits(rates, servers), preempted_stays(rates, servers)

    assert sum(np.multiply(rates, waits)) == pytest.approx(together)
    assert sum(np.multiply(rates, np.subtract(stays, 1))) == pytest.approx(together, abs=1e-9)
    assert waits == sorted(waits)


RATES, STAGE_RATES = (0.2, 0.3), (2.5, 5 / 3)
"""Two classes of Erlang-2 work, with means 0.8 and 1.2 and squares 1.5 times these squared."""


def interrupted(most):
    """Return the moves of one server: of each class how many are there and the stage of the one begun, 0 if none is."""

    def settled(first, stage, second, other):
        if first and not stage:
            stage = 1
        if not first and second and not other:
            other = 1
        return first, stage, second, other

    def moves(state):
        first, stage, second, other = state
        found = {}
        if first < most:
            add(found, settled(first + 1, stage, second, other), RATES[0])
        if second < most:
            add(found, settled(first, stage, second + 1, other), RATES[1])
        if stage:
            after = (first, 2, second, other) if stage == 1 else settled(first - 1, 0, second, other)
            add(found, after, STAGE_RATES[0])
        elif other:
            after = (first, 0, second, 2) if other == 1 else settled(first, 0, second - 1, 0)
            add(found, after, STAGE_RATES[1])
        return found

    return moves


def test_who_is_interrupted_goes_on_where_the_work_was_by_balance():
    moments = (0.8, 1.2), (1.5 * 0.8**2, 1.5 * 1.2**2)

    shares = stationary(interrupted(most=40), (0, 0, 0, 0))

    there = mean(shares, lambda state: state[0]), mean(shares, lambda state: state[2])
    begun = mean(shares, lambda state: state[1] > 0), mean(shares, lambda state: state[3] > 0)
    assert resumed_stays(RATES, *moments) == pytest.approx([n / rate for n, rate in zip(there, RATES, strict=True)])
    assert resumed_waits(RATES, *moments) == pytest.approx(
        [(n - now) / rate for n, now, rate in zip(there, begun, RATES, strict=True)]
    )


def test_several_who_are_interrupted_by_balance():
    rates = (0.5, 0.6)

    def moves(state, most=50):
        first, second = state
        found = {}
        for kind, rate in enumerate(rates):
            if state[kind] < most:
                add(found, (first + (kind == 0), second + (kind == 1)), rate)
        if first:
            add(found, (first - 1, second), min(first, 2))
        if second and first < 2:
            add(found, (first, second - 1), min(second, 2 - first))
        return found

    shares = stationary(moves, (0, 0))

    there = [mean(shares, lambda state, kind=kind: state[kind]) for kind in (0, 1)]
    assert preempted_stays(rates, 2) == pytest.approx([n / rate for n, rate in zip(there, rates, strict=True)])


def test_one_server_who_is_interrupted_is_one_of_several():
    rates = (0.1, 0.2, 0.4)

    assert preempted_stays(rates, 1) == pytest.approx(resumed_stays(rates, (1.0,) * 3, (2.0,) * 3))


# matters that come back


def test_rounds_by_listing_what_may_happen():
    """Wrong with 0.3 each time, at most four times: the tries end with the first that is right, or the fourth."""
    tries, left = 0.0, 0.0
    for wrong in product([True, False], repeat=4):
        chance = np.prod([0.3 if one else 0.7 for one in wrong])
        tries += chance * (wrong.index(False) + 1 if False in wrong else 4)
        left += chance * (False not in wrong)

    assert rounds(0.3, 4) == pytest.approx(tries)
    assert unsettled_share(0.3, 4) == pytest.approx(left)
    assert rounds(0.3) == pytest.approx(rounds(0.3, 100))
    assert rounds(1.0, 4) == 4


def test_matters_that_come_back_to_the_tail_by_balance():
    def moves(state, most=90):
        (number,) = state
        found = {(number + 1,): 1.0} if number < most else {}
        if number:
            found[number - 1,] = 0.75 * min(number, 2)
        return found

    shares = stationary(moves, (0,))

    assert feedback_stay(1.0, 2, 0.25) == pytest.approx(mean(shares, lambda state: state[0]) / 1.0)


def test_matters_that_come_back_once_at_most_by_balance_of_every_state():
    """A state is the round of each one there, in order; half of the first rounds are followed by a second."""
    rate = 0.15

    def moves(state, most=9):
        found = {(*state, 1): rate} if len(state) < most else {}
        if state:
            add(found, state[1:], 1.0 if state[0] == 2 else 0.5)
        if state and state[0] == 1:
            add(found, (*state[1:], 2), 0.5)
        return found

    shares = stationary(moves, ())

    assert feedback_stay(rate, 1, 0.5, most=2) == pytest.approx(mean(shares, len) / rate, rel=1e-4)


def test_matters_closed_unsolved_come_back_after_a_delay_by_balance():
    rate, unsolved, delay = 0.8, 0.2, 3.0

    def moves(state, most=40):
        here, away = state
        found = {(here + 1, away): rate} if here < most else {}
        if here:
            add(found, (here - 1, away), min(here, 2) * (1 - unsolved))
            if away < most:
                add(found, (here - 1, away + 1), min(here, 2) * unsolved)
        if away and here < most:
            add(found, (here + 1, away - 1), away / delay)
        return found

    shares = stationary(moves, (0, 0))

    assert resettled_stay(rate, 2, unsolved, delay) == pytest.approx(mean(shares, sum) / rate)
