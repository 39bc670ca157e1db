"""Returns (投诉、复议、再次来件): what left the house in error, or unsolved, may come in again as a new matter."""

from __future__ import annotations

from sim.options import Count, NonNegative, Share, options
from sim.workload.laws import Law


@options
class Returns:
    """How matters of a type come back."""

    error_share: Share = 0.0  # probability that what left in error comes back
    days: Law = Law(mean=0.0)  # clock days until it does
    work: NonNegative = 1.0  # work of the lead's need then, as a share
    rounds: Count = 1  # how often one matter may come back
