"""An institution given name by name: lists of people, functions and sites, and the counts that follow from them.

A configuration that holds a list holds no counts of the same; they are filled in here, before the schema looks at
them, so that whoever asks how many there are need not know which way they were given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from annotated_types import Gt, Le
from pydantic import TypeAdapter, ValidationError

from sim.errors import DesignError, UnknownName, nearest
from sim.institution import Title
from sim.levers.stages import OwnRank
from sim.options import options

COUNTS_OF_STAFF = ("chief", "deputy", "officer", "licences")


@options
class ListedPerson:
    """A member of staff by name."""

    name: str
    rank: OwnRank
    bureau: str | None = None  # may be absent of leaders, and where there is one bureau
    categories: tuple[str, ...] | None = None  # absent: dealt as where only numbers of people are given
    full_time: Annotated[float, Gt(0), Le(1)] | None = None  # absent: that of the rank
    licences: tuple[str, ...] = ()
    km_per_hour: Annotated[float, Gt(0)] | None = None  # absent: as the design has people travel

    def __post_init__(self) -> None:
        _check_given("a person", name=self.name)


@options
class ListedFunction:
    """A function by name, with the office and the group that it belongs to."""

    name: str
    bureau: str
    category: str
    office: str | None = None  # absent: one for all such functions of its bureau
    group: str | None = None  # absent: one for all such functions of its category
    title: Title | None = None  # as reports call it; absent: by its name

    def __post_init__(self) -> None:
        _check_given("a function", name=self.name, bureau=self.bureau, category=self.category)

    @property
    def office_of_bureau(self) -> str:
        """Name of its office among those of its bureau."""
        return self.office or f"{self.bureau}_1"

    @property
    def group_of_category(self) -> str:
        """Name of its group among those of its category."""
        return self.group or f"{self.category}_1"


def with_counts_of_staff(staff: Any) -> Any:
    """Return the block `staff` with the numbers of people of each rank, where it names people.

    Raises DesignError where it gives numbers too, where nobody is an officer, or for a second chief.
    """
    people = _read(list[ListedPerson], staff, "people")
    if people is None:
        return {"officer": 1, **staff} if isinstance(staff, Mapping) else staff  # the list itself is wrong
    if not people:
        return staff
    given = [name for name in COUNTS_OF_STAFF if name in staff]
    if given:
        raise DesignError(f"people and {given[0]} are both given; expected people by name, or numbers of them.")
    ranks = Counter(person.rank for person in people)
    if not ranks["officer"]:
        raise DesignError("people has nobody of rank officer, so nobody could handle a matter; expected one at least.")
    chiefs = [person.name for person in people if person.rank == "chief"]
    if len(chiefs) > 1:
        raise DesignError(f"people has {len(chiefs)} of rank chief, {', '.join(chiefs)}; expected one at most.")
    licences = Counter(licence for person in people for licence in dict.fromkeys(person.licences))
    return {**staff, **{rank: ranks[rank] for rank in ("chief", "deputy", "officer")}, "licences": dict(licences)}


def with_counts_of_functions(institution: Any) -> Any:
    """Return the block `institution` with the matrix of its bureaus and categories, where it lists functions.

    Raises DesignError where it gives that too, and UnknownName for a function of a bureau or category that the block
    lists others of.
    """
    functions = _read(list[ListedFunction], institution, "functions")
    if functions is None:
        listed = isinstance(institution, Mapping)  # and the list itself is wrong
        return {"bureaus": {}, "categories": {}, **institution} if listed else institution
    if not functions:
        return institution
    bureaus = _named(institution, "bureaus", "bureau", functions, ("offices", "functions"))
    categories = _named(institution, "categories", "category", functions, ("groups",))
    for name in bureaus:
        own = [function for function in functions if function.bureau == name]
        if not own:
            raise DesignError(f"bureaus.{name} has no function in functions; expected one at least, or no such bureau.")
        bureaus[name]["offices"] = len({function.office_of_bureau for function in own})
        bureaus[name]["functions"] = dict(Counter(function.category for function in own))
    for name in categories:
        groups = {function.group_of_category for function in functions if function.category == name}
        categories[name]["groups"] = max(1, len(groups))
    return {**institution, "bureaus": bureaus, "categories": categories}


def _check_given(what: str, **texts: str) -> None:
    for key, text in texts.items():
        if not text:
            raise DesignError(f"{what} has an empty {key}; expected a text.")


def _read(kind: Any, block: Any, key: str) -> Any:
    """Return what a block holds under a key; None where it is no block, or not of that kind, which the schema tells."""
    if not isinstance(block, Mapping):
        return None
    if not block.get(key):
        return []
    try:
        return _adapter(kind).validate_python(block[key])
    except ValidationError:
        return None


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _named(
    institution: Mapping[str, Any], key: str, what: str, functions: list[ListedFunction], counts: tuple[str, ...]
) -> dict[str, dict[str, Any]]:
    """Return the blocks of all bureaus (or categories): those that are given, or those of the functions in turn."""
    names = dict.fromkeys(getattr(function, what) for function in functions)
    blocks = institution.get(key)
    if not blocks:
        return {name: {} for name in names}
    if not isinstance(blocks, Mapping) or not all(isinstance(block or {}, Mapping) for block in blocks.values()):
        raise DesignError(f"{key} is {blocks!r}; expected a block for each name.")
    for name, block in blocks.items():
        given = [count for count in counts if count in (block or {})]
        if given:
            raise DesignError(
                f"functions and {key}.{name}.{given[0]} are both given; expected the functions one by one, or how many."
            )
    for function in functions:
        if getattr(function, what) not in blocks:
            name = getattr(function, what)
            raise UnknownName(f"function {function.name!r} names {what} {name!r}. {nearest(name, blocks)}")
    return {name: dict(block or {}) for name, block in blocks.items()}
