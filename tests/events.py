"""Latent events for tests: what happens to them, and who looks for them, so that all can be worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from houses import PLAIN, Built, Matter, build, house, matter, need, officers, workload
from worlds import log

from sim.institution import Institution
from sim.levers.design import Levers
from sim.levers.dispatch import Dispatch
from sim.levers.routing.detection import Detection, Patrols, Sensors
from sim.plan.plan import Kind
from sim.trace import Trace
from sim.workload.demand import Demand, MatterType
from sim.workload.latent import Events, Latent, events_of
from sim.workload.laws import Law
from sim.workload.outcomes import outcomes_of

ONE = house(officers(1))


def after(mean: float) -> Law:
    """Return a law that always gives this."""
    return Law(mean=mean, shape="deterministic")


def hidden(**options: object) -> MatterType:
    """Return a type of events; shares that are given come to pass where a test's uniform is below."""
    return replace(PLAIN, name="hidden", latent=Latent(**options))


NOTICED = {"complaint_share": 0.5, "complaint_days": after(2)}
"""Somebody may complain 48 hours after the onset."""

FADING = {"fades_share": 0.5, "fades_days": after(1)}
"""It may end by itself 24 hours after the onset."""

DANGEROUS = {"accident_share": 0.5, "accident_days": after(3), "accident_hours": after(5)}
"""An accident of 5 hours may come of it 72 hours after the onset."""


def begun(*at: float, hours: float = 1.0, **rest: object) -> list[Matter]:
    """Return events with these onsets, of so many hours of work each."""
    return [matter(need("b0c0", hours), at=onset, **rest) for onset in at]


def patrolled(*, hours: float = 0.0, every: float = 24.0, catch: float = 1.0) -> Detection:
    """Return rounds every so many hours, where days are of 24 working hours."""
    return Detection(patrols=Patrols(by="c0", every_days=every / 24, hours=hours, catch_share=catch))


def sensed(**options: object) -> Detection:
    """Return sensors whose reports are verified."""
    return Detection(sensors=Sensors(by="c0", **options))


def watch(
    events: Sequence[Matter], kind: MatterType, detection: Detection | None = None, *, institution: Institution = ONE,
    comes: Mapping[str, Sequence[float]] | None = None, levers: Levers | None = None,
    others: tuple[MatterType, ...] = (), **rest: object,
) -> Built:  # fmt: skip
    """Return the plan of these events; `comes` are uniforms by purpose, or stream.

    Where none are given they are 1, so that nothing comes to pass but what is certain.
    """
    levers = replace(levers or Levers(), dispatch=Dispatch(detection=detection or Detection()))
    return build(institution, events, levers, types=(kind, *others), outcomes=_streams_of(comes), **rest)


def _streams_of(comes: Mapping[str, Sequence[float]] | None) -> dict[str, Sequence[float]]:
    whole = ("false_alarm", "false_warning")  # streams of no type
    return {
        name if name in whole or "/" in name else f"{name}/hidden": values for name, values in (comes or {}).items()
    }


def events_among(
    matters: Sequence[Matter], kind: MatterType, comes: Mapping[str, Sequence[float]] | None = None
) -> Events:  # fmt: skip
    """Return the events of matters whose first type is latent, and their potential outcomes."""
    given = _streams_of(comes)

    def uniforms(name: str, count: int) -> np.ndarray:
        return np.array([*given.get(name, ()), *[1.0] * count])[:count]

    drawn = workload(matters, ONE)
    drawn = replace(drawn, outcomes=outcomes_of(drawn.matters, Demand(types=(kind, PLAIN)), uniforms))
    found = events_of(drawn, (kind.latent, None))
    assert found is not None
    return found


def known(built: Built, trace: Trace) -> list[float | None]:
    """Return when each event came in, in hours; None: never."""
    entries = built.plan.entries
    events = int((built.plan.matters.type < 0).argmax())  # all that comes before the first row of type -1
    rows = entries.step[entries.matter < events]
    return [log(trace).steps[row].ended for row in rows.tolist()]


def lines(built: Built, trace: Trace, kind: Kind) -> list[tuple[float | None, float | None]]:
    """Return when each step of a kind that takes somebody was started and ended, in hours."""
    steps, found = built.plan.steps, log(trace).steps
    rows = np.flatnonzero((steps.kind == kind) & (steps.unit >= 0))
    return [(found[row].started, found[row].ended) for row in rows.tolist()]
