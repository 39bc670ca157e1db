"""The conformance kit: it is what its script makes, every engine gives its traces, its checker tells who does not."""

from __future__ import annotations

import re
import shutil
from dataclasses import fields
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from by_the_rules import simulate_by_the_rules
from click.testing import CliRunner
from conformance.kit import PLANS
from conformance.make import make

from experiments.conformance import command, plans_of
from experiments.plan_store import read_plan, read_trace, write_trace
from sim.agreement import first_difference
from sim.calendar import MS_PER_HOUR
from sim.engine.base import ENGINES
from sim.engine.simpy_engine import simulate as simulate_simpy
from sim.plan.plan import Guard, Plan
from sim.plan.provisions import PROVISIONS
from sim.trace import State, Trace

ROOT = Path(__file__).parents[2]
KIT = ROOT / "tests" / "conformance"
MOST_BYTES = 2_000_000
"""What the kit may weigh."""


@cache
def stored(name: str) -> tuple[Plan, Trace]:
    """Return a plan of the kit and its trace; several tests read them."""
    return read_plan(KIT / name / "plan"), read_trace(KIT / name / "trace")


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The kit, made anew."""
    folder = tmp_path_factory.mktemp("kit")
    make(folder)
    return folder


# the kit ------------------------------------------------------------------------------------------


def test_the_kit_is_small_and_holds_each_plan_once():
    assert plans_of(KIT) == sorted(PLANS)
    stored = [path for name in PLANS for path in (KIT / name).rglob("*.*")]
    assert sum(path.stat().st_size for path in stored) < MOST_BYTES


@pytest.mark.parametrize("name", PLANS)
def test_the_kit_is_what_its_script_makes(made, name):
    """Cell by cell; the bytes of a Parquet file tell its writer's version too."""
    (plan, trace), again = stored(name), read_plan(made / name / "plan")

    for table in ("steps", "edges", "matters", "people", *PROVISIONS):
        for column in fields(getattr(plan, table)):
            one, other = (getattr(getattr(each, table), column.name) for each in (plan, again))
            assert np.array_equal(one, other), f"{table}.{column.name}"
    for one, other in zip(plan.calendars, again.calendars, strict=True):
        assert np.array_equal(one.opens, other.opens)
        assert np.array_equal(one.closes, other.closes)
    assert np.array_equal(plan.setup_hours, again.setup_hours)
    assert (plan.n_units, plan.end_ms, plan.least_ms) == (again.n_units, again.end_ms, again.least_ms)
    assert first_difference(plan, trace, read_trace(made / name / "trace")) is None


def test_made_twice_it_is_the_same_to_the_last_byte(made):
    before = files(made)

    make(made)

    assert files(made) == before
    assert (made / "README.md").read_bytes() == (KIT / "README.md").read_bytes()


def test_each_plan_says_in_one_line_what_it_shows_and_by_which_rule():
    for name, plan in PLANS.items():
        assert plan.__doc__.strip().count("\n") == 0
        assert re.search(r"\(rules? \d+", plan.__doc__) or name.startswith(("worked", "random"))


def test_the_kit_meets_every_state_guard_and_outcome():
    plans, traces = zip(*(stored(name) for name in PLANS), strict=True)

    assert set(np.concatenate([trace.state for trace in traces]).tolist()) == set(State)
    assert set(np.concatenate([trace.outcome for trace in traces]).tolist()) == {-1, 0, 1}
    assert set(np.concatenate([plan.edges.guard for plan in plans]).tolist()) == set(Guard)
    assert any((plan.edges.judged != plan.edges.source).any() for plan in plans)
    assert any(np.diff(plan.people.unit_start).max() > 2 for plan in plans)
    assert {name for plan in plans for name in PROVISIONS if plan.asks_for(name)} == set(PROVISIONS)


def test_the_worked_example_is_that_of_the_model():
    """Ready, started and ended, cell by cell."""
    page = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    part = page[page.index("## 10. An example by hand") : page.index("## 11. Measures")]
    rows = [line.strip("| ").split(" | ")[2:] for line in part.splitlines() if re.match(r"\| \d", line)]
    _, trace = stored("worked_example")

    columns = (trace.ready_ms, trace.started_ms, trace.ended_ms)
    found = [*(column / MS_PER_HOUR for column in columns), trace.person, trace.outcome]
    assert np.transpose(found).tolist() == [[float(cell.replace("−", "-")) for cell in row] for row in rows]


# engines ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLANS)
def test_every_engine_gives_the_traces_of_the_kit(simulate, name):
    plan, trace = stored(name)

    assert first_difference(plan, trace, simulate(plan)) is None


@pytest.mark.parametrize("name", PLANS)
def test_the_rules_give_the_traces_of_the_kit(name):
    plan, trace = stored(name)

    assert first_difference(plan, trace, simulate_by_the_rules(plan)) is None


# the checker --------------------------------------------------------------------------------------


def checked(*arguments: object) -> tuple[int, list[str], str]:
    """Return the exit code of the checker, the lines that it printed, and what it complained of."""
    done = CliRunner().invoke(command, [str(argument) for argument in arguments])
    return done.exit_code, done.stdout.splitlines(), done.stderr


FEW = (
    "worked_example", "ranks", "idle_since", "ties_by_identity", "there_and_back", "interruption_and_who_goes_on",
)  # fmt: skip
"""Plans with which the checker is tried; the page on the format plays it on the whole kit."""


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """A kit of a few plans."""
    folder = tmp_path_factory.mktemp("few")
    for name in FEW:
        shutil.copytree(KIT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def right(tmp_path_factory):
    """Another engine's traces: right, and in the folders that the page tells."""
    folder = tmp_path_factory.mktemp("right")
    for name in FEW:
        write_trace(folder / name, simulate_simpy(stored(name)[0]))
    return folder


@pytest.fixture
def traces(right, tmp_path):
    """The same traces, in a folder of one's own."""
    return shutil.copytree(right, tmp_path / "traces")


AGREED = [*(f"{name}: agrees" for name in sorted(FEW)), f"{len(FEW)} of {len(FEW)} agree"]


@pytest.mark.parametrize("arguments", [[], *(["--engine", name] for name in ENGINES)])
def test_the_checker_agrees_with_our_engines(kit, arguments):
    assert checked(kit, *arguments) == (0, AGREED, "")


def test_the_checker_agrees_with_the_kit_itself(kit):
    assert checked(kit, "--traces", kit) == (0, AGREED, "")


def test_the_checker_agrees_with_an_engine_that_is_right(kit, traces):
    assert checked(kit, "--traces", traces) == (0, AGREED, "")


def test_the_checker_takes_what_other_writers_write(kit, traces):
    """An engine in Python will use pandas, which adds notes of its own; others need not compress."""
    for name, options in (("ranks", {}), ("idle_since", {"compression": None})):
        for path in (traces / name).glob("*.parquet"):
            pd.read_parquet(path).to_parquet(path, **options)

    assert checked(kit, "--traces", traces) == (0, AGREED, "")


def test_the_checker_tells_where_an_engine_first_differs(kit, traces):
    trace = read_trace(traces / "worked_example")
    started, person = trace.started_ms.copy(), trace.person.copy()
    started[7], person[7] = 50_460_000, 0
    cells = {column.name: getattr(trace, column.name) for column in fields(Trace)}
    shutil.rmtree(traces / "worked_example")
    write_trace(traces / "worked_example", Trace(**{**cells, "started_ms": started, "person": person}))

    code, lines, complaints = checked(kit, "--traces", traces)

    assert (code, complaints) == (1, "")
    assert [line for line in lines if "agree" not in line] == [
        "worked_example: step 7 (HANDLE of matter 2, unit 0): expected to be started at 14:00 on day 1 (ms 50400000) "
        "by person 1; found started at 14:01 on day 1 (ms 50460000) by person 0."
    ]
    assert lines[-1] == f"{len(FEW) - 1} of {len(FEW)} agree"


def test_a_trace_that_is_missing_or_broken_is_bad_input_and_the_others_are_checked(kit, traces):
    (traces / "idle_since").rename(traces / "idle_sinc")
    (traces / "ranks" / "steps.parquet").write_bytes(b"")

    code, lines, complaints = checked(kit, "--traces", traces)

    assert code == 2
    assert complaints == (
        f"idle_since: {traces} has no folder 'idle_since' with the trace of that plan. Did you mean 'idle_sinc'?\n"
        f"ranks: {traces / 'ranks' / 'steps.parquet'} is empty; expected a Parquet file.\n"
    )
    assert lines[-1] == f"{len(FEW) - 2} of {len(FEW)} agree"


def test_a_trace_of_another_plan_is_a_difference(kit, traces):
    shutil.rmtree(traces / "ranks")
    shutil.copytree(traces / "idle_since", traces / "ranks")
    shutil.rmtree(traces / "ties_by_identity")
    shutil.copytree(traces / "worked_example", traces / "ties_by_identity")

    code, lines, _ = checked(kit, "--traces", traces)

    assert code == 1
    assert "ties_by_identity: the trace has 8 rows of state; expected 6." in lines


def test_a_kit_whose_trace_is_not_of_its_plan_is_bad_input(tmp_path):
    shutil.copytree(KIT / "ranks" / "plan", tmp_path / "kit" / "ranks" / "plan")
    shutil.copytree(KIT / "worked_example" / "trace", tmp_path / "kit" / "ranks" / "trace")

    code, _, complaints = checked(tmp_path / "kit")

    assert code == 2
    assert complaints.endswith("/trace tells of 8 steps of 3 matters; expected those of its plan, 9 of 9.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no/such/kit"], "no/such/kit is not a folder; expected a kit, such as tests/conformance."),
        ([KIT / "ranks" / "plan"], "plan has no folder with plan/ in it; expected a kit, such as tests/conformance."),
        ([KIT, "--engine", "simpie"], "engine='simpie' is unknown. Did you mean 'simpy'?"),
        ([KIT, "--traces", "nowhere"], "--traces nowhere is not a folder; expected one with a folder of traces"),
        ([KIT, "--traces", KIT, "--engine", "simpy"], "are both given; expected one of them."),
    ],
)
def test_bad_input_ends_with_2(arguments, said):
    code, lines, complaints = checked(*arguments)

    assert (code, lines) == (2, [])
    assert complaints.startswith("conformance: ")
    assert said in complaints
