"""Validating: every case played at the length that bands of the wanted width need, and judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from experiments.kernel_cache import prepare_compiled_engine
from experiments.theory.cases import CASES, PLAYED, Check
from experiments.theory.estimating import CONFIDENCE, estimates
from experiments.theory.group import HEAVY, NARROW, WIDE, Group, wanted_width
from experiments.theory.groups import GROUPS
from experiments.theory.models import SEED
from sim.engine.base import ENGINES, engine_named
from sim.errors import InputError, RunError, UnknownName, nearest

NARROWEST = 0.005
"""Half-width below which the command would take hours."""


def validate(
    width: float = NARROW, *, cases: Sequence[str] = (), engine: str = "compiled",
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Any]:  # fmt: skip
    """Return each quantity of the cases (all, unless some are named) beside what the simulator makes of it.

    `width` is the relative half-width that the bands are played for; `progress` is told how many replications of how
    many are done. Raises InputError for a width out of range, UnknownName for a case or an engine that is not there.
    """
    _check(width, cases, engine)
    if engine == "compiled":
        prepare_compiled_engine()
    chosen = [one for one in GROUPS if not cases or any(case in cases for case, _ in one.checks)]
    found = _played(chosen, width, engine, progress)
    return {
        "width": width,
        "width_at_heavy_loads": wanted_width(width, HEAVY),
        "confidence": CONFIDENCE,
        "quantities": len(PLAYED),
        "seed": SEED,
        "engine": engine,
        "cases": [
            _row(check, *found[check]) for check in PLAYED if check in found and (not cases or check[0] in cases)
        ],
    }


def outside(result: dict[str, Any]) -> RunError | None:
    """Return the error that names the quantities outside their bands; None if all are inside."""
    names = [f"{row['id']} {row['quantity']}" for row in result["cases"] if not row["inside"]]
    if not names:
        return None
    return RunError(
        f"{len(names)} of {len(result['cases'])} quantities are not what theory says: {', '.join(names)}; all bands "
        f"together should hold {result['confidence']:.0%} of the time."
    )


def _check(width: float, cases: Sequence[str], engine: str) -> None:
    if not NARROWEST <= width <= WIDE:
        raise InputError(
            f"width={width:g}; expected a half-width from {NARROWEST:g} (an hour or two) to {WIDE:g} (half a minute)."
        )
    for name in cases:
        if name not in CASES:
            raise UnknownName(f"case={name!r} is unknown. {nearest(name, {case for case, _ in PLAYED})}")
        if CASES[name].missing:
            raise InputError(f"case={name!r} cannot be played: {CASES[name].missing}.")
    if engine not in ENGINES:
        raise UnknownName(f"engine={engine!r} is unknown. {nearest(engine, ENGINES)}")


def _played(
    chosen: Sequence[Group], width: float, engine: str, progress: Callable[[int, int], None]
) -> dict[Check, tuple[float, float]]:
    """Return estimate and half-width of every quantity of these groups."""
    total, done = sum(one.length(width).replications for one in chosen), 0

    def one_more() -> None:
        nonlocal done
        done += 1
        progress(done, total)

    found: dict[Check, tuple[float, float]] = {}
    for one in chosen:
        found |= estimates(engine_named(engine), one, one.length(width), progress=one_more)
    return found


def _row(check: Check, mean: float, half: float) -> dict[str, Any]:
    name, quantity = check
    case, low, high = CASES[name], mean - half, mean + half
    return {
        "id": name,
        "quantity": quantity,
        "expected": case.expected[quantity],
        "simulated": mean,
        "low": low,
        "high": high,
        "inside": case.holds(quantity, low, high),
        "kind": case.kind(quantity),
        "source": case.source,
        "formula": case.formula,
        "tolerance": case.tolerance if case.kind(quantity) == "approx" else 0.0,
    }
