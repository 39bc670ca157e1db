"""Functions at every site: what a file says once of its categories and functions is there once at each site."""

from __future__ import annotations

from dataclasses import replace

from sim.errors import DesignError
from sim.institution import Function, Institution, Named, Person, Site, Title


def at_every_site(institution: Institution) -> Institution:
    """Return the institution with all its functions at each site, in categories and groups of that site's own.

    Sites come in their order, and at each the functions in theirs. Whoever is versed in a category is so at every
    site. Raises DesignError without a site, and where two things would have one name.
    """
    if not institution.sites:
        raise DesignError(
            "institution.per_site=true, but the institution has no site; expected institution.sites, "
            "institution.tables.sites or institution.sites_generated."
        )
    return replace(
        institution,
        categories=tuple(_category(one, site) for site in institution.sites for one in institution.categories),
        functions=tuple(_function(one, site) for site in institution.sites for one in institution.functions),
        staff=_everywhere(institution.staff, institution.sites),
    )


def _category(one: Named, site: Site) -> Named:
    place = site.title or Title(zh=site.name, en=site.name)
    title = Title(zh=f"{place.zh}{one.title.zh}", en=f"{one.title.en}, {place.en}")
    return Named(name=_at(one.name, site), title=title, kind=one.name, site=site.name)


def _function(one: Function, site: Site) -> Function:
    return replace(
        one, name=_at(one.name, site), category=_at(one.category, site), group=_at(one.group, site), kind=one.name
    )


def _everywhere(staff: tuple[Person, ...], sites: tuple[Site, ...]) -> tuple[Person, ...]:
    versed = {
        expertise: frozenset(_at(name, site) for name in expertise for site in sites)
        for expertise in {person.expertise for person in staff}
    }
    return tuple(replace(person, expertise=versed[person.expertise]) for person in staff)


def _at(name: str, site: Site) -> str:
    return f"{name}_{site.name}"
