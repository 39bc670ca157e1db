"""Lever `incentives`: how fast people are, each their own way, and what a score makes of them."""

from dataclasses import replace

import numpy as np
import pytest
from houses import DEPUTIES, PLAIN, build, house, matter, need, officers

from sim.errors import DesignError
from sim.levers.design import Levers
from sim.levers.incentives import Incentives, check_early_closing, set_incentives
from sim.levers.setting.scoring import Scoring
from sim.levers.stages import Arrangement, Settings
from sim.procedure import Abilities
from sim.workload.demand import Demand
from sim.workload.returns import Returns

HOUSE = house([*officers(3), DEPUTIES[0]])
WHOLE = Arrangement.whole(HOUSE)
ALL = {"early_share": 0.2, "early_work": 0.5, "quality_errors": 0.7, "quality_hours": 1.2}


def people(incentives, outcomes=None, **abilities):
    built = build(
        HOUSE, [matter(need("b0c0", 1))], Levers(incentives=incentives), abilities=Abilities(**abilities),
        outcomes=outcomes,
    )  # fmt: skip
    return built.plan.people


def test_the_default_leaves_the_settings_as_they_are():
    assert set_incentives(Settings(), Incentives(), WHOLE) == Settings()


@pytest.mark.parametrize(
    ("scored", "expected"),
    [
        ("nothing", Scoring()),
        ("closures", Scoring(early_share=0.2, early_work=0.5)),
        ("quality", Scoring(errors=0.7, hours=1.2)),
    ],
)
def test_what_is_scored_decides_which_numbers_count(scored, expected):
    assert set_incentives(Settings(), Incentives(scored=scored, **ALL), WHOLE).scoring == expected


@pytest.mark.parametrize("effort", [0.2, 3.5])
def test_an_effort_that_would_be_cut_is_refused(effort):
    with pytest.raises(DesignError, match=rf"incentives\.effort={effort}; expected 0\.3 to 3"):
        set_incentives(Settings(), Incentives(effort=effort), WHOLE)


def test_closing_early_is_refused_where_nothing_may_come_back():
    settings = set_incentives(Settings(), Incentives(scored="closures", early_share=0.1), WHOLE)

    check_early_closing(settings, Demand(types=(replace(PLAIN, returns=Returns()),)))
    with pytest.raises(DesignError, match=r"incentives\.early_share=0\.1 closes matters .* no type says how"):
        check_early_closing(settings, Demand(types=(PLAIN,)))


def test_effort_makes_everybody_faster_in_all_categories():
    assert people(Incentives(effort=1.2), skill_elsewhere=0.5).skill.tolist() == [[0.6, 0.6]] * 4


def test_people_differ_by_their_place_in_a_normal_law():
    """Places 0.5, 0.8413 (a standard deviation above) and 0.1587; the deputy's would be far above 3, and is cut."""
    drawn = {"effort": [0.5, 0.841344746, 0.158655254, 1 - 2.0**-53]}

    skill = people(Incentives(effort=1.1, effort_spread=0.3), drawn).skill[:, 0]

    assert skill == pytest.approx([1.1, 1.4, 0.8, 3.0])
    assert people(Incentives(effort_spread=2.0), {"effort": [0.01]}).skill[0, 0] == 0.3


def test_a_score_of_quality_makes_careful_and_slow():
    found = people(Incentives(scored="quality", **ALL), error_rate=0.0, error_rate_elsewhere=0.1)

    assert found.skill == pytest.approx(np.full((4, 2), 1 / 1.2))
    assert found.error_rate == pytest.approx(np.full((4, 2), 0.07))


def test_nobody_errs_more_often_than_always():
    found = people(Incentives(scored="quality", quality_errors=20.0), error_rate_elsewhere=0.1)

    assert found.error_rate.max() == 1.0
