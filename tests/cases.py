"""The shipped cases: their configurations, and a few weeks of each as its file writes them, made once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

import numpy as np

from analysis.measures.played import Played
from analysis.measures.reading import Reading
from conf.schema import ScenarioFile
from experiments.configuring import Configuration, configure, options_of
from experiments.kernel_cache import prepare_compiled_engine
from experiments.playing import play, read_design
from scenarios.building import Scenario, build_scenario
from sim.calendar import Calendar
from sim.levers.stages import Arrangement

NAMES = tuple(options_of("scenario"))

LARGE = frozenset({"communities", "one_team", "task_force"})
"""Cases of which a check, or a run at full volume, takes a second and more."""

A_MONDAY = date(2021, 4, 12)
"""When a case begins that has no days of its own; weeks without a long holiday."""


@cache
def shipped(name: str) -> Configuration:
    """Return the configuration of a shipped case as it is."""
    return configure([f"scenario={name}"])


@cache
def small_configuration(name: str, *overrides: str) -> Configuration:
    """Return the configuration of four weeks of a case, from its surges and task forces on if it has any."""
    begin = _begin(shipped(name).file)
    last, cap = begin + timedelta(days=27), begin + timedelta(days=140)
    window = (f"window={{warm_up: given, warm_up_from: {begin}, first: {begin}, last: {last}, cap: {cap}}}",)
    return configure([f"scenario={name}", *window, *overrides])


@cache
def small(name: str, *overrides: str) -> Scenario:
    """Return four weeks of a case."""
    return build_scenario(small_configuration(name, *overrides).file)


@cache
def played(name: str, design: str, *overrides: str, scale: float = 1.0, replication: int = 0) -> Played:
    """Return a small run: the volumes as written, times `scale`."""
    prepare_compiled_engine()
    scenario = small(name, *overrides)
    workload = scenario.draw(seed=2026, replication=replication, scale=scale)
    return play(scenario, design, workload, "compiled")


@cache
def reading(name: str, design: str, *overrides: str, scale: float = 1.0, replication: int = 0) -> Reading:
    """Return the measures of a small run."""
    prepare_compiled_engine()
    scenario = small(name, *overrides)
    workload = scenario.draw(seed=2026, replication=replication, scale=scale)
    return read_design(scenario, design, workload, "compiled", apart=[kind.name for kind in scenario.demand.types])


def arranged(name: str, design: str, *overrides: str) -> Arrangement:
    """Return who is where under a design."""
    return small(name, *overrides).organise(design).arrangement


def types_of(run: Played, scenario: Scenario, types: Sequence[str]) -> np.ndarray:
    """Return which matters of a run are of these types."""
    places = [place for place, kind in enumerate(scenario.demand.types) if kind.name in types]
    return np.isin(run.plan.matters.type, places)


def unaccounted_ms(run: Played) -> int:
    """Return the milliseconds of all people that are not once, and once only, at work, idle or off duty."""
    plan, trace = run.plan, run.trace
    _, person, begin, end = trace.segments()
    lost = 0
    for one, index in enumerate(plan.people.calendar.tolist()):
        mine = person == one
        hours = plan.calendars[index].within(0, trace.stopped_ms)
        busy = int((hours.worked_until(end[mine]) - hours.worked_until(begin[mine])).sum())
        idle = hours.without(begin[mine], end[mine]).total_ms
        off_duty = Calendar.of([0], [trace.stopped_ms]).without(hours.opens, hours.closes).total_ms
        lost += abs(trace.stopped_ms - busy - idle - off_duty)
    return lost


def _begin(file: ScenarioFile) -> date:
    surges = [kind.surge.first for kind in file.demand.types.values() if kind.surge]
    forces = [force.first for one in file.designs.values() for force in one.task_force.forces.values()]
    return min([*surges, *forces], default=A_MONDAY)
