"""How a matter follows a process of its own: each need after the needs it names, as the design runs it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.arrays import Ints
from sim.institution import Rank
from sim.plan.plan import Kind
from sim.planning.case import Case
from sim.planning.handling.courses import Course, Station
from sim.planning.handling.entering import enter_again
from sim.planning.handling.handing_over import hand_over
from sim.planning.handling.needs import handle_need
from sim.planning.handling.publicity import publish, wait_for_dates
from sim.planning.handling.refusing import refuse_at_first
from sim.planning.handling.supervising import report_back
from sim.planning.sheet import Chain, Sheet
from sim.planning.waiting.waiting import go_on_unless_left


def follow_processes(chain: Chain, case: Case, lead_step: Ints) -> None:
    """Handle matters whose type has a process of its own."""
    for course, rows in _alike(case):
        unit = case.need_unit[case.need_at[rows[0]]]
        threads: dict[int, Chain] = {}
        for station in course:
            thread = threads[station.place] = chain.fork(rows)
            arrived = _arrive(thread, station, threads, unit, case)
            step = _handle_station(thread, station, case, arrived=arrived)
            if station.place == 0:
                lead_step[rows] = step
        followed = {earlier for station in course for earlier in station.after}
        last = [(one.place, _goes_out(one, unit)) for one in course if one.place not in followed]
        whole = chain.fork(rows)
        done = _join(chain.sheet, whole, threads, last, case)
        go_on_unless_left(chain, rows, done, lead_step, case)


def _alike(case: Case) -> Iterator[tuple[Course, Ints]]:
    """Yield each process with matters whose needs fall to the same units; the functions of a process are fixed."""
    for index, course in enumerate(case.courses):
        rows = np.flatnonzero(case.workload.matters.type == index) if course else np.zeros(0, dtype=np.int64)
        if not rows.size:
            continue
        units = case.need_unit[case.need_at[rows, : sum(len(station.places) for station in course)]]
        _, group = np.unique(units, axis=0, return_inverse=True)
        for one in range(int(group.max()) + 1):
            yield course, rows[group.reshape(-1) == one]


def _goes_out(station: Station, unit: Ints) -> bool:
    """Return whether the lead sends papers to another unit at once, since the design lets nothing come before."""
    return station.sent_out and bool(unit[station.place] != unit[0])


def _arrive(thread: Chain, station: Station, threads: dict[int, Chain], unit: Ints, case: Case) -> bool:
    """Let a station begin when all that it comes after is done; return whether it arrives from other units only."""
    inner, place = np.arange(thread.matter.size), station.place
    if _goes_out(station, unit):
        hand_over(thread, inner, case, place=place)
        return True
    if not station.after:
        return False
    moved = [(earlier, bool(unit[earlier] != unit[place])) for earlier in station.after]
    _join(thread.sheet, thread, threads, moved, case, place=place)
    return all(elsewhere for _, elsewhere in moved)


def _handle_station(thread: Chain, station: Station, case: Case, *, arrived: bool) -> Ints:
    """Write what is done in a station, and the waits that belong to it; return the steps that handle its needs."""
    inner, place = np.arange(thread.matter.size), station.place
    if arrived:
        refuse_at_first(thread, inner, case, place)
    wait_for_dates(thread, inner, case, station)
    step = handle_need(thread, inner, case, place, arrived=arrived)
    _call_other_units(thread.sheet, step, thread.matter, station, case)
    if arrived or place == 0:
        enter_again(thread, inner, case, place)
        report_back(thread, inner, case, place)
    publish(thread, inner, case, station)
    return step


def _call_other_units(sheet: Sheet, step: Ints, matters: Ints, station: Station, case: Case) -> None:
    """Let people of all units concerned make one visit together; each sends as many as the type asks for."""
    if len(station.parts) == 1:
        return
    count, licence = case.crews[case.workload.matters.type[matters[0]]]
    units = list(dict.fromkeys(int(case.need_unit[case.need_at[matters[0], one.places[0]]]) for one in station.parts))
    called = count > 1 or licence >= 0  # then those of the first unit have been called already
    for unit in units[1:] if called else units if len(units) > 1 else []:
        sheet.provide("crews", step, unit=unit, rank=int(Rank.OFFICER), licence=licence, count=count)


def _join(
    sheet: Sheet, thread: Chain, threads: dict[int, Chain], after: list[tuple[int, bool]], case: Case,
    place: int | None = None,
) -> Ints:  # fmt: skip
    """Let `thread` go on where all these threads have come to, handed over to `place` where the flag says so."""
    inner = np.arange(thread.matter.size)
    step = sheet.write(thread.matter, Kind.JOIN)
    for earlier, handed_over in after:
        branch = threads[earlier].fork(inner)
        if handed_over:
            hand_over(branch, inner, case, place=place)
        branch.lead_to(inner, step)
    thread.stand_at(inner, step)
    return step
