"""What tests share: `simulate`, which plays every test of the rules on every engine."""

import pytest

from sim.engine.base import ENGINES


@pytest.fixture(params=[pytest.param(engine, id=name) for name, engine in ENGINES.items()])
def simulate(request):
    """Every test that asks for `simulate` is played on every engine."""
    return request.param
