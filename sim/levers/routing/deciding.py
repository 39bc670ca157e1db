"""How a decision is taken: what the lever `authority` settles besides the ranks that sign, and who signs when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sim.arrays import Ints
from sim.institution import Rank
from sim.workload.demand import Decision

Channel = Literal["electronic", "face_to_face", "meeting"]


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """Who signs the lighter matters of a class: those whose weight, a uniform, is below the limit."""

    ranks: tuple[Rank, ...]
    limit: float


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """Channels, delegation, advice, requests to the upper level, and who stands in; the default changes nothing."""

    channels: Mapping[Rank, Channel] = field(default_factory=dict)  # absent: electronic
    handler_held: bool = False  # whoever reports in person stays bound until the leader has signed
    meetings: Mapping[Rank, str] = field(default_factory=dict)  # where ranks decide whose channel is a meeting
    notice_days: int = 0  # working days before a meeting that papers must be in
    delegated: Mapping[Decision, Delegation] = field(default_factory=dict)
    skip_share: float = 0.0  # probability that a core matter goes straight from the first rank to the last
    advises: bool = False  # a head who does not sign gives an opinion before leaders do
    advised_hours: float = 1.0  # a leader's signature after that, as a multiple
    asks: Rank | None = None  # who signs a request to the upper level
    stand_in_of: Ints | None = None  # [person]: who signs where this one is away, -1: nobody; None: never anybody
