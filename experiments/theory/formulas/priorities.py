"""Waits and stays of matters of several classes of urgency, with and without interruption.

Classes are numbered by urgency, the most urgent first, and come at random. Rates are an hour, works and results are
hours. A queue that grows without end is refused by an InputError.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from experiments.theory.formulas.asking import require_positive, require_steady
from experiments.theory.formulas.waiting import erlang_wait


def head_of_line_waits(rates: Sequence[float], servers: int) -> list[float]:
    """Return the mean wait of each class in M/M/c with work of mean 1, where nobody is interrupted.

    With C that is Erlang's, a the rate of a class and all before it, W_k = C c / ((c − a_{k−1})(c − a_k)) (Cobham,
    Operations Research 2, 1954, p. 70; Kella & Yechiali, Stochastic Models 1, 1985, p. 257).

    >>> [round(wait, 6) for wait in head_of_line_waits((0.2, 0.6), 1)]
    [1.0, 5.0]
    """
    total = sum(rates)
    delayed = erlang_wait(total, servers) * (servers - total)
    free = [servers - rate for rate in accumulate(rates, initial=0.0)]
    return [delayed * servers / (before * after) for before, after in pairwise(free)]


def resumed_waits(rates: Sequence[float], means: Sequence[float], squares: Sequence[float]) -> list[float]:
    """Return the mean wait of each class until its work is begun, in M/G/1 where the more urgent interrupts.

    Of whatever law, work has these first two moments; what is interrupted goes on where it was. Whoever is less urgent
    is not noticed: W_k = R_k / ((1 − s_{k−1})(1 − s_k)), s_k the load of class k and all before it, R_k half the sum of
    their rate × E[S^2] (White & Christie, Operations Research 6, 1958, p. 79; Gross, Shortle, Thompson & Harris,
    Fundamentals of Queueing Theory, 4th ed. 2008, sec. 3.4.3).

    >>> [round(wait, 6) for wait in resumed_waits((0.2, 0.6), (1.0, 1.0), (2.0, 2.0))]
    [0.25, 5.0]
    """
    loads = [0.0, *accumulate(rate * mean for rate, mean in zip(rates, means, strict=True))]
    require_steady(loads[-1], 1)
    residuals = accumulate(rate * square / 2 for rate, square in zip(rates, squares, strict=True))
    return [
        residual / ((1 - before) * (1 - after))
        for residual, (before, after) in zip(residuals, pairwise(loads), strict=True)
    ]


def resumed_stays(rates: Sequence[float], means: Sequence[float], squares: Sequence[float]) -> list[float]:
    """Return the mean time of each class from coming to the end, where waits are those of `resumed_waits`.

    Once begun, work of mean m takes m / (1 − s_{k−1}) with the interruptions (sources as there).

    >>> [round(stay, 6) for stay in resumed_stays((0.2, 0.6), (1.0, 1.0), (2.0, 2.0))]
    [1.25, 6.25]
    """
    waits = resumed_waits(rates, means, squares)
    loads = accumulate((rate * mean for rate, mean in zip(rates, means, strict=True)), initial=0.0)
    return [wait + mean / (1 - load) for wait, mean, load in zip(waits, means, loads, strict=False)]


def preempted_stays(rates: Sequence[float], servers: int) -> list[float]:
    """Return the mean time of each class from coming to the end, in M/M/c where the more urgent interrupts.

    Work has mean 1 in all classes and goes on where it was, with whoever comes free. The classes up to k see nobody
    else and are an M/M/c together, of whatever order, so by Little their numbers N_k = a_k T(a_k) give T_k = (N_k −
    N_{k−1}) / rate_k (Buzen & Bondi, Operations Research 31, 1983, p. 456; Gross et al., sec. 3.4.3, for the argument).

    >>> [round(stay, 6) for stay in preempted_stays((0.2, 0.6), 1)]
    [1.25, 6.25]
    """
    for rate in rates:
        require_positive("the rate of a class", rate)
    numbers = [rate * (1 + erlang_wait(rate, servers)) for rate in accumulate(rates, initial=0.0)]
    return [(after - before) / rate for rate, (before, after) in zip(rates, pairwise(numbers), strict=True)]
