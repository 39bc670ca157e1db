"""The reported facts: every figure and mechanism that the five reports in facts.yaml state."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sim.errors import UnknownName, nearest

FACTS_FILE = Path(__file__).with_name("facts.yaml")
ROLES = frozenset({"input", "mechanism", "context", "outcome", "pledge", "volume", "claim"})


@dataclass(frozen=True, kw_only=True)
class Report:
    """A newspaper report that facts are taken from; None stands for what its text does not say of itself."""

    id: str
    city: str
    outlet: str | None
    title: str | None
    date: datetime.date | None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing a report states; facts.yaml explains the fields at its top."""

    id: str
    city: str
    system: str
    quantity: str
    unit: str
    before: int | float | str | None
    after: int | float | str | None
    report: str
    role: str
    statistic: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """A quantity on which the reports differ or seem to: what each gives, by its id, and how we read that."""

    what: str
    values: Mapping[str, int | float | str]
    likely: str


@cache
def load_facts() -> dict[str, Fact]:
    """Return all facts by id, in the order in which the reports state them."""
    return {entry["id"]: Fact(**entry) for entry in _documents()[1]}


@cache
def reports() -> dict[str, Report]:
    """Return the five reports by id."""
    return {entry["id"]: Report(**entry) for entry in _documents()[0]}


@cache
def disagreements() -> tuple[Disagreement, ...]:
    """Return what the reports do not agree on; a case that uses such a quantity says which value it takes."""
    return tuple(Disagreement(**entry) for entry in _documents()[2])


def find_fact(fact_id: str, facts: Mapping[str, Fact]) -> Fact:
    """Return the fact of this id; an unknown id is refused with the nearest one.

    >>> find_fact("003-006", load_facts()).after
    11
    """
    if fact_id not in facts:
        raise UnknownName(f"no reported fact has the id {fact_id!r}. {_nearest_id(fact_id, facts)}")
    return facts[fact_id]


def _nearest_id(fact_id: str, facts: Mapping[str, Fact]) -> str:
    hint = nearest(str(fact_id), facts)
    if not hint.startswith("Known"):
        return hint
    return f"Ids look like {next(iter(facts))!r}; scenarios/facts.yaml lists all {len(facts)}."


@cache
def _documents() -> tuple[list[dict[str, Any]], ...]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # C: the same, faster
    return tuple(yaml.load_all(FACTS_FILE.read_text(encoding="utf-8"), Loader=loader))
