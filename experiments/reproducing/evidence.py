"""Evidence: whether what a scenario is held against can be, told before anything is played."""

from __future__ import annotations

from collections.abc import Sequence

from conf.evidence import Figure, Reported, Uncertainty
from conf.schema import ScenarioFile
from experiments.configuring import Composition, Configuration, compose_files
from experiments.measure_choice import check_measure
from experiments.overrides import parse
from experiments.reproducing.parameters import check_parameters
from experiments.reproducing.quantities import check_measures
from scenarios.facts import load_facts
from scenarios.reported_figures import check_reported
from scenarios.sources import SourceRow, trace_sources
from scenarios.tracing import SOURCED, sources_of
from sim.errors import InputError, UnknownName, nearest


def check_evidence(
    configuration: Configuration, sources: Sequence[SourceRow], composition: Composition | None = None
) -> None:
    """Raise InputError, or UnknownName, for a block `uncertainty` or `reported` that does not hold, with file and key.

    `composition` is what the configuration was made from; it is composed once more if it is not given.
    """
    file = configuration.file
    check_figures(configuration, sources)
    if file.uncertainty is None:
        return
    composition = composition or _composed(configuration)
    try:
        _check_uncertainty(file, file.uncertainty)
        check_parameters(composition, configuration, file.uncertainty, _as_written(composition, configuration, sources))
    except InputError as error:
        raise type(error)(f"{configuration.where}: {error}") from None


def check_figures(configuration: Configuration, sources: Sequence[SourceRow]) -> None:
    """Raise InputError, or UnknownName, for a figure that cannot be held against what is reported of it."""
    if configuration.file.reported is None:
        return
    try:
        _check_reported(configuration.file, configuration.file.reported, sources)
    except InputError as error:
        raise type(error)(f"{configuration.where}: {error}") from None


def traced(configuration: Configuration) -> tuple[SourceRow, ...]:
    """Return where each number of a configuration comes from; raise InputError for a source that it contradicts."""
    try:
        return sources_of(configuration.data, configuration.file, changed=configuration.changed, own=configuration.own)
    except InputError as error:
        raise type(error)(f"{configuration.where}: {error}") from None


def _composed(configuration: Configuration) -> Composition:
    parsed = parse(configuration.overrides)
    return compose_files(parsed.choices, parsed.settings)


def _as_written(
    composition: Composition, configuration: Configuration, sources: Sequence[SourceRow]
) -> Sequence[SourceRow]:
    """Return the sources with the ranges that the numbers have in the file: those of what was overridden follow it."""
    if not configuration.changed:
        return sources
    written = trace_sources(
        composition.as_written(), blocks=SOURCED, facts=load_facts(), changed=configuration.changed,
        own=configuration.own,
    )  # fmt: skip
    known = {row.key for row in written}
    return (*written, *(row for row in sources if row.key not in known))


def _check_uncertainty(file: ScenarioFile, block: Uncertainty) -> None:
    others = [name for name in file.designs if name != file.baseline]
    if block.reform == file.baseline:
        expected = f"one of {', '.join(others)}" if others else "another design, and there is none"
        raise InputError(f"uncertainty.reform={block.reform!r} is the baseline; expected {expected}.")
    if block.reform not in file.designs:
        raise UnknownName(f"uncertainty.reform={block.reform!r} is no design. {nearest(block.reform, others)}")
    check_measure(block.measure, "uncertainty.measure")


def _check_reported(file: ScenarioFile, reported: Reported, sources: Sequence[SourceRow]) -> None:
    if file.uncertainty is None:
        raise InputError("reported is given without uncertainty; expected the parameters that draws are made of.")
    if not 0 < reported.confidence < 1:
        raise InputError(f"reported.confidence={reported.confidence:g}; expected a number between 0 and 1.")
    inputs = {row.fact: row.key for row in sources if row.fact is not None}
    check_reported(
        reported, load_facts(), designs=file.designs, baseline=file.baseline, types=file.demand.types,
        inputs=inputs,
    )  # fmt: skip
    for name, figure in reported.figures.items():
        try:
            _check_figure(figure)
        except InputError as error:
            raise type(error)(f"reported.figures.{name}: {error}") from None


def _check_figure(figure: Figure) -> None:
    check_measures(figure)
    if figure.draws < figure.accepted:
        raise InputError(f"draws={figure.draws} are fewer than accepted={figure.accepted}; expected at least as many.")
    if "no_change" in figure.nulls:
        raise InputError("nulls.no_change is always there; expected another name.")
    if figure.kind == "calibrated":
        return
    given = [name for name, value in (("nulls", figure.nulls), ("conditions", figure.conditions)) if value]
    if figure.share != (1.0, 1.0):
        given.append("share")
    if given:
        raise InputError(f"{given[0]} is of a calibrated figure; expected none with kind={figure.kind!r}.")
    if figure.kind == "sanity_bound" and len(figure.measures) > 1:
        raise InputError(f"measures={list(figure.measures)} of a sanity bound; expected one.")
