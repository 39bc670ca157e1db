"""Every error that tiaokuai raises on purpose, and the hint with the nearest valid name.

TiaokuaiError
├── InputError          what the user gave cannot be used          (exit 2)
│   ├── UnknownName     a name that nothing here has
│   ├── CalendarError   dates or office hours that cannot be
│   ├── DesignError     an institution or a design that contradicts itself
│   └── PlanError       steps that no engine could run
└── RunError            the input was right, the run failed        (exit 1)
    ├── RunTimeout      it took longer than it was given
    ├── NotWritten      a result that could not be written: a full disk, above all
    ├── Interrupted     somebody ended it; what was done is kept (exit 130)
    └── WorkerEnded     the process that played it came to an end
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class TiaokuaiError(Exception):
    """The root of all errors that are raised on purpose; its text is meant for the user."""

    exit_code = 1


class InputError(TiaokuaiError, ValueError):
    """What was given cannot be used. The sentence says what was given, what was expected and where.

    It is a ValueError too, so that a validator that meets it can add the key under which it was given.
    """

    exit_code = 2


class UnknownName(InputError):
    """A name that nothing here has."""


class CalendarError(InputError):
    """Dates or office hours that cannot be."""


class DesignError(InputError):
    """An institution or a design that contradicts itself."""


class PlanError(InputError):
    """Steps that no engine could run."""


class RunError(TiaokuaiError):
    """The input was right, but the run failed."""


class RunTimeout(RunError):
    """A run took longer than it was given."""


class WorkerEnded(RunError):
    """The process that played a run came to an end over it, twice."""


class NotWritten(RunError):
    """A result could not be written: the disk is full, above all."""


class Interrupted(RunError):
    """Somebody ended a run that keeps what is done."""

    exit_code = 130


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the hint that ends an error message: the closest valid name, or all of them.

    >>> nearest("modlues", ["sections", "modules"])
    "Did you mean 'modules'?"
    >>> nearest("x", ["sections", "modules"])
    'Known: modules, sections.'
    """
    known = sorted(names)
    close = get_close_matches(name, known, n=1)
    if close:
        return f"Did you mean {close[0]!r}?"
    return f"Known: {', '.join(known)}." if known else "There are none."
