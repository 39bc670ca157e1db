"""Detections: when latent events could become known under a design, by whom, and what is reported falsely.

All of this follows from the workload and the design, but for how long people take: a round is late, or a report is
verified late, when nobody has time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import NEVER, Flags, Floats, Ints, rounded_ms
from sim.calendar import MS_PER_DAY
from sim.horizon import Horizon
from sim.levers.design import Organisation
from sim.levers.routing.detecting import Detecting, Patrolling, Sensing
from sim.workload.demand import Demand
from sim.workload.latent import Events, events_of
from sim.workload.tables import Workload

NOWHERE = -1
"""The place of all that lies at no site: it is patrolled as one place."""


@dataclass(frozen=True, kw_only=True)
class Rounds:
    """All rounds of patrols by time, then place: when each is due, and at which site."""

    due_ms: Ints
    site: Ints


@dataclass(frozen=True, kw_only=True)
class Detections:
    """What could make events known, one row an event; NEVER, or -1: nothing of the kind."""

    events: Events
    detecting: Detecting
    rounds: Rounds
    round: Ints  # which round would see it first
    reported_ms: Ints  # when a sensor reports it
    warned: Ints  # 1 where that is before its onset: then it neither grows nor comes to an accident
    false_ms: Ints  # when something is reported that is not there

    @property
    def known_ms(self) -> Ints:
        """When each event would be known if nobody were ever late."""
        due = np.append(self.rounds.due_ms, NEVER)[self.round]
        return np.asarray(
            np.minimum(np.minimum(self.events.complaint_ms, self.reported_ms), np.minimum(due, self.accident_ms))
        )

    @property
    def accident_ms(self) -> Ints:
        """When an accident comes of each event unless it has been handled."""
        return np.where(self.warned > 0, NEVER, self.events.accident_ms)


def detections_of(
    workload: Workload, organisation: Organisation, demand: Demand, horizon: Horizon, n_sites: int
) -> Detections | None:  # fmt: skip
    """Return what could make the events of a workload known; None where no type of matter has any."""
    events = events_of(workload, tuple(kind.latent for kind in demand.types))
    if events is None:
        return None
    detecting = organisation.route.dispatching.detecting
    reported, warned = _reported(events, detecting.sensors, workload)
    rounds = _rounds(detecting.patrols, _places(demand, n_sites), horizon)
    return Detections(
        events=events,
        detecting=detecting,
        rounds=rounds,
        round=_seen_by(events, detecting.patrols, rounds, workload),
        reported_ms=reported,
        warned=warned,
        false_ms=_false_reports(detecting.sensors, int(warned.sum()), workload, horizon),
    )


def _places(demand: Demand, n_sites: int) -> Ints:
    """Return what is patrolled: the sites if events lie at them, and what lies at none."""
    spreads = {kind.sites != "nowhere" for kind in demand.types if kind.latent}
    sites = np.arange(n_sites if True in spreads else 0, dtype=np.int64)
    return np.append(sites, NOWHERE) if False in spreads else sites


def _rounds(patrols: Patrolling | None, places: Ints, horizon: Horizon) -> Rounds:
    """Return the rounds: to each place every so many working days, the places evenly one after another."""
    if patrols is None:
        return Rounds(due_ms=np.zeros(0, dtype=np.int64), site=np.zeros(0, dtype=np.int64))
    spacing = patrols.every_days * horizon.day_ms
    turns = np.arange(int(horizon.office.total_ms // spacing) + 1)[:, None]
    worked = np.floor((turns + np.arange(places.size)[None, :] / places.size) * spacing).astype(np.int64).ravel()
    due = horizon.office.next_open(horizon.office.add_working(0, worked))
    kept = np.flatnonzero(due < horizon.end_ms)
    return Rounds(due_ms=due[kept], site=np.tile(places, turns.size)[kept])


def _seen_by(events: Events, patrols: Patrolling | None, rounds: Rounds, workload: Workload) -> Ints:
    """Return the round that would see each event first, of those due at its site from its onset on; -1: none.

    How many rounds pass by before is drawn by one uniform, by inversion of the geometric law. A round that is due
    after an event has ended by itself sees nothing.
    """
    found = np.full(events.matter.size, -1, dtype=np.int64)
    if patrols is None or patrols.catch_share == 0:
        return found
    passed = _passed_by(workload.outcomes.of_matters("patrolled")[events.matter], patrols.catch_share)
    site = workload.matters.site[events.matter]
    for place in np.unique(site).tolist():
        here, mine = np.flatnonzero(rounds.site == place), np.flatnonzero(site == place)
        turn = np.searchsorted(rounds.due_ms[here], events.onset_ms[mine]) + passed[mine]
        comes = turn < here.size
        found[mine[comes]] = here[turn[comes].astype(np.int64)]
    due = np.append(rounds.due_ms, NEVER)[found]
    return np.where(due < events.fades_ms, found, -1)


def _passed_by(uniform: Floats, catch_share: float) -> Floats:
    """Return how many rounds pass by an event that each sees with this probability."""
    if catch_share >= 1:
        return np.zeros(uniform.size)
    certain = uniform >= 1  # as no drawn uniform is
    passed = np.floor(np.log1p(-np.where(certain, 0.0, uniform)) / np.log1p(-catch_share))
    return np.where(certain, np.inf, passed)


def _reported(events: Events, sensors: Sensing | None, workload: Workload) -> tuple[Ints, Ints]:
    """Return when a sensor reports each event, and whether before its onset."""
    never = np.full(events.matter.size, NEVER, dtype=np.int64)
    if sensors is None:
        return never, np.zeros_like(never)
    covered = (events.sensed_ms < NEVER) & _comes_to_pass("covered", sensors.share, events, workload)
    warned = covered & _comes_to_pass("warned", sensors.warning_share, events, workload)
    before = events.onset_ms - rounded_ms(np.array(24 * sensors.warning_days))
    reported = np.where(covered, events.sensed_ms, 0) + rounded_ms(np.array(sensors.delay_hours))
    reported = np.where(covered & (reported < events.fades_ms), reported, NEVER)
    return np.where(warned, np.maximum(before, 0), reported), warned.astype(np.int64)


def _comes_to_pass(purpose: str, share: float, events: Events, workload: Workload) -> Flags:
    """Return for which events that comes to pass which does so with this probability; what is certain is not drawn."""
    if share <= 0 or share >= 1:
        return np.full(events.matter.size, share >= 1)
    return np.asarray(workload.outcomes.of_matters(purpose)[events.matter] < share)


def _false_reports(sensors: Sensing | None, n_warned: int, workload: Workload, horizon: Horizon) -> Ints:
    """Return when something is reported that is not there: a Poisson process in clock time, and false warnings.

    Of these there are so many for each true one, at times that have nothing to do with it.
    """
    if sensors is None:
        return np.zeros(0, dtype=np.int64)
    uniforms, days = workload.outcomes.uniforms, horizon.end_ms / MS_PER_DAY
    expected = sensors.false_per_year / 365 * days
    alarms = np.zeros(0)
    if expected > 0:
        points = np.cumsum(-np.log1p(-uniforms("false_alarm", int(expected + 6 * np.sqrt(expected) + 16))))
        alarms = points[points < expected] / expected
    warnings = np.zeros(0)
    if n_warned and sensors.false_warning_ratio > 0:
        warnings = uniforms("false_warning", int(np.floor(n_warned * sensors.false_warning_ratio + 0.5)))
    share = np.concatenate([alarms, warnings])
    return np.sort(np.minimum(np.floor(share * horizon.end_ms), horizon.end_ms - 1).astype(np.int64))
