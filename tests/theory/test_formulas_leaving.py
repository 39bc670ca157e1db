"""Impatience: formulas beside balance equations, of who waits and of how long the first has waited."""

from __future__ import annotations

import numpy as np
import pytest
from balance import add, mean, stationary
from hypothesis import given
from hypothesis import strategies as st

from experiments.theory.formulas import (
    erlang_wait,
    impatient_wait,
    impatient_wait_at_limit,
    leaving_share,
    leaving_share_at_limit,
    served_wait,
    served_wait_at_limit,
)


@pytest.mark.parametrize(("rate", "servers", "patience"), [(1.0, 1, 1.0), (2.5, 2, 0.5), (3.0, 4, 6.0), (1.9, 2, 20.0)])
def test_who_leaves_at_random_by_balance_and_by_one_who_watches_the_others(rate, servers, patience):
    """Whoever has k before them at the desk or waiting: one goes, they leave, or time passes until then."""

    def moves(state, most=200):
        (number,) = state
        found = {(number + 1,): rate} if number < most else {}
        if number:
            found[number - 1,] = min(number, servers) + max(number - servers, 0) / patience
        return found

    shares = stationary(moves, (0,))
    waiting = mean(shares, lambda state: max(state[0] - servers, 0))
    taken, waited, served, until = 1.0, 0.0, 0.0, 0.0
    for number in range(servers, 200):
        ahead = number - servers
        ends = servers + (ahead + 1) / patience
        goes = servers + ahead / patience
        waited = (taken * goes / ends + goes * waited) / ends
        taken *= goes / ends
        served, until = served + shares[number,] * taken, until + shares[number,] * waited
    served += sum(shares[number,] for number in range(servers))

    assert leaving_share(rate, servers, patience) == pytest.approx(waiting / patience / rate)
    assert leaving_share(rate, servers, patience) == pytest.approx(1 - served)
    assert impatient_wait(rate, servers, patience) == pytest.approx(waiting / rate)
    assert served_wait(rate, servers, patience) == pytest.approx(until / served)


def head_of_line(rate, servers, limit, stages):
    """Return the moves of who is at work and how long the first has waited, in stages that last limit / stages.

    Who was next came so long after the first as no further stage had begun: geometric.
    """
    ends, passes = stages / limit, stages / limit / (stages / limit + rate)

    def moves(state):
        kind, place = state
        found = {}
        if kind == "busy":
            add(found, ("busy", place + 1) if place < servers else ("waited", 0), rate)
            if place:
                add(found, ("busy", place - 1), place)
            return found
        goes = servers + (ends if place == stages - 1 else 0.0)
        for back in range(place + 1):
            add(found, ("waited", place - back), goes * (1 - passes) * passes**back)
        add(found, ("busy", servers), goes * passes ** (place + 1))
        if place < stages - 1:
            add(found, ("waited", place + 1), ends)
        return found

    return moves


@pytest.mark.parametrize(("rate", "servers", "limit"), [(1.8, 2, 0.5), (1.0, 1, 1.0), (3.0, 2, 1.0)])
def test_who_leaves_after_a_limit_by_how_long_the_first_has_waited(rate, servers, limit):
    """Stages are as short as one likes: what two lengths give is extended to none."""
    left, waits = [], []
    for stages in (80, 160):
        shares = stationary(head_of_line(rate, servers, limit, stages), ("busy", 0))
        left.append(shares["waited", stages - 1] * stages / limit / rate)
        behind = [
            (1 + rate * (place + 0.5) / stages * limit) * share
            for (kind, place), share in shares.items()
            if kind == "waited"
        ]
        waits.append(sum(behind) / rate)

    assert leaving_share_at_limit(rate, servers, limit) == pytest.approx(2 * left[1] - left[0], rel=1e-3)
    assert impatient_wait_at_limit(rate, servers, limit) == pytest.approx(2 * waits[1] - waits[0], rel=2e-3)


@given(st.floats(0.1, 2.9), st.floats(0.05, 4.0))
def test_who_leaves_after_a_limit_by_the_wait_without_it(rate, limit):
    """With W the wait without a limit, (1 - rho) P(W > D) / (1 - rho P(W > D)).

    Boots & Tijms, Management Science 45, 1999, p. 444.
    """
    longer = erlang_wait(rate, 3) * (3 - rate) * np.exp(-(3 - rate) * limit)
    expected = (1 - rate / 3) * longer / (1 - rate / 3 * longer)

    assert leaving_share_at_limit(rate, 3, limit) == pytest.approx(expected)


def test_long_patience_is_no_impatience_and_short_patience_is_loss():
    """Without patience two lose 2/5 of a load of 2: 2^2/2 / (1 + 2 + 2)."""
    assert served_wait(1.6, 2, 1e6) == pytest.approx(erlang_wait(1.6, 2), rel=1e-4)
    assert served_wait_at_limit(1.6, 2, 80.0) == pytest.approx(erlang_wait(1.6, 2))
    assert leaving_share(2.0, 2, 1e-9) == pytest.approx(0.4)
    assert leaving_share_at_limit(2.0, 2, 1e-9) == pytest.approx(0.4)


def test_who_is_taken_and_who_left_have_waited_for_what_all_have():
    """Rate 1, one server, limit 1: J = 1 + 1, so 1/3 leave; min(v, 1) has the mean (1/2 + 1)/3."""
    assert leaving_share_at_limit(1.0, 1, 1.0) == pytest.approx(1 / 3)
    assert impatient_wait_at_limit(1.0, 1, 1.0) == pytest.approx(1 / 2)
    assert served_wait_at_limit(1.0, 1, 1.0) == pytest.approx((1 / 2 - 1 / 3) / (2 / 3))
