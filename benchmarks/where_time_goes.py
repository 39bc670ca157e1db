"""Where the time of a comparison goes, stage by stage; `python -m benchmarks.where_time_goes --help`.

Everything runs in this process, one run after another, so that all of it can be seen.
"""

from __future__ import annotations

import importlib
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from pathlib import Path
from typing import Any
from unittest.mock import patch

import click

from benchmarks import options
from benchmarks.table import Report, Row

STAGES = {
    "configuring": ("experiments.configuring.configure",),
    "preparing": ("experiments.comparing.prepare", "experiments.comparing.with_engine"),
    "drawing": ("scenarios.building.Scenario.draw",),
    "plan": ("scenarios.building.Scenario.plan",),
    "loop": ("sim.engine.compiled_engine.simulate", "sim.engine.base.simulate_simpy"),
    "measures": ("experiments.playing.read", "experiments.playing.network_measures"),
    "comparison": ("experiments.comparing._result",),
    "reports": ("analysis.report.write_report",),
}
"""What is counted as a stage, and the functions in which it is spent, as their callers find them."""


class Stopwatch:
    """The seconds spent in each stage, less what is spent in another stage that it calls, and how often it began."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys((*STAGES, "all else"), 0.0)
        self.times = dict.fromkeys(STAGES, 0)
        self._running = ["all else"]
        self._since = time.perf_counter()

    def _turn(self) -> None:
        now = time.perf_counter()
        self.seconds[self._running[-1]] += now - self._since
        self._since = now

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what is done meanwhile as this stage."""
        self._turn()
        self._running.append(name)
        try:
            yield
        finally:
            self._turn()
            self._running.pop()

    def watch(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function whose time is counted as this stage."""

        @wraps(function)
        def watched(*args: Any, **kwargs: Any) -> Any:
            self.times[name] += 1
            with self.stage(name):
                return function(*args, **kwargs)

        return watched


@click.command(context_settings=options.COMMAND)
@click.argument("overrides", nargs=-1, metavar="[KEY=VALUE]...")
@options.ENGINE
@options.TO
def main(overrides: tuple[str, ...], engine: str, folder: Path) -> None:
    """Tell where the time of `tiaokuai compare` goes.

    \b
    Example: python -m benchmarks.where_time_goes replications=10
    """
    report = Report(
        name="where_time_goes", title="Where the time of a comparison goes",
        options={"engine": engine, "overrides": " ".join(overrides) or "none"},
    )  # fmt: skip
    watch = measure(overrides, engine)
    whole, runs = sum(watch.seconds.values()), watch.times["loop"]
    for name, spent in sorted(watch.seconds.items(), key=lambda entry: -entry[1]):
        report.rows.append(Row(name=f"{name}, seconds ({100 * spent / whole:.1f}%)", value=spent))
    in_runs = sum(watch.seconds[name] for name in ("drawing", "plan", "loop", "measures"))
    report.notes.append(f"{runs} runs in {whole:.1f} s in one process; {1000 * in_runs / runs:.1f} ms a run, of which "
                        f"{1000 * watch.seconds['loop'] / runs:.1f} ms in the loop.")  # fmt: skip
    report.publish(folder)


def measure(overrides: tuple[str, ...], engine: str) -> Stopwatch:
    """Return the time of each stage of a comparison and its reports."""
    from experiments import compare, configuring, kernel_cache, store

    kernel_cache.prepare_compiled_engine()
    watch = Stopwatch()
    with ExitStack() as patched, tempfile.TemporaryDirectory() as results:
        for name, functions in STAGES.items():
            for path in functions:
                where, _, attribute = path.rpartition(".")
                holder = _found(where)
                patched.enter_context(patch.object(holder, attribute, watch.watch(name, getattr(holder, attribute))))
        configuration = configuring.configure((*overrides, f"engine={engine}", "executor=serial"))
        found = compare(configuration)
        store.write_json(Path(results) / "comparison.json", found.result)
        for lang in ("zh", "en"):
            _found("analysis.report").write_report(Path(results), lang)
        with watch.stage("all else"):
            pass
    return watch


def _found(path: str) -> Any:
    """Return a module, or a class in one."""
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError:
        module, _, name = path.rpartition(".")
        return getattr(importlib.import_module(module), name)


if __name__ == "__main__":
    main()
