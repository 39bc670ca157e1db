"""The cases by name: how the institution of each is built, and which of its totals the reports give.

A file names its builder, never Python code. A case is a module whose docstring tells its story; it may have `totals`,
and a `build_institution` of its own where the matrix does not suffice.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from conf.schema import ScenarioFile
from scenarios import (
    agri_bureau,
    communities,
    econ_bureau,
    enterprise_service,
    farm_house,
    matrix,
    one_seal,
    one_team,
    qiuchuan_team,
    task_force,
)
from scenarios.totals import Total
from sim.errors import UnknownName, nearest
from sim.institution import Institution

Builder = Callable[[ScenarioFile], Institution]

CASES: tuple[ModuleType, ...] = (
    econ_bureau,
    communities,
    agri_bureau,
    qiuchuan_team,
    one_team,
    one_seal,
    farm_house,
    enterprise_service,
    task_force,
)


def _name(case: ModuleType) -> str:
    return case.__name__.rpartition(".")[2]


BUILDERS: dict[str, Builder] = {
    "matrix": matrix.build_institution,
    **{_name(case): getattr(case, "build_institution", matrix.build_institution) for case in CASES},
}
TOTALS: dict[str, Callable[[ScenarioFile], tuple[Total, ...]]] = {
    _name(case): case.totals for case in CASES if hasattr(case, "totals")
}


def builder_named(name: str) -> Builder:
    """Return the builder of that name; raise UnknownName if there is none."""
    if name not in BUILDERS:
        raise UnknownName(f"builder={name!r} is unknown. {nearest(name, BUILDERS)}")
    return BUILDERS[name]


def totals_of(file: ScenarioFile) -> tuple[Total, ...]:
    """Return the totals that the reports give of the case that a file names as its builder."""
    return TOTALS[file.builder](file) if file.builder in TOTALS else ()
