"""What passes several screens or the vote of several people, each of whom errs apart from the others.

All numbers are probabilities; an InputError refuses others.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from experiments.theory.formulas.asking import require_shares
from sim.errors import InputError


def passed_in_chain(returned: Sequence[float]) -> float:
    """Return the share that passes if all screens have to let it pass, each returning it with its probability.

    Of bad papers these are the probabilities that a screen catches one, of good ones those of a false return, and so
    for `passed_by_either` (Sah & Stiglitz, American Economic Review 76, 1986, p. 716: hierarchies and polyarchies).

    >>> round(passed_in_chain([0.5, 0.8]), 6)
    0.1
    """
    require_shares("the probability of a return", returned)
    return prod(1 - share for share in returned)


def passed_by_either(returned: Sequence[float]) -> float:
    """Return the share that passes if it is enough that one of the screens lets it pass (source as above).

    >>> passed_by_either([0.5, 0.8])
    0.6
    """
    require_shares("the probability of a return", returned)
    return 1 - prod(returned)


def agreeing_share(chances: Sequence[float], needed: int) -> float:
    """Return the probability that at least so many of all are right, each with a chance of their own: Poisson binomial.

    By one after another, in order (Wang, Statistica Sinica 3, 1993, p. 295).

    >>> round(agreeing_share([0.5, 0.6, 0.7], 2), 6)
    0.65
    """
    require_shares("the chance to be right", chances)
    if not 0 <= needed <= len(chances):
        raise InputError(f"{needed} of {len(chances)} were asked to be right, but it is between 0 and all of them.")
    right = [1.0, *[0.0] * len(chances)]
    for among, chance in enumerate(chances, start=1):
        for number in range(among, 0, -1):
            right[number] += chance * (right[number - 1] - right[number])
        right[0] *= 1 - chance
    return sum(right[needed:])


def majority_share(chances: Sequence[float]) -> float:
    """Return the probability that more than half are right (Condorcet, Essai sur l'application de l'analyse, 1785).

    >>> round(majority_share([0.6] * 3), 6)
    0.648
    """
    return agreeing_share(chances, len(chances) // 2 + 1)
