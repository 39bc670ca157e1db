"""A stored sweep: one folder with what is to be played, what has been, and what failed; one writer at a time."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.configuring import Composition
from experiments.store import to_json
from experiments.sweep.failures import Failures
from experiments.sweep.lock import locked
from experiments.sweep.parts import Parts
from experiments.sweep.rows import READ, schema_of
from experiments.sweep.run import point_id
from experiments.sweep.sampling import Point
from experiments.sweep.space import Space
from sim.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT_VERSION = 1
MANIFEST = "manifest.json"


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """What a sweep plays: each replication of each point, all designs on the same matters."""

    space: Space
    points: tuple[Point, ...]
    kinds: Mapping[str, str]  # of the keys' columns
    designs: tuple[str, ...]
    replications: int
    engine: str
    facts: Mapping[str, Any]  # what else the manifest tells

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return len(self.points) * self.replications

    def with_points_of(self, other: Sweep) -> Sweep:
        """Return this sweep with the points of another one of the same space first, and the more replications."""
        named = {point_id(self.space.digest, self.space.keys, point) for point in other.points}
        new = [point for point in self.points if point_id(self.space.digest, self.space.keys, point) not in named]
        return replace(self, points=(*other.points, *new), replications=max(self.replications, other.replications))


@dataclass(frozen=True)
class StoredSweep:
    """The folder of a sweep, and what it plays."""

    folder: Path
    sweep: Sweep

    @cached_property
    def parts(self) -> Parts:
        """The rows of the runs that are done."""
        return Parts(self.folder / "runs", schema_of(self.sweep.kinds))

    @cached_property
    def failures(self) -> Failures:
        """The runs that came to no result."""
        return Failures(self.folder / "failed.jsonl")

    def done(self) -> set[str]:
        """Return the ids of the runs that are done."""
        return set(self.parts.read(["run"]).column("run").unique().to_pylist())

    def failed(self) -> list[dict[str, Any]]:
        """Return what is noted of the runs that failed and have not been done since."""
        rows = self.failures.read()
        done = self.done() if rows else set()
        return [row for row in rows if row["run"] not in done]

    def rows(self) -> pa.Table:
        """Return the rows of all runs that are done, in the order of points, replications and designs."""
        import numpy as np

        table = self.parts.read()
        order = {design: place for place, design in enumerate(self.sweep.designs)}
        place = [order[design] for design in table.column("design").to_pylist()]
        by = np.lexsort((place, table.column("replication").to_numpy(), table.column("point").to_numpy()))
        return table.take(by)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other writers out meanwhile; raise InputError if one is in.

        The lock is the operating system's, so that it ends with whoever holds it.
        """
        taken = InputError(
            f"{self.folder}: a sweep is at work here; expected it to have ended. `tiaokuai show` tells how far it is."
        )
        with locked(self.folder / "lock", taken):
            yield


# the folder ---------------------------------------------------------------------------------------


def store_sweep(folder: Path, sweep: Sweep) -> StoredSweep:
    """Write what a sweep plays into a folder, the manifest last: without it the folder holds no sweep.

    Raises OSError if it cannot be written.
    """
    (folder / "runs").mkdir(parents=True, exist_ok=True)
    space, text = sweep.space, to_json
    bases = [
        {"choice": list(choice), "raw": one.raw, "where": one.where, "own": one.own, "given": sorted(one.given)}
        for choice, one in space.compositions.items()
    ]
    write_whole(folder / "bases.json", text(bases))
    write_whole(folder / "points.json", json.dumps(sweep.points, ensure_ascii=False))
    manifest = {
        "format_version": FORMAT_VERSION, "keys": list(space.keys), "kinds": dict(sweep.kinds),
        "points": len(sweep.points),
        "replications": sweep.replications, "runs": sweep.runs, "designs": list(sweep.designs), "engine": sweep.engine,
        "measures": list(READ), "space": space.digest, **sweep.facts,
    }  # fmt: skip
    write_whole(folder / MANIFEST, text(manifest))
    return StoredSweep(folder, sweep)


def write_whole(path: Path, text: str) -> None:
    """Write a text whole or not at all."""
    work = path.with_name(f".{path.name}")
    try:
        with work.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        work.replace(path)
    except OSError:
        work.unlink(missing_ok=True)
        raise


def is_sweep(folder: Path) -> bool:
    """Return whether a folder holds a sweep."""
    return (folder / MANIFEST).is_file()


def read_sweep(folder: Path) -> StoredSweep:
    """Return the sweep that a folder holds; raise InputError if it holds none, or one of another format."""
    if not is_sweep(folder):
        what = "is a file" if folder.is_file() else "holds no sweep" if folder.is_dir() else "does not exist"
        raise InputError(f"{folder} {what}; expected the folder of a `tiaokuai sweep`, with {MANIFEST} in it.")
    try:
        return StoredSweep(folder, _sweep(folder))
    except (OSError, ValueError, KeyError, TypeError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{folder} cannot be read as a sweep ({type(error).__name__}: {error}).") from None


def _sweep(folder: Path) -> Sweep:
    manifest = _read(folder / MANIFEST)
    if manifest.get("format_version") != FORMAT_VERSION:
        given = manifest.get("format_version")
        raise InputError(f"{folder / MANIFEST} has format_version={given!r}; expected {FORMAT_VERSION}.")
    compositions = {
        tuple(base["choice"]): Composition(
            raw=base["raw"], before=base["raw"], where=base["where"], own=base["own"], given=frozenset(base["given"])
        )
        for base in _read(folder / "bases.json")
    }
    own = (
        "format_version",
        "keys",
        "kinds",
        "points",
        "replications",
        "runs",
        "designs",
        "engine",
        "measures",
        "space",
    )
    return Sweep(
        space=Space(keys=tuple(manifest["keys"]), compositions=compositions),
        points=tuple(tuple(point) for point in _read(folder / "points.json")),
        kinds=manifest["kinds"],
        designs=tuple(manifest["designs"]),
        replications=manifest["replications"],
        engine=manifest["engine"],
        facts={key: value for key, value in manifest.items() if key not in own},
    )


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
