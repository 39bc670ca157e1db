"""A sweep over two keys that were sampled, not combined: a coloured dot for each point."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.figures import canvas
from analysis.figures.sweep_axis import SweepAxis
from analysis.figures.sweep_colours import Scale, bar, scale
from analysis.figures.sweep_picture import HEAD, LEFT, Picture, head, marks
from analysis.sweep_table import Cell

HEIGHT = 620
FOOT = 104
RIGHT = 130
MARKS = {"decided": "o", "undecided": "D", "capped": "^", "overloaded": "x", "open": "+", "absent": "."}


def draw(picture: Picture, design: str) -> Figure:
    """Return the dots of one design, the first key from left to right."""
    x, y = picture.axis(0), picture.axis(1)
    figure = canvas.figure(HEIGHT)
    left = LEFT + 76
    axes = figure.add_axes(
        (left / canvas.WIDTH, FOOT / HEIGHT, 1 - (left + RIGHT) / canvas.WIDTH, 1 - (FOOT + HEAD) / HEIGHT)
    )
    cells = {cell.point: cell for cell in picture.cells(design)}
    shown = [estimate.mean for cell in cells.values() if (estimate := cell.shown(picture.difference)[0])]
    colours = scale(picture, shown)
    there = {kind: points for kind in MARKS if (points := _of_kind(picture, cells, kind))}
    for kind, points in there.items():
        _draw_dots(axes, picture, (x, y), [(point, cells.get(point)) for point in points], kind, colours)
    _set_axes(axes, x, y)
    if shown:
        bar(figure, axes, picture, colours)
    head(figure, picture, picture.quantity(design))
    named = [kind for kind in there if kind != "decided"]
    handles = [Line2D([], [], marker=MARKS[kind], linestyle="", color=canvas.SOFT, markersize=7) for kind in named]
    marks(figure, handles, [picture.words.text(f"sweep_{kind}") for kind in named])
    return figure


def kind_of(cell: Cell | None, difference: bool) -> str:
    """Return what is known of a point; one that is not played yet is absent."""
    return cell.kind(difference) if cell else "absent"


def _of_kind(picture: Picture, cells: dict[int, Cell], kind: str) -> list[int]:
    return [point for point in picture.points if kind_of(cells.get(point), picture.difference) == kind]


def _draw_dots(
    axes: Axes, picture: Picture, both: tuple[SweepAxis, SweepAxis], found: Sequence[tuple[int, Cell | None]],
    kind: str, colours: Scale,
) -> None:  # fmt: skip
    across = [both[0].place(picture.points[point][0]) for point, _ in found]
    up = [both[1].place(picture.points[point][1]) for point, _ in found]
    size = 90 if len(picture.points) <= 100 else 40 if len(picture.points) <= 1000 else 12
    if kind in ("overloaded", "open", "absent"):
        axes.scatter(across, up, s=size * 0.5, marker=MARKS[kind], color=canvas.SOFT, linewidth=1.2, zorder=2)
        return
    shown = [estimate.mean for _, cell in found if cell and (estimate := cell.shown(picture.difference)[0])]
    axes.scatter(across, up, s=size, marker=MARKS[kind], c=shown, cmap=colours.cmap, norm=colours.norm,
                 edgecolors=canvas.SOFT, linewidths=0.6, zorder=3)  # fmt: skip


def _set_axes(axes: Axes, x: SweepAxis, y: SweepAxis) -> None:
    for axis, limits, line in ((x, axes.set_xlim, axes.xaxis), (y, axes.set_ylim, axes.yaxis)):
        span = (axis.places[-1] - axis.places[0]) or 1.0
        pad = 0.04 * span if axis.is_numeric else 0.5
        limits(axis.places[0] - pad, axis.places[-1] + pad)
        if not axis.is_numeric:
            line.set_ticks(list(axis.places), [axis.text(value) for value in axis.values])
    axes.grid(visible=True)
    axes.set_axisbelow(True)
    axes.set_xlabel(x.label)
    axes.set_ylabel(y.label)
