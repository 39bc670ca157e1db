"""Lever `units` (arrange): which functions go together.

Modules are cut from a tree whose leaves are the business groups: inside a category its groups, above them
the categories, joined by how often they share matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Literal

import numpy as np
from scipy.cluster.hierarchy import cut_tree, linkage
from scipy.spatial.distance import squareform

from sim.arrays import Floats, Ints
from sim.blocks import beside
from sim.errors import DesignError
from sim.institution import Institution, Title
from sim.levers.arranging.availability import by_unit
from sim.levers.arranging.by_place import units_by_place
from sim.levers.arranging.by_table import units_by_table
from sim.levers.stages import Arrangement, Periods, Unit, UnitOrder
from sim.options import Count, NonNegative, options
from sim.workload.expectations import Expectations

LISTED = 3
"""Categories that the title of a module which joins them lists at the most."""


@options
class Units:
    """Options: one unit for all (`whole`), a section per bureau, a module per category, by `table`, or by place."""

    by: Literal["whole", "bureau", "category", "table", "site", "zone", "district"] = "whole"
    count: Count | None = None  # with `category`: cut the tree of categories and groups into so many; so many districts
    table: Mapping[str, tuple[str, ...]] | None = None  # with `table`: unit -> categories, functions, sites or zones
    titles: Mapping[str, Title] | None = None  # with `table`: how units are called in reports; absent: by their name
    order: UnitOrder = "in_order"
    oldest_over_days: NonNegative | None = None  # what has waited so many days of 24 hours goes first
    stay_with_category: bool = False  # people stay with a category of business as long as there is work of it
    hours: Mapping[str, Periods] = field(default_factory=dict)  # a unit's own hours, by unit or category


def arrange_units(
    arrangement: Arrangement, options: Units, institution: Institution, expected: Expectations
) -> Arrangement:
    """Return the arrangement with these units; raise DesignError if they do not cover every function once."""
    if options.count is not None and options.by not in ("category", "district"):
        raise DesignError(f"units.count={options.count} goes with by=category or district, but by={options.by}.")
    if options.table is not None and options.by != "table":
        raise DesignError(f"units.table goes with by=table, but by={options.by}.")
    if options.titles is not None and options.by != "table":
        raise DesignError(f"units.titles goes with by=table, but by={options.by}.")
    if options.table is None and options.by == "table":
        raise DesignError("units.by=table, but there is no units.table; expected units with their categories.")
    if options.oldest_over_days is not None and options.oldest_over_days < 0:
        raise DesignError(f"units.oldest_over_days={options.oldest_over_days:g}; expected 0 or more days.")
    arrangement = replace(
        arrangement, order=options.order, oldest_over_days=options.oldest_over_days,
        stay_with_category=options.stay_with_category,
    )  # fmt: skip
    arrangement = _cut(arrangement, options, institution, expected)
    for name, hours in options.hours.items():
        if not hours:
            raise DesignError(f"units.hours.{name} is empty, so nobody of it would ever be there; expected hours.")
    return replace(arrangement, opening=by_unit("units.hours", options.hours, arrangement, institution))


def _cut(arrangement: Arrangement, options: Units, institution: Institution, expected: Expectations) -> Arrangement:
    """Return the arrangement with the functions cut into units."""
    if options.by == "whole":
        return arrangement
    if options.by == "table":
        units, place = units_by_table(institution, options.table or {}, options.titles or {})
    elif options.by == "bureau":
        units = tuple(_unit("section", b.name, b.title, "科", "section") for b in institution.bureaus)
        place = institution.function_bureau
    elif options.by == "category":
        units, place = _by_category(institution, expected, options.count)
    else:
        units, place = units_by_place(institution, options.by, options.count)
    kept = np.unique(place)  # a bureau or category without functions makes no unit
    return replace(
        arrangement,
        units=tuple(units[index] for index in kept),
        unit_of_function=np.searchsorted(kept, place).astype(np.int64),
    )


def _unit(kind: str, name: str, title: Title, zh: str, en: str) -> Unit:
    return Unit(name=f"{kind}_{name}", title=Title(zh=f"{title.zh}{zh}", en=f"{title.en} {en}"))


def _by_category(
    institution: Institution, expected: Expectations, count: Count | None
) -> tuple[tuple[Unit, ...], Ints]:
    n, most = len(institution.categories), len(institution.groups)
    if count is None or count == n:
        modules = tuple(_unit("module", c.name, c.title, "模块", "module") for c in institution.categories)
        return modules, institution.function_category
    if not 1 <= count <= most:
        raise DesignError(f"units.count={count}; expected 1 to {most}, the number of business groups.")
    if count < n:
        return _joined(institution, expected, count)
    return _split(institution, expected, count)


def _joined(institution: Institution, expected: Expectations, count: int) -> tuple[tuple[Unit, ...], Ints]:
    """Join categories that share matters often, by average linkage, until `count` are left."""
    n = len(institution.categories)
    shared = np.zeros((n, n))
    np.add.at(
        shared,
        (institution.function_category[:, None], institution.function_category[beside(institution)]),
        expected.together,
    )
    size = np.bincount(institution.function_category, weights=expected.hours, minlength=n)
    closeness = shared / np.sqrt(np.maximum(size[:, None] * size[None, :], 1e-12))
    distance = 1 / (1 + closeness)
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), method="average")
    label = cut_tree(tree, n_clusters=count).ravel()
    order = list(dict.fromkeys(label.tolist()))
    members = [[c for c, mark in zip(institution.categories, label, strict=True) if mark == key] for key in order]
    units = tuple(
        _unit("module", "_".join(c.name for c in part), _joint_title([c.title for c in part]), "模块", "module")
        for part in members
    )
    place = np.array([order.index(mark) for mark in label.tolist()], dtype=np.int64)
    return units, place[institution.function_category]


def _joint_title(titles: list[Title]) -> Title:
    """Return the title of several together: all of up to three, of more the first two and how many there are."""
    if len(titles) <= LISTED:
        return Title(zh="、".join(title.zh for title in titles), en=" + ".join(title.en for title in titles))
    first = titles[: LISTED - 1]
    return Title(
        zh="、".join(title.zh for title in first) + f"等{len(titles)}类",
        en=" + ".join(title.en for title in first) + f" + {len(titles) - len(first)} more",
    )


def _split(institution: Institution, expected: Expectations, count: int) -> tuple[tuple[Unit, ...], Ints]:
    """Give each category as many modules as its work asks for, and deal its groups out by work."""
    n = len(institution.categories)
    group_hours = np.bincount(
        institution.function_group, weights=expected.hours, minlength=len(institution.groups)
    ).astype(np.float64)
    category_of_group = np.zeros(len(institution.groups), dtype=np.int64)
    category_of_group[institution.function_group] = institution.function_category
    groups_in = np.bincount(category_of_group, minlength=n)
    parts = np.minimum(groups_in, 1)
    hours = np.bincount(category_of_group, weights=group_hours, minlength=n)
    while parts.sum() < count:
        parts[int(np.argmax(np.where(parts < groups_in, hours / np.maximum(parts, 1), -1.0)))] += 1
    units: list[Unit] = []
    place_of_group = np.zeros(len(institution.groups), dtype=np.int64)
    for index, category in enumerate(institution.categories):
        mine = np.flatnonzero(category_of_group == index)
        for group, part in zip(mine, _dealt(group_hours[mine], int(parts[index])), strict=True):
            place_of_group[group] = len(units) + part
        for part in range(int(parts[index])):
            mark = f" {part + 1}" if parts[index] > 1 else ""
            title = Title(zh=f"{category.title.zh}{mark.strip()}", en=f"{category.title.en}{mark}")
            units.append(_unit("module", f"{category.name}{mark.replace(' ', '_')}", title, "模块", "module"))
    return tuple(units), place_of_group[institution.function_group]


def _dealt(hours: Floats, parts: int) -> list[int]:
    """Deal groups, the heaviest first, each to the part that has least so far."""
    load = [0.0] * parts
    filled = [0] * parts
    chosen = [0] * hours.size
    for group in np.argsort(-hours, kind="stable").tolist():
        part = min(range(parts), key=lambda index: (filled[index] > 0, load[index], index))
        chosen[group] = part
        load[part] += float(hours[group])
        filled[part] += 1
    return chosen
