"""EMA Workbench drives the model, in one process and in several, and keeps what it found."""

from __future__ import annotations

import numpy as np
import pytest
from tiny import tiny_file
from workbench import import_workbench

from experiments import Model

KEYS = {"hours": "designs.modules.data.transit_hours", "officers": "institution.staff.officer"}
MEASURES = ("elapsed_days_mean", "handovers_mean")


@pytest.fixture(scope="module")
def workbench():
    return import_workbench()


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    path = tiny_file(tmp_path_factory.mktemp("model"))
    return Model(f"scenario={path}", design="modules", keys=KEYS, measures=MEASURES, difference=True)


@pytest.fixture
def problem(workbench, model):
    """The workbench's own description of the model: what is uncertain, what is decided, what comes out."""
    found = workbench.Model("tiaokuai", function=model)
    found.uncertainties = [workbench.RealParameter("hours", 0, 4)]
    found.levers = [workbench.IntegerParameter("officers", 4, 6)]
    found.outcomes = [workbench.ScalarOutcome(name) for name in MEASURES]
    return found


def check(results, model):
    experiments, outcomes = results
    assert len(experiments) == 6
    for place, row in enumerate(experiments.itertuples()):
        expected = model(hours=row.hours, officers=row.officers)
        assert {name: outcomes[name][place] for name in MEASURES} == expected
    assert np.ptp(outcomes["elapsed_days_mean"]) > 0


@pytest.mark.long
def test_in_one_process(workbench, problem, model, tmp_path):
    with workbench.SequentialEvaluator(problem) as evaluator:
        results = evaluator.perform_experiments(scenarios=3, policies=2)

    check(results, model)
    workbench.save_results(results, str(tmp_path / "results.tar.gz"))
    assert workbench.load_results(str(tmp_path / "results.tar.gz"))[0].shape == results[0].shape


@pytest.mark.long
def test_in_several_processes(workbench, problem, model):
    with workbench.MultiprocessingEvaluator(problem, n_processes=2) as evaluator:
        results = evaluator.perform_experiments(scenarios=3, policies=2)

    check(results, model)
