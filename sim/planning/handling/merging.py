"""Merging (合并环节): needs of a process as a design has them handled, one row standing for those put together."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from sim.arrays import Floats, Ints
from sim.levers.routing.processing import Processing
from sim.planning.handling.courses import Course, Part, Station
from sim.workload.tables import NeedTable, Workload


def with_merged(workload: Workload, courses: tuple[Course, ...], processing: Processing) -> Workload:
    """Return the workload with the needs that a design puts together; the same one where it leaves all apart.

    The row of a station's first need stands for all: it is of the function that takes the others over, with all that
    was drawn for that one, and has their work. The others are of the same function and ask for nothing more; where
    several units come for one visit, functions stay.
    """
    needs = workload.needs
    columns = {column.name: getattr(needs, column.name) for column in fields(NeedTable)}
    changed = False
    for index, course in enumerate(courses):
        rows = np.flatnonzero(workload.matters.type == index)
        for station in course:
            if len(station.places) > 1 and rows.size:
                columns = columns if changed else {name: column.copy() for name, column in columns.items()}
                changed = True
                _put_together(columns, needs, rows, station, processing)
    return replace(workload, needs=NeedTable(**columns)) if changed else workload


def _put_together(
    columns: dict[str, np.ndarray], needs: NeedTable, matters: Ints, station: Station, processing: Processing
) -> None:  # fmt: skip
    """Write the rows of a station of these matters."""
    at = {place: _rows(needs, matters, place) for place in station.places}
    first = at[station.place]
    for name in columns.keys() - {"matter", "place"}:
        columns[name][first] = getattr(needs, name)[at[station.parts[0].taker]]
    for part in station.parts:
        for place in {*part.places} - {station.place}:
            columns["function"][at[place]] = needs.function[at[part.taker]]
            for name in ("work_hours", "views_ms", "lost_ms", "refuses", "visits"):
                columns[name][at[place]] = 0
    work = [_work(needs, at, part, processing) for part in station.parts]
    columns["work_hours"][first] = work[0] if len(work) == 1 else _in_one_visit(work, processing)
    columns["visits"][first] = np.any([needs.visits[rows] for rows in at.values()], axis=0)


def _rows(needs: NeedTable, matters: Ints, place: int) -> Ints:
    """Return the row of the need at a place of each of these matters."""
    start = np.searchsorted(needs.matter, matters)
    return np.asarray(start + place)


def _work(needs: NeedTable, at: dict[int, Ints], part: Part, processing: Processing) -> Floats:
    """Return the hours of a need and of those it takes over, of which less may remain."""
    hours = needs.work_hours[at[part.taker]]
    for place in part.places:
        if place != part.taker:
            hours = hours + processing.merged_work * needs.work_hours[at[place]]
    return np.asarray(hours)


def _in_one_visit(work: list[Floats], processing: Processing) -> Floats:
    """Return the hours of one visit for several inspections."""
    if processing.joint_work is None:
        return np.asarray(np.max(work, axis=0))
    return np.asarray(processing.joint_work * np.sum(work, axis=0))
