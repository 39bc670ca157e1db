"""Publishing: the page of reported figures, the result that is shipped, and the ledger, written into a checkout."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.provenance import ROOT
from experiments.reproducing.cases import Case
from experiments.reproducing.frozen import frozen_commit
from experiments.reproducing.judging import reported_sides
from experiments.reproducing.ledger import entries_of, new_entries, read_ledger, written
from experiments.store import to_json
from experiments.sweep.stored import write_whole

PAGE, SHIPPED, LEDGER = "docs/reported.md", "scenarios/reproduced.json", "scenarios/predictions.csv"
COMMAND = "tiaokuai reproduce --publish"


def expect_frozen(cases: Sequence[Case], root: Path = ROOT) -> None:
    """Raise InputError if the file of a case differs from its last commit, or if there is no history to tell."""
    for case in cases:
        frozen_commit(case.name, root)


def publish(result: Mapping[str, Any], cases: Sequence[Case], root: Path = ROOT) -> list[Path]:
    """Write page, shipped result and ledger; return their paths.

    The ledger gets a row for each prediction whose digest or value is new; none of its rows is changed. Raises
    InputError as `expect_frozen` does, and OSError if a file cannot be written.
    """
    from analysis.prediction import reported_page

    expect_frozen(cases, root)
    ledger = read_ledger(root / LEDGER)
    ledger += new_entries(ledger, entries_of(result["rows"]))
    shipped = {"digests": {case.name: case.digest for case in cases}, **result}
    write_whole(root / LEDGER, written(ledger).rstrip("\n"))
    write_whole(root / SHIPPED, to_json(shipped))
    write_whole(root / PAGE, reported_page(result, ledger, COMMAND).rstrip("\n"))
    return [root / name for name in (PAGE, SHIPPED, LEDGER)]


def shipped_result(cases: Sequence[Case], root: Path = ROOT) -> tuple[dict[str, Any], bool] | None:
    """Return the published result for just these cases, and whether this very program made it; None if there is none.

    It is theirs as long as nothing that they ask, and nothing that is reported of them, has changed since.
    """
    try:
        stored = json.loads((root / SHIPPED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    digests = stored.pop("digests")
    names = {case.name for case in cases}
    rows = [row for row in stored["rows"] if row["scenario"] in names]
    told = [one for one in stored["cases"] if one["scenario"] in names]
    asked = {(case.name, name): (case.question, reported_sides(figure))
             for case in cases for name, figure in case.figures.items()}  # fmt: skip
    if {one["scenario"] for one in told} != names or any(not case.shipped for case in cases):
        return None
    if {(row["scenario"], row["figure"]): (row["frozen"]["digest"], row["reported"]) for row in rows} != asked:
        return None
    same = all(digests.get(case.name) == case.digest for case in cases)
    return {**stored, "rows": rows, "cases": told}, same
