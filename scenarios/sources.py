"""Sources: where each number of a scenario comes from, and whether it agrees with what it rests on.

An entry of a scenario's `sources:` speaks for all numbers whose dotted key one of its patterns matches. In a
pattern `*` stands for exactly one segment, `**` for any number of segments. The most specific pattern wins:
the fewest `**`, then the fewest `*`, then the later entry.

    sources:
      - {keys: [designs.modules.units.count], kind: reported, fact: 003-006}
      - {keys: [demand.types.*.per_year], kind: assumed, range_factor: [0.5, 2],
         reason: {zh: ..., en: ...}}
      - {keys: [demand.volume], kind: calibrated, to: elapsed_days_mean of the old arrangement}
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from scenarios.facts import Fact, find_fact
from sim.errors import InputError, UnknownName, nearest

Value = int | float | str
KINDS = ("reported", "assumed", "calibrated")
OWN_ESTIMATE = "own_estimate"
FIELDS = ("keys", "kind", "fact", "range", "range_factor", "to", "reason")
ROLES_OF_INPUTS = frozenset({"input", "mechanism", "context"})
SHOWN_KEYS = 5
_CLOCK_TIME = re.compile(r"\d{2}:\d{2}")


@dataclass(frozen=True, kw_only=True)
class SourceRow:
    """One number of a scenario and where it comes from; `changed` says that the user overrode it."""

    key: str
    value: Value
    kind: str
    fact: str | None
    range: tuple[Value, Value] | None
    reason: Mapping[str, str] | None
    changed: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the row as it stands in comparison.json: the value as text, the range as a list."""
        return {
            "key": self.key,
            "value": str(self.value),
            "kind": self.kind,
            "fact": self.fact,
            "range": None if self.range is None else list(self.range),
            "reason": None if self.reason is None else dict(self.reason),
            "changed": self.changed,
        }


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """One entry of `sources:`, whole in itself; whether it agrees with the numbers is checked key by key."""

    place: str
    keys: tuple[str, ...]
    kind: str
    fact: Fact | None
    range: tuple[Value, Value] | None
    range_factor: tuple[float, float] | None
    reason: Mapping[str, str] | None


def numbers(config: Mapping[str, Any], blocks: Sequence[str]) -> dict[str, Value]:
    """Return every number and clock time ("HH:MM") under the named top-level blocks, by dotted key.

    Positions in a list are segments too. A block that the configuration lacks has no numbers.

    >>> numbers({"demand": {"rates": [1, 2.5], "open": "08:30", "digital": True}}, ["demand"])
    {'demand.rates.0': 1, 'demand.rates.1': 2.5, 'demand.open': '08:30'}
    """
    return {key: value for block in blocks if block in config for key, value in _leaves(block, config[block])}


def matches(pattern: str, key: str) -> bool:
    """Return whether the pattern stands for this dotted key.

    >>> matches("demand.*.mean", "demand.report.mean"), matches("demand.*", "demand.report.mean")
    (True, False)
    >>> matches("demand.**", "demand.report.mean"), matches("**.mean", "mean")
    (True, True)
    """
    return _expression(pattern).fullmatch(f".{key}") is not None


def specificity(pattern: str) -> tuple[int, int]:
    """Return a pattern's rank among those that match a key, the smallest winning: by `**`, then by `*`."""
    segments = pattern.split(".")
    return segments.count("**"), segments.count("*")


def trace_sources(
    config: Mapping[str, Any],
    *,
    blocks: Sequence[str],
    facts: Mapping[str, Fact],
    changed: frozenset[str],
    own: bool,
) -> tuple[SourceRow, ...]:
    """Return one row per number under `blocks`, in their order, from the entries in the config's `sources`.

    `changed` names the keys that the user overrode or removed, or the blocks around them: their numbers
    become the user's own estimates and keep their range (a `range_factor` now multiplies the new value).
    `own` says that the whole file is the user's: there a number without an entry is an own estimate too,
    and a pattern may match nothing. In a shipped scenario both are refused, and in either kind of file
    a source that is incomplete or that the number contradicts.
    """
    values = numbers(config, blocks)
    entries = [_read_entry(i, raw, facts) for i, raw in enumerate(config.get("sources") or ())]
    if not own:
        _refuse_stale(entries, values, changed)
    chosen = _choose_entries(values, entries)
    overridden = {key for key in values if _is_changed(key, changed)}
    if not own:
        _refuse_unsourced([key for key in values if chosen[key] is None and key not in overridden])
    return tuple(_row(key, value, chosen[key], key in overridden) for key, value in values.items())


def _leaves(key: str, node: Any) -> Iterator[tuple[str, Value]]:
    if isinstance(node, Mapping):
        for name, child in node.items():
            yield from _leaves(f"{key}.{name}", child)
    elif isinstance(node, list | tuple):
        for position, child in enumerate(node):
            yield from _leaves(f"{key}.{position}", child)
    elif _is_number(node) or (isinstance(node, str) and _CLOCK_TIME.fullmatch(node)):
        yield key, node


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    wild = {"*": r"\.[^.]+", "**": r"(?:\.[^.]+)*"}
    return re.compile("".join(wild.get(segment, re.escape(f".{segment}")) for segment in pattern.split(".")))


def _is_changed(key: str, changed: Collection[str]) -> bool:
    return any(key == other or key.startswith(f"{other}.") for other in changed)


def _choose_entries(keys: Iterable[str], entries: Sequence[_Entry]) -> dict[str, _Entry | None]:
    ranked = [
        (specificity(pattern), -position, pattern, entry)
        for position, entry in enumerate(entries)
        for pattern in entry.keys
    ]
    ranked.sort(key=lambda candidate: candidate[:2])
    return {key: next((entry for _, _, pattern, entry in ranked if matches(pattern, key)), None) for key in keys}


def _refuse_stale(entries: Iterable[_Entry], keys: Collection[str], changed: Collection[str]) -> None:
    for entry in entries:
        for pattern in entry.keys:
            if any(matches(pattern, key) for key in keys) or any(_reaches(pattern, key) for key in changed):
                continue
            hint = nearest(pattern, keys)
            raise InputError(
                f"{entry.place}: the pattern {pattern!r} matches no number of the scenario. "
                + (f"{hint} " if hint.startswith("Did") else "")
                + "`*` stands for one whole segment, `**` for any number of them; "
                "correct the pattern, or remove it if the number is gone."
            )


def _reaches(pattern: str, changed: str) -> bool:
    """Return whether the pattern could match the changed key or one below it that the change removed."""
    segments = pattern.split(".")
    return any(matches(".".join(segments[:n]), changed) for n in range(1, len(segments) + 1))


def _refuse_unsourced(keys: Sequence[str]) -> None:
    if not keys:
        return
    more = f" and {len(keys) - SHOWN_KEYS} more" if len(keys) > SHOWN_KEYS else ""
    count = "1 number has" if len(keys) == 1 else f"{len(keys)} numbers have"
    raise InputError(
        f"{count} no source: {', '.join(keys[:SHOWN_KEYS])}{more}. Add to the scenario's `sources:` an entry "
        "with `keys` that match, and kind: reported (with its fact), assumed (with a range and a reason) "
        "or calibrated (to what)."
    )


def _row(key: str, value: Value, entry: _Entry | None, changed: bool) -> SourceRow:
    if entry is not None and not changed:
        _check_value(key, value, entry)
    spread = None if entry is None else _absolute_range(value, entry)
    if entry is None or changed:
        return SourceRow(key=key, value=value, kind=OWN_ESTIMATE, fact=None, range=spread, reason=None, changed=changed)
    return SourceRow(
        key=key,
        value=value,
        kind=entry.kind,
        fact=entry.fact.id if entry.fact else None,
        range=spread,
        reason=entry.reason,
        changed=False,
    )


def _absolute_range(value: Value, entry: _Entry) -> tuple[Value, Value] | None:
    if entry.range_factor is None or isinstance(value, str):
        return entry.range
    low, high = sorted(_tidy(value * factor) for factor in entry.range_factor)
    return low, high


def _tidy(number: float) -> float:
    """Return the number without the noise of a multiplication: 0.3, not 0.30000000000000004."""
    rounded = float(f"{number:.12g}")
    return int(rounded) if rounded.is_integer() else rounded


def _check_value(key: str, value: Value, entry: _Entry) -> None:
    if entry.fact is not None:
        _check_reported(key, value, entry.fact, entry.place)
    if entry.range is not None:
        _check_range(key, value, entry.range, entry.place)
    if entry.range_factor is not None:
        _check_range_factor(key, value, entry.range_factor, entry.place)


def _check_reported(key: str, value: Value, fact: Fact, place: str) -> None:
    told = [side for side in (fact.before, fact.after) if side is not None]
    figures = [figure for figure in map(_figure, told) if figure is not None]
    comparable = len(figures) < len(told) if isinstance(value, str) else bool(figures)
    if not comparable:
        raise InputError(
            f"{place}: {key} is {value!r}, but fact {fact.id} ({fact.quantity}) gives {_listed(told)}, "
            "which cannot be compared with it. Make the entry assumed, and name the fact in its reason."
        )
    if not isinstance(value, str) and value not in figures:
        raise InputError(
            f"{place}: {key} is {value!r}, but fact {fact.id} ({fact.quantity}) reports {_listed(told)} "
            f"(unit: {fact.unit}). Take the reported value, or make the entry assumed."
        )


def _figure(told: Value) -> float | None:
    try:
        return float(told)
    except ValueError:
        return None


def _listed(told: Iterable[Value]) -> str:
    return " or ".join(repr(side) for side in told)


def _check_range(key: str, value: Value, bounds: tuple[Value, Value], place: str) -> None:
    low, high = bounds
    if isinstance(value, str) != isinstance(low, str):
        raise InputError(
            f"{place}: {key} is {value!r}, but its range is [{low!r}, {high!r}]. "
            'A clock time needs a range of clock times ("08:00"), a number a range of numbers.'
        )
    if not low <= value <= high:  # type: ignore[operator]  # both are text, or none is
        raise InputError(f"{place}: {key} is {value!r}, outside its own range [{low!r}, {high!r}].")


def _check_range_factor(key: str, value: Value, factors: tuple[float, float], place: str) -> None:
    low, high = factors
    if isinstance(value, str) or value == 0:
        raise InputError(
            f"{place}: {key} is {value!r}, of which a multiple says nothing. Give it an entry with "
            "`range: [lo, hi]` in place of `range_factor`."
        )
    if not low <= 1 <= high:
        raise InputError(
            f"{place}: {key} is {value!r}, outside its own range: range_factor [{low!r}, {high!r}] does not hold 1."
        )


def _read_entry(position: int, raw: Any, facts: Mapping[str, Fact]) -> _Entry:
    place = f"sources.{position}"
    if not isinstance(raw, Mapping):
        raise InputError(f"{place} is {raw!r}, but an entry has the fields {', '.join(FIELDS)}.")
    for field in raw:
        if field not in FIELDS:
            raise UnknownName(f"{place} has a field {field!r}. {nearest(str(field), FIELDS)}")
    keys = raw.get("keys")
    if not isinstance(keys, list | tuple) or not keys or not all(isinstance(key, str) for key in keys):
        raise InputError(f"{place} has keys={keys!r}, but needs a list of dotted keys or patterns.")
    place = f"{place} ({', '.join(keys[:2])}{', ...' if len(keys) > 2 else ''})"
    kind = raw.get("kind")
    if kind not in KINDS:
        raise UnknownName(f"{place} is of kind {kind!r}. {nearest(str(kind), KINDS)}")
    return _Entry(
        place=place,
        keys=tuple(keys),
        kind=kind,
        fact=_read_fact(raw, facts, place),
        range=_read_bounds(raw, "range", place),
        range_factor=_read_bounds(raw, "range_factor", place),
        reason=_read_reason(raw, place),
    )


def _read_fact(raw: Mapping[str, Any], facts: Mapping[str, Fact], place: str) -> Fact | None:
    fact_id = raw.get("fact")
    if raw["kind"] != "reported":
        if fact_id is not None:
            raise InputError(
                f"{place} is {raw['kind']} and names fact {fact_id!r}, but only a reported one does. "
                "Make the entry reported, or speak of the fact in its reason."
            )
        return None
    if not isinstance(fact_id, str):
        raise InputError(f"{place} is reported with fact={fact_id!r}, but needs an id, such as '003-006'.")
    try:
        fact = find_fact(fact_id, facts)
    except UnknownName as unknown:
        raise UnknownName(f"{place}: {unknown}") from None
    if fact.role not in ROLES_OF_INPUTS:
        raise InputError(
            f"{place} takes fact {fact.id} ({fact.quantity}) as an input, but its role is {fact.role!r}. "
            f"Only {', '.join(sorted(ROLES_OF_INPUTS))} may go into a case; a figure that a case is checked "
            "against, or that was merely promised, counted or claimed, may not."
        )
    return fact


def _read_bounds(raw: Mapping[str, Any], field: str, place: str) -> Any:
    if field == "range" and raw["kind"] == "assumed":
        _need_one_range(raw, place)
    bounds = raw.get(field)
    if bounds is None:
        return None
    if not _are_bounds(bounds, clock_times_too=field == "range"):
        raise InputError(f"{place} has {field}={bounds!r}, but needs [lo, hi], two numbers in rising order.")
    return tuple(bounds)


def _are_bounds(bounds: Any, *, clock_times_too: bool) -> bool:
    if not isinstance(bounds, list | tuple) or len(bounds) != 2:
        return False
    texts = [bound for bound in bounds if isinstance(bound, str) and _CLOCK_TIME.fullmatch(bound)]
    alike = all(map(_is_number, bounds)) or (clock_times_too and len(texts) == 2)
    return bool(alike and bounds[0] <= bounds[1])


def _need_one_range(raw: Mapping[str, Any], place: str) -> None:
    given = [field for field in ("range", "range_factor") if raw.get(field) is not None]
    if len(given) != 1:
        raise InputError(
            f"{place} is assumed with {' and '.join(given) or 'no range'}, but needs exactly one of "
            "`range: [lo, hi]` (values) and `range_factor: [lo, hi]` (multiples of the value)."
        )


def _read_reason(raw: Mapping[str, Any], place: str) -> Mapping[str, str] | None:
    """Return the reason in both languages; that of a calibrated entry begins with what it is fitted to."""
    reason = raw.get("reason")
    if reason is not None or raw["kind"] == "assumed":
        _need_both_languages(reason, raw["kind"], place)
    if raw["kind"] != "calibrated":
        return reason
    target = raw.get("to")
    if not target:
        raise InputError(f"{place} is calibrated, but does not say to what. Add `to: ...`.")
    if reason is None:
        return {"zh": target, "en": target}
    return {"zh": f"{target}；{reason['zh']}", "en": f"{target}; {reason['en']}"}


def _need_both_languages(reason: Any, kind: str, place: str) -> None:
    if isinstance(reason, Mapping) and (stray := [str(key) for key in reason if key not in ("zh", "en")]):
        raise InputError(
            f"{place} has a reason with {stray[0]!r} beside zh and en; expected these two, quoted if they hold commas."
        )
    if not isinstance(reason, Mapping) or not all(reason.get(language) for language in ("zh", "en")):
        raise InputError(
            f"{place} is {kind} with reason={reason!r}, but needs a reason in both languages: "
            "`reason: {zh: ..., en: ...}`, naming a mechanism or a document."
        )
