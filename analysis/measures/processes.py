"""What is told of processes: which measures a run can tell, and which of its steps are inspections."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.arrays import Ints


def _none() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Processes:
    """The default: nothing is told."""

    routings: bool = False  # matters may go astray more than once
    supplements: bool = False  # applicants may have to supplement more than once
    inspections: Ints = field(default_factory=_none)  # needs that stand for a visit to the applicant under this design
    inspected: Ints = field(default_factory=_none)  # matters that have such needs
    late_days: float | None = None  # from which on an inspection after approval is late; None: nobody says
