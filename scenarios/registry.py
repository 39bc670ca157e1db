"""The builders of institutions by name: a file names one, never Python code."""

from __future__ import annotations

from collections.abc import Callable

from conf.schema import ScenarioFile
from scenarios import econ_bureau, matrix
from sim.errors import UnknownName, nearest
from sim.institution import Institution

Builder = Callable[[ScenarioFile], Institution]

BUILDERS: dict[str, Builder] = {"matrix": matrix.build_institution, "econ_bureau": econ_bureau.build_institution}


def builder_named(name: str) -> Builder:
    """Return the builder of that name; raise UnknownName if there is none."""
    if name not in BUILDERS:
        raise UnknownName(f"builder={name!r} is unknown. {nearest(name, BUILDERS)}")
    return BUILDERS[name]
