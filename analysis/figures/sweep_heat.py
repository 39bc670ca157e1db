"""A sweep over two keys whose combinations were all asked for: a coloured cell for each, numbered if it fits."""

from __future__ import annotations

from collections.abc import Container, Sequence

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.figures import canvas, palette
from analysis.figures.sweep_axis import SweepAxis
from analysis.figures.sweep_colours import NOTHING, Scale, bar, scale
from analysis.figures.sweep_picture import HEAD, LEFT, Picture, head, marks
from analysis.sweep_table import Cell

FOOT = 104
RIGHT = 130
LEAST, MOST = 300, 640
"""The height of the map in pixels."""

ROW = 46
"""The height of a row in pixels, where there are few."""

Corner = tuple[int, int]
"""The column and the row of a cell, from the lower left."""

HATCHES = {"undecided": "////", "overloaded": "xxxx", "open": "++++", "absent": "...."}
NUMBERED = (22, 20)
"""A cell has a number if it is so many pixels wider than that, and so many high."""


def draw(picture: Picture, design: str) -> Figure:
    """Return the map of one design, the key with more values from left to right."""
    across, up = sorted((0, 1), key=lambda place: -len(picture.axis(place).values))
    x, y = picture.axis(across), picture.axis(up)
    tall = min(max(LEAST, ROW * len(y.values)), MOST)
    left = LEFT + 52 + max(canvas.text_width(y.text(value), canvas.NORMAL) for value in y.values)
    figure = canvas.figure(tall + HEAD + FOOT)
    height = figure.bbox.height
    wide = 1 - (left + RIGHT) / canvas.WIDTH
    axes = figure.add_axes((left / canvas.WIDTH, FOOT / height, wide, tall / height))
    cells = {cell.point: cell for cell in picture.cells(design)}
    shown = [estimate.mean for cell in cells.values() if (estimate := cell.shown(picture.difference)[0])]
    colours = scale(picture, shown)
    width = wide * canvas.WIDTH / len(x.values), tall / len(y.values)
    kinds: dict[str, list[tuple[Corner, str]]] = {}
    for point, values in picture.points.items():
        corner, cell = (x.rank(values[across]), y.rank(values[up])), cells.get(point)
        face = _face(picture, cell, colours)
        kinds.setdefault(cell.kind(picture.difference) if cell else "absent", []).append((corner, face))
        _write(axes, picture, cell, corner, face, width)
    for kind, found in kinds.items():
        _draw_cells(axes, kind, found)
    _set_axes(axes, x, y)
    if shown:
        bar(figure, axes, picture, colours)
    head(figure, picture, picture.quantity(design))
    marks(figure, *_marks(picture, kinds))
    return figure


def _face(picture: Picture, cell: Cell | None, colours: Scale) -> str:
    estimate, _ = cell.shown(picture.difference) if cell else (None, None)
    return NOTHING if estimate is None else colours.colour(estimate.mean)


def _draw_cells(axes: Axes, kind: str, found: Sequence[tuple[Corner, str]]) -> None:
    """Draw all cells of a kind: they have one hatching."""
    squares = [[(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)] for (x, y), _ in found]
    axes.add_collection(PolyCollection(
        squares, facecolors=[face for _, face in found], edgecolors=canvas.SOFT, linewidths=0, label=kind,
        hatch=HATCHES.get(kind, ""),
    ))  # fmt: skip


def _write(
    axes: Axes, picture: Picture, cell: Cell | None, corner: Corner, face: str, width: tuple[float, float]
) -> None:
    """Write a cell's figure into it; where that does not fit, of a bound the sign alone."""
    estimate, bound = cell.shown(picture.difference) if cell else (None, None)
    if estimate is None or width[1] < NUMBERED[1]:
        return
    text = _text(picture, estimate.mean, bound)
    if canvas.text_width(text, canvas.SMALL) + NUMBERED[0] > width[0]:
        text = text[0] if bound and width[0] > NUMBERED[0] else ""
    if text:
        ground = {"facecolor": face, "edgecolor": "none", "pad": 1.5}  # so that hatching leaves the number readable
        axes.text(corner[0] + 0.5, corner[1] + 0.5, text, ha="center", va="center", fontsize=canvas.SMALL,
                  color=palette.ink_on(face), bbox=ground)  # fmt: skip


def _text(picture: Picture, mean: float, bound: str | None) -> str:
    sign = {"lower": "≥ ", "upper": "≤ "}.get(bound or "", "")
    return sign + picture.number(mean)


def _set_axes(axes: Axes, x: SweepAxis, y: SweepAxis) -> None:
    axes.set_xlim(0, len(x.values))
    axes.set_ylim(0, len(y.values))
    across = [float(axes.transData.transform((place + 0.5, 0))[0]) for place in range(len(x.values))]
    up = [float(axes.transData.transform((0, place + 0.5))[1]) for place in range(len(y.values))]
    chosen = x.labelled(across)
    axes.set_xticks([place + 0.5 for place in chosen], [x.text(x.values[place]) for place in chosen])
    chosen = y.labelled(up, room=18)
    axes.set_yticks([place + 0.5 for place in chosen], [y.text(y.values[place]) for place in chosen])
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_xlabel(x.label)
    axes.set_ylabel(y.label)


def _marks(picture: Picture, kinds: Container[str]) -> tuple[list[Patch], list[str]]:
    """Return the key to what is there: hatchings, and signs before numbers."""
    order = [kind for kind in ("undecided", "capped", "open", "overloaded", "absent") if kind in kinds]
    handles = [_mark(kind) for kind in order]
    signs = {"capped": "≥ ≤ "}
    return handles, [signs.get(kind, "") + picture.words.text(f"sweep_{kind}") for kind in order]


def _mark(kind: str) -> Patch:
    """Return what stands before a mark's meaning; before that of bounds stand their signs."""
    if kind == "capped":
        return Patch(visible=False)
    face = "white" if kind == "undecided" else NOTHING
    return Patch(facecolor=face, hatch=HATCHES[kind], edgecolor=canvas.SOFT, linewidth=0)
