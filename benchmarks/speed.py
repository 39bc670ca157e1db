"""Speed of the engines beside peers and a limit; `python -m benchmarks.speed --help`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import click
import numpy as np

from benchmarks import options, stages
from benchmarks.engines import warm_engine
from benchmarks.network import VISITS, Network, draw, plan_of, tandem
from benchmarks.peers import idiomatic_simpy
from benchmarks.peers.limit import Limit
from benchmarks.table import Report, Row, ratio
from benchmarks.timing import Competitor, Timing, clocked, in_turn
from sim.calendar import MS_PER_HOUR
from sim.engine.base import Engine
from sim.plan.plan import Plan
from sim.trace import NOT_YET, Trace

QUICK = 5
"""How often in a turn what takes a moment is timed; the median counts."""

DIGITS = 9
PLAIN = "plain SimPy"
LIMIT = "C++ for this network only"
CIW = "Ciw, tandem"
PARTS = ("peers", "stages", "growth")


@click.command(context_settings=options.COMMAND)
@options.ENGINE
@click.option("--matters", default=50_000, help="That walk through the network.")
@options.rounds(7)
@click.option("--part", "parts", multiple=True, type=click.Choice(PARTS), default=PARTS, help="Only these.")
@click.option("--small", default=2_000, help="Matters of the small plans that growth is measured from.")
@click.option("--large", default=2_000_000, help="Matters of the large plan that growth is measured to.")
@options.SEED_OPTION
@options.TO
def main(
    engine: str, matters: int, rounds: int, parts: Sequence[str], small: int, large: int, seed: int, folder: Path
) -> None:
    """Measure the speed of an engine beside peers and a limit, and print each ratio beside the wanted one.

    \b
    Example: python -m benchmarks.speed
    Quicker: python -m benchmarks.speed --matters 5000 --rounds 3 --large 20000
    """
    given: dict[str, Any] = {
        "engine": engine,
        "matters": matters,
        "rounds": rounds,
        "small": small,
        "large": large,
        "seed": seed,
    }
    report = Report(name="speed", title="Speed", options=given)
    simulate = warm_engine(engine)
    if "peers" in parts:
        _peers(report, {f"our {name}": warm_engine(name) for name in dict.fromkeys((engine, "simpy"))}, given)
    if "stages" in parts:
        for name, play in (
            ("network", stages.of_network(simulate, matters, seed)),
            ("econ_bureau", stages.of_bureau(simulate, seed)),
        ):
            measured = stages.measure(name, play, rounds)
            report.rows.append(measured.row)
            report.timings += measured.timings
            report.notes.append(measured.shares)
    if "growth" in parts:
        _growth(report, simulate, small, large, rounds, seed)
    report.rows.sort(key=lambda row: row.name)  # by number
    report.publish(folder)


# rows 1, 2, 3 and 6: beside peers and the limit --------------------------------------------------------


def _peers(report: Report, engines: Mapping[str, Engine], given: Mapping[str, Any]) -> None:
    """Time our engines, plain SimPy and the limit on one network, and the first engine and Ciw on a tandem."""
    matters, seed, rounds = given["matters"], given["seed"], given["rounds"]
    first, ours = f"our {given['engine']}", "our simpy"
    network = draw(matters, seed=seed)
    plan, serial = plan_of(network), plan_of(tandem(network))
    waits: dict[str, float] = {}  # which must agree
    apart: dict[str, float] = {}  # of the tandem, where each draws its own times
    with tempfile.TemporaryDirectory() as folder:
        competitors = {name: _engine(name, simulate, plan, waits) for name, simulate in engines.items()}
        competitors[PLAIN] = _plain_simpy(network, waits)
        limit = Limit.prepare(network, Path(folder))
        if limit:
            competitors[LIMIT] = _limit(limit, waits)
        competitors[f"{first}, tandem"] = _engine(f"{first}, tandem", engines[first], serial, apart)
        if find_spec("ciw"):
            competitors[CIW] = _ciw(matters, seed, apart)
        timed = in_turn(competitors, rounds, done=matters)
    trace = engines[ours](plan)
    check_agreement(waits, plan, trace)
    report.timings += timed.values()
    report.rows += [
        ratio(f"1. {first} / {PLAIN}", timed[PLAIN], timed[first], at_least=30, aim=60),
        ratio(f"2. {first} / {CIW}", timed[CIW], timed[f"{first}, tandem"], at_least=60, aim=120)
        if CIW in timed else Row(name="2. Ciw is not installed", value=None, at_least=60, aim=120),
        ratio(f"3. {first} / {LIMIT}", timed[LIMIT], timed[first], at_least=0.25, aim=0.6)
        if LIMIT in timed else Row(name="3. there is no g++ to compile the limit", value=None, at_least=0.25, aim=0.6),
        ratio(f"6. {ours} / {PLAIN}", timed[PLAIN], timed[ours], at_least=1, aim=2.2),
    ]  # fmt: skip
    report.notes += [
        f"All that ran the network agree to {DIGITS} digits ({', '.join(waits)}): the mean wait is "
        f"{mean_wait_ms(plan, trace)} ms. {ties(plan, trace)} times two steps became ready for one unit in the "
        "same ms.",
        f"Row 2 is another network, since Ciw has no fork and join that fits: {VISITS} units in a fixed row, which "
        "both run; same rate, law and number of matters, but Ciw draws its own times and is compared by rate only. "
        f"Mean waits there: {', '.join(f'{name} {wait / MS_PER_HOUR:.3f} h' for name, wait in apart.items())}.",
    ]


def mean_wait_ms(plan: Plan, trace: Trace) -> float:
    """Return the mean wait over all steps; raise ClickException if a matter was left open."""
    if (trace.closed_ms == NOT_YET).any():
        raise click.ClickException("an engine left matters open; the run is too short for them.")
    return float((trace.started_ms - trace.ready_ms).sum() / plan.n_steps)


def check_agreement(waits: Mapping[str, float], plan: Plan, trace: Trace) -> None:
    """Raise ClickException unless all engines agree on the mean wait to nine digits."""
    expected = mean_wait_ms(plan, trace)
    parted = {name: wait for name, wait in waits.items() if abs(wait - expected) > 0.5 * 10**-DIGITS * expected}
    if parted:
        raise click.ClickException(
            f"the engines disagree: the mean wait is {expected!r} ms, but {parted}. {ties(plan, trace)} times two "
            "steps became ready for one unit in the same ms, where each engine may have its own order; if it is "
            "more than 0, try another --seed."
        )


def ties(plan: Plan, trace: Trace) -> int:
    """Return how often a step became ready for a unit in the same ms as another one."""
    order = np.lexsort((trace.ready_ms, plan.steps.unit))
    same = (np.diff(trace.ready_ms[order]) == 0) & (np.diff(plan.steps.unit[order]) == 0)
    return int(same.sum())


def _engine(name: str, simulate: Engine, plan: Plan, waits: dict[str, float]) -> Competitor:
    """The whole of simulate(plan), arrays laid out and all."""

    def compete() -> float:
        seconds = []
        for _ in range(QUICK):
            took, trace = clocked(lambda: simulate(plan))
            seconds.append(took)
            waits[name] = mean_wait_ms(plan, trace)
        return median(seconds)

    return compete


def _plain_simpy(network: Network, waits: dict[str, float]) -> Competitor:
    lists = idiomatic_simpy.Lists.of(network)

    def compete() -> float:
        seconds, waits[PLAIN] = clocked(lambda: idiomatic_simpy.mean_wait(lists))
        return seconds

    return compete


def _limit(limit: Limit, waits: dict[str, float]) -> Competitor:
    """The first loop of a process is not counted: ours has been called before, too."""

    def compete() -> float:
        runs = limit.run(QUICK + 1)[1:]
        waits[LIMIT] = runs[-1][1]
        return median(seconds for seconds, _ in runs)

    return compete


def _ciw(customers: int, seed: int, waits: dict[str, float]) -> Competitor:
    from benchmarks.peers import ciw_serial  # may be missing where nothing is measured beside it

    def compete() -> float:
        seconds, simulation = clocked(lambda: ciw_serial.complete(customers, seed=seed))
        waits[CIW] = ciw_serial.mean_wait_hours(simulation) * MS_PER_HOUR
        return seconds

    return compete


# row 7: growth ----------------------------------------------------------------------------------------


def _growth(report: Report, simulate: Engine, small: int, large: int, rounds: int, seed: int) -> None:
    """Time a step on many small plans and on a large one, all of them built anew in each round."""
    many = [draw(small, seed=seed, replication=replication) for replication in range(1, 21)]
    one = draw(large, seed=seed)

    def fresh(networks: Sequence[Network]) -> Callable[[], float]:
        return lambda: median([clocked(_run(simulate, plan_of(network)))[0] for network in networks])

    names = [f"{VISITS * matters:,} steps in a plan" for matters in (small, large)]
    timed = in_turn({names[0]: fresh(many), names[1]: fresh([one])}, rounds)
    few, more = (
        Timing(name, timed[name].seconds, VISITS * matters)
        for name, matters in zip(names, (small, large), strict=True)
    )  # fmt: skip
    report.timings += [few, more]
    report.rows.append(
        ratio(f"7. cost of a step at {VISITS * large:,} steps / at {VISITS * small:,}", more, few, at_most=2, aim=1.3)
    )


def _run(simulate: Engine, plan: Plan) -> Callable[[], Trace]:
    return lambda: simulate(plan)


if __name__ == "__main__":
    main()
