"""A design, and the organisation that its levers fold into."""

from __future__ import annotations

from dataclasses import dataclass

from sim.arrays import Floats
from sim.errors import DesignError
from sim.institution import Institution, Title
from sim.levers.authority import Authority, route_authority
from sim.levers.command import Command, route_command
from sim.levers.coordination import Coordination, route_coordination
from sim.levers.counterparts import Counterparts, set_counterparts
from sim.levers.data import Data, set_data
from sim.levers.membership import Membership, arrange_membership
from sim.levers.stages import Arrangement, Route, Settings
from sim.levers.units import Units, arrange_units
from sim.options import options
from sim.workload.expectations import Expectations


@options
class Levers:
    """The options of all levers; each default changes nothing."""

    units: Units = Units()
    membership: Membership = Membership()
    coordination: Coordination = Coordination()
    authority: Authority = Authority()
    command: Command = Command()
    data: Data = Data()
    counterparts: Counterparts = Counterparts()


@dataclass(frozen=True, kw_only=True)
class Design:
    """One way to organise the institution."""

    name: str
    title: Title
    levers: Levers = Levers()


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """What the levers of a design come to."""

    arrangement: Arrangement
    route: Route
    settings: Settings
    new_work: Floats | None = None  # share of each person's expected work that is new to them; None: nobody's


def organise(design: Design, institution: Institution, expected: Expectations) -> Organisation:
    """Return the fold of a design's levers, stage by stage, in this fixed order.

    Raises DesignError or UnknownName where the design contradicts itself or the institution.
    """
    levers = design.levers
    _check_together(levers)
    arrangement = Arrangement.whole(institution)
    arrangement = arrange_units(arrangement, levers.units, institution, expected)
    arrangement = arrange_membership(arrangement, levers.membership, institution, expected)
    route = route_coordination(Route(), levers.coordination, arrangement)
    route = route_authority(route, levers.authority, arrangement, institution, expected)
    route = route_command(route, levers.command, arrangement)
    settings = set_data(Settings(), levers.data, arrangement)  # before counterparts, which scale the transit
    settings = set_counterparts(settings, levers.counterparts, arrangement)
    return Organisation(arrangement=arrangement, route=route, settings=settings)


def _check_together(levers: Levers) -> None:
    """Raise DesignError for options of two levers of which one leaves nothing for the other."""
    if levers.membership.track == "dual" and levers.coordination.order == "case_officer":
        raise DesignError(
            "membership.track=dual gives matters that touch several units to teams, coordination.order=case_officer to "
            "one officer of the lead's unit; expected track=single, or another order."
        )
