"""What a sensitivity analysis asks: a configuration, a difference, and the assumed numbers to change it with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from experiments.configuring import Composition, Configuration, compose_files, configuration_of, configure
from experiments.describe import title_of
from experiments.engine_choice import with_engine
from experiments.measure_choice import check_measure
from experiments.overrides import parse
from experiments.preparing import prepare
from experiments.sensitivity.numbers import Assumed, NotVaried, assumed_numbers, refusal
from experiments.sensitivity.result import PLAYED_AGAIN
from sim.errors import InputError, UnknownName, nearest

SCREENING = 4
"""Replications by which all numbers are screened."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the command is asked; None where it is to decide."""

    design: str | None = None
    measure: str = "elapsed_days_mean"
    patterns: tuple[str, ...] = ()
    replications: int | None = None
    screening: int | None = None
    of: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A question with all that answers it: what is played, which numbers are varied, and what is stored of it."""

    composition: Composition
    configuration: Configuration  # its engine chosen
    numbers: list[Assumed]
    not_varied: list[NotVaried]
    refused: set[tuple[str, str]]  # key and end
    facts: dict[str, Any]


def understood(overrides: Sequence[str], question: Question, command: str) -> Begun:
    """Return a question ready to be played; raise InputError for what cannot be.

    Every number is set to both its ends, held to the schema and built; what is refused is not played.
    """
    check_measure(question.measure, "--measure")
    stored: dict[str, Any] | None = None
    if question.of is not None:
        overrides, stored = of_comparison(question.of, overrides)
    parsed = parse(overrides)
    composition = compose_files(parsed.choices, parsed.settings)
    start = configuration_of(composition, overrides)
    design = _design(start, question.design)
    prepared = prepare(start)
    file, designs = start.file, (start.file.baseline, design)
    varied, left = assumed_numbers(composition, file, prepared.sources, designs, question.patterns)
    refused = _refused(composition, varied)
    left += refused
    leading = question.replications or (stored["replications"] if stored else file.replications)
    screening = min(question.screening or SCREENING, leading)
    if screening < 2:
        raise InputError(f"{screening} replication has no interval; expected at least 2.")
    configuration = with_engine(start, prepared.scenario, prepared.load.volume_multiple)
    scenario = prepared.scenario
    facts = {
        "scenario": file.name, "title": title_of(scenario.title), "baseline": file.baseline, "design": design,
        "design_title": title_of(scenario.designs[design].title), "measure": question.measure, "seed": file.seed,
        "engine": configuration.file.engine, "replications": {"screening": screening, "leading": leading},
        "command": command, "lead": PLAYED_AGAIN,
    }  # fmt: skip
    return Begun(
        composition=composition, configuration=configuration, numbers=varied, not_varied=left,
        refused={(one.key, str(one.end)) for one in refused}, facts=facts,
    )  # fmt: skip


def _design(configuration: Configuration, asked: str | None) -> str:
    """Return the design that is compared: the one asked for, `reform` if there is one, else the last."""
    file = configuration.file
    others = [name for name in file.designs if name != file.baseline]
    if not others:
        raise InputError(f"{configuration.where}: there is only the baseline {file.baseline!r}; expected a design "
                         "to compare it with.")  # fmt: skip
    if asked is None:
        return "reform" if "reform" in others else others[-1]
    if asked == file.baseline:
        raise InputError(f"--design {asked} is the baseline; expected one of {', '.join(others)}.")
    if asked not in others:
        raise UnknownName(f"--design {asked!r} is no design. {nearest(asked, others)}")
    return asked


def _refused(composition: Composition, varied: Sequence[Assumed]) -> list[NotVaried]:
    """Return the ends that the schema or the scenario refuses, with its reason."""
    found = []
    for one in varied:
        for end, value in (("low", one.low), ("high", one.high)):
            reason = refusal(composition, one.key, value)
            if reason is not None:
                found.append(NotVaried(key=one.key, why="refused", reason=reason, end=end))
    return found


# a comparison ---------------------------------------------------------------------------------------


def of_comparison(folder: Path, further: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    """Return the overrides of a stored comparison, and the comparison.

    A warm-up that was estimated is taken as it was found. Raises InputError if the folder holds no comparison, or if
    its overrides give another configuration by now.
    """
    comparison, manifest = (_read(folder / name, folder) for name in ("comparison.json", "manifest.json"))
    stored = (folder / "config.yaml").read_text(encoding="utf-8")
    overrides = list(manifest["overrides"])
    for text in further:
        if not text.partition("=")[0].startswith("executor"):
            raise InputError(
                f"{text!r} stands beside --of {folder}, which brings its configuration; expected executor=… only."
            )
    now = configure(overrides)
    if yaml.safe_dump(now.data, allow_unicode=True, sort_keys=False) != stored:
        raise InputError(
            f"{folder} was made from another configuration than its command gives now ({manifest['command']}); compare "
            "again, and ask about the new comparison."
        )
    if further:
        overrides = [text for text in overrides if not text.startswith("executor")]
    if now.file.window.warm_up == "mser5":
        overrides = [text for text in overrides if not text.startswith("window.warm_up")]
        overrides += ["window.warm_up=given", f"window.warm_up_from={comparison['window']['warm_up_from']}"]
    return [*overrides, *further], comparison


def expect_figures_of(folder: Path, facts: dict[str, Any], found: dict[str, float]) -> None:
    """Raise InputError if a comparison's first replication has other figures than this program's, by design."""
    import pyarrow.parquet as parquet

    rows = parquet.read_table(folder / "runs.parquet").to_pylist()
    first = {row["design"]: row["value"] for row in rows
             if row["replication"] == 0 and row["measure"] == facts["measure"]}  # fmt: skip
    for design, value in found.items():
        there = first.get(design)
        if there is None or abs(there - value) > 1e-9 * max(1.0, abs(there)):
            raise InputError(
                f"{folder}: {facts['measure']} of {design} is {there} in its first replication, and this version of "
                f"the program finds {value}; compare again, and ask about the new comparison."
            )


def _read(path: Path, folder: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            f"--of {folder} holds no comparison ({path.name}: {getattr(error, 'strerror', None) or error}); expected "
            "the folder that `tiaokuai compare` wrote."
        ) from None
