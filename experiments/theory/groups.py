"""The groups of cases.json, and all groups together: which models are played, how long, and what is read.

Those of our own cases stand in own_groups.py and groups_of.
"""

from __future__ import annotations

import numpy as np

from experiments.theory.group import group, stay, wait, wait_of
from experiments.theory.groups_of import FURTHER_GROUPS
from experiments.theory.house import House
from experiments.theory.models import (
    BY_SECTION,
    Model,
    consultation,
    exponential,
    matters_of,
    one_after_another,
    one_unit,
    sections_of_one,
    side_by_side,
    single_server,
)
from experiments.theory.own_groups import OWN_GROUPS
from sim.institution import Rank
from sim.levers.authority import Authority
from sim.levers.design import Levers
from sim.levers.units import Units
from sim.procedure import Abilities
from sim.workload.laws import Law

FOUR_STREAMS = matters_of(3.2, exponential(1.0))

ONE_SERVER = [
    group(
        single_server(exponential(1.0)), short=550_000, long=12_000_000,
        checks={
            ("A1", "Wq"): wait,
            ("A1", "T"): stay,
            ("A1", "L"): lambda runs: runs[0].in_house,
            ("A1", "P_T_gt_10"): lambda runs: float((runs[0].stays > 10).mean()),
            ("A1", "T_p90"): lambda runs: float(np.quantile(runs[0].stays, 0.9)),
            ("A1", "T_p95"): lambda runs: float(np.quantile(runs[0].stays, 0.95)),
            ("B1_scv1.0", "Wq"): wait,
        },
    ),
    group(
        single_server(Law(mean=1.0, scv=0.0, shape="deterministic")), short=70_000, long=4_000_000,
        checks={("B1_scv0.0", "Wq"): wait},
    ),
    group(
        single_server(Law(mean=1.0, scv=0.25, shape="gamma")), short=110_000, long=4_000_000,
        checks={("B1_scv0.25", "Wq"): wait},
    ),
    group(
        single_server(Law(mean=1.0, scv=4.0, shape="hyperexponential")), short=550_000, long=16_000_000,
        checks={("B1_scv4.0", "Wq"): wait},
    ),
    group(
        single_server(Law(mean=1.0, scv=0.5)), short=130_000, long=8_000_000,
        checks={("K3", "Wq"): wait, ("K3", "T"): stay},
    ),
    group(
        single_server(exponential(1.0), 0.6, batch_mean=2.0), short=70_000, long=6_000_000,
        checks={("K1", "Wq"): wait, ("K1", "T"): stay, ("K1", "L"): lambda runs: runs[0].in_house},
    ),
]  # fmt: skip

RETURNS = [
    group(
        single_server(exponential(1.0), 0.6, further_needs=tuple(0.9 * 0.1**k for k in range(8))),
        short=40_000, long=4_000_000,
        checks={
            ("C3_p0.1", "visits"): lambda runs: runs[0].visits,
            ("C3_p0.1", "rho"): lambda runs: runs[0].busy,
            ("C3_p0.1", "T_total"): stay,
        },
    ),
    group(
        Model(
            kinds=(matters_of(0.6, Law(mean=1.0, scv=0.0, shape="deterministic"), decisions=(0.0, 1.0, 0.0)),),
            house=House(staff=1, leaders=(Rank.CHIEF,)), levers=Levers(authority=Authority(non_core=("chief",))),
            rounds=6, abilities=Abilities(error_rate=0.1, error_rate_elsewhere=0.1),
        ),
        short=25_000, long=1_000_000,
        checks={
            ("K2", "visits"): lambda runs: runs[0].visits,
            ("K2", "rho"): lambda runs: runs[0].busy,
            ("K2", "T"): stay,
        },
    ),
]  # fmt: skip

PRIORITIES = [
    group(
        Model(
            kinds=(
                matters_of(0.3, exponential(1.0), name="urgent", priority=1),
                matters_of(0.5, exponential(1.0), name="other", priority=2),
            ),
            house=House(staff=1), levers=Levers(units=Units(order="by_priority")),
        ),
        short=200_000, long=12_000_000,
        checks={
            ("D1", "Wq1"): wait_of(0),
            ("D1", "Wq2"): wait_of(1),
            ("D1", "conservation"): lambda runs: 0.3 * wait_of(0)(runs) + 0.5 * wait_of(1)(runs),
        },
    ),
]  # fmt: skip

POOLING = [
    group(
        Model(house=House(staff=4, sections=4), kinds=(FOUR_STREAMS,)),
        Model(house=House(staff=4, sections=4), kinds=(FOUR_STREAMS,), levers=BY_SECTION),
        short=550_000, long=12_000_000,
        checks={
            ("A2", "C"): lambda runs: float((runs[0].waits > 0).mean()),
            ("A2", "Wq"): wait,
            ("A2", "T"): stay,
            ("A2", "Lq"): lambda runs: runs[0].waiting,
            ("A2", "P_Wq_gt_2"): lambda runs: float((runs[0].waits > 2).mean()),
            ("A3", "Wq_pooled"): wait,
            ("A3", "T_pooled"): stay,
            ("A3", "Wq_dedicated"): lambda runs: wait(runs[1:]),
            ("A3", "T_dedicated"): lambda runs: stay(runs[1:]),
            ("A3", "ratio_Wq"): lambda runs: wait(runs[1:]) / wait(runs),
            ("A3", "ratio_T"): lambda runs: stay(runs[1:]) / stay(runs),
            ("E2", "Wq_out0pct"): wait,
        },
    ),
    *(
        group(
            one_unit(matters_of(3.2 * (1 - percent / 100), exponential(1.0)), staff=4),
            short=short, long=long,
            checks={("E2", f"Wq_out{percent}pct"): wait},
        )
        for percent, short, long in ((10, 250_000, 8_000_000), (25, 200_000, 6_000_000), (50, 250_000, 8_000_000))
    ),
]  # fmt: skip

MODULES = [
    *(
        group(
            one_unit(matters_of(0.9 * clerks, exponential(1.0)), staff=clerks, warm_up=60 // clerks + 10),
            short=short, long=9_000_000, heavy=True, patient=clerks > 16,
            checks={("A4", f"Wq_c{clerks}"): wait},
        )
        for clerks, short in (
            (1, 450_000), (2, 450_000), (4, 550_000), (8, 600_000), (11, 650_000), (16, 750_000), (27, 1_300_000),
            (48, 2_200_000),
        )
    ),
    *(
        group(
            one_unit(matters_of(9.6, exponential(1.0)), staff=clerks, warm_up=60),
            short=short, long=long, heavy=clerks < 12, patient=clerks == 10,
            checks={("E1", f"Wq_c{clerks}"): wait},
        )
        for clerks, short, long in ((12, 600_000, 16_000_000), (11, 550_000, 6_000_000), (10, 4_500_000, 24_000_000))
    ),
]  # fmt: skip

SECTIONS = [
    group(
        sections_of_one(0.8, one_after_another(None, None, None), exponential(1.0)), short=240_000, long=12_000_000,
        checks={("C1", "T"): stay, ("C1", "T_sd"): lambda runs: float(runs[0].stays.std(ddof=1))},
    ),
    group(
        sections_of_one(0.8, one_after_another(None, exponential(0.8), exponential(0.5)), exponential(1.0)),
        short=110_000, long=2_500_000,
        checks={("C2", "T"): stay},
    ),
    group(
        single_server(exponential(1.0), 0.5), short=10_000, long=600_000,
        checks={("F1_rho0.5", "R1"): stay},
    ),
    group(
        sections_of_one(0.5, side_by_side(2), exponential(1.0)), short=10_000, long=600_000,
        checks={("F1_rho0.5", "R2_exact"): stay},
    ),
    *(
        group(
            sections_of_one(0.5, side_by_side(count), exponential(1.0)), short=10_000, long=360_000,
            patient=count > 8,
            checks={("F1_rho0.5", f"R{count}_NT"): stay, ("F1_rho0.5", f"R{count}_upper"): stay},
        )
        for count in (3, 5, 8, 17)
    ),
]  # fmt: skip

CONSULTATIONS = [
    group(
        consultation(side_by_side(count)), consultation(one_after_another(*[None] * count)),
        short=2_000, long=120_000,
        checks={
            ("F2", f"parallel_K{count}"): stay,
            ("F2", f"sequential_K{count}"): lambda runs: stay(runs[1:]),
        },
    )
    for count in (2, 3, 5, 8)
]  # fmt: skip

SET_UPS = [
    group(
        Model(
            house=House(staff=1, categories=4), kinds=(matters_of(0.6, exponential(1.0)),),
            abilities=Abilities(setup_hours=hours),
        ),
        short=short, long=4_000_000,
        checks={("G2", f"Wq_d{hours}"): wait, ("G2", f"rho_d{hours}"): lambda runs: runs[0].busy},
    )
    for hours, short in ((0.0, 120_000), (0.2, 150_000), (0.4, 250_000))
]  # fmt: skip

GROUPS = [
    *ONE_SERVER, *RETURNS, *PRIORITIES, *POOLING, *MODULES, *SECTIONS, *CONSULTATIONS, *SET_UPS, *OWN_GROUPS,
    *FURTHER_GROUPS,
]  # fmt: skip
