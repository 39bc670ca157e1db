"""What every picture of a sweep is made from, and what they share: title, note, numbers and the key to marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib.artist import Artist
from matplotlib.figure import Figure

from analysis.figures import canvas
from analysis.figures.sweep_axis import SweepAxis, axis_of
from analysis.report.catalogue import measure
from analysis.report.numbers import number
from analysis.sweep_table import Cell, SweepTable

if TYPE_CHECKING:
    from analysis.report.words import Words

LEFT = 24
"""Pixels from the left edge to title and note."""

HEAD = 74
"""Pixels that title and note take at the top."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A table of a sweep, the keys that vary in it with their values at each point, and the words to show it in.

    `points` holds the points that are not played yet too; `names` the titles of the designs.
    """

    words: Words
    table: SweepTable
    names: Mapping[str, str]
    keys: tuple[str, ...]
    points: Mapping[int, tuple[Any, ...]]
    difference: bool
    replications: int
    note: str

    @property
    def designs(self) -> tuple[str, ...]:
        """The designs that are drawn: with differences, all but the baseline."""
        return tuple(name for name in self.table.designs if not (self.difference and name == self.table.baseline))

    def axis(self, place: int) -> SweepAxis:
        """Return the axis of a key, over the values that it has at all points."""
        return axis_of(self.keys[place], [values[place] for values in self.points.values()])

    def cells(self, design: str) -> Iterator[Cell]:
        """Yield the cells of a design, in the order of points."""
        return (cell for cell in self.table.cells if cell.design == design)

    def quantity(self, design: str | None = None) -> str:
        """Return what is drawn, of one design or of all that are."""
        key = f"sweep_{'less' if self.difference else 'of'}{'' if design else '_all'}"
        said = self.words.text(
            key, measure=self.words.measure(self.table.measure), design=self.names.get(design or "", design),
            baseline=self.names[self.table.baseline],
        )  # fmt: skip
        return self.words.text("sweep_points", name=said) if self.form == "points" else said

    @property
    def form(self) -> str:
        """The form in which numbers are written."""
        form = measure(self.table.measure).form
        return ("points" if self.difference else "share") if form == "share" else "number"

    def number(self, value: float) -> str:
        """Return a figure as it is written."""
        return number(value, signed=self.difference, form=self.form)


def head(figure: Figure, picture: Picture, title: str) -> None:
    """Write title and note at the top of a figure; what has no room ends in an ellipsis."""
    width, height = figure.bbox.width, figure.bbox.height
    room = width - 2 * LEFT
    figure.text(LEFT / width, 1 - 26 / height, canvas.wrapped(title, canvas.LARGE, room, lines=1)[0],
                fontsize=canvas.LARGE, va="center")  # fmt: skip
    figure.text(LEFT / width, 1 - 50 / height, canvas.wrapped(picture.note, canvas.SMALL, room, lines=1)[0],
                fontsize=canvas.SMALL, color=canvas.SOFT, va="center")  # fmt: skip


def marks(figure: Figure, handles: Sequence[Artist], labels: Sequence[str]) -> None:
    """Write the key to marks at the lower left of a figure, if there are any."""
    if handles:
        figure.legend(
            list(handles), list(labels), loc="lower left", ncols=len(handles), frameon=False, fontsize=canvas.SMALL,
            bbox_to_anchor=(LEFT / figure.bbox.width, 6 / figure.bbox.height), borderaxespad=0, handletextpad=0.6,
        )  # fmt: skip
