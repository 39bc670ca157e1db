"""Load and signatures per person, by rank and unit, for two designs side by side; of very many, per rank and unit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import PercentFormatter

from analysis.figures import canvas, palette
from analysis.report.numbers import number

if TYPE_CHECKING:
    from analysis.report.reading import Reading
    from analysis.report.shape import Person

RANKS = ("chief", "deputy", "head", "officer")
SELDOM = ("held", "travel")
"""Purposes that are named only where somebody's time goes into them."""

MOST_ROWS = 150
"""With more people under a design, a row stands for all of one rank in one unit."""

ROW, RANK_GAP, HEAD, FOOT = 16.5, 24, 74, 46
PANEL = {"label": 160, "bars": 275, "space": 26, "signatures": 122}


def draw(reading: Reading, designs: list[str]) -> Figure:
    """Return one panel per design (one or two), the same rows and scales in both."""
    merge = one_row_for_many(reading, designs)
    rows = {design: list((_merged if merge else iter)(ordered(reading, design))) for design in designs}
    depth = max(_depth(people) for people in rows.values())
    height = HEAD + depth + FOOT
    figure = canvas.figure(height)
    signatures = max((p.signatures_per_day or 0 for people in rows.values() for p in people), default=0) or 1
    for column, (design, people) in enumerate(rows.items()):
        _draw_panel(figure, reading, column * 0.505, design, people, height, depth, signatures * 1.18)
    everybody = [person for people in rows.values() for person in people]
    shown = [kind for kind in palette.WORK if kind not in SELDOM or any(getattr(one, kind) for one in everybody)]
    handles = [Patch(facecolor=palette.WORK[kind], label=reading.words.work(kind)) for kind in shown]
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(0.0, 1.0), ncols=len(handles), frameon=False)
    return figure


def ordered(reading: Reading, design: str) -> Iterator[Person]:
    """Yield the people of a design by rank from the top, then by unit in the order of the units."""
    units = [unit.name for unit in reading.comparison.designs[design].unit_list]
    place = {name: i for i, name in enumerate(units)}
    people = reading.comparison.people.get(design, [])
    yield from sorted(people, key=lambda p: (RANKS.index(p.rank), place.get(p.unit or "", len(units))))


def one_row_for_many(reading: Reading, designs: list[str]) -> bool:
    """Return whether people of one rank and unit share a row, since they are too many to have one each."""
    return max(len(reading.comparison.people.get(design, [])) for design in designs) > MOST_ROWS


def _merged(people: Iterator[Person]) -> Iterator[Person]:
    """Yield the mean of all people of one rank in one unit, who follow one another; leaders remain single."""
    for (_, unit), members in groupby(people, key=lambda person: (person.rank, person.unit)):
        many = list(members)
        if unit is None:
            yield from many
            continue
        means = {kind: sum(getattr(one, kind) for one in many) / len(many) for kind in palette.WORK}
        signatures = sum(one.signatures_per_day or 0.0 for one in many) / len(many)
        yield many[0].model_copy(update={**means, "signatures_per_day": signatures})


def _depth(people: list[Person]) -> float:
    return ROW * len(people) + RANK_GAP * len({person.rank for person in people})


def _places(people: list[Person]) -> list[float]:
    """Return the middle of each row in pixels from the top of the panel, with a gap before each rank."""
    places, y = [], 0.0
    for _, members in groupby(people, key=lambda person: person.rank):
        y += RANK_GAP
        for _ in members:
            places.append(y + ROW / 2)
            y += ROW
    return places


def _draw_panel(
    figure: Figure,
    reading: Reading,
    left: float,
    design: str,
    people: list[Person],
    height: float,
    depth: float,
    most_signatures: float,
) -> None:
    """Draw one design: names, stacked bars of working time, and a bar of signatures per day."""
    bottom, share = FOOT / height, depth / height
    starts = left + PANEL["label"] / canvas.WIDTH
    widths = {key: pixels / canvas.WIDTH for key, pixels in PANEL.items()}
    bars = figure.add_axes((starts, bottom, widths["bars"], share))
    beside = starts + widths["bars"] + widths["space"]
    marks = figure.add_axes((beside, bottom, widths["signatures"], share))
    places = _places(people)
    _draw_bars(bars, people, places)
    _draw_signatures(marks, people, places, most_signatures)
    for axes in (bars, marks):
        axes.set_ylim(depth, 0)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.tick_params(labelsize=canvas.SMALL)
    bars.set_xlabel(reading.words.text("people_load_share"), fontsize=canvas.SMALL)
    marks.set_xlabel(reading.words.text("people_load_signatures"), fontsize=canvas.SMALL)
    _draw_names(bars, reading, design, people, places)
    title = canvas.wrapped(reading.name_with_status(design), canvas.LARGE, 560, lines=1)[0]
    figure.text(left + 0.006, 1 - 56 / height, title, fontsize=canvas.LARGE, va="center")


def _draw_bars(axes: Axes, people: list[Person], places: list[float]) -> None:
    starts = [0.0] * len(people)
    for kind, colour in palette.WORK.items():
        shares = [getattr(person, kind) for person in people]
        axes.barh(places, shares, left=starts, height=ROW * 0.78, color=colour, linewidth=0)
        starts = [start + share for start, share in zip(starts, shares, strict=True)]
    axes.set_xlim(0, max([1.0, *starts]))
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))


def _draw_signatures(axes: Axes, people: list[Person], places: list[float], most: float) -> None:
    axes.set_xlim(0, most)
    axes.xaxis.set_major_formatter("{x:g}")  # no longer than need be: the other axis ends beside it
    for person, y in zip(people, places, strict=True):
        value = person.signatures_per_day
        if value:
            axes.barh(y, value, height=ROW * 0.5, color=palette.WORK["decision"], linewidth=0)
            axes.annotate(
                number(value),
                (value, y),
                xytext=(3, 0),
                textcoords="offset points",
                va="center",
                fontsize=7.6,
                color=canvas.SOFT,
            )


def _draw_names(axes: Axes, reading: Reading, design: str, people: list[Person], places: list[float]) -> None:
    """Write the rank before its people, and the unit once before all its rows."""
    titles = {u.name: reading.words.title(u.title) for u in reading.comparison.designs[design].unit_list}
    rows = list(zip(people, places, strict=True))
    for rank, of_rank in groupby(rows, key=lambda row: row[0].rank):
        members = list(of_rank)
        _heading(axes, reading.words.rank(rank), members[0][1] - (ROW + RANK_GAP) / 2)
        for unit, of_unit in groupby(members, key=lambda row: row[0].unit):
            _name(axes, titles.get(unit or "", ""), [y for _, y in of_unit])


def _heading(axes: Axes, title: str, y: float) -> None:
    """Write a rank above its rows."""
    axes.annotate(
        canvas.wrapped(title, canvas.SMALL, PANEL["label"] - 14, lines=1)[0],
        (0, y),
        xytext=(0, -1),
        textcoords="offset points",
        va="center",
        fontsize=canvas.SMALL,
        color=canvas.SOFT,
    )


def _name(axes: Axes, title: str, places: list[float]) -> None:
    text = canvas.wrapped(title, canvas.SMALL, PANEL["label"] - 14, lines=1)[0]
    axes.annotate(
        text,
        (0, sum(places) / len(places)),
        xytext=(-7, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=canvas.SMALL,
    )
    if len(places) > 1:
        axes.plot(
            [-0.012, -0.012],
            [places[0] - ROW * 0.36, places[-1] + ROW * 0.36],
            color=canvas.SOFT,
            linewidth=0.9,
            clip_on=False,
        )
