"""Lever `coordination` (route): how a matter that touches several units goes through them, and what urges them."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from sim.errors import DesignError
from sim.levers.ranks import check_held
from sim.levers.stages import RANK_OF, Arrangement, Attendant, Backing, NeedOrder, Returns, Route
from sim.options import NonNegative, options


@options
class Coordination:
    """Options.

    `series`: one unit after another. `countersign`: the lead first, then the others at the same time.
    `lead`: the lead calls its collaborators together, then all work at the same time.
    `case_officer`: whoever of the lead handles the first need handles all others too.
    """

    order: NeedOrder = "series"
    heads_countersign: bool = False  # the head of a collaborating unit signs its share
    leaders: Literal["all", "lead"] = "lead"  # whose signature is asked for where portfolios are touched
    ordered: bool = False  # matters on which a leader's order lies come first, and are reported on
    answer_days: NonNegative | None = None  # of 24 hours, in which a collaborating unit should answer
    backed_by: Backing = "nobody"  # what makes it do so
    joint_meeting: bool = False  # with `lead`: one of each unit meets, in a slot that all of them have
    meets: Attendant = "officer"  # who of each unit
    returns: Returns = "anybody"  # who handles again what is sent back


def route_coordination(route: Route, options: Coordination, arrangement: Arrangement) -> Route:
    """Return the route with units dealing with a matter in this order.

    Raises DesignError if heads are to countersign or to meet where a unit has none, and for options that contradict
    each other.
    """
    _check_together(options)
    if options.heads_countersign and len(arrangement.units) > 1:
        check_held("coordination.heads_countersign", "head", arrangement)
    if options.joint_meeting and len(arrangement.units) > 1:
        check_held("coordination.meets", options.meets, arrangement, task="go to a joint meeting")
    return replace(
        route,
        order=options.order,
        heads_countersign=options.heads_countersign,
        all_leaders=options.leaders == "all",
        ordered=options.ordered,
        answer_days=options.answer_days,
        backed_by=options.backed_by,
        joint_meeting=options.joint_meeting,
        meets=RANK_OF[options.meets],
        returns=options.returns,
    )


def _check_together(options: Coordination) -> None:
    if options.joint_meeting and options.order != "lead":
        raise DesignError(
            f"coordination.joint_meeting=true goes with order=lead, in which there is a meeting, but "
            f"order={options.order}. Set coordination.order=lead, or joint_meeting=false."
        )
    if options.answer_days is not None and options.answer_days < 0:
        raise DesignError(f"coordination.answer_days={options.answer_days:g}; expected 0 or more days.")
    if options.answer_days is None and options.backed_by != "nobody":
        raise DesignError(
            f"coordination.backed_by={options.backed_by} backs a deadline, but there is none. Set "
            "coordination.answer_days, or backed_by=nobody."
        )
