"""The staff of an institution: so many of each rank, or people by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice

import numpy as np

from conf.listed import ListedPerson
from conf.schema import BureauBlock, StaffBlock
from sim.errors import DesignError
from sim.institution import Person, Rank
from sim.levers.arranging.shares import largest_remainder


def staff_of(block: StaffBlock, bureaus: dict[str, BureauBlock]) -> tuple[Person, ...]:
    """Return the people of an institution, before hours of their own.

    Where there are only numbers, officers come from the bureaus in proportion to their functions, and each is versed
    in the next few of their bureau's categories, the largest first. So is somebody listed whose categories are not
    given. Raises DesignError for more licences than officers, and for an officer who comes from no bureau.
    """
    return _listed(block, bureaus) if block.people else _counted(block, bureaus)


def _counted(block: StaffBlock, bureaus: dict[str, BureauBlock]) -> tuple[Person, ...]:
    first = next(iter(bureaus))
    leaders = [Person(name="chief" if block.chief == 1 else f"chief_{index + 1}", rank=Rank.CHIEF, bureau=first,
                      expertise=frozenset()) for index in range(block.chief)]  # fmt: skip
    leaders += [
        Person(name=f"deputy_{index + 1}", rank=Rank.DEPUTY, bureau=first, expertise=frozenset())
        for index in range(block.deputy)
    ]
    officers: list[Person] = []
    for bureau, posts in _posts(bureaus, block.officer).items():
        categories = _categories_in_turn(bureaus[bureau])
        for _ in range(posts):
            versed = frozenset(islice(categories, block.expertise))
            officers.append(
                Person(name=f"officer_{len(officers) + 1}", rank=Rank.OFFICER, bureau=bureau, expertise=versed)
            )
    return (*leaders, *_licensed(officers, block))


def _categories_in_turn(bureau: BureauBlock) -> Iterator[str]:
    """Yield the categories of a bureau's functions without end, the largest first."""
    ranked = sorted(bureau.functions.items(), key=lambda item: -item[1])
    return cycle([category for category, count in ranked if count])


def _listed(block: StaffBlock, bureaus: dict[str, BureauBlock]) -> tuple[Person, ...]:
    turns = {name: _categories_in_turn(bureau) for name, bureau in bureaus.items()}
    people = []
    for place, entry in enumerate(block.people):
        bureau, rank = _bureau_of(entry, place, bureaus), Rank[entry.rank.upper()]
        if entry.categories is not None:
            versed = frozenset(entry.categories)
        else:  # a bureau that there is not is refused by the institution
            dealt = turns.get(bureau, iter(())) if rank == Rank.OFFICER else iter(())
            versed = frozenset(islice(dealt, block.expertise))
        people.append(
            Person(
                name=entry.name,
                rank=rank,
                bureau=bureau,
                expertise=versed,
                licences=frozenset(entry.licences),
                km_per_hour=entry.km_per_hour,
            )
        )
    return tuple(people)


def _bureau_of(entry: ListedPerson, place: int, bureaus: dict[str, BureauBlock]) -> str:
    if not entry.bureau and entry.rank == "officer" and len(bureaus) > 1:
        raise DesignError(
            f"institution.staff.people.{place}: officer {entry.name!r} has no bureau; expected the one whose business "
            f"they have done so far: {', '.join(bureaus)}."
        )
    return entry.bureau or next(iter(bureaus))


def _licensed(officers: list[Person], block: StaffBlock) -> list[Person]:
    """Deal each licence round the bureaus that officers come from: one of each in turn, then a second one of each.

    Licences are dealt apart from each other. Raises DesignError for more licences than officers.
    """
    turn: Counter[str] = Counter()
    order: list[tuple[int, int]] = []
    for place, person in enumerate(officers):
        order.append((turn[person.bureau], place))
        turn[person.bureau] += 1
    held: dict[int, set[str]] = {}
    for licence, count in block.licences.items():
        if count > len(officers):
            raise DesignError(
                f"institution.staff.licences.{licence}={count}, but there are {len(officers)} officers; expected at "
                "most so many."
            )
        for _, place in sorted(order)[:count]:
            held.setdefault(place, set()).add(licence)
    return [replace(person, licences=frozenset(held.get(place, ()))) for place, person in enumerate(officers)]


def _posts(bureaus: dict[str, BureauBlock], total: int) -> dict[str, int]:
    """Share officers out over the bureaus they come from, by functions and largest remainder."""
    size = [float(sum(entry.functions.values())) for entry in bureaus.values()]
    return dict(zip(bureaus, largest_remainder(np.array(size), total).tolist(), strict=True))
