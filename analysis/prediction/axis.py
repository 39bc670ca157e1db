"""An axis: an uncertain parameter, and the values of its first key between the two ends."""

from __future__ import annotations

from dataclasses import dataclass

from sim.institution import Title


@dataclass(frozen=True, kw_only=True)
class Axis:
    """A parameter by name and title; `first` and `last` are its first key's values at the shares 0 and 1.

    The last may be the smaller one.
    """

    name: str
    title: Title
    first: float
    last: float

    def value(self, share: float) -> float:
        """Return the value of the first key at a share of the way from the first to the last.

        >>> Axis(name="load", title=Title(zh="负荷", en="Load"), first=1.0, last=0.5).value(0.25)
        0.875
        """
        return self.first + share * (self.last - self.first)

    @property
    def rises(self) -> bool:
        """Whether the value grows with the share."""
        return self.last >= self.first
