"""The builder for institutions given as a matrix: how many functions each bureau has in each category."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import cycle, islice

from conf.schema import BureauBlock, ScenarioFile, StaffBlock
from scenarios.attendance import with_own_hours
from sim.errors import DesignError, UnknownName, nearest
from sim.institution import Function, Institution, Named, Office, Person, Rank, Title


def build_institution(file: ScenarioFile) -> Institution:
    """Return the institution of a file.

    The functions of a bureau, category by category, are dealt to its offices in turn. The functions of a
    category, bureau by bureau, are cut into its groups. Officers come from the bureaus in proportion to their
    functions, and each is versed in the next few of their bureau's categories, the largest first.
    """
    block = file.institution
    for bureau, entry in block.bureaus.items():
        for category in entry.functions:
            if category not in block.categories:
                raise UnknownName(
                    f"institution.bureaus.{bureau}.functions names category {category!r}. "
                    f"{nearest(category, block.categories)}"
                )
    functions = _functions(block.bureaus, {name: entry.groups for name, entry in block.categories.items()})
    return Institution(
        title=block.title or file.title,
        bureaus=tuple(Named(name=name, title=_title(name, entry.title)) for name, entry in block.bureaus.items()),
        categories=tuple(Named(name=name, title=_title(name, entry.title)) for name, entry in block.categories.items()),
        offices=tuple(
            Office(name=f"{bureau}_{index + 1}", bureau=bureau)
            for bureau, entry in block.bureaus.items()
            for index in range(entry.offices)
        ),
        functions=functions,
        staff=with_own_hours(_staff(block.staff, block.bureaus), block),
    )


def _title(name: str, title: Title | None) -> Title:
    return title or Title(zh=name, en=name)


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


def _staff(block: StaffBlock, bureaus: dict[str, BureauBlock]) -> tuple[Person, ...]:
    first = next(iter(bureaus))
    leaders = [Person(name="chief" if block.chief == 1 else f"chief_{index + 1}", rank=Rank.CHIEF, bureau=first,
                      expertise=frozenset()) for index in range(block.chief)]  # fmt: skip
    leaders += [
        Person(name=f"deputy_{index + 1}", rank=Rank.DEPUTY, bureau=first, expertise=frozenset())
        for index in range(block.deputy)
    ]
    officers: list[Person] = []
    for bureau, posts in _posts(bureaus, block.officer).items():
        ranked = sorted(bureaus[bureau].functions.items(), key=lambda item: -item[1])
        categories = cycle([category for category, count in ranked if count])
        for _ in range(posts):
            versed = frozenset(islice(categories, block.expertise))
            officers.append(
                Person(name=f"officer_{len(officers) + 1}", rank=Rank.OFFICER, bureau=bureau, expertise=versed)
            )
    return (*leaders, *_licensed(officers, block))


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
    size = {name: sum(entry.functions.values()) for name, entry in bureaus.items()}
    whole = sum(size.values())
    posts = {name: total * count // whole for name, count in size.items()}
    remainder = sorted(size, key=lambda name: -(total * size[name] % whole))
    for name in islice(remainder, total - sum(posts.values())):
        posts[name] += 1
    return posts
