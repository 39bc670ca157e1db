"""What is no stored plan or trace is refused in one sentence: what was found where, and what was expected."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet
from worlds import ALWAYS, OFFICE, clerk, small_plan, step, wait

from experiments.plan_store import PLAN_TABLES, TRACE_TABLES, read_plan, read_trace, write_plan, write_trace
from sim.arrays import NEVER
from sim.engine.simpy_engine import simulate
from sim.errors import CalendarError, InputError, PlanError
from sim.plan.plan import Kind

PLAN = small_plan(
    [clerk(0, calendar=OFFICE), clerk(0, calendar=OFFICE, rank=2)], [(8, [step(1), wait(1)]), (9, [step(1, rank=2)])],
    edges=[(0, 1)], calendars=[ALWAYS],
)  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """A folder with a plan and its trace."""
    write_plan(tmp_path / "plan", PLAN)
    write_trace(tmp_path / "trace", simulate(PLAN))
    return tmp_path


def changed(path: Path, **columns: object) -> None:
    """Write a table again with these columns; None leaves one out."""
    table = parquet.read_table(path)
    now = {name: table.column(name) for name in table.column_names} | columns
    parquet.write_table(pa.table({name: column for name, column in now.items() if column is not None}), path)


def refused(read, folder: Path, sentence: str, error: type[InputError] = InputError) -> None:
    """Assert that reading says just this, in one sentence that begins or goes on with the path of what is wrong."""
    with pytest.raises(error) as caught:
        read(folder)
    assert str(caught.value).replace(f"{folder}/", "") == sentence
    assert type(caught.value) is error


@pytest.mark.parametrize("name", [*(f"{table}.parquet" for table in PLAN_TABLES), "plan.json"])
def test_a_missing_file_of_a_plan_is_named_with_the_nearest(folder, name):
    near = f"{name[0]}_{name[1:]}"
    (folder / "plan" / name).rename(folder / "plan" / near)

    with pytest.raises(InputError, match=rf"plan has no file {re.escape(name)}\. Did you mean '{re.escape(near)}'\?$"):
        read_plan(folder / "plan")


@pytest.mark.parametrize("name", ["steps.parquet", "matters.parquet", "trace.json"])
def test_a_missing_file_of_a_trace_is_named(folder, name):
    (folder / "trace" / name).unlink()

    with pytest.raises(InputError, match=rf"trace has no file {re.escape(name)}\. (Did you mean|Known:) '?\w+\.\w+"):
        read_trace(folder / "trace")


def test_a_missing_folder_is_named_with_the_nearest(folder):
    with pytest.raises(InputError, match=r"/plans is not a folder; expected one .* Did you mean 'plan'\?$"):
        read_plan(folder / "plans")
    with pytest.raises(InputError, match=r"/no/plan is not a folder"):
        read_plan(folder / "no" / "plan")


def test_a_folder_in_a_files_place_is_refused(folder):
    (folder / "plan" / "edges.parquet").unlink()
    (folder / "plan" / "edges.parquet").mkdir()

    with pytest.raises(InputError, match=r"plan has no file edges\.parquet"):
        read_plan(folder / "plan")


def test_an_empty_file_is_refused(folder):
    (folder / "plan" / "edges.parquet").write_bytes(b"")

    refused(read_plan, folder / "plan", "edges.parquet is empty; expected a Parquet file.")


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9, 0.999])
@pytest.mark.parametrize("name", ["plan/steps.parquet", "plan/sessions.parquet", "trace/steps.parquet"])
def test_a_truncated_file_is_refused(folder, name, share):
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[: max(1, int(len(whole) * share))])

    with pytest.raises(InputError, match=r"parquet cannot be read \(.*\); expected a whole Parquet file\.$"):
        (read_plan if name.startswith("plan") else read_trace)((folder / name).parent)


@pytest.mark.parametrize("number", range(len(PLAN_TABLES["steps"])))
def test_a_bit_that_has_turned_over_in_a_column_is_refused(folder, number):
    """Pages carry checksums, so that no wrong number is taken for a right one."""
    path = folder / "plan" / "steps.parquet"
    column = parquet.read_metadata(path).row_group(0).column(number)
    last = (column.dictionary_page_offset or column.data_page_offset) + column.total_compressed_size - 1
    data = bytearray(path.read_bytes())
    data[last] ^= 1
    path.write_bytes(data)

    with pytest.raises(InputError, match=r"steps\.parquet cannot be read \(.*\); expected a whole Parquet file\.$"):
        read_plan(folder / "plan")


def test_a_column_whose_name_is_no_text_is_refused(folder):
    path = folder / "plan" / "categories.parquet"
    path.write_bytes(path.read_bytes().replace(b"setup_hours", b"setup\xff\xfehour"))

    with pytest.raises(InputError, match=r"categories\.parquet cannot be read \(.*\); expected a whole Parquet file"):
        read_plan(folder / "plan")


def test_what_is_no_parquet_is_refused(folder):
    (folder / "plan" / "people.parquet").write_text("calendar,rank\n0,1\n" * 100)

    with pytest.raises(InputError, match=r"people\.parquet cannot be read .*; expected a whole Parquet file\.$"):
        read_plan(folder / "plan")


@pytest.mark.parametrize(("table", "column"), [(table, name) for table in PLAN_TABLES for name in PLAN_TABLES[table]])
def test_a_missing_column_of_a_plan_is_named_with_the_nearest(folder, table, column):
    path = folder / "plan" / f"{table}.parquet"
    changed(path, **{column: None, f"{column}_": parquet.read_table(path).column(column)})

    kind = PLAN_TABLES[table][column]
    said = f"{table}.parquet has no column {column!r} of type {kind}. Did you mean '{column}_'?"
    refused(read_plan, folder / "plan", said)


@pytest.mark.parametrize(("table", "column"), [(table, name) for table in TRACE_TABLES for name in TRACE_TABLES[table]])
def test_a_missing_column_of_a_trace_is_named_with_the_nearest(folder, table, column):
    path = folder / "trace" / f"{table}.parquet"
    changed(path, **{column: None, f"{column}_": parquet.read_table(path).column(column)})

    said = f"{table}.parquet has no column {column!r} of type int64. Did you mean '{column}_'?"
    refused(read_trace, folder / "trace", said)


@pytest.mark.parametrize(
    ("table", "column", "values", "said"),
    [
        ("steps", "unit", pa.array([0, 0, 0], pa.int32()), "the type int32; expected int64"),
        ("steps", "work_hours", pa.array([1, 1, 1], pa.int64()), "the type int64; expected float64"),
        ("steps", "chance", pa.array([1, 1, 1], pa.float32()), "the type float; expected float64"),
        ("matters", "awaited", pa.array([1, 1], pa.int64()), "the type int64; expected bool"),
        ("matters", "type", pa.array(["a", "b"]), "the type string; expected int64"),
        ("people", "rank", pa.array([1, None], pa.int64()), "no value in row 1; expected one in every row"),
        ("abilities", "skill", [1.0, float("nan"), 1.0, 1.0], "nan in row 1; expected a finite number"),
        ("abilities", "error_rate", [0.0, 0.0, float("inf"), 0.0], "inf in row 2; expected a finite number"),
    ],
)
def test_a_wrong_type_or_an_empty_cell_is_refused(folder, table, column, values, said):
    changed(folder / "plan" / f"{table}.parquet", **{column: values})

    refused(read_plan, folder / "plan", f"column {column!r} of {table}.parquet has {said}.")


@pytest.mark.parametrize(
    ("table", "column", "values", "said"),
    [
        ("steps", "matter", [0, 0, 2], "2 in row 2; expected 0 to 1"),
        ("steps", "kind", [3, len(Kind), 3], f"{len(Kind)} in row 1; expected 0 to {len(Kind) - 1}"),
        ("steps", "unit", [0, -2, 0], "-2 in row 1; expected -1 to 0"),
        ("steps", "category", [0, -1, 2], "2 in row 2; expected -1 to 1"),
        ("steps", "calendar", [3, -1, -1], "3 in row 0; expected -1 to 2"),
        ("steps", "rank", [1, -1, 2], "-1 in row 1; expected 0 to 4611686018427387903"),
        ("edges", "source", [-1], "-1 in row 0; expected 0 to 2"),
        ("edges", "target", [3], "3 in row 0; expected 0 to 2"),
        ("edges", "judged", [3], "3 in row 0; expected 0 to 2"),
        ("edges", "guard", [7], "7 in row 0; expected 0 to 6"),
        ("matters", "release_ms", [0, -1], "-1 in row 1; expected 0 to 4611686018427387904"),
        ("matters", "release_ms", [0, NEVER + 1], f"{NEVER + 1} in row 1; expected 0 to 4611686018427387904"),
        ("people", "calendar", [1, 3], "3 in row 1; expected 0 to 2"),
        ("memberships", "person", [0, 2], "2 in row 1; expected 0 to 1"),
        ("memberships", "unit", [0, 1], "1 in row 1; expected 0 to 0"),
        ("sessions", "calendar", [0, *[1] * 8, *[3] * 8], "3 in row 9; expected 0 to 2"),
        ("categories", "setup_hours", [0.0, -0.5], "-0.5 in row 1; expected 0 to 4611686018427387903"),
    ],
)
def test_a_number_that_points_nowhere_or_is_negative_is_refused(folder, table, column, values, said):
    changed(folder / "plan" / f"{table}.parquet", **{column: values})

    refused(read_plan, folder / "plan", f"column {column!r} of {table}.parquet has {said}.")


@pytest.mark.parametrize(("column", "value", "span"), [("state", 7, "0 to 6"), ("outcome", 2, "-1 to 1")])
def test_a_state_or_an_outcome_that_there_is_not_is_refused(folder, column, value, span):
    changed(folder / "trace" / "steps.parquet", **{column: [0, 0, value]})

    refused(
        read_trace, folder / "trace", f"column {column!r} of steps.parquet has {value} in row 2; expected {span}."
    )  # fmt: skip


def test_a_table_with_rows_missing_is_refused(folder):
    path = folder / "plan" / "abilities.parquet"
    parquet.write_table(parquet.read_table(path).slice(0, 3), path)

    refused(
        read_plan, folder / "plan",
        "abilities.parquet has 3 rows; expected 4, for plan.json speaks of n_people=2 and n_categories=2.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("table", "columns", "said"),
    [
        ("memberships", {"person": [1, 0]}, "column 'person' of memberships.parquet has 1 in row 0; expected 0"),
        ("memberships", {"place": [0, 1]}, "column 'place' of memberships.parquet has 1 in row 1; expected 0"),
        ("abilities", {"category": [0, 0, 0, 1]}, "column 'category' of abilities.parquet has 0 in row 1; expected 1"),
    ],
)
def test_rows_out_of_order_are_refused(folder, table, columns, said):
    changed(folder / "plan" / f"{table}.parquet", **columns)

    with pytest.raises(InputError, match="for the rows are sorted by person and") as caught:
        read_plan(folder / "plan")
    assert str(caught.value).replace(f"{folder}/plan/", "").startswith(said)


def test_sessions_that_are_no_calendar_are_refused(folder):
    path = folder / "plan" / "sessions.parquet"
    opens = parquet.read_table(path).column("opens_ms").to_pylist()
    backwards = [2, *parquet.read_table(path).column("calendar").to_pylist()[1:]]

    for closes in (opens, [one + 10**9 for one in opens], [one - 1 for one in opens]):
        changed(path, closes_ms=closes)
        with pytest.raises(CalendarError, match=r"^calendar \d in .* expected each to open before it closes"):
            read_plan(folder / "plan")
    changed(path, calendar=backwards)
    refused(read_plan, folder / "plan", "row 1 of sessions.parquet is of calendar 1; expected rows sorted by calendar.")


@pytest.mark.parametrize(
    ("table", "column", "values", "said"),
    [
        ("steps", "matter", [1, 0, 0], "steps are not sorted by matter."),
        ("steps", "rank", [3, 1, 2], "step 0 needs rank 3 in unit 0, where the highest rank is 2; nobody"),
        ("steps", "lag_ms", [0, 5, 0], "a pure wait has a lag; its length belongs into work_hours."),
        ("edges", "target", [0], "the process runs in a circle through steps 0"),
    ],
)
def test_what_a_plan_refuses_is_refused_with_its_folder(folder, table, column, values, said):
    changed(folder / "plan" / f"{table}.parquet", **{column: values})

    with pytest.raises(PlanError, match=re.escape(f"{folder / 'plan'} holds no plan that could be run: {said}")):
        read_plan(folder / "plan")


@pytest.mark.parametrize("text", ["", "{", "plan"])
def test_a_plan_json_that_is_no_json_is_refused(folder, text):
    (folder / "plan" / "plan.json").write_text(text)

    with pytest.raises(InputError, match=r"plan\.json cannot be read as JSON \(.*\); expected an object with numbers"):
        read_plan(folder / "plan")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1]", "holds a list; expected an object with numbers by name."),
        ("{}", "has format_version=null; expected 4, the only version that is known here."),
        ('{"format_version": 3}', "has format_version=3; expected 4, the only version that is known here."),
        ('{"format_version": "1"}', 'has format_version="1"; expected 4, the only version that is known here.'),
        ('{"format_version": 4, "n_unit": 1}', "has no 'n_units'; expected a whole number. Did you mean 'n_unit'?"),
        ('{"format_version": 4, "n_units": 1.5}', "has n_units=1.5; expected a whole number of 0 or more."),
        ('{"format_version": 4, "n_units": -1}', "has n_units=-1; expected a whole number of 0 or more."),
        ('{"format_version": 4, "n_units": true}', "has n_units=true; expected a whole number of 0 or more."),
    ],
)
def test_a_plan_json_that_says_something_else_is_refused(folder, text, said):
    (folder / "plan" / "plan.json").write_text(text)

    refused(read_plan, folder / "plan", f"plan.json {said}")


def test_a_trace_of_another_version_is_refused(folder):
    (folder / "trace" / "trace.json").write_text(json.dumps({"format_version": 7, "stopped_ms": 1}))

    said = "trace.json has format_version=7; expected 4, the only version that is known here."
    refused(read_trace, folder / "trace", said)
