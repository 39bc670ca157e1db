"""Exports of a sweep: what stands in each file, to the letter, and how a file comes to be there or not."""

from __future__ import annotations

import csv
import json
import tarfile
from io import BytesIO, StringIO

import pandas as pd
import pytest
from tiny import tiaokuai
from workbench import import_workbench

from experiments.sweep.exports.writing import export
from experiments.sweep.rows import READ, kinds_of
from experiments.sweep.space import Space
from experiments.sweep.stored import Sweep, store_sweep
from sim.errors import InputError

KEYS = ("demand.load", "designs.modules.units.count", "designs.modules.data.shared", "calendar")
POINTS = ((0.1, 9, True, 'a "b", c'), (1e-07, 12, False, "平日"))
CREATED = "2026-03-04T05:06:07.089000+08:00"
THIRD = 0.1 + 0.2  # 17 digits tell it from 0.3


def values(point, replication, design):
    """Return two measures that tell a row from all others; one is missing and one is no number here and there."""
    days = point + replication / 10 + (design == "modules") * THIRD
    found = {"elapsed_days_mean": days, "matters_released": 76.0 + point}
    if design == "sections":
        found["on_time_share"] = float("nan") if point else 0.5
    return found


def stored(folder, *, points=POINTS, keys=KEYS, replications=2, done=None):
    """Store a sweep whose rows are made by hand, of so many of its runs."""
    sweep = Sweep(
        space=Space(keys=keys, compositions={}), points=points, kinds=kinds_of(keys, points),
        designs=("sections", "modules"), replications=replications, engine="simpy",
        facts={"scenario": "tiny", "sampling": "product", "created": CREATED},
    )  # fmt: skip
    made = store_sweep(folder, sweep)
    runs = [(place, replication) for place in range(len(points)) for replication in range(replications)][:done]
    rows = [
        {"run": f"{place:016x}-{replication:04}", "point": place, "replication": replication, "design": design,
         **dict(zip(keys, points[place], strict=True)), **values(place, replication, design)}
        for place, replication in runs
        for design in ("modules", "sections")  # as they come: what is exported is in the order of the designs
    ]  # fmt: skip
    if rows:
        made.parts.append(rows)
    return folder


@pytest.fixture
def sweep(tmp_path):
    return stored(tmp_path / "sweep")


@pytest.fixture(scope="module")
def workbench():
    return import_workbench()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


# csv


def test_a_csv_has_every_column_and_every_digit(sweep, tmp_path):
    export(sweep, "csv", tmp_path / "rows.csv")
    text = (tmp_path / "rows.csv").read_bytes().decode()
    rows = list(csv.reader(StringIO(text, newline="")))

    assert rows[0] == ["run", "point", "replication", "design", *KEYS, *READ]
    assert len(rows) == 1 + 2 * 2 * 2
    assert "\r" not in text
    first = dict(zip(rows[0], rows[1], strict=True))
    assert {name: first[name] for name in (*rows[0][:8], "elapsed_days_mean", "on_time_share", "backlog_mean")} == {
        "run": "0000000000000000-0000", "point": "0", "replication": "0", "design": "sections",
        "demand.load": "0.1", "designs.modules.units.count": "9", "designs.modules.data.shared": "true",
        "calendar": 'a "b", c', "elapsed_days_mean": "0.0", "on_time_share": "0.5", "backlog_mean": "",
    }  # fmt: skip
    last = dict(zip(rows[0], rows[-1], strict=True))
    assert (last["design"], last["demand.load"], last["calendar"]) == ("modules", "1e-07", "平日")
    assert last["elapsed_days_mean"] == repr(1 + 0.1 + THIRD)
    assert (last["on_time_share"], rows[-2][rows[0].index("on_time_share")]) == ("", "")  # missing, and no number


def test_pandas_reads_a_csv_back(sweep, tmp_path):
    export(sweep, "csv", tmp_path / "rows.csv", encoding="utf-8-sig")
    found = pd.read_csv(tmp_path / "rows.csv")

    expected = [
        values(p, r, d).get("elapsed_days_mean") for p in (0, 1) for r in (0, 1) for d in ("sections", "modules")
    ]
    assert found["elapsed_days_mean"].tolist() == pytest.approx(expected, rel=1e-15)
    assert found["designs.modules.data.shared"].dtype == bool
    assert found["designs.modules.units.count"].tolist() == [9] * 4 + [12] * 4


@pytest.mark.parametrize(("encoding", "start"), [("utf-8-sig", b"\xef\xbb\xbfrun"), ("gbk", b"run"), (None, b"run")])
def test_a_csv_is_in_the_encoding_that_was_asked_for(sweep, tmp_path, encoding, start):
    export(sweep, "csv", tmp_path / "rows.csv", encoding=encoding)
    content = (tmp_path / "rows.csv").read_bytes()

    assert content.startswith(start)
    assert ",平日," in content.decode(encoding or "utf-8")


def test_a_sign_that_an_encoding_has_not_leaves_no_file(tmp_path):
    folder = stored(tmp_path / "sweep", points=((0.1, 9, True, "𠮷"),))

    with pytest.raises(
        InputError, match="the rows hold '𠮷', which gbk has no sign for; expected --encoding utf-8-sig"
    ):
        export(folder, "csv", tmp_path / "rows.csv", encoding="gbk")
    assert names(tmp_path) == ["sweep"]


# BehaviorSpace


def test_a_behaviorspace_table_begins_as_netlogos_does(sweep, tmp_path):
    export(sweep, "behaviorspace", tmp_path / "table.csv")
    lines = (tmp_path / "table.csv").read_bytes().decode().split("\n")

    assert lines[:6] == [
        '"BehaviorSpace results (NetLogo 6.4.0)"',
        '"tiny"',
        f'"product of {", ".join(KEYS)}"',
        '"03/04/2026 05:06:07:089 +0800"',
        '"min-pxcor","max-pxcor","min-pycor","max-pycor"',
        '"0","0","0","0"',
    ]
    header = ["[run number]", *KEYS, "design", "replication", "[step]", *READ]
    assert lines[6] == ",".join(f'"{name}"' for name in header)
    assert lines[7].startswith('"1","0.1","9","true","a ""b"", c","sections","0","1","0",')
    released = header.index("matters_released")
    assert next(csv.reader([lines[7]]))[released] == "76"  # a whole number has no decimals there
    assert (len(lines), lines[-1]) == (7 + 8 + 1, "")


def test_pandas_gives_the_rows_of_a_behaviorspace_table_back(sweep, tmp_path):
    export(sweep, "behaviorspace", tmp_path / "table.csv")
    found = pd.read_csv(tmp_path / "table.csv", skiprows=6)

    assert found["[run number]"].tolist() == list(range(1, 9))
    assert found["[step]"].tolist() == [1] * 8
    assert found["design"].tolist() == ["sections", "modules"] * 4
    assert found["demand.load"].tolist() == [0.1] * 4 + [1e-07] * 4
    days = [values(p, r, d)["elapsed_days_mean"] for p in (0, 1) for r in (0, 1) for d in ("sections", "modules")]
    assert found["elapsed_days_mean"].tolist() == pytest.approx(days, rel=1e-15)
    assert found["on_time_share"].dropna().tolist() == [0.5, 0.5]


# EMA Workbench


def archived(path):
    """Return the members of an archive by name, in their order."""
    with tarfile.open(path, "r:gz") as tar:
        return {member.name: tar.extractfile(member).read() for member in tar.getmembers()}


def test_an_archive_has_a_file_for_each_outcome_and_says_what_it_is(sweep, tmp_path):
    export(sweep, "ema", tmp_path / "a.tar.gz")
    found = archived(tmp_path / "a.tar.gz")

    assert list(found) == ["experiments.csv", *(f"{name}.cls" for name in READ), "metadata.json"]
    metadata = json.loads(found["metadata.json"])
    assert metadata["version"] == 0.1
    assert metadata["outcomes"] == [["ScalarOutcome", name, f"{name}.cls"] for name in READ]
    assert metadata["experiments"] == {
        "demand.load": "float64", "designs.modules.units.count": "int64", "designs.modules.data.shared": "bool",
        "calendar": "category", "scenario": "category", "policy": "category", "model": "category",
    }  # fmt: skip
    assert found["on_time_share.cls"] == b'0.5\n""\n0.5\n""\n""\n""\n""\n""\n'
    experiments = pd.read_csv(BytesIO(found["experiments.csv"]))
    assert list(experiments.columns) == list(metadata["experiments"])
    assert experiments["scenario"].nunique() == 4  # runs: both designs have the same matters
    assert experiments["policy"].tolist() == ["sections", "modules"] * 4
    assert set(experiments["model"]) == {"tiny"}


def test_an_archive_is_the_same_whenever_it_is_written(sweep, tmp_path):
    for name in ("a", "b"):
        export(sweep, "ema", tmp_path / name)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_whole_number_that_may_be_missing_is_a_number_and_a_varied_scenario_the_model(tmp_path):
    folder = stored(tmp_path / "sweep", keys=("seed", "scenario"), points=((None, "one"), (7, "two")), replications=1)
    export(folder, "ema", tmp_path / "a")
    found = archived(tmp_path / "a")

    assert json.loads(found["metadata.json"])["experiments"]["seed"] == "float64"
    assert found["experiments.csv"].decode().splitlines()[:2] == [
        "seed,scenario,policy,model",
        ",0000000000000000-0000,sections,one",
    ]


def test_a_key_with_the_name_of_a_column_of_the_workbench_is_refused(tmp_path):
    folder = stored(tmp_path / "sweep", keys=("policy",), points=((1,),))

    with pytest.raises(InputError, match="'policy' is a column of the workbench's own"):
        export(folder, "ema", tmp_path / "a")
    assert names(tmp_path) == ["sweep"]


@pytest.mark.long
def test_the_workbench_reads_what_the_sweep_has(sweep, tmp_path, workbench):
    export(sweep, "ema", tmp_path / "a.tar.gz")
    experiments, outcomes = workbench.load_results(str(tmp_path / "a.tar.gz"))

    assert experiments["demand.load"].tolist() == [0.1] * 4 + [1e-07] * 4
    assert experiments["designs.modules.units.count"].dtype == "int64"
    assert experiments["designs.modules.data.shared"].tolist() == [True] * 4 + [False] * 4
    assert set(experiments["calendar"].cat.categories) == {'a "b", c', "平日"}
    assert experiments["policy"].tolist() == ["sections", "modules"] * 4
    assert list(outcomes) == list(READ)
    days = [values(p, r, d)["elapsed_days_mean"] for p in (0, 1) for r in (0, 1) for d in ("sections", "modules")]
    assert outcomes["elapsed_days_mean"] == pytest.approx(days, rel=1e-15)  # its reader rounds the last bit
    assert pd.Series(outcomes["on_time_share"]).isna().tolist() == [False, True, False, True, True, True, True, True]


@pytest.mark.long
def test_the_workbench_writes_what_we_write(sweep, tmp_path, workbench):
    """Its own archive of what it read from ours holds the same members, and the same text in each."""
    export(sweep, "ema", tmp_path / "ours")
    workbench.save_results(workbench.load_results(str(tmp_path / "ours")), str(tmp_path / "its"))
    ours, its = archived(tmp_path / "ours"), archived(tmp_path / "its")

    assert list(its) == list(ours)
    assert json.loads(its["metadata.json"]) == json.loads(ours["metadata.json"])
    assert its == ours


# the command


def test_the_command_tells_what_it_wrote(sweep, tmp_path, capsys):
    code, out, err = tiaokuai(capsys, "export", sweep, tmp_path / "rows.csv", "--as", "csv", "--json")

    assert (code, err) == (0, "")
    assert json.loads(out) == {"file": str(tmp_path / "rows.csv"), "format": "csv", "rows": 8, "done": 4, "runs": 4}


def test_a_sweep_is_exported_as_far_as_it_is(tmp_path, capsys):
    folder = stored(tmp_path / "sweep", done=3)
    code, out, _ = tiaokuai(capsys, "export", folder, tmp_path / "rows.csv", "--as", "csv")

    assert (code, out) == (0, f"{tmp_path / 'rows.csv'}: 6 rows, of 3 of 4 runs.\n")


def test_a_file_is_replaced_only_by_force(sweep, tmp_path, capsys):
    target = tmp_path / "rows.csv"
    target.write_text("mine")
    code, _, err = tiaokuai(capsys, "export", sweep, target, "--as", "csv")

    assert code == 2
    assert err == f"tiaokuai: {target} exists; expected a new name, or --force to replace it.\n"
    assert target.read_text() == "mine"
    assert tiaokuai(capsys, "export", sweep, target, "--as", "csv", "--force")[0] == 0
    assert target.read_text().startswith("run,")
    assert names(tmp_path) == ["rows.csv", "sweep"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["sweep", "x", "--as", "excel"], "'excel' is not one of 'csv', 'ema', 'behaviorspace'"),
        (["sweep", "x"], "Missing option '--as'"),
        (["sweep", "x", "--as", "csv", "--encoding", "utf8"], "'utf8' is not one of"),
        (["sweep", "x", "--as", "ema", "--encoding", "gbk"], "--encoding gbk was given with --as ema, which is UTF-8"),
        (["sweep", "no/x", "--as", "csv"], "no/x: expected a file in a folder that exists"),
        (["sweep", "sweep", "--as", "csv"], "sweep: expected a file in a folder that exists"),
        (["swep", "x", "--as", "csv"], "swep does not exist; expected the folder of a `tiaokuai sweep`"),
        (["empty", "x", "--as", "csv"], "empty has no run that is done; expected at least one to export"),
    ],
)
def test_what_cannot_be_exported_is_refused(sweep, tmp_path, monkeypatch, capsys, words, sentence):
    stored(tmp_path / "empty", done=0)
    monkeypatch.chdir(tmp_path)
    before = names(tmp_path)
    code, out, err = tiaokuai(capsys, "export", *words)

    assert (code, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err
    assert names(tmp_path) == before
