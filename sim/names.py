"""Names: which functions the name of a category or of a function means, where each site may have its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from sim.arrays import Ints

if TYPE_CHECKING:
    from sim.institution import Institution


@dataclass(frozen=True, kw_only=True)
class Names:
    """Functions by name. A kind, as a file calls what each site has, means those of all sites."""

    category: dict[str, Ints]  # functions of each category, and of each kind of category
    function: dict[str, Ints]  # the function of each name, and all of each kind
    lines: tuple[str, ...]  # functions as a file calls them

    @classmethod
    def of(cls, institution: Institution) -> Self:
        """Return what the names of an institution mean."""
        own = {
            one.name: np.flatnonzero(institution.function_category == index)
            for index, one in enumerate(institution.categories)
        }
        kinds = {
            name: np.flatnonzero(institution.function_skill == index) for name, index in institution.skill_index.items()
        }
        called: dict[str, list[int]] = {}
        for index, function in enumerate(institution.functions):
            for name in dict.fromkeys((function.name, function.kind or function.name)):
                called.setdefault(name, []).append(index)
        return cls(
            category=kinds | own,
            function={name: np.array(rows, dtype=np.int64) for name, rows in called.items()},
            lines=tuple(dict.fromkeys(function.kind or function.name for function in institution.functions)),
        )
