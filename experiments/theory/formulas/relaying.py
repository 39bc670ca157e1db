"""How long an order takes that goes down the layers by telephone, or over desks, and whom it does not reach.

`fan_outs` says, from the top down, how many each one calls: b_1 are called by the origin, b_1 b_2 by these, and so on.
Whoever is reached calls their own at once, one after another, and each call takes the same hours. Results are hours.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from experiments.theory.formulas.asking import require_positive, require_shares, require_steady


def last_reached_hours(fan_outs: Sequence[int], call: float) -> float:
    """Return when the last one is reached, t × sum of b: who is last in each list, below who is last.

    Deterministic, as are the next two; see Hedetniemi, Hedetniemi & Liestman, Networks 18, 1988, p. 319, on
    broadcasting.

    >>> last_reached_hours([3, 5], 0.1)
    0.8
    """
    _require_calls(fan_outs, call)
    return call * sum(fan_outs)


def mean_reached_hours(fan_outs: Sequence[int], call: float) -> float:
    """Return when a member of the last layer is reached on average, t × sum of (b + 1) / 2.

    >>> mean_reached_hours([3, 5], 0.1)
    0.5
    """
    _require_calls(fan_outs, call)
    return call * sum(number + 1 for number in fan_outs) / 2


def mean_reached_hours_of_all(fan_outs: Sequence[int], call: float) -> float:
    """Return when a member of any layer is reached on average: the layers weighted with their numbers.

    >>> round(mean_reached_hours_of_all([3, 5], 0.1), 6)
    0.45
    """
    members = _members(fan_outs)
    until = [mean_reached_hours(fan_outs[: layer + 1], call) for layer in range(len(fan_outs))]
    return sum(number * hours for number, hours in zip(members, until, strict=True)) / sum(members)


def doubling_hours(people: int, call: float) -> float:
    """Return the least time in which one of so many, who knows first, lets all know, if everyone who knows calls.

    Nobody who calls one at a time can be quicker than t × ⌈log2 n⌉, since at most twice as many know after each call
    (source as above, sec. 1).

    >>> doubling_hours(1000, 0.5), doubling_hours(1024, 0.5), doubling_hours(1025, 0.5)
    (5.0, 5.0, 5.5)
    """
    require_positive("the number of people", people)
    require_positive("the hours of a call", call)
    return call * (people - 1).bit_length()


def unreached_shares(fan_outs: Sequence[int], dead: float) -> tuple[float, float]:
    """Return the share that is not reached of the last layer, and of all, if a telephone is dead with this probability.

    Who is not reached calls nobody, so that layer l is reached with (1 − d)^l.

    >>> [round(share, 6) for share in unreached_shares([2, 2], 0.1)]
    [0.19, 0.16]
    """
    require_shares("the probability of a dead telephone", [dead])
    _require_calls(fan_outs, 1.0)
    members = _members(fan_outs)
    reached = [(1 - dead) ** (layer + 1) for layer in range(len(fan_outs))]
    of_all = sum(number * share for number, share in zip(members, reached, strict=True)) / sum(members)
    return 1 - reached[-1], 1 - of_all


def relay_stay(rate: float, works: Sequence[float]) -> float:
    """Return the mean time of an order over desks in a row, each an M/M/1 with this mean work: sum of 1 / (1/s − rate).

    Orders leave a desk at random as they came (Burke, Operations Research 4, 1956, p. 699; Jackson, Operations Research
    5, 1957, p. 518). L like desks take L / (mu − rate), a direct order one desk's time.

    >>> round(relay_stay(0.6, [1.0, 1.0, 0.5]), 6)
    5.714286
    """
    for work in works:
        require_positive("the work at a desk", work)
        require_steady(rate * work, 1)
    return sum(1 / (1 / work - rate) for work in works)


def _members(fan_outs: Sequence[int]) -> list[int]:
    """Return how many people each layer has."""
    return [prod(fan_outs[: layer + 1]) for layer in range(len(fan_outs))]


def _require_calls(fan_outs: Sequence[int], call: float) -> None:
    require_positive("the number of layers", len(fan_outs))
    require_positive("the hours of a call", call)
    for number in fan_outs:
        require_positive("the number whom one calls", number)
