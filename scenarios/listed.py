"""The part of an institution that is listed name by name: functions with their offices and groups, shares of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from conf.listed import ListedPerson
from conf.schema import InstitutionBlock
from sim.errors import DesignError
from sim.institution import Function, Office, Person

Pair = tuple[str, str]


def listed_offices(block: InstitutionBlock) -> tuple[Office, ...]:
    """Return the offices that the listed functions answer to, bureau by bureau, each in the order of its functions."""
    names = _offices(block)
    return tuple(
        Office(name=names[pair], bureau=bureau) for bureau in block.bureaus for pair in names if pair[0] == bureau
    )


def listed_functions(block: InstitutionBlock) -> tuple[Function, ...]:
    """Return the functions in their order.

    An office that several bureaus have is named with its bureau, a group of several categories with its category.
    """
    offices = _offices(block)
    groups = _told_apart("group", [(entry.category, entry.group_of_category) for entry in block.functions])
    return tuple(
        Function(
            name=entry.name,
            office=offices[entry.bureau, entry.office_of_bureau],
            category=entry.category,
            group=groups[entry.category, entry.group_of_category],
        )
        for entry in block.functions
    )


def with_own_shares(staff: Sequence[Person], listed: Sequence[ListedPerson]) -> tuple[Person, ...]:
    """Return the staff with the share of time of those for whom the list gives one; the others keep their rank's."""
    if not listed:
        return tuple(staff)
    return tuple(
        person if entry.full_time is None else replace(person, full_time=entry.full_time)
        for person, entry in zip(staff, listed, strict=True)
    )


def _offices(block: InstitutionBlock) -> dict[Pair, str]:
    return _told_apart("office", [(entry.bureau, entry.office_of_bureau) for entry in block.functions])


def _told_apart(what: str, pairs: Iterable[Pair]) -> dict[Pair, str]:
    """Return a name for each pair of owner and name: the name where one owner has it, else both.

    Each bureau may have a 综合处. Raises DesignError if what comes of that is the name of another.
    """
    owners: dict[str, set[str]] = {}
    for owner, name in (pairs := list(dict.fromkeys(pairs))):
        owners.setdefault(name, set()).add(owner)
    names = {(owner, name): name if len(owners[name]) == 1 else f"{owner}_{name}" for owner, name in pairs}
    for pair, name in names.items():
        if pair[1] != name and name in owners:
            raise DesignError(
                f"institution.functions: {what} {pair[1]!r} of {pair[0]!r} would be called {name!r}, as another "
                f"{what} is; expected another name for one of them."
            )
    return names
