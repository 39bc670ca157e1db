"""Contracting (一张清单转职能): handling goes out and comes back, and the home unit checks a part of it."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats, Ints
from sim.plan.plan import Kind
from sim.planning.case import OFFICE_HOURS, Case
from sim.planning.handling.crewing import call_handlers
from sim.planning.sheet import Chain

AGAIN = 2
"""The attempt of what a check sends back, however often: further ones are those of the house's own review."""


def handle_first(
    chain: Chain, rows: Ints, case: Case, need: Ints, *, work: Floats, calendar: Ints, of: Ints | None = None
) -> Ints:  # fmt: skip
    """Write the first round of the handling of these needs; return its steps.

    Whoever did the steps `of` does it, where these are given.
    """
    step = _handle(chain, rows, case, need, work=work, calendar=desk_times(case, need, calendar))
    call_handlers(chain.sheet, step, need, case, of=of)
    return step


def _handle(
    chain: Chain, rows: Ints, case: Case, need: Ints, *, work: Floats, turn: int = 0, calendar: Ints | int = -1
) -> Ints:  # fmt: skip
    """Write a round of handling, a contractor's with the ways there and back."""
    send(chain, rows, case, need)
    step = chain.then(
        rows, Kind.HANDLE, need=need, unit=case.contracted.unit[need], category=case.need_category[need],
        work_hours=work, calendar=calendar, attempt=min(turn + 1, AGAIN), chance=case.contracted.chances[need, turn],
    )  # fmt: skip
    send(chain, rows, case, need)
    return step


def supervise(chain: Chain, rows: Ints, case: Case, need: Ints, first: Ints) -> Ints:
    """Let the home unit check what contractors have done first, and these do again what it finds.

    Returns the steps that have done what is there in the end.
    """
    contracted, last = case.contracted, first.copy()
    at, turn = np.flatnonzero(contracted.supervised[need]) if contracted.goes_out else need[:0], 0
    to_handler = case.organisation.route.returns == "handler"
    while at.size:
        mine = need[at]
        chain.then(
            rows[at], Kind.SUPERVISE, unit=case.need_unit[mine], work_hours=contracted.supervision_hours[mine]
        )  # fmt: skip
        at, turn = at[contracted.returns[mine] > turn], turn + 1
        mine = need[at]
        work = case.work_hours[mine] * case.procedure.rework_share
        last[at] = _handle(chain, rows[at], case, mine, work=work, turn=min(turn, contracted.chances.shape[1] - 1))
        call_handlers(chain.sheet, last[at], mine, case, of=first[at] if to_handler else None)
    return last


def desk_times(case: Case, need: Ints, calendar: Ints | None = None) -> Ints:
    """Return the calendar of desk times, if not this one, for which needs wait that are handled in the house."""
    return np.where(case.contracted.contractor[need] >= 0, -1, case.desk_calendar if calendar is None else calendar)


def send(chain: Chain, rows: Ints, case: Case, need: Ints) -> None:
    """Let papers be on their way between the house and a contractor; what takes no time makes no step."""
    if not case.contracted.goes_out:
        return
    hours = case.contracted.transit_hours[need]
    chain.then(rows[hours > 0], Kind.HAND_OVER, work_hours=hours[hours > 0], calendar=OFFICE_HOURS)
