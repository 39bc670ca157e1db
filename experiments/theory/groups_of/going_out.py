"""Models of going out: teams at given, regular or random places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import pi
from typing import Literal

import numpy as np

from experiments.theory.cases_of.going_out import (
    CALL_RATE,
    INSPECTED_KM,
    INSPECTION_MEANS,
    INSPECTION_RATE,
    KM_PER_HOUR,
    PLACES_KM,
    ROWS,
    SIDE_KM,
    STREWN,
    VISIT_HOURS,
)
from experiments.theory.group import Measure, group, in_model, stay, wait
from experiments.theory.house import House
from experiments.theory.models import SEED, Model, deterministic, exponential, matters_of
from experiments.theory.runs import Run
from sim.arrays import Floats
from sim.calendar import MS_PER_HOUR
from sim.institution import Site
from sim.levers.arranging.medians import Metric
from sim.levers.design import Levers
from sim.levers.process import Process
from sim.levers.territory import Territory
from sim.workload.draws import uniforms_of
from sim.workload.process_needs import ProcessNeed

INHABITANTS = 1000
"""Of a site where a team is to be stationed; nobody lives at the others, so that these are the medians."""

Bases = Literal["strewn", "square", "diamond"]


@dataclass(frozen=True, kw_only=True)
class Stationed(Model):
    """A model whose officers are teams at places of their own, and whose other sites are strewn in each replication."""

    bases: Bases
    others: int  # sites

    def house_in(self, replication: int) -> House:
        """Return the house with the sites of a replication, teams first."""
        teams, draw = self.house.staff, uniforms_of(SEED, replication)
        place = SIDE_KM * np.stack([draw(f"place/{axis}", teams + self.others) for axis in ("east", "north")], axis=1)
        if self.bases != "strewn":
            place[:teams] = _middles(teams)
        if self.bases == "diamond":
            place = place @ _turned(pi / 4)
        return replace(self.house, sites=_sites(place, [INHABITANTS] * teams + [0] * self.others))


def _middles(teams: int) -> Floats:
    """Return the middles of so many cells of the square."""
    middle = (np.arange(ROWS) + 0.5) * SIDE_KM / ROWS
    return np.stack(np.meshgrid(middle, middle), axis=-1).reshape(teams, 2)


def _turned(angle: float) -> Floats:
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def _sites(place: Floats, inhabitants: Sequence[int]) -> tuple[Site, ...]:
    """Return sites at these places with so many inhabitants each."""
    return tuple(
        Site(name=f"s{n}", population=number, east_km=float(east), north_km=float(north))
        for n, ((east, north), number) in enumerate(zip(place, inhabitants, strict=True))
    )


def way_from_base(speed: float) -> Measure:
    """Return the measure of the mean way to a visit away from all bases, in km, at this speed."""

    def measure(runs: list[Run]) -> float:
        visits, way = runs[0].plan.visits, runs[0].trace.way_ms
        counted = runs[0].worked[visits.step] & (visits.site >= runs[0].staff)
        return float(way[counted].mean() / MS_PER_HOUR * speed)

    return measure


def stationed(bases: Bases, metric: Metric, teams: int, others: int) -> Model:
    """Return teams that visit what arises nearest to them."""
    return Stationed(
        house=House(staff=teams), kinds=(matters_of(2.0, deterministic(0.1), sites="evenly", on_site=True),),
        levers=Levers(territory=Territory(teams=teams, bases="zones", metric=metric, km_per_hour=KM_PER_HOUR)),
        bases=bases, others=others, warm_up=0,
    )  # fmt: skip


ROUND_TRIP = Model(
    house=House(staff=1, sites=_sites(np.array(PLACES_KM), [INHABITANTS, 0, 0, 0])),
    kinds=(matters_of(CALL_RATE, exponential(VISIT_HOURS), sites="evenly", on_site=True),),
    levers=Levers(territory=Territory(metric="rectangular", km_per_hour=KM_PER_HOUR)),
)  # fmt: skip

ALL_ROUND = _sites(INSPECTED_KM * np.array([(0, 0), (1, 0), (0, 1), (-1, 0), (0, -1)]), [0, 1, 1, 1, 1])
"""A base where nobody lives, in the middle of all who do."""


def team_hours(runs: list[Run]) -> float:
    """Return the hours that a place takes the team, ways there and back and all works, in the first model."""
    run, visits = runs[0], runs[0].plan.visits
    seats = np.flatnonzero(run.worked[visits.step])
    back = seats[run.trace.back_ms[seats] >= 0]  # who makes the very last visit is still on the way
    took = run.trace.back_ms[back] - run.trace.started_ms[visits.step[back]]
    return float(took.mean() * seats.size / run.came.sum() / MS_PER_HOUR)


def inspected(visits: Literal["apart", "joint"]) -> Model:
    """Return a team that inspects places, all equally far, for several reasons."""
    needs = {
        f"n{turn}": ProcessNeed(
            function="f0", after=(f"n{turn - 1}",) if turn else (), work_hours=exponential(mean), inspection=True
        )
        for turn, mean in enumerate(INSPECTION_MEANS)
    }
    process = Process(visits=visits, joint_work=1.0 if visits == "joint" else None)
    kind = matters_of(INSPECTION_RATE, exponential(1.0), process=needs, sites="by_population", on_site=True)
    return Model(
        house=House(staff=1, sites=ALL_ROUND), kinds=(kind,),
        levers=Levers(territory=Territory(km_per_hour=KM_PER_HOUR), process=process),
    )  # fmt: skip


METRICS: tuple[Metric, Metric] = ("straight", "rectangular")

GOING_OUT_GROUPS = [
    group(
        *(stationed("strewn", metric, STREWN, 150) for metric in METRICS),
        short=40 * 300, long=600 * 300, replications=(40, 600),
        checks={("S26", metric): in_model(turn, way_from_base(KM_PER_HOUR)) for turn, metric in enumerate(METRICS)},
    ),
    group(
        *(stationed("square", metric, ROWS**2, 300) for metric in METRICS),
        stationed("diamond", "rectangular", ROWS**2, 300),
        short=20 * 1000, long=100 * 1000, replications=(20, 100),
        checks={
            ("S27", "straight"): way_from_base(KM_PER_HOUR),
            ("S27", "rectangular"): in_model(1, way_from_base(KM_PER_HOUR)),
            ("S27", "rectangular_diamond"): in_model(2, way_from_base(KM_PER_HOUR)),
        },
    ),
    group(
        inspected("joint"), inspected("apart"), short=40_000, long=750_000,
        checks={
            ("S29", "hours_joint"): team_hours,
            ("S29", "Wq_joint"): wait,
            ("S29", "T_joint"): stay,
            ("S29", "hours_apart"): in_model(1, team_hours),
        },
    ),
    group(ROUND_TRIP, short=100_000, long=2_900_000, checks={("S28", "Wq"): wait, ("S28", "T"): stay}),
]  # fmt: skip
