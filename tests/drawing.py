"""Figures drawn for a test: their texts, and where each lies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from analysis.figures import canvas


def drawn(draw: Callable[..., Figure], *arguments: Any) -> tuple[Figure, list[tuple[str, Bbox]]]:
    """Return a figure, and the places of its texts that are drawn and not empty."""
    with canvas.style():
        figure = draw(*arguments)
        renderer = FigureCanvasAgg(figure).get_renderer()
        figure.draw(renderer)
        hidden = set(_labels_beyond(figure))
        texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
        return figure, [(text.get_text(), text.get_window_extent(renderer)) for text in texts if text not in hidden]


def texts_of(figure: Figure) -> list[str]:
    """Return the texts of a figure that are not empty."""
    return [text.get_text() for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def overlap(one: Bbox, other: Bbox, slack: float = 0.5) -> bool:
    """Return whether two places have more pixels in common than a slack, across and upwards."""
    across, up = min(one.x1, other.x1) - max(one.x0, other.x0), min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(across > slack and up > slack)


def _labels_beyond(figure: Figure) -> Iterator[Text]:
    """Yield the labels of ticks beyond the end of their axis, which exist but are not drawn."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                if not low <= tick.get_loc() <= high:
                    yield from (tick.label1, tick.label2)
