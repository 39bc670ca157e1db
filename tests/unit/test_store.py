"""The store: a result directory appears whole or not at all."""

from __future__ import annotations

import errno
import json
import math
from datetime import datetime

import numpy as np
import pytest
import yaml
from pyarrow import parquet
from tiny import tiny

from analysis.measures.reading import Reading
from experiments.store import result_directory, to_json, write_configuration, write_json, write_runs
from sim.errors import InputError, RunError


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else None


def test_a_directory_gets_its_name_when_all_is_in_it(tmp_path):
    with result_directory(str(tmp_path), "run-x") as (work, target):
        (work / "a.txt").write_text("a")

        assert not target.exists()
        assert names(tmp_path) == [work.name]
        assert work.name.startswith(".")

    assert names(tmp_path) == [target.name]
    assert names(target) == ["a.txt"]
    datetime.strptime(target.name, "run-x-%Y%m%d-%H%M%S")


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, RuntimeError, InputError, SystemExit])
def test_nothing_is_left_of_work_that_fails(tmp_path, trouble):
    def fail():
        with result_directory(str(tmp_path / "results"), "run-x") as (work, _):
            (work / "a.txt").write_text("a")
            raise trouble

    with pytest.raises(trouble):
        fail()

    assert names(tmp_path) == []


def test_a_results_folder_that_was_there_stays(tmp_path):
    with pytest.raises(RuntimeError), result_directory(str(tmp_path), "run-x"):
        raise RuntimeError

    assert names(tmp_path) == []


def test_two_at_the_same_second_get_two_names_and_each_is_told_its_own(tmp_path):
    with result_directory(str(tmp_path), "x") as (first, one), result_directory(str(tmp_path), "x") as (second, two):
        (first / "first").touch()
        (second / "second").touch()
    with result_directory(str(tmp_path), "x") as (third, three):
        (third / "third").touch()

    assert len({one, two, three}) == 3
    assert (names(one), names(two), names(three)) == (["first"], ["second"], ["third"])
    assert names(tmp_path) == sorted([one.name, two.name, three.name])


def test_what_a_killed_run_left_stands_in_nobodys_way(tmp_path, monkeypatch):
    with result_directory(str(tmp_path), "x") as (work, _):
        left = work.name
    (tmp_path / left).mkdir()

    with result_directory(str(tmp_path), "x") as (work, target):
        (work / "a").touch()

    assert names(target) == ["a"]


def test_a_place_that_cannot_be_written_to_is_told_before_any_work(tmp_path):
    file = tmp_path / "file"
    file.touch()
    for root, reason in ((file, "it is a file"), (file / "below", "Not a directory")):
        with pytest.raises(InputError) as error, result_directory(str(root), "x"):
            pytest.fail("it was worked in")

        assert str(error.value) == (
            f"results={str(root)!r}: the folder cannot be written to ({reason}); expected a folder for results, "
            "such as results=/tmp/results."
        )


def test_a_full_disk_is_a_failed_run(tmp_path):
    with (
        pytest.raises(RunError, match=r"could not be written to .*: No space left on device\.$"),
        result_directory(str(tmp_path), "x"),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")

    assert names(tmp_path) == []


def test_the_configuration_is_stored_resolved_with_a_manifest(tmp_path):
    configuration = tiny(tmp_path, "seed=7")

    write_configuration(tmp_path, configuration, "tiaokuai run scenario=tiny.yaml seed=7", "compiled")

    stored = yaml.safe_load((tmp_path / "config.yaml").read_text(encoding="utf-8"))
    assert stored == configuration.data
    assert stored["designs"]["modules"]["authority"]["core"] == ["head", "deputy"]
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["command"] == "tiaokuai run scenario=tiny.yaml seed=7"
    assert (manifest["seed"], manifest["replications"]) == (7, 2)
    assert (manifest["engine_asked"], manifest["engine"]) == ("auto", "compiled")
    assert manifest["overrides"] == [f"scenario={tmp_path / 'tiny.yaml'}", "seed=7"]
    assert {"python", "tiaokuai", "numpy", "simpy", "scipy"} <= manifest["versions"].keys()
    assert datetime.fromisoformat(manifest["written"]).tzinfo is not None


def test_runs_are_stored_as_one_tidy_row_per_measure(tmp_path):
    def reading(days):
        return Reading(measures={"days": days, "share": 1.0}, groups={}, elapsed_counts=np.zeros(1), people=np.zeros(1))

    write_runs(tmp_path, {"a": [reading(1.5), reading(2.5)], "b": [reading(3.5)]})

    assert parquet.read_table(tmp_path / "runs.parquet").to_pylist() == [
        {"design": design, "replication": replication, "measure": measure, "value": value}
        for design, replication, days in (("a", 0, 1.5), ("a", 1, 2.5), ("b", 0, 3.5))
        for measure, value in (("days", days), ("share", 1.0))
    ]


def test_json_is_utf8_and_what_is_no_finite_number_is_null(tmp_path):
    data = {"条块": [1.5, math.nan, math.inf, -math.inf, (1, None)], 7: {"x": True}}

    write_json(tmp_path / "a.json", data)

    text = (tmp_path / "a.json").read_bytes().decode("utf-8")
    assert "条块" in text
    assert json.loads(text) == {"条块": [1.5, None, None, None, [1, None]], "7": {"x": True}}
    assert text == to_json(data) + "\n"
