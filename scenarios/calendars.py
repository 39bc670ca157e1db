"""Working days: on which dates a scenario's offices are open, by the name of a calendar."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.errors import CalendarError, UnknownName, nearest

CHINA_CSV = Path(__file__).parent.parent / "conf" / "calendar" / "china_working_days.csv"
CALENDARS = {
    "china": "Monday to Friday, but for the holidays of mainland China and the weekend days worked for them",
    "weekdays": "Monday to Friday; it knows no holidays",
    "always": "every day",
}


def working_days(first: date, last: date, name: str) -> NDArray[np.bool_]:
    """Return one flag per day from `first` to `last`, both included: is it a working day of this calendar?

    `china` covers the published years only: outside them it refuses, since the State Council fixes
    holidays a year at a time and a guess would shift every deadline.

    >>> working_days(date(2021, 2, 5), date(2021, 2, 8), "china").tolist()  # that Sunday was worked
    [True, False, True, True]
    """
    if name not in CALENDARS:
        raise UnknownName(f"no calendar is named {name!r}. {nearest(name, CALENDARS)}")
    if last < first:
        raise CalendarError(
            f"working days were asked for from {first} to {last}, but the last day comes before the first."
        )
    if name == "always":
        return np.ones((last - first).days + 1, dtype=np.bool_)
    flags = _monday_to_friday(first, last)
    if name == "china":
        _correct_to_china(flags, first, last)
    return flags


def _monday_to_friday(first: date, last: date) -> NDArray[np.bool_]:
    days = np.arange((last - first).days + 1)
    return (first.weekday() + days) % 7 < 5


def _correct_to_china(flags: NDArray[np.bool_], first: date, last: date) -> None:
    exceptions = _china_exceptions()
    published = min(exceptions).year, max(exceptions).year
    if first.year < published[0] or last.year > published[1]:
        raise CalendarError(
            f"calendar 'china' was asked for {first} to {last}, but its working days are published for "
            f"{published[0]}-01-01 to {published[1]}-12-31. Choose dates inside these years, "
            "or calendar=weekdays, which knows no holidays."
        )
    for day, working in exceptions.items():
        if first <= day <= last:
            flags[(day - first).days] = working


@cache
def _china_exceptions() -> dict[date, bool]:
    with CHINA_CSV.open(encoding="utf-8", newline="") as rows:
        return {date.fromisoformat(row["date"]): row["working"] == "1" for row in csv.DictReader(rows)}
