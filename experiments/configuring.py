"""From the command line to a resolved configuration: groups composed by Hydra, keys set, all of it checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException
from omegaconf import OmegaConf, open_dict

from conf.checking import validated
from conf.schema import CONF, LEVERS, ScenarioFile
from experiments.lists.institution import with_tables
from experiments.overrides import apply, parse, set_value
from experiments.yaml_file import read_yaml
from scenarios.inherit import resolve_designs
from scenarios.sources import numbers
from scenarios.tracing import SOURCED
from sim.errors import InputError, UnknownName, nearest


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """A resolved and checked configuration, and how it came about."""

    data: dict[str, Any]  # plain, as it is stored
    file: ScenarioFile
    where: str  # the file that errors name
    overrides: tuple[str, ...]
    given: frozenset[str]  # keys that the overrides set or removed
    changed: frozenset[str]  # keys of numbers that the overrides changed
    own: bool  # a user's own file, not a shipped scenario


@dataclass(frozen=True, kw_only=True)
class Composition:
    """Groups composed and overrides set, nothing resolved or checked yet: what configurations are made from."""

    raw: dict[str, Any]
    before: dict[str, Any]  # the same before the overrides
    where: str
    given: frozenset[str]
    own: bool

    def with_values(self, values: Mapping[str, Any]) -> Composition:
        """Return the composition with these keys set too; a leading `+` adds a name that is not there yet.

        Raises UnknownName for a key that the schema does not know.
        """
        raw = copied(self.raw)
        for key, value in values.items():
            set_value(key.removeprefix("+"), copied(value), raw, adds=key.startswith("+"))
        raw = with_tables(raw, Path(), "command line", instead=True)
        return replace(self, raw=raw, given=self.given | {key.removeprefix("+") for key in values})

    def resolved(self) -> tuple[dict[str, Any], ScenarioFile]:
        """Return the data with each design spelt out, and the checked file; raise InputError for what is wrong."""
        data = _resolved(self.raw, self.where)
        return data, validated(data, self.where, self.given)

    def as_written(self) -> dict[str, Any]:
        """Return the data without the overrides, each design spelt out, unchecked."""
        return _resolved(self.before, self.where)


def configure(overrides: Sequence[str] = ()) -> Configuration:
    """Return the configuration that these overrides make.

    `scenario=` names a shipped scenario or the path of a YAML file of one's own. Raises InputError (or
    UnknownName) for what is wrong, with file and key.
    """
    parsed = parse(overrides)
    return configuration_of(compose_files(parsed.choices, parsed.settings), overrides)


def compose_files(choices: Mapping[str, str], settings: Sequence[Override]) -> Composition:
    """Return what the chosen files come to once these overrides are set; raise InputError for what is wrong."""
    own = _own_file(choices.get("scenario"))
    data, shipped = _composed(choices, own)
    where = str(own) if own else f"conf/scenario/{shipped}.yaml"
    raw = with_tables(_without_empty_designs(data), own.parent if own else CONF / "scenario", where)
    before = copied(raw)
    given = apply(settings, raw)
    raw = with_tables(raw, Path(), "command line", instead=True)
    return Composition(raw=raw, before=before, where=where, given=given, own=own is not None)


def _without_empty_designs(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data, each design that is written without any key (which YAML reads as null) as an empty block."""
    designs = data.get("designs")
    if not isinstance(designs, dict):
        return data
    return {**data, "designs": {name: {} if block is None else block for name, block in designs.items()}}


def configuration_of(composition: Composition, overrides: Sequence[str]) -> Configuration:
    """Return the configuration that a composition is, with the overrides that it came of."""
    plain = composition.as_written()
    data, file = composition.resolved()
    before, after = numbers(plain, SOURCED), numbers(data, SOURCED)
    changed = frozenset(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    return Configuration(
        data=data, file=file, where=composition.where, overrides=tuple(overrides), given=composition.given,
        changed=changed, own=composition.own,
    )  # fmt: skip


def options_of(group: str) -> list[str]:
    """Return the names that a configuration group offers."""
    return sorted(path.stem for path in (CONF / group).glob("*.yaml"))


def _own_file(choice: str | None) -> Path | None:
    if choice is None or not (choice.endswith((".yaml", ".yml")) or "/" in choice):
        return None
    return Path(choice)


def _composed(choices: Mapping[str, str], own: Path | None) -> tuple[dict[str, Any], str]:
    """Return what is composed, and the shipped scenario in it, which an experiment may have chosen."""
    for group, choice in choices.items():
        if choice not in options_of(group) and not (group == "scenario" and own):
            hint = nearest(choice, options_of(group))
            if group == "scenario":
                hint += " A file of your own is named by its path, such as scenario=./mine.yaml."
            raise UnknownName(f"{group}={choice!r} is unknown. {hint}")
    groups = [f"{group}={choice}" for group, choice in choices.items() if not (group == "scenario" and own)]
    if own:
        groups.append("~scenario")
    composed, shipped = _of_groups(tuple(groups))
    data = copied(composed)
    if own:
        data = _laid_over(data, read_yaml(own))
    for group in choices.keys() & {"calendar", "executor"}:  # a scenario may set these; the command line overrules it
        data |= read_yaml(CONF / group / f"{choices[group]}.yaml")
    return data, shipped


@cache
def _of_groups(groups: tuple[str, ...]) -> tuple[dict[str, Any], str]:
    """Return what Hydra composes of these choices, and which scenario is in it; while a program runs, files stay."""
    try:
        GlobalHydra.instance().clear()
        with initialize_config_dir(version_base="1.3", config_dir=str(CONF)):
            chosen = compose("config", overrides=list(groups), return_hydra_config=True)
        shipped = str(chosen.hydra.runtime.choices.get("scenario"))
        with open_dict(chosen):
            del chosen["hydra"]
        composed = OmegaConf.to_container(chosen, resolve=True)
    except HydraException as error:
        raise InputError(f"the configuration does not compose: {error}") from None
    if not isinstance(composed, dict):
        raise InputError("the configuration is no block of keys.")
    return {str(key): value for key, value in composed.items()}, shipped


def _laid_over(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        here = result.get(key)
        result[key] = _laid_over(here, value) if isinstance(here, dict) and isinstance(value, Mapping) else value
    return result


def copied(value: Any) -> Any:
    """Return plain data once more, dates as text, so that a change to one is none to the other."""
    if isinstance(value, Mapping):
        return {str(key): copied(entry) for key, entry in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return [copied(entry) for entry in value] if isinstance(value, list) else value


def _resolved(raw: dict[str, Any], where: str) -> dict[str, Any]:
    """Return the configuration with each design spelt out."""
    data = dict(copied(raw))
    designs, baseline = data.get("designs"), data.get("baseline")
    if not isinstance(designs, dict) or not designs:
        given = "missing" if designs is None else repr(designs)
        raise InputError(f"{where}: designs is {given}; expected a block with at least one design.")
    if baseline is None:
        raise InputError(f"{where}: baseline is missing; expected the name of a design: {', '.join(designs)}.")
    if not isinstance(baseline, str) or baseline not in designs:
        raise UnknownName(f"{where}: baseline={baseline!r} is no design. {nearest(str(baseline), designs)}")
    try:
        data["designs"] = resolve_designs(designs, baseline, LEVERS)
    except InputError as error:
        raise type(error)(f"{where}: {error}") from None
    return data
