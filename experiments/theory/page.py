"""The page docs/validation.md: theory beside simulation, with each formula and source. It bears no date."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor, log10
from typing import Any

from experiments.theory.cases import CASES, Case

SIGNS = {"exact": "", "approx": "≈ ", "bound": "≤ "}
"""What stands before an expected value that is not exact."""

_HEAD = """# Theory beside simulation

Queues whose answers are known, played through the simulator's public functions, and what came out. This page is
written by `{command}`; nothing in it is written by hand.

Bands are made for half-widths of {width} of the expected value, {heavy} at loads above 0.8, and hold all together
with {confidence} (Bonferroni over {quantities} quantities). They rest on independent replications with seed {seed}, on
the engine `{engine}`; work that happened to come in is a control variate with known mean. All queues draw from streams
of the same names, so rows may lean to the same side together. A unit of time is the mean work of a step, an hour.

- An exact value is inside if the band holds it.
- `≈` is an approximation: inside if the band comes as near to it as its source promises.
- `≤` is an upper bound: inside if the band does not lie above it.

{inside} of {shown} are inside.

| case | quantity | expected | simulated | band | inside |
| --- | --- | --- | --- | --- | --- |
"""

_MISSING = """
## What cannot be played yet

| case | mechanism | model | the rule that is missing |
| --- | --- | --- | --- |
"""


def figure(value: float, beside: float) -> str:
    """Return a number as finely as four significant digits of another one.

    >>> figure(4.02814, 4.0), figure(0.0755612, 0.077634)
    ('4.028', '0.07556')
    """
    return f"{value:.{max(0, 3 - floor(log10(abs(beside))))}f}"


def figures(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return what is expected, with its sign, what was simulated, and the band, all equally fine."""
    expected, simulated, low, high = (
        figure(row[key], row["expected"]) for key in ("expected", "simulated", "low", "high")
    )
    return SIGNS[row["kind"]] + expected, simulated, f"[{low}, {high}]"


def page(result: Mapping[str, Any], command: str) -> str:
    """Return the page of a result of `validate`, as Markdown; `command` is what makes it again."""
    rows, shown = result["cases"], list(dict.fromkeys(row["id"] for row in result["cases"]))
    head = _HEAD.format(
        command=command, width=f"{result['width']:.3g}",
        heavy=f"{result['width_at_heavy_loads']:.3g}", confidence=f"{result['confidence']:.0%}",
        quantities=result["quantities"], seed=result["seed"], engine=result["engine"],
        inside=sum(row["inside"] for row in rows), shown=len(rows),
    )  # fmt: skip
    lines = [_line(row["id"], row["quantity"], *figures(row), "yes" if row["inside"] else "**no**") for row in rows]
    return head + "\n".join(lines) + "\n\n## The cases\n" + "".join(_told(CASES[name]) for name in shown) + _missing()


def _missing() -> str:
    """Return what cannot be played, and why; nothing where everything can."""
    rows = [_line(case.id, case.mechanism, case.model, case.missing) for case in CASES.values() if case.missing]
    return _MISSING + "\n".join(rows) + "\n" if rows else ""


def _told(case: Case) -> str:
    """Return what a case is, the formula and the source, and what of a scenario makes it."""
    inputs = ", ".join(f"{name} = {value}" for name, value in case.inputs.items())
    tolerance = f" (within {case.tolerance:.0%})" if case.tolerance else ""
    return (
        f"\n**{case.id}**, {case.mechanism}: {case.model}, {inputs}.\n"
        f"- Formula{tolerance}: `{case.formula}`\n- Source: {case.source}\n- Made by: {case.made_by}\n"
    )


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
