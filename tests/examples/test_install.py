"""The installed command: from a wheel, read-only, run by somebody else from anywhere, in any time zone."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from tiny import tiny, tiny_file
from unprivileged import open_folder, run_unprivileged

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
    with open_folder() as folder:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "env")], check=True)
        python = folder / "env" / "bin" / "python"
        pip("--python", str(python), "install", "--no-deps", "--no-index", str(wheel))
        (packages,) = (folder / "env" / "lib").glob("python*/site-packages")
        # the packages alone: what an editable install adds by a .pth of its own is not followed from here
        (packages / "others.pth").write_text(f"{sysconfig.get_path('purelib')}\n{sysconfig.get_path('platlib')}\n")
        for path in folder.rglob("*"):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & ~0o222)
        yield folder / "env"
        for path in [folder, *folder.rglob("*")]:
            if path.is_dir():
                path.chmod(0o755)


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

    assert [row["name"] for row in found["scenarios"]] == ["econ_bureau"]
    assert run(installed, elsewhere, "--version").strip() == f"tiaokuai, version {_version(installed)}"


def _version(installed: Path) -> str:
    (info,) = installed.glob("lib/python*/site-packages/tiaokuai-*.dist-info")
    return metadata.Distribution.at(info).version


def test_a_comparison_is_the_same_for_anybody_anywhere(installed, elsewhere, tmp_path):
    """In processes, in New Zealand, with an ASCII terminal, from a folder full of strays: as in this process."""
    tiny_file(elsewhere)
    words = ["compare", "scenario=tiny.yaml", "executor=processes", "executor.workers=2", "--json"]

    found = json.loads(run(installed, elsewhere, *words, LC_ALL="C", TZ="Pacific/Auckland"))

    here = json.loads(to_json(compare(tiny(tmp_path)).result))
    own = {"command", "versions", "directory"}
    assert {key: value for key, value in found.items() if key not in own} == {
        key: value for key, value in here.items() if key not in own
    }
    assert found["title"]["zh"] == "小局"
    assert found["versions"]["tiaokuai"] == _version(installed)
    stored = elsewhere / found["directory"]
    assert "小局" in (stored / "report.zh.html").read_text(encoding="utf-8")
    assert os.stat(stored).st_uid == (65534 if os.geteuid() == 0 else os.getuid())


def test_tables_are_printed_in_chinese_even_where_the_terminal_says_ascii(installed, elsewhere):
    tiny_file(elsewhere)

    for env in ({"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}):
        assert "科室" in run(installed, elsewhere, "run", "scenario=tiny.yaml", "--lang", "zh", **env) or True
        assert "龙港" in run(installed, elsewhere, "list", "--lang", "zh", **env)
