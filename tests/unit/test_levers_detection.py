"""Detection, a part of lever `dispatch`: what its options come to, and what contradicts itself or the demand."""

import pytest
from events import hidden
from houses import PLAIN, expecting, house, officers
from tiny import tiny

from scenarios.building import build_scenario
from sim.errors import DesignError, InputError, UnknownName
from sim.institution import Title
from sim.levers.design import Design, Levers, organise
from sim.levers.dispatch import Dispatch
from sim.levers.routing.detecting import Detecting, Patrolling, Sensing
from sim.levers.routing.detection import Detection, Patrols, Sensors, check_detection
from sim.levers.units import Units
from sim.workload.demand import Demand, MatterType
from sim.workload.laws import Law


def detecting(detection: Detection) -> Detecting:
    """What the options come to in a house of a section for each of two bureaus."""
    institution = house(officers(2))
    levers = Levers(units=Units(by="bureau"), dispatch=Dispatch(detection=detection))
    design = Design(name="tried", title=Title(zh="一", en="one"), levers=levers)
    return organise(design, institution, expecting(institution)).route.dispatching.detecting


def test_by_default_nobody_looks_for_anything():
    assert detecting(Detection()) == Detecting()


def test_who_patrols_and_who_verifies_is_told_by_business():
    found = detecting(
        Detection(
            patrols=Patrols(by="b1c0", every_days=5, hours=0.5, catch_share=0.6),
            sensors=Sensors(
                by="c1", share=0.5, delay_hours=2, verify_hours=0.25, false_per_year=12, warning_share=0.1,
                warning_days=3, false_warning_ratio=2,
            ),
        )
    )  # fmt: skip

    assert found.patrols == Patrolling(unit=1, every_days=5, hours=0.5, catch_share=0.6)
    assert found.sensors == Sensing(
        unit=0, share=0.5, delay_hours=2, verify_hours=0.25, false_per_year=12, warning_share=0.1, warning_days=3,
        false_warning_ratio=2,
    )  # fmt: skip


@pytest.mark.parametrize("part", ["patrols", "sensors"])
def test_business_that_nobody_has_is_refused(part):
    record = {"patrols": Patrols(by="c2", every_days=1), "sensors": Sensors(by="c2")}[part]
    said = rf"detection\.{part}\.by='c2' is no function, and no category with one\. Known: b0c0"
    with pytest.raises(UnknownName, match=said):
        detecting(Detection(**{part: record}))


@pytest.mark.parametrize("options", [{"warning_share": 0.5}, {"warning_days": 2.0}])
def test_a_warning_needs_a_share_and_a_time(options):
    with pytest.raises(DesignError, match="nothing is reported before its onset; expected both above 0, or neither"):
        Sensors(by="c0", **options)


def test_false_warnings_go_with_true_ones():
    with pytest.raises(DesignError, match="false_warning_ratio=2, but nothing is warned of"):
        Sensors(by="c0", false_warning_ratio=2.0)


@pytest.mark.parametrize("part", ["patrols", "sensors"])
def test_to_look_for_events_where_there_are_none_is_refused(part):
    found = Detecting(
        **{
            "patrols": {"patrols": Patrolling(unit=0, every_days=1, hours=0, catch_share=1)},
            "sensors": {"sensors": detecting(Detection(sensors=Sensors(by="c0"))).sensors},
        }[part]
    )

    check_detection(Demand(types=(PLAIN, hidden())), found)
    with pytest.raises(DesignError, match=rf"detection\.{part} looks for latent events, but no type of matter has any"):
        check_detection(Demand(types=(PLAIN,)), found)


def test_the_sentence_names_the_design(tmp_path):
    override = "+designs.modules.dispatch={detection: {patrols: {by: firms, every_days: 5}}}"
    with pytest.raises(DesignError, match=r"^designs\.modules: dispatch\.detection\.patrols looks for latent events"):
        build_scenario(tiny(tmp_path, override).file)


# the demand ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"from_offices": True}, "has from_offices=true and is latent"),
        ({"duplicated": True}, "has duplicated=true and is latent"),
        ({"in_hand": 3}, "has in_hand=3 and is latent"),
        ({"deadline_days": 5.0}, "has deadline_days and is latent"),
    ],
)
def test_what_nobody_knows_of_is_not_sent_begun_asked_for_twice_or_due(options, words):
    with pytest.raises(InputError, match=words):
        MatterType(name="hidden", per_year=1.0, work_hours=Law(mean=1.0), latent=hidden().latent, **options)


@pytest.mark.parametrize("options", [{"growth_per_day": 0.1}, {"growth_most": 2.0}])
def test_growth_needs_a_share_and_a_limit(options):
    with pytest.raises(InputError, match="so nothing grows; expected growth_per_day above 0 and growth_most above 1"):
        hidden(**options)


def test_an_accident_is_work():
    with pytest.raises(InputError, match=r"accident_share=0\.5, but an accident is no work; expected accident_hours"):
        hidden(accident_share=0.5)
