"""Measures of quality, on traces small enough to count by hand."""

from dataclasses import replace

import numpy as np
import pytest
from houses import DEPUTIES, PLAIN, build, horizon, house, matter, need, officers
from tiny import tiny_file

from analysis.measures.followed import Followed
from analysis.measures.matters import matter_measures
from analysis.measures.played import Played
from analysis.measures.quality import quality_measures
from experiments.configuring import configure
from experiments.playing import read_design
from scenarios.building import build_scenario
from sim.engine.simpy_engine import simulate
from sim.levers.authority import Authority
from sim.levers.design import Levers
from sim.levers.incentives import Incentives
from sim.levers.routing.checks import Check
from sim.levers.supervision import Supervision
from sim.procedure import Abilities, Procedure
from sim.workload.laws import Law
from sim.workload.returns import Returns

ONE = house([*officers(1), DEPUTIES[0]])
FINE, WRONG = 0.9, 0.1
ALL = Followed(errors=True, rounds=True, returns=True)
SIGNED = Authority(non_core=("deputy",))
DAY = Law(mean=1.0, shape="deterministic")


def read(errors, supervision, *, returns=None, outcomes=None, levers=None, days=28):
    """Return what became of matters with these outcomes of their rounds, an hour of work each, all signed."""
    built = build(
        ONE, [matter(need("b0c0", 1, errors=rounds), decision=1, at=0.0) for rounds in errors],
        levers or Levers(authority=SIGNED, supervision=supervision), procedure=Procedure(),
        abilities=Abilities(error_rate_elsewhere=0.5), types=(replace(PLAIN, returns=returns),), outcomes=outcomes,
        whole_window=True, days=horizon(days),
    )  # fmt: skip
    return Played(plan=built.plan, trace=simulate(built.plan), horizon=horizon(days), n_units=1, followed=ALL)


CHECKED = Supervision(
    checks=(Check(by="officer", catch_share=0.5, return_share=0.5),), signature_catch_share=0.5, audit_share=0.5,
    audit_by="category", audit_category="c0",
)  # fmt: skip


def test_errors_are_counted_where_they_are_caught():
    """Six matters. The first two errors a check returns, of these one again by the signature; one audit; one leaves.

    0: wrong, returned by the check, fine. 1: wrong, passes the check, returned by the signature, fine. 2: wrong, seen
    by nobody, found by an audit. 3: wrong, seen by nobody. 4: fine, but returned by the check, then wrong and passed.
    5: fine. So five errors are made: one is caught by a check, one by a signature, one by an audit.
    """
    played = read(
        [(WRONG, FINE), (WRONG, FINE), (WRONG, FINE), (WRONG, FINE), (FINE, WRONG), (FINE, FINE)], CHECKED,
        outcomes={
            "check_catches/plain/0/0": [0.1], "signature_catches/plain/0": [0.9, 0.1], "audited/plain": [0.9, 0.9, 0.1],
            "check_returns/plain/0/0": [0.9, 0.9, 0.9, 0.9, 0.1],
        },
    )  # fmt: skip

    found = quality_measures(played)

    assert {found[f"caught_by_{who}_share"] for who in ("checks", "signatures", "audits")} == {0.2}
    assert found["caught_share"] == pytest.approx(0.6)
    assert found["rounds_used_up_share"] == 0.0
    # what was returned and put right did not leave; the audit came after
    assert matter_measures(played)["errors_left_share"] == 0.5


def test_who_is_wrong_in_the_last_round_and_seen_has_used_up_the_rounds():
    """Both wrong twice: of the first the signature sees it both times, of the second never."""
    outcomes = {f"signature_catches/plain/{turn}": [0.1, 0.9] for turn in (0, 1)}
    played = read([(WRONG, WRONG)] * 2, Supervision(signature_catch_share=0.5), outcomes=outcomes)

    found = quality_measures(played)

    assert found["rounds_used_up_share"] == 0.5
    assert found["caught_share"] == pytest.approx(1 / 3)  # three errors, one of them caught in time


def test_repeats_and_days_until_solved():
    """Two matters of an hour, 0-1 and 1-2. The first is closed unsolved, and comes back a day later, and once more.

    It comes back at 25, is handled until 26, comes back at 50, is handled until 51, unsolved still. The second is
    solved at 2. On average (51 + 2) / 2 hours; two repeats for two matters.
    """
    levers = Levers(incentives=Incentives(scored="closures", early_share=0.5))
    outcomes = {f"early/plain{again}": [0.1, 0.9] for again in ("", "/again/1", "/again/2")}
    played = read([(FINE, FINE)] * 2, None, returns=Returns(days=DAY, rounds=2), outcomes=outcomes, levers=levers)

    found = quality_measures(played)

    assert found == {
        "rounds_used_up_share": 0.5, "repeats_per_100": 100.0, "solved_days_mean": pytest.approx(53 / 2 / 24)
    }  # fmt: skip
    assert matter_measures(played)["elapsed_days_mean"] == pytest.approx(3 / 2 / 24)


def test_what_is_on_its_way_back_counts_with_the_days_so_far():
    """Closed at 1, it would come back after 100 days; the run ends after 28."""
    levers = Levers(incentives=Incentives(scored="closures", early_share=1.0))
    late = Returns(days=Law(mean=100.0, shape="deterministic"))

    found = quality_measures(read([(FINE, FINE)], None, returns=late, levers=levers))

    assert (found["repeats_per_100"], found["solved_days_mean"]) == (0.0, 28.0)


def test_a_cohort_that_is_empty_has_no_measure_and_one_without_errors_no_share_of_them():
    played = read([(FINE, FINE)], Supervision())
    later = replace(played, in_hand=np.array([0]))

    assert quality_measures(later) == {}
    assert quality_measures(played) == {"rounds_used_up_share": 0.0, "repeats_per_100": 0.0, "solved_days_mean": 1 / 24}


def test_measures_are_told_of_all_designs_where_one_looks_for_errors(tmp_path):
    """So that they can be compared; rounds only where they are noted. Elsewhere nothing is added."""
    looks = "    supervision: {checks: [{by: head, catch_share: 0.7}]}\n"
    change = ("    units: {by: category}\n", "    units: {by: category}\n" + looks)

    def told(*changes):
        scenario = build_scenario(configure([f"scenario={tiny_file(tmp_path, *changes)}"]).file)
        workload = scenario.draw(seed=1, replication=0, scale=0.5)
        return [set(read_design(scenario, design, workload, "simpy").measures) for design in scenario.designs]

    plain, (sections, modules) = told(), told(change)

    caught = {"caught_share", "caught_by_checks_share", "caught_by_signatures_share", "caught_by_audits_share"}
    assert sections - plain[0] == caught
    assert modules - plain[1] == caught | {"rounds_used_up_share"}
