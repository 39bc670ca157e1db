"""What a report says about a scenario and its designs besides measures: titles, units, leaders, counterparts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from conf.schema import ScenarioFile
from experiments.load import Load
from scenarios.building import Scenario
from sim.institution import Rank, Title
from sim.levers.design import Levers
from sim.network import counterparts, network


def title_of(title: Title) -> dict[str, str]:
    """Return a title as it is stored."""
    return {"zh": title.zh, "en": title.en}


def titles_of(file: ScenarioFile) -> dict[str, dict[str, dict[str, str]]]:
    """Return what the options of designs name and how reports call it: kind → name → title, where it has one."""
    functions = {one.name: one.title for one in file.institution.functions}
    needs = {
        name: functions.get(need.function) for kind in file.demand.types.values() for name, need in kind.process.items()
    }
    named = {
        "type": {name: kind.title for name, kind in file.demand.types.items()},
        "need": needs,
        "function": functions,
        "category": {name: category.title for name, category in file.institution.categories.items()},
        "bureau": {name: bureau.title for name, bureau in file.institution.bureaus.items()},
    }
    return {kind: {name: title_of(title) for name, title in own.items() if title} for kind, own in named.items()}


def window_of(scenario: Scenario) -> dict[str, str]:
    """Return the dates of a scenario, each the last or first day that belongs."""
    horizon, day = scenario.horizon, timedelta(days=1)
    return {
        "warm_up_from": horizon.first.isoformat(),
        "from": horizon.window_from.isoformat(),
        "to": (horizon.window_to - day).isoformat(),
        "cap": (horizon.cap - day).isoformat(),
    }


def load_of(load: Load, matters_per_year: float, steps_per_matter: float) -> dict[str, Any]:
    """Return the arithmetic of load as it is stored; matters a year include second bureaus' requests."""
    return {
        "nominal": load.nominal,
        "volume_multiple": load.volume_multiple,
        "matters_per_year": matters_per_year,
        "steps_per_matter": steps_per_matter,
        "offered_hours": load.offered,
        "scheduled_hours": load.scheduled,
    }


def institution_of(scenario: Scenario) -> dict[str, Any]:
    """Return the bureaus with their offices, and the leaders above the heads."""
    offices = Counter(office.bureau for office in scenario.institution.offices)
    return {
        "bureaus": [
            {"name": bureau.name, "title": title_of(bureau.title), "offices": offices[bureau.name]}
            for bureau in scenario.institution.bureaus
        ],
        "leaders": [
            {"name": person.name, "rank": person.rank.name.lower()}
            for person in scenario.institution.staff
            if person.rank >= Rank.DEPUTY
        ],
    }


def design_of(scenario: Scenario, name: str) -> dict[str, Any]:
    """Return a design's title and levers, its units with their staff, offices and deputy, and who faces whom.

    Staff are those whose own unit it is; of a team or a task force, all its members.
    """
    design, institution = scenario.designs[name], scenario.institution
    organisation = scenario.organise(name)
    arrangement = organisation.arrangement
    graph = network(institution, organisation, scenario.expected)
    faced = counterparts(graph)
    above = {
        unit: [person for _, (_, person), key in graph.out_edges(("unit", unit), keys=True) if key == "reports_to"]
        for unit in faced
    }
    staff = Counter(arrangement.unit_of_person.tolist())
    teams = range(len(arrangement.units) - arrangement.n_teams, len(arrangement.units))
    staff.update(unit for unit in arrangement.posts[1].tolist() if unit in teams)  # they are nobody's own unit
    staff.update({force.unit: force.members for force in arrangement.forces})
    units = [
        {
            "name": unit.name,
            "title": title_of(unit.title),
            "staff": staff[index],
            "offices": sum(faced[unit.name].values()),
            "deputy": above[unit.name][0] if above[unit.name] else None,
        }
        for index, unit in enumerate(arrangement.units)
    ]
    return {
        "title": title_of(design.title),
        "levers": levers_of(design.levers),
        "units": len(units) - arrangement.n_teams,  # a team has no posts of its own
        "leaders": int((arrangement.rank_of_person >= Rank.HEAD).sum()),
        "posts": int(arrangement.here.sum()),
        "unit_list": units,
        "faces": {
            bureau.name: {unit: offices[bureau.name] for unit, offices in faced.items() if bureau.name in offices}
            for bureau in institution.bureaus
        },
    }


def levers_of(levers: Levers) -> dict[str, Any]:
    """Return the options of all levers as plain values, dates as text."""
    return dict(_plain(asdict(levers)))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return type(value)(_plain(one) for one in value) if isinstance(value, (list, tuple)) else value


def person_of(scenario: Scenario, design: str, index: int) -> dict[str, Any]:
    """Return name, rank and unit of a person under a design; leaders have no unit."""
    arrangement = scenario.organise(design).arrangement
    unit = int(arrangement.unit_of_person[index])
    return {
        "person": scenario.institution.staff[index].name,
        "rank": Rank(int(arrangement.rank_of_person[index])).name.lower(),
        "unit": arrangement.units[unit].name if unit >= 0 else None,
    }
