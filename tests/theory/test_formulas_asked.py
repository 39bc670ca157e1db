"""Formulas as a whole: where they are found, and what they refuse."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from inspect import isfunction

import pytest

from experiments.theory import formulas
from experiments.theory.formulas import (
    agreeing_share,
    base_distance,
    blocked_share,
    clearing_hours,
    dispatched_shares,
    erlang_wait,
    grown_factor,
    leaving_share,
    leaving_share_at_limit,
    nearest_distance,
    nearest_in_lattice,
    passed_in_chain,
    preempted_stays,
    relay_stay,
    rounds,
    served_wait,
    single_wait,
    surge_backlog,
)
from sim.errors import InputError


def test_every_formula_is_found_in_one_place():
    for module in pkgutil.iter_modules(formulas.__path__):
        found = import_module(f"{formulas.__name__}.{module.name}")
        own = [name for name, one in vars(found).items() if isfunction(one) and one.__module__ == found.__name__]
        assert {name for name in own if not name.startswith(("_", "require"))} <= set(formulas.__all__)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (lambda: erlang_wait(4.0, 4), "a load of 4 was given for 4 servers"),
        (lambda: single_wait(2.0, 0.5, 1.0), "a load of 1 was given for 1 servers"),
        (lambda: preempted_stays((0.5, 0.0), 1), "the rate of a class was given as 0"),
        (lambda: relay_stay(0.5, [1.0, 2.5]), "a load of 1.25 was given for 1 servers"),
        (lambda: rounds(1.0), "the probability of coming back was given as 1, but .* at least 0 and below 1"),
        (lambda: rounds(0.5, 0), "the largest number of rounds was given as 0"),
        (lambda: passed_in_chain([0.2, 1.2]), "the probability of a return was given as 1.2"),
        (lambda: agreeing_share([0.5], 2), "2 of 1 were asked to be right"),
        (lambda: leaving_share(1.0, 1, 0.0), "the mean patience was given as 0"),
        (lambda: served_wait(100.0, 10, 100.0), "so many come and are so patient"),
        (lambda: leaving_share_at_limit(100.0, 10, 100.0), "so many come and are so patient"),
        (lambda: blocked_share(-1.0, 1), "a rate was given as -1"),
        (lambda: dispatched_shares((1.0, 2.0), ((0, 1),)), "2 rates and the lists"),
        (lambda: surge_backlog(1.0, 2.0, 3.0), "a surge of 1 matters an hour was given"),
        (lambda: clearing_hours(5.0, 2.0, 2.0), "2 matters an hour after the surge were given"),
        (lambda: grown_factor(1.0, 0.1, 0.5), "growth by 0.1 an hour up to 0.5 was given"),
        (lambda: nearest_distance(1.0, "strait"), "no way is measured as 'strait'. Did you mean 'straight'?"),
        (lambda: nearest_in_lattice(1.0, "straight", "diamant"), "no lattice 'diamant'. Did you mean 'diamond'?"),
        (lambda: base_distance(1.0, "center", "straight"), "a base cannot be at 'center'. Did you mean 'centre'?"),
    ],
)
def test_what_has_no_answer_is_refused_in_a_sentence(asked, sentence):
    with pytest.raises(InputError, match=sentence):
        asked()
