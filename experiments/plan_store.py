"""Stored plans and traces: each a folder of Parquet tables beside a small JSON file, as in docs/plan-format.md."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from experiments.stored_table import FLAG, FLOAT, INT, Columns, read_facts, read_table, write_table
from sim.arrays import NEVER, Floats, Ints
from sim.calendar import Calendar
from sim.errors import CalendarError, InputError, NotWritten, PlanError
from sim.plan.plan import Edges, Guard, Kind, Matters, People, Plan, Steps
from sim.plan.provisions import PROVISIONS
from sim.trace import NOT_YET, State, Trace

FORMAT_VERSION = 4

PLAN_TABLES: dict[str, dict[str, str]] = {
    "steps": {
        "matter": INT, "need": INT, "kind": INT, "unit": INT, "category": INT, "work_hours": FLOAT, "rank": INT,
        "priority": INT, "order_key": INT, "lag_ms": INT, "calendar": INT, "attempt": INT, "chance": FLOAT,
    },
    "edges": {"source": INT, "target": INT, "guard": INT, "judged": INT},
    "matters": {"release_ms": INT, "deadline_ms": INT, "type": INT, "awaited": FLAG},
    "people": {"calendar": INT, "rank": INT},
    "memberships": {"person": INT, "place": INT, "unit": INT},
    "abilities": {"person": INT, "category": INT, "skill": FLOAT, "error_rate": FLOAT},
    "categories": {"setup_hours": FLOAT},
    "sessions": {"calendar": INT, "opens_ms": INT, "closes_ms": INT},
    **{
        name: {column.name: FLOAT if column.type == "Floats" else INT for column in fields(table)}
        for name, table in PROVISIONS.items()
    },
}  # fmt: skip
"""The tables of a plan: file name without its ending -> column -> type."""

PLAN_FACTS = ("n_units", "n_people", "n_categories", "n_calendars", "end_ms", "least_ms")
"""The numbers in plan.json, besides format_version."""

TRACE_TABLES: dict[str, dict[str, str]] = {
    "steps": {"state": INT, "ready_ms": INT, "started_ms": INT, "ended_ms": INT, "person": INT, "outcome": INT},
    "matters": {"closed_ms": INT},
    "crew": {"person": INT},
    "holds": {"freed_ms": INT},
    "cuts": {"cut_step": INT, "cut_person": INT, "cut_ms": INT, "resumed_ms": INT},
    "trips": {"way_ms": INT, "back_ms": INT},
}
"""The tables of a trace, likewise."""

TRACE_FACTS = ("stopped_ms",)
"""The numbers in trace.json, besides format_version."""

_BOUNDS = (
    ("steps", "matter", 0, "n_matters"), ("steps", "kind", 0, "n_kinds"), ("steps", "unit", -1, "n_units"),
    ("steps", "category", -1, "n_categories"), ("steps", "calendar", -1, "n_calendars"),
    ("edges", "source", 0, "n_steps"), ("edges", "target", 0, "n_steps"), ("edges", "judged", 0, "n_steps"),
    ("edges", "guard", 0, "n_guards"), ("people", "calendar", 0, "n_calendars"),
    ("memberships", "person", 0, "n_people"), ("memberships", "unit", 0, "n_units"),
    ("sessions", "calendar", 0, "n_calendars"), ("sessions", "opens_ms", 0, "never"),
    ("steps", "rank", 0, "never"), ("steps", "lag_ms", 0, "never"), ("people", "rank", 0, "never"),
    ("pressure", "waiting", 0, "never"),
    ("matters", "release_ms", 0, "beyond_never"), ("categories", "setup_hours", 0, "never"),
)  # fmt: skip
"""Columns that point into something or may not be negative: table, column, least value, what all values are below."""


# writing ------------------------------------------------------------------------------------------


def write_plan(folder: Path, plan: Plan) -> None:
    """Write a plan as a new folder, which appears whole or not at all.

    Raises InputError if the folder is there already, NotWritten if it cannot be written.
    """
    facts = {
        "n_units": plan.n_units, "n_people": plan.people.rank.size, "n_categories": plan.setup_hours.size,
        "n_calendars": len(plan.calendars), "end_ms": plan.end_ms, "least_ms": plan.least_ms,
    }  # fmt: skip
    _write(folder, "plan.json", facts, _plan_tables(plan), PLAN_TABLES)


def write_trace(folder: Path, trace: Trace) -> None:
    """Write a trace as a new folder, which appears whole or not at all; errors are those of `write_plan`."""
    tables = {table: {name: getattr(trace, name) for name in columns} for table, columns in TRACE_TABLES.items()}
    tables["crew"] = {"person": trace.crew}  # named as in the steps, of which it is no column
    _write(folder, "trace.json", {"stopped_ms": trace.stopped_ms}, tables, TRACE_TABLES)


def _write(
    folder: Path, name: str, facts: Mapping[str, int], tables: Mapping[str, Columns],
    types: Mapping[str, Mapping[str, str]],
) -> None:  # fmt: skip
    if folder.exists():
        raise InputError(f"{folder} is there already; expected the name of a new folder.")
    work = folder.with_name(f".{folder.name}.partial")
    try:
        work.mkdir(parents=True)
        for table, columns in types.items():
            write_table(work / f"{table}.parquet", tables[table], columns)
        text = json.dumps({"format_version": FORMAT_VERSION, **{key: int(value) for key, value in facts.items()}})
        (work / name).write_text(text + "\n", encoding="utf-8")
        work.rename(folder)
    except OSError as error:
        raise NotWritten(f"{folder} could not be written: {error.strerror or error}.") from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _plan_tables(plan: Plan) -> dict[str, Columns]:
    people, calendars = plan.people, plan.calendars
    counts, n_categories = np.diff(people.unit_start), plan.setup_hours.size
    return {
        **{name: _columns_of(getattr(plan, name)) for name in ("steps", "edges", "matters", *PROVISIONS)},
        "people": {"calendar": people.calendar, "rank": people.rank},
        "memberships": {
            "person": np.repeat(np.arange(counts.size), counts),
            "place": np.arange(people.unit.size) - np.repeat(people.unit_start[:-1], counts), "unit": people.unit,
        },
        "abilities": {
            "person": np.repeat(np.arange(counts.size), n_categories),
            "category": np.tile(np.arange(n_categories), counts.size),
            "skill": people.skill.ravel(), "error_rate": people.error_rate.ravel(),
        },
        "categories": {"setup_hours": plan.setup_hours},
        "sessions": {
            "calendar": np.repeat(np.arange(len(calendars)), [one.opens.size for one in calendars]),
            "opens_ms": _joined([one.opens for one in calendars]),
            "closes_ms": _joined([one.closes for one in calendars]),
        },
    }  # fmt: skip


def _columns_of(table: Any) -> Columns:
    return {column.name: getattr(table, column.name) for column in fields(table)}


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


# reading ------------------------------------------------------------------------------------------


def read_plan(folder: Path) -> Plan:
    """Return the plan that lies in a folder.

    Raises InputError for what is missing, broken or contradicts itself, and PlanError for what no engine could run.
    """
    facts = read_facts(folder / "plan.json", FORMAT_VERSION, PLAN_FACTS)
    tables = _read_tables(folder, PLAN_TABLES)
    _check_sizes(folder, tables, facts)
    sizes = {f"n_{name}": len(next(iter(tables[name].values()))) for name in ("steps", "matters")}
    sizes |= {"n_kinds": len(Kind), "n_guards": len(Guard), "never": NEVER, "beyond_never": NEVER + 1}
    _check_bounds(folder, tables, {**facts, **sizes})
    try:
        return Plan(
            steps=Steps(**tables["steps"]), edges=Edges(**tables["edges"]), matters=Matters(**tables["matters"]),
            people=_people(folder, tables), calendars=_calendars(folder, tables["sessions"], facts["n_calendars"]),
            setup_hours=tables["categories"]["setup_hours"], n_units=facts["n_units"],
            end_ms=facts["end_ms"], least_ms=facts["least_ms"],
            **{name: table(**tables[name]) for name, table in PROVISIONS.items()},
        )  # fmt: skip
    except PlanError as error:
        raise PlanError(f"{folder} holds no plan that could be run: {error}") from None


def read_trace(folder: Path) -> Trace:
    """Return the trace that lies in a folder; raise InputError for what is missing or broken."""
    facts = read_facts(folder / "trace.json", FORMAT_VERSION, TRACE_FACTS)
    tables = _read_tables(folder, TRACE_TABLES)
    for name, least, most in (("state", 0, max(State)), ("outcome", NOT_YET, 1)):
        _expect(folder / "steps.parquet", name, tables["steps"][name], least, most)
    columns = {name: values for table, own in tables.items() if table != "crew" for name, values in own.items()}
    return Trace(**columns, stopped_ms=facts["stopped_ms"], crew=tables["crew"]["person"])


def _read_tables(folder: Path, tables: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, np.ndarray]]:
    return {name: read_table(folder / f"{name}.parquet", types) for name, types in tables.items()}


def _check_sizes(folder: Path, tables: Mapping[str, Columns], facts: Mapping[str, int]) -> None:
    """Raise InputError if a table has not as many rows as plan.json says that there are."""
    expected = {
        "people": facts["n_people"], "categories": facts["n_categories"],
        "abilities": facts["n_people"] * facts["n_categories"],
    }  # fmt: skip
    for name, rows in expected.items():
        found = len(next(iter(tables[name].values())))
        if found != rows:
            raise InputError(
                f"{folder / name}.parquet has {found} rows; expected {rows}, for plan.json speaks of n_people="
                f"{facts['n_people']} and n_categories={facts['n_categories']}."
            )


def _check_bounds(folder: Path, tables: Mapping[str, Columns], sizes: Mapping[str, int]) -> None:
    for table, column, least, below in _BOUNDS:
        _expect(folder / f"{table}.parquet", column, tables[table][column], least, sizes[below] - 1)


def _expect(path: Path, column: str, values: Ints | Floats, least: int, most: int) -> None:
    wrong = np.flatnonzero((values < least) | (values > most))
    if wrong.size:
        row = int(wrong[0])
        span = f"{least} to {most}" if most >= least else "no rows, for there is nothing to point to"
        raise InputError(f"column {column!r} of {path} has {values[row]} in row {row}; expected {span}.")


def _people(folder: Path, tables: Mapping[str, Columns]) -> People:
    people, listed, abilities = tables["people"], tables["memberships"], tables["abilities"]
    n, n_categories = people["rank"].size, tables["categories"]["setup_hours"].size
    counts = np.bincount(listed["person"], minlength=n)
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    person = np.repeat(np.arange(n), counts)
    _expect_order(folder / "memberships.parquet", listed, person=person, place=np.arange(person.size) - start[person])
    _expect_order(
        folder / "abilities.parquet", abilities,
        person=np.repeat(np.arange(n), n_categories), category=np.tile(np.arange(n_categories), n),
    )  # fmt: skip
    return People(
        calendar=people["calendar"], rank=people["rank"], unit_start=start, unit=listed["unit"],
        skill=abilities["skill"].reshape(n, n_categories), error_rate=abilities["error_rate"].reshape(n, n_categories),
    )  # fmt: skip


def _expect_order(path: Path, table: Columns, **expected: Ints) -> None:
    """Raise InputError unless the columns that number the rows run as they must: sorted, without gap or repetition."""
    for name, values in expected.items():
        wrong = np.flatnonzero(table[name] != values)
        if wrong.size:
            row = int(wrong[0])
            raise InputError(
                f"column {name!r} of {path} has {table[name][row]} in row {row}; expected {values[row]}, for the rows "
                f"are sorted by {' and '.join(expected)}, each numbered from 0 without a gap."
            )


def _calendars(folder: Path, sessions: Columns, n: int) -> tuple[Calendar, ...]:
    path = folder / "sessions.parquet"
    owner, opens, closes = sessions["calendar"], sessions["opens_ms"], sessions["closes_ms"]
    if (np.diff(owner) < 0).any():
        row = 1 + int(np.flatnonzero(np.diff(owner) < 0)[0])
        raise InputError(f"row {row} of {path} is of calendar {owner[row]}; expected rows sorted by calendar.")
    at = np.searchsorted(owner, np.arange(n + 1))
    return tuple(_calendar(path, opens[at[one] : at[one + 1]], closes[at[one] : at[one + 1]], one) for one in range(n))


def _calendar(path: Path, opens: Ints, closes: Ints, number: int) -> Calendar:
    """Return a calendar; raise CalendarError for sessions that a calendar would have to sort, join or drop first."""
    if (closes <= opens).any() or (opens[1:] <= closes[:-1]).any():
        raise CalendarError(
            f"calendar {number} in {path} has sessions that are empty, touch, overlap or are out of order; expected "
            "each to open before it closes, and after the one before it has closed."
        )
    return Calendar.of(opens, closes)
