"""Both engines on the whole way: the shipped case has the same traces, and a comparison gives the same."""

import json

import pytest
from tiny import tiny_file

from experiments.comparing import compare
from experiments.configuring import configure
from experiments.kernel_cache import prepare_compiled_engine
from experiments.preparing import prepare
from experiments.store import to_json
from sim.agreement import first_difference
from sim.engine.base import engine_named

IN_SHORT = ("sections", "reform")
DESIGNS = (*IN_SHORT, "sections_delegated", "modules_central", "modules", "mechanisms_only", "dual_track")


@pytest.fixture(scope="module")
def econ_bureau():
    prepare_compiled_engine()
    prepared = prepare(configure(["scenario=econ_bureau"]))
    return prepared.scenario, prepared.load.volume_multiple


@pytest.mark.parametrize(
    "design", [pytest.param(design, marks=() if design in IN_SHORT else pytest.mark.long) for design in DESIGNS]
)
def test_the_shipped_case_has_the_same_trace_in_both_engines(econ_bureau, design):
    scenario, multiple = econ_bureau
    workload = scenario.draw(seed=2026, replication=0, scale=multiple)
    plan = scenario.plan(workload, scenario.organise(design))

    expected, found = (engine_named(name)(plan) for name in ("simpy", "compiled"))

    assert plan.n_steps > 100_000
    assert first_difference(plan, expected=expected, found=found) is None


def test_all_designs_of_the_shipped_case_are_played(econ_bureau):
    assert set(DESIGNS) == set(econ_bureau[0].designs)


def test_a_comparison_gives_the_same_but_for_the_name_of_the_engine(tmp_path):
    """What `compare --json` prints is this result; see tests/examples/test_commands.py."""
    words = [
        f"scenario={tiny_file(tmp_path)}", "load_axis={loads: [0.3, 0.5], replications: 2}",
        "capacity={replications: 2, high: 4, tolerance: 0.3}", "demand.load=0.5",
    ]  # fmt: skip
    results = {
        engine: json.loads(to_json(compare(configure([*words, f"engine={engine}"])).result))
        for engine in ("simpy", "compiled")
    }

    assert {engine: result.pop("engine") for engine, result in results.items()} == {
        engine: engine for engine in results
    }
    assert results["simpy"] == results["compiled"]
    assert None not in (results["simpy"]["load_axis"], results["simpy"]["capacity"])
