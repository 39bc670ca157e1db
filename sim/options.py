"""Options: frozen records that a configuration file fills in, key by key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, TypeVar, dataclass_transform

from annotated_types import Ge, Gt, Interval, Le

Share = Annotated[float, Interval(ge=0, le=1)]
"""A probability, or a part of a whole."""

NonNegative = Annotated[float, Ge(0)]
Positive = Annotated[float, Gt(0)]
Count = Annotated[int, Ge(1)]
Weekday = Annotated[int, Ge(1), Le(7)]
"""ISO: 1 is Monday."""

_Record = TypeVar("_Record")


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
def options(record: type[_Record]) -> type[_Record]:
    """Make a class a frozen dataclass with keywords only, in which a validator refuses unknown keys.

    So each option is defined once, here in the model: the schema of the configuration is made of these very
    classes, and a mistyped key is an error instead of a default that nobody asked for.
    """
    setattr(record, "__pydantic_config__", {"extra": "forbid"})  # noqa: B010  (no such attribute is declared)
    return dataclass(frozen=True, kw_only=True)(record)
