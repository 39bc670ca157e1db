"""Where each design departs from the baseline, lever by lever."""

from dataclasses import dataclass
from typing import Any

from analysis.report import numbers
from analysis.report.reading import Reading
from analysis.report.shape_base import Title


@dataclass(frozen=True)
class LeverRow:
    """One lever: how the baseline sets it, and what each other design changes."""

    title: str
    cells: list[list[str]]


def lever_table(reading: Reading) -> list[LeverRow]:
    """Return one row for each lever that some design sets differently from the baseline."""
    designs = reading.comparison.designs
    baseline = designs[reading.comparison.baseline].levers
    names = dict.fromkeys(name for design in designs.values() for name in design.levers)
    return [
        _row(reading, name, baseline.get(name))
        for name in names
        if any(design.levers.get(name) != baseline.get(name) for design in designs.values())
    ]


def _row(reading: Reading, lever: str, baseline: Any) -> LeverRow:
    others = [reading.comparison.designs[name].levers.get(lever) for name in reading.comparison.others]
    varied = [
        option
        for option in _options(baseline, *others)
        if option != "titles" and any(_get(other, option) != _get(baseline, option) for other in others)
    ]
    first = [_setting(reading, lever, option, _get(baseline, option)) for option in varied]
    rest = [_departures(reading, lever, baseline, other, varied) for other in others]
    return LeverRow(reading.words.lever(lever), [first, *rest])


def _departures(reading: Reading, lever: str, baseline: Any, other: Any, varied: list[str]) -> list[str]:
    changed = [option for option in varied if _get(other, option) != _get(baseline, option)]
    if not changed:
        return [reading.words.text("levers_same")]
    return [_setting(reading, lever, option, _get(other, option)) for option in changed]


def _options(*settings: Any) -> list[str]:
    """Return the names of all options; a lever that is a single value has one option without a name."""
    return list(dict.fromkeys(key for one in settings for key in (one if isinstance(one, dict) else {"": one})))


def _get(setting: Any, option: str) -> Any:
    return setting.get(option) if isinstance(setting, dict) else setting if option == "" else None


def _setting(reading: Reading, path: str, option: str, value: Any) -> str:
    """Return an option with its value, `path` saying where it stands; a group of options goes in parentheses."""
    words = reading.words
    inner = f"{path}.{option}" if option else path
    name, value = _named(reading, inner, value)
    written = _value(reading, inner, value)
    if not option:
        return written
    key = "with_detail" if isinstance(value, dict) and value else "levers_setting"
    return words.text(key, name=name, value=written, detail=written)


def _named(reading: Reading, path: str, value: Any) -> tuple[str, Any]:
    """Return how an option is called, and its value without the title that it may bring along."""
    if isinstance(value, dict) and isinstance(value.get("title"), dict):
        rest = {key: one for key, one in value.items() if key != "title"}
        return reading.words.title(Title.model_validate(value["title"])), rest
    return _word(reading, path), value


def _value(reading: Reading, path: str, value: Any) -> str:
    words = reading.words
    if path == "units.table" and value and all(len(entries) == 1 for entries in value.values()):
        return words.text("list_comma").join(_word(reading, f"{path}.{unit}") for unit in value)
    if value is None or value in ([], {}, ()):
        return words.text("said_none")
    if isinstance(value, bool):
        return words.text("said_yes" if value else "said_no")
    if isinstance(value, (int, float)):
        return numbers.number(value)
    if isinstance(value, dict):
        pairs = [_setting(reading, path, str(key), one) for key, one in value.items()]
        return words.text("clause_sep").join(pairs)
    if isinstance(value, (list, tuple)) and all(isinstance(one, dict) for one in value):
        numbered = (f"{place}. {_value(reading, path, one)}" for place, one in enumerate(value, start=1))
        return words.text("clause_sep").join(numbered)
    if isinstance(value, (list, tuple)):
        return words.text("list_comma").join(_value(reading, path, one) for one in value)
    return _word(reading, f"{path}.{value}")


def _word(reading: Reading, path: str) -> str:
    """Return the words for an option or its value, else the title of what the scenario calls by that name."""
    word, name = reading.words.option(path), path.rpartition(".")[2]
    titles = _titles(reading, path, name) if word == name else []
    return reading.words.title(titles[0]) if titles else word


def _titles(reading: Reading, path: str, name: str) -> list[Title]:
    """Return the titles of all that has a name, first what is most likely meant where the path leads.

    An option of the lever `units` is told for units, and gives them categories before functions; what other levers
    name is a need of a process before it is a category.
    """
    known, of_units = reading.comparison.titles, path.startswith("units.")
    kinds = ("category", "function") if of_units else ("type", "need", "function", "category")
    named = [known[kind][name] for kind in (*kinds, "bureau") if name in known.get(kind, {})]
    designs = reading.comparison.designs.values()
    units = [unit.title for design in designs for unit in design.unit_list if unit.name == name]
    return [*units, *named] if of_units and path.count(".") == 2 else [*named, *units]
