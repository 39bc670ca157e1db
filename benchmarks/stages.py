"""Stages: what a whole replication costs beside the loop of its engine: drawing, plan, loop and measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.measures.played import Played
from analysis.measures.reading import read
from benchmarks.network import KIND, UNITS, draw, plan_of
from benchmarks.table import Row, ratio
from benchmarks.timing import Timing, clocked
from experiments.configuring import configure
from experiments.playing import network_measures
from experiments.preparing import prepare
from sim.engine.base import Engine

STAGES = ("drawing", "plan", "loop", "measures")
Replication = Callable[[int], tuple[tuple[float, ...], int]]
"""Plays one replication; returns the seconds of each stage, and how many matters came in."""


def of_network(simulate: Engine, matters: int, seed: int) -> Replication:
    """Return what plays a replication of the network, with the project's own pieces."""

    def play(replication: int) -> tuple[tuple[float, ...], int]:
        drawing, network = clocked(lambda: draw(matters, seed=seed, replication=replication))
        planning, plan = clocked(lambda: plan_of(network))
        loop, trace = clocked(lambda: simulate(plan))
        played = Played(plan=plan, trace=trace, horizon=network.horizon, n_units=UNITS)
        measuring, _ = clocked(lambda: read(played, (KIND.name,), (KIND.from_offices,)))
        return (drawing, planning, loop, measuring), matters

    return play


def of_bureau(simulate: Engine, seed: int) -> Replication:
    """Return what plays a replication of the baseline of econ_bureau, the draw serving this one design only."""
    prepared = prepare(configure(["scenario=econ_bureau"]))
    scenario, multiple = prepared.scenario, prepared.load.volume_multiple
    design = scenario.baseline
    types = scenario.demand.types
    names, sent = tuple(kind.name for kind in types), tuple(kind.from_offices for kind in types)

    def play(replication: int) -> tuple[tuple[float, ...], int]:
        drawing, workload = clocked(lambda: scenario.draw(seed=seed, replication=replication, scale=multiple))
        planning, plan = clocked(lambda: scenario.plan(workload, scenario.organise(design)))
        loop, trace = clocked(lambda: simulate(plan))
        n_units = len(scenario.organise(design).arrangement.units)
        played = Played(plan=plan, trace=trace, horizon=scenario.horizon, n_units=n_units)
        measuring, _ = clocked(lambda: (read(played, names, sent), network_measures(scenario, design)))
        return (drawing, planning, loop, measuring), workload.matters.type.size

    return play


@dataclass(frozen=True)
class Measured:
    """What the stages came to: the figure that is wanted, the stages, and the share of each in words."""

    row: Row
    timings: list[Timing]
    shares: str


def measure(name: str, play: Replication, rounds: int) -> Measured:
    """Return the figures of so many replications; one goes before, so that nothing is done for the first time."""
    play(rounds)
    played = [play(replication) for replication in range(rounds)]
    done = round(sum(matters for _, matters in played) / rounds)
    timings = [
        Timing(f"{name}: {stage}", tuple(seconds[at] for seconds, _ in played), done) for at, stage in enumerate(STAGES)
    ]
    whole = Timing(f"{name}: all stages", tuple(sum(seconds) for seconds, _ in played), done)
    row = ratio(
        f"4. {name}: matters/s of all stages / of the loop alone", timings[STAGES.index("loop")], whole,
        at_least=0.3, aim=0.5,
    )  # fmt: skip
    total = sum(one.median for one in timings)
    shares = ", ".join(f"{stage} {one.median / total:.0%}" for stage, one in zip(STAGES, timings, strict=True))
    return Measured(row, [*timings, whole], f"Shares of a replication of {name}: {shares}.")
