"""Lever `command` (route): 条 against 块. Two principals want one officer: whose order wins, and who is refused.

The line (条) is the upper-level offices: matters that they send, and liaison. The local leaders (块) are behind all
other matters.
"""

from __future__ import annotations

from dataclasses import replace

from sim.levers.ranks import check_held
from sim.levers.stages import RANK_OF, Arrangement, Principal, RankName, Route
from sim.options import options


@options
class Command:
    """Options. A unit refuses (推诿) requests of a principal who does not assess it, until a leader orders it.

    `order_backs`: such an order stands behind every request from the first (指挥协调权), so that nobody refuses.
    """

    wins: Principal = "nobody"  # whose matters come first where both wait
    assesses: Principal = "nobody"  # who assesses (考核) the units
    arbiter: RankName = "deputy"  # who orders that what was refused be done
    order_backs: bool = False


_OTHER: dict[Principal, Principal] = {"nobody": "nobody", "line": "local", "local": "line"}


def route_command(route: Route, options: Command, arrangement: Arrangement) -> Route:
    """Return the route with this principal first and the other one refused.

    Raises DesignError if the arbiter's rank, where an order may be asked for, is held by nobody.
    """
    refused: Principal = "nobody" if options.order_backs else _OTHER[options.assesses]
    if refused != "nobody":
        check_held("command.arbiter", options.arbiter, arrangement, task="order that what was refused be done")
    return replace(route, wins=options.wins, refused=refused, arbiter=RANK_OF[options.arbiter])
