"""Relaying (逐级转派): what passes down through ranks before anybody handles it."""

from __future__ import annotations

from sim.arrays import Ints
from sim.institution import Rank
from sim.plan.plan import Kind
from sim.planning.case import DECISION_PRIORITY, ORDINARY_PRIORITY, Case
from sim.planning.sheet import Chain


def pass_down(chain: Chain, rows: Ints, case: Case) -> None:
    """Let each rank of the design pass these matters on, one after another, at the times when it signs."""
    dispatching = case.organisation.route.dispatching
    for rank in dispatching.relays:
        chain.then(
            rows, Kind.RELAY, unit=case.place_to_sign(rank, chain.matter[rows]), rank=int(rank),
            work_hours=dispatching.relay_hours, calendar=case.signing_calendar(rank),
            priority=ORDINARY_PRIORITY if rank == Rank.OFFICER else DECISION_PRIORITY,
        )  # fmt: skip
