"""The queue of needs that wait to be handled, as it is written down."""

from __future__ import annotations

from dataclasses import dataclass

from sim.arrays import Ints


@dataclass
class Queue:
    """One row a need that waits to be handled. Times are ms since it was ready; NEVER: they do not come."""

    step: Ints  # that waits now
    first: Ints  # that waited at first, which all others stand for
    need: Ints
    matter: Ints
    waited: Ints  # before the step that waits now was ready
    leaves: Ints  # when the applicant leaves
    complains: Ints  # when one complains who goes on waiting; NEVER once that is written

    def among(self, rows: Ints) -> Queue:
        """Return these rows."""
        return Queue(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})
