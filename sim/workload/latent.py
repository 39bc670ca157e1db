"""Latent events 隐患: defects, violations, hazards that are there from their onset, whether or not anybody knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
from annotated_types import Ge

from sim.arrays import NEVER, Flags, Floats, Ints, rounded_ms
from sim.errors import InputError
from sim.options import NonNegative, Share, options
from sim.workload.laws import Law
from sim.workload.outcomes import Outcomes
from sim.workload.tables import Workload

if TYPE_CHECKING:
    from sim.workload.demand import MatterType


@options
class Latent:
    """What becomes of an event that nobody knows of. All times run from its onset, days are of 24 hours."""

    complaint_share: Share = 0.0  # of events: somebody complains
    complaint_days: Law = Law(mean=0.0)
    sensor_share: Share = 0.0  # of events: a sensor could see it, where a design has one
    sensor_hours: Law = Law(mean=0.0)  # until it could
    fades_share: Share = 0.0  # of events: they end by themselves
    fades_days: Law = Law(mean=0.0)
    growth_per_day: NonNegative = 0.0  # share of its work that each day adds until somebody begins to handle it
    growth_most: Annotated[float, Ge(1)] = 1.0  # times its work at most
    accident_share: Share = 0.0  # of events: an accident comes of it unless it has been handled
    accident_days: Law = Law(mean=0.0)
    accident_hours: Law = Law(mean=0.0)  # of work on the accident, besides the event's own

    def __post_init__(self) -> None:
        if (self.growth_per_day > 0) != (self.growth_most > 1):
            raise InputError(
                f"latent has growth_per_day={self.growth_per_day:g} and growth_most={self.growth_most:g}, so nothing "
                "grows; expected growth_per_day above 0 and growth_most above 1, or neither."
            )
        if self.accident_share > 0 and self.accident_hours.mean == 0:
            raise InputError(
                f"latent has accident_share={self.accident_share:g}, but an accident is no work; expected "
                "accident_hours with a mean above 0."
            )


def check_latent(kind: MatterType) -> None:
    """Raise InputError for a type of events that nobody knows of, and that yet are sent, begun or due."""
    if kind.latent is None:
        return
    for key, given in (
        ("from_offices=true", kind.from_offices), ("duplicated=true", kind.duplicated),
        (f"in_hand={kind.in_hand}", kind.in_hand > 0), ("deadline_days", kind.deadline_days is not None),
    ):  # fmt: skip
        if given:
            raise InputError(
                f"type {kind.name!r} has {key} and is latent, so nobody knows of its matters when they begin; expected "
                "one of the two."
            )


@dataclass(frozen=True, kw_only=True)
class Events:
    """All latent events of a workload, one row each, and what no design changes. Times are in ms; NEVER: at none."""

    matter: Ints  # row of the workload's matters
    onset_ms: Ints
    complaint_ms: Ints  # when somebody complains, unless it has ended by itself
    sensed_ms: Ints  # from when on a sensor could see it, likewise
    fades_ms: Ints  # when it ends by itself
    accident_ms: Ints  # when an accident comes of it unless it has been handled, likewise
    accident_hours: Floats
    growth_per_hour: Floats
    growth_most: Floats


def events_of(workload: Workload, kinds: Sequence[Latent | None]) -> Events | None:
    """Return the latent events of a workload, or None where no type of matter has any; `kinds` are by type.

    What would come of an event after it has ended by itself does not come to pass.
    """
    if not any(kinds):
        return None
    matters = workload.matters
    rows = np.flatnonzero(np.array([kind is not None for kind in kinds])[matters.type])
    onset = matters.release_ms[rows]
    draws = _Draws(workload.outcomes, kinds, matters.type, rows)
    fades = draws.after(onset, "fades_share", "fades_days", 24)
    accident = _before(fades, draws.after(onset, "accident_share", "accident_days", 24))
    return Events(
        matter=rows,
        onset_ms=onset,
        fades_ms=fades,
        complaint_ms=_before(fades, draws.after(onset, "complaint_share", "complaint_days", 24)),
        sensed_ms=_before(fades, draws.after(onset, "sensor_share", "sensor_hours", 1)),
        accident_ms=accident,
        accident_hours=draws.law("accident_hours", accident < NEVER),
        growth_per_hour=draws.number("growth_per_day") / 24,
        growth_most=draws.number("growth_most"),
    )


def _before(fades: Ints, time: Ints) -> Ints:
    return np.where(time < fades, time, NEVER)


_STREAMS = {
    "complaint_share": "noticed", "complaint_days": "noticed_days", "sensor_share": "sensed",
    "sensor_hours": "sensed_hours", "fades_share": "fades", "fades_days": "fades_days",
    "accident_share": "accident", "accident_days": "accident_days", "accident_hours": "accident_hours",
}  # fmt: skip
"""By which streams of a type an option is drawn."""


@dataclass(frozen=True)
class _Draws:
    """What is drawn of these rows of matters, type by type, by the options of the types."""

    outcomes: Outcomes
    kinds: Sequence[Latent | None]
    type: Ints  # of all matters
    rows: Ints

    def number(self, option: str) -> Floats:
        """Return an option that is a number, by row."""
        by_type = np.array([getattr(kind, option) if kind else 0.0 for kind in self.kinds])
        return np.asarray(by_type[self.type[self.rows]])

    def law(self, option: str, among: Flags) -> Floats:
        """Return what is drawn from an option that is a law, by row, 0 where it is not among these."""
        found = np.zeros(self.rows.size)
        if not among.any():
            return found
        drawn = self.outcomes.of_matters(_STREAMS[option])[self.rows]
        for index, kind in enumerate(self.kinds):
            mine = among & (self.type[self.rows] == index)
            if kind is not None and mine.any():
                found[mine] = getattr(kind, option).quantile(drawn[mine])
        return found

    def after(self, onset: Ints, share: str, law: str, hours: float) -> Ints:
        """Return when something comes to pass that does so in a share of events, NEVER in the others."""
        comes = self.comes_to_pass(share)
        return np.where(comes, onset + rounded_ms(hours * self.law(law, comes)), NEVER)

    def comes_to_pass(self, share: str) -> Flags:
        """Return for which events that comes to pass which does so in this share of them."""
        chance = self.number(share)
        if ((chance <= 0) | (chance >= 1)).all():  # what is certain, or cannot be, is not drawn
            return np.asarray(chance >= 1)
        drawn = self.outcomes.of_matters(_STREAMS[share])[self.rows]
        return np.asarray((drawn < chance) | (chance >= 1))
