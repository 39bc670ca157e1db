"""What tests share: `simulate`, which plays every test of the rules on every engine."""

import pytest
from hypothesis import settings

from sim.engine.base import ENGINES

# the same examples everywhere, and no clock: a busy machine must not fail a test
settings.register_profile("tiaokuai", derandomize=True, deadline=None)
settings.load_profile("tiaokuai")


@pytest.fixture(params=[pytest.param(engine, id=name) for name, engine in ENGINES.items()])
def simulate(request):
    """Every test that asks for `simulate` is played on every engine."""
    return request.param
