"""The documents say what the code does: keys, options, links, the first own scenario, the example by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
import pytest
import yaml
from conformance.plans import worked_example
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from analysis.measures.backlog import GROWTH_DAYS, GROWTH_LIMIT
from analysis.measures.people import PURPOSES
from analysis.measures.played import Played
from analysis.measures.reading import HISTOGRAM_DAYS
from analysis.measures.split import PARTS, split_ms
from conf.schema import ScenarioFile
from experiments.capacity import WIDEST
from experiments.configuring import configure
from experiments.playing import read_design
from scenarios.building import build_scenario
from scenarios.tracing import sources_of
from sim.arrays import NEVER
from sim.calendar import MS_PER_HOUR
from sim.horizon import Horizon
from sim.levers.design import Levers
from sim.plan.plan import Edges, Kind, Matters, People, Plan, Steps
from sim.trace import Trace

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MODEL = (DOCS / "model.md").read_text(encoding="utf-8")
FORMAT = (DOCS / "scenario-format.md").read_text(encoding="utf-8")
PAGES = [*sorted(DOCS.rglob("*.md")), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]


# every key of the schema --------------------------------------------------------------------------


def _members(hint: Any) -> list[Any]:
    """Return the types that a hint is made of, without what only bounds it."""
    if get_origin(hint) in (Union, UnionType):
        return [inner for member in get_args(hint) for inner in _members(member)]
    return _members(get_args(hint)[0]) if get_origin(hint) is Annotated else [hint]


def _columns(record: type) -> Iterator[tuple[str, Any, Any]]:
    """Yield (key, type hint, default) of a block; MISSING where the key is required."""
    hints = get_type_hints(record, include_extras=True)
    if issubclass(record, BaseModel):
        for name, model_field in record.model_fields.items():
            yield name, hints[name], MISSING if model_field.default is PydanticUndefined else model_field.default
    else:
        for column in fields(record):
            made = column.default_factory is not MISSING
            yield column.name, hints[column.name], column.default_factory() if made else column.default


def _blocks(hint: Any, path: str) -> Iterator[tuple[str, type]]:
    """Yield (path, block) for each block in a type hint; `*` stands for a free name."""
    for member in _members(hint):
        if isinstance(member, type) and (is_dataclass(member) or issubclass(member, BaseModel)):
            yield path, member
            for key, inner, _ in _columns(member):
                yield from _blocks(inner, f"{path}.{key}" if path else key)
        elif _is_map(member):
            yield from _blocks(get_args(member)[1], f"{path}.*")
        elif get_origin(member) in (list, tuple):
            yield from _blocks(get_args(member)[0], f"{path}.*")


def _is_map(hint: Any) -> bool:
    origin = get_origin(hint)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _documented_blocks() -> dict[str, type]:
    """Return each block under the heading of its section: its path, or its name where several paths lead to it."""
    paths: dict[type, list[str]] = {}
    for path, block in _blocks(ScenarioFile, ""):
        paths.setdefault(block, []).append(path)
    return {
        (found[0] or "the file") if len(found) == 1 else block.__name__.lower(): block for block, found in paths.items()
    }


def _bound(mark: Any) -> str:
    """Return a bound as it is written: "≥ 1" or "0 to 1"."""
    low, high = getattr(mark, "ge", None), getattr(mark, "le", None)
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    if getattr(mark, "pattern", None) is not None:
        return "letters, digits, `_`, `-`, `.`"
    for name, sign in (("ge", "≥"), ("gt", ">"), ("le", "≤"), ("lt", "<")):
        if getattr(mark, name, None) is not None:
            return f"{sign} {getattr(mark, name):g}"
    return ""


def _marks(marks: tuple[Any, ...]) -> str:
    plain = [inner for mark in marks for inner in (getattr(mark, "metadata", None) or [mark])]
    bounds = [_bound(mark) for mark in plain]
    if sorted(bound[0] for bound in bounds) == ["≤", "≥"]:  # two marks, one range
        low, high = sorted(bounds, reverse=True)
        return f" {low[2:]} to {high[2:]}"
    return "".join(f" {bound}" for bound in bounds if bound)


def _shape(hint: Any) -> str:
    """Return a type and its bounds in words."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _shape(arguments[0]) + _marks(arguments[1:])
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in arguments)
    if origin in (Union, UnionType):
        return " or ".join(_shape(member) for member in arguments)
    if _is_map(hint):
        return f"name → {_shape(arguments[1])}"
    if origin is list or (origin is tuple and arguments[-1] is ...):
        return f"list of {_shape(arguments[0])}"
    if origin is tuple:
        return f"list of {len(arguments)}: {_shape(arguments[0])}"
    names = {bool: "`true`, `false`", int: "whole number", float: "number", str: "text", date: "date",
             NoneType: "`null`", Any: "anything"}  # fmt: skip
    return names.get(hint) or "block"


def _shown(default: Any) -> str:
    """Return a default as it would be written in YAML."""
    if default is MISSING:
        return "required"
    if isinstance(default, BaseModel) or (is_dataclass(default) and not isinstance(default, type)):
        given = [f"{key}: {getattr(default, key):g}" for key in ("mean",) if hasattr(default, key)]
        return f"`{{{', '.join(given)}}}`"
    if isinstance(default, bool) or default is None:
        return f"`{str(default).lower().replace('none', 'null')}`"
    if isinstance(default, list | tuple):
        if len(default) > 2 and len(set(default)) == 1:
            return f"{len(default)} times `{default[0]:g}`"
        return f"`[{', '.join(_shown(entry).strip('`') for entry in default)}]`"
    if isinstance(default, float):
        return f"`{default:g}`"
    if default == "":
        return "empty"
    quoted = isinstance(default, str) and ":" in default
    return f'`"{default}"`' if quoted else f"`{default}`"


def _row(key: str, hint: Any, default: Any) -> str:
    return f"| `{key}` | {_shape(hint)} | {_shown(default)} |"


def _section(heading: str) -> str:
    found = re.search(rf"^#+ `{re.escape(heading)}`.*?$(.*?)(?=^#|\Z)", FORMAT, re.MULTILINE | re.DOTALL)
    assert found, f"docs/scenario-format.md has no section headed `{heading}`"
    return found[1]


@pytest.mark.parametrize("heading", list(_documented_blocks()))
def test_each_key_of_the_schema_stands_in_the_page_with_its_type_and_default(heading):
    """And no other key: what was removed from the schema must go from the page."""
    block = _documented_blocks()[heading]
    section = _section(heading)

    expected = [_row(key, hint, default) for key, hint, default in _columns(block)]
    written = [line for line in section.splitlines() if line.startswith("| `")]

    assert [line[: len(row)] for line, row in zip(written, expected, strict=False)] == expected
    assert len(written) == len(expected)


# every option of every lever ----------------------------------------------------------------------


def _values(hint: Any) -> Iterator[str]:
    """Yield the values that a key may take where it has a choice between names."""
    for member in _members(hint):
        if get_origin(member) is Literal:
            yield from get_args(member)


def _lever_options() -> Iterator[tuple[str, str]]:
    for lever in fields(Levers):
        hint = get_type_hints(Levers)[lever.name]
        for key, inner, _ in _columns(hint):
            yield lever.name, key
            for value in _values(inner):
                yield lever.name, value


@pytest.mark.parametrize(("lever", "option"), list(_lever_options()))
def test_each_option_of_each_lever_is_explained_in_the_model(lever, option):
    part = re.search(rf"^### `{lever}`.*?$(.*?)(?=^#)", MODEL, re.MULTILINE | re.DOTALL)

    assert part, f"docs/model.md has no part on lever {lever!r}"
    assert f"`{option}`" in part[1]


# every column, kind and measure -------------------------------------------------------------------


@pytest.mark.parametrize("table", [Steps, Edges, Matters, People, Plan, Trace])
def test_each_column_of_plan_and_trace_is_explained_in_the_model(table):
    part = MODEL[MODEL.index("## 8. Plan and trace") : MODEL.index("## 9. Engine rules")]
    left_out = {"steps", "edges", "matters", "people"}

    missing = [column.name for column in fields(table) if f"`{column.name}`" not in part]

    assert set(missing) <= left_out


def test_each_kind_of_step_stands_in_the_model_in_its_order():
    part = MODEL[MODEL.index("| kind | 中文 |") : MODEL.index("## 8. Plan and trace")]
    rows = re.findall(r"^\| ([A-Z ]+) \| ", part, re.MULTILINE)

    assert rows == [kind.name.replace("_", " ") for kind in Kind]


@pytest.mark.parametrize("part", PARTS)
def test_each_part_of_the_split_is_named_in_the_model(part):
    assert f"`{part}`" in MODEL[MODEL.index("### Where the time goes") :]


def test_the_limits_of_the_measures_are_those_of_the_model():
    text = " ".join(MODEL.split())

    assert f"is above {GROWTH_LIMIT:g} (" in text
    assert f"is at most {GROWTH_LIMIT:g}." in text
    assert f"open over the last {GROWTH_DAYS} days" in text
    assert f"bins of a day up to {HISTOGRAM_DAYS};" in text
    assert f"at most to {WIDEST:g} and 1/{WIDEST:g}" in text


# the first own scenario ---------------------------------------------------------------------------


def _block_after(page: str, heading: str, language: str) -> str:
    found = re.search(rf"^## {re.escape(heading)}$.*?^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert found, f"no {language} block under {heading!r}"
    return found[1]


FIRST = _block_after(FORMAT, "A first scenario of one's own", "yaml")


@pytest.fixture
def own_file(tmp_path):
    """A file with the first own scenario of the page."""
    path = tmp_path / "first.yaml"
    path.write_text(FIRST, encoding="utf-8")
    return path


def test_the_first_own_scenario_is_short_and_works(own_file, simulate):
    assert len(FIRST.splitlines()) <= 15

    configuration = configure([f"scenario={own_file}"])
    scenario = build_scenario(configuration.file)
    rows = sources_of(configuration.data, configuration.file, changed=configuration.changed, own=configuration.own)

    assert {row.kind for row in rows} == {"own_estimate"}
    workload = scenario.draw(seed=1, replication=0, scale=1.0)
    for design in scenario.designs:
        trace = simulate(scenario.plan(workload, scenario.organise(design)))
        assert (trace.closed_ms[: workload.matters.type.size] > 0).any()


def test_each_measure_of_a_run_is_defined_in_the_model():
    """The run has leaders, deadlines and offices that call, so that no measure is left out."""
    configuration = configure(["replications=2"])
    scenario = build_scenario(configuration.file)
    workload = scenario.draw(seed=1, replication=0, scale=0.05)
    part = MODEL[MODEL.index("## 11. Measures") :].replace("`_p90`, `_p95`", "`elapsed_days_p90`, `elapsed_days_p95`")
    defined = set(re.findall(r"`([a-z_0-9]+)`", part))
    defined |= {f"split_{name}_days_mean" for name in PARTS} | {f"utilisation_{name}" for name in PURPOSES}

    reading = read_design(scenario, scenario.baseline, workload, "simpy")

    assert set(reading.measures) - defined == set()


@pytest.mark.parametrize(
    "override", re.findall(r"^(\S.*?)(?:  +#.*)?$", _block_after(FORMAT, "Overrides", "text"), re.MULTILINE)
)
def test_each_override_of_the_page_works(override):
    build_scenario(configure([override]).file)


def test_the_sources_of_the_page_are_sources(own_file):
    """Each entry shown is complete, and speaks for the numbers of the bureau's case."""
    entries = yaml.safe_load(_block_after(FORMAT, "Sources", "yaml"))["sources"]
    data = configure([]).data

    rows = sources_of({**data, "sources": entries}, configure([]).file, changed=frozenset(), own=True)

    assert {row.kind for row in rows} > {"assumed", "calibrated"}


# the example by hand ------------------------------------------------------------------------------


def _number(text: str) -> float:
    return float(text.replace("−", "-"))


def test_the_example_by_hand_is_what_the_engine_does(simulate):
    """Every time of the page's table, cell by cell; then the split of its first matter."""
    part = MODEL[MODEL.index("## 10. An example by hand") : MODEL.index("## 11. Measures")]
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if re.match(r"\| \d", line)]
    plan = worked_example()

    trace = simulate(plan)

    for row, kind, ready, started, ended, person, outcome in rows:
        at = int(row)
        assert Kind(plan.steps.kind[at]).name == kind
        assert [int(trace.ready_ms[at]), int(trace.started_ms[at]), int(trace.ended_ms[at])] == [
            int(_number(text) * MS_PER_HOUR) for text in (ready, started, ended)
        ]
        assert [trace.person[at], trace.outcome[at]] == [_number(person), _number(outcome)]
    assert len(rows) == plan.n_steps
    assert (trace.closed_ms / MS_PER_HOUR).tolist() == [35, 10.5, 15.5]

    day = date(2021, 3, 1)
    horizon = Horizon(
        first=day, window_from=day, window_to=date(2021, 3, 4), cap=date(2021, 3, 4), working=np.ones(3, dtype=bool),
        hours=(("08:00", "12:00"), ("14:00", "18:00")),
    )  # fmt: skip
    hours = split_ms(Played(plan=plan, trace=trace, horizon=horizon, n_units=1))[0] / MS_PER_HOUR
    assert dict(zip(PARTS, hours.tolist(), strict=True)) == {
        **dict.fromkeys(PARTS, 0), "worked": 4, "signature": 3, "rework": 4, "closed": 16
    }  # fmt: skip
    assert plan.matters.deadline_ms.max() == NEVER


# links --------------------------------------------------------------------------------------------


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        other = page.parent / path if path else page
        assert other.exists(), f"{page.name} links to {target}, which does not exist"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", other.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in map(_anchor, headings), f"{page.name} links to {target}, which has no such heading"


def test_decisions_are_numbered_without_a_gap_and_listed():
    pages = sorted(path.name for path in (DOCS / "decisions").glob("0*.md"))
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")

    assert [name[:4] for name in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    assert [name for name in pages if f"({name})" not in index] == []
