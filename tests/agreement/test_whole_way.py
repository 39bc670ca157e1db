"""Both engines on the whole way: the shipped case has the same traces, and a comparison prints the same."""

import json

import pytest
from tiny import tiaokuai, tiny_file

from experiments.configuring import configure
from experiments.kernel_cache import prepare_compiled_engine
from experiments.preparing import prepare
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


def test_a_comparison_prints_the_same_but_for_the_name_of_the_engine(tmp_path, capsys):
    words = [
        "compare", f"scenario={tiny_file(tmp_path)}", "load_axis={loads: [0.3, 0.5], replications: 2}",
        "capacity={replications: 2, high: 4}", "demand.load=0.5", f"results={tmp_path / 'results'}", "--json",
    ]  # fmt: skip
    found = {engine: tiaokuai(capsys, *words, f"engine={engine}") for engine in ("simpy", "compiled")}
    prints = {engine: json.loads(out) for engine, (_, out, _) in found.items()}

    assert all(code == 0 for code, _, _ in found.values())
    assert {engine: printed.pop("engine") for engine, printed in prints.items()} == {engine: engine for engine in found}
    assert prints["simpy"] == prints["compiled"]
    assert None not in (prints["simpy"]["load_axis"], prints["simpy"]["capacity"])
