"""What tests share: `simulate`, which plays every test of the rules on every engine."""

import pytest
from hypothesis import HealthCheck, settings

from experiments.kernel_cache import prepare_compiled_engine
from sim.engine.base import ENGINES, engine_named

# The same examples everywhere, and no clock: a busy machine must not fail a test. The fixture that a property
# asks for is an engine, which keeps nothing from one example to the next.
settings.register_profile(
    "tiaokuai", max_examples=200, derandomize=True, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
settings.load_profile("tiaokuai")


@pytest.fixture(params=sorted(ENGINES))
def simulate(request):
    """Every test that asks for `simulate` is played on every engine."""
    if request.param == "compiled":
        prepare_compiled_engine()
    return engine_named(request.param)


def pytest_terminal_summary(terminalreporter):
    """Tell in how many random plans each rule had a say (tests/agreement/test_engines.py)."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties:
            if name == "rules fired":
                count, fired = value
                terminalreporter.section(f"rules that had a say in {count} random plans")
                for rule, times in sorted(fired.items(), key=lambda entry: entry[1]):
                    terminalreporter.line(f"{times:7} {times / count:7.1%}  {rule}")
