"""What a file may not say although each of its values may be: empty choices, times that run backwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conf.schema import InstitutionBlock, ScenarioFile
from sim.calendar import clock_minutes
from sim.errors import CalendarError, InputError, UnknownName, nearest
from sim.workload.demand import MatterType


def check_consistency(file: ScenarioFile) -> None:
    """Raise InputError for the first thing that nothing could be made of, naming its key."""
    for key, block, what in (
        ("institution.categories", file.institution.categories, "category of business"),
        ("institution.bureaus", file.institution.bureaus, "bureau"),
        ("demand.types", file.demand.types, "type of matter"),
    ):
        if not block:
            raise InputError(f"{key} is empty; expected at least one {what}.")
    for name, kind in file.demand.types.items():
        _check_weights(f"demand.types.{name}", kind, file.institution)
    for key, hours in _periods(file):
        begin, end = (_minutes(f"{key}.{place}", text) for place, text in enumerate(hours))
        if begin >= end:
            raise CalendarError(f"{key} is [{hours[0]}, {hours[1]}]; expected a beginning before its end.")
    if not file.calendar.hours:
        raise CalendarError('calendar.hours is empty; expected office hours, such as [["08:30", "12:00"]].')
    for key, times in _times(file):
        for place, text in enumerate(times):
            _minutes(f"{key}.{place}", text)


def _check_weights(key: str, kind: MatterType, institution: InstitutionBlock) -> None:
    for what, weights, known in (
        ("categories", kind.categories, institution.categories),
        ("bureaus", kind.bureaus, institution.bureaus),
    ):
        for name in weights:
            if name not in known:
                raise UnknownName(f"{key}.{what} weighs {name!r}, which does not exist. {nearest(name, known)}")
    if not any(
        count and kind.categories.get(category, 1.0) and kind.bureaus.get(bureau, 1.0)
        for bureau, block in institution.bureaus.items()
        for category, count in block.functions.items()
    ):
        raise InputError(f"{key}: its categories and bureaus weigh every function with 0; expected one above 0.")


def _periods(file: ScenarioFile) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the key and the two clock times of each period that has a beginning and an end."""
    for place, hours in enumerate(file.calendar.hours):
        yield f"calendar.hours.{place}", hours
    for name, meeting in file.institution.meetings.items():
        yield f"institution.meetings.{name}.hours", meeting.hours


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
