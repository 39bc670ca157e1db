"""Publicity (公示) and batches (集中受理): waits of a need that no design shortens where the law asks for them."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats, Ints
from sim.calendar import MS_PER_HOUR, Calendar, daily_sessions, union
from sim.errors import DesignError
from sim.horizon import Horizon
from sim.levers.routing.processing import Processing
from sim.plan.plan import Kind
from sim.planning.case import OFFICE_HOURS, Case
from sim.planning.handling.courses import Station
from sim.planning.sheet import Chain
from sim.workload.demand import Demand, MatterType
from sim.workload.process_needs import Batch, ProcessNeed

ACCEPTED_MS = 1
"""What comes in on such a day is accepted after so much; a wait of this length else ends when the office opens."""


def dates_of(batch: Batch, horizon: Horizon) -> Calendar:
    """Return when papers are accepted: in office hours, and a ms before, of these days that are worked."""
    week = (np.arange(horizon.weekday.size) + horizon.weekday[0] - 1) // 7
    chosen = horizon.working & np.isin(horizon.weekday, batch.weekdays) & (week % batch.every_weeks == 0)
    office = daily_sessions(chosen, horizon.hours)
    opens = office.opens[office.opens > 0]
    return union([office, Calendar.of(opens - ACCEPTED_MS, opens)])


def batches_of(demand: Demand, processing: Processing, horizon: Horizon) -> dict[Batch, Calendar]:
    """Return the dates of each batch that a design keeps; raise DesignError for one without a date in the run."""
    found: dict[Batch, Calendar] = {}
    for kind in demand.types:
        for name, need in kind.process.items():
            batch = _batch(need, processing)
            if batch is None or batch in found:
                continue
            found[batch] = dates_of(batch, horizon)
            if not found[batch].opens.size:
                raise DesignError(
                    f"demand.types.{kind.name}.process.{name}.batch has no working day in the run, so that nothing "
                    "would be accepted; expected other weekdays or every_weeks."
                )
    return found


def _batch(need: ProcessNeed, processing: Processing) -> Batch | None:
    return None if processing.drops_dates and not need.statutory else need.batch


def wait_for_dates(chain: Chain, rows: Ints, case: Case, station: Station) -> None:
    """Let papers wait for the next date on which they are accepted, of every need that has such dates."""
    kind, processing = _kind(chain, case), case.organisation.route.processing
    batches = (_batch(_need(kind, place), processing) for place in station.places)
    for batch in dict.fromkeys(one for one in batches if one is not None):
        chain.then(rows, Kind.WAIT_OUTSIDE, work_hours=ACCEPTED_MS / MS_PER_HOUR, calendar=case.batch_calendar(batch))


def publish(chain: Chain, rows: Ints, case: Case, station: Station) -> None:
    """Let what has been handled be made known, for every need that asks for it, at the same time; then go on."""
    kind = _kind(chain, case)
    noticed = [place for place in station.places if _need(kind, place).has_notice]
    if not noticed:
        return
    if len(noticed) == 1:
        _make_known(chain, rows, kind, noticed[0], case)
        return
    join = chain.sheet.write(chain.matter[rows], Kind.JOIN)
    for place in noticed:
        branch, inner = chain.fork(rows), np.arange(rows.size)
        _make_known(branch, inner, kind, place, case)
        branch.lead_to(inner, join)
    chain.stand_at(rows, join)


def _make_known(chain: Chain, rows: Ints, kind: MatterType, place: int, case: Case) -> None:
    """Write the time for which one need is made known."""
    clock = _need(kind, place).notice_in == "clock"
    hours = _notice_hours(chain.matter[rows], kind, place, case)
    chain.then(rows, Kind.WAIT_OUTSIDE, work_hours=hours, calendar=-1 if clock else OFFICE_HOURS)


def _kind(chain: Chain, case: Case) -> MatterType:
    """Return the type of a chain's matters, which are alike."""
    return case.types[int(case.workload.matters.type[chain.matter[0]])]


def _need(kind: MatterType, place: int) -> ProcessNeed:
    return kind.process[kind.process_order()[place]]


def _notice_hours(matters: Ints, kind: MatterType, place: int, case: Case) -> Floats:
    """Return how long a need of these matters is made known, in hours of the day that it is counted in."""
    need = _need(kind, place)
    drawn = case.workload.outcomes.of_matters("notice_days", str(place))[matters]
    share = 1.0 if need.statutory else case.organisation.route.processing.notice_share
    day = 24.0 if need.notice_in == "clock" else case.horizon.day_hours
    return np.asarray(need.notice_days.quantile(drawn) * share * day)
