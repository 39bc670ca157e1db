"""Lever `authority` (route): which rank decides what, when leaders sign, and who has which portfolio."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Literal

import numpy as np

from sim.arrays import Ints
from sim.errors import DesignError
from sim.institution import Institution, Rank
from sim.levers.ranks import check_held
from sim.levers.routing.deciding import Channel, Deciding, Delegation
from sim.levers.routing.deciding_checks import check_deciding, check_stand_ins
from sim.levers.routing.standing_in import stand_ins
from sim.levers.stages import RANK_OF, Arrangement, RankName, Route, SigningTimes
from sim.options import NonNegative, Share, options
from sim.workload.demand import Decision, Whole
from sim.workload.expectations import Expectations

DecisionClass = Literal["non_core", "core"]

_DECISION: dict[str, Decision] = {"non_core": Decision.NON_CORE, "core": Decision.CORE}


@options
class Delegated:
    """Who signs a class's lighter matters in its ranks' place: those of this share, by weight."""

    ranks: tuple[RankName, ...]
    limit: Share


@options
class Authority:
    """Options: the ranks that hand a matter out and that sign it, one after another, by decision class.

    `channels`: a rank signs what is laid on its desk (`electronic`), what the handler brings and reports in person
    (`face_to_face`), or not at all: it decides at a `meeting`, the one that `meetings` names.
    """

    assigns: tuple[RankName, ...] = ()
    non_core: tuple[RankName, ...] = ()
    core: tuple[RankName, ...] = ()
    portfolios: Literal["by_unit", "by_bureau"] = "by_unit"
    signing: Mapping[RankName, SigningTimes] = field(default_factory=dict)
    channels: Mapping[RankName, Channel] = field(default_factory=dict)  # absent: electronic
    handler: Literal["set_aside", "held"] = "set_aside"  # what whoever reports in person does until it is signed
    meetings: Mapping[RankName, str] = field(default_factory=dict)
    notice_days: Whole = 0  # working days before a meeting that papers must be in
    delegated: Mapping[DecisionClass, Delegated] = field(default_factory=dict)
    skip_share: Share = 0.0  # probability that a core matter goes straight from the first rank to the last
    advises: bool = False  # a head who does not sign gives an opinion before leaders do
    advised_hours: NonNegative = 1.0  # hours of a leader's signature after that, as a multiple
    asks: RankName | None = None  # who signs a request to the upper level before it goes
    stand_ins: bool = False  # somebody signs for a leader or a head who is away


def route_authority(
    route: Route, options: Authority, arrangement: Arrangement, institution: Institution, expected: Expectations
) -> Route:
    """Return the route with these signatures; raise DesignError for a decision that nobody may take.

    Names of meetings are held against the institution's where a plan is made (sim.planning.deciding.meeting_dates).
    """
    chains = {"assigns": options.assigns, "non_core": options.non_core, "core": options.core}
    for key, chain in chains.items():
        for name in chain:
            check_held(f"authority.{key}", name, arrangement)
    for name, times in options.signing.items():
        if not (times.times and times.weekdays):
            raise DesignError(f"authority.signing.{name} has no time or no weekday, so that rank would never sign.")
    check_deciding(options, arrangement)
    ranks = {key: tuple(RANK_OF[name] for name in chain) for key, chain in chains.items()}
    portfolios = _portfolios(options, arrangement, institution, expected)
    return replace(
        route,
        assigns=ranks["assigns"],
        signs={Decision.NON_CORE: ranks["non_core"], Decision.CORE: ranks["core"]} if any(ranks.values()) else {},
        signing={RANK_OF[name]: times for name, times in options.signing.items()},
        deputy_of_function=portfolios,
        deciding=_deciding(options, arrangement, portfolios),
    )


def _deciding(options: Authority, arrangement: Arrangement, portfolios: Ints | None) -> Deciding:
    stand_in = stand_ins(arrangement, portfolios) if options.stand_ins else None
    if stand_in is not None:
        check_stand_ins(stand_in, arrangement)
    return Deciding(
        channels={RANK_OF[name]: channel for name, channel in options.channels.items()},
        handler_held=options.handler == "held",
        meetings={RANK_OF[name]: meeting for name, meeting in options.meetings.items()},
        notice_days=options.notice_days,
        delegated={
            _DECISION[name]: Delegation(ranks=tuple(RANK_OF[rank] for rank in to.ranks), limit=to.limit)
            for name, to in options.delegated.items()
        },
        skip_share=options.skip_share,
        advises=options.advises,
        advised_hours=options.advised_hours,
        asks=None if options.asks is None else RANK_OF[options.asks],
        stand_in_of=stand_in,
    )


def _portfolios(
    options: Authority, arrangement: Arrangement, institution: Institution, expected: Expectations
) -> Ints | None:
    """Deal units (or bureaus) out to the deputies: the one with most work first, to whom has least so far."""
    deputies = np.flatnonzero(arrangement.rank_of_person == Rank.DEPUTY)
    if not deputies.size:
        return None
    body = institution.function_bureau if options.portfolios == "by_bureau" else arrangement.unit_of_function
    hours = np.bincount(body, weights=expected.hours)
    load = np.zeros(deputies.size)
    chosen = np.zeros(hours.size, dtype=np.int64)
    for index in np.argsort(-hours, kind="stable"):
        deputy = int(np.argmin(load))
        chosen[index] = deputies[deputy]
        load[deputy] += hours[index]
    return chosen[body]
