"""Selecting: candidates over axes, replications that are those of a comparison, bounds, and the whole command."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tiny import tiaokuai, tiny_file

from experiments.comparing import compare
from experiments.selection.candidates import candidates_of
from experiments.selection.rule import SelectionRule
from experiments.selection.selecting import own_replication, select
from experiments.selection.table import selection_table
from sim.errors import InputError, UnknownName
from sim.workload.draws import stream

TRANSIT = "designs.modules.data.transit_hours=8,40,20"
NAMES = ["sections", "modules@transit_hours=8", "modules@transit_hours=40", "modules@transit_hours=20"]


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    return f"scenario={tiny_file(tmp_path_factory.mktemp('tiny'))}"


@pytest.fixture(scope="module")
def plain(scenario):
    return candidates_of([scenario, "engine=compiled"])


@pytest.fixture(scope="module")
def varied(scenario):
    return candidates_of([scenario, TRANSIT, "engine=compiled"])


@pytest.fixture(scope="module")
def chosen(varied):
    return select(varied, SelectionRule(delta=0.2, first=4, cap=30, batch=2))


# candidates


def test_without_axes_the_designs_are_the_candidates(plain):
    assert [(one.name, one.design, one.values) for one in plain.list] == [
        ("sections", "sections", {}), ("modules", "modules", {}),
    ]  # fmt: skip


def test_a_design_that_no_axis_touches_is_one_candidate(varied):
    assert [one.name for one in varied.list] == NAMES
    assert varied.list[1].values == {"designs.modules.data.transit_hours": 8}
    hours = {name: design.data.transit_hours for name, design in varied.configuration.file.designs.items()}
    assert hours == dict(zip(NAMES, (2, 8, 40, 20), strict=True))


def test_designs_can_be_named(scenario):
    def names(*designs):
        return [one.name for one in candidates_of([scenario, TRANSIT], designs).list]

    assert names("modules") == NAMES[1:]
    assert names("sections", "modules") == NAMES
    with pytest.raises(UnknownName, match=r"^--design modlues is no design\. Did you mean 'modules'\?"):
        names("modlues")
    with pytest.raises(InputError, match="has 1 design to choose from; expected at least 2 candidates"):
        candidates_of([scenario], ["modules"])


def test_an_axis_of_the_baseline_touches_all_that_follow_it_but_not_the_volume(scenario):
    """The modules take their transit from the sections; the configured sections stay as the baseline."""
    found = candidates_of([scenario, "designs.sections.data.transit_hours=1,3", "designs.modules.units.by=category"])

    assert [one.name for one in found.list] == [
        "sections@transit_hours=1", "sections@transit_hours=3", "modules@transit_hours=1", "modules@transit_hours=3",
    ]  # fmt: skip
    assert found.configuration.file.baseline == "sections"
    assert found.configuration.file.designs["sections"].data.transit_hours == 2


def test_two_axes_are_crossed_and_told_apart_by_their_whole_keys_where_they_end_alike(scenario):
    axes = ["designs.modules.data.transit_hours=0,8", "designs.modules.counterparts.contact_hours=0.5,1.0"]
    crossed = candidates_of([scenario, *axes])
    alike = candidates_of([scenario, "designs.sections.units.order=in_order,by_deadline",
                           "designs.modules.units.order=in_order,by_deadline"])  # fmt: skip

    assert [one.name for one in crossed.list][1] == "modules@transit_hours=0,contact_hours=0.5"
    assert len(crossed.list) == 1 + 4
    assert [one.name for one in alike.list] == [
        "sections@order=in_order", "sections@order=by_deadline", "modules@order=in_order", "modules@order=by_deadline",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        (["demand.load=0.6,0.8"], "candidates face one demand and one institution"),
        (["designs.modules.data.transit_hours=interval(0,8)"], "of which there is no full product"),
        (["designs.modules.data.transit_huors=1,2"], "Did you mean 'transit_hours'?"),
        (["~designs.modules"], "has 1 design to choose from; expected at least 2"),
        (["designs.modules.units.hours=[],null"], "is a value of an axis; expected numbers, words"),
    ],
)
def test_what_makes_no_candidates_is_refused(scenario, overrides, sentence):
    with pytest.raises(InputError) as error:
        candidates_of([scenario, *overrides])

    assert sentence in str(error.value)


# what is played


def test_replications_under_kn_are_those_of_a_comparison(chosen, varied):
    """The same matters in replication k: each candidate has the figure that compare gives it."""
    compared = compare(varied.configuration).readings

    assert varied.configuration.file.replications == 2
    for name in NAMES:
        first = [one.measures["elapsed_days_mean"] for one in chosen.readings[name][:2]]
        assert first == [one.measures["elapsed_days_mean"] for one in compared[name]]


def mean_of(chosen, name, count):
    return np.mean([one.measures["elapsed_days_mean"] for one in chosen.readings[name][:count]])


def test_the_quickest_is_selected_and_the_worse_ones_are_given_up_early(chosen):
    result = chosen.result
    by_name = {row["name"]: row for row in result["candidates"]}

    assert result["best"] == "sections"
    out = by_name["modules@transit_hours=40"]
    assert out["eliminated_after"] < by_name["modules@transit_hours=8"]["eliminated_after"]
    assert out["eliminated_by"]
    for other in out["eliminated_by"]:
        assert mean_of(chosen, other, out["eliminated_after"]) < mean_of(chosen, out["name"], out["eliminated_after"])
    assert {row["name"]: row["replications"] for row in result["candidates"]} == {
        name: len(many) for name, many in chosen.readings.items()
    }
    assert result["runs"] == sum(len(many) for many in chosen.readings.values())
    late, best = (chosen.readings[name] for name in ("modules@transit_hours=40", "sections"))
    gaps = [one.measures["elapsed_days_mean"] - other.measures["elapsed_days_mean"]
            for one, other in zip(late, best, strict=False)]  # fmt: skip
    assert by_name["modules@transit_hours=40"]["beyond_best"] == pytest.approx(np.mean(gaps))
    assert by_name["sections"]["beyond_best"] is None
    assert (result["streams"], result["guaranteed"]) == ("common", 0.95)


def test_under_ocba_no_two_candidates_meet_the_same_matters(scenario):
    """Two designs that are one and the same have the same figures on common streams, and others on their own."""
    twins = candidates_of([scenario, "+designs.twin={like: sections}", "engine=compiled"])

    apart = select(twins, SelectionRule(procedure="ocba", first=3, cap=4)).readings
    common = select(twins, SelectionRule(delta=0.1, first=3, cap=4)).readings

    figures = [one.measures["elapsed_days_mean"] for many in apart.values() for one in many]
    assert len(set(figures)) == len(figures)
    assert common["sections"][0].measures == common["twin"][0].measures


def test_own_replications_depend_on_the_name_alone_and_have_streams_of_their_own():
    numbers = {own_replication(name, k) for name in ("sections", "modules") for k in range(3)}
    draws = [stream(7, number, "arrivals").random(1000) for number in sorted(numbers)]

    assert len(numbers) == 6
    assert min(numbers) >= 2**32
    assert own_replication("sections", 5) == own_replication("sections", 0) + 5
    assert np.abs(np.corrcoef(draws) - np.eye(6)).max() < 0.15


def test_a_capped_candidate_is_no_more_than_a_bound(scenario):
    """A cap the day after the window leaves matters open everywhere: all are bounds, and none is the best."""
    candidates = candidates_of([scenario, "window.cap=2021-05-10", "engine=compiled"])

    days = select(candidates, SelectionRule(delta=0.2, first=3, cap=5)).result
    on_time = select(candidates, SelectionRule(measure="on_time_share", delta=0.5, first=3, cap=50)).result

    assert {row["status"] for row in days["candidates"]} == {"capped"}
    assert (days["best"], days["guaranteed"]) == (None, None)
    assert days["left"] == ["sections", "modules"]
    assert on_time["best"] is not None  # an open matter is late, whatever comes: that is no bound


# rules


@pytest.mark.parametrize(
    ("options", "error", "sentence"),
    [
        ({}, InputError, "delta is missing"),
        ({"delta": 1.0, "measure": "elapsed_days"}, UnknownName, "Did you mean 'elapsed_days_"),
        ({"delta": 1.0, "measure": "steps_mean"}, InputError, "neither more nor less of it is better"),
        ({"delta": 1.0, "procedure": "kn2"}, UnknownName, "Did you mean 'kn'"),
        ({"delta": 1.0, "streams": "commom"}, UnknownName, "Did you mean 'common'"),
        ({"procedure": "ocba", "streams": "common"}, InputError, "OCBA takes candidates to be independent"),
        ({"delta": 1.0, "first": 20, "cap": 10}, InputError, "cap=10 is below first=20"),
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused(options, error, sentence):
    with pytest.raises(error, match=sentence):
        SelectionRule(**options)


def test_kn_may_have_independent_streams(plain):
    found = select(plain, SelectionRule(delta=5.0, first=3, streams="independent"))

    first = [many[0].measures["matters_released"] for many in found.readings.values()]
    assert found.result["streams"] == "independent"
    assert first[0] != first[1]


# what is printed


def told(chosen, lang="en", **changes):
    return selection_table({**chosen.result, **changes}, lang)


def test_the_table_says_what_became_of_each_and_what_is_guaranteed(chosen):
    lines = told(chosen).splitlines()

    assert lines[2].split() == ["candidate", "status", "replications", "mean", "from", "the", "best", "fate"]
    assert lines[3].startswith("sections") and lines[3].endswith("best")  # noqa: PT018  (one row)
    assert sum("given up after " in line for line in lines) == 3
    assert "Best: sections." in lines
    assert "at least 0.2 days" in lines[-1]
    assert "at least 95%" in lines[-1]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"guaranteed": None, "capped": True, "left": NAMES[:2]}, "30 replications a candidate, the most allowed"),
        ({"guaranteed": None, "left": NAMES[:2]}, "modules@transit_hours=8 may be better"),
        ({"guaranteed": None, "estimated": 0.4, "capped": True}, "estimated at 40% or more (OCBA, Bonferroni)"),
        ({"best": None, "guaranteed": None}, "No best can be named"),
    ],
)
def test_where_nothing_is_guaranteed_the_table_says_why(chosen, changes, sentence):
    assert sentence in told(chosen, **changes)
    assert "Guarantee (" not in told(chosen, **changes)
    assert all(word not in told(chosen, "zh", **changes) for word in ("Best", "guarantee"))


def test_a_bound_is_written_as_one(chosen):
    rows = [{**row, "bound": True, "mean": 2.5} for row in chosen.result["candidates"]]

    assert "≥ 2.5" in told(chosen, candidates=rows)
    assert "≤ 250%" in told(chosen, candidates=rows, measure="on_time_share", better="higher")


# the whole command


def test_the_command_selects_and_keeps_what_it_found(scenario, tmp_path, capsys):
    words = (scenario, TRANSIT, "engine=compiled", f"results={tmp_path / 'results'}")

    code, out, err = tiaokuai(capsys, "select", *words, "--delta", "0.2", "--first", "4", "--json")

    (folder,) = (tmp_path / "results").iterdir()
    assert code == 0
    assert err.splitlines()[-1] == str(folder)
    assert json.loads(out) == json.loads((folder / "selection.json").read_text(encoding="utf-8"))
    assert json.loads(out)["best"] == "sections"
    assert sorted(path.name for path in folder.iterdir()) == [
        "config.yaml", "manifest.json", "runs.parquet", "selection.json",
    ]  # fmt: skip
    assert "--first 4" in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["command"]


def test_the_command_refuses_bad_input_in_one_sentence(scenario, capsys):
    code, out, err = tiaokuai(capsys, "select", scenario, "--procedure", "ocba", "--streams", "common")

    assert (code, out) == (2, "")
    assert err.startswith("tiaokuai: streams='common': OCBA takes candidates to be independent")


def test_a_stored_selection_can_be_played_again_from_its_configuration(chosen, varied, tmp_path):
    """config.yaml spells every candidate out, so it is a scenario file that stands alone."""
    import yaml

    path = tmp_path / "again.yaml"
    path.write_text(yaml.safe_dump(varied.configuration.data, allow_unicode=True, sort_keys=False), encoding="utf-8")

    again = select(candidates_of([f"scenario={path}"]), SelectionRule(delta=0.2, first=4, cap=30, batch=2)).result

    assert again["best"] == chosen.result["best"]
    assert [row["mean"] for row in again["candidates"]] == [row["mean"] for row in chosen.result["candidates"]]
