"""Matters whose patience ends while they wait: what share leaves, and how long they wait, of all and of those taken.

They come at random, work is exponential with mean 1, taken first come, first served; rates are an hour, patience and
waits are hours. Patience is either exponential with a mean (M/M/c+M, Erlang-A), or the same *limit* for all (M/M/c+D).
With H(v) the mean of min(v, patience), and the wait v that a patient matter would have,

    J = ∫ exp(rate H(v) − c v) dv,   e = 1 ÷ B(c − 1),   share that leaves = (1 + (rate − c) J) ÷ (e + rate J)

with B Erlang's loss (Baccelli & Hébuterne, Performance '81, p. 159; Zeltyn & Mandelbaum, Queueing Systems 51, 2005, p.
361). No load is too much, but an InputError refuses what exceeds
double precision, and a patience, limit or rate that is not above 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, inf, log

from experiments.theory.formulas.asking import require_positive
from experiments.theory.formulas.loss import blocked_share
from sim.errors import InputError

MOST_LIKELY = 500.0
"""The largest logarithm of a weight that is worked with."""


def leaving_share(rate: float, servers: int, patience: float) -> float:
    """Return the share that leaves, of M/M/c+M with this mean patience (Palm, Tele 1, 1957).

    With p the patience c J = 1 + rate / (c + 1/p) (1 + rate / (c + 2/p) (1 + …)), a series of the incomplete gamma
    function (Garnett, Mandelbaum & Reiman, Manufacturing & Service Operations Management 4, 2002, p. 208).

    >>> round(leaving_share(1.0, 1, 1.0), 6)
    0.367879
    """
    integral = _erlang_a(rate, servers, patience)
    return (1 + (rate - servers) * integral) / _scale(rate, servers, integral)


def impatient_wait(rate: float, servers: int, patience: float) -> float:
    """Return the mean wait of all, whether taken or left: share that leaves × mean patience, by Little on who leaves.

    >>> round(impatient_wait(1.0, 1, 1.0), 6)
    0.367879
    """
    return patience * leaving_share(rate, servers, patience)


def served_wait(rate: float, servers: int, patience: float) -> float:
    """Return the mean wait of those who are taken.

    Who finds k waiting is taken with probability c / (c + (k + 1) / p) and then has waited the sum of 1 / (c + i / p)
    over i = 1 … k + 1 on average; k is likelier than k − 1 by rate / (c + k / p) (Garnett, Mandelbaum & Reiman as
    above, by birth and death).

    >>> round(served_wait(1.0, 1, 1.0), 6)
    0.260202
    """
    _require(rate, "the mean patience", patience)
    wait, waits, all_waiting = 0.0, 0.0, 0.0
    for k, weight in enumerate(_weights(rate, servers, patience)):
        ends = servers + (k + 1) / patience
        wait += 1 / ends
        waits += weight * servers / ends * wait
        all_waiting += weight
    fewer = servers / rate / blocked_share(rate, servers - 1)  # of somebody free, where that of k = 0 is 1
    return waits / (fewer + all_waiting) / (1 - leaving_share(rate, servers, patience))


def _weights(rate: float, servers: int, patience: float) -> Iterator[float]:
    """Yield how likely it is that k = 0, 1 … wait, relative to k = 0, until all that follow are nothing."""
    weight, total, ratio, k = 1.0, 0.0, inf, 0
    while ratio >= 1 or weight > 1e-17 * total * (1 - ratio):
        yield weight
        k, total = k + 1, total + weight
        ratio = rate / (servers + k / patience)
        weight *= ratio
        _require_countable(log(weight) if weight else -inf)


def leaving_share_at_limit(rate: float, servers: int, limit: float) -> float:
    """Return the share that leaves, of M/M/c+D where everybody waits for at most `limit` hours.

    J = (e^(g D) − 1) / g + e^(g D) / c with g = rate − c and D the limit, so that 1 + g J = rate / c e^(g D) (Barrer,
    Operations Research 5, 1957, p. 650; Gnedenko & Kovalenko, Introduction to Queueing Theory, 1968).

    >>> round(leaving_share_at_limit(1.0, 1, 1.0), 6)
    0.333333
    """
    scale = _scale(rate, servers, _limited(rate, servers, limit))
    return rate / servers * exp((rate - servers) * limit) / scale


def impatient_wait_at_limit(rate: float, servers: int, limit: float) -> float:
    """Return the mean wait of all, whether taken or left.

    It is rate (∫_0^D v e^(g v) dv + D e^(g D) / c) / (e + rate J), the mean of min(v, D) (sources as above).

    >>> round(impatient_wait_at_limit(1.0, 1, 1.0), 6)
    0.5
    """
    from scipy.special import hyp1f1

    scale = _scale(rate, servers, _limited(rate, servers, limit))
    excess = rate - servers
    waiting = limit**2 / 2 * float(hyp1f1(2, 3, excess * limit)) + limit * exp(excess * limit) / servers
    return rate * waiting / scale


def served_wait_at_limit(rate: float, servers: int, limit: float) -> float:
    """Return the mean wait of those who are taken: what of the mean wait of all is not that of who left after D.

    >>> round(served_wait_at_limit(1.0, 1, 1.0), 6)
    0.25
    """
    share = leaving_share_at_limit(rate, servers, limit)
    return (impatient_wait_at_limit(rate, servers, limit) - share * limit) / (1 - share)


def _erlang_a(rate: float, servers: int, patience: float) -> float:
    _require(rate, "the mean patience", patience)
    return sum(_weights(rate, servers, patience)) / servers


def _limited(rate: float, servers: int, limit: float) -> float:
    from scipy.special import exprel

    _require(rate, "the limit of patience", limit)
    excess = (rate - servers) * limit
    _require_countable(excess)
    return limit * float(exprel(excess)) + exp(excess) / servers


def _scale(rate: float, servers: int, integral: float) -> float:
    return 1 / blocked_share(rate, servers - 1) + rate * integral


def _require(rate: float, name: str, patience: float) -> None:
    require_positive("the rate", rate)
    require_positive(name, patience)


def _require_countable(exponent: float) -> None:
    if exponent > MOST_LIKELY:
        raise InputError(
            "so many come and are so patient that how many wait cannot be told in numbers of double precision; give a "
            "lower rate or less patience."
        )
