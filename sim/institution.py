"""The institution as it stands before any design: its counterparts, its functions and its staff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Annotated

import numpy as np
from annotated_types import Ge

from sim.arrays import Ints
from sim.blocks import check_blocks
from sim.errors import DesignError, UnknownName, nearest
from sim.names import Names
from sim.options import options


@options
class Title:
    """What something is called in Chinese and in English."""

    zh: str
    en: str


EVERY_WEEKDAY = (1, 2, 3, 4, 5, 6, 7)


class Rank(IntEnum):
    """Ranks, lowest first. A head is appointed by a design; the others are what a person is."""

    OFFICER = 1
    HEAD = 2
    DEPUTY = 3
    CHIEF = 4


@dataclass(frozen=True, kw_only=True)
class Named:
    """An upper-level bureau, or a category of business, perhaps one that each site has."""

    name: str
    title: Title
    kind: str | None = None  # of such a category: what all of them are, wherever they are
    site: str | None = None  # and where it is

    @property
    def skill(self) -> str:
        """What one is versed in who is versed in it."""
        return self.kind or self.name


@dataclass(frozen=True, kw_only=True)
class Office:
    """An upper-level counterpart: it sends matters down, holds meetings, answers."""

    name: str
    bureau: str


@dataclass(frozen=True, kw_only=True)
class Function:
    """An elementary line of business: it answers to one office and belongs to one category of business.

    Its group is the named contact that a module may appoint for it; a group is no queue of its own.
    """

    name: str
    office: str
    category: str
    group: str
    kind: str | None = None  # of a function that each site has: what all of them are, wherever they are


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member of staff: rank, where they come from, what they are versed in and when they are there."""

    name: str
    rank: Rank
    bureau: str  # whose business they have done so far
    expertise: frozenset[str]  # categories
    hours: tuple[tuple[str, str], ...] = ()  # from when to when on a working day; (): the office's
    weekdays: tuple[int, ...] = EVERY_WEEKDAY  # ISO
    full_time: float = 1.0  # share of these days that they have for this work at all
    licences: frozenset[str] = frozenset()  # what they may do that not everybody may
    km_per_hour: float | None = None  # how fast they travel, whatever a design says; None: as it says

    @property
    def keeps_office_hours(self) -> bool:
        """Whether they are there whenever the office is open."""
        return not self.hours and set(self.weekdays) == set(EVERY_WEEKDAY) and self.full_time >= 1


@options
class Site:
    """A community, village, grid or service point 点位: where it lies, and how many live there.

    Raises DesignError at birth for a place with one coordinate, or a population or a radius below 0.
    """

    name: str
    title: Title | None = None
    population: Annotated[int, Ge(0)]
    east_km: float | None = None  # from a point of one's choice, the same for all sites
    north_km: float | None = None
    zone: str | None = None
    zone_title: Title | None = None  # the first that is given of a zone counts
    radius_km: Annotated[float, Ge(0)] = 0.0  # of the circle over which it is spread out

    def __post_init__(self) -> None:
        if not self.name:
            raise DesignError("a site has no name; expected one.")
        if self.population < 0:
            raise DesignError(f"site {self.name!r} has population={self.population}; expected 0 or more.")
        if (self.east_km is None) != (self.north_km is None):
            raise DesignError(f"site {self.name!r} has one of east_km and north_km; expected both, or none of them.")
        if self.radius_km < 0:
            raise DesignError(f"site {self.name!r} has radius_km={self.radius_km:g}; expected 0 or more.")
        if self.zone == "":
            raise DesignError(f"site {self.name!r} has a zone without a name; expected one, or no zone.")


@dataclass(frozen=True, kw_only=True)
class Institution:
    """Counterparts, functions, staff and sites; indices are positions in these tuples.

    Where categories belong to sites, all functions are there once at each site: site by site, in the same order
    (sim/blocks.py). Raises DesignError or UnknownName at birth if names repeat or point to nothing.
    """

    title: Title
    bureaus: tuple[Named, ...]
    categories: tuple[Named, ...]
    offices: tuple[Office, ...]
    functions: tuple[Function, ...]
    staff: tuple[Person, ...]
    sites: tuple[Site, ...] = ()

    def __post_init__(self) -> None:
        for what, names in (
            ("bureau", [bureau.name for bureau in self.bureaus]),
            ("category", [category.name for category in self.categories]),
            ("office", [office.name for office in self.offices]),
            ("function", [function.name for function in self.functions]),
            ("person", [person.name for person in self.staff]),
        ):
            _unique(what, names)
            if not names:
                raise DesignError(f"the institution has no {what}; it needs at least one.")
        self._check_names()
        _unique("site", [site.name for site in self.sites])
        check_blocks(self)
        for person in self.staff:
            if person.rank == Rank.HEAD:
                raise DesignError(f"person {person.name!r} has rank head; a head is appointed by a design.")
            if person.km_per_hour is not None and not 0 < person.km_per_hour < np.inf:
                raise DesignError(f"person {person.name!r} has km_per_hour={person.km_per_hour}; expected more than 0.")
            if not 0 <= person.full_time <= 1:
                raise DesignError(f"person {person.name!r} has full_time={person.full_time}; expected 0 to 1.")
        if not any(person.rank == Rank.OFFICER for person in self.staff):
            raise DesignError("the institution has no officer, so nobody could handle a matter.")

    def _check_names(self) -> None:
        for office in self.offices:
            _known("bureau", office.bureau, self.bureau_index, f"office {office.name!r}")
        for function in self.functions:
            _known("office", function.office, self.office_index, f"function {function.name!r}")
            _known("category", function.category, self.category_index, f"function {function.name!r}")
        for person in self.staff:
            _known("bureau", person.bureau, self.bureau_index, f"person {person.name!r}")
            for category in person.expertise:
                _known("category", category, self.category_index, f"expertise of {person.name!r}")

    @cached_property
    def bureau_index(self) -> dict[str, int]:
        """Position of each bureau by name."""
        return {bureau.name: index for index, bureau in enumerate(self.bureaus)}

    @cached_property
    def category_index(self) -> dict[str, int]:
        """Position of each category by name."""
        return {category.name: index for index, category in enumerate(self.categories)}

    @cached_property
    def skill_index(self) -> dict[str, int]:
        """Position of each thing that one may be versed in: categories, and of those that each site has their kinds."""
        return {name: index for index, name in enumerate(dict.fromkeys(one.skill for one in self.categories))}

    @cached_property
    def category_skill(self) -> Ints:
        """What one must be versed in for each category."""
        return np.array([self.skill_index[one.skill] for one in self.categories], dtype=np.int64)

    @property
    def per_site(self) -> bool:
        """Whether each site has functions of its own."""
        return self.categories[0].site is not None

    @cached_property
    def office_index(self) -> dict[str, int]:
        """Position of each office by name."""
        return {office.name: index for index, office in enumerate(self.offices)}

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Names of the groups, in the order of their first function."""
        return tuple(dict.fromkeys(function.group for function in self.functions))

    @cached_property
    def function_office(self) -> Ints:
        """Office of each function."""
        return np.array([self.office_index[function.office] for function in self.functions], dtype=np.int64)

    @cached_property
    def first_function_of_office(self) -> Ints:
        """First function that answers to each office; 0 where none does."""
        first = np.zeros(len(self.offices), dtype=np.int64)
        first[self.function_office[::-1]] = np.arange(len(self.functions))[::-1]
        return first

    @cached_property
    def function_bureau(self) -> Ints:
        """Bureau of each function."""
        bureau = [self.bureau_index[office.bureau] for office in self.offices]
        return np.array([bureau[office] for office in self.function_office], dtype=np.int64)

    @cached_property
    def function_category(self) -> Ints:
        """Category of each function."""
        return np.array([self.category_index[function.category] for function in self.functions], dtype=np.int64)

    @cached_property
    def function_skill(self) -> Ints:
        """What one must be versed in for each function."""
        return self.category_skill[self.function_category]

    @cached_property
    def names(self) -> Names:
        """Which functions a name means."""
        return Names.of(self)

    @cached_property
    def versed(self) -> tuple[frozenset[str], ...]:
        """By person: the categories that they are versed in, and their kinds."""
        kind = {one.name: one.skill for one in self.categories}
        return tuple(one.expertise | {kind[name] for name in one.expertise} for one in self.staff)

    @cached_property
    def function_group(self) -> Ints:
        """Group of each function."""
        place = {group: index for index, group in enumerate(self.groups)}
        return np.array([place[function.group] for function in self.functions], dtype=np.int64)


def _unique(what: str, names: Iterable[str]) -> None:
    repeated = [name for name, count in Counter(names).items() if count > 1]
    if repeated:
        raise DesignError(f"{what} {repeated[0]!r} is listed twice; each name may stand once.")


def _known(what: str, name: str, index: dict[str, int], where: str) -> None:
    if name not in index:
        raise UnknownName(f"{where} names {what} {name!r}, which does not exist. {nearest(name, index)}")
