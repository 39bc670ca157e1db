"""Dispatching: how a matter finds its people, as plans read it; the lever `dispatch` sets it."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.arrays import Ints
from sim.institution import Rank
from sim.levers.routing.broadcasting import Broadcasting
from sim.levers.routing.detecting import Detecting


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What comes of it when a need has waited so long to be handled: somebody reminds (催办), or orders it (督办)."""

    after_days: float  # of 24 hours, since it was ready
    orders: bool
    rank: Rank
    hours: float  # of that person's time; 0: of nobody's


@dataclass(frozen=True, kw_only=True)
class Dispatching:
    """Urgency, overflow, relays, broadcasts and detection; the default changes nothing."""

    urgent_first: bool = False  # urgent matters come before all others
    interrupts: bool = False  # and interrupt work of less urgency
    same_person: bool = False  # who was interrupted goes on with it, else anybody does
    ageing_days: float | None = None  # so many of 24 hours raise a step's priority by one; None: never
    ageing_steps: int = 1  # at most so often
    watches: tuple[Watch, ...] = ()  # by time
    overflow_days: float | None = None  # of waiting for one unit, after which the next one is asked; None: it waits on
    overflow_units: Ints | None = None  # [unit, turn]: which ones are asked, one after another
    lost: bool = False  # what none of them takes in that time is lost
    relays: tuple[Rank, ...] = ()  # who passes a matter on before it is handled, one after another
    relay_hours: float = 0.0
    assigns_at_once: bool = False  # handing out takes no time of leaders
    broadcast: Broadcasting = field(default_factory=Broadcasting)
    broadcast_unit: int = 0  # whose people make the calls of the first layer
    detecting: Detecting = field(default_factory=Detecting)  # how latent events become known
