"""How functions are akin: where the first and the further needs of a matter type may lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from sim.arrays import Flags, Floats, Ints
from sim.blocks import beside
from sim.errors import InputError, UnknownName, nearest
from sim.institution import Institution
from sim.workload.demand import Across, MatterType
from sim.workload.odds import Odds
from sim.workload.sites import site_shares


@dataclass(frozen=True, kw_only=True)
class Kin:
    """Odds of what lies beside a function, in the block that it lies in."""

    odds: Odds  # [function, place]
    size: int  # of a block

    @classmethod
    def of(cls, table: Floats) -> Self:
        """Return the odds of a table [function, place] of weights."""
        return cls(odds=Odds.of(table), size=table.shape[1])

    def pick(self, functions: Ints, uniforms: Floats) -> Ints:
        """Return for each of these functions the one that its uniform falls on; -1 where there is none."""
        place = self.odds.pick(functions, uniforms)
        return np.where(place >= 0, functions // self.size * self.size + place, -1)


def first_weights(institution: Institution, kind: MatterType) -> Floats:
    """Return the probability of each function to be the first need of a matter of this type.

    Where sites have functions of their own, those of a site have together the share of its matters; of a type whose
    matters arise nowhere, all sites are alike. Raises UnknownName if the type weighs a category or a bureau that does
    not exist, InputError if nothing is left, or nothing at a site where its matters arise.
    """
    key = f"demand.types.{kind.name}"
    for what, weights, names, known in (
        ("categories", kind.categories, institution.names.category, institution.skill_index),
        ("bureaus", kind.bureaus, institution.bureau_index, institution.bureau_index),
    ):
        for name in weights:
            if name not in names:
                raise UnknownName(f"{key}.{what} weighs {name!r}, which does not exist. {nearest(name, known)}")
    category = np.array([
        kind.categories.get(one.name, kind.categories.get(one.skill, 1.0)) for one in institution.categories
    ])  # fmt: skip
    bureau = np.array([kind.bureaus.get(name, 1.0) for name in institution.bureau_index])
    weight: Floats = category[institution.function_category] * bureau[institution.function_bureau]
    if weight.sum() == 0:
        raise InputError(f"{key}: its categories and bureaus weigh every function with 0; expected one above 0.")
    return _at_sites(key, kind, weight, institution) if follows_site(kind, institution) else weight / weight.sum()


def follows_site(kind: MatterType, institution: Institution) -> bool:
    """Return whether all needs of a matter of this type lie at the site where it arises."""
    return institution.per_site and kind.sites != "nowhere"


def _at_sites(key: str, kind: MatterType, weight: Floats, institution: Institution) -> Floats:
    """Return weights that sum at each site to the share of matters which arise there."""
    own, share = weight.reshape(len(institution.sites), -1), site_shares(kind, institution.sites)
    lone = np.flatnonzero((own.sum(axis=1) == 0) & (share > 0))
    if lone.size:
        raise InputError(
            f"{key}: its categories and bureaus weigh every function of site {institution.sites[lone[0]].name!r} with "
            "0, but its matters arise there; expected one above 0."
        )
    return (_by_row(own) * share[:, None]).ravel()


def relations(institution: Institution) -> tuple[Flags, Flags, Flags]:
    """Return three [function, place] flags: another bureau, another category, both another."""
    column = beside(institution)
    same_bureau = institution.function_bureau[:, None] == institution.function_bureau[column]
    same_category = institution.function_category[:, None] == institution.function_category[column]
    return ~same_bureau & same_category, same_bureau & ~same_category, ~same_bureau & ~same_category


def further_weights(institution: Institution, weights: Floats, across: Across) -> Floats:
    """Return [first function, place]: the probability that a further need of a matter lies there, at the same site.

    A relation that the first function has to nobody (a category of one bureau only) hands its weight to the
    others; a function akin to nobody takes the further need itself.
    """
    column = beside(institution)
    total = np.zeros(column.shape)
    for flags, share in zip(relations(institution), (across.bureaus, across.categories, across.both), strict=True):
        total += share * _by_row(flags.astype(float) * np.maximum(weights, 1e-12)[column])
    return _by_row(_with_alone(total))


def twin_weights(institution: Institution) -> Floats:
    """Return [function, place]: who else, in another bureau, may send the same request.

    A row is zero where no other bureau has business of that category.
    """
    return _by_row(relations(institution)[0].astype(float))


def neighbour_weights(institution: Institution) -> Floats:
    """Return [function, place]: for which function a matter may be mistaken, half by bureau, half by category.

    Nobody mistakes one site for another.
    """
    other_bureau, other_category, _ = relations(institution)
    return _by_row(_with_alone(_by_row(other_bureau.astype(float)) + _by_row(other_category.astype(float))))


def _with_alone(table: Floats) -> Floats:
    """Return a table in which a function that nothing is akin to is akin to itself."""
    alone = np.flatnonzero(table.sum(axis=1) == 0)
    table[alone, alone % table.shape[1]] = 1.0
    return table


def _by_row(weights: Floats) -> Floats:
    total = weights.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(weights, total, out=np.zeros_like(weights), where=total > 0))
