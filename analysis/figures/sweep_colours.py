"""Colours of figures and differences of a sweep: one scale from least to most, or two sides around 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Colormap, ListedColormap, Normalize, to_hex
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis.figures import canvas
from analysis.figures.sweep_picture import Picture
from analysis.report.catalogue import measure

NOTHING = "#e3e7ea"
"""The colour of a cell that has no figure."""

PALE = "#bcc5cb"
"""The colour of a line that has no figure."""

BAR = 18
"""The width of a colour bar in pixels."""


@dataclass(frozen=True)
class Scale:
    """Which colour a value has."""

    norm: Normalize
    cmap: Colormap

    def colour(self, value: float) -> str:
        """Return the colour of a value, as `#rrggbb`."""
        return to_hex(self.cmap(float(self.norm(value))))


def scale(picture: Picture, values: Sequence[float]) -> Scale:
    """Return the scale of these values. Of differences white is 0, blue the better side, and red the worse one."""
    if picture.difference:
        most = max((abs(value) for value in values), default=0.0) or 1.0
        better = measure(picture.table.measure).better
        name = "RdBu" if better == "higher" else "RdBu_r" if better == "lower" else "PuOr"
        return Scale(Normalize(-most, most), matplotlib.colormaps[name])
    low, high = min(values, default=0.0), max(values, default=1.0)
    if low == high:
        low, high = low - (abs(low) / 20 or 0.5), high + (abs(high) / 20 or 0.5)
    return Scale(Normalize(low, high), _one_sided())


def _one_sided() -> Colormap:
    """Return a scale from light to dark, which a print in black keeps; it begins darker than what has no figure."""
    whole = matplotlib.colormaps["cividis_r"]
    return ListedColormap([whole(0.08 + 0.92 * step / 255) for step in range(256)])


def bar(figure: Figure, axes: Axes, picture: Picture, colours: Scale, gap: float = 22) -> None:
    """Draw the scale at the right of the axes, so many pixels away."""
    place = axes.get_position()
    beside = figure.add_axes((place.x1 + gap / canvas.WIDTH, place.y0, BAR / canvas.WIDTH, place.height))
    drawn = figure.colorbar(ScalarMappable(colours.norm, colours.cmap), cax=beside)
    drawn.outline.set_visible(False)  # type: ignore[operator, unused-ignore]
    drawn.ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: picture.number(value)))
