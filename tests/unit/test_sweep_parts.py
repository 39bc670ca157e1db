"""Parts: no row is read twice or half, whatever is killed when; small parts become larger ones."""

from __future__ import annotations

import errno
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from experiments.sweep import parts as module
from experiments.sweep.failures import Failures
from experiments.sweep.parts import Parts
from experiments.sweep.run import Run
from sim.errors import InputError, RunError, RunTimeout, WorkerEnded

SCHEMA = pa.schema([("run", pa.string()), ("value", pa.float64())])


class Killed(BaseException):
    """Stands for an end without any chance to tidy up."""


def row(number):
    return {"run": f"run-{number}", "value": float(number)}


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def numbers(parts):
    return parts.read().column("value").to_pylist()


def test_rows_come_back_in_the_order_in_which_they_were_written(tmp_path):
    parts = Parts(tmp_path, SCHEMA)
    parts.append([row(3), row(1)])
    parts.append([row(2), {"run": "run-x", "value": None}])

    assert numbers(parts) == [3.0, 1.0, 2.0, None]
    assert parts.read(["run"]).column_names == ["run"]
    assert names(tmp_path) == ["part-000000-000000.parquet", "part-000001-000001.parquet"]


def test_a_folder_without_parts_has_no_rows_but_all_columns(tmp_path):
    assert Parts(tmp_path, SCHEMA).read().to_pydict() == {"run": [], "value": []}


def test_sixteen_parts_become_one_and_sixteen_of_those_again_one(tmp_path):
    parts = Parts(tmp_path, SCHEMA)
    for number in range(16 * 16 + 2):
        parts.append([row(number)])

    assert names(tmp_path) == [
        "part-000000-000255.parquet", "part-000256-000256.parquet", "part-000257-000257.parquet",
    ]  # fmt: skip
    assert numbers(parts) == [float(number) for number in range(258)]


def killed_at(monkeypatch, step):
    """Let the file system work for so many steps, then have the process killed before the next one."""
    left = [step]

    def counted(function):
        def call(*arguments, **more):
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            return function(*arguments, **more)

        return call

    monkeypatch.setattr(module.os, "fsync", counted(module.os.fsync))
    monkeypatch.setattr(Path, "rename", counted(Path.rename))
    monkeypatch.setattr(Path, "unlink", counted(Path.unlink))
    return left


@pytest.mark.parametrize("step", range(20))
def test_a_writer_that_is_killed_at_any_step_of_putting_parts_together_loses_and_doubles_nothing(
    tmp_path, monkeypatch, step
):
    for number in range(15):
        Parts(tmp_path, SCHEMA).append([row(number)])
    with monkeypatch.context() as patch:
        left = killed_at(patch, step)
        with suppress(Killed):
            Parts(tmp_path, SCHEMA).append([row(15)])  # fsync, rename; fsync, rename; sixteen unlinks
        assert left[0] == 0

    there = numbers(Parts(tmp_path, SCHEMA))  # before anybody has tidied up
    assert there == [float(number) for number in range(16 if step >= 2 else 15)]
    parts = Parts(tmp_path, SCHEMA)
    parts.tidy()
    assert numbers(parts) == there
    assert not list(tmp_path.glob(".part*"))
    assert len(names(tmp_path)) == (1 if step >= 4 else len(there))
    parts.append([row(99)])
    assert numbers(parts) == [*there, 99.0]


@settings(max_examples=12)
@given(some.integers(0, 40), some.sets(some.integers(0, 40), max_size=4))
def test_a_writer_that_begins_again_goes_on_where_the_last_one_ended(tmp_path_factory, count, ends):
    folder = tmp_path_factory.mktemp("parts")
    parts = Parts(folder, SCHEMA)
    for number in range(count):
        if number in ends:
            parts = Parts(folder, SCHEMA)
            parts.tidy()
        parts.append([row(number)])

    assert numbers(parts) == [float(number) for number in range(count)]


def test_a_full_disk_leaves_the_parts_as_they_were(tmp_path, monkeypatch):
    parts = Parts(tmp_path, SCHEMA)
    parts.append([row(0)])

    def full(_):
        raise OSError(errno.ENOSPC, "No space left")

    with monkeypatch.context() as patch:
        patch.setattr(module.os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            parts.append([row(1)])

    assert names(tmp_path) == ["part-000000-000000.parquet"]
    parts.append([row(1)])
    assert numbers(parts) == [0.0, 1.0]


def test_a_part_that_was_damaged_is_named(tmp_path):
    parts = Parts(tmp_path, SCHEMA)
    parts.append([row(0)])
    path = tmp_path / "part-000000-000000.parquet"
    path.write_bytes(path.read_bytes()[:40])

    with pytest.raises(InputError, match=f"^{path} cannot be read .*; it was damaged after it was written"):
        parts.read()


def test_a_reader_looks_again_where_parts_were_put_together_meanwhile(tmp_path, monkeypatch):
    for number in range(15):
        Parts(tmp_path, SCHEMA).append([row(number)])
    reader, listed = Parts(tmp_path, SCHEMA), []
    whole = reader._whole

    def then_joined():
        found = whole()
        if not listed:
            listed.append(found)
            Parts(tmp_path, SCHEMA).append([row(15)])
        return found

    monkeypatch.setattr(reader, "_whole", then_joined)

    assert numbers(reader) == [float(number) for number in range(16)]


# failures


RUN = Run("abc-0002", 4, (0.7, "lead"), 2)


def test_a_failure_says_which_run_with_which_values_and_why(tmp_path):
    failures = Failures(tmp_path / "failed.jsonl")
    failures.append(RUN, {"load": 0.7, "order": "lead"}, InputError("nobody is on duty."))

    assert failures.read() == [
        {"run": "abc-0002", "point": 4, "replication": 2, "parameters": {"load": 0.7, "order": "lead"},
         "kind": "error", "error": "InputError: nobody is on duty."}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (RunTimeout("x"), "timeout"),
        (WorkerEnded("x"), "worker ended"),
        (RunError("x"), "error"),
        (KeyError("x"), "error"),
    ],
)
def test_failures_are_told_apart(tmp_path, error, kind):
    failures = Failures(tmp_path / "failed.jsonl")
    failures.append(RUN, {}, error)

    assert [row["kind"] for row in failures.read()] == [kind]


def test_the_last_note_of_a_run_counts_and_half_a_line_does_not(tmp_path):
    path = tmp_path / "failed.jsonl"
    failures = Failures(path)
    failures.append(RUN, {}, RunError("first"))
    failures.append(RUN, {}, RunError("second"))
    with path.open("ab") as file:
        file.write(b'{"run": "other')

    assert [row["error"] for row in failures.read()] == ["RunError: second"]
    failures.tidy()
    failures.append(Run("other", 0, (), 0), {}, RunError("third"))
    assert [row["error"] for row in failures.read()] == ["RunError: second", "RunError: third"]
