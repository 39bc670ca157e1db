"""Stored plans and traces: what is written comes back to the last bit, and appears whole or not at all."""

from __future__ import annotations

import errno
from dataclasses import fields
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from random_plans import random_plan
from sampling import examples
from worlds import ALWAYS, OFFICE, clerk, small_plan, step, wait
from worlds_further import along_a_road, further

from experiments import plan_store
from experiments.plan_store import PLAN_TABLES, TRACE_TABLES, read_plan, read_trace, write_plan, write_trace
from sim.calendar import Calendar
from sim.engine.simpy_engine import simulate
from sim.errors import InputError, RunError
from sim.plan.plan import Edges, Guard, Matters, People, Plan, Steps
from sim.plan.provisions import PROVISIONS
from sim.trace import Trace


def cells(plan: Plan) -> dict[str, tuple[str, tuple[int, ...], list]]:
    """Return everything in a plan, with its types and shapes."""
    arrays = {
        f"{table}.{column.name}": getattr(getattr(plan, table), column.name)
        for table in ("steps", "edges", "matters", "people", *PROVISIONS) for column in fields(getattr(plan, table))
    }  # fmt: skip
    arrays |= {"setup_hours": plan.setup_hours, "numbers": np.array([plan.n_units, plan.end_ms, plan.least_ms])}
    for number, calendar in enumerate(plan.calendars):
        arrays |= {f"calendar {number}.{name}": getattr(calendar, name) for name in ("opens", "closes", "before")}
    return {name: (str(array.dtype), array.shape, array.tolist()) for name, array in arrays.items()}


def trace_cells(trace: Trace) -> dict[str, tuple[str, list]]:
    return {
        column.name: (str(np.asarray(getattr(trace, column.name)).dtype), np.asarray(value).tolist())
        for column in fields(Trace)
        for value in [getattr(trace, column.name)]
    }


def stored(plan: Plan) -> Plan:
    with TemporaryDirectory() as folder:
        write_plan(Path(folder) / "plan", plan)
        return read_plan(Path(folder) / "plan")


# the round trip -----------------------------------------------------------------------------------


@settings(max_examples=examples(60))
@given(st.randoms(use_true_random=False))
def test_plan_and_trace_come_back_to_the_last_bit(random):
    plan = random_plan(random)
    trace = simulate(plan)

    with TemporaryDirectory() as folder:
        write_trace(Path(folder) / "trace", trace)
        found = read_trace(Path(folder) / "trace")

    assert cells(stored(plan)) == cells(plan)
    assert trace_cells(found) == trace_cells(trace)


def everything() -> Plan:
    """A plan with a row of each provision of leaving, alarms, coming in, growth, interruptions and travel."""
    matters = [(0, [step(4, unit=1), step(1)]), (None, [wait(24), step(2)]), (1, [step(1, unit=1, priority=0)])]
    return small_plan(
        [clerk(0), clerk(1)], matters,
        edges=[(0, 1, Guard.WHEN_OVERDUE), (0, 1, Guard.WHEN_LATE), (1, 2, Guard.WHEN_LEFT), (1, 2), (2, 3)],
        due={0: 2.5}, ways=along_a_road(0, 10),
        **further(
            patience={1: 2}, alarms={0: 1}, firsts=[1, 2], entries={1: 2}, growth={3: (0, 0.1, 3)}, preempts=[4],
            ageing={3: [(1, 1, 1), (2, 0, 0)]}, visits={3: 1}, travellers={0: (0, 7, True)}, nearest=[0],
        ),
    )  # fmt: skip


def test_what_leaves_interrupts_grows_and_travels_comes_back_to_the_last_bit(tmp_path):
    """A matter that comes in has the release NEVER; numbers with a fraction are floats; cuts and trips are told."""
    trace = simulate(everything())
    write_trace(tmp_path / "trace", trace)

    assert cells(stored(everything())) == cells(everything())
    assert trace_cells(read_trace(tmp_path / "trace")) == trace_cells(trace)
    assert (trace.cut_step.tolist(), trace.resumed_ms.tolist()) == ([0], [2 * 3_600_000])
    assert trace.way_ms.tolist() == [5_142_857]


EMPTY = np.zeros(0, dtype=np.int64)


def nothing() -> Plan:
    """A plan of one unit without steps, people or categories, with calendars that never open."""
    shut = Calendar.of([], [])
    return Plan(
        steps=Steps(**{name: EMPTY.astype(kind) for name, kind in PLAN_TABLES["steps"].items()}),
        edges=Edges(**{name: EMPTY.astype(kind) for name, kind in PLAN_TABLES["edges"].items()}),
        matters=Matters(**{name: EMPTY.astype(kind) for name, kind in PLAN_TABLES["matters"].items()}),
        people=People(calendar=EMPTY, rank=EMPTY, unit_start=np.zeros(1, dtype=np.int64), unit=EMPTY,
                      skill=np.zeros((0, 0)), error_rate=np.zeros((0, 0))),
        calendars=(shut, shut), setup_hours=np.zeros(0), n_units=1, end_ms=5,
    )  # fmt: skip


def test_what_is_empty_survives():
    assert cells(stored(nothing())) == cells(nothing())


def test_a_calendar_that_never_opens_survives_between_others():
    plan = small_plan([clerk(0)], [(0, [step(1)])], calendars=[OFFICE, Calendar.of([], []), ALWAYS])

    assert cells(stored(plan)) == cells(plan)


def test_a_person_without_a_unit_survives_between_others():
    plan = small_plan([clerk(0, 1), clerk(), clerk(1)], [(0, [step(1)])])

    assert cells(stored(plan)) == cells(plan)


def test_a_plan_that_was_read_can_be_run_and_not_changed():
    plan = stored(random_plan(Random(1)))

    assert trace_cells(simulate(plan)) == trace_cells(simulate(random_plan(Random(1))))
    assert not plan.steps.matter.flags.writeable


def test_the_same_plan_gives_the_same_bytes(tmp_path):
    for name in ("one", "other"):
        write_plan(tmp_path / name, random_plan(Random(1)))

    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()


def test_the_types_in_the_file_are_exact(tmp_path):
    write_plan(tmp_path / "plan", random_plan(Random(1)))

    for name, types in PLAN_TABLES.items():
        schema = parquet.read_schema(tmp_path / "plan" / f"{name}.parquet")
        assert dict(zip(schema.names, [str(kind) for kind in schema.types], strict=True)) == {
            column: kind.replace("float64", "double") for column, kind in types.items()
        }


@pytest.mark.parametrize(
    ("tables", "records"),
    [(PLAN_TABLES, {"steps": Steps, "edges": Edges, "matters": Matters}), (TRACE_TABLES, {"steps": Trace})],
)
def test_every_column_is_stored(tables, records):
    left_out = {"stopped_ms", "crew"} | {name for table in ("matters", "holds", "cuts", "trips")
                                         for name in TRACE_TABLES[table]}  # of other files of a trace  # fmt: skip

    for name, record in records.items():
        assert list(tables[name]) == [column.name for column in fields(record) if column.name not in left_out]


# writing ------------------------------------------------------------------------------------------


PLAN = small_plan(
    [clerk(0, calendar=OFFICE), clerk(0, calendar=OFFICE, rank=2)], [(8, [step(1), wait(1)]), (9, [step(1, rank=2)])],
    edges=[(0, 1)], calendars=[ALWAYS],
)  # fmt: skip


def test_a_folder_that_is_there_is_not_overwritten(tmp_path):
    write_plan(tmp_path / "plan", PLAN)

    with pytest.raises(InputError, match="plan is there already; expected the name of a new folder"):
        write_plan(tmp_path / "plan", PLAN)


def test_a_full_disk_leaves_nothing(tmp_path, monkeypatch):
    written = plan_store.write_table

    def full(path, columns, types):
        if path.name == "matters.parquet":
            raise OSError(errno.ENOSPC, "No space left on device")
        written(path, columns, types)

    monkeypatch.setattr(plan_store, "write_table", full)

    with pytest.raises(RunError, match="plan could not be written: No space left on device"):
        write_plan(tmp_path / "plan", PLAN)
    assert list(tmp_path.iterdir()) == []


def test_columns_may_stand_in_any_order_and_others_are_left_alone(tmp_path):
    write_plan(tmp_path / "plan", PLAN)
    path = tmp_path / "plan" / "steps.parquet"
    table = parquet.read_table(path)
    others = {name: table.column(name) for name in table.column_names[::-1]}
    parquet.write_table(pa.table({"site": [1, 2, 3], **others}), path)

    assert cells(read_plan(tmp_path / "plan")) == cells(PLAN)
