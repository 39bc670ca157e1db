"""The rooms keep their order: what each may import, and the only file that makes chance."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

MAY_IMPORT = {
    "sim": set(),
    "conf": {"sim"},
    "scenarios": {"sim", "conf"},
    "analysis": {"sim"},
    "experiments": {"sim", "conf", "scenarios", "analysis"},
}
"""The other rooms that each room may import."""

NOT_IN_SIM = {"hydra", "omegaconf", "pandas", "pyarrow", "matplotlib", "pathlib", "yaml", "pydantic", "click", "os"}
MAKES_CHANCE = ROOT / "sim" / "workload" / "draws.py"


def files(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imported(source: str, package: str) -> set[str]:
    """Return every module that a source imports, wherever in it, and what it takes from it, as dotted names."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Call) and "import" in ast.unparse(node.func):  # import_module("…"), __import__("…")
            found |= {argument.value for argument in node.args if isinstance(argument, ast.Constant)}
    return found


def imports_of(path: Path) -> set[str]:
    package = ".".join(path.relative_to(ROOT).parent.parts)
    return imported(path.read_text(encoding="utf-8"), package)


def top(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


def chance(source: str) -> Iterator[str]:
    """Yield what in a source makes random numbers, or takes the means to."""
    for module in imported(source, "room"):
        if module.partition(".")[0] in ("random", "secrets", "uuid") or module.startswith("numpy.random"):
            yield module
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            whole = ast.unparse(node)
            if whole in ("np.random", "numpy.random", "os.urandom") or node.attr in ("rvs", "default_rng"):
                yield whole


def test_imports_are_seen_wherever_and_however_they_stand():
    source = """
import sim.plan as p, yaml
from sim import engine
from . import base
from ..workload.draws import stream
if TYPE_CHECKING:
    from conf import schema
def late():
    import_module("experiments.cli")
"""

    assert imported(source, "sim.plan") == {
        "sim.plan", "yaml", "sim", "sim.engine", "sim.plan.base", "sim.workload.draws", "sim.workload.draws.stream",
        "conf", "conf.schema", "experiments.cli",
    }  # fmt: skip


def test_chance_is_seen_in_each_disguise():
    assert set(chance("import random")) == {"random"}
    assert set(chance("from numpy.random import default_rng")) == {"numpy.random", "numpy.random.default_rng"}
    assert set(chance("x = np.random.default_rng(3)")) == {"np.random", "np.random.default_rng"}
    assert set(chance("x = stats.norm.rvs(3)")) == {"stats.norm.rvs"}


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_the_rooms_before_it(room):
    others = MAY_IMPORT.keys() - {room} - MAY_IMPORT[room]

    assert {path.name: found for path in files(room) if (found := top(imports_of(path)) & others)} == {}
    assert files(room)


def test_sim_knows_no_configuration_tables_pictures_or_paths():
    assert {path.name: found for path in files("sim") if (found := top(imports_of(path)) & NOT_IN_SIM)} == {}


def test_analysis_never_imports_an_engine():
    assert [
        (path.name, module) for path in files("analysis") for module in imports_of(path) if "sim.engine" in module
    ] == []


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_only_the_draws_make_chance(room):
    made = {path: set(chance(path.read_text(encoding="utf-8"))) for path in files(room)}

    assert {path for path, ways in made.items() if ways} == ({MAKES_CHANCE} if room == "sim" else set())
