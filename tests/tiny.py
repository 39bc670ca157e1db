"""A scenario file so small that a whole command takes a moment, and the command line inside the test's process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from experiments.cli import cli, exit_code
from experiments.configuring import Configuration, configure

TINY = """\
name: tiny
title: {zh: 小局, en: Tiny bureau}
baseline: sections
window: {warm_up_from: 2021-03-01, first: 2021-03-15, last: 2021-05-09, cap: 2021-06-30}
executor: {name: serial}
replications: 2
load_axis: null
capacity: null
institution:
  categories: {projects: {}, firms: {groups: 2}}
  bureaus:
    reform: {offices: 2, functions: {projects: 2, firms: 1}}
    industry: {offices: 1, functions: {projects: 1, firms: 2}}
  staff: {chief: 1, deputy: 1, officer: 4, expertise: 1}
  abilities: {error_rate: 0.1, error_rate_elsewhere: 0.1}
demand:
  types:
    directive:
      from_offices: true
      per_year: 300
      further_needs: [0.5, 0.5]
      work_hours: {mean: 4}
      decisions: [0.2, 0.5, 0.3]
      deadline_days: 10
    request:
      per_year: 200
      work_hours: {mean: 3}
  contact_weeks: 2
procedure:
  draft_hours: 0.2
  merge_hours: 0.5
  sign_hours: {head: 0.1, deputy: 0.1, chief: 0.2}
  reply_hours: 0.2
designs:
  sections:
    title: {zh: 科室, en: Sections}
    units: {by: bureau}
    membership: {heads: one_each}
    authority: {non_core: [head], core: [head, deputy], signing: {deputy: {times: ["10:00"]}}}
    data: {transit_hours: 2}
    counterparts: {contact_hours: 0.5}
  modules:
    units: {by: category}
"""


def tiny_file(folder: Path, *changes: tuple[str, str], more: str = "") -> Path:
    """Write the tiny scenario, with these pieces of its text replaced and more lines at its end; return its path."""
    text = TINY
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the tiny scenario"
        text = text.replace(old, new)
    path = folder / "tiny.yaml"
    path.write_text(text + more, encoding="utf-8")
    return path


def tiny(folder: Path, *overrides: str) -> Configuration:
    """Return the configuration of the tiny scenario with these overrides."""
    return configure([f"scenario={tiny_file(folder)}", *overrides])


def tiaokuai(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Run a command in this process; return its exit code, stdout and stderr."""
    words: Sequence[str] = [str(argument) for argument in arguments]
    capsys.readouterr()
    code = exit_code(lambda: cli.main(words, prog_name="tiaokuai", standalone_mode=False))
    said = capsys.readouterr()
    return code, said.out, said.err
