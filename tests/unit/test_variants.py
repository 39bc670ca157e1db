"""Which compilations are made ready: those that a scenario's plans take, and no other."""

from __future__ import annotations

import pytest
from tiny import tiny_file

from experiments.configuring import configure
from experiments.variants import variants_of
from scenarios.building import build_scenario
from sim.engine.kernel.layout import variant

MODULES = "  modules:\n    units: {by: category}"
ABILITIES = "abilities: {error_rate: 0.1, "
UNSIGNED = "authority: {non_core: [], core: []}"
DIRECTIVE = "      deadline_days: 10\n"
SITES = ("  staff: {", "  sites_generated: {count: 4, population: 400, area_km2: 9}\n  staff: {")


def design(text):
    """Return the change that gives the design `modules` these blocks."""
    return (MODULES, f"  modules:\n    {text}")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ((), {"lean"}),
        ((design(f"membership: {{posts_per_person: 2, heads: none}}\n    {UNSIGNED}"),), {"lean"}),
        ((design("membership: {track: dual}"), ("expertise: 1", "expertise: 2")), {"lean"}),
        ((design("membership: {track: dual, team_weekdays: [2]}"), ("expertise: 1", "expertise: 2")),
         {"lean", "special"}),
        ((design('units: {by: category, hours: {projects: [["09:00", "11:00"]]}}'),), {"lean"}),
        ((design("units: {by: category}\n    membership: {availability: {firms: {weekdays: [1, 2]}}}"),),
         {"lean", "special"}),
        (((ABILITIES, ABILITIES + "pressure: [{waiting_per_head: 3, hours: 0.8}], "),), {"pace"}),
        (((ABILITIES, ABILITIES + "learning: {dip: 0.5, half_life_weeks: 4}, "), design("units: {by: category}")),
         {"lean", "pace"}),
        (((ABILITIES, ABILITIES + "learning: {dip: 0.001, half_life_weeks: 4}, "), design("units: {by: category}")),
         {"lean"}),
        ((design("units: {stay_with_category: true}"),), {"lean", "special"}),
        ((design("units: {oldest_over_days: 2}"),), {"lean", "special"}),
        ((design("coordination: {order: case_officer}"),), {"lean", "special"}),
        ((design("coordination: {returns: handler}"),), {"lean", "special"}),
        ((design("coordination: {order: lead, answer_days: 3, backed_by: assessment}"),), {"lean", "special"}),
        (((DIRECTIVE, f"{DIRECTIVE}      crew: 2\n"),), {"lean", "special"}),
        (((DIRECTIVE, f"{DIRECTIVE}      on_site: true\n      sites: evenly\n"), SITES), {"full", "lean"}),
        (((DIRECTIVE, f"{DIRECTIVE}      on_site: true\n      sites: evenly\n      visits_share: 0\n"), SITES,
          design("territory: {teams: zones}")), {"lean", "special"}),
        (((DIRECTIVE, f"{DIRECTIVE}      returns: {{error_share: 1}}\n"),), {"lean"}),
        ((("work_hours: {mean: 3}\n", "work_hours: {mean: 3}\n      latent: {complaint_share: 1}\n"),),
         {"full", "lean"}),
        ((design("supervision: {checks: [{by: head, catch_share: 0.5}], audit_share: 0.5}"),), {"lean"}),
    ],
)  # fmt: skip
def test_what_is_made_ready_is_what_plans_take(tmp_path, change, expected):
    """Every plan takes one that is listed; what is listed is taken by some design, or may be with other matters."""
    scenario = build_scenario(configure([f"scenario={tiny_file(tmp_path, *change)}"]).file)
    workload = scenario.draw(seed=1, replication=0, scale=0.3)

    taken = {name: variant(scenario.plan(workload, scenario.organise(name))) for name in scenario.designs}

    assert set(variants_of(scenario)) == expected
    for name, one in taken.items():
        assert one in variants_of(scenario, [name])
    assert set(taken.values()) | {"lean"} >= expected


def test_the_shipped_comparison_takes_what_is_special_unless_nobody_is_away_nor_reports_in_person():
    assert variants_of(build_scenario(configure(["scenario=econ_bureau"]).file)) == ("lean", "special")
