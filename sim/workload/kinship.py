"""How functions are akin: where the first and the further needs of a matter type may lie."""

from __future__ import annotations

import numpy as np

from sim.arrays import Flags, Floats
from sim.errors import InputError, UnknownName, nearest
from sim.institution import Institution
from sim.workload.demand import Across, MatterType


def first_weights(institution: Institution, kind: MatterType) -> Floats:
    """Return the probability of each function to be the first need of a matter of this type.

    Raises UnknownName if the type weighs a category or a bureau that does not exist, InputError if nothing is left.
    """
    key = f"demand.types.{kind.name}"
    for what, weights, index in (
        ("categories", kind.categories, institution.category_index),
        ("bureaus", kind.bureaus, institution.bureau_index),
    ):
        for name in weights:
            if name not in index:
                raise UnknownName(f"{key}.{what} weighs {name!r}, which does not exist. {nearest(name, index)}")
    category = np.array([kind.categories.get(name, 1.0) for name in institution.category_index])
    bureau = np.array([kind.bureaus.get(name, 1.0) for name in institution.bureau_index])
    weight: Floats = category[institution.function_category] * bureau[institution.function_bureau]
    if weight.sum() == 0:
        raise InputError(f"{key}: its categories and bureaus weigh every function with 0; expected one above 0.")
    return np.asarray(weight / weight.sum())


def relations(institution: Institution) -> tuple[Flags, Flags, Flags]:
    """Return three [function, function] flags: another bureau, another category, both another."""
    same_bureau = institution.function_bureau[:, None] == institution.function_bureau[None, :]
    same_category = institution.function_category[:, None] == institution.function_category[None, :]
    return ~same_bureau & same_category, same_bureau & ~same_category, ~same_bureau & ~same_category


def further_weights(institution: Institution, weights: Floats, across: Across) -> Floats:
    """Return [first function, further function]: the probability of a further need of a matter.

    A relation that the first function has to nobody (a category of one bureau only) hands its weight to the
    others; a function akin to nobody takes the further need itself.
    """
    total = np.zeros((weights.size, weights.size))
    for flags, share in zip(relations(institution), (across.bureaus, across.categories, across.both), strict=True):
        total += share * _by_row(flags.astype(float) * np.maximum(weights, 1e-12))
    alone = total.sum(axis=1) == 0
    total[alone, alone] = 1.0
    return _by_row(total)


def twin_weights(institution: Institution) -> Floats:
    """Return [function, function]: who else, in another bureau, may send the same request.

    A row is zero where no other bureau has business of that category.
    """
    return _by_row(relations(institution)[0].astype(float))


def neighbour_weights(institution: Institution) -> Floats:
    """Return [function, function]: for which function a matter may be mistaken, half by bureau, half by category."""
    other_bureau, other_category, _ = relations(institution)
    both = _by_row(other_bureau.astype(float)) + _by_row(other_category.astype(float))
    alone = both.sum(axis=1) == 0
    both[alone, alone] = 1.0
    return _by_row(both)


def _by_row(weights: Floats) -> Floats:
    total = weights.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(weights, total, out=np.zeros_like(weights), where=total > 0))
