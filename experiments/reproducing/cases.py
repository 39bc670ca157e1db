"""Cases: what is asked of a scenario that has uncertain parameters, without anything that is reported of afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from analysis.prediction.axis import Axis
from conf.evidence import Figure, Uncertainty
from conf.schema import ScenarioFile
from experiments.configuring import (
    Composition,
    Configuration,
    compose_files,
    configuration_of,
    copied,
    options_of,
)
from experiments.provenance import program_digest
from experiments.reproducing.evidence import check_figures, traced
from experiments.reproducing.parameters import Parameter, parameters_of
from experiments.reproducing.quantities import Condition, Quantity, conditions_of, measured_by
from experiments.sweep.axes import UNSWEPT
from experiments.sweep.space import digest_of
from scenarios.facts import find_fact, load_facts
from scenarios.reported_figures import Told, ratio_of, told_by
from sim.errors import InputError

MECHANISMS = "mechanisms_only"
"""The design that each case has beside its reform: all of it but its units."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A calibrated figure as its predictor knows it: what is reported of before, and nothing of afterwards."""

    name: str
    figure: Figure
    before: Told
    ratios: Mapping[str, float]  # of null predictions
    quantities: tuple[Quantity, ...]
    conditions: tuple[Condition, ...]
    distributions: tuple[tuple[str, str | None], ...]  # design and type of the percentiles that rest on it


@dataclass(frozen=True, kw_only=True)
class Case:
    """A scenario, its parameters, and the figures that it is held against."""

    composition: Composition
    configuration: Configuration
    uncertainty: Uncertainty
    targets: tuple[Target, ...]

    @property
    def file(self) -> ScenarioFile:
        """The checked scenario file."""
        return self.configuration.file

    @property
    def name(self) -> str:
        """The name of the scenario."""
        return self.file.name

    @property
    def shipped(self) -> bool:
        """Whether it is one of the scenarios that come with the program."""
        return not self.configuration.own

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters with all their keys."""
        return parameters_of(self.composition, self.uncertainty)

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """The parameters by their first keys, for sentences."""
        ends = {name: next(iter(block.keys.values())) for name, block in self.uncertainty.parameters.items()}
        return tuple(
            Axis(name=name, title=block.title, first=ends[name][0], last=ends[name][1])
            for name, block in self.uncertainty.parameters.items()
        )

    @property
    def bounds(self) -> dict[str, Figure]:
        """The figures that are reported for afterwards alone."""
        return {name: figure for name, figure in self.figures.items() if figure.kind == "sanity_bound"}

    @property
    def figures(self) -> Mapping[str, Figure]:
        """All figures that are reported of it."""
        return self.file.reported.figures if self.file.reported else {}

    @property
    def confidence(self) -> float:
        """The confidence of predictive intervals."""
        return self.file.reported.confidence if self.file.reported else 0.95

    @cached_property
    def ranged(self) -> tuple[str, ...]:
        """The designs that are played over the ranges: baseline, reform, its mechanisms alone, and those of bounds."""
        wanted = [self.file.baseline, self.uncertainty.reform, *(one.design for one in self.bounds.values())]
        if MECHANISMS in self.file.designs:
            wanted.append(MECHANISMS)
        return tuple(dict.fromkeys(wanted))

    @cached_property
    def predicted(self) -> tuple[str, ...]:
        """All designs that are played."""
        return tuple(dict.fromkeys((*self.ranged, *(name for one in self.targets for name in designs_of(one)))))

    def further(self, figure: Figure) -> tuple[str, ...]:
        """Return which nulls of a figure are designs that do more than its own: they are `like` it, near or far."""
        designs = self.composition.raw["designs"]
        return tuple(
            name
            for name, null in figure.nulls.items()
            if null.design is not None and figure.design in _likes(designs, null.design)
        )

    @cached_property
    def question(self) -> str:
        """The digest of all that predictions hang on, but the program: nothing reported of afterwards is in it."""
        data = {key: value for key, value in self.configuration.data.items() if key not in UNSWEPT and key != "engine"}
        asked = {"uncertainty": self.configuration.data.get("uncertainty"), "reported": self._asked()}
        told = [[one.name, one.before.as_json(), dict(one.ratios)] for one in self.targets]
        return digest_of([data, asked, told])

    def _asked(self) -> Any:
        """Return the block of what is reported without its notes, which are words for readers."""
        block = self.configuration.data.get("reported")
        if not block:
            return block
        figures = {
            name: {key: value for key, value in one.items() if key != "note"} for name, one in block["figures"].items()
        }
        return {**block, "figures": figures}

    @cached_property
    def digest(self) -> str:
        """The digest of all that predictions hang on, the program too."""
        return digest_of([self.question, program_digest(), _own_digest()])


def _likes(designs: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield the designs that one is like, the nearest first; the file has been checked to have no circle."""
    like = designs[name].get("like")
    while like is not None:
        yield like
        like = designs[like].get("like")


def designs_of(target: Target) -> tuple[str, ...]:
    """Return the designs by which a figure is predicted, those of its nulls and percentiles too, each once."""
    nulls = [null.design for null in target.figure.nulls.values() if null.design is not None]
    return tuple(dict.fromkeys((target.figure.design, *nulls, *(design for design, _ in target.distributions))))


def cases_of(names: Sequence[str]) -> tuple[Case, ...]:
    """Return the cases of these names, scenarios or files; all shipped ones that have uncertain parameters if none.

    Raises InputError for one that has none, and for what is wrong with it.
    """
    if names:
        cases = tuple(case_of(name) for name in dict.fromkeys(names))
    else:
        composed = (composed_of(name) for name in options_of("scenario"))
        cases = tuple(_case(one) for one in composed if one.raw.get("uncertainty") is not None)
    if not cases:
        raise InputError("no shipped scenario has a block `uncertainty`; expected the path of one that does.")
    twice = [case.name for place, case in enumerate(cases) if case.name in [other.name for other in cases[:place]]]
    if twice:
        raise InputError(f"two scenarios have the name {twice[0]!r}; expected one of them, since they share a folder.")
    return cases


def case_of(name: str) -> Case:
    """Return the case of a shipped scenario or of a file; raise InputError if it has no uncertain parameters."""
    return _case(composed_of(name.removeprefix("scenario=")))


def composed_of(name: str) -> Composition:
    """Return what a scenario's files come to, dates as text, so that it can be sent to workers."""
    found = compose_files({"scenario": name}, [])
    return replace(found, raw=copied(found.raw))


def _case(composition: Composition) -> Case:
    configuration = configuration_of(composition, ())
    file = configuration.file
    if file.uncertainty is None:
        raise InputError(
            f"{composition.where} has no block `uncertainty`; expected the parameters over which the case is played."
        )
    check_figures(configuration, traced(configuration))
    figures = file.reported.figures if file.reported else {}
    return Case(
        composition=composition,
        configuration=configuration,
        uncertainty=file.uncertainty,
        targets=tuple(_target(name, one, figures) for name, one in figures.items() if one.kind == "calibrated"),
    )


def _target(name: str, figure: Figure, figures: Mapping[str, Figure]) -> Target:
    facts = load_facts()
    before = told_by(figure, "before", facts)
    assert before is not None, "checked"
    rest = tuple((one.design, one.type) for one in figures.values() if one.of == name)
    return Target(
        name=name, figure=figure, before=before, quantities=measured_by(figure), conditions=conditions_of(figure),
        ratios={null: ratio_of(find_fact(one.fact, facts)) for null, one in figure.nulls.items() if one.fact},
        distributions=rest,
    )  # fmt: skip


def _own_digest() -> str:
    """Return the digest of the sources by which draws are made, judged and predicted from."""
    names = ("cases", "drawing", "parameters", "posts", "predicting", "quantities", "ranging", "tasks", "time_parts")
    found = blake2b(digest_size=8)
    for name in names:
        found.update((Path(__file__).with_name(f"{name}.py")).read_bytes() + b"\0")
    return found.hexdigest()
