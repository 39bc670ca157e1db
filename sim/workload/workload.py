"""How a workload is drawn: all chance of one replication, before any engine starts."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from sim.horizon import Horizon
from sim.institution import Institution
from sim.workload.absences import draw_absences
from sim.workload.broadcast_draws import draw_broadcasts
from sim.workload.contacts import draw_contacts
from sim.workload.demand import Demand
from sim.workload.draws import uniforms_of
from sim.workload.in_hand import draw_in_hand
from sim.workload.matters import Drawn, draw_matters, draw_twins
from sim.workload.outcomes import outcomes_of
from sim.workload.source import Source
from sim.workload.surging import draw_surge
from sim.workload.tables import MatterTable, NeedTable, Workload


def draw_workload(
    demand: Demand, institution: Institution, horizon: Horizon, *, seed: int, replication: int, scale: float = 1.0
) -> Workload:
    """Return one replication of all that comes in; `scale` multiplies the volume of matters.

    A draw depends on the seed, the replication and the name of its stream only: sweeping `scale` keeps the
    matters and moves their times, and another type, design or source of chance moves nothing.
    """
    source = Source(demand=demand, institution=institution, horizon=horizon)
    return draw_from(source, seed=seed, replication=replication, scale=scale)


def draw_from(source: Source, *, seed: int, replication: int, scale: float = 1.0) -> Workload:
    """Return what draw_workload returns, from a source that is kept for many replications."""
    demand, uniforms = source.demand, uniforms_of(seed, replication)
    drawn: list[Drawn] = []
    for index, kind in enumerate(demand.types):
        originals = draw_matters(index, kind, source, uniforms, scale)
        drawn.append(originals)
        if kind.duplicated and demand.duplicates.share > 0:
            drawn.append(draw_twins(originals, kind, source, uniforms))
        if kind.in_hand:
            drawn.append(draw_in_hand(index, kind, source, uniforms))
        if kind.surge:
            drawn.append(draw_surge(index, kind, kind.surge, source, uniforms, scale))
    matters, needs = _gather(drawn)
    return Workload(
        matters=matters,
        needs=needs,
        contacts=draw_contacts(source, uniforms),
        broadcasts=draw_broadcasts(source, uniforms),
        absences=draw_absences(demand, source.institution, source.horizon, uniforms),
        outcomes=outcomes_of(matters, demand, uniforms),
    )


def _gather(drawn: list[Drawn]) -> tuple[MatterTable, NeedTable]:
    """Put the types together, ordered by release, type, originals before twins before those in hand, and ordinal."""
    sizes = np.array([part.matters.type.size for part in drawn])
    offset = np.cumsum(sizes) - sizes
    matters = {
        column.name: np.concatenate([getattr(part.matters, column.name) for part in drawn])
        for column in fields(MatterTable)
    }
    # a twin stands in the part after its originals
    matters["twin_of"] = np.concatenate(
        [
            np.where(part.matters.twin_of >= 0, part.matters.twin_of + (offset[index - 1] if index else 0), -1)
            for index, part in enumerate(drawn)
        ]
    )
    needs = {
        column.name: np.concatenate([getattr(part.needs, column.name) for part in drawn])
        for column in fields(NeedTable)
    }
    needs["matter"] = np.concatenate([part.needs.matter + start for part, start in zip(drawn, offset, strict=True)])
    order = np.argsort(matters["release_ms"], kind="stable")  # the parts stand in order of all the rest
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    matters = {name: column[order] for name, column in matters.items()}
    matters["twin_of"] = np.where(matters["twin_of"] >= 0, rank[matters["twin_of"]], -1)
    needs["matter"] = rank[needs["matter"]]
    counts = np.bincount(needs["matter"], minlength=order.size)
    row = (np.cumsum(counts) - counts)[needs["matter"]] + needs["place"]  # a matter's places have no gap
    by_matter = np.empty_like(row)
    by_matter[row] = np.arange(row.size)
    return MatterTable(**matters), NeedTable(**{name: column[by_matter] for name, column in needs.items()})
