"""The store: one directory a command, written under another name and renamed when it is whole."""

from __future__ import annotations

import json
import math
import platform
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml

from analysis.measures.reading import Reading
from experiments.configuring import Configuration
from sim.errors import InputError, RunError

PACKAGES = ("tiaokuai", "simpy", "numpy", "scipy", "networkx", "hydra-core", "pydantic", "numba")


@contextmanager
def result_directory(root: str, name: str) -> Iterator[tuple[Path, Path]]:
    """Give (folder to write into, folder it will become); nothing is left behind if the work inside fails.

    The folder is made at once, so that an unwritable place is told before a long run. Raises InputError if
    `root` cannot be written to and RunError if the disk is full.
    """
    existed = Path(root).exists()
    try:
        work, target = _reserved(Path(root), f"{name}-{datetime.now().strftime('%Y%m%d-%H%M%S')}")
    except OSError as error:
        reason = "it is a file" if Path(root).is_file() else error.strerror
        raise InputError(
            f"results={root!r}: the folder cannot be written to ({reason}); expected a folder for results, "
            "such as results=/tmp/results."
        ) from None
    try:
        yield work, target
        work.rename(target)
    except OSError as error:
        raise RunError(f"the results could not be written to {root!r}: {error.strerror or error}.") from None
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if not existed:
            with suppress(OSError):  # results of somebody else may have come into it
                Path(root).rmdir()


def _reserved(root: Path, name: str) -> tuple[Path, Path]:
    """Make the folder to work in, hidden, under the first name that nobody has or works on; return it and that name."""
    root.mkdir(parents=True, exist_ok=True)
    target, attempt = root / name, 1
    while True:
        work = root / f".{target.name}.partial"
        with suppress(FileExistsError):
            work.mkdir()
            if not target.exists():
                return work, target
            work.rmdir()
        attempt += 1
        target = root / f"{name}-{attempt}"


def write_configuration(folder: Path, configuration: Configuration, command: str, engine: str) -> None:
    """Write the resolved configuration and the manifest, with the engine that played it."""
    text = yaml.safe_dump(configuration.data, allow_unicode=True, sort_keys=False)
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    manifest = {
        "command": command,
        "scenario": configuration.file.name,
        "seed": configuration.file.seed,
        "replications": configuration.file.replications,
        "engine": engine,
        "engine_asked": configuration.file.engine,
        "overrides": list(configuration.overrides),
        "versions": versions(),
        "written": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    write_json(folder / "manifest.json", manifest)


def versions(packages: Sequence[str] = PACKAGES) -> dict[str, str]:
    """Return the versions of Python and of packages, by default of those that a result depends on."""
    found = {"python": platform.python_version()}
    for package in packages:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def write_runs(folder: Path, readings: Mapping[str, Sequence[Reading]]) -> None:
    """Write one tidy row per design, replication and measure to runs.parquet."""
    import pyarrow as pa
    from pyarrow import parquet

    rows = [
        (design, replication, name, value)
        for design, many in readings.items()
        for replication, reading in enumerate(many)
        for name, value in reading.measures.items()
    ]
    names = ("design", "replication", "measure", "value")
    table = pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    parquet.write_table(table, folder / "runs.parquet")


def write_json(path: Path, data: object) -> None:
    """Write JSON in UTF-8; a number that is not finite becomes null."""
    path.write_text(to_json(data) + "\n", encoding="utf-8")


def to_json(data: object) -> str:
    """Return JSON text; a number that is not finite becomes null."""
    return json.dumps(_finite(data), ensure_ascii=False, indent=2, allow_nan=False)


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _finite(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(entry) for entry in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
