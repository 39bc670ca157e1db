"""The builder for institutions given as a matrix, how many functions each bureau has in each category, or by lists."""

from __future__ import annotations

from collections import Counter

from conf.schema import BureauBlock, ScenarioFile
from scenarios.attendance import with_own_hours
from scenarios.every_site import at_every_site
from scenarios.generated_sites import generated_sites
from scenarios.listed import listed_functions, listed_offices, with_own_shares
from scenarios.staffing import staff_of
from sim.errors import DesignError, UnknownName, nearest
from sim.institution import Function, Institution, Named, Office, Title


def build_institution(file: ScenarioFile) -> Institution:
    """Return the institution of a file.

    The functions of a bureau, category by category, are dealt to its offices in turn. The functions of a
    category, bureau by bureau, are cut into its groups. Functions that are listed one by one lie as they say. With
    `per_site` all of them are there at each site.
    """
    block = file.institution
    for bureau, entry in block.bureaus.items():
        for category in entry.functions:
            if category not in block.categories:
                raise UnknownName(
                    f"institution.bureaus.{bureau}.functions names category {category!r}. "
                    f"{nearest(category, block.categories)}"
                )
    if block.functions:
        offices, functions = listed_offices(block), listed_functions(block)
    else:
        offices = _offices(block.bureaus)
        functions = _functions(block.bureaus, {name: entry.groups for name, entry in block.categories.items()})
    staff = with_own_hours(staff_of(block.staff, block.bureaus), block)
    institution = Institution(
        title=block.title or file.title,
        bureaus=tuple(Named(name=name, title=_title(name, entry.title)) for name, entry in block.bureaus.items()),
        categories=tuple(Named(name=name, title=_title(name, entry.title)) for name, entry in block.categories.items()),
        offices=offices,
        functions=functions,
        staff=with_own_shares(staff, block.staff.people),
        sites=generated_sites(block.sites_generated) if block.sites_generated else tuple(block.sites),
    )
    return at_every_site(institution) if block.per_site else institution


def _title(name: str, title: Title | None) -> Title:
    return title or Title(zh=name, en=name)


def _offices(bureaus: dict[str, BureauBlock]) -> tuple[Office, ...]:
    return tuple(
        Office(name=f"{bureau}_{index + 1}", bureau=bureau)
        for bureau, entry in bureaus.items()
        for index in range(entry.offices)
    )


def _functions(bureaus: dict[str, BureauBlock], groups: dict[str, int]) -> tuple[Function, ...]:
    placed: list[tuple[str, str, str]] = []  # name, office, category
    for bureau, entry in bureaus.items():
        lines = [category for category, count in entry.functions.items() for _ in range(count)]
        if len(lines) < entry.offices:
            raise DesignError(
                f"institution.bureaus.{bureau} has {entry.offices} offices but {len(lines)} functions; "
                "each office needs at least one function."
            )
        turn: Counter[str] = Counter()
        for index, category in enumerate(lines):
            turn[category] += 1
            office = f"{bureau}_{index % entry.offices + 1}"
            placed.append((f"{bureau}_{category}_{turn[category]}", office, category))
    size = Counter(category for _, _, category in placed)
    for category, count in groups.items():
        if 0 < size[category] < count:
            raise DesignError(
                f"institution.categories.{category} has groups={count} but only {size[category]} functions; "
                "each group needs at least one function."
            )
    seen: Counter[str] = Counter()
    functions = []
    for name, office, category in placed:
        group = seen[category] * groups[category] // size[category] + 1
        seen[category] += 1
        functions.append(Function(name=name, office=office, category=category, group=f"{category}_{group}"))
    return tuple(functions)
