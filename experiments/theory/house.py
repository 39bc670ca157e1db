"""Houses in which queues of the textbooks are found: sections, categories, officers, leaders and places."""

from __future__ import annotations

from dataclasses import dataclass

from sim.institution import Function, Institution, Named, Office, Person, Rank, Site, Title


@dataclass(frozen=True, kw_only=True)
class House:
    """A function for each pair of a section, which is a bureau, and a category; functions go section by section."""

    staff: int  # officers, all versed in everything
    sections: int = 1
    categories: int = 1
    leaders: tuple[Rank, ...] = ()
    sites: tuple[Site, ...] = ()

    def institution(self) -> Institution:
        """Return the house as an institution."""
        bureaus, categories = _named("b", self.sections), _named("c", self.categories)
        pairs = [(bureau.name, category.name) for bureau in bureaus for category in categories]
        versed = frozenset(category.name for category in categories)
        officers = [Person(name=f"p{n}", rank=Rank.OFFICER, bureau="b0", expertise=versed) for n in range(self.staff)]
        leaders = [
            Person(name=f"z{n}", rank=rank, bureau="b0", expertise=frozenset()) for n, rank in enumerate(self.leaders)
        ]
        return Institution(
            title=Title(zh="全部", en="all"), bureaus=bureaus, categories=categories,
            offices=tuple(Office(name=f"o{n}", bureau=bureau) for n, (bureau, _) in enumerate(pairs)),
            functions=tuple(
                Function(name=f"f{n}", office=f"o{n}", category=category, group=category)
                for n, (_, category) in enumerate(pairs)
            ),
            staff=(*officers, *leaders), sites=self.sites,
        )  # fmt: skip


def _named(letter: str, count: int) -> tuple[Named, ...]:
    names = [f"{letter}{index}" for index in range(count)]
    return tuple(Named(name=name, title=Title(zh=name.upper(), en=name)) for name in names)
