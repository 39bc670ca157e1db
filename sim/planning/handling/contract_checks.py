"""What no contractor may or can do: licensed work, more people at once than they have, hours that never come."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.errors import CalendarError, DesignError
from sim.horizon import Horizon
from sim.institution import Institution
from sim.levers.arranging.contracts import Contracts
from sim.levers.design import Organisation
from sim.planning.handling.contracted import hours_of_contractors
from sim.planning.handling.crewing import functions_of
from sim.workload.demand import Demand


def check_contracts(
    demand: Demand, organisation: Organisation, institution: Institution, horizon: Horizon
) -> None:  # fmt: skip
    """Raise DesignError for functions that no contractor may take over, CalendarError for one who is never there."""
    contracts = organisation.arrangement.contracts
    if not contracts.names:
        return
    hours = hours_of_contractors(organisation.arrangement, horizon)
    for name, calendar in zip(contracts.names, hours, strict=True):
        if not calendar.opens.size:
            raise CalendarError(
                f"transfer.contractors.{name} is never there: its weekdays are no working days from {horizon.first} "
                f"until {horizon.cap}; expected others."
            )
    for kind in demand.types:
        if kind.crew > 1 or kind.crew_licence is not None:
            functions = functions_of(kind, demand, institution)
            _check_crew(kind.name, kind.crew, kind.crew_licence, contracts, functions, institution)


def _check_crew(
    kind: str, crew: int, licence: str | None, contracts: Contracts, functions: Ints, institution: Institution
) -> None:  # fmt: skip
    """Look at all that a type with a crew may ask of contractors."""
    parts = np.diff(contracts.below, axis=0, prepend=0.0)[:, functions]
    for place, (name, terms) in enumerate(zip(contracts.names, contracts.terms, strict=True)):
        handed = functions[parts[place] > 0]
        if not handed.size:
            continue
        function = institution.functions[int(handed[0])].name
        key = f"transfer.contractors.{name} hands over function {function!r}"
        if licence is not None:
            raise DesignError(
                f"{key}, but demand.types.{kind}.crew_licence asks for {licence!r}, which only our own people have; "
                "expected functions without licensed work."
            )
        if crew > terms.staff:
            raise DesignError(
                f"{key}, of which {crew} people handle a need of type {kind!r} together, but it has "
                f"staff={terms.staff}; expected more."
            )
