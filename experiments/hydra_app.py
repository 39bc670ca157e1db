"""Hydra's own entry, with its -m, launchers and tab completion: `python -m experiments.hydra_app demand.load=0.8`.

It plays one configuration as `tiaokuai compare` does, without a report. What it imports is imported late: whoever
presses the tab key waits for it.
"""

from __future__ import annotations

import json
import shlex
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from experiments.configuring import Configuration

ROOT = Path(__file__).resolve().parents[1]
CONFIG = "config"
SHOWN = ("elapsed_days_mean", "elapsed_days_p90", "on_time_share", "closed_per_week")
"""The measures of the summary; comparison.json has all."""


def main() -> NoReturn:
    """Let Hydra read the command line and play what it asks for; exit with 2 for bad input, 130 for an interrupt."""
    _look_here_last()
    _expect_names(sys.argv[1:])
    import hydra

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a polite end is an interrupt
    try:
        hydra.main(version_base="1.3", config_path=str(ROOT / "conf"), config_name=CONFIG)(play)()
    except KeyboardInterrupt:
        sys.stderr.write("tiaokuai: interrupted; jobs that were done are stored.\n")
        sys.exit(130)
    sys.exit(0)


def _look_here_last() -> None:
    """Let no file of the folder it is run from, such as a conf.py, take the place of a module that is installed."""
    first = sys.path[0]
    if not sys.flags.safe_path and Path(first).resolve() == Path.cwd() != ROOT:
        sys.path.append(sys.path.pop(0))


def _expect_names(words: list[str]) -> None:
    """Refuse a scenario by its path, which Hydra would look for in conf/."""
    for word in words:
        key, _, value = word.partition("=")
        if key == "scenario" and ("/" in value or value.endswith((".yaml", ".yml"))):
            sys.stderr.write(
                f"tiaokuai: {word}: Hydra takes a scenario by its name; expected --config-dir DIR scenario=NAME, where "
                f"DIR/scenario/NAME.yaml begins with '# @package _global_', or `tiaokuai compare {word}`.\n"
            )
            sys.exit(2)


def play(_: DictConfig) -> None:
    """Play the configuration of Hydra's job, store it in the job's folder, and print a line of JSON.

    A sentence says what is wrong with it; of several jobs, the others go on.
    """
    from hydra.core.hydra_config import HydraConfig
    from hydra.errors import CompactHydraException
    from hydra.types import RunMode

    from experiments.cli.speaking import log
    from experiments.store import to_json
    from sim.errors import TiaokuaiError

    log(0)
    try:
        summary = _compared(_configuration(), Path(HydraConfig.get().runtime.output_dir))
    except TiaokuaiError as error:
        if HydraConfig.get().mode == RunMode.MULTIRUN:
            raise CompactHydraException(f"tiaokuai: {error}") from None
        sys.stderr.write(f"tiaokuai: {error}\n")
        sys.exit(error.exit_code)
    line = json.dumps(json.loads(to_json(summary)), ensure_ascii=False)
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def _configuration() -> Configuration:
    """Return the configuration of the job, from its overrides: checked as every command checks it."""
    from hydra.core.hydra_config import HydraConfig

    from experiments.configuring import compose_files, configuration_of
    from experiments.overrides import parse

    overrides = list(HydraConfig.get().overrides.task)  # what they refer to by ${...} is put in by then
    parsed = parse(overrides)
    parsed.choices["scenario"] = _scenario()
    with _hydra_left_as_it_is():
        composition = compose_files(parsed.choices, parsed.settings)
    return configuration_of(composition, overrides)


@contextmanager
def _hydra_left_as_it_is() -> Iterator[None]:
    """Give Hydra back what composing in the midst of its job replaces: itself, and the name of the job's log."""
    from hydra.core.global_hydra import GlobalHydra
    from hydra.core.utils import JobRuntime

    at_work, name = GlobalHydra.instance().hydra, JobRuntime.instance().get("name")
    try:
        yield
    finally:
        GlobalHydra.instance().hydra = at_work
        JobRuntime.instance().set("name", name)


def _scenario() -> str:
    """Return the name of a shipped scenario, or the path of one that lies in a folder given by --config-dir."""
    from hydra.core.hydra_config import HydraConfig

    from sim.errors import InputError

    found = HydraConfig.get()
    folders = {one.provider: one.path.removeprefix("file://") for one in found.runtime.config_sources}
    if found.job.config_name != CONFIG or Path(folders["main"]) != ROOT / "conf":
        raise InputError(
            "another configuration was given by --config-name or --config-path; expected conf/config.yaml of this "
            "program, and --config-dir for scenarios of your own."
        )
    name = f"{found.runtime.choices['scenario']}.yaml"
    path = Path(folders.get("command-line", folders["main"])) / "scenario" / name
    shipped = (ROOT / "conf" / "scenario" / name).is_file() or not path.is_file()
    return path.stem if shipped else str(path)


def _compared(configuration: Configuration, folder: Path) -> dict[str, Any]:
    """Compare the designs, write what `tiaokuai compare` writes but its report, and return the summary."""
    from experiments.cli.speaking import Bar
    from experiments.comparing import compare
    from experiments.store import write_configuration, write_json, write_runs

    with Bar() as bar:
        compared = compare(configuration, progress=bar.show)
    result, overrides = compared.result, configuration.overrides
    command = shlex.join(["python", "-m", "experiments.hydra_app", *overrides])
    write_configuration(folder, configuration, command, result["engine"])
    write_json(folder / "comparison.json", {**result, "command": command})
    write_runs(folder, compared.readings)
    told = ("scenario", "baseline", "seed", "replications", "engine")
    designs = {name: {"status": one["status"], "measures": _shown(one)} for name, one in result["designs"].items()}
    about = {"directory": str(folder), "overrides": list(overrides), **{name: result[name] for name in told}}
    return {**about, "designs": designs}


def _shown(design: Mapping[str, Any]) -> dict[str, Any]:
    return {name: design["measures"][name] for name in SHOWN if name in design["measures"]}


if __name__ == "__main__":
    main()
