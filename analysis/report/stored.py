"""Reading a stored comparison, with one clear sentence when it cannot be read."""

import json
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from analysis.report.shape import Comparison
from sim.errors import InputError

FILE_NAME = "comparison.json"
SENSITIVITY = "sensitivity.json"


def read_comparison(directory: Path) -> dict[str, Any]:
    """Return the stored comparison of a result directory as plain data.

    Raises InputError when the file is missing, cannot be read, or is not JSON.
    """
    path = Path(directory) / FILE_NAME
    if not path.exists():
        raise InputError(f"{path} does not exist; expected the {FILE_NAME} that `tiaokuai compare` writes there.")
    return _read(path, "compare")


def read_with_sensitivity(directory: Path) -> dict[str, Any]:
    """Return the stored comparison with the ranking of its assumptions, if that has been made.

    Raises InputError when a file cannot be read or is not JSON.
    """
    comparison, path = read_comparison(directory), Path(directory) / SENSITIVITY
    return {**comparison, "sensitivity": _read(path, "sensitivity")} if path.exists() else comparison


def _read(path: Path, command: str) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as a UTF-8 text: {error}.") from error
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is not valid JSON ({error}); run `tiaokuai {command}` again.") from error


def checked(data: Any) -> Comparison:
    """Return the data as a Comparison; raises InputError that names the place where its shape is wrong."""
    try:
        return Comparison.model_validate(data)
    except ValidationError as error:
        raise InputError(_sentence(error)) from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number here, expected a finite one or null")


def _sentence(error: ValidationError) -> str:
    """Say the first thing that is wrong: where, what was expected, what was given."""
    first, *rest = error.errors(include_url=False)
    place = ".".join(str(part) for part in first["loc"]) or "the whole"
    given = "" if first["type"] == "missing" else f", given {_short(first['input'])}"
    more = f" ({len(rest)} further places are wrong too)" if rest else ""
    message = first["msg"].removeprefix("Value error, ").rstrip(".")
    message = message[:1].lower() + message[1:]
    return f"{FILE_NAME} has not the expected shape at {place!r}: {message}{given}{more}."


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{type(value).__name__} of {len(text)} characters"
