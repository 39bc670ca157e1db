"""What a formula is asked: numbers for which it holds, or one sentence that says which are not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from sim.errors import InputError, UnknownName, nearest

Metric = Literal["straight", "rectangular"]
"""How long a way is: as the crow flies, or along streets that run along both axes."""


def require_steady(load: float, servers: float) -> None:
    """Raise an InputError unless a load, in servers kept busy, is at least 0 and below the number of servers."""
    if not 0 <= load < servers:
        raise InputError(
            f"a load of {load:g} was given for {servers:g} servers, but it has to be at least 0 and below their "
            "number: else the queue has no steady state."
        )


def require_shares(name: str, shares: Sequence[float], *, below_one: bool = False) -> None:
    """Raise an InputError unless all of these are probabilities, if `below_one` less than 1."""
    for share in shares:
        if not 0 <= share <= 1 or (below_one and share == 1):
            wanted = "at least 0 and below 1" if below_one else "between 0 and 1"
            raise InputError(f"{name} was given as {share:g}, but it is a probability {wanted}.")


def require_positive(name: str, value: float) -> None:
    """Raise an InputError unless a quantity is above 0."""
    if not value > 0:
        raise InputError(f"{name} was given as {value:g}, but it has to be above 0.")


def require_metric(metric: str) -> None:
    """Raise UnknownName unless ways are measured like that."""
    if metric not in get_args(Metric):
        raise UnknownName(f"no way is measured as {metric!r}. {nearest(metric, get_args(Metric))}")
