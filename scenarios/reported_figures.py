"""Reported figures: what the facts of a scenario's `reported` block tell of before and after, and what may be told.

A fact is an input of a case or a target of it, never both. The two sides are read apart: who predicts asks for the one
side and never sees the other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import inf, isfinite
from typing import Literal

from conf.evidence import Figure, Null, Reported
from scenarios.facts import Fact, find_fact
from scenarios.sources import ROLES_OF_INPUTS
from sim.errors import InputError, UnknownName, nearest

Side = Literal["before", "after"]

ROLES_OF_TARGETS = frozenset({"outcome", "pledge", "volume"})
"""Roles of facts that a case may be held against."""

DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 365 / 12, "year": 365.0}
"""Units of time, in days."""

_SHARES = {"%": 0.01, "share": 1.0}
_NUMBER = r"\d+(?:\.\d+)?"
_TEXT = re.compile(
    rf"(?P<bound>>=|<=)?\s*(?P<low>{_NUMBER})(?:\s*-\s*(?P<high>{_NUMBER}))?(?P<more>\+)?"
    rf"\s*(?P<unit>%|[a-z]+)?\s*(?:\(.*\))?"
)


@dataclass(frozen=True)
class Told:
    """A reported figure: a number if both ends are the same, else a range; an end that is infinite is open."""

    low: float
    high: float

    @property
    def is_number(self) -> bool:
        """Whether it is one number, not a range."""
        return self.low == self.high

    def as_json(self) -> float | list[float | None]:
        """Return it as it is stored: a number, or both ends, null where one is open."""
        if self.is_number:
            return self.low
        return [end if isfinite(end) else None for end in (self.low, self.high)]

    def holds(self, value: float, tolerance: float) -> bool:
        """Return whether a value meets it: within `tolerance` as a share of a number, or within a range as it is."""
        if self.is_number:
            return abs(value - self.low) <= tolerance * abs(self.low)
        return self.low <= value <= self.high


def told_by(figure: Figure, side: Side, facts: Mapping[str, Fact]) -> Told | None:
    """Return what the first fact that tells a side gives of a figure, in its unit; None if none does.

    Raises UnknownName for a fact that is not there, InputError for one that is no figure or of another kind of unit.
    """
    for name in figure.facts:
        fact = find_fact(name, facts)
        value = getattr(fact, side)
        if value is not None:
            return _told(fact, side, value, figure.unit)
    return None


def ratio_of(fact: Fact) -> float:
    """Return after divided by before of a count that is an input of a case: its seals, its staff.

    Raises InputError for a fact that is no input, or does not tell both as numbers above 0.
    """
    if fact.role not in ROLES_OF_INPUTS:
        raise InputError(
            f"fact {fact.id} ({fact.quantity}) has role {fact.role!r}, and a prediction may not rest on what it "
            f"predicts; expected one of {', '.join(sorted(ROLES_OF_INPUTS))}."
        )
    sides = [side for side in (fact.before, fact.after) if isinstance(side, int | float) and side > 0]
    if len(sides) < 2:
        raise InputError(
            f"fact {fact.id} ({fact.quantity}) tells before={fact.before!r} and after={fact.after!r}; expected two "
            "numbers above 0, of which it is the ratio."
        )
    return sides[1] / sides[0]


def check_reported(
    reported: Reported, facts: Mapping[str, Fact], *, designs: Collection[str], baseline: str,
    types: Collection[str], inputs: Mapping[str, str],
) -> None:  # fmt: skip
    """Raise InputError, or UnknownName, for a figure that cannot be held against what its facts tell.

    `inputs` gives the facts that numbers of the same file rest on, each with the key of such a number.
    """
    for name, figure in reported.figures.items():
        try:
            _check_facts(figure, facts, inputs)
            _expect_design(figure.design, "design", designs, baseline)
            if figure.type is not None and figure.type not in types:
                raise UnknownName(f"type={figure.type!r} is no type of matter. {nearest(figure.type, types)}")
            _check_kind(figure, reported.figures)
            _expect_sides(figure, facts)
            for null, block in figure.nulls.items():
                _check_null(null, block, facts, designs, baseline)
        except InputError as error:
            raise type(error)(f"reported.figures.{name}: {error}") from None


def _told(fact: Fact, side: Side, value: float | str, unit: str) -> Told:
    if isinstance(value, int | float):
        low, high, own = float(value), float(value), fact.unit
    else:
        match = _TEXT.fullmatch(value.strip())
        if match is None:
            raise InputError(
                f"fact {fact.id} gives {side}={value!r}; expected a number, or a range such as '3-6 month'."
            )
        low, high = _ends(match)
        own = match["unit"] or fact.unit
    factor = factor_between(own.removesuffix("s") if own.removesuffix("s") in DAYS else own, unit)
    if factor is None:
        raise InputError(
            f"fact {fact.id} gives {side}={value!r} in {own!r}, but the figure is in {unit!r}; expected a unit of the "
            "same kind: a time, a share, or neither."
        )
    return Told(low * factor, high * factor)


def _ends(match: re.Match[str]) -> tuple[float, float]:
    low = float(match["low"])
    high = float(match["high"] or low)
    if match["bound"] == ">=" or match["more"]:
        return low, inf
    return (-inf, high) if match["bound"] == "<=" else (low, high)


def factor_between(own: str, unit: str) -> float | None:
    """Return by what a value in its own unit is multiplied to be in the other; None if they are of two kinds.

    Times are of a kind, so are shares, and all that is neither.
    """
    if own in DAYS or unit in DAYS:
        return DAYS[own] / DAYS[unit] if own in DAYS and unit in DAYS else None
    if own in _SHARES or unit in _SHARES:
        return _SHARES[own] if own in _SHARES and unit in _SHARES else None
    return 1.0


def _check_facts(figure: Figure, facts: Mapping[str, Fact], inputs: Mapping[str, str]) -> None:
    for name in figure.facts:
        fact = find_fact(name, facts)
        if fact.role not in ROLES_OF_TARGETS:
            raise InputError(
                f"fact {name} ({fact.quantity}) has role {fact.role!r}, which is nothing to hold a case against; "
                f"expected one of {', '.join(sorted(ROLES_OF_TARGETS))}."
            )
        if name in inputs:
            raise InputError(
                f"fact {name} ({fact.quantity}) is the source of {inputs[name]} too; expected an input or a target, "
                "never both in one case."
            )


def _expect_design(name: str, key: str, designs: Collection[str], baseline: str) -> None:
    others = [design for design in designs if design != baseline]
    if name not in designs:
        raise UnknownName(f"{key}={name!r} is no design. {nearest(name, others)}")
    if name == baseline:
        raise InputError(f"{key}={name!r} is the baseline; expected one of {', '.join(others) or 'other designs'}.")


def _check_kind(figure: Figure, figures: Mapping[str, Figure]) -> None:
    if figure.of is not None and (figure.of not in figures or figures[figure.of].kind != "calibrated"):
        known = [name for name, other in figures.items() if other.kind == "calibrated"]
        raise UnknownName(f"of={figure.of!r} is no calibrated figure. {nearest(figure.of, known)}")
    if figure.kind == "percentile" and figure.unit not in DAYS:
        raise InputError(f"unit={figure.unit!r} of a percentile; expected a unit of time.")


def _expect_sides(figure: Figure, facts: Mapping[str, Fact]) -> None:
    """Raise InputError where the sides that a kind of figure lives on are not told, or not as they should be."""
    sides: Iterable[Side] = ("before", "after")
    told = {side for side in sides if told_by(figure, side, facts) is not None}
    wanted = {"calibrated": {"before", "after"}, "percentile": {"after"}, "sanity_bound": {"after"}}[figure.kind]
    for side in sorted(wanted - told):
        raise InputError(f"no fact of {', '.join(figure.facts)} tells the figure {side}; expected one that does.")


def _check_null(
    name: str, null: Null, facts: Mapping[str, Fact], designs: Collection[str], baseline: str
) -> None:  # fmt: skip
    if null.design is not None:
        _expect_design(null.design, f"nulls.{name}.design", designs, baseline)
        return
    try:
        ratio_of(find_fact(str(null.fact), facts))
    except InputError as error:
        raise type(error)(f"nulls.{name}: {error}") from None
