"""The first call of an engine in this process: seconds until it has played a small plan, as JSON on stdout.

`benchmarks.start_up` starts it. What any engine needs is imported before the clock starts.
"""

from __future__ import annotations

import json
import sys
import time

from benchmarks.engines import prepared_engine
from benchmarks.network import draw, plan_of


def first_call(name: str) -> dict[str, float]:
    """Return the seconds of preparing the engine, of its first and second call, and of all until the first one ends."""
    plan = plan_of(draw(100))
    begin = time.perf_counter()
    simulate = prepared_engine(name)
    prepared = time.perf_counter()
    simulate(plan)
    called = time.perf_counter()
    simulate(plan)
    again = time.perf_counter() - called
    return {"prepared": prepared - begin, "first call": called - prepared, "second call": again, "all": called - begin}


if __name__ == "__main__":
    json.dump(first_call(sys.argv[1]), sys.stdout)
