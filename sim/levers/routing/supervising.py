"""How work is supervised: what the lever `supervision` comes to, who looks at a matter and what that does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.institution import Rank
from sim.workload.demand import Decision

Combined = Literal["chain", "either", "majority"]


@dataclass(frozen=True, kw_only=True)
class Screen:
    """Somebody who looks for errors: of a unit (-1: the lead's), with this rank at least."""

    unit: int = -1
    rank: Rank = Rank.OFFICER
    hours: float = 0.0
    catch_share: float  # probability that an error is seen
    return_share: float = 0.0  # probability that good work is returned
    decisions: tuple[Decision, ...] = ()  # of which classes


@dataclass(frozen=True, kw_only=True)
class Supervising:
    """Checks before the first signature, that signature, audits after closing, inspection; the default adds nothing."""

    checks: tuple[Screen, ...] = ()
    combined: Combined = "chain"
    rework: float | None = None  # work of a further round where somebody checks, as a share; None: the procedure's
    signature_catch_share: float = 1.0
    signature_return_share: float = 0.0
    audit: Screen | None = None
    audit_share: float = 0.0  # probability that a closed matter is audited
    inspection_hours: float = 0.0  # a month, of each member of a unit
    inspection_errors: float = 1.0  # multiple of the error rates
    inspection_slowness: float = 1.0  # multiple of the hours that handling takes

    def checks_of(self, decision: Decision) -> tuple[tuple[int, Screen], ...]:
        """Return the checks of a class of decisions, each with its place among all checks."""
        return tuple((place, screen) for place, screen in enumerate(self.checks) if decision in screen.decisions)

    @property
    def finds(self) -> bool:
        """Whether anybody looks for errors otherwise than by a signature that sees them all."""
        signs_as_ever = self.signature_catch_share == 1.0 and self.signature_return_share == 0.0
        return bool(self.checks) or not signs_as_ever or self.audit_share > 0
