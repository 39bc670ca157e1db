"""A stored comparison together with the words to tell it in."""

from dataclasses import dataclass
from functools import cached_property

from analysis.report import numbers
from analysis.report.catalogue import measure
from analysis.report.shape import Comparison, Difference
from analysis.report.words import Words


@dataclass(frozen=True)
class Reading:
    """One comparison read in one language; every table and figure takes its names and numbers from here."""

    comparison: Comparison
    words: Words

    @cached_property
    def _differences(self) -> dict[tuple[str, str], Difference]:
        return {(row.design, row.measure): row for row in self.comparison.differences}

    @property
    def confidence(self) -> str:
        """The level of the intervals, as a percentage."""
        return numbers.number(self.comparison.confidence, form="share")

    def name(self, design: str) -> str:
        """Return the title of a design."""
        return self.words.title(self.comparison.designs[design].title)

    def name_with_status(self, design: str) -> str:
        """Return the title of a design, with its status behind it unless that is steady."""
        if self.is_steady(design):
            return self.name(design)
        status = self.words.status(self.comparison.designs[design].status)
        return self.words.text("legend_status", name=self.name(design), status=status)

    def is_steady(self, design: str) -> bool:
        """Return whether steady figures may be claimed for a design."""
        return self.comparison.designs[design].status == "steady"

    def branches(self, design: str) -> dict[str, list[str]]:
        """Return the branches of each unit that is parted: they are called after it, and face no office."""
        units = self.comparison.designs[design].unit_list
        facing = [unit.name for unit in units if unit.offices]
        found: dict[str, list[str]] = {}
        for unit in units:
            after = [name for name in facing if unit.name.startswith(f"{name}_")]
            if after and not unit.offices:
                found.setdefault(max(after, key=len), []).append(unit.name)
        return found

    def units_per_bureau(self, design: str) -> float:
        """Return with how many units of a design an upper-level bureau deals on average."""
        faces = self.comparison.designs[design].faces
        ties = sum(offices > 0 for units in faces.values() for offices in units.values())
        return ties / len(self.comparison.bureaus)

    def mean(self, design: str, measure_name: str) -> float | None:
        """Return the mean of a measure under a design, None where it has none."""
        found = self.comparison.designs[design].measures.get(measure_name)
        return found.mean if found else None

    def difference(self, design: str, measure_name: str) -> Difference | None:
        """Return a design's difference to the baseline in a measure, None where none is stored."""
        return self._differences.get((design, measure_name))

    def is_bound(self, design: str, measure_name: str) -> bool:
        """Return whether a design's figure is only a lower bound."""
        return measure(measure_name).bounded and not self.is_steady(design)

    def is_ceiling(self, design: str, measure_name: str) -> bool:
        """Return whether a design's figure is only an upper bound."""
        return measure(measure_name).falls and self.comparison.designs[design].status == "overloaded"

    def written(self, design: str, measure_name: str, *, with_interval: bool = False) -> str:
        """Return a design's figure; one that is only a bound stands without interval, behind a ≥ or ≤."""
        found = self.comparison.designs[design].measures.get(measure_name)
        if found is None or found.mean is None:
            return numbers.NOTHING
        form = measure(measure_name).form
        if self.is_bound(design, measure_name):
            return self.words.text("at_least", value=numbers.number(found.mean, form=form))
        if self.is_ceiling(design, measure_name):
            return self.words.text("at_most", value=numbers.number(found.mean, form=form))
        if with_interval:
            return numbers.estimate(found.mean, found.low, found.high, form=form)
        return numbers.number(found.mean, form=form)
