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
from sim.levers.dispatch import Dispatch, route_dispatch
from sim.levers.incentives import Incentives, set_incentives
from sim.levers.membership import Membership, arrange_membership
from sim.levers.process import Process, route_process
from sim.levers.stages import Arrangement, Route, Settings
from sim.levers.supervision import Supervision, route_supervision
from sim.levers.task_force import TaskForces, arrange_task_force
from sim.levers.territory import Territory, arrange_territory
from sim.levers.transfer import Transfer, arrange_transfer
from sim.levers.units import Units, arrange_units
from sim.options import options
from sim.workload.expectations import Expectations


@options
class Levers:
    """The options of all levers; each default changes nothing."""

    units: Units = Units()
    membership: Membership = Membership()
    territory: Territory = Territory()
    transfer: Transfer = Transfer()
    task_force: TaskForces = TaskForces()
    process: Process = Process()
    coordination: Coordination = Coordination()
    authority: Authority = Authority()
    command: Command = Command()
    supervision: Supervision = Supervision()
    dispatch: Dispatch = Dispatch()
    data: Data = Data()
    counterparts: Counterparts = Counterparts()
    incentives: Incentives = Incentives()


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
    arrangement = arrange_territory(arrangement, levers.territory, institution, expected)
    arrangement = arrange_transfer(arrangement, levers.transfer, institution, expected)
    arrangement = arrange_task_force(arrangement, levers.task_force, institution, expected)
    route = route_process(Route(), levers.process, arrangement, institution, expected)
    route = route_coordination(route, levers.coordination, arrangement)
    route = route_authority(route, levers.authority, arrangement, institution, expected)
    route = route_command(route, levers.command, arrangement)
    route = route_supervision(route, levers.supervision, arrangement, institution, expected)
    route = route_dispatch(route, levers.dispatch, arrangement, institution, expected)
    settings = set_data(Settings(), levers.data, arrangement)  # before counterparts, which scale the transit
    settings = set_counterparts(settings, levers.counterparts, arrangement)
    settings = set_incentives(settings, levers.incentives, arrangement)
    return Organisation(arrangement=arrangement, route=route, settings=settings)


def _check_together(levers: Levers) -> None:
    """Raise DesignError for options of two levers of which one leaves nothing for the other."""
    if levers.membership.track == "dual" and levers.coordination.order == "case_officer":
        raise DesignError(
            "membership.track=dual gives matters that touch several units to teams, coordination.order=case_officer to "
            "one officer of the lead's unit; expected track=single, or another order."
        )
    if levers.process.visits == "joint" and levers.dispatch.overflow_days is not None:
        raise DesignError(
            "process.visits=joint has inspections made by people of several units, dispatch.overflow_days gives what "
            "waits to one person of another; expected visits=apart, or no overflow_days."
        )
