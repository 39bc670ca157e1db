"""Keeping: which of plan and trace of a run are stored, and where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.measures.played import Played


@dataclass(frozen=True, kw_only=True)
class Keep:
    """What is stored of one run, by whoever plays it: a plan is larger than the message that brings a reading home.

    `folder` lies in a result directory that gets its name only when it is whole, so nothing half-written is left.
    """

    folder: Path
    plan: bool
    trace: bool

    def store(self, played: Played) -> None:
        """Write what is kept into `folder`; raise RunError if that fails."""
        from experiments.plan_store import write_plan, write_trace  # who keeps nothing need not wait for Parquet

        if self.plan:
            write_plan(self.folder / "plan", played.plan)
        if self.trace:
            write_trace(self.folder / "trace", played.trace)
