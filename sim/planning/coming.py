"""A coming: all matters as they come in, or those of them that come in again, with what handling them began with."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sim.arrays import Flags, Floats, Ints
from sim.planning.case import Case
from sim.planning.handling.early_closing import closes_early, work_shares
from sim.planning.sheet import Chain


@dataclass(frozen=True)
class Coming:
    """The n-th return of matters (0: the matters themselves); rows of its chain are always the matters."""

    chain: Chain
    case: Case
    handled: Ints  # [matter] the step that handled the lead's need first; -1: the matter is not among them
    again: int = 0
    may_err_at: list[tuple[Ints, Ints, Ints]] = field(default_factory=list)
    """Where an error may leave: rows, the steps that let them pass, the handling that went wrong."""

    @property
    def present(self) -> Flags:
        """Which matters are among them."""
        return np.asarray(self.handled >= 0)

    def comes_to_pass(self, share: float | Floats, purpose: str, place: str = "") -> Flags:
        """Return by matter whether a potential outcome comes to pass that has this probability, also given by matter.

        What is certain, or cannot be, is not drawn.
        """
        chance = np.broadcast_to(np.asarray(share, dtype=np.float64), self.handled.shape)
        if ((chance <= 0) | (chance >= 1)).all():
            return np.asarray(chance >= 1)
        drawn = self.case.workload.outcomes.of_matters(purpose, place, again=self.again)
        return np.asarray(drawn < chance)

    @cached_property
    def closes_early(self) -> Flags:
        """Which matters are closed without being solved."""
        case = self.case
        return closes_early(case.workload, case.returns, case.organisation.settings.scoring, self.again)

    @property
    def hours(self) -> Floats:
        """Hours of the lead's need by matter; of one that has come back, its share of them."""
        lead, case = self.case.need_at[:, 0], self.case
        if not self.again:
            return np.asarray(case.work_hours[lead])
        work = np.array([kind.work if kind else 0.0 for kind in case.returns])[case.workload.matters.type]
        early = work_shares(self.closes_early, case.organisation.settings.scoring)
        return np.asarray(case.whole_hours[lead] * work * early)

    def chance(self, turn: int) -> Floats:
        """Return by matter the uniform by which a round of handling goes wrong."""
        if not self.again:
            return np.asarray(self.case.workload.needs.errors[self.case.need_at[:, 0], turn])
        return self.case.workload.outcomes.of_matters("error", f"0/{turn}", again=self.again)
