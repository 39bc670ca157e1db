"""Writing an export: read what a sweep has so far, and put it into a file that appears whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from experiments.sweep.exports.base import ENCODINGS, FORMATS, Export
from experiments.sweep.exports.behaviorspace import write_behaviorspace
from experiments.sweep.exports.ema import write_ema
from experiments.sweep.exports.tidy import write_csv
from experiments.sweep.stored import read_sweep
from sim.errors import InputError, NotWritten, UnknownName, nearest


@dataclass(frozen=True, kw_only=True)
class Exported:
    """What an export holds: so many rows, of so many of the sweep's runs."""

    file: Path
    form: str
    rows: int
    done: int
    runs: int

    def as_dict(self) -> dict[str, Any]:
        """Return the summary that `--json` prints."""
        return {"file": str(self.file), "format": self.form, "rows": self.rows, "done": self.done, "runs": self.runs}


def export(folder: Path, form: str, target: Path, *, encoding: str | None = None, force: bool = False) -> Exported:
    """Write the rows that the sweep in `folder` has so far to `target`, in one of FORMATS; return what it holds.

    An existing file is replaced only if `force` allows it. Raises InputError for what cannot be used, also a sweep
    without a row, and NotWritten if the disk is full; nothing is left behind then.
    """
    write = _export(form, encoding)
    _expect_free(target, force)
    stored = read_sweep(folder)
    rows = stored.rows()
    if not rows.num_rows:
        raise InputError(f"{folder} has no run that is done; expected at least one to export.")
    with _whole(target) as file:
        write(stored.sweep, rows, file)
    done = rows.num_rows // len(stored.sweep.designs)
    return Exported(file=target, form=form, rows=rows.num_rows, done=done, runs=stored.sweep.runs)


def _export(form: str, encoding: str | None) -> Export:
    if form not in FORMATS:
        raise UnknownName(f"--as {form!r} is no format that is known here. {nearest(form, FORMATS)}")
    if encoding is not None and form != "csv":
        raise InputError(
            f"--encoding {encoding} was given with --as {form}, which is UTF-8; expected it with --as csv."
        )
    if encoding is not None and encoding not in ENCODINGS:
        raise UnknownName(f"--encoding {encoding!r} is unknown. {nearest(encoding, ENCODINGS)}")
    exports: dict[str, Export] = {
        "csv": partial(write_csv, encoding=encoding or "utf-8"), "ema": write_ema, "behaviorspace": write_behaviorspace,
    }  # fmt: skip
    return exports[form]


def _expect_free(target: Path, force: bool) -> None:
    if target.is_dir() or not target.parent.is_dir():
        raise InputError(f"{target}: expected a file in a folder that exists.")
    if target.exists() and not force:
        raise InputError(f"{target} exists; expected a new name, or --force to replace it.")


@contextmanager
def _whole(target: Path) -> Iterator[BinaryIO]:
    """Give a file that gets its name once it is whole, and is removed if it is not."""
    work = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with work.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        work.replace(target)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NotWritten(f"{target} could not be written: {error.strerror}; nothing was kept.") from None
        raise InputError(f"{target} cannot be written: {error.strerror or error}.") from None
    finally:
        work.unlink(missing_ok=True)
