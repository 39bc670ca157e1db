"""Staff, functions and sites from tables, laid into the plain configuration as if they were written in it.

So what is stored replays without the files, and every further key works on them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from conf.checking import known_keys
from conf.listed import COUNTS_OF_STAFF
from experiments.lists.cells import folded
from experiments.lists.table_file import Row, read_table
from experiments.lists.words import FUNCTIONS, HEADS, RANKS, SITES, STAFF
from sim.errors import InputError, UnknownName, nearest

Block = dict[str, Any]
Called = dict[str, str]
"""What something may be called in a table, and its name: the name itself, or its title in Chinese or English."""

COUNTS = {"bureaus": ("offices", "functions"), "categories": ("groups",)}
"""What a bureau and a category say where functions are given as numbers."""


def with_tables(raw: Mapping[str, Any], folder: Path, where: str, *, instead: bool = False) -> Block:
    """Return a configuration with the rows of the tables that `institution.tables` names in place of that key.

    Relative paths are seen from `folder`; `where` names the file in errors. What a table stands for may not be given
    otherwise, too: `instead` leaves that out, since a table of the command line takes the place of what the file says.
    Raises InputError (or UnknownName) with file, row and column for what is wrong in a table.
    """
    institution = raw.get("institution")
    if not isinstance(institution, Mapping) or "tables" not in institution:
        return dict(raw)
    paths = _paths(institution["tables"], folder, where)
    block: Block = {key: value for key, value in institution.items() if key != "tables"}
    for name, lay in LAID.items():
        if name in paths:
            block = _without_others(block, name) if instead else _alone(block, name, where)
            block = lay(block, paths[name], instead)
    return {**raw, "institution": block}


def _paths(named: Any, folder: Path, where: str) -> dict[str, Path]:
    key = "institution.tables"
    if named is None:
        return {}
    if not isinstance(named, Mapping):
        raise InputError(f"{where}: {key} is {named!r}; expected a block such as {{staff: staff.xlsx}}.")
    known = known_keys(["institution", "tables"])
    for name, path in named.items():
        if name not in known:
            raise UnknownName(f"{where}: {key}.{name} is no key that is known here. {nearest(str(name), known)}")
        if path is not None and (not isinstance(path, str) or not path.strip()):
            raise InputError(f"{where}: {key}.{name} is {path!r}; expected the path of a table, .csv or .xlsx.")
    return {name: folder / path for name, path in named.items() if path is not None}


# what else says the same --------------------------------------------------------------------------


def _others(block: Block, name: str) -> list[tuple[str, ...]]:
    """Return the keys, below `institution`, that say what the table of that name stands for."""
    if name == "sites":
        return [(key,) for key in ("sites", "sites_generated") if block.get(key)]
    if name == "staff":
        staff = block.get("staff")
        held = staff if isinstance(staff, Mapping) else {}
        return [("staff", key) for key in (*COUNTS_OF_STAFF, "people") if held.get(key)]
    found: list[tuple[str, ...]] = [("functions",)] if block.get("functions") else []
    for key, counts in COUNTS.items():
        for owner, entry in _entries(block, key).items():
            found += [(key, owner, count) for count in counts if count in entry]
    return found


def _entries(block: Block, key: str) -> dict[str, Mapping[str, Any]]:
    entries = block.get(key)
    if not isinstance(entries, Mapping):
        return {}
    return {str(name): entry if isinstance(entry, Mapping) else {} for name, entry in entries.items()}


def _alone(block: Block, name: str, where: str) -> Block:
    """Return the block as it is; raise InputError if it says otherwise what the table stands for."""
    for path in _others(block, name):
        raise InputError(
            f"{where}: institution.tables.{name} and institution.{'.'.join(path)} are both given; expected one of them."
        )
    return block


def _without_others(block: Block, name: str) -> Block:
    """Return the block without what the table stands for; titles of bureaus and categories stay."""
    result = dict(block)
    for first, *rest in _others(block, name):
        if not rest:
            del result[first]
        elif first == "staff":
            result["staff"] = {key: value for key, value in result["staff"].items() if key not in rest}
        else:
            owner, count = rest
            entry = {key: value for key, value in result[first][owner].items() if key != count}
            result[first] = {**result[first], owner: entry}
    return result


# laying in ----------------------------------------------------------------------------------------


def _with_functions(block: Block, path: Path, instead: bool) -> Block:
    """Return the block with the listed functions; without bureaus or categories of its own, they follow from these."""
    table = read_table(path, FUNCTIONS)
    table.refuse_repeated("name", "")
    called = {key: _called(block, key) for key in COUNTS}
    used: dict[str, dict[str, None]] = {key: {} for key in COUNTS}
    functions = []
    for row in table.rows:
        entry = {"name": row.text("name")}
        for column, key, what in (("bureau", "bureaus", "bureau"), ("category", "categories", "category of business")):
            given = row.text(column)
            if called[key] and not instead and given not in called[key]:
                raise row.unknown(column, given, called[key], f"{what} of institution.{key}")
            entry[column] = called[key].get(given, given)
            used[key][entry[column]] = None
        functions.append(entry | {column: row.text(column) for column in ("office", "group") if row.has(column)})
    result = {**block, "functions": functions}
    if instead:
        for key in COUNTS:
            entries = {name: dict(entry) for name, entry in _entries(block, key).items() if name in used[key]}
            result[key] = entries | {name: {} for name in used[key] if name not in entries}
    return result


def _with_staff(block: Block, path: Path, instead: bool) -> Block:
    """Return the block with the listed people."""
    table = read_table(path, STAFF)
    table.refuse_repeated("name", "; tell people of one name apart, such as 张伟 and 张伟2")
    bureaus, categories = (
        _called(block, key) | {name: name for name in _of_functions(block, column)}
        for key, column in (("bureaus", "bureau"), ("categories", "category"))
    )
    people = [_person(row, bureaus, categories) for row in table.rows]
    ranks = [person["rank"] for person in people]
    if "officer" not in ranks:
        raise InputError(f"{path}: nobody in column {STAFF.shown('rank')} is an officer; expected one at least.")
    for row in [row for row, rank in zip(table.rows, ranks, strict=True) if rank == "chief"][1:]:
        raise row.wrong("rank", f"one chief at most, and row {table.rows[ranks.index('chief')].number} is one")
    staff = block.get("staff")
    if staff is not None and not isinstance(staff, Mapping):
        raise InputError(f"institution.staff is {staff!r}; expected a block of keys, or none beside tables.staff.")
    return {**block, "staff": {**(staff or {}), "people": people}}


def _person(row: Row, bureaus: Called, categories: Called) -> dict[str, Any]:
    if row.has("rank") and folded(row.text("rank")) in map(folded, HEADS):
        raise row.wrong("rank", "officer (干部): who heads a unit is said by a design, which appoints officers")
    entry: dict[str, Any] = {"name": row.text("name"), "rank": row.one_of("rank", RANKS)}
    if row.has("bureau"):
        entry["bureau"] = _name_of(row, "bureau", row.text("bureau"), bureaus, "bureau")
    elif entry["rank"] == "officer" and len(set(bureaus.values())) > 1:
        raise row.wrong("bureau", f"the bureau whose business an officer has done so far: {', '.join(bureaus)}")
    if row.has("categories"):
        given = row.names("categories")
        entry["categories"] = [_name_of(row, "categories", name, categories, "category of business") for name in given]
    if row.has("full_time"):
        entry["full_time"] = row.quantity("full_time", above=0, most=1)
    if row.has("licences"):
        entry["licences"] = row.names("licences")
    if row.has("km_per_hour"):
        entry["km_per_hour"] = row.quantity("km_per_hour", above=0)
    return entry


def _with_sites(block: Block, path: Path, instead: bool) -> Block:
    """Return the block with the listed sites."""
    table = read_table(path, SITES)
    table.refuse_repeated("name", "")
    return {**block, "sites": [_site(row) for row in table.rows]}


def _site(row: Row) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": row.text("name"), "population": row.whole("population", low=0)}
    for column, other in (("east_km", "north_km"), ("north_km", "east_km")):
        if row.has(column):
            entry[column] = row.quantity(column)
        elif row.has(other):
            raise row.wrong(column, f"a number of km, as in {other}, or both blank")
    if row.has("zone"):
        entry["zone"] = row.text("zone")
    titles = {column.removeprefix("title_"): row.text(column) for column in ("title_zh", "title_en") if row.has(column)}
    if titles:
        entry["title"] = {language: titles.get(language, entry["name"]) for language in ("zh", "en")}
    return entry


LAID: dict[str, Callable[[Block, Path, bool], Block]] = {
    "functions": _with_functions, "staff": _with_staff, "sites": _with_sites,
}  # fmt: skip
"""What lays each table in. Functions come first: people name their bureaus and categories."""


# names --------------------------------------------------------------------------------------------


def _called(block: Block, key: str) -> Called:
    entries = _entries(block, key)
    titles = {
        said: name
        for name, entry in entries.items()
        if isinstance(entry.get("title"), Mapping)
        for said in entry["title"].values()
        if isinstance(said, str)
    }
    return titles | {name: name for name in entries}


def _of_functions(block: Block, column: str) -> dict[str, None]:
    """Return the bureaus (or categories) that the functions of a block name, in their order."""
    functions = block.get("functions")
    if not isinstance(functions, list):
        return {}
    return {
        entry[column]: None for entry in functions if isinstance(entry, Mapping) and isinstance(entry.get(column), str)
    }


def _name_of(row: Row, column: str, given: str, called: Called, what: str) -> str:
    """Return the name of what a cell gives; where the scenario names none, the schema has more to say than this."""
    if called and given not in called:
        raise row.unknown(column, given, called, f"{what} of the institution")
    return called.get(given, given)
