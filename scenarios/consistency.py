"""What a file may not say although each of its values may be: empty choices, times that run backwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conf.schema import DesignBlock, ScenarioFile
from sim.calendar import clock_minutes
from sim.errors import CalendarError, InputError


def check_consistency(file: ScenarioFile) -> None:
    """Raise InputError for the first thing that nothing could be made of, naming its key."""
    for key, block, what in (
        ("institution.categories", file.institution.categories, "category of business"),
        ("institution.bureaus", file.institution.bureaus, "bureau"),
        ("demand.types", file.demand.types, "type of matter"),
    ):
        if not block:
            raise InputError(f"{key} is empty; expected at least one {what}.")
    for key, hours in _periods(file):
        begin, end = (_minutes(f"{key}.{place}", text) for place, text in enumerate(hours))
        if begin >= end:
            raise CalendarError(f"{key} is [{hours[0]}, {hours[1]}]; expected a beginning before its end.")
    if not file.calendar.hours:
        raise CalendarError('calendar.hours is empty; expected office hours, such as [["08:30", "12:00"]].')
    for key, times in _times(file):
        for place, text in enumerate(times):
            _minutes(f"{key}.{place}", text)


def _periods(file: ScenarioFile) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the key and the two clock times of each period that has a beginning and an end."""
    for place, hours in enumerate(file.calendar.hours):
        yield f"calendar.hours.{place}", hours
    for name, rule in file.institution.hours.items():
        for place, hours in enumerate(rule.hours):
            yield f"institution.hours.{name}.hours.{place}", hours
    for name, meeting in file.institution.meetings.items():
        yield f"institution.meetings.{name}.hours", meeting.hours
    for name, design in file.designs.items():
        yield from _periods_of_design(f"designs.{name}", design)


def _periods_of_design(key: str, design: DesignBlock) -> Iterator[tuple[str, tuple[str, str]]]:
    membership = design.membership
    lists = {f"{key}.units.hours.{name}": hours for name, hours in design.units.hours.items()}
    lists[f"{key}.membership.team_hours"] = membership.team_hours
    lists |= {f"{key}.membership.availability.{name}.hours": one.hours for name, one in membership.availability.items()}
    contractors = design.transfer.contractors
    lists |= {f"{key}.transfer.contractors.{name}.hours": one.hours for name, one in contractors.items()}
    for name, periods in lists.items():
        for place, hours in enumerate(periods):
            yield f"{name}.{place}", hours


def _times(file: ScenarioFile) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the key and the clock times of each list of set times."""
    yield "procedure.desk_times", file.procedure.desk_times
    for name, design in file.designs.items():
        for rank, signing in design.authority.signing.items():
            key = f"designs.{name}.authority.signing.{rank}"
            for what, entries in (("times", signing.times), ("weekdays", signing.weekdays)):
                if not entries:
                    raise InputError(f"{key}.{what} is empty, so that rank would never sign; expected at least one.")
            yield f"{key}.times", signing.times


def _minutes(key: str, text: str) -> int:
    try:
        return clock_minutes(text)
    except CalendarError as error:
        raise CalendarError(f"{key}: {error}") from None
