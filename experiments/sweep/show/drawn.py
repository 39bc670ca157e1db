"""The picture of a sweep: which one its keys call for, of which design, and the file that it goes into."""

from __future__ import annotations

import errno
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from analysis.report.numbers import exact
from analysis.report.words import Words, words
from analysis.sweep_names import short_names, value_text
from experiments.sweep.show.optima import Optima, Row
from experiments.sweep.show.showing import Shown
from experiments.sweep.show.text import fixed, settings
from sim.errors import InputError, NotWritten, nearest

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analysis.figures.sweep_optimum import Lines
    from analysis.figures.sweep_picture import Picture

SUFFIXES = (".png", ".svg", ".pdf")


def check_target(path: Path) -> None:
    """Raise InputError for a file that no picture can be written to."""
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"--plot {path} ends in {path.suffix!r}; expected one of {', '.join(SUFFIXES)}.")
    if path.is_dir():
        raise InputError(f"--plot {path} is a folder; expected a file, such as {path}/sweep.png.")
    if not path.parent.is_dir():
        above = path.parent.parent
        near = [str(one) for one in above.iterdir() if one.is_dir()] if above.is_dir() else []
        raise InputError(f"--plot {path}: {path.parent} is no folder. {nearest(str(path.parent), near)}")


def write_picture(shown: Shown, path: Path, lang: str, optima: Optima | None = None) -> None:
    """Draw a sweep, or its optima, into a file, of the kind that its name ends in.

    Raises InputError where there is nothing to draw or the file may not be written, and NotWritten for a full disk.
    """
    from analysis.figures import canvas

    check_target(path)
    with canvas.style():
        figure = draw(shown, words(lang)) if optima is None else draw_optima(shown, optima, words(lang))
        work = path.with_name(f".{path.name}")
        kind = path.suffix.lower().removeprefix(".")
        dates = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}
        dates["pdf"] = {"CreationDate": None, "Producer": None, "Creator": None}
        try:
            with work.open("wb") as file:
                figure.savefig(file, format=kind, metadata=dates[kind])
            work.replace(path)
        except OSError as error:
            told = f"--plot {path} could not be written: {error.strerror}."
            raise (NotWritten(told) if error.errno in (errno.ENOSPC, errno.EDQUOT) else InputError(told)) from None
        finally:
            work.unlink(missing_ok=True)


def draw(shown: Shown, say: Words) -> Figure:
    """Return the picture: lines along one key, a map over two, upright axes for more."""
    from analysis.figures import sweep_heat, sweep_line, sweep_parallel, sweep_scatter

    varying = shown.varying()
    if not varying:
        raise InputError("--plot: all points that are shown are one; a picture needs a key that varies.")
    if not shown.table.cells:
        raise InputError(f"--plot: {say.text('show_nothing_here' if shown.done else 'show_nothing')}")
    picture = picture_of(shown, say)
    if len(varying) == 1:
        return sweep_line.draw(picture)
    of_one: Callable[[Picture, str], Figure] = sweep_parallel.draw
    if len(varying) == 2:
        of_one = sweep_heat.draw if is_grid(list(picture.points.values())) else sweep_scatter.draw
    return of_one(picture, design_drawn(shown, picture.designs))


def draw_optima(shown: Shown, optima: Optima, say: Words) -> Figure:
    """Return the picture of optima: a line along their axis for each row; raise InputError for too many of them."""
    from analysis.figures import sweep_optimum

    if len(optima.rows) > sweep_optimum.MOST:
        raise InputError(
            f"--plot: these are {len(optima.rows)} lines; expected at most {sweep_optimum.MOST} that can be told "
            "apart: --where or --design leave fewer."
        )
    return sweep_optimum.draw(picture_of_optima(shown, optima, say), lines_of(shown, optima, say))


def lines_of(shown: Shown, optima: Optima, say: Words) -> Lines:
    """Return what tells the rows of optima apart, by the names that they have as lines."""
    from analysis.figures.sweep_optimum import Line, Lines

    titles, short = _titles(shown, say.lang), short_names(shown.keys)
    designs = list(dict.fromkeys(row.design for row in optima.rows))
    several = len(designs) > 1 or not optima.by
    lines = {}
    for name, row in _rows_by_name(optima).items():
        told = tuple(value_text(value) for value in row.others)
        told = (titles[row.design], *told) if several else told
        lines[name] = Line(told=told, points=row.points, optimum=row.optimum)
    heads = tuple(short[shown.keys[place]] for place in optima.by)
    heads = (say.text("show_design"), *heads) if several else heads
    return Lines(heads=heads, lines=lines, design=designs[0] if len(designs) == 1 else None)


def picture_of_optima(shown: Shown, optima: Optima, say: Words) -> Picture:
    """Return a picture along one key, in which each row of the optima is a design."""
    picture, rows = picture_of(shown, say), _rows_by_name(optima)
    cells = {(cell.design, cell.point): cell for cell in shown.table.cells}
    renamed = [
        replace(cells[row.design, point], design=name)
        for name, row in rows.items() for point in row.points if (row.design, point) in cells
    ]  # fmt: skip
    table = replace(shown.table, designs=tuple(rows), cells=tuple(renamed))
    names = {**{name: name for name in rows}, **picture.names}
    points = {number: (point[optima.axis],) for number, point in shown.points.items()}
    note = say.text("clause_sep").join([picture.note, say.text("sweep_band")])
    return replace(picture, table=table, names=names, keys=(shown.keys[optima.axis],), points=points, note=note)


def _rows_by_name(optima: Optima) -> dict[str, Row]:
    """Return the rows by names that no design has."""
    return {f"row {place}": row for place, row in enumerate(optima.rows)}


def picture_of(shown: Shown, say: Words) -> Picture:
    """Return what a picture is made from."""
    from analysis.figures.sweep_picture import Picture

    places = shown.varying()
    return Picture(
        words=say, table=shown.table, names=_titles(shown, say.lang), keys=tuple(shown.keys[place] for place in places),
        points={number: tuple(point[place] for place in places) for number, point in shown.points.items()},
        difference=shown.asked.difference, replications=shown.stored.sweep.replications, note=_note(shown, say),
    )  # fmt: skip


def is_grid(points: Sequence[Sequence[Any]]) -> bool:
    """Return whether points are all combinations of the values that they have."""
    size = 1
    for values in zip(*points, strict=True):
        size *= len({repr(value) for value in values})
    return len({repr(point) for point in points}) == size


def design_drawn(shown: Shown, designs: Sequence[str]) -> str:
    """Return the one design that a picture over several keys shows: the one asked for, else the one the keys are of.

    Without either it is the first besides the baseline. Raises InputError if several are asked for.
    """
    if len(shown.asked.designs) > 1:
        given = ", ".join(shown.asked.designs)
        raise InputError(f"--design gives {given}; a picture over several keys shows one of them, so expected one.")
    if len(designs) == 1:
        return designs[0]
    keys = [shown.keys[place].removeprefix("+").split(".") for place in shown.varying()]
    touched = [name for name in designs if any(key[:2] == ["designs", name] for key in keys)]
    return next(iter([*touched, *(name for name in designs if name != shown.table.baseline), *designs]))


def _note(shown: Shown, say: Words) -> str:
    sweep, family = shown.stored.sweep, exact(shown.table.family)
    title, replications = sweep.facts["title"][say.lang], exact(sweep.replications)
    parts = [say.text("sweep_note", title=title, replications=replications)]
    if still := settings(fixed(shown)):
        parts.append(say.text("sweep_where", items=still))
    if shown.done < sweep.runs:
        parts.append(say.text("sweep_partial", done=exact(shown.done), runs=exact(sweep.runs)))
    if len(shown.varying()) == 1:
        band = "sweep_band_family" if shown.asked.difference else "sweep_band"
        parts.append(say.text(band, family=family))
    elif shown.asked.difference:
        parts.append(say.text("sweep_family", family=family))
    return say.text("clause_sep").join(parts)


def _titles(shown: Shown, lang: str) -> dict[str, str]:
    """Return the titles of all designs of the sweep; one that has none goes by its name."""
    sweep = shown.stored.sweep
    try:
        data = yaml.safe_load((shown.stored.folder / "config.yaml").read_text(encoding="utf-8"))["designs"]
    except (OSError, yaml.YAMLError, KeyError, TypeError):
        data = {}
    return {name: ((data.get(name) or {}).get("title") or {}).get(lang) or name for name in sweep.designs}
