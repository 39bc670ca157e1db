"""Cases of screening: what passes two checks, or the vote of three, of good work and of bad."""

from __future__ import annotations

from typing import Any

from experiments.theory.formulas import majority_share, passed_by_either, passed_in_chain

CATCH, RETURN = (0.3, 0.4), (0.1, 0.2)
"""Probabilities that each of two checks returns bad work, and good work."""

CATCH_OF_THREE, RETURN_OF_THREE = (0.4, 0.5, 0.6), (0.3, 0.4, 0.2)
"""The same of each of three."""

ERRS = 0.5
"""Share of work that is bad."""


def _two() -> dict[str, Any]:
    return {
        "id": "S30",
        "mechanism": "two checks (核稿、法制审核), of which both, or either, must let a paper pass",
        "model": "hierarchy and polyarchy of two screens",
        "inputs": {"catch": list(CATCH), "return": list(RETURN)},
        "expected": {
            "bad_chain": passed_in_chain(CATCH),
            "good_chain": passed_in_chain(RETURN),
            "bad_either": passed_by_either(CATCH),
            "good_either": passed_by_either(RETURN),
        },
        "formula": "prod (1-r_i) passes a chain, 1-prod r_i either",
        "source": "Sah & Stiglitz, American Economic Review 76, 1986, p. 716",
        "made_by": "supervision.checks by an officer, catch_share, return_share, combined=chain or either; "
        "abilities.error_rate=0.5; what is handled in one round only has passed",
    }


def _three() -> dict[str, Any]:
    return {
        "id": "S31",
        "mechanism": "three who look at a paper at the same time; it is returned if most return it",
        "model": "majority of three unlike judges",
        "inputs": {"catch": list(CATCH_OF_THREE), "return": list(RETURN_OF_THREE)},
        "expected": {
            "bad": 1 - majority_share(CATCH_OF_THREE),
            "good": 1 - majority_share(RETURN_OF_THREE),
        },
        "formula": "1-P(at least 2 of 3 return it), each with a probability of their own",
        "source": "Condorcet, Essai sur l'application de l'analyse, 1785; Wang, Statistica Sinica 3, 1993, p. 295",
        "made_by": "the same with three checks, combined=majority",
    }


SCREENING_CASES = (_two(), _three())
