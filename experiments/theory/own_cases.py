"""Our own cases, in the form of cases.json; what they expect is computed by the formulas that they cite."""

from __future__ import annotations

from typing import Any

from experiments.theory.formulas import (
    erlang_wait,
    gap_wait,
    pooled_wait,
    single_wait,
    staying_load,
    staying_wait,
    switching_load,
    switching_wait,
)

DELEGATED = (0.0, 0.5, 0.8)
"""Shares of the matters that officers decide themselves."""

OFFICERS, RATE, SIGN_HOURS = 4, 2.4, 0.25
"""A module below a chief: its officers, the matters an hour, and what a signature takes."""

SIGN_TIMES, SIGN_MINUTES = {"once": ("10:00",), "twice": ("10:00", "16:00")}, 30
"""When papers reach the chief, every day, and for how long."""

STAGES, STAGE_RATE = 3, 0.6
"""Specialists in a row, or as many officers who each do all of it; matters an hour."""

UNEVEN = (0.7, 0.5, 0.3)
"""Matters an hour that come to each section."""

SIMPLE, HARD = (1.0, 0.5), (0.05, 10.0)
"""Two unlike kinds: matters an hour, and their mean work."""

SWITCHING_RATE, COMMON, SETUP_HOURS = 0.4, 0.8, 2.0
"""Matters an hour of two categories, the share of the more common one, and the set-up."""


REPORTED_RATE, REPORT_HOURS = 0.4, 0.5
"""Matters an hour that one officer handles and reports to the chief in person, and what the chief takes."""

CREW, CREW_STAFF, CREW_RATE = 2, 4, 1.2
"""People who handle a matter together, people there are, and matters an hour."""

STAYING = ((0.5, 0.5), (0.15, 2.0))
"""Two categories between which an officer turns as seldom as possible: matters an hour, and their mean work."""


TURNING_RATE, TURNING_HOURS = 0.3, 1.0
"""Matters an hour of each of two like categories, and the set-up."""


def _desk(delegated: float) -> float:
    """Return the mean time of a paper on the chief's desk: M/D/1."""
    return SIGN_HOURS + single_wait((1 - delegated) * RATE, SIGN_HOURS, SIGN_HOURS**2)


def _head() -> dict[str, Any]:
    below = 1 + erlang_wait(RATE, OFFICERS)
    return {
        "id": "S1",
        "mechanism": "a chief above a module, who leaves a share d of the decisions to the officers",
        "model": "M/M/4, then M/D/1 with probability 1 - d",
        "inputs": {"lam": RATE, "mu": 1, "c": OFFICERS, "sign": SIGN_HOURS, "d": list(DELEGATED)},
        "expected": {f"desk_d{share}": _desk(share) for share in DELEGATED}
        | {f"T_d{share}": below + (1 - share) * _desk(share) for share in DELEGATED},
        "formula": "T=T_M/M/4+(1-d) desk, desk=s+lam' s^2/(2(1-lam' s)), lam'=(1-d) lam: matters leave M/M/c at random",
        "source": "Burke, Operations Research 4, 1956, p. 699; Pollaczek 1930, Khinchine 1932",
        "made_by": "four officers in one unit, authority.non_core=[chief], procedure.sign_hours; decisions are "
        "d none and 1 - d non-core",
    }


def _set_times() -> dict[str, Any]:
    below = 1 + erlang_wait(RATE, OFFICERS)
    return {
        "id": "S2",
        "mechanism": "the chief's papers come at set times, once or twice a day",
        "model": "M/M/4, then what is left of a gap between sessions",
        "inputs": {"lam": RATE, "mu": 1, "c": OFFICERS, "times": list(SIGN_TIMES.values()), "minutes": SIGN_MINUTES},
        "expected": {f"T_{often}": below + gap_wait(times, SIGN_MINUTES) for often, times in SIGN_TIMES.items()},
        "formula": "T=T_M/M/4+sum g^2/(2*24), g the hours from session to session: matters leave M/M/c at random",
        "source": "Burke, Operations Research 4, 1956, p. 699; Kleinrock, Queueing Systems I, 1975, sec. 5.2",
        "made_by": "four officers in one unit, authority.non_core=[chief] with no sign_hours, authority.signing.chief",
    }


def _specialists() -> dict[str, Any]:
    mean, square = STAGES, STAGES**2 * (1 + 1 / STAGES)
    return {
        "id": "S3",
        "mechanism": "specialists in a row, or case officers who each do a matter from beginning to end",
        "model": "tandem of 3 M/M/1 vs 3 x M/E_3/1, the same work and load",
        "inputs": {"lam": STAGE_RATE, "mu": 1, "n": STAGES},
        "expected": {
            "T_in_a_row": STAGES / (1 - STAGE_RATE),
            "T_case_officers": mean + single_wait(STAGE_RATE / STAGES, mean, square),
        },
        "formula": "n/(mu-lam) vs n/mu+Wq, Pollaczek-Khinchine at lam/n with E[S]=n/mu, E[S^2]=n(n+1)/mu^2",
        "source": "Buzacott, Management Science 42, 1996, p. 768; Jackson, Operations Research 5, 1957, p. 518; "
        "Pollaczek 1930, Khinchine 1932",
        "made_by": "a process of three needs in three sections of one officer; or one need of gamma work with mean 3 "
        "and scv 1/3, which falls to one of three sections at random",
    }


def _uneven() -> dict[str, Any]:
    total = sum(UNEVEN)
    waits = [erlang_wait(rate, 1) for rate in UNEVEN]
    return {
        "id": "S4",
        "mechanism": "sections with unequal loads -> 1 module, same staff and matters",
        "model": "3 M/M/1 of unequal rates vs M/M/3",
        "inputs": {"lam": list(UNEVEN), "mu": 1},
        "expected": {
            "Wq_busiest": waits[0],
            "Wq_sections": sum(rate * wait for rate, wait in zip(UNEVEN, waits, strict=True)) / total,
            "Wq_pooled": erlang_wait(total, len(UNEVEN)),
        },
        "formula": "lam_i/(1-lam_i) at mu=1, and its mean over matters; Erlang C",
        "source": "Smith & Whitt, Bell System Technical Journal 60, 1981, p. 39; Erlang 1917",
        "made_by": "three types of matter, each of one bureau, and three officers twice: units.by=bureau and "
        "units.by=whole",
    }


def _unlike() -> dict[str, Any]:
    rates, means = zip(SIMPLE, HARD, strict=True)
    total = sum(rates)
    waits = [single_wait(rate, mean, 2 * mean**2) for rate, mean in (SIMPLE, HARD)]
    of_all = [sum(rate / total * mean**k for rate, mean in (SIMPLE, HARD)) for k in (1, 2)]
    return {
        "id": "S5",
        "mechanism": "many simple matters and few hard ones: apart, in one pool, or mixed in separate queues",
        "model": "2 M/M/1 vs M/H2/2 vs 2 x M/H2/1",
        "inputs": {"lam": list(rates), "mean": list(means)},
        "expected": {
            "Wq_simple_apart": waits[0],
            "Wq_apart": sum(rate * wait for rate, wait in zip(rates, waits, strict=True)) / total,
            "Wq_pooled": pooled_wait(rates, means),
            "Wq_mixed": single_wait(total / 2, of_all[0], 2 * of_all[1]),
        },
        "formula": "rho_i mean_i/(1-rho_i); Lq=pi2 R (1-R)^-2 1, Wq=Lq/lam; Pollaczek-Khinchine: pooling unlike work "
        "hurts",
        "source": "Smith & Whitt, Bell System Technical Journal 60, 1981, p. 39; Neuts, Matrix-Geometric Solutions in "
        "Stochastic Models, 1981, ch. 3; Pollaczek 1930, Khinchine 1932",
        "made_by": "two types of matter and two officers three times: each type of its own bureau with units.by=bureau "
        "and with units.by=whole; both types of both bureaus with units.by=bureau",
    }


def _switching() -> dict[str, Any]:
    return {
        "id": "S6",
        "mechanism": "one generalist, FIFO over a common and a rare kind, set-up d whenever the kind changes",
        "model": "M/SM/1, S=Exp(1)+d on a change",
        "inputs": {"lam": SWITCHING_RATE, "p": COMMON, "d": SETUP_HOURS},
        "expected": {
            "Wq": switching_wait(SWITCHING_RATE, COMMON, SETUP_HOURS),
            "rho": switching_load(SWITCHING_RATE, COMMON, SETUP_HOURS),
        },
        "formula": "L=(lam^2 (E[S^2]/2+Cov(S,S'))+pi0 r)/(1-rho), Wq=L/lam-E[S]; rho=lam(1+2p(1-p)d)",
        "source": "Neuts, Journal of Applied Probability 3, 1966, p. 202",
        "made_by": "two categories with weights p and 1 - p, one officer versed in both, abilities.setup_hours=d",
    }


def _held() -> dict[str, Any]:
    work, square = 1 + REPORT_HOURS, 2 + 2 * REPORT_HOURS + REPORT_HOURS**2
    return {
        "id": "S7",
        "mechanism": "an officer who reports in person waits for the signature (blocking), or goes on with other work",
        "model": "M/G/1 with S=Exp(1)+s vs M/M/1, then M/D/1",
        "inputs": {"lam": REPORTED_RATE, "mu": 1, "s": REPORT_HOURS},
        "expected": {
            "T_held": work + single_wait(REPORTED_RATE, work, square),
            "T_set_aside": 1 / (1 - REPORTED_RATE)
            + REPORT_HOURS
            + single_wait(REPORTED_RATE, REPORT_HOURS, REPORT_HOURS**2),
        },
        "formula": "E[S]+lam E[S^2]/(2(1-lam E[S])), E[S^2]=2+2s+s^2; 1/(1-lam)+s+lam s^2/(2(1-lam s))",
        "source": "Pollaczek 1930, Khinchine 1932; Burke, Operations Research 4, 1956, p. 699",
        "made_by": "one officer below a chief, authority.channels.chief=face_to_face, authority.handler=held or "
        "set_aside, no hours to report",
    }


def _crews() -> dict[str, Any]:
    return {
        "id": "S8",
        "mechanism": "four officers who work in crews of two",
        "model": "M/M/2",
        "inputs": {"lam": CREW_RATE, "mu": 1, "crew": CREW, "staff": CREW_STAFF},
        "expected": {"Wq": erlang_wait(CREW_RATE, CREW_STAFF // CREW)},
        "formula": "Erlang C with staff/crew servers: people come free in twos",
        "source": "Erlang 1917",
        "made_by": "one unit of four officers, a type of matter with crew=2",
    }


def _staying() -> dict[str, Any]:
    load = sum(rate * mean for rate, mean in STAYING)
    residual = sum(rate * mean**2 for rate, mean in STAYING)  # E[S^2]/2 = mean^2
    return {
        "id": "S9",
        "mechanism": "an officer stays with a category of business as long as there is work of it, no set-up",
        "model": "two-queue M/M/1 with exhaustive service",
        "inputs": {"lam": [rate for rate, _ in STAYING], "mean": [mean for _, mean in STAYING]},
        "expected": {"load_wait": load * residual / (1 - load)},
        "formula": "sum rho_i W_i = rho W0/(1-rho), W0=sum lam_i E[S_i^2]/2, whatever the order of kinds is",
        "source": "Kleinrock, Naval Research Logistics Quarterly 12, 1965, p. 181",
        "made_by": "two types of matter of a category each, one officer, units.stay_with_category",
    }


def _polling() -> dict[str, Any]:
    return {
        "id": "S10",
        "mechanism": "a generalist who stays with a category while it has work, set-up d whenever the kind changes",
        "model": "two like queues, exhaustive service, set-up only to work that waits (polling)",
        "inputs": {"lam": [TURNING_RATE] * 2, "mu": 1, "d": TURNING_HOURS},
        "expected": {
            "Wq": staying_wait(TURNING_RATE, TURNING_HOURS),
            "rho": staying_load(TURNING_RATE, TURNING_HOURS),
        },
        "formula": "E[V]=rho/(1-rho)+(d/C)/(1-rho) (E[k]+rho d/2), W=(E[V]-rho)/rho, Wq=W-d/(C rho); E[k] waiting as a "
        "set-up begins and C between two of them from their chain",
        "source": "Boxma & Groenendijk, Journal of Applied Probability 24, 1987, p. 949 (decomposition of the work)",
        "made_by": "two categories of equal weight, one officer versed in both, units.stay_with_category, "
        "abilities.setup_hours=d",
    }


OWN_CASES = (
    _head(), _set_times(), _specialists(), _uneven(), _unlike(), _switching(), _held(), _crews(), _staying(), _polling()
)  # fmt: skip
