"""The model as a function: the values of a sweep, what it takes and refuses, and SALib that drives it."""

from __future__ import annotations

import multiprocessing
import pickle

import numpy as np
import pytest
from SALib.analyze import sobol
from SALib.sample import sobol as sobol_sample
from tiny import tiny_file

from conf.schema import ExecutorBlock
from experiments import Model
from experiments.sweep.beginning import begin
from experiments.sweep.planning import plan_sweep
from experiments.sweep.sweeping import Playing, play
from sim.errors import InputError, UnknownName

HOURS = "designs.modules.data.transit_hours"
OFFICERS = "institution.staff.officer"


def made(path, *overrides, **more):
    usual = {"design": "modules", "keys": {"hours": HOURS, "officers": OFFICERS}, "measures": ["elapsed_days_mean"]}
    return Model(f"scenario={path}", *(overrides or ["engine=simpy"]), **(usual | more))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tiny_file(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def model(path):
    return made(path)


def test_it_has_the_values_of_a_sweep_at_the_same_point(path, tmp_path):
    overrides = [f"scenario={path}", "engine=simpy", "demand.load=0.5,0.3", f"{OFFICERS}=5", "replications=2"]
    swept = begin(plan_sweep(overrides, "tiaokuai sweep …"), tmp_path / "sweep")
    play(swept, Playing(executor=ExecutorBlock(name="serial")))
    rows = swept.rows().to_pandas()
    measures = ("elapsed_days_mean", "handovers_mean")
    keys = {"load": "demand.load", "officers": OFFICERS}
    means = made(path, keys=keys, measures=measures, replications=2)
    differences = made(path, keys=keys, measures=measures, replications=2, difference=True)

    for load, found in rows.groupby("demand.load"):
        after, before = (found[found.design == name].set_index("replication") for name in ("modules", "sections"))
        assert means(load=load, officers=5) == {name: after[name].to_numpy().mean() for name in measures}
        assert differences(load=load, officers=5) == {
            name: (after[name] - before[name]).to_numpy().mean() for name in measures
        }


def test_it_takes_numpy_scalars_and_whole_numbers_as_floats(model):
    expected = model(hours=2, officers=5)

    assert all(type(value) is float for value in expected.values())
    assert model(hours=np.float64(2.0), officers=np.int64(5)) == expected
    assert model(hours=2.0, officers=np.float64(5.0)) == expected
    assert model(hours=2.5, officers=5) != expected


def test_it_needs_no_file_once_it_is_made_and_keys_may_be_the_names(tmp_path, model):
    path = tiny_file(tmp_path)
    lonely = made(path, keys=[HOURS, OFFICERS])
    path.unlink()

    assert lonely(**{HOURS: 2, OFFICERS: 5}) == model(hours=2, officers=5)


def test_a_pickled_model_is_the_same_one_and_small(model):
    expected = model(hours=1, officers=5)
    packed = pickle.dumps(model)

    assert pickle.loads(packed)(hours=1, officers=5) == expected
    assert len(packed) < 10_000


def test_a_measure_that_a_replication_lacks_is_no_number(path):
    model = made(path, measures=["reports_on_time_share", "completion_share"], keys={"hours": HOURS})
    found = model(hours=1)

    assert np.isnan(found["reports_on_time_share"])  # contacts are meetings here: nobody writes a report
    assert found["completion_share"] == 1.0


@pytest.mark.long
def test_a_process_of_its_own_finds_the_same(path):
    model = made(path, "engine=compiled")
    points = [{"hours": hours, "officers": 5} for hours in (1, 2)]

    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found = [pool.apply(model, kwds=point) for point in points]

    assert found == [model(**point) for point in points]
    assert found[0] != found[1]


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"hours": 1, "officers": 4.4}, f"{OFFICERS} is 4.4; expected a whole number."),
        ({"hours": -1, "officers": 4}, f"{HOURS} is -1; expected at least 0."),
        ({"hours": float("nan"), "officers": 4}, f"{HOURS} is nan; expected a finite number."),
        ({"hours": "x", "officers": 4}, f"{HOURS} is 'x'; expected a number."),
        ({"hours": 1}, "officers is missing; expected a value for each of hours, officers."),
        ({"hours": 1, "oficers": 4}, "'oficers' is no parameter of this model. Did you mean 'officers'?"),
        ({"hours": 1, "officers": 1}, "designs.sections: 2 units for 1 officers; each unit needs at least one."),
    ],
)
def test_what_cannot_be_played_is_refused_with_its_key(model, parameters, sentence):
    with pytest.raises(InputError) as caught:
        model(**parameters)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("more", "error", "sentence"),
    [
        ({"design": "module"}, UnknownName, "Did you mean 'modules'?"),
        ({"design": "sections", "difference": True}, InputError, "is the baseline, from which it does not differ"),
        ({"measures": ["elapsed_days"]}, UnknownName, "'elapsed_days' is no measure. Did you mean 'elapsed_days_"),
        ({"measures": ["capacity_multiple"]}, InputError, "is found by a search over many runs"),
        ({"measures": []}, InputError, "measures is empty"),
        ({"keys": {}}, InputError, "keys is empty"),
        (
            {"keys": {"x": "demand.lod"}},
            UnknownName,
            "keys: demand.lod is no key that is known here. Did you mean 'load'?",
        ),
        ({"keys": {"x": "replications"}}, InputError, "keys: x is 'replications'; expected a key of the scenario"),
        ({"keys": {"x": "scenario"}}, InputError, "keys: x is 'scenario'; expected a key of the scenario"),
        ({"keys": {"x": HOURS, "y": HOURS}}, InputError, "stands under two names"),
        ({"replications": 1}, InputError, "replications is 1; expected at least 2"),
    ],
)
def test_a_model_that_cannot_be_is_refused_when_it_is_made(path, more, error, sentence):
    with pytest.raises(error) as caught:
        made(path, **more)
    assert sentence in str(caught.value)


def test_salib_finds_what_matters_and_what_does_not(path):
    """The baseline's matters do not touch a module; the work that they are explains more than their way."""
    keys = {"work": "demand.types.directive.work_hours.mean", "transit": "designs.sections.data.transit_hours"}
    model = made(path, "engine=compiled", design="sections", keys={**keys, "unused": HOURS})
    problem = {"num_vars": 3, "names": list(model.keys), "bounds": [[2, 7], [0, 4], [0, 8]]}
    rows = sobol_sample.sample(problem, 16, calc_second_order=False, seed=1)
    days = np.array([model(**dict(zip(problem["names"], row, strict=True)))["elapsed_days_mean"] for row in rows])
    found = sobol.analyze(problem, days, calc_second_order=False, seed=1)

    assert found["ST"][2] == found["S1"][2] == 0.0
    assert found["S1"][0] > found["S1"][1] > 0.0
    assert found["S1"].sum() == pytest.approx(1.0, abs=0.3)  # nearly additive, from few samples
