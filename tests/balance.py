"""Stationary probabilities of a chain of few states, by its balance equations: no formula of a queue is in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import spsolve

Moves = Callable[[tuple], Mapping[tuple, float]]
"""The rates, or probabilities, at which a state is left for others."""


def stationary(moves: Moves, start: tuple) -> dict[tuple, float]:
    """Return the stationary probability of each state that can be reached."""
    states, number = [start], {start: 0}
    rows, columns, rates = [], [], []
    for state in states:
        for after, rate in moves(state).items():
            if after not in number:
                number[after] = len(states)
                states.append(after)
            rows.append(number[state])
            columns.append(number[after])
            rates.append(rate)
    size = len(states)
    flow = sparse.coo_matrix((rates, (columns, rows)), shape=(size, size)).tocsc()
    balance = (flow - sparse.diags(np.bincount(rows, rates, size))).tocsc()
    odds = np.ones(size)
    if size > 1:  # one of the equations follows from the others: that of the start, whose odds are 1
        odds[1:] = np.atleast_1d(spsolve(balance[1:, 1:], -balance[1:, 0].toarray().ravel()))
    return dict(zip(states, (odds / odds.sum()).tolist(), strict=True))


def mean(shares: Mapping[tuple, float], value: Callable[[tuple], float]) -> float:
    """Return the mean of a value of the state, over time."""
    return sum(value(state) * share for state, share in shares.items())


def add(found: dict[tuple, float], after: tuple, rate: float) -> None:
    """Add to the rate at which a state is left for another one."""
    found[after] = found.get(after, 0.0) + rate
