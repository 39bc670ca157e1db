"""Seasons: in which periods a scenario's demand comes round, what happens in it once, and the warm-up held to that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from conf.schema import ScenarioFile
from sim.errors import CalendarError, InputError
from sim.workload.demand import Season

Period = Literal["week", "month", "quarter", "year"]
MONTHS: dict[Period, int] = {"month": 1, "quarter": 3, "year": 12}
"""The periods that a season can have, with their months, the shortest first."""

NAMED = 3
"""Keys that a sentence names; of more it says how many."""


@dataclass(frozen=True, kw_only=True)
class Seasons:
    """The keys that make the demand come round in a period, and those of what happens once."""

    periods: dict[Period, tuple[str, ...]]  # the shortest first
    once: tuple[str, ...]

    @property
    def stationary(self) -> bool:
        """Whether nothing but chance tells one working day's demand from another's."""
        return not self.periods and not self.once


@dataclass(frozen=True)
class Fit:
    """How a period lies in a warm-up: a `whole` number of times, `cut`, or not even once (`longer`)."""

    period: Period
    keys: tuple[str, ...]
    fit: Literal["whole", "cut", "longer"]


def seasons_of(file: ScenarioFile) -> Seasons:
    """Return the seasons of a scenario's demand and staff.

    Weekends and holidays are no season here: a truncation is looked for among working days only.
    """
    keys: dict[Period, list[str]] = {period: [] for period in MONTHS}
    for name, kind in file.demand.types.items():
        if kind.per_year > 0:
            for period, key in _of_type(kind.season):
                keys[period].append(f"demand.types.{name}.season.{key}")
    absences = file.demand.absences
    if absences.leave_days and len(set(absences.leave_months)) > 1:
        keys["year"].append("demand.absences.leave_months")
    learning = file.institution.abilities.learning
    once = [f"demand.types.{name}.in_hand" for name, kind in file.demand.types.items() if kind.in_hand]
    once += [f"demand.types.{name}.surge" for name, kind in file.demand.types.items() if kind.surge]
    once += [f"designs.{name}.task_force" for name, design in file.designs.items() if design.task_force.forces]
    if learning is not None and (learning.dip > 0 or learning.errors != 1):
        once.append("institution.abilities.learning")
    return Seasons(periods={period: tuple(found) for period, found in keys.items() if found}, once=tuple(once))


def _of_type(season: Season) -> Iterator[tuple[Period, str]]:
    if len(set(season.months)) > 1:
        yield "year", "months"
    if season.quarter_end != 1:
        yield "quarter", "quarter_end"
    if season.month_end != 1:
        yield "month", "month_end"


def fits(seasons: Seasons, begin: date, end: date) -> tuple[Fit, ...]:
    """Return how each period of the demand lies in [begin, end); of a demand without any, the week."""
    if not seasons.periods:
        return (Fit("week", (), _fit_of_week((end - begin).days)),)
    return tuple(Fit(period, keys, _fit(MONTHS[period], begin, end)) for period, keys in seasons.periods.items())


def _fit(months: int, begin: date, end: date) -> Literal["whole", "cut", "longer"]:
    if months_before(end, months) < begin:
        return "longer"
    between = (end.year - begin.year) * 12 + end.month - begin.month
    return "whole" if between % months == 0 and months_before(end, between) == begin else "cut"


def _fit_of_week(days: int) -> Literal["whole", "cut", "longer"]:
    return "longer" if days < 7 else "cut" if days % 7 else "whole"


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier; the last of its month where that has no such day.

    >>> months_before(date(2021, 3, 31), 1)
    datetime.date(2021, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), after - timedelta(days=1))


def check_warm_up(file: ScenarioFile) -> None:
    """Raise InputError where the warm-up is not as `window.warm_up` asks for.

    `periods`: a month, quarter or year of the demand's that fits into it is cut. A week that is cut, of a demand
    without a season, is told in the results alone. `mser5`: the demand is not stationary.
    """
    seasons, window = seasons_of(file), file.window
    if window.warm_up == "mser5" and not seasons.stationary:
        raise InputError(
            f"window.warm_up=mser5 needs a demand that is the same on all working days, but {_why(seasons)}; MSER-5 "
            "would take a season, or what happens once, for the transient of an empty house. Expected "
            "window.warm_up=periods, or a demand without these."
        )
    cut = [one for one in fits(seasons, window.warm_up_from, window.first) if one.fit == "cut"]
    if window.warm_up == "periods" and seasons.periods and cut:
        months = max(MONTHS[one.period] for one in fits(seasons, window.warm_up_from, window.first)
                     if one.fit != "longer")  # fmt: skip
        whole = months_before(window.first, months)
        raise CalendarError(
            f"window: the warm-up from {window.warm_up_from} to {window.first - timedelta(days=1)} is no whole number "
            f"of {cut[-1].period}s, in which the demand has a season ({_named(cut[-1].keys)}); expected "
            f"window.warm_up_from={whole} for example, or window.warm_up=given if that is meant."
        )


def expect_dates(file: ScenarioFile) -> None:
    """Raise InputError where the warm-up has still to be estimated, so that nothing plays the pilots' dates instead."""
    if file.window.warm_up == "mser5":
        raise InputError(
            "window.warm_up=mser5 is estimated by `tiaokuai compare`, `run` and `warmup` alone; expected "
            "window.warm_up=given here, with the window.warm_up_from that one of them has found."
        )


def _why(seasons: Seasons) -> str:
    keys = [*dict.fromkeys(key for found in seasons.periods.values() for key in found), *seasons.once]
    parts = {"has a season": keys[: len(keys) - len(seasons.once)], "changes once": list(seasons.once)}
    return " and ".join(f"this one {what} ({_named(tuple(found))})" for what, found in parts.items() if found)


def _named(keys: tuple[str, ...]) -> str:
    more = f" and {len(keys) - NAMED} more" if len(keys) > NAMED else ""
    return ", ".join(keys[:NAMED]) + more
