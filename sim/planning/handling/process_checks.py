"""What a design may not say of processes that this demand does not have, and of what follows an approval."""

from __future__ import annotations

import numpy as np

from sim.errors import DesignError, UnknownName, nearest
from sim.horizon import Horizon
from sim.institution import Institution
from sim.levers.design import Organisation
from sim.levers.routing.processing import Processing, Pursuit
from sim.planning.handling.courses import courses_of
from sim.planning.handling.crewing import functions_of, members_of, units_of
from sim.planning.handling.publicity import batches_of
from sim.workload.demand import Demand, MatterType
from sim.workload.process_needs import ProcessNeed


def check_processes(demand: Demand, organisation: Organisation, institution: Institution, horizon: Horizon) -> None:
    """Raise DesignError, or UnknownName, for what a design cannot do with the processes that this demand has."""
    processing = organisation.route.processing
    courses = courses_of(demand, processing)
    batches_of(demand, processing, horizon)
    needs = [need for kind in demand.types for need in kind.process.values()]
    _check_effects(processing, needs)
    if processing.joint and not any(len(station.parts) > 1 for course in courses for station in course):
        raise DesignError(
            "process.visits=joint, but no type of matter has a process with two needs that are inspections; expected "
            "inspection=true of several needs of demand.types.*.process, or visits=apart."
        )
    if processing.pursuit is not None:
        _check_pursuit(processing.pursuit, demand, organisation, institution)


def _check_effects(processing: Processing, needs: list[ProcessNeed]) -> None:
    """Raise DesignError for options that nothing in the demand answers to."""
    if processing.parallel and not any(need.after for need in needs):
        raise DesignError(
            "process.parallel=true, but no type of matter has a process with a need that comes after another; expected "
            "one in demand.types.*.process, or parallel=false."
        )
    if processing.notice_share != 1.0 and not any(need.has_notice and not need.statutory for need in needs):
        raise DesignError(
            f"process.notice_share={processing.notice_share:g} shortens notices that no law asks for, but there is "
            "none; expected a need with notice_days and statutory=false, or notice_share=1."
        )
    if processing.drops_dates and not any(need.batch is not None and not need.statutory for need in needs):
        raise DesignError(
            "process.batch_dates=dropped drops dates that no law asks for, but there are none; expected a need with a "
            "batch and statutory=false, or batch_dates=kept."
        )


def _check_pursuit(
    pursuit: Pursuit, demand: Demand, organisation: Organisation, institution: Institution
) -> None:  # fmt: skip
    names = [kind.name for kind in demand.types]
    for name in pursuit.types:
        if name not in names:
            raise UnknownName(f"process.chain.types names {name!r}, which is no type. {nearest(name, names)}")
    pushed = [kind for kind in demand.types if (kind.name in pursuit.types if pursuit.types else not kind.from_offices)]
    if not pushed:
        raise DesignError(
            "process.chain follows approvals that no office has asked for, but offices send all types of matter; "
            "expected process.chain.types."
        )
    nowhere = [kind.name for kind in pushed if kind.sites == "nowhere"]
    if pursuit.on_site and nowhere:
        raise DesignError(
            f"process.chain.on_site=true, but matters of type {nowhere[0]!r} lie nowhere; expected "
            f"demand.types.{nowhere[0]}.sites, or on_site=false."
        )
    _check_enforcers(pursuit, pushed, demand, organisation, institution)


def _check_enforcers(
    pursuit: Pursuit, pushed: list[MatterType], demand: Demand, organisation: Organisation, institution: Institution
) -> None:  # fmt: skip
    """Raise DesignError if a unit that may have to enforce has too few people who may, UnknownName for a licence."""
    known = {name for person in institution.staff for name in person.licences}
    if pursuit.licence is not None and pursuit.licence not in known:
        raise UnknownName(
            f"process.chain.licence is {pursuit.licence!r}, which nobody has; expected one of "
            f"institution.staff.licences. {nearest(pursuit.licence, known)}"
        )
    if pursuit.violation_share == 0 or pursuit.inspect_share == 0:
        return
    arrangement, members = organisation.arrangement, members_of(organisation, institution)
    named = pursuit.enforcer if pursuit.enforcer >= 0 else pursuit.supervisor
    if named >= 0:
        units = [named, *arrangement.places.branches(named)]
    else:
        functions = np.unique(np.concatenate([functions_of(kind, demand, institution) for kind in pushed]))
        units = units_of(functions, organisation, institution)
    for unit in units:
        able = sum(pursuit.licence is None or pursuit.licence in person.licences for person in members[unit])
        if able < pursuit.enforcers:
            licensed = f" with the licence {pursuit.licence!r}" if pursuit.licence is not None else ""
            raise DesignError(
                f"process.chain.enforcers={pursuit.enforcers} asks for so many people{licensed} of one unit, but unit "
                f"{arrangement.units[unit].name!r} has {able}. Set fewer enforcers, or larger units."
            )
