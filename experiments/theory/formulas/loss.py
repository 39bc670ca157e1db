"""Calls that are lost where nobody is free: one group, preference lists, and overflow to a second group.

Calls come at random and nobody waits; work is exponential with mean 1 hour, rates are an hour, so a rate is a load.
What is returned are shares of calls. An InputError refuses what is no list of servers, or a negative rate.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.theory.formulas.asking import require_positive
from sim.arrays import Floats
from sim.errors import InputError


def blocked_share(load: float, servers: int) -> float:
    """Return the share of calls lost in M/G/c/c, by B(c) = a B(c − 1) / (c + a B(c − 1)) from B(0) = 1 (Erlang 1917).

    Of the law of work the mean alone matters (Sevastyanov, Theory of Probability & its Applications 2, 1957, p. 104).

    >>> blocked_share(1.0, 1), blocked_share(1.0, 2), blocked_share(3.0, 0)
    (0.5, 0.2, 1.0)
    """
    _require_rates([load])
    share = 1.0
    for number in range(1, servers + 1):
        share = load * share / (number + load * share)
    return share


def own_share_of_two(own: float, other: float) -> tuple[float, float, float]:
    """Return what share of the calls of one district its own server takes, the other one takes, and is lost.

    Two servers, two districts, each asks its own first and then the other; `own` and `other` are their rates. With p0 =
    1 / (1 + a + a^2 / 2) for a = own + other nobody is at work, both are with a^2 / 2 p0, and the own one alone with
    (own p0 + both) / (1 + a) (Larson, Computers & Operations Research 1, 1974, p. 67, by hand for two).

    >>> [round(share, 6) for share in own_share_of_two(1.0, 1.0)]
    [0.4, 0.2, 0.4]
    """
    _require_rates([own, other])
    total = own + other
    nobody = 1 / (1 + total + total**2 / 2)
    both = total**2 / 2 * nobody
    alone = (own * nobody + both) / (1 + total)
    return 1 - both - alone, alone, both


def dispatched_shares(rates: Sequence[float], preferences: Sequence[Sequence[int]]) -> Floats:
    """Return what share of each district's calls each server takes, and in the last column what share is lost.

    A call of a district goes to the first of its list who is free; lists may leave servers out. The shape is
    (districts, servers + 1), servers are numbered from 0 to the largest in a list. A server is busy for `rates @
    shares` of the time. Exact, by the 2^N states of who is at work (Larson, Computers & Operations Research 1, 1974, p.
    67: the hypercube model), so for N up to about ten.

    >>> dispatched_shares((1.0, 1.0), ((0, 1), (1, 0))).round(6).tolist()
    [[0.4, 0.2, 0.4], [0.2, 0.4, 0.4]]
    """
    _require_rates(rates)
    servers = _number_of_servers(rates, preferences)
    states = np.arange(2**servers)
    takers = np.array([[_taker(state, row, servers) for row in preferences] for state in states])
    moves = np.zeros((states.size, states.size))
    for state, taken in zip(states, takers, strict=True):
        for rate, server in zip(rates, taken, strict=True):
            if server < servers:
                moves[state, state | 1 << server] += rate
        for server in range(servers):
            if state >> server & 1:
                moves[state, state & ~(1 << server)] += 1.0
    often = _stationary(moves)
    return np.stack([np.bincount(column, often, servers + 1) for column in takers.T])


def _taker(state: int, preference: Sequence[int], servers: int) -> int:
    return next((server for server in preference if not state >> server & 1), servers)


def _number_of_servers(rates: Sequence[float], preferences: Sequence[Sequence[int]]) -> int:
    listed = [server for row in preferences for server in row]
    if len(rates) != len(preferences) or not listed or min(listed) < 0:
        raise InputError(
            f"{len(rates)} rates and the lists {preferences} were given, but each rate needs a list of servers, which "
            "are numbered from 0."
        )
    return max(listed) + 1


def overflow_losses(rates: tuple[float, float], servers: tuple[int, int]) -> tuple[float, float, float]:
    """Return the shares of the first group's calls that go over, and are lost, and of the second's that are lost.

    `rates` are the calls that come to each group, `servers` are theirs. A call of the first that finds all of it at
    work is offered to the second; all of the second are there for both. Exact, by the two-dimensional chain of how many
    are at work in each (Kosten, Elektrische Nachrichten-Technik 14, 1937, p. 5; Brockmeyer, Teleteknik 5, 1954, p.
    361).

    >>> [round(share, 6) for share in overflow_losses((1.0, 0.0), (1, 1))]
    [0.5, 0.2, 0.3]
    """
    _require_rates(rates)
    for name, number in zip(("first", "second"), servers, strict=True):
        require_positive(f"the servers of the {name} group", number)
    first, second = servers
    state = np.arange((first + 1) * (second + 1)).reshape(first + 1, second + 1)
    moves = np.zeros((state.size, state.size))
    for i, j in np.ndindex(first + 1, second + 1):
        if i < first:
            moves[state[i, j], state[i + 1, j]] += rates[0]
            moves[state[i + 1, j], state[i, j]] += i + 1
        if j < second:
            moves[state[i, j], state[i, j + 1]] += rates[1] + (rates[0] if i == first else 0.0)
            moves[state[i, j + 1], state[i, j]] += j + 1
    often = _stationary(moves).reshape(state.shape)
    return float(often[first].sum()), float(often[first, second]), float(often[:, second].sum())


def _stationary(moves: Floats) -> Floats:
    """Return the share of time in each state of a chain with these rates between states."""
    balance = (moves - np.diag(moves.sum(axis=1))).T
    balance[0] = 1  # one of the balance equations follows from the others
    often: Floats = np.linalg.solve(balance, np.eye(len(moves))[0])
    return often


def _require_rates(rates: Sequence[float]) -> None:
    for rate in rates:
        if not rate >= 0:
            raise InputError(f"a rate was given as {rate:g}, but it has to be at least 0.")
