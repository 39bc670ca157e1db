"""Running: from a configuration to stored results. These names are the public Python API.

    from experiments import compare, configure
    found = compare(configure(["scenario=econ_bureau", "replications=10"]))
    found.result["designs"]["modules"]["measures"]["elapsed_days_mean"]

`configure(overrides)`      a resolved, checked configuration
`compare(configuration)`    all designs against the baseline: `Compared(result, readings)`
`run(configuration, name)`  one design: a dict as `tiaokuai run --json` prints it
`check(configuration)`      what the institution comes to, without simulating: a dict
`scenarios()`               the shipped scenarios with their designs: a list of dicts
`validate(width)`           theory beside simulation: a dict as `tiaokuai validate --json` prints it
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_WHERE = {  # no module may have the name of what it holds: the module would take its place here
    "Compared": "comparing",
    "Configuration": "configuring",
    "check": "checking",
    "compare": "comparing",
    "configure": "configuring",
    "run": "running",
    "scenarios": "listing",
    "validate": "theory.validating",
}

__all__ = ["Compared", "Configuration", "check", "compare", "configure", "run", "scenarios", "validate"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `--help` stays quick."""
    if name in _WHERE:
        return getattr(import_module(f"experiments.{_WHERE[name]}"), name)
    raise AttributeError(f"module 'experiments' has no attribute {name!r}")
