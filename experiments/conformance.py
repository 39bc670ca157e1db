"""Conformance: whether an engine gives the traces of a kit, cell by cell (`python -m experiments.conformance KIT`).

The kit holds a folder for each plan, with plan/ and trace/ in it, as docs/plan-format.md tells.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from experiments.plan_store import read_plan, read_trace
from sim.agreement import first_difference
from sim.engine.base import engine_named
from sim.errors import InputError, TiaokuaiError, nearest
from sim.plan.plan import Plan
from sim.trace import Trace

Player = Callable[[str, Plan], Trace]
"""Returns the trace of a plan of that name; raises InputError if it cannot."""


@click.command()
@click.argument("kit", type=click.Path(path_type=Path))
@click.option("--engine", help="Play each plan with this engine of ours (default: simpy).")
@click.option("--traces", type=click.Path(path_type=Path), help="Read the traces here, in a folder for each plan.")
def command(kit: Path, engine: str | None, traces: Path | None) -> None:
    """Compare the traces of an engine with those of a kit, cell by cell.

    KIT holds a folder for each plan, with plan/ and trace/ in it: tests/conformance, or what
    `tiaokuai run --keep-plan --keep-trace` stored. The exit code is 0 if all traces agree, 1 if one does not, and 2
    if something cannot be read.
    """
    try:
        play = _player(engine, traces)
        codes = [check(kit / name, play) for name in plans_of(kit)]
    except TiaokuaiError as error:
        click.echo(f"conformance: {error}", err=True)
        sys.exit(error.exit_code)
    click.echo(f"{codes.count(0)} of {len(codes)} agree")
    sys.exit(max(codes))


def plans_of(kit: Path) -> list[str]:
    """Return the names of a kit's plans; raise InputError if there are none."""
    names = sorted(folder.parent.name for folder in kit.glob("*/plan") if folder.is_dir())
    if not names:
        reason = "has no folder with plan/ in it" if kit.is_dir() else "is not a folder"
        raise InputError(f"{kit} {reason}; expected a kit, such as tests/conformance.")
    return names


def check(folder: Path, play: Player) -> int:
    """Say whether the trace of one plan agrees; return 0 if it does, 1 if not, 2 if one cannot be read."""
    try:
        plan, expected = read_plan(folder / "plan"), read_trace(folder / "trace")
        if (expected.state.size, expected.closed_ms.size) != (plan.n_steps, plan.matters.type.size):
            raise InputError(
                f"{folder / 'trace'} tells of {expected.state.size} steps of {expected.closed_ms.size} matters; "
                f"expected those of its plan, {plan.n_steps} of {plan.matters.type.size}."
            )
        difference = first_difference(plan, expected, play(folder.name, plan))
    except TiaokuaiError as error:
        click.echo(f"{folder.name}: {error}", err=True)
        return error.exit_code
    click.echo(f"{folder.name}: {difference or 'agrees'}")
    return 1 if difference else 0


def _player(engine: str | None, traces: Path | None) -> Player:
    if traces is None:
        simulate = engine_named(engine or "simpy")
        if engine == "compiled":
            from experiments.kernel_cache import prepare_compiled_engine

            prepare_compiled_engine()
        return lambda name, plan: simulate(plan)
    if engine is not None:
        raise InputError(f"--engine {engine} and --traces {traces} are both given; expected one of them.")
    if not traces.is_dir():
        raise InputError(f"--traces {traces} is not a folder; expected one with a folder of traces for each plan.")
    return lambda name, plan: _stored(traces, name)


def _stored(traces: Path, name: str) -> Trace:
    """Return the trace that an engine left for a plan: in a folder of its name, or there in trace/ as in a kit."""
    folder = traces / name
    if not folder.is_dir():
        known = [one.name for one in traces.iterdir() if one.is_dir()]
        raise InputError(f"{traces} has no folder {name!r} with the trace of that plan. {nearest(name, known)}")
    return read_trace(folder / "trace" if (folder / "trace").is_dir() else folder)


if __name__ == "__main__":
    command()
