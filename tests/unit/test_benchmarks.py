"""The benchmarks measure what they say: the network is as described, all peers run the same, a miss is shown."""

import shutil

import click
import numpy as np
import pytest

from benchmarks.network import LOAD, STAFF, UNITS, VISITS, draw, plan_of, tandem
from benchmarks.peers import idiomatic_simpy
from benchmarks.peers.limit import Limit
from benchmarks.speed import check_agreement, mean_wait_ms, ties
from benchmarks.sweep_overhead import beyond_ms, small_sweep
from benchmarks.table import Report, Row, ratio
from benchmarks.timing import Timing, in_turn
from experiments.sweep.sweeping import Swept
from sim.arrays import rounded_ms
from sim.calendar import MS_PER_HOUR
from sim.engine.simpy_engine import simulate as simulate_simpy

NINE_DIGITS = 0.5e-9


@pytest.fixture(scope="module")
def network():
    return draw(300)


@pytest.fixture(scope="module")
def mean_wait(network):
    plan = plan_of(network)
    return mean_wait_ms(plan, simulate_simpy(plan))


# the network --------------------------------------------------------------------------------------


def test_matters_visit_three_units_in_a_row_and_then_two_different_ones_at_once(network):
    plan = plan_of(network)
    five = [0, 1, 2, 3, 4]

    assert plan.steps.matter.tolist() == np.repeat(np.arange(300), VISITS).tolist()
    assert plan.steps.unit.reshape(300, VISITS).tolist() == network.unit.tolist()
    assert (network.unit[:, 3] != network.unit[:, 4]).all()
    assert [np.unique(network.unit[:, visit]).tolist() for visit in range(VISITS)] == [five] * VISITS
    assert list(zip(plan.edges.source[-4:] - 1495, plan.edges.target[-4:] - 1495, strict=True)) == [
        (0, 1), (1, 2), (2, 3), (2, 4),
    ]  # fmt: skip


def test_units_of_all_visits_are_equally_likely():
    """Of 20,000 draws each unit gets a fifth, give or take four standard deviations of 0.0028."""
    unit = draw(20_000).unit

    shares = np.stack([np.bincount(unit[:, visit], minlength=UNITS) for visit in range(VISITS)]) / 20_000
    assert abs(shares - 1 / UNITS).max() < 0.0113


def test_the_load_is_about_eight_tenths():
    """Of 100,000 steps the mean work has a standard error of 0.3%, the span of 20,000 gaps one of 0.7%."""
    many = draw(20_000)

    assert many.release_ms.size == 20_000
    assert many.work_ms.sum() / (UNITS * STAFF * many.release_ms[-1]) == pytest.approx(LOAD, rel=0.03)


def test_work_survives_the_rounding_of_engines():
    many = draw(20_000)

    assert many.work_ms.min() >= 1
    assert rounded_ms(plan_of(many).steps.work_hours).tolist() == many.work_ms.ravel().tolist()


def test_replications_differ_and_repeat():
    assert draw(50, replication=1).work_ms.tolist() == draw(50, replication=1).work_ms.tolist()
    assert draw(50, replication=1).work_ms.tolist() != draw(50).work_ms.tolist()


def test_the_tandem_leads_through_all_units_in_their_order(network):
    plan = plan_of(tandem(network))

    assert plan.steps.unit.reshape(300, VISITS).tolist() == [[0, 1, 2, 3, 4]] * 300
    assert (plan.edges.target - plan.edges.source == 1).all()
    assert plan.edges.source.size == 300 * (VISITS - 1)


# the peers ----------------------------------------------------------------------------------------


def test_somebody_waits(mean_wait):
    assert 0 < mean_wait < 2 * MS_PER_HOUR


def test_plain_simpy_comes_to_the_same_wait(network, mean_wait):
    assert idiomatic_simpy.mean_wait(idiomatic_simpy.Lists.of(network)) == pytest.approx(mean_wait, rel=NINE_DIGITS)


@pytest.mark.skipif(shutil.which("g++") is None, reason="there is no g++")
def test_the_limit_comes_to_the_same_wait_in_each_repeat(network, mean_wait, tmp_path):
    runs = Limit.prepare(network, tmp_path).run(2)

    assert [wait for _, wait in runs] == [pytest.approx(mean_wait, rel=NINE_DIGITS)] * 2
    assert all(seconds > 0 for seconds, _ in runs)


def test_without_a_compiler_there_is_no_limit(network, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")

    assert Limit.prepare(network, tmp_path) is None


def test_engines_that_disagree_in_the_ninth_digit_are_told(network, mean_wait):
    plan = plan_of(network)
    trace = simulate_simpy(plan)

    check_agreement({"one": mean_wait * (1 + 0.4e-9)}, plan, trace)
    with pytest.raises(click.ClickException, match=r"disagree.*'other'"):
        check_agreement({"one": mean_wait, "other": mean_wait * (1 + 0.6e-9)}, plan, trace)
    assert ties(plan, trace) == 0


# the table ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (Row(name="", value=29.9, at_least=30, aim=60), "missed"),
        (Row(name="", value=30.0, at_least=30, aim=60), "met"),
        (Row(name="", value=60.0, at_least=30, aim=60), "aim met"),
        (Row(name="", value=2.1, at_most=2, aim=1.3), "missed"),
        (Row(name="", value=2.0, at_most=2, aim=1.3), "met"),
        (Row(name="", value=1.3, at_most=2, aim=1.3), "aim met"),
        (Row(name="", value=150.0, at_most=200), "met"),
        (Row(name="", value=1.0), ""),
        (Row(name="", value=None, at_least=30), "not measured"),
    ],
)
def test_a_figure_is_judged_by_what_is_wanted(row, verdict):
    assert row.verdict == verdict


def test_a_ratio_is_that_of_medians_for_one_thing_each():
    """2 s for one thing against (1, 4, 3) s for three, 1 s by the median: 2, and by round 6, 1.5 and 2."""
    slow, fast = Timing("slow", (2.0, 2.0, 2.0)), Timing("fast", (1.0, 4.0, 3.0), done=3)

    row = ratio("slow / fast", slow, fast, at_least=3)

    assert (row.value, row.low, row.high, row.verdict) == (2.0, 1.5, 6.0, "missed")


def test_competitors_take_turns():
    order = []

    def competitor(name, seconds):
        return lambda: order.append(name) or seconds

    timed = in_turn({"a": competitor("a", 1.0), "b": competitor("b", 2.0)}, 2, done=10)

    assert order == ["a", "b", "a", "b"]
    assert timed["b"] == Timing("b", (2.0, 2.0), 10)
    assert timed["b"].rate == 5.0


def test_a_report_shows_what_is_missed_and_keeps_every_figure(tmp_path, capsys):
    report = Report(name="tried", title="Tried", options={"matters": 3}, notes=["A note."])
    report.rows += [Row(name="a ratio", value=0.2, low=0.1, high=0.3, at_least=0.25, aim=0.6)]
    report.timings += [Timing("a loop", (0.5, 0.25, 1.0), done=100)]

    report.publish(tmp_path)

    said = capsys.readouterr().out
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in said.splitlines() if line.startswith("| a ")]
    assert cells == [
        ["a ratio", "0.2", "0.1 to 0.3", "at least 0.25", "0.6", "missed"],
        ["a loop", "500.00", "250.00", "1,000.00", "200"],
    ]
    assert "A note." in said
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".md"]
    stored = report.as_dict()
    assert stored["timings"][0]["seconds"] == (0.5, 0.25, 1.0)
    assert stored["rows"][0]["verdict"] == "missed"
    assert {"python", "numpy", "numba", "simpy", "ciw", "compiler"} <= stored["versions"].keys()


# sweeps -------------------------------------------------------------------------------------------


def test_what_a_run_takes_beyond_the_run_is_what_workers_did_not_spend_on_runs(tmp_path):
    """Two workers for 10 seconds are 20; 19 of them went into 500 runs, so that a run took 2 ms beyond."""
    swept = Swept(directory=tmp_path, runs=501, done=501, failed=0, work_seconds=19.0, wall_seconds=10.0)

    assert beyond_ms(swept, 2) == pytest.approx(2.0)


def test_the_sweep_that_is_timed_has_the_points_that_are_asked_for():
    planned = small_sweep(4, 5)

    assert (len(planned.sweep.points), planned.sweep.runs) == (4, 20)
    assert planned.sweep.facts["scenario"] == "two_desks"
