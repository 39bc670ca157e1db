"""The page on the format says what is stored: every table, column, type and key, and what it says of them is so."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyarrow import parquet
from tiny import tiaokuai, tiny_file

from experiments.conformance import command
from experiments.plan_store import FORMAT_VERSION, PLAN_FACTS, PLAN_TABLES, TRACE_FACTS, TRACE_TABLES
from sim.arrays import NEVER
from sim.institution import Rank
from sim.plan.plan import Guard, Kind
from sim.trace import State

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "plan-format.md").read_text(encoding="utf-8")
WORDS = " ".join(PAGE.split())
TABLES = PLAN_TABLES | {f"trace/{name}": columns for name, columns in TRACE_TABLES.items()}


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table under a heading, its head left out."""
    found = re.search(rf"^### `{re.escape(heading)}`\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/plan-format.md has no section headed `{heading}`"
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in found[1].splitlines() if line[:3] == "| `"]


@pytest.mark.parametrize("table", TABLES)
def test_each_column_stands_in_the_page_with_its_type_and_its_neutral_value(table):
    found = rows(table)

    assert [(name, kind) for name, kind, *_ in found] == [(f"`{name}`", kind) for name, kind in TABLES[table].items()]
    assert all(len(cells) == 5 and cells[3] for cells in found)


@pytest.mark.parametrize(("name", "facts"), [("plan.json", PLAN_FACTS), ("trace.json", TRACE_FACTS)])
def test_each_key_stands_in_the_page(name, facts):
    assert [cells[0] for cells in rows(name)] == [f"`{key}`" for key in ("format_version", *facts)]


def test_the_page_has_no_other_table():
    assert set(re.findall(r"^### `(.*)`$", PAGE, re.MULTILINE)) == {*TABLES, "plan.json", "trace.json"}


def cell(table: str, column: str) -> str:
    return next(cells[4] for cells in rows(table) if cells[0] == f"`{column}`")


def test_numbers_that_stand_for_something_are_those_of_the_code():
    kinds, states = cell("steps", "kind"), cell("trace/steps", "state")

    assert re.findall(r"(\d+) ([A-Z_]+)", kinds) == [(str(int(kind)), kind.name) for kind in Kind]
    assert re.findall(r"(\d) (\w+)", states) == [(str(int(state)), state.name.lower()) for state in State]
    assert re.findall(r"(\d) (\w+)", cell("people", "rank")) == [(str(int(rank)), rank.name.lower()) for rank in Rank]
    assert re.findall(r"(\d) (\w+ ?\w+)", cell("edges", "guard")) == [
        (str(int(guard)), guard.name.lower().replace("_", " ")) for guard in Guard
    ]
    assert f"= {NEVER}." in PAGE
    assert f"It is version {FORMAT_VERSION} of the format." in WORDS


def test_the_files_of_the_page_are_those_of_a_run(capsys, tmp_path, monkeypatch):
    """Its command, on a scenario that takes a moment; and the checker takes what is stored for a kit."""
    tiny_file(tmp_path)
    monkeypatch.chdir(tmp_path)
    asked = re.search(r"^    tiaokuai (run .*)$", PAGE, re.MULTILINE)[1].replace("econ_bureau", "tiny.yaml")
    named = re.search(r"^    replication-0000/\n(.*?)\n\n", PAGE, re.MULTILINE | re.DOTALL)[1]

    assert tiaokuai(capsys, *asked.split())[0] == 0

    (folder,) = (tmp_path / "results").iterdir()
    _, *parts = re.split(r"(\w+)/ ", named)
    parts = list(zip(parts[::2], parts[1::2], strict=True))
    assert [part for part, _ in parts] == ["plan", "trace"]
    for part, files in parts:
        stored = folder / "replication-0000" / part
        assert sorted(files.split()) == sorted(path.name for path in stored.iterdir())
        for path in stored.glob("*.parquet"):
            columns = (PLAN_TABLES if part == "plan" else TRACE_TABLES)[path.stem]
            assert parquet.read_schema(path).names == list(columns)
    assert json.loads((stored / "trace.json").read_text()).keys() == {"format_version", *TRACE_FACTS}
    assert CliRunner().invoke(command, [str(folder)]).stdout.splitlines()[-1] == "2 of 2 agree"


def test_the_checker_is_called_as_the_page_says():
    """From the repository's folder, as a module; traces are read from where they are written to."""
    module, options = re.search(r"^ +python -m (\S+) tests/conformance (.*)$", PAGE, re.MULTILINE).groups()

    given = ["tests/conformance", *options.replace("mine", "tests/conformance").split()]

    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", module, *given], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].endswith(" agree")
