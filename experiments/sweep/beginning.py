"""Beginning a sweep: in a new folder, or with more points in that of one that is there; and going on with one."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

import yaml

from experiments.provenance import program_digest
from experiments.sweep.planning import Planned
from experiments.sweep.rows import kinds_of
from experiments.sweep.stored import StoredSweep, Sweep, is_sweep, read_sweep, store_sweep
from sim.errors import InputError, NotWritten


def begin(planned: Planned, folder: Path) -> StoredSweep:
    """Return a sweep stored in a folder, with the points of the one that is there already, if it is of the same space.

    Raises InputError if something else is there, and NotWritten if the folder cannot be written.
    """
    expect_room(folder)
    if is_sweep(folder):
        return _extended(planned, read_sweep(folder))
    try:
        return _stored(planned, folder)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NotWritten(f"{folder} could not be written: {error.strerror}; nothing was kept.") from None
        raise InputError(
            f"--to {folder} cannot be written to ({error.strerror}); expected a folder that can."
        ) from None


def expect_room(folder: Path) -> None:
    """Raise InputError if a folder is there already, and is not that of a sweep."""
    if is_sweep(folder) or not folder.exists():
        return
    if folder.is_file() or any(folder.iterdir()):
        what = "is a file" if folder.is_file() else "holds other things"
        raise InputError(f"--to {folder} {what}; expected a new folder, or that of the same sweep.")


def _stored(planned: Planned, folder: Path) -> StoredSweep:
    folder.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(planned.data, allow_unicode=True, sort_keys=False)
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    return store_sweep(folder, planned.sweep)


def _extended(planned: Planned, there: StoredSweep) -> StoredSweep:
    new, old = planned.sweep, there.sweep
    if new.space.digest != old.space.digest or set(new.space.keys) != set(old.space.keys) or new.designs != old.designs:
        raise InputError(
            f"--to {there.folder} holds another sweep ({_difference(new, old)}); expected a new folder, or the same "
            "settings, keys and designs with more points or replications."
        )
    check_program(there)
    order = [new.space.keys.index(key) for key in old.space.keys]
    points = tuple(tuple(point[place] for place in order) for point in new.points)
    merged = replace(new, space=old.space, points=points).with_points_of(old)
    commands = [*old.facts["commands"], *new.facts["commands"]]
    if kinds_of(old.space.keys, merged.points) != old.kinds:
        raise InputError(
            f"--to {there.folder}: new values are of another kind than those there; expected a new folder."
        )
    merged = replace(merged, kinds=old.kinds, facts={**old.facts, "commands": commands})
    with there.locked():
        return store_sweep(there.folder, merged)


def _difference(new: Sweep, old: Sweep) -> str:
    if set(new.space.keys) != set(old.space.keys):
        return f"it varies {', '.join(old.space.keys)}, not {', '.join(new.space.keys)}"
    if new.designs != old.designs:
        return f"it plays {', '.join(old.designs)}, not {', '.join(new.designs)}"
    return "its scenario, or a setting of it, is another"


def resume(folder: Path) -> StoredSweep:
    """Return the sweep of a folder, to be played on; raise InputError if it holds none or is not ours to go on with."""
    stored = read_sweep(folder)
    check_program(stored)
    return stored


def check_program(stored: StoredSweep) -> None:
    """Raise InputError if the program that began a sweep is not this one: its rows would not belong together."""
    begun = stored.sweep.facts["program"]
    if begun != program_digest():
        raise InputError(
            f"{stored.folder} was begun by another version of this program (sources {begun}, now {program_digest()}), "
            "so that its rows would not belong together; expected that version, or a new folder."
        )
