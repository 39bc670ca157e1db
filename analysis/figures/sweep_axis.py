"""The axis of a key: where each of its values lies, numbers by size and all else as categories, and its labels."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analysis.figures import canvas
from analysis.sweep_names import value_text

GAP = 10
"""Pixels between neighbouring labels."""


@dataclass(frozen=True)
class SweepAxis:
    """A key with its distinct values in order; those of a numeric one are in the order of size."""

    key: str
    values: tuple[Any, ...]
    is_numeric: bool

    def place(self, value: Any) -> float:
        """Return where a value lies: at its size, or at its number among the categories."""
        return float(value) if self.is_numeric else float(self.rank(value))

    def rank(self, value: Any) -> int:
        """Return the number of a value, from 0."""
        return self._ranks[_name(value)]

    @cached_property
    def _ranks(self) -> dict[Hashable, int]:
        return {_name(value): rank for rank, value in enumerate(self.values)}

    @property
    def places(self) -> tuple[float, ...]:
        """Where all values lie."""
        return tuple(self.place(value) for value in self.values)

    def share(self, value: Any) -> float:
        """Return where a value lies between the least (0) and the greatest (1); 0.5 if there is only one."""
        low, high = self.place(self.values[0]), self.place(self.values[-1])
        return 0.5 if low == high else (self.place(value) - low) / (high - low)

    @property
    def label(self) -> str:
        """The name of the key."""
        return canvas.printable(self.key.removeprefix("+"))

    def text(self, value: Any) -> str:
        """Return a value as its label has it."""
        return canvas.printable(value_text(value))

    def labelled(self, places: Sequence[float], room: float | None = None) -> list[int]:
        """Return the numbers of the values that have room for a label, the first always among them.

        `places` are pixels, in order; `room` is what a label takes, its own width if None.
        """
        chosen: list[int] = []
        end = float("-inf")
        for number, (value, place) in enumerate(zip(self.values, places, strict=True)):
            half = (canvas.text_width(self.text(value), canvas.NORMAL) if room is None else room) / 2
            if place - half >= end + (GAP if room is None else 0):
                chosen.append(number)
                end = place + half
        return chosen


def axis_of(key: str, values: Sequence[Any]) -> SweepAxis:
    """Return the axis of these values: numeric if all are numbers, else categories in the order of appearance."""
    distinct = list({_name(value): value for value in values}.values())
    is_numeric = all(_is_number(value) for value in distinct)
    return SweepAxis(key, tuple(sorted(distinct)) if is_numeric else tuple(distinct), is_numeric)


def _name(value: Any) -> Hashable:
    """Return what tells a value from others; 1 and 1.0 are one."""
    return float(value) if _is_number(value) else repr(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
