"""Matters and needs of one type, and the twins that another bureau sends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np

from sim.arrays import NEVER, Floats, Ints, rounded_ms
from sim.horizon import Horizon
from sim.workload.arrivals import arrivals
from sim.workload.demand import MatterType
from sim.workload.draws import Uniforms
from sim.workload.laws import Law
from sim.workload.odds import Odds
from sim.workload.patience import draw_patience
from sim.workload.requests import draw_requests
from sim.workload.sites import draw_sites, draw_visits
from sim.workload.source import Source
from sim.workload.tables import MatterTable, NeedTable


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Matters in order of their ordinals, and their needs by place; `twin_of` points into the originals' table."""

    matters: MatterTable
    needs: NeedTable


def draw_matters(index: int, kind: MatterType, source: Source, uniforms: Uniforms, scale: float) -> Drawn:
    """Return all matters of a type that come in, in order of their ordinals."""
    return draw_released(index, kind, kind.name, arrivals(kind, scale, source.horizon, uniforms), source, uniforms)


def draw_released(
    index: int, kind: MatterType, name: str, release: Ints, source: Source, uniforms: Uniforms
) -> Drawn:  # fmt: skip
    """Return matters of a type, released at these times, from the streams named `name`."""
    n = release.size

    def draw(purpose: str) -> Floats:
        return uniforms(f"{purpose}/{name}", n)

    places = draw_sites(kind, n, source.institution, draw)
    needs = _draw_needs(kind, name, places["site"], source, uniforms)
    lead = needs.function[needs.place == 0]
    offices = source.institution.function_office[lead]
    matters = MatterTable(
        type=np.full(n, index, dtype=np.int64),
        ordinal=np.arange(n, dtype=np.int64),
        release_ms=release,
        deadline_ms=_deadlines(kind, release, source.horizon),
        priority=np.full(n, kind.priority, dtype=np.int64),
        decision=Odds.of(np.array([kind.decisions])).pick(np.zeros(n, dtype=np.int64), draw("decision")),
        office=offices if kind.from_offices else np.full(n, -1, dtype=np.int64),
        supplement_ms=_delays("supplement", kind.supplement_share, kind.supplement_days, 24, n, draw),
        review_ms=_delays("review", kind.review_share, kind.review_days, source.horizon.day_hours, n, draw),
        misdirected=draw("misdirected"),
        mistaken_for=source.neighbours.pick(lead, draw("mistaken_for")),
        twin_of=np.full(n, -1, dtype=np.int64),
        ordered=draw("ordered") < kind.ordered_share if kind.ordered_share else np.zeros(n, dtype=bool),
        in_hand=np.zeros(n, dtype=bool),
        surge=np.zeros(n, dtype=bool),
        prefilled=draw("prefilled"),
        prefilled_catches=draw("prefilled_catches"),
        weight=draw("weight"),
        direct=draw("direct"),
        **draw_patience(kind.patience, kind.urgent_share, n, draw),
        **draw_requests(kind, n, source, draw),
        **places,
    )
    return Drawn(matters=matters, needs=needs)


def _draw_needs(kind: MatterType, name: str, site: Ints, source: Source, uniforms: Uniforms) -> NeedTable:
    """Draw place by place, so that the i-th matter's need at a place keeps its draws whatever else it needs."""
    parts: list[NeedTable] = []
    n = site.size
    counts = _need_counts(kind, name, n, uniforms)
    lead = _lead_functions(kind, name, site, source, uniforms)
    for place in range(int(counts.max(initial=1))):
        matter = np.flatnonzero(counts > place)
        function = lead if place == 0 else _further_functions(kind, name, place, matter, site, lead, source, uniforms)
        law, factor = _work_law(kind, place)
        columns = _need_columns(f"{name}/{place}", matter, n, kind, law, source, uniforms)
        columns["work_hours"] = factor * columns["work_hours"]
        parts.append(
            NeedTable(matter=matter, place=np.full(matter.size, place, dtype=np.int64), function=function, **columns)
        )
    return NeedTable(
        **{column.name: np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(NeedTable)}
    )


def _need_columns(
    name: str, rows: Ints, n: int, kind: MatterType, law: Law, source: Source, uniforms: Uniforms
) -> dict[str, np.ndarray]:
    """Draw what could happen to the needs of these `rows` among the `n` matters of the stream `name`."""
    demand = source.demand

    def draw(purpose: str, turn: str = "") -> Floats:
        return uniforms(f"{purpose}/{name}{turn}", n)[rows]

    return {
        "work_hours": law.quantile(draw("work")),
        "views_ms": _delays("views", kind.views_share, kind.views_days, source.horizon.day_hours, rows.size, draw),
        "errors": np.stack([draw("error", f"/{turn}") for turn in range(demand.rounds)], axis=1),
        "resubmitted": draw("resubmitted"),
        "resubmission_ms": rounded_ms(24 * demand.resubmission_days.quantile(draw("resubmission_days"))),
        "lost_ms": _delays("lost", demand.lost_share, demand.lost_days, source.horizon.day_hours, rows.size, draw),
        "refuses": draw("refused") < demand.refusal_share if demand.refusal_share else np.zeros(rows.size, dtype=bool),
        "visits": draw_visits(kind, rows.size, draw),
    }


def _delays(purpose: str, share: float, days: Law, day_hours: float, n: int, draw: Callable[[str], Floats]) -> Ints:
    """Draw for `n` rows how long something takes that comes to pass in a share of them; 0 in the others."""
    delay = np.zeros(n, dtype=np.int64)
    if share > 0:
        rows = np.flatnonzero(draw(purpose) < share)
        delay[rows] = rounded_ms(days.quantile(draw(f"{purpose}_days")[rows]) * day_hours)
    return delay


def _need_counts(kind: MatterType, name: str, n: int, uniforms: Uniforms) -> Ints:
    if kind.process:
        return np.full(n, len(kind.process), dtype=np.int64)
    further = Odds.of(np.array([kind.further_needs]))
    return 1 + further.pick(np.zeros(n, dtype=np.int64), uniforms(f"further_needs/{name}", n))


def _lead_functions(kind: MatterType, name: str, site: Ints, source: Source, uniforms: Uniforms) -> Ints:
    if kind.process:
        return _fixed_functions(kind, 0, site, source)
    return source.first_functions(kind, site, uniforms(f"function/{name}", site.size))


def _further_functions(
    kind: MatterType, name: str, place: int, rows: Ints, site: Ints, lead: Ints, source: Source, uniforms: Uniforms
) -> Ints:
    if kind.process:
        return _fixed_functions(kind, place, site, source)[rows]
    return source.further[kind.name].pick(lead[rows], uniforms(f"function/{name}/{place}", lead.size)[rows])


def _fixed_functions(kind: MatterType, place: int, site: Ints, source: Source) -> Ints:
    functions = source.fixed[kind.name]
    row = site if len(functions) > 1 else np.zeros(site.size, dtype=np.int64)
    return np.asarray(functions[row, place])


def _work_law(kind: MatterType, place: int) -> tuple[Law, float]:
    """Return the law of the work at a place, and the multiple of it that is meant."""
    if kind.process:
        return kind.process[kind.process_order()[place]].work_hours or kind.work_hours, 1.0
    return kind.work_hours, kind.further_work if place else 1.0


def _deadlines(kind: MatterType, release: Ints, horizon: Horizon) -> Ints:
    if kind.deadline_days is None:
        return np.full(release.size, NEVER, dtype=np.int64)
    return horizon.office.add_working(release, rounded_ms(np.array(kind.deadline_days * horizon.day_hours)))


def draw_twins(originals: Drawn, kind: MatterType, source: Source, uniforms: Uniforms) -> Drawn:
    """Repeat some matters for another bureau: one need each, of the same category, drawn anew."""
    base, demand = originals.matters, source.demand
    lead = originals.needs.function[originals.needs.place == 0]
    n, name = base.type.size, f"{kind.name}/twin"
    rows = np.flatnonzero(uniforms(f"duplicate/{kind.name}", n) < demand.duplicates.share)
    function = source.twins.pick(lead[rows], uniforms(f"function/{name}", n)[rows])
    rows, function = rows[function >= 0], function[function >= 0]
    delay = rounded_ms(24 * demand.duplicates.delay_days.quantile(uniforms(f"delay/{name}", n)[rows]))
    release = base.release_ms[rows] + delay
    copied = {column.name: getattr(base, column.name)[rows] for column in fields(base)}
    matters = replace(
        MatterTable(**copied),
        release_ms=release,
        deadline_ms=_deadlines(kind, release, source.horizon),
        office=source.institution.function_office[function] if kind.from_offices else copied["office"],
        misdirected=uniforms(f"misdirected/{name}", n)[rows],
        mistaken_for=source.neighbours.pick(function, uniforms(f"mistaken_for/{name}", n)[rows]),
        twin_of=rows,
    )
    needs = NeedTable(
        matter=np.arange(rows.size, dtype=np.int64),
        place=np.zeros(rows.size, dtype=np.int64),
        function=function,
        **_need_columns(name, rows, n, kind, kind.work_hours, source, uniforms),
    )
    return Drawn(matters=matters, needs=needs)
