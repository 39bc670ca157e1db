"""Warming up: how long a warm-up is, by which rule, and what the runs say about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil
from typing import Any

from analysis.measures.reading import Reading
from analysis.warm_up import check_days, checked, open_by_week, truncation_days
from conf.schema import ScenarioFile
from experiments.configuring import Configuration
from experiments.describe import title_of, window_of
from experiments.engine_choice import with_engine
from experiments.executors.jobs import JobRunner
from experiments.playing import Job
from experiments.preparing import prepare
from scenarios.building import Scenario
from scenarios.seasons import Fit, check_warm_up, fits, seasons_of
from sim.errors import InputError
from sim.horizon import Horizon

Progress = Callable[[str, int, int], None]

PILOTS = 10
"""Replications by which a warm-up is estimated."""

FIRST_PILOT = 1_000_000
"""Pilots are other replications than those that are measured, so that these do not choose their own beginning."""


@dataclass(frozen=True)
class Settled:
    """A configuration whose warm-up is settled, and what it was estimated from: None where its dates are given."""

    configuration: Configuration
    pilot: dict[str, Any] | None = None


def settle(configuration: Configuration, progress: Progress | None = None) -> Settled:
    """Return the configuration with its warm-up estimated, if it asks for that; else as it is.

    Under `window.warm_up=mser5` pilots of all designs are played from `warm_up_from` to the window's end. The warm-up
    becomes the longest of their truncations, in whole weeks; the window stays where it is, and what comes before it
    begins so much earlier. Raises InputError where the demand is not stationary, or no truncation is found.
    """
    if configuration.file.window.warm_up != "mser5":
        return Settled(configuration)
    given = with_given_dates(configuration)
    prepared = prepare(given)
    scenario = prepared.scenario
    given = with_engine(given, scenario, prepared.load.volume_multiple)
    pilots = _play(given, scenario, prepared.load.volume_multiple, range(FIRST_PILOT, FIRST_PILOT + PILOTS), "pilots",
                   progress)  # fmt: skip
    days = {design: truncation_days(many, scenario.horizon.working) for design, many in pilots.items()}
    weeks = ceil(max(_found(days, configuration)) / 7)
    pilot = {"replications": PILOTS, "designs": days, "days": weeks * 7}
    first = given.file.window.first - timedelta(days=weeks * 7)
    window = given.file.window.model_copy(update={"warm_up_from": first})
    file = given.file.model_copy(update={"window": window})
    return Settled(replace(configuration, file=file), pilot)


def _found(days: Mapping[str, int | None], configuration: Configuration) -> list[int]:
    missing = [design for design, found in days.items() if found is None]
    if missing:
        window = configuration.file.window
        raise InputError(
            f"{configuration.where}: window.warm_up=mser5 finds no end of the transient under {missing[0]!r} in the "
            f"runs from {window.warm_up_from} to {window.last}: they are too short for MSER-5, whose minimum lies in "
            "their second half, or the design is overloaded. Expected an earlier window.warm_up_from, a lower "
            "demand.load, or window.warm_up=periods."
        )
    return [found for found in days.values() if found is not None]


def with_given_dates(configuration: Configuration) -> Configuration:
    """Return a configuration that takes its dates as they stand; raise InputError if none may be estimated."""
    try:
        check_warm_up(configuration.file)
    except InputError as error:
        raise type(error)(f"{configuration.where}: {error}") from None
    window = configuration.file.window.model_copy(update={"warm_up": "given"})
    return replace(configuration, file=configuration.file.model_copy(update={"window": window}))


def warm_up(configuration: Configuration, progress: Progress | None = None) -> dict[str, Any]:
    """Return what the replications of all designs say about the warm-up; runs end with the window."""
    settled = settle(configuration, progress)
    asked, configuration = configuration.file, settled.configuration
    prepared = prepare(configuration)
    scenario, multiple = prepared.scenario, prepared.load.volume_multiple
    configuration = with_engine(configuration, scenario, multiple)
    readings = _play(
        configuration, scenario, multiple, range(configuration.file.replications), "replications", progress
    )
    return {
        "scenario": scenario.name,
        "title": title_of(scenario.title),
        "baseline": scenario.baseline,
        "seed": configuration.file.seed,
        "replications": configuration.file.replications,
        "engine": configuration.file.engine,
        "window": window_of(scenario),
        "designs": {name: {"title": title_of(design.title)} for name, design in scenario.designs.items()},
        "warm_up": warm_up_result(asked, scenario.horizon, readings, settled.pilot),
    }


def _play(
    configuration: Configuration, scenario: Scenario, volume_multiple: float, replications: range, stage: str,
    progress: Progress | None,
) -> dict[str, list[Reading]]:  # fmt: skip
    designs = tuple(scenario.designs)
    jobs = [Job(designs=designs, replication=replication, volume_multiple=volume_multiple, until_closed=False)
            for replication in replications]  # fmt: skip
    done, total = 0, len(jobs) * len(designs)

    def told(runs: int) -> None:
        nonlocal done
        done += runs
        if progress:
            progress(stage, done, total)

    with JobRunner(configuration.file) as runner:
        found = runner.run(jobs, progress=told)
    return {design: [one[design] for one in found] for design in designs}


def length_of(file: ScenarioFile, horizon: Horizon) -> dict[str, Any]:
    """Return the rule and the length of a warm-up, and how each period of the demand lies in it, as stored."""
    seasons = seasons_of(file)
    return {
        "rule": file.window.warm_up,
        "days": (horizon.window_from - horizon.first).days,
        "stationary": seasons.stationary,
        "once": list(seasons.once),
        "periods": [_period(one) for one in fits(seasons, horizon.first, horizon.window_from)],
    }


def _period(one: Fit) -> dict[str, Any]:
    return {"period": one.period, "fit": one.fit, "keys": list(one.keys)}


def verdict_of(
    file: ScenarioFile, horizon: Horizon, readings: Mapping[str, Sequence[Reading]], pilot: dict[str, Any] | None,
    looks: int = 1,
) -> dict[str, Any]:  # fmt: skip
    """Return the rule and the length of a warm-up, and whether it sufficed, as stored.

    `looks`: at so many numbers the replications could have ended.
    """
    length = length_of(file, horizon)
    seasons = fits(seasons_of(file), horizon.window_from, horizon.window_to)
    days = {design: truncation_days(many, horizon.working) for design, many in readings.items()}
    return {
        **length,
        "pilot": pilot,
        "truncation_days": days if length["stationary"] else None,
        "check": {
            "days": check_days(length["days"], (horizon.window_to - horizon.window_from).days),
            "same_season": all(one.fit == "whole" for one in seasons if one.period != "week"),
            "designs": checked(readings, length["days"], looks),
        },
    }


def warm_up_result(
    file: ScenarioFile, horizon: Horizon, readings: Mapping[str, Sequence[Reading]], pilot: dict[str, Any] | None,
    looks: int = 1,
) -> dict[str, Any]:  # fmt: skip
    """Return what is stored of a warm-up: the verdict, and open matters week by week."""
    series = {design: open_by_week(many) for design, many in readings.items()}
    weeks = len(next(iter(series.values()))["mean"])
    return {
        **verdict_of(file, horizon, readings, pilot, looks),
        "weeks": [(horizon.first + timedelta(weeks=week)).isoformat() for week in range(weeks)],
        "open": series,
    }
