"""The store: one directory a command, written under another name and renamed when it is whole."""

from __future__ import annotations

import json
import math
import os
import platform
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml

from analysis.measures.reading import Reading
from experiments.configure import Configuration
from sim.errors import InputError, RunError

PACKAGES = ("tiaokuai", "simpy", "numpy", "scipy", "networkx", "hydra-core", "pydantic")


@contextmanager
def result_directory(root: str, name: str) -> Iterator[tuple[Path, Path]]:
    """Give (folder to write into, folder it will become); nothing is left behind if the work inside fails.

    The folder is made at once, so that an unwritable place is told before a long run. Raises InputError if
    `root` cannot be written to and RunError if the disk is full.
    """
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    target = Path(root) / f"{name}-{stamp}"
    work = Path(root) / f".{name}-{stamp}-{os.getpid()}.partial"
    try:
        work.mkdir(parents=True)
    except OSError as error:
        raise InputError(
            f"results={root!r}: the folder cannot be written to ({error.strerror}); expected a folder for results, "
            "such as results=/tmp/results."
        ) from None
    try:
        yield work, target
        attempt = 1
        while target.exists():
            attempt += 1
            target = Path(root) / f"{name}-{stamp}-{attempt}"
        work.rename(target)
    except OSError as error:
        raise RunError(f"the results could not be written to {root!r}: {error.strerror or error}.") from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def write_configuration(folder: Path, configuration: Configuration, command: str) -> None:
    """Write the resolved configuration and the manifest."""
    text = yaml.safe_dump(configuration.data, allow_unicode=True, sort_keys=False)
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    manifest = {
        "command": command,
        "scenario": configuration.file.name,
        "seed": configuration.file.seed,
        "replications": configuration.file.replications,
        "engine": configuration.file.engine,
        "overrides": list(configuration.overrides),
        "versions": versions(),
        "written": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    write_json(folder / "manifest.json", manifest)


def versions() -> dict[str, str]:
    """Return the versions of what a result depends on."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
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
