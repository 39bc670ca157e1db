"""What tests share: `simulate`, which plays every test of the rules on every engine."""

import signal

import pytest
from sampling import choose_profile, register_profiles

from experiments.kernel_cache import prepare_compiled_engine
from sim.engine.base import ENGINES, engine_named

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # as a shell starts what runs in the background; commands that tests interrupt would inherit that
    signal.signal(signal.SIGINT, signal.default_int_handler)

register_profiles()


@pytest.fixture(params=sorted(ENGINES))
def simulate(request):
    """Every test that asks for `simulate` is played on every engine."""
    if request.param == "compiled":
        prepare_compiled_engine()
    return engine_named(request.param)


def pytest_configure(config):
    """Decide how many examples properties play, before their tests are collected."""
    choose_profile(config)


def pytest_collection_finish(session):
    """Let workers compile the engine together, each its share; else each of them would compile all of it.

    On a cold cache that is more than a minute; on a warm one there is nothing to do.
    """
    worker = getattr(session.config, "workerinput", None)
    if worker and any("simulate" in getattr(item, "fixturenames", ()) for item in session.items):
        for variant in share(int(worker["workerid"].removeprefix("gw")), worker["workercount"]):
            prepare_compiled_engine(variant)


def share(number, count):
    """Return what one of so many workers compiles: `full` takes as long as the others together."""
    return ("full",) if number == 0 else ("special", "lean", "pace")[number - 1 :: count - 1]


def pytest_terminal_summary(terminalreporter):
    """Tell in how many random plans each rule had a say (tests/agreement/test_engines.py)."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties:
            if name == "rules fired":
                count, fired = value
                terminalreporter.section(f"rules that had a say in {count} random plans")
                for rule, times in sorted(fired.items(), key=lambda entry: entry[1]):
                    terminalreporter.line(f"{times:7} {times / count:7.1%}  {rule}")
