"""The figures of the page, each with its caption and a text for those who cannot see it."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from analysis.report import numbers
from analysis.report.catalogue import SPLIT_PARTS
from analysis.report.reading import Reading
from analysis.report.shape import LoadAxis, Person
from analysis.report.shape_warm_up import WarmUp
from analysis.report.warm_up import warm_up_sentences


@dataclass(frozen=True)
class Illustration:
    """A figure as the page shows it."""

    name: str
    number: str
    source: str
    caption: str
    alt: str


def illustrations(reading: Reading) -> list[Illustration]:
    """Return the figures for which the comparison holds data, in the order of the page."""
    # Imported here because Matplotlib is slow to load, and reading the words must not need it.
    from analysis.figures import distribution, institution, load_axis, people_load, time_split, warm_up

    comparison = reading.comparison
    baseline, opposite, axis = comparison.baseline, comparison.counterpart, comparison.load_axis
    found: list[Illustration] = []

    def add(name: str, texts: tuple[str, str], draw: Callable[..., Any], *arguments: Any) -> None:
        found.append(_illustration(reading, len(found) + 1, name, texts, _drawn(draw, *arguments)))

    if opposite and comparison.bureaus:
        add("institution", _institution(reading, baseline, opposite), institution.draw, reading, baseline, opposite)
    if comparison.elapsed_distribution:
        add("distribution", _distribution(reading), distribution.draw, reading)
    add("time_split", _split(reading), time_split.draw, reading)
    shown = [name for name in (baseline, opposite) if name and comparison.people.get(name)]
    if shown:
        add("people_load", _people(reading, shown), people_load.draw, reading, shown)
    if axis:
        add("load_axis", _load_axis(reading, axis), load_axis.draw, reading, axis)
    if comparison.warm_up and comparison.warm_up.open:
        names = {design: reading.name_with_status(design) for design in comparison.designs}
        add("warm_up", _warm_up(reading, comparison.warm_up), warm_up.draw, reading.words, comparison.warm_up, names,
            baseline)  # fmt: skip
    return found


def _drawn(draw: Callable[..., Any], *arguments: Any) -> str:
    """Return a figure as a data address; as an image of its own it cannot clash with names of the page."""
    from analysis.figures import canvas

    return "data:image/svg+xml;base64," + b64encode(canvas.svg(draw, *arguments).encode()).decode("ascii")


def _illustration(reading: Reading, place: int, name: str, texts: tuple[str, str], source: str) -> Illustration:
    caption, alt = texts
    return Illustration(name, reading.words.text("figure_number", number=place), source, caption, alt)


def _institution(reading: Reading, left: str, right: str) -> tuple[str, str]:
    words, comparison = reading.words, reading.comparison
    names = {"left": words.quoted(reading.name(left)), "right": words.quoted(reading.name(right))}
    alt = words.text(
        "institution_alt",
        **names,
        left_units=len(comparison.designs[left].unit_list),
        right_units=len(comparison.designs[right].unit_list),
        bureaus=len(comparison.bureaus),
        offices=f"{sum(bureau.offices for bureau in comparison.bureaus):g}",
        left_faced=numbers.number(reading.units_per_bureau(left)),
        right_faced=numbers.number(reading.units_per_bureau(right)),
    )
    return words.text("institution_caption", **names), alt


def _distribution(reading: Reading) -> tuple[str, str]:
    words = reading.words
    items = [
        words.text("name_value", name=reading.name(design), value=reading.written(design, "elapsed_days_median"))
        for design in reading.comparison.elapsed_distribution
        if design in reading.comparison.designs
    ]
    alt = words.text("distribution_alt", items=words.text("list_comma").join(items))
    return words.text("distribution_caption"), alt


def _split(reading: Reading) -> tuple[str, str]:
    words, items = reading.words, []
    for design in reading.comparison.designs:
        days = {part: reading.mean(design, f"split_{part}_days_mean") or 0.0 for part in SPLIT_PARTS}
        largest = max(days, key=lambda part: days[part])
        items.append(
            words.text(
                "split_alt_item",
                design=reading.name_with_status(design),
                total=reading.written(design, "elapsed_days_mean"),
                part=words.part(largest),
                value=numbers.number(days[largest]),
            )
        )
    return words.text("split_caption"), words.text("split_alt", items=words.text("clause_sep").join(items))


def _people(reading: Reading, designs: list[str]) -> tuple[str, str]:
    from analysis.figures import people_load

    words, people = reading.words, reading.comparison.people
    items = []
    for design in designs:
        busiest = min(people[design], key=lambda person: person.idle)
        signatures = max(person.signatures_per_day or 0.0 for person in people[design])
        items.append(
            words.text(
                "people_load_alt_item",
                design=reading.name(design),
                who=_who(reading, design, busiest),
                utilisation=numbers.number(1 - busiest.idle, form="share"),
                signatures=numbers.number(signatures),
            )
        )
    ends = {"left": words.quoted(reading.name(designs[0])), "right": words.quoted(reading.name(designs[-1]))}
    many = people_load.one_row_for_many(reading, designs)
    caption = words.text("people_load_caption_units" if many else "people_load_caption", **ends)
    return caption, words.text("people_load_alt", items=words.text("clause_sep").join(items))


def _who(reading: Reading, design: str, person: Person) -> str:
    """Return a person's rank, with the unit behind it where there is one."""
    words, rank = reading.words, reading.words.rank(person.rank)
    units = {unit.name: words.title(unit.title) for unit in reading.comparison.designs[design].unit_list}
    unit = units.get(person.unit or "")
    return words.text("with_detail", name=rank, detail=unit) if unit else rank


def _load_axis(reading: Reading, axis: LoadAxis) -> tuple[str, str]:
    words, replications = reading.words, numbers.exact(axis.replications)
    items = [
        words.text(
            "load_axis_alt_item",
            design=reading.name(design),
            low=numbers.number(axis.loads[0]),
            first=numbers.number(line.elapsed_days_median[0]),
            high=numbers.number(axis.loads[-1]),
            last=numbers.number(line.elapsed_days_median[-1]),
        )
        for design, line in axis.designs.items()
        if design in reading.comparison.designs
    ]
    alt = words.text("load_axis_alt", replications=replications, items=words.text("clause_sep").join(items))
    return words.text("load_axis_caption", replications=replications), alt


def _warm_up(reading: Reading, found: WarmUp) -> tuple[str, str]:
    words = reading.words
    names = {design: reading.name(design) for design in reading.comparison.designs}
    sentences = words.text("sentence_sep").join(warm_up_sentences(words, found, names))
    replications = numbers.exact(reading.comparison.replications)
    caption = words.text("warm_up_caption", replications=replications, sentences=sentences)
    return caption, words.text("warm_up_alt", sentences=sentences)
