"""The tiny scenario with uncertain parameters, and figures that it is held against, as real facts tell them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tiny import tiny_file

from scenarios import facts

EVIDENCE = """\
uncertainty:
  reform: modules
  points: 3
  replications: 2
  parameters:
    transit: {title: {zh: 传递, en: Transit}, keys: {designs.sections.data.transit_hours: [0, 20]}}
    work:
      title: {zh: 工作量, en: Work}
      keys: {demand.types.directive.work_hours.mean: [3, 5], demand.types.request.work_hours.mean: [4, 2]}
    rounds: {title: {zh: 轮次, en: Rounds}, keys: {demand.rounds: [1, 3]}}
reported:
  figures:
    days:
      title: {zh: 办理天数, en: Handling time}
      kind: calibrated
      facts: [003-024]
      unit: day
      design: modules
      measures: [elapsed_days_mean, working_days_mean]
      type: directive
      share: [0.02, 0.06]
      tolerance: 0.4
      conditions: {split_worked_days_mean/elapsed_days_mean: [0.01, 0.9]}
      nulls:
        seals: {title: {zh: 印章, en: Seals}, fact: 003-021}
        modules_too: {title: {zh: 模块, en: Modules}, design: modules}
      draws: 10
      accepted: 2
    developer:
      title: {zh: 一家企业, en: One developer}
      kind: percentile
      facts: [000-023, 000-024]
      unit: day
      design: modules
      of: days
    street:
      title: {zh: 上街, en: On the street}
      kind: sanity_bound
      facts: [000-037]
      unit: minute
      design: modules
"""
"""80 days before and 40 after (003-024); at least 90 before and 58 after (000-023); 15 minutes after (000-037)."""


def evidence_file(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the scenario, with these pieces of its text replaced; return its path.

    The reference engine plays it, so that no machine code is waited for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    dates = "warm_up_from: 2021-03-01, first: 2021-03-15, last: 2021-05-09, cap: 2021-06-30"
    fewer = "warm_up_from: 2021-03-08, first: 2021-03-15, last: 2021-04-11, cap: 2021-05-31"
    engine = ("load_axis: null", "load_axis: null\nengine: simpy")
    rare = [("per_year: 300", "per_year: 150"), ("per_year: 200", "per_year: 100")]
    path = tiny_file(folder, (dates, fewer), engine, *rare, more=EVIDENCE)
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the scenario"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


@contextmanager
def facts_with(folder: Path, *changes: tuple[str, str, object]) -> Iterator[None]:
    """Have the program read other facts meanwhile: of each change, the id, the field and the value."""
    text = facts.FACTS_FILE.read_text(encoding="utf-8")
    for name, field, value in changes:
        begin = text.index(f"- id: {name}\n")
        at = text.index(f"\n  {field}: ", begin) + 1
        text = f"{text[:at]}  {field}: {value}{text[text.index(chr(10), at) :]}"
    path = folder / "facts.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facts, "FACTS_FILE", path)
        forget_facts()
        try:
            yield
        finally:
            forget_facts()


def forget_facts() -> None:
    """Have the program read its facts again."""
    for read in (facts.load_facts, facts._documents):
        read.cache_clear()
