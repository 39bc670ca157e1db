"""Calls that are lost: formulas beside sums, hands and a chain of who is at work."""

from __future__ import annotations

from math import factorial

import numpy as np
import pytest
from balance import add, stationary
from hypothesis import given
from hypothesis import strategies as st

from experiments.theory.formulas import blocked_share, dispatched_shares, overflow_losses, own_share_of_two


@given(st.floats(0.0, 20.0), st.integers(0, 12))
def test_what_is_lost_is_the_last_term_of_the_sum(load, servers):
    terms = [load**number / factorial(number) for number in range(servers + 1)]

    assert blocked_share(load, servers) == pytest.approx(terms[-1] / sum(terms))


def at_work(rates, preferences):
    """Return the moves of who is at work."""

    def moves(state):
        found = {}
        for rate, listed in zip(rates, preferences, strict=True):
            free = [server for server in listed if server not in state]
            if free:
                add(found, tuple(sorted((*state, free[0]))), rate)
        for server in state:
            add(found, tuple(other for other in state if other != server), 1.0)
        return found

    return moves


def test_three_servers_and_lists_of_their_own_by_balance():
    rates, preferences = (0.7, 0.4, 1.1), ((0, 1, 2), (1, 0), (2, 1, 0))

    often = stationary(at_work(rates, preferences), ())

    expected = np.zeros((3, 4))
    for state, share in often.items():
        for district, listed in enumerate(preferences):
            expected[district, next((server for server in listed if server not in state), 3)] += share
    busy = [sum(share for state, share in often.items() if server in state) for server in range(3)]
    found = dispatched_shares(rates, preferences)
    assert found == pytest.approx(expected)
    assert np.asarray(rates) @ found[:, :3] == pytest.approx(np.array(busy))


@given(st.floats(0.0, 4.0), st.floats(0.01, 4.0))
def test_two_servers_by_hand(own, other):
    shares = dispatched_shares((own, other), ((0, 1), (1, 0)))

    assert own_share_of_two(own, other) == pytest.approx(tuple(shares[0]))
    assert own_share_of_two(other, own) == pytest.approx((shares[1, 1], shares[1, 0], shares[1, 2]))


def test_who_is_asked_in_order_takes_what_those_before_lose():
    """Of a load a the first n servers take a (1 - B(n)), whatever the lists of others are."""
    found = dispatched_shares((1.3,), ((0, 1, 2),))

    lost = [blocked_share(1.3, number) for number in range(4)]
    assert found[0] == pytest.approx(np.array([lost[0] - lost[1], lost[1] - lost[2], lost[2] - lost[3], lost[3]]))
    assert dispatched_shares((0.5, 0.8), ((2, 0, 1), (1, 2, 0)))[:, 3] == pytest.approx(np.full(2, lost[3]))


def test_overflow_without_calls_of_the_second_s_own():
    """Together they are one group, and the second's load is what the first loses."""
    over, lost, _ = overflow_losses((3.0, 0.0), (2, 3))

    assert over == pytest.approx(blocked_share(3.0, 2))
    assert lost == pytest.approx(blocked_share(3.0, 5))


def test_overflow_to_one_who_has_calls_of_their_own_by_hand():
    """Rates 1 and 1, one server each. With p the odds of nobody at work, and x those of both:

    p10 = (p + x)/3, p01 = (p + x)/2, 2 p = p10 + p01, so x = 7/5 p, p10 = 4/5 p, p01 = 6/5 p; together 22/5 p.
    """
    assert overflow_losses((1.0, 1.0), (1, 1)) == pytest.approx((11 / 22, 7 / 22, 13 / 22))
