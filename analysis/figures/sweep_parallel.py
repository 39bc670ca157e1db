"""A sweep over three keys or more: an upright axis for each, and a line through them for each point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import Normal, Stroke

from analysis.figures import canvas
from analysis.figures.sweep_axis import SweepAxis
from analysis.figures.sweep_colours import PALE, Scale, bar, scale
from analysis.figures.sweep_picture import HEAD, Picture, head, marks
from analysis.figures.sweep_scatter import kind_of

HEIGHT = 600
FOOT = 118
SIDE = 110
RIGHT = 212
MOST_LABELS = 12
"""An axis of numbers with more values has labels at its ends alone."""

BUNDLE = 0.05
"""Lines through one value are spread over so much of the axis, the lowest figure lowest, so that none hides another."""

LINES: dict[str, Any] = {
    "decided": "-",
    "undecided": (0, (5, 2)),
    "capped": (0, (1, 1.5)),
    "overloaded": "-",
    "open": "-.",
    "absent": ":",
}


def draw(picture: Picture, design: str) -> Figure:
    """Return the lines of all points for one design, coloured by its figure."""
    axes_of_keys = [picture.axis(place) for place in range(len(picture.keys))]
    figure = canvas.figure(HEIGHT)
    axes = figure.add_axes(
        (SIDE / canvas.WIDTH, FOOT / HEIGHT, 1 - (SIDE + RIGHT) / canvas.WIDTH, 1 - (FOOT + HEAD) / HEIGHT)
    )
    cells = {cell.point: cell for cell in picture.cells(design)}
    means = {point: one.mean for point, cell in cells.items() if (one := cell.shown(picture.difference)[0])}
    colours = scale(picture, list(means.values()))
    heights = _heights(picture, axes_of_keys, means)
    order = sorted(picture.points, key=lambda point: abs(means[point]) if point in means else -1.0)
    there = [kind_of(cells.get(point), picture.difference) for point in order]
    for point, kind in zip(order, there, strict=True):
        _draw_point(axes, heights[point], kind, means.get(point), colours)
    _draw_axes(axes, axes_of_keys)
    if means:
        bar(figure, axes, picture, colours, gap=112)
    head(figure, picture, picture.quantity(design))
    named = [kind for kind in LINES if kind in there and kind != "decided"]
    marks(figure, [_handle(kind) for kind in named], [picture.words.text(f"sweep_{kind}") for kind in named])
    return figure


def _heights(picture: Picture, axes: Sequence[SweepAxis], means: Mapping[int, float]) -> dict[int, list[float]]:
    """Return for each point how high its line crosses each axis, those through one value spread by their figures."""
    order = sorted(picture.points, key=lambda point: means.get(point, float("inf")))
    heights: dict[int, list[float]] = {point: [] for point in order}
    for place, axis in enumerate(axes):
        through: dict[int, list[int]] = {}
        for point in order:
            through.setdefault(axis.rank(picture.points[point][place]), []).append(point)
        room = min(BUNDLE, 0.5 / len(axis.values))
        for rank, points in through.items():
            middle = axis.share(axis.values[rank])
            for number, point in enumerate(points):
                spread = (number / (len(points) - 1) - 0.5) * room if len(points) > 1 else 0.0
                heights[point].append(middle + spread)
    return heights


def _draw_point(axes: Axes, heights: list[float], kind: str, mean: float | None, colours: Scale) -> None:
    colour = PALE if mean is None else colours.colour(mean)
    style: dict[str, Any] = {"linestyle": LINES[kind], "solid_capstyle": "butt", "zorder": 2 if mean is None else 3}
    (line,) = axes.plot(range(len(heights)), heights, color=colour, linewidth=1.1 if mean is None else 1.6, **style)
    if mean is not None:  # the colour of 0 is white
        line.set_path_effects([Stroke(linewidth=2.4, foreground=canvas.SOFT, alpha=0.45), Normal()])


def _draw_axes(axes: Axes, keys: Sequence[SweepAxis]) -> None:
    axes.set_xlim(0, len(keys) - 1)
    axes.set_ylim(-0.05, 1.05)
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(False)
    gap = (canvas.WIDTH - SIDE - RIGHT) / (len(keys) - 1)
    room = gap - 12 if gap < 2 * SIDE else 2 * SIDE - 12
    axes.set_xticks(range(len(keys)), ["\n".join(label_lines(axis.label, room)) for axis in keys])
    axes.tick_params(axis="x", length=0, pad=6, labelsize=canvas.SMALL)
    for place, axis in enumerate(keys):
        axes.axvline(place, color=canvas.INK, linewidth=1.0, zorder=4, clip_on=False)
        values = axis.values if len(axis.values) <= MOST_LABELS else (axis.values[0], axis.values[-1])
        for value in values:
            _write(axes, axis, place, value, room)


def _write(axes: Axes, axis: SweepAxis, place: int, value: object, room: float) -> None:
    text = canvas.wrapped(axis.text(value), canvas.SMALL, room / 2, lines=1)[0]
    ground = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.0}
    axes.annotate(text, (place, axis.share(value)), xytext=(5, 0), textcoords="offset points", va="center",
                  fontsize=canvas.SMALL, bbox=ground, zorder=5, annotation_clip=False)  # fmt: skip


def label_lines(key: str, room: float) -> list[str]:
    """Return a key in lines of so many pixels, broken behind dots, at most four; the beginning is what is left out.

    >>> label_lines("demand.types.request.per_year", 100)
    ['demand.types.', 'request.per_year']
    """
    lines: list[str] = [""]
    for part in key.replace(".", ".\0").split("\0"):
        if lines[-1] and canvas.text_width(lines[-1] + part, canvas.SMALL) > room:
            lines.append("")
        lines[-1] += part
    kept = lines[-4:]
    if len(kept) < len(lines):
        kept[0] = "…" + kept[0]
    return [canvas.wrapped(line, canvas.SMALL, room, lines=1)[0] for line in kept]


def _handle(kind: str) -> Line2D:
    colour = PALE if kind in ("overloaded", "open", "absent") else canvas.SOFT
    return Line2D([], [], color=colour, linestyle=LINES[kind], linewidth=1.8)
