"""Make the conformance kit again: `PYTHONPATH=tests python -m conformance.make`, in the repository's folder.

Plans come from kit.py, traces from the reference engine. A plan that was drawn at random stays as it is stored. The
same versions of the packages give the same bytes.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from conformance.kit import DRAWN, PLANS

from experiments.plan_store import read_plan, write_plan, write_trace
from sim.engine.simpy_engine import simulate
from sim.plan.plan import Plan

KIT = Path(__file__).parent

README = """\
# The conformance kit

Small plans, each with the trace that the reference engine gives, as [docs/plan-format.md](../../docs/plan-format.md)
tells. Each shows a rule of [docs/model.md, part 9](../../docs/model.md#9-engine-rules). Whether another engine gives
the same traces, to the last cell, is told by

    python -m experiments.conformance tests/conformance --traces FOLDER

The plans are written down in the files plans*.py. This folder is made by `PYTHONPATH=tests python -m conformance.make`.

| plan | what it shows |
| --- | --- |
"""


def make(kit: Path) -> None:
    """Write the kit into a folder, in place of the plans that are there."""
    plans = {name: _plan(name) for name in PLANS}
    for folder in kit.glob("*/plan"):
        shutil.rmtree(folder.parent)
    for name, plan in plans.items():
        write_plan(kit / name / "plan", plan)
        write_trace(kit / name / "trace", simulate(plan))
    rows = (f"| `{name}` | {(plan.__doc__ or '').partition(chr(10))[0]} |" for name, plan in PLANS.items())
    (kit / "README.md").write_text(README + "\n".join(rows) + "\n", encoding="utf-8")


def _plan(name: str) -> Plan:
    stored = KIT / name / "plan"
    return read_plan(stored) if name in DRAWN and stored.is_dir() else PLANS[name]()


if __name__ == "__main__":
    make(KIT)
