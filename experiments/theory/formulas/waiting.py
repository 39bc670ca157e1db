"""Mean waits in one queue, of matters that come at random and are taken first come, first served.

Rates are an hour, works are hours. A queue that grows without end is refused by an InputError.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import factorial

from experiments.theory.formulas.asking import require_steady
from sim.calendar import clock_minutes


def erlang_wait(load: float, servers: int) -> float:
    """Return the mean wait of M/M/c with work of mean 1: Erlang C ÷ (c − load) (Erlang 1917).

    >>> round(erlang_wait(0.8, 1), 6), round(erlang_wait(3.2, 4), 6)
    (4.0, 0.745541)
    """
    require_steady(load, servers)
    last = load**servers / factorial(servers) * servers / (servers - load)
    others = sum(load**number / factorial(number) for number in range(servers))
    return last / (others + last) / (servers - load)


def single_wait(rate: float, mean: float, square: float) -> float:
    """Return the mean wait of M/G/1 from the first two moments of work (Pollaczek 1930, Khinchine 1932).

    >>> round(single_wait(0.8, 1.0, 2.0), 12)
    4.0
    """
    require_steady(rate * mean, 1)
    return rate * square / (2 * (1 - rate * mean))


def gap_wait(times: Sequence[str], minutes: float) -> float:
    """Return the mean wait, of what comes at random, for the next session of a day; none for what comes in one.

    A gap of g hours is met in g / 24 of all cases, and half of it is left then on average (Kleinrock, Queueing Systems
    I, 1975, sec. 5.2: residual life).

    >>> gap_wait(["10:00"], 30) == 23.5**2 / 48
    True
    """
    begin = [clock_minutes(time) / 60 for time in times]
    following = [*begin[1:], begin[0] + 24]
    gaps = [after - before - minutes / 60 for before, after in zip(begin, following, strict=True)]
    return sum(gap**2 for gap in gaps) / 48
