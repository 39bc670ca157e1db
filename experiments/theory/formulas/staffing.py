"""What remains where people or matters are taken away: transfer to a contractor, a task force, a surge.

Matters come at random, work is exponential with mean 1; rates are an hour, results are hours where nothing else is
said. A queue that grows without end is refused by an InputError.
"""

from __future__ import annotations

from experiments.theory.formulas.asking import require_positive, require_shares
from experiments.theory.formulas.waiting import erlang_wait
from sim.errors import InputError


def transferred_waits(rate: float, share: float, home: int, contractor: int) -> tuple[float, float, float]:
    """Return the mean waits at home, at the contractor and of all, if this share of matters is given away at random.

    Both streams are Poisson and independent: M/M/c at (1 − s) rate beside M/M/k at s rate (thinning: Çınlar,
    Introduction to Stochastic Processes, 1975, sec. 4.4).

    >>> [round(wait, 6) for wait in transferred_waits(1.0, 0.5, 1, 1)]
    [1.0, 1.0, 1.0]
    """
    require_shares("the share transferred", [share])
    stays, goes = erlang_wait((1 - share) * rate, home), erlang_wait(share * rate, contractor)
    return stays, goes, (1 - share) * stays + share * goes


def depleted_wait(rate: float, servers: int, seconded: int) -> float:
    """Return the mean wait at home while a task force has so many of the people, in the long run: M/M/(c − k).

    >>> round(depleted_wait(0.8, 3, 2), 6)
    4.0
    """
    return erlang_wait(rate, servers - seconded)


def surge_backlog(rate: float, capacity: float, hours: float) -> float:
    """Return the matters that wait at the end of a surge: (rate − capacity) × hours.

    Fluid, as are the next two: matters flow in and out evenly, and chance is left out, so that they hold in relation as
    the backlog is large. A surge is more matters than usual, or fewer people: of c at home during a task force of k the
    capacity is c − k (Newell, Applications of Queueing Theory, 2nd ed. 1982, ch. 2; Kleinrock, Queueing Systems II,
    1976, sec. 2.7). Raises InputError if there is no surge.

    >>> surge_backlog(5.0, 4.0, 40.0)
    40.0
    """
    if rate < capacity:
        raise InputError(
            f"a surge of {rate:g} matters an hour was given, but what can be done, {capacity:g} an hour, is more."
        )
    require_positive("the length of the surge", hours)
    return (rate - capacity) * hours


def clearing_hours(backlog: float, rate: float, capacity: float) -> float:
    """Return how long after a surge its backlog lasts: backlog ÷ (capacity − rate), fluid (sources as above).

    Raises InputError if the rate afterwards is not below the capacity.

    >>> clearing_hours(40.0, 3.0, 4.0)
    40.0
    """
    if not rate < capacity:
        raise InputError(
            f"{rate:g} matters an hour after the surge were given, but a backlog clears only if they are fewer than "
            f"what can be done, {capacity:g} an hour."
        )
    return backlog / (capacity - rate)


def surge_delay(backlog: float, hours: float, clearing: float) -> float:
    """Return the hours that all matters together wait: the area of the triangle, backlog × (hours + clearing) ÷ 2.

    Fluid (sources as above); divided by the matters that come in both times it is the mean wait of one.

    >>> surge_delay(40.0, 40.0, 40.0)
    1600.0
    """
    return backlog * (hours + clearing) / 2
