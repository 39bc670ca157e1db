"""Which compilations of the compiled engine a scenario's designs may take, told before any workload is drawn."""

from __future__ import annotations

from collections.abc import Iterable

from experiments.kernel_cache import Variant
from scenarios.building import Scenario
from sim.institution import Rank
from sim.levers.design import Organisation
from sim.planning.people.hours import taken_up
from sim.planning.people.practice import practice_of


def variants_of(scenario: Scenario, designs: Iterable[str] | None = None) -> tuple[Variant, ...]:
    """Return the compilations that plans of these designs, of all if none are given, may take.

    See `sim.engine.kernel.layout.variant`. Where it depends on the workload whether a plan provides anything, both are
    listed.
    """
    found: set[Variant] = set()
    for name in scenario.designs if designs is None else designs:
        organisation = scenario.organise(name)
        if _may_be_full(scenario, organisation):
            found.add("full")
        if _is_special(scenario, organisation):
            found.add("special")
            continue
        found.add("pace" if _has_pace(scenario, organisation) else "lean")
        if _may_be_special(scenario, organisation):
            found.add("special")
    return tuple(sorted(found))


def _has_pace(scenario: Scenario, organisation: Organisation) -> bool:
    """Return whether plans provide haste or practice."""
    abilities = scenario.abilities
    return bool(abilities.pressure) or bool(practice_of(abilities, organisation.new_work, scenario.horizon).person.size)


def _is_special(scenario: Scenario, organisation: Organisation) -> bool:
    """Return whether all plans provide turning or terms, of heads in the branches of their unit among them."""
    arrangement = organisation.arrangement
    headed = bool((arrangement.rank_of_person == Rank.HEAD).any())
    return (
        arrangement.stay_with_category
        or bool(arrangement.forces)
        or (headed and bool(arrangement.places.branch_of.size))
        or bool(taken_up(arrangement, scenario.horizon)[1])
    )


def _may_be_full(scenario: Scenario, organisation: Organisation) -> bool:
    """Return whether a plan may provide patience, alarms, interruptions, visits or what else only `full` has."""
    dispatching, processing = organisation.route.dispatching, organisation.route.processing
    return (
        dispatching.interrupts
        or bool(dispatching.watches)
        or dispatching.overflow_days is not None
        or processing.overdue_hours > 0
        or (processing.pursuit is not None and processing.pursuit.on_site)
        or any(kind.latent or kind.patience.share > 0 or kind.asks_for_visits for kind in scenario.demand.types)
    )


def _may_be_special(scenario: Scenario, organisation: Organisation) -> bool:
    """Return whether a plan may provide urgings, case officers, crews, holds, or terms of those who stand in."""
    arrangement, route, deciding = organisation.arrangement, organisation.route, organisation.route.deciding
    return (
        arrangement.oldest_over_days is not None
        or route.dispatching.ageing_days is not None
        or (route.answer_days is not None and route.backed_by != "nobody")
        or route.order == "case_officer"
        or route.returns == "handler"
        or route.joint_meeting
        or "face_to_face" in deciding.channels.values()
        or deciding.stand_in_of is not None
        or route.processing.joint
        or route.processing.pursuit is not None
        or any(kind.crew > 1 or kind.crew_licence is not None for kind in scenario.demand.types)
    )
