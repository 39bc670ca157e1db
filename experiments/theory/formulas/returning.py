"""Matters that come back: returned by who takes them on, sent to a wrong unit, or closed without being solved.

Rates are an hour, work has mean 1, results are hours where nothing else is said. `again` is the probability that a
matter comes back after a round, each time anew; `most` is the largest number of rounds, after which it passes as it is.
A queue that grows without end, and what is no probability, are refused by an InputError.
"""

from __future__ import annotations

from math import inf

from experiments.theory.formulas.asking import require_positive, require_shares
from experiments.theory.formulas.waiting import erlang_wait


def rounds(again: float, most: int | None = None) -> float:
    """Return the mean number of rounds: 1 / (1 − r), or (1 − r^K) / (1 − r) where K rounds are the most.

    Geometric (Feller, An Introduction to Probability Theory I, 3rd ed. 1968, sec. VI.8). Who finds the right unit with
    probability a at each try needs `rounds(1 - a)`, which is 1 / a.

    >>> rounds(0.25), rounds(0.5, 3)
    (1.3333333333333333, 1.75)
    """
    require_shares("the probability of coming back", [again], below_one=most is None)
    require_positive("the largest number of rounds", inf if most is None else most)
    if most is None:
        return 1 / (1 - again)
    return float(sum(again**number for number in range(most)))


def unsettled_share(again: float, most: int) -> float:
    """Return the share of matters that pass as they are, since they would have come back after the last round: r^K.

    >>> unsettled_share(0.5, 3)
    0.125
    """
    require_shares("the probability of coming back", [again])
    require_positive("the largest number of rounds", most)
    return float(again**most)


def feedback_stay(rate: float, servers: int, again: float, most: int | None = None) -> float:
    """Return the mean time from coming to the last end, in M/M/c to whose tail a matter comes back.

    Each of n = `rounds(again, most)` rounds takes what one takes in M/M/c at rate × n: product form, though what comes
    to the tail is not Poisson (Jackson, Operations Research 5, 1957, p. 518; with rounds of at most K, a class of
    matter for each: Kelly, Reversibility and Stochastic Networks, 1979, sec. 3.1).

    >>> round(feedback_stay(0.6, 1, 0.1), 6), round(feedback_stay(1.2, 2, 0.25), 6)
    (3.333333, 3.703704)
    """
    number = rounds(again, most)
    return number * (1 + erlang_wait(rate * number, servers))


def resettled_stay(rate: float, servers: int, unsolved: float, delay: float, most: int | None = None) -> float:
    """Return the mean time from the first coming to the last end, if what is closed unsolved comes back after a delay.

    The delay, of whatever law, counts, for it is not solved then: T = n (1 + Wq(rate n)) + (n − 1) delay. A station
    with as many servers as matters changes nothing at the others (Jackson, Management Science 10, 1963, p. 131;
    Baskett, Chandy, Muntz & Palacios, Journal of the ACM 22, 1975, p. 248, for any law).

    >>> round(resettled_stay(0.6, 1, 0.1, 9.0), 6)
    4.333333
    """
    return feedback_stay(rate, servers, unsolved, most) + (rounds(unsolved, most) - 1) * delay
