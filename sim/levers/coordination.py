"""Lever `coordination` (route): how a matter that touches several units goes through them."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from sim.levers.ranks import check_held
from sim.levers.stages import Arrangement, NeedOrder, Route
from sim.options import options


@options
class Coordination:
    """Options.

    `series`: one unit after another. `countersign`: the lead first, then the others at the same time.
    `lead`: the lead calls its collaborators together, then all work at the same time.
    """

    order: NeedOrder = "series"
    heads_countersign: bool = False  # the head of a collaborating unit signs its share
    leaders: Literal["all", "lead"] = "lead"  # whose signature is asked for where portfolios are touched


def route_coordination(route: Route, options: Coordination, arrangement: Arrangement) -> Route:
    """Return the route with units dealing with a matter in this order.

    Raises DesignError if heads are to countersign where a unit has none.
    """
    if options.heads_countersign and len(arrangement.units) > 1:
        check_held("coordination.heads_countersign", "head", arrangement)
    return replace(
        route,
        order=options.order,
        heads_countersign=options.heads_countersign,
        all_leaders=options.leaders == "all",
    )
