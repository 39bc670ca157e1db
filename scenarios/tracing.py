"""The sources of a scenario's numbers, and of the totals that the reports give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conf.schema import ScenarioFile
from scenarios.facts import load_facts
from scenarios.registry import totals_of
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
    return (*_reported_totals(file, changed), *rows)


def _reported_totals(file: ScenarioFile, changed: frozenset[str]) -> tuple[SourceRow, ...]:
    touched = any(key.startswith(("institution.", "designs.")) for key in changed)
    facts = load_facts()
    rows = []
    for total in totals_of(file):
        told = getattr(facts[total.fact], total.side)
        agrees = float(total.value) == float(told)
        if not agrees and not touched:
            raise InputError(f"institution: {total.value:g} {total.name} in all, but fact {total.fact} reports {told}.")
        rows.append(
            SourceRow(
                key=f"institution ({total.name} in all)",
                value=str(total.value),
                kind="reported" if agrees else "own_estimate",
                fact=total.fact if agrees else None,
                range=None,
                reason=None,
                changed=not agrees,
            )
        )
    return tuple(rows)
