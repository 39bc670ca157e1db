"""Matters and needs of one type, and the twins that another bureau sends."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from sim.arrays import NEVER, Floats, Ints, rounded_ms
from sim.errors import UnknownName, nearest
from sim.horizon import Horizon
from sim.institution import Institution
from sim.workload.arrivals import arrivals
from sim.workload.demand import Demand, MatterType
from sim.workload.draws import Uniforms
from sim.workload.kinship import first_weights, further_weights, neighbour_weights, pick, twin_weights
from sim.workload.laws import Law
from sim.workload.tables import MatterTable, NeedTable


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Matters in order of their ordinals, and their needs; `twin_of` points into the originals' table."""

    matters: MatterTable
    needs: NeedTable


@dataclass(frozen=True, kw_only=True)
class Source:
    """What the draws of one type depend on besides the type itself."""

    demand: Demand
    institution: Institution
    horizon: Horizon
    uniforms: Uniforms
    scale: float


def draw_matters(index: int, kind: MatterType, source: Source) -> Drawn:
    """Return all matters of a type, in order of their ordinals."""
    release = arrivals(kind, source.scale, source.horizon, source.uniforms)
    needs = _draw_needs(kind, release.size, source)
    lead = needs.function[needs.place == 0]
    n = release.size

    def draw(purpose: str) -> Floats:
        return source.uniforms(f"{purpose}/{kind.name}", n)

    supplements = draw("supplement") < kind.supplement_share
    supplement_days = kind.supplement_days.quantile(draw("supplement_days"))
    offices = source.institution.function_office[lead]
    matters = MatterTable(
        type=np.full(n, index, dtype=np.int64),
        ordinal=np.arange(n, dtype=np.int64),
        release_ms=release,
        deadline_ms=_deadlines(kind, release, source.horizon),
        priority=np.full(n, kind.priority, dtype=np.int64),
        decision=pick(np.array([kind.decisions]), np.zeros(n, dtype=np.int64), draw("decision")),
        office=offices if kind.from_offices else np.full(n, -1, dtype=np.int64),
        supplement_ms=np.where(supplements, rounded_ms(24 * supplement_days), 0),
        misdirected=draw("misdirected"),
        mistaken_for=pick(neighbour_weights(source.institution), lead, draw("mistaken_for")),
        twin_of=np.full(n, -1, dtype=np.int64),
    )
    return Drawn(matters=matters, needs=needs)


def _draw_needs(kind: MatterType, n: int, source: Source) -> NeedTable:
    """Draw place by place, so that the i-th matter's need at a place keeps its draws whatever else it needs."""
    parts: list[NeedTable] = []
    counts = _need_counts(kind, n, source)
    lead = _lead_functions(kind, n, source)
    for place in range(int(counts.max(initial=1))):
        matter = np.flatnonzero(counts > place)
        function = lead[matter] if place == 0 else _further_functions(kind, place, lead, source)[matter]
        law, factor = _work_law(kind, place)
        columns = _need_columns(f"{kind.name}/{place}", n, kind, law, source)
        parts.append(
            NeedTable(
                matter=matter,
                place=np.full(matter.size, place, dtype=np.int64),
                function=function,
                work_hours=factor * columns["work_hours"][matter],
                **{name: columns[name][matter] for name in ("views_ms", "errors", "resubmitted", "resubmission_ms")},
            )
        )
    joined = {name.name: np.concatenate([getattr(part, name.name) for part in parts]) for name in fields(NeedTable)}
    order = np.lexsort((joined["place"], joined["matter"]))
    return NeedTable(**{name: column[order] for name, column in joined.items()})


def _need_columns(name: str, n: int, kind: MatterType, law: Law, source: Source) -> dict[str, np.ndarray]:
    """Draw what could happen to the first `n` needs of the stream `name`."""
    uniforms, demand = source.uniforms, source.demand
    sought = uniforms(f"views/{name}", n) < kind.views_share
    days = kind.views_days.quantile(uniforms(f"views_days/{name}", n))
    resubmission = demand.resubmission_days.quantile(uniforms(f"resubmission_days/{name}", n))
    return {
        "work_hours": law.quantile(uniforms(f"work/{name}", n)),
        "views_ms": np.where(sought, rounded_ms(days * source.horizon.day_hours), 0),
        "errors": np.stack([uniforms(f"error/{name}/{turn}", n) for turn in range(demand.rounds)], axis=1),
        "resubmitted": uniforms(f"resubmitted/{name}", n),
        "resubmission_ms": rounded_ms(24 * resubmission),
    }


def _need_counts(kind: MatterType, n: int, source: Source) -> Ints:
    if kind.process:
        return np.full(n, len(kind.process), dtype=np.int64)
    weights = np.array([kind.further_needs])
    return 1 + pick(weights, np.zeros(n, dtype=np.int64), source.uniforms(f"further_needs/{kind.name}", n))


def _lead_functions(kind: MatterType, n: int, source: Source) -> Ints:
    if kind.process:
        return np.full(n, _fixed_function(kind, 0, source.institution), dtype=np.int64)
    weights = first_weights(source.institution, kind)[None, :]
    return pick(weights, np.zeros(n, dtype=np.int64), source.uniforms(f"function/{kind.name}", n))


def _further_functions(kind: MatterType, place: int, lead: Ints, source: Source) -> Ints:
    if kind.process:
        return np.full(lead.size, _fixed_function(kind, place, source.institution), dtype=np.int64)
    akin = further_weights(source.institution, first_weights(source.institution, kind), kind.across)
    return pick(akin, lead, source.uniforms(f"function/{kind.name}/{place}", lead.size))


def _fixed_function(kind: MatterType, place: int, institution: Institution) -> int:
    names = [function.name for function in institution.functions]
    need = kind.process_order()[place]
    function = kind.process[need].function
    if function not in names:
        raise UnknownName(
            f"type {kind.name!r}: need {need!r} asks for function {function!r}, which nobody covers. "
            f"{nearest(function, names)}"
        )
    return names.index(function)


def _work_law(kind: MatterType, place: int) -> tuple[Law, float]:
    """Return the law of the work at a place, and the multiple of it that is meant."""
    if kind.process:
        return kind.process[kind.process_order()[place]].work_hours or kind.work_hours, 1.0
    return kind.work_hours, kind.further_work if place else 1.0


def _deadlines(kind: MatterType, release: Ints, horizon: Horizon) -> Ints:
    if kind.deadline_days is None:
        return np.full(release.size, NEVER, dtype=np.int64)
    return horizon.office.add_working(release, rounded_ms(np.array(kind.deadline_days * horizon.day_hours)))


def draw_twins(originals: Drawn, kind: MatterType, source: Source) -> Drawn:
    """Repeat some matters for another bureau: one need each, of the same category, drawn anew."""
    base, uniforms, demand = originals.matters, source.uniforms, source.demand
    lead = originals.needs.function[originals.needs.place == 0]
    n, name = base.type.size, f"{kind.name}/twin"
    other = pick(twin_weights(source.institution), lead, uniforms(f"function/{name}", n))
    share = demand.duplicates.share if kind.duplicated else 0.0
    rows = np.flatnonzero((uniforms(f"duplicate/{kind.name}", n) < share) & (other >= 0))
    delay = rounded_ms(24 * demand.duplicates.delay_days.quantile(uniforms(f"delay/{name}", n)))[rows]
    release, function = base.release_ms[rows] + delay, other[rows]
    mistaken = pick(neighbour_weights(source.institution), np.maximum(other, 0), uniforms(f"mistaken_for/{name}", n))
    copied = {column.name: getattr(base, column.name)[rows] for column in fields(base)}
    matters = replace(
        MatterTable(**copied),
        release_ms=release,
        deadline_ms=_deadlines(kind, release, source.horizon),
        office=source.institution.function_office[function] if kind.from_offices else copied["office"],
        misdirected=uniforms(f"misdirected/{name}", n)[rows],
        mistaken_for=mistaken[rows],
        twin_of=rows,
    )
    columns = _need_columns(name, n, kind, kind.work_hours, source)
    needs = NeedTable(
        matter=np.arange(rows.size, dtype=np.int64),
        place=np.zeros(rows.size, dtype=np.int64),
        function=function,
        **{column: values[rows] for column, values in columns.items()},
    )
    return Drawn(matters=matters, needs=needs)
