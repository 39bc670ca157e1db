"""The groups of our own cases: which models are played together, how long, and what is read from their runs."""

from __future__ import annotations

from experiments.theory.group import group, in_model, stay, wait, wait_of
from experiments.theory.house import House
from experiments.theory.models import (
    BY_SECTION,
    Model,
    exponential,
    matters_of,
    of_bureau,
    one_after_another,
    one_unit,
    sections_of_one,
)
from experiments.theory.own_cases import (
    COMMON,
    CREW,
    CREW_RATE,
    CREW_STAFF,
    DELEGATED,
    HARD,
    OFFICERS,
    RATE,
    REPORT_HOURS,
    REPORTED_RATE,
    SETUP_HOURS,
    SIGN_HOURS,
    SIGN_MINUTES,
    SIGN_TIMES,
    SIMPLE,
    STAGE_RATE,
    STAGES,
    STAYING,
    SWITCHING_RATE,
    TURNING_HOURS,
    TURNING_RATE,
    UNEVEN,
)
from experiments.theory.runs import Run
from sim.institution import Rank
from sim.levers.authority import Authority
from sim.levers.design import Levers
from sim.levers.stages import RankName, SigningTimes
from sim.levers.units import Units
from sim.procedure import Abilities, Procedure
from sim.workload.laws import Law


def desk(runs: list[Run]) -> float:
    """Return the mean time of a paper on the chief's desk, in hours, in the first model."""
    return float(runs[0].signed.mean())


def below_a_chief(delegated: float) -> Model:
    """Return a module whose chief signs what is not delegated."""
    kind = matters_of(RATE, exponential(1.0), decisions=(delegated, 1 - delegated, 0.0))
    return Model(
        house=House(staff=OFFICERS, leaders=(Rank.CHIEF,)), kinds=(kind,), procedure=_signing(SIGN_HOURS),
        levers=Levers(authority=Authority(non_core=("chief",))),
    )  # fmt: skip


def at_set_times(times: tuple[str, ...]) -> Model:
    """Return a module whose chief signs everything, at once when a paper comes, but papers come at these times."""
    kind = matters_of(RATE, exponential(1.0), decisions=(0.0, 1.0, 0.0))
    signing: dict[RankName, SigningTimes] = {"chief": SigningTimes(times=times, minutes=SIGN_MINUTES)}
    return Model(
        house=House(staff=OFFICERS, leaders=(Rank.CHIEF,)), kinds=(kind,),
        levers=Levers(authority=Authority(non_core=("chief",), signing=signing)),
    )  # fmt: skip


def in_person(*, held: bool) -> Model:
    """Return one officer below a chief, to whom everything is reported in person."""
    kind = matters_of(REPORTED_RATE, exponential(1.0), decisions=(0.0, 1.0, 0.0))
    authority = Authority(
        non_core=("chief",), channels={"chief": "face_to_face"}, handler="held" if held else "set_aside"
    )
    return Model(
        house=House(staff=1, leaders=(Rank.CHIEF,)), kinds=(kind,), procedure=_signing(REPORT_HOURS),
        levers=Levers(authority=authority),
    )  # fmt: skip


def _signing(hours: float) -> Procedure:
    return Procedure(sign_hours={"chief": hours})


def load_wait(runs: list[Run]) -> float:
    """Return the mean waits of the kinds of STAYING, each weighted with its load."""
    return sum(rate * mean * wait_of(kind)(runs) for kind, (rate, mean) in enumerate(STAYING))


STAYING_KINDS = tuple(
    matters_of(
        rate, exponential(mean), name=f"m{index}", categories={f"c{other}": float(other == index) for other in range(2)}
    )
    for index, (rate, mean) in enumerate(STAYING)
)

UNEVEN_KINDS = tuple(of_bureau(index, len(UNEVEN), rate) for index, rate in enumerate(UNEVEN))

UNLIKE_KINDS = tuple(of_bureau(index, 2, *kind) for index, kind in enumerate((SIMPLE, HARD)))

EVERYWHERE = tuple(
    matters_of(rate, exponential(mean), name=f"m{index}") for index, (rate, mean) in enumerate((SIMPLE, HARD))
)

STAYS_WITH_CATEGORY = Levers(units=Units(stay_with_category=True))

CASE_WORK = Law(mean=float(STAGES), scv=1 / STAGES, shape="gamma")

OWN_GROUPS = [
    group(
        *map(below_a_chief, DELEGATED), short=12_000, long=600_000,
        checks={
            **{("S1", f"desk_d{share}"): in_model(index, desk) for index, share in enumerate(DELEGATED)},
            **{("S1", f"T_d{share}"): in_model(index, stay) for index, share in enumerate(DELEGATED)},
        },
    ),
    group(
        *map(at_set_times, SIGN_TIMES.values()), short=12_000, long=400_000,
        checks={("S2", f"T_{often}"): in_model(index, stay) for index, often in enumerate(SIGN_TIMES)},
    ),
    group(
        sections_of_one(STAGE_RATE, one_after_another(*[None] * STAGES), exponential(1.0)), short=10_000, long=400_000,
        checks={("S3", "T_in_a_row"): stay},
    ),
    group(
        Model(
            house=House(staff=STAGES, sections=STAGES), kinds=(matters_of(STAGE_RATE, CASE_WORK),), levers=BY_SECTION,
        ),
        short=20_000, long=400_000,
        checks={("S3", "T_case_officers"): stay},
    ),
    group(
        Model(house=House(staff=3, sections=3), kinds=UNEVEN_KINDS, levers=BY_SECTION),
        Model(house=House(staff=3, sections=3), kinds=UNEVEN_KINDS),
        short=160_000, long=6_000_000,
        checks={
            ("S4", "Wq_busiest"): wait_of(0),
            ("S4", "Wq_sections"): wait,
            ("S4", "Wq_pooled"): in_model(1, wait),
        },
    ),
    group(
        Model(house=House(staff=2, sections=2), kinds=UNLIKE_KINDS, levers=BY_SECTION),
        Model(house=House(staff=2, sections=2), kinds=UNLIKE_KINDS),
        Model(house=House(staff=2, sections=2), kinds=EVERYWHERE, levers=BY_SECTION),
        short=700_000, long=12_000_000, patient=True,
        checks={
            ("S5", "Wq_simple_apart"): wait_of(0),
            ("S5", "Wq_apart"): wait,
            ("S5", "Wq_pooled"): in_model(1, wait),
            ("S5", "Wq_mixed"): in_model(2, wait),
        },
    ),
    group(
        Model(
            kinds=(matters_of(SWITCHING_RATE, exponential(1.0), categories={"c0": COMMON, "c1": 1 - COMMON}),),
            house=House(staff=1, categories=2), abilities=Abilities(setup_hours=SETUP_HOURS),
        ),
        short=100_000, long=3_000_000,
        checks={("S6", "Wq"): wait, ("S6", "rho"): lambda runs: runs[0].busy},
    ),
    group(
        in_person(held=True), in_person(held=False), short=12_000, long=400_000,
        checks={("S7", "T_held"): stay, ("S7", "T_set_aside"): in_model(1, stay)},
    ),
    group(
        one_unit(matters_of(CREW_RATE, exponential(1.0), crew=CREW), staff=CREW_STAFF),
        short=100_000, long=1_200_000,
        checks={("S8", "Wq"): wait},
    ),
    group(
        Model(house=House(staff=1, categories=2), kinds=STAYING_KINDS, levers=STAYS_WITH_CATEGORY),
        short=120_000, long=2_500_000,
        checks={("S9", "load_wait"): load_wait},
    ),
    group(
        Model(
            house=House(staff=1, categories=2), kinds=(matters_of(2 * TURNING_RATE, exponential(1.0)),),
            levers=STAYS_WITH_CATEGORY, abilities=Abilities(setup_hours=TURNING_HOURS),
        ),
        short=100_000, long=2_500_000,
        checks={("S10", "Wq"): wait, ("S10", "rho"): lambda runs: runs[0].busy},
    ),
]  # fmt: skip
