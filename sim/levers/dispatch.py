"""Lever `dispatch` (route): how a matter finds its people; what is urgent, urged, passed on, made known, detected."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import numpy as np
from annotated_types import Ge

from sim.errors import DesignError
from sim.institution import Institution
from sim.levers.ranks import check_held
from sim.levers.routing.broadcasting import Broadcasting
from sim.levers.routing.detection import Detection, detecting_by
from sim.levers.routing.dispatching import Dispatching, Watch
from sim.levers.routing.named_unit import unit_named
from sim.levers.routing.overflow import Nearness, next_units
from sim.levers.stages import RANK_OF, Arrangement, RankName, Route
from sim.options import Count, NonNegative, Positive, options
from sim.workload.expectations import Expectations

Urgency = Literal["as_others", "first", "interrupts"]
Reminding = Literal["officer", "head", "deputy"]


@options
class Reminders:
    """Who reminds (催办) when a need has waited so long to be handled; each reminder puts it before others."""

    after_days: NonNegative  # of 24 hours
    every_days: Positive | None = None  # between two of them; absent: after_days
    times: Count = 1
    by: Reminding = "head"  # whose time it takes
    hours: NonNegative = 0.0


@options
class Escalation:
    """Which leader orders (升级督办) that what has waited so long be handled, as what is ordered is."""

    after_days: NonNegative  # of 24 hours
    by: RankName = "deputy"
    hours: NonNegative = 0.0


@options
class Dispatch:
    """Options; none of them by default."""

    urgent: Urgency = "as_others"  # what is urgent (急件): in its turn, before others, or at once
    resumes: Literal["anybody", "same_person"] = "anybody"  # who goes on with what was interrupted
    ageing_days: Positive | None = None  # so many of 24 hours of waiting raise a step's priority by one
    ageing_steps: Count = 1  # at most so often
    reminders: Reminders | None = None
    escalates: Escalation | None = None
    overflow_days: NonNegative | None = None  # of waiting for a unit, after which another one is asked (溢出)
    overflow_to: Nearness = "kin"
    overflow_units: Annotated[int, Ge(0)] = 1  # that are asked, one after another
    lost: bool = False  # what the last of them has not taken in that time either is lost
    relay: Literal["direct", "layers"] = "direct"  # how a matter comes down to who handles it
    relay_ranks: tuple[RankName, ...] = ()  # who passes it on in layers, one after another
    relay_hours: NonNegative = 0.0  # of each of them
    digital: bool = False  # 掌上指挥: no relay; handing out, reminders and orders take nobody's time
    broadcast: Broadcasting = Broadcasting()
    detection: Detection = Detection()


def route_dispatch(
    route: Route, options: Dispatch, arrangement: Arrangement, institution: Institution, expected: Expectations
) -> Route:
    """Return the route with this dispatch; raise DesignError where options contradict each other or the arrangement."""
    _check_together(options, route)
    units = None
    if options.overflow_days is not None:
        units = next_units(arrangement, institution, expected, options.overflow_to, options.overflow_units)
    return replace(
        route,
        dispatching=Dispatching(
            urgent_first=options.urgent != "as_others",
            interrupts=options.urgent == "interrupts",
            same_person=options.resumes == "same_person",
            ageing_days=options.ageing_days,
            ageing_steps=options.ageing_steps,
            watches=_watches(options, arrangement),
            overflow_days=options.overflow_days,
            overflow_units=units,
            lost=options.lost,
            relays=tuple(RANK_OF[name] for name in _relays(options, arrangement)),
            relay_hours=options.relay_hours,
            assigns_at_once=options.digital,
            broadcast=options.broadcast,
            broadcast_unit=_calling_unit(options.broadcast.called_by, arrangement, institution),
            detecting=detecting_by(options.detection, arrangement, institution),
        ),
    )


def _check_together(options: Dispatch, route: Route) -> None:
    """Raise DesignError for options of which one leaves nothing for the other."""
    if options.overflow_days is None and options.lost:
        raise DesignError(
            "dispatch.lost=true loses what nobody takes within overflow_days, but there is none; expected "
            "overflow_days, or lost=false."
        )
    if options.overflow_days is not None and options.overflow_units == 0 and not options.lost:
        raise DesignError(
            "dispatch.overflow_units=0 asks no other unit after overflow_days; expected at least 1, or lost=true."
        )
    if options.overflow_days is not None and route.order == "case_officer":
        raise DesignError(
            "dispatch.overflow_days gives a matter to another unit's people, coordination.order=case_officer all of "
            "it to one officer of the lead's unit; expected another order, or no overflow_days."
        )
    if options.relay == "layers" and not options.relay_ranks:
        raise DesignError(
            "dispatch.relay=layers has no relay_ranks, so nobody passes anything on; expected at least one rank, or "
            "relay=direct."
        )


def _relays(options: Dispatch, arrangement: Arrangement) -> tuple[RankName, ...]:
    """Return who passes a matter on; in a digital dispatch nobody does."""
    if options.relay == "direct" or options.digital:
        return ()
    for name in options.relay_ranks:
        check_held("dispatch.relay_ranks", name, arrangement, task="pass a matter on")
    return options.relay_ranks


def _watches(options: Dispatch, arrangement: Arrangement) -> tuple[Watch, ...]:
    """Return by time who reminds and who orders; in a digital dispatch that takes nobody's time."""
    found: list[Watch] = []
    remind, escalate = options.reminders, options.escalates
    if remind is not None:
        check_held("dispatch.reminders.by", remind.by, arrangement, task="remind anybody")
        every = remind.after_days if remind.every_days is None else remind.every_days
        if remind.times > 1 and every <= 0:
            raise DesignError(
                f"dispatch.reminders.times={remind.times} with after_days=0 would remind at once, again and again; "
                "expected every_days."
            )
        hours = 0.0 if options.digital else remind.hours
        found += [
            Watch(after_days=remind.after_days + turn * every, orders=False, rank=RANK_OF[remind.by], hours=hours)
            for turn in range(remind.times)
        ]
    if escalate is not None:
        check_held("dispatch.escalates.by", escalate.by, arrangement, task="order anything")
        hours = 0.0 if options.digital else escalate.hours
        found.append(Watch(after_days=escalate.after_days, orders=True, rank=RANK_OF[escalate.by], hours=hours))
    return tuple(sorted(found, key=lambda watch: watch.after_days))


def _calling_unit(called_by: str | None, arrangement: Arrangement, institution: Institution) -> int:
    """Return the unit that begins a broadcast: of a function or category, else the one with most people."""
    if called_by is None:
        own = arrangement.unit_of_person
        return int(np.argmax(np.bincount(own[own >= 0], minlength=len(arrangement.units))))
    return unit_named("dispatch.broadcast.called_by", called_by, arrangement, institution)
