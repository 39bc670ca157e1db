"""Running: from a configuration to stored results. These names are the public Python API.

    from experiments import compare, configure
    found = compare(configure(["scenario=econ_bureau", "replications=10"]))
    found.result["designs"]["modules"]["measures"]["elapsed_days_mean"]

`configure(overrides)`      a resolved, checked configuration
`compare(configuration)`    all designs against the baseline: `Compared(result, readings)`
`reproduce(cases, folder)`  reported figures beside predicted ones: a dict as `tiaokuai reproduce --json` prints it
`run(configuration, name)`  one design: a dict as `tiaokuai run --json` prints it
`check(configuration)`      what the institution comes to, without simulating: a dict
`candidates_of(overrides)`  designs, and their variants over axes, to choose from
`select(candidates, rule)`  the best of them by a `SelectionRule`: `Selected(result, readings)`
`Model(*overrides, design=…, keys=…, measures=…)`  a design as a function of its parameters, for SALib and the like
`run_sweep(overrides, to)`  many points, or what is left of them: a stored sweep, whose `rows()` is a table
`read_sweep(folder)`        a stored sweep, also while it is at work
`scenarios()`               the shipped scenarios with their designs: a list of dicts
`warm_up(configuration)`    how the house fills up: a dict as `tiaokuai warmup --json` prints it
`validate(width)`           theory beside simulation: a dict as `tiaokuai validate --json` prints it
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_WHERE = {  # no module may have the name of what it holds: the module would take its place here
    "Compared": "comparing",
    "Configuration": "configuring",
    "Model": "model",
    "SelectionRule": "selection.rule",
    "candidates_of": "selection.candidates",
    "check": "checking",
    "compare": "comparing",
    "configure": "configuring",
    "read_sweep": "sweep.stored",
    "reproduce": "reproducing.reproducing",
    "run": "running",
    "run_sweep": "sweep.sweeping",
    "scenarios": "listing",
    "select": "selection.selecting",
    "validate": "theory.validating",
    "warm_up": "warming.warming_up",
}

__all__ = [
    "Compared",
    "Configuration",
    "Model",
    "SelectionRule",
    "candidates_of",
    "check",
    "compare",
    "configure",
    "read_sweep",
    "reproduce",
    "run",
    "run_sweep",
    "scenarios",
    "select",
    "validate",
    "warm_up",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `--help` stays quick."""
    if name in _WHERE:
        return getattr(import_module(f"experiments.{_WHERE[name]}"), name)
    raise AttributeError(f"module 'experiments' has no attribute {name!r}")
