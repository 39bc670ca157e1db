"""Mean waits of matters of two kinds or categories, which come at random.

Rates are an hour, works are hours. Each formula names its source; all are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

import numpy as np

from sim.arrays import Floats


def pooled_wait(rates: Sequence[float], means: Sequence[float]) -> float:
    """Return the mean wait of two kinds of matters, each of exponential work, before two servers who take both.

    This is M/H2/2. Its state is how many are there and of which kind the matters in work are; of which kind those are
    that wait, is seen when they are taken. From two matters on, probabilities are matrix-geometric, pi(n + 1) = pi(n) R
    with R the least solution of A0 + R A1 + R^2 A2 = 0, so that Lq = pi(2) R (1 - R)^-2 1 (Neuts, Matrix-Geometric
    Solutions in Stochastic Models, 1981, ch. 3).
    """
    total, identity = sum(rates), np.eye(3)
    up, down, first_up, first_down = _two_servers(rates, means)
    local = -np.diag(down.sum(axis=1) + total)
    growth = np.zeros((3, 3))
    for _ in range(100_000):
        before, growth = growth, -(total * identity + growth @ growth @ down) @ np.linalg.inv(local)
        if np.abs(growth - before).max() < 1e-15:
            break

    balance = np.zeros((6, 6))  # nobody, one of either kind, two of the kinds 11, 12, 22
    balance[0, 1:3], balance[1:3, 0] = first_up, first_down
    balance[1:3, 3:6], balance[3:6, 1:3] = up
    balance -= np.diag(balance.sum(axis=1))
    balance[3:6, 3:6] += growth @ down - total * identity
    above = np.linalg.inv(identity - growth)
    balance[:, 0] = np.concatenate([np.ones(3), above.sum(axis=1)])  # all probabilities together are 1
    shares = np.linalg.solve(balance.T, np.eye(6)[0])
    return float(shares[3:6] @ growth @ above @ above @ np.ones(3)) / total


def _two_servers(
    rates: Sequence[float], means: Sequence[float]
) -> tuple[tuple[Floats, Floats], Floats, list[float], list[float]]:
    """Return the rates between one and two matters, down among more, and between none and one.

    With two servers at work on kinds 11, 12 or 22, the one who is done takes a matter of the first kind with
    probability `share`, else of the second.
    """
    share, (fast, slow) = rates[0] / sum(rates), (1 / mean for mean in means)
    rest = 1 - share
    one_to_two = np.array([[rates[0], rates[1], 0.0], [0.0, rates[0], rates[1]]])
    two_to_one = np.array([[2 * fast, 0.0], [slow, fast], [0.0, 2 * slow]])
    down = two_to_one @ np.array([[share, rest, 0.0], [0.0, share, rest]])
    return (one_to_two, two_to_one), down, list(rates), [fast, slow]


def switching_load(rate: float, share: float, setup: float) -> float:
    """Return the load of `switching_wait`: of all matters the share 2 p (1 − p) finds the other category before it."""
    return rate * (1 + 2 * share * (1 - share) * setup)


def switching_wait(rate: float, share: float, setup: float) -> float:
    """Return the mean wait before one server of two categories, with a set-up when the category changes.

    Work is exponential with mean 1, `share` is that of the first category. Who turns to the rarer category turns back
    soon, so that works with their set-ups are not independent: M/SM/1 (Neuts, Journal of Applied Probability 3, 1966,
    p. 202). Let pi(z) be the generating function of the number left behind, by the category of who leaves, and P(z)
    that of the number that comes during a work, by the categories before and now. Then pi(z) (z − P(z)) = (z − 1)
    pi(0) P(z). Its second derivative at z = 1, times 1, gives the mean number left behind, which is that in the house,

        L = (rate^2 (E[S^2] / 2 + Cov(S, S')) + pi(0) r) / (1 − rho),   Wq = L / rate − E[S]

    where S' follows S, and r is rate × E[S] by the category before.
    """
    shares = np.array([share, 1 - share])
    changes = 1 - shares  # by the category before
    load = switching_load(rate, share, setup)
    square = 2 + 2 * float(shares @ changes) * (setup + setup**2 / 2)
    covariance = setup**2 * (shares.prod() - float(shares @ changes) ** 2)

    by_category = rate * (1 + changes * setup)
    idle = _idle_by_category(rate, share, setup) * (1 - load)
    number = (rate**2 * (square / 2 + covariance) + float(idle @ by_category)) / (1 - load)
    return float(number - load) / rate


def _idle_by_category(rate: float, share: float, setup: float) -> Floats:
    """Return the shares of the categories among those who leave an empty house behind, pi(0) ÷ (1 − rho).

    pi(z) is finite below 1, so that pi(0) is orthogonal to the null vector of z − P(z) at its zero there.
    """
    rest = 1 - share

    def factors(z: float) -> tuple[float, float]:
        return 1 / (1 + rate * (1 - z)), exp(-rate * (1 - z) * setup)

    def determinant(z: float) -> float:
        work, turn = factors(z)
        return z**2 - z * work + share * rest * work**2 * (1 - turn**2)

    from scipy import optimize  # made here: who only lists the cases need not wait for it

    zero = optimize.brentq(determinant, 0.0, 1 - 1e-9, xtol=1e-15)
    work, turn = factors(zero)
    null = np.array([rest * turn * work, zero - share * work])  # orthogonal to the first row of z − P(z)
    shares: Floats = np.array([-null[1], null[0]]) / (null[0] - null[1])
    return shares


def staying_wait(rate: float, setup: float) -> float:
    """Return the mean wait, until work or its set-up begins, where an officer stays with one of two like categories.

    Matters of each come at `rate`, work is exponential with mean 1; a set-up is needed to turn to the other category,
    which is done as soon as it has work and one's own has none. By decomposition the mean work present is that of
    M/G/1 plus that found in set-ups, as a share of the time not worked (Boxma & Groenendijk, Journal of Applied
    Probability 24, 1987, p. 949); the number that waits as a set-up begins is the chain of `_turns`.

    >>> round(staying_wait(0.3, 1e-9), 6)
    1.5
    """
    number, cycle = _turns(rate, setup)
    load = 2 * rate
    in_setups = setup / cycle / (1 - load) * (number + load * setup / 2)
    wait = (load / (1 - load) + in_setups - load) / load
    return wait - setup / (load * cycle)  # the first of each visit waits for its set-up, which counts as its work


def staying_load(rate: float, setup: float) -> float:
    """Return the share of time that such an officer works or sets up.

    >>> round(staying_load(0.3, 1e-9), 6)
    0.6
    """
    return 2 * rate + setup / _turns(rate, setup)[1]


def _turns(rate: float, setup: float, most: int = 256) -> tuple[float, float]:
    """Return how many wait on average as a set-up begins, and the mean time from one such instant to the next.

    G is the generating function of how many come of the other category in a busy period of one: G = 1 / (1 + rate
    (1 - z) + rate (1 - G)). If k wait, then with what comes in the set-up as many do in the other category when they
    are gone as the function e^(rate setup (z - 1 + G - 1)) G^k tells; probabilities are read off it on the unit circle.
    """
    z = np.exp(2j * np.pi * np.arange(2 * most) / (2 * most))
    a = 1 + 2 * rate - rate * z
    busy = (a - np.sqrt(a * a - 4 * rate)) / (2 * rate)
    waiting = np.arange(1, most)
    found = np.exp(rate * setup * (z + busy - 2)) * busy ** waiting[:, None]
    after = np.fft.fft(found).real / (2 * most)
    alone = np.fft.fft(busy).real / (2 * most)
    first = alone[1:most] / 2  # from an empty house: one more of the same category, or
    first[0] += 0.5  # one of the other
    again = 1 - alone[0] / 2
    moves = after[:, 1:most] + after[:, :1] * first / again
    balance = moves.T - np.eye(waiting.size)
    balance[0] = 1
    often = np.linalg.solve(balance, np.eye(waiting.size)[0])
    number, empty, again = float(often @ waiting), float(often @ after[:, 0]), float(again)
    worked = (number + rate * setup + empty / 2 / again) / (1 - rate)
    return number, setup + worked + empty / again / (2 * rate)
