"""The installed command: from a wheel, read-only, run by somebody else from anywhere, in any time zone."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from tiny import tiny, tiny_file
from unprivileged import USER, open_folder, python_for_all, run_unprivileged

from experiments import compare
from experiments.store import to_json

ROOT = Path(__file__).parents[2]
ROOMS = {"sim", "scenarios", "conf", "experiments", "analysis"}
SHIPPED = {
    "conf/__init__.py", "conf/config.yaml", "conf/scenario/econ_bureau.yaml", "conf/calendar/china.yaml",
    "conf/calendar/china_working_days.csv", "conf/executor/processes.yaml", "scenarios/facts.yaml", "sim/py.typed",
    "analysis/report/templates/page.html.j2", "analysis/report/texts/zh.yaml",
    "analysis/fonts/NotoSansSC-Regular-GB2312.ttf", "analysis/fonts/OFL.txt",
}  # fmt: skip
"""Files that are no code, and without which nothing runs; one of each kind."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the project, built by what builds it elsewhere (fetched if it is not installed here)."""
    folder = tmp_path_factory.mktemp("wheel")
    here = ["--no-build-isolation"] if importlib.util.find_spec("hatchling") else []
    pip("wheel", str(ROOT), "--no-deps", "--wheel-dir", str(folder), *here)
    (built,) = folder.glob("tiaokuai-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Iterator[Path]:
    """A fresh environment that nobody may write to: this one's packages, but the project from its wheel."""
    base = python_for_all()
    if base is None:
        pytest.skip("nobody but root may run a Python that has the packages")
    with open_folder() as folder:
        subprocess.run([base, "-m", "venv", "--without-pip", str(folder / "env")], check=True)
        python = folder / "env" / "bin" / "python"
        pip("--python", str(python), "install", "--no-deps", "--no-index", str(wheel))
        (packages,) = (folder / "env" / "lib").glob("python*/site-packages")
        # the packages alone: what an editable install adds by a .pth of its own is not followed from here
        (packages / "others.pth").write_text(f"{sysconfig.get_path('purelib')}\n{sysconfig.get_path('platlib')}\n")
        for path in folder.rglob("*"):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & ~0o222)
        yield folder / "env"


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder of somebody else's, with modules that must not be taken for ours."""
    with open_folder() as folder:
        for room in ROOMS:
            (folder / f"{room}.py").write_text("raise RuntimeError('a stray module was imported')\n")
        folder.chmod(0o777)
        yield folder


def pip(*words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *words], check=True, capture_output=True
    )


def run(installed: Path, folder: Path, *words: str, **env: str) -> str:
    """Run the installed command as somebody without powers and without a home; return what it printed."""
    done = run_unprivileged(
        [str(installed / "bin" / "tiaokuai"), *words], cwd=folder, env={"PATH": "/usr/bin:/bin", **env}
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return done.stdout.decode("utf-8")


def test_the_wheel_holds_the_rooms_and_all_their_files(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())

    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == ROOMS
    assert names >= SHIPPED
    kept = {".py", ".yaml", ".csv", ".j2", ".ttf", ".txt", ".typed"}
    tracked = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in kept and "__pycache__" not in path.parts
    }
    assert tracked <= names


def test_the_installed_command_lists_from_any_folder(installed, elsewhere):
    found = json.loads(run(installed, elsewhere, "list", "--json", LC_ALL="C", TZ="Pacific/Auckland"))

    assert [row["name"] for row in found["scenarios"]] == sorted(
        path.stem for path in (ROOT / "conf" / "scenario").glob("*.yaml")
    )
    assert run(installed, elsewhere, "--version").strip() == f"tiaokuai, version {_version(installed)}"


def _version(installed: Path) -> str:
    (info,) = installed.glob("lib/python*/site-packages/tiaokuai-*.dist-info")
    return metadata.Distribution.at(info).version


@pytest.mark.parametrize("engine", ["simpy", pytest.param("compiled", marks=pytest.mark.long)])
def test_a_comparison_is_the_same_for_anybody_anywhere(installed, elsewhere, tmp_path, engine):
    """In processes, in New Zealand, with an ASCII terminal, from a folder full of strays: as in this process.

    The other engine is compiled for it first, since it can be kept nowhere.
    """
    tiny_file(elsewhere)
    words = ["compare", "scenario=tiny.yaml", f"engine={engine}", "executor=processes", "executor.workers=2", "--json"]

    found = json.loads(run(installed, elsewhere, *words, LC_ALL="C", TZ="Pacific/Auckland"))

    here = json.loads(to_json(compare(tiny(tmp_path, f"engine={engine}")).result))
    own = {"versions"}
    assert {key: value for key, value in found.items() if key not in own} == {
        key: value for key, value in here.items() if key not in own
    }
    assert found["title"]["zh"] == "小局"
    assert found["versions"]["tiaokuai"] == _version(installed)
    (stored,) = (elsewhere / "results").iterdir()
    assert "小局" in (stored / "report.zh.html").read_text(encoding="utf-8")
    assert stored.stat().st_uid == USER


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        pytest.param({"LC_ALL": "C"}, marks=pytest.mark.long),
    ],
)
def test_chinese_is_printed_even_where_the_terminal_says_ascii(installed, elsewhere, env):
    assert "龙港市经济发展局" in run(installed, elsewhere, "list", "--lang", "zh", **env)


def refused(installed: Path, folder: Path, *words: str) -> str:
    """Return the sentence with which the installed command is refused in a folder that may only be read."""
    folder.chmod(0o555)
    done = run_unprivileged([str(installed / "bin" / "tiaokuai"), *words], cwd=folder, env={"PATH": "/usr/bin:/bin"})

    assert (done.returncode, done.stdout) == (2, b"")
    return done.stderr.decode("utf-8")


@pytest.mark.parametrize(
    ("override", "named"),
    [("seed=1", "results"), pytest.param("results=.", ".", marks=pytest.mark.long), ("results=a/b", "a/b")],
)
def test_a_folder_that_may_only_be_read_is_told_before_the_run(installed, override, named):
    with open_folder() as folder:
        tiny_file(folder)

        assert refused(installed, folder, "compare", "scenario=tiny.yaml", override) == (
            f"tiaokuai: results={named!r}: the folder cannot be written to (Permission denied); expected a folder for "
            "results, such as results=/tmp/results.\n"
        )
        assert [path.name for path in folder.iterdir()] == ["tiny.yaml"]


def test_a_report_in_a_folder_that_may_only_be_read_is_refused(installed, tmp_path):
    with open_folder() as folder:
        (folder / "comparison.json").write_text(to_json(compare(tiny(tmp_path)).result), encoding="utf-8")

        assert refused(installed, folder, "report", ".", "--lang", "en") == (
            "tiaokuai: report.en.html cannot be written: Permission denied.\n"
        )
        assert [path.name for path in folder.iterdir()] == ["comparison.json"]
