"""How keys and values of a sweep are written: keys as short as tells them apart, values as exactly as has room."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from analysis.report.numbers import number

LEAST_PARTS = 2
"""A key is shortened to no fewer of its last parts: `units.count` says more than `count`."""

EXACT_LETTERS = 6
"""A fraction of at most so many letters is written as it is; a longer one with three digits."""


def short_names(keys: Sequence[str]) -> dict[str, str]:
    """Return for each key its fewest last parts, two or more, that no other key ends in.

    >>> short_names(["designs.modules.units.count", "designs.zones.units.count", "demand.load"])
    {'designs.modules.units.count': 'modules.units.count', 'designs.zones.units.count': 'zones.units.count', \
'demand.load': 'demand.load'}
    """
    return {key: _short(key, keys) for key in keys}


def _short(key: str, keys: Sequence[str]) -> str:
    parts = key.removeprefix("+").split(".")
    for count in range(LEAST_PARTS, len(parts)):
        end = parts[-count:]
        if not any(other != key and other.removeprefix("+").split(".")[-count:] == end for other in keys):
            return ".".join(end)
    return ".".join(parts)


def value_text(value: Any) -> str:
    """Return a value of a key as it is shown.

    >>> [value_text(value) for value in (12, 100.0, 0.8125, 0.81256789, -1.5, True, None, "by_rank", [1, 2])]
    ['12', '100', '0.8125', '0.813', '−1.5', 'true', 'null', 'by_rank', '[1, 2]']
    """
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        text = repr(value).removesuffix(".0")
        return text.replace("-", "−") if len(text.lstrip("-")) <= EXACT_LETTERS else number(value).replace(",", "")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value).replace("-", "−")
    return json.dumps(value, ensure_ascii=False)
