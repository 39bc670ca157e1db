"""Processing: how fixed processes run and what follows an approval, as plans read it; lever `process` sets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.institution import Rank


@dataclass(frozen=True, kw_only=True)
class Pursuit:
    """What follows an approval (审批-监管-执法): who supervises, who enforces, and how often it comes to that."""

    types: tuple[str, ...] = ()  # whose approvals are pushed; (): all that no office sends
    push_hours: float = 0.0
    push_delay_days: float = 0.0
    supervisor: int = -1  # unit; -1: that of the first need's function
    dispute_share: float = 0.0
    arbiter: Rank = Rank.DEPUTY
    inspect_share: float = 1.0
    inspect_hours: float = 0.0
    on_site: bool = False
    violation_share: float = 0.0
    enforcer: int = -1  # unit; -1: who supervises
    enforce_hours: float = 0.0
    enforcers: int = 2
    licence: str | None = None
    late_days: float | None = None


@dataclass(frozen=True, kw_only=True)
class Processing:
    """How processes are merged, run side by side and inspected; the default leaves them as they are written."""

    parallel: bool = False
    keeps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # type -> needs that stay behind others
    merged: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    merged_work: float = 1.0
    notice_share: float = 1.0  # of notices that no law asks for
    drops_dates: bool = False  # that no law asks for
    joint: bool = False  # inspections of one matter are made in one visit
    joint_work: float | None = None  # share of the sum of their work; None: the longest
    pursuit: Pursuit | None = None
    overdue_hours: float = 0.0  # to explain to a leader why a matter was late
    overdue_rank: Rank = Rank.DEPUTY
