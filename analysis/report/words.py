"""The words of the report in one language: titles, one-line definitions and sentences."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sim.errors import InputError

LANGUAGES = ("zh", "en")
_TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Words:
    """The catalogue of one language; a name it does not hold is given back as it is."""

    lang: str
    catalogue: dict[str, Any]

    def text(self, key: str, **values: object) -> str:
        """Return a sentence or label with its blanks filled; raises KeyError for a key no catalogue has."""
        return self.catalogue["texts"][key].format(**values)

    def measure(self, name: str) -> str:
        """Return the title of a measure, with its unit: `elapsed_days_mean` is "Elapsed days, mean"."""
        return self.catalogue["measures"].get(name, {}).get("title", name)

    def definition(self, name: str) -> str:
        """Return the definition of a measure in one line, or nothing where there is none."""
        return self.catalogue["measures"].get(name, {}).get("definition", "")

    def status(self, name: str) -> str:
        """Return the word for a status: steady, capped or overloaded."""
        return self.catalogue["statuses"].get(name, name)

    def status_meaning(self, name: str) -> str:
        """Return what a status means, in one line."""
        return self.catalogue["status_meanings"].get(name, "")

    def lever(self, name: str) -> str:
        """Return the title of a lever."""
        return self.catalogue["levers"].get(name, name)

    def option(self, path: str) -> str:
        """Return the words for an option or its value (`units.by`, `units.by.category`).

        Where the whole path is unknown its last part is looked up, which serves what all levers share.
        """
        known, last = self.catalogue["options"], path.rpartition(".")[2]
        return known.get(path) or known.get(last, last)

    def rank(self, name: str) -> str:
        """Return the word for a rank: officer, head, deputy or chief."""
        return self.catalogue["ranks"].get(name, name)

    def dimension(self, name: str) -> str:
        """Return the word for what groups are formed by: type, origin or rank."""
        return self.catalogue["dimensions"].get(name, name)

    def part(self, name: str) -> str:
        """Return the word for one of the parts of the elapsed time."""
        return self.catalogue["parts"].get(name, name)

    def work(self, name: str) -> str:
        """Return the word for a kind of work: direct, coordination, decision, liaison, rework, held, travel or idle."""
        return self.catalogue["work"].get(name, name)

    def kind(self, name: str) -> str:
        """Return the word for where a number comes from: reported, assumed, calibrated or own_estimate."""
        return self.catalogue["kinds"].get(name, name)

    def heading(self, name: str) -> str:
        """Return the heading that a group of measures stands under."""
        return self.catalogue["headings"].get(name, name)

    def source_group(self, name: str) -> str:
        """Return the heading for rows of sources that belong together."""
        return self.catalogue["source_groups"].get(name, name)

    def title(self, title: Any) -> str:
        """Return a name that was given in both languages (an object with the attributes zh and en)."""
        return getattr(title, self.lang)

    def quoted(self, title: str) -> str:
        """Return a name in the quotation marks of the language."""
        return self.text("quoted", name=title)

    def listed(self, items: list[str]) -> str:
        """Return items as an enumeration inside a sentence."""
        if len(items) < 2:
            return "".join(items)
        return self.text("list_comma").join(items[:-1]) + self.text("list_and") + items[-1]

    def estimate(self, text: str, form: str) -> str:
        """Return a written difference with its unit behind it, where the number alone does not show one."""
        return self.text(f"unit_{form}", value=text) if form in ("days", "points") else text


@cache
def words(lang: str) -> Words:
    """Return the words of a language, "zh" or "en"; raises InputError for any other."""
    if lang not in LANGUAGES:
        raise InputError(f"the language given is {lang!r}; expected one of {', '.join(LANGUAGES)}.")
    text = (_TEXTS / f"{lang}.yaml").read_text(encoding="utf-8")
    return Words(lang, yaml.safe_load(text))
