"""What a surge (突击任务) is: so many matters of a type in all, within a few days, besides what comes in a year."""

from __future__ import annotations

from datetime import date

from sim.errors import InputError
from sim.options import NonNegative, options


@options
class Surge:
    """The days of a surge, and how many matters come in them on average, at volume 1.

    Raises InputError at birth for days that run backwards.
    """

    first: date
    last: date
    matters: NonNegative

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise InputError(f"a surge is from {self.first} to {self.last}; expected first on or before last.")
