"""The sources of a scenario's numbers, and of the totals that the reports give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conf.schema import ScenarioFile
from scenarios import econ_bureau
from scenarios.facts import load_facts
from scenarios.sources import SourceRow, trace_sources
from sim.errors import InputError

SOURCED = ("calendar", "institution", "demand", "procedure", "designs")
"""The blocks of a scenario whose numbers must have a source."""


def sources_of(
    data: Mapping[str, Any], file: ScenarioFile, *, changed: frozenset[str], own: bool
) -> tuple[SourceRow, ...]:
    """Return where each number comes from, reported totals first.

    Raises InputError for a shipped number without a source, or one that contradicts it.
    """
    rows = trace_sources(dict(data), blocks=SOURCED, facts=load_facts(), changed=changed, own=own)
    return (*_reported_totals(file, changed), *rows) if file.builder == "econ_bureau" else rows


def _reported_totals(file: ScenarioFile, changed: frozenset[str]) -> tuple[SourceRow, ...]:
    touched = any(key.startswith("institution.") for key in changed)
    facts = load_facts()
    rows = []
    for name, value in econ_bureau.totals(file).items():
        fact = econ_bureau.TOTALS[name]
        agrees = float(value) == float(facts[fact].after)
        if not agrees and not touched:
            raise InputError(f"institution: {value} {name} in all, but fact {fact} reports {facts[fact].after}.")
        rows.append(
            SourceRow(
                key=f"institution ({name} in all)",
                value=str(value),
                kind="reported" if agrees else "own_estimate",
                fact=fact if agrees else None,
                range=None,
                reason=None,
                changed=not agrees,
            )
        )
    return tuple(rows)
