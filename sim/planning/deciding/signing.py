"""How one rank decides: on papers laid on its desk, on a report in person (面报), or at a meeting (会议决定)."""

from __future__ import annotations

from sim.arrays import Ints
from sim.calendar import MS_PER_HOUR
from sim.institution import Rank
from sim.plan.plan import Kind
from sim.planning.case import DECISION_PRIORITY, OFFICE_HOURS, Case
from sim.planning.deciding.meeting_dates import DECISION_MS
from sim.planning.sheet import Chain


def sign(
    chain: Chain, rows: Ints, rank: Rank, case: Case, handled: Ints, *, unit: Ints | None = None,
    attempt: int = 1, times: float = 1.0,
) -> Ints:  # fmt: skip
    """Write the decision of a rank by its channel; return the steps that take it.

    Rows are matters, also where the chain is of what hangs on them. `handled` are the steps whose handler reports in
    person, `times` multiplies the hours of a signature. Whoever reports is held, where the design says so, until the
    signature, which follows the report alone.
    """
    deciding = case.organisation.route.deciding
    channel = deciding.channels.get(rank, "electronic")
    if channel == "meeting":
        return _at_meeting(chain, rows, rank, case, attempt)
    in_person = channel == "face_to_face"
    reported = _report(chain, rows, case, handled, attempt) if in_person else rows
    signed = chain.then(
        rows, Kind.SIGN, unit=case.place_to_sign(rank, rows) if unit is None else unit, rank=int(rank),
        work_hours=sign_hours(rank, case) * times, priority=DECISION_PRIORITY,
        calendar=-1 if in_person else case.signing_calendar(rank), attempt=attempt,
    )  # fmt: skip
    if in_person and deciding.handler_held:
        chain.sheet.provide("holds", reported, until=signed)
    return signed


def sign_hours(rank: Rank, case: Case) -> float:
    """Return the hours that a signature of this rank takes."""
    for name, hours in case.procedure.sign_hours.items():
        if name == rank.name.lower():
            return hours
    return 0.0


def _report(chain: Chain, rows: Ints, case: Case, handled: Ints, attempt: int) -> Ints:
    reported = chain.then(
        rows, Kind.BRIEF, unit=case.lead_unit[rows], rank=int(Rank.OFFICER),
        work_hours=case.procedure.brief_hours, priority=DECISION_PRIORITY, attempt=attempt,
    )  # fmt: skip
    chain.sheet.provide("officers", reported, of=handled)
    return reported


def _at_meeting(chain: Chain, rows: Ints, rank: Rank, case: Case, attempt: int) -> Ints:
    """Let the papers be in so long beforehand, then wait for the end of the next meeting."""
    notice = case.organisation.route.deciding.notice_days * case.horizon.day_hours
    if notice > 0:
        chain.then(rows, Kind.SUBMIT, work_hours=notice, calendar=OFFICE_HOURS, attempt=attempt)
    return chain.then(
        rows, Kind.DECIDE, work_hours=DECISION_MS / MS_PER_HOUR,
        calendar=case.meeting_calendar(rank), attempt=attempt,
    )  # fmt: skip
