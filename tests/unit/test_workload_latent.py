"""Latent events as they are drawn: what would come of each, whatever a design does; and how rounds find them.

The closed forms are checked on what would be known if nobody were ever late, with bands of four standard errors.
"""

from dataclasses import replace

import numpy as np
import pytest
from events import after, hidden
from houses import expecting, horizon, house, officers
from tiny import tiny

from experiments.playing import play
from scenarios.building import build_scenario
from sim.arrays import NEVER
from sim.calendar import MS_PER_DAY, MS_PER_HOUR
from sim.levers.design import Design, Levers, organise
from sim.levers.dispatch import Dispatch
from sim.levers.routing.detection import Detection, Patrols
from sim.planning.aside.detections import detections_of
from sim.workload.demand import Demand, MatterType
from sim.workload.latent import Events, events_of
from sim.workload.laws import Law
from sim.workload.workload import draw_workload

DAYS = horizon(400)
INSTITUTION = house(officers(1))


def drawn(kind: MatterType, *, per_year: float = 20_000.0):
    """A workload of one type of event, over 400 days on which work goes on day and night."""
    kind = replace(kind, per_year=per_year)
    return draw_workload(Demand(types=(kind,)), INSTITUTION, DAYS, seed=11, replication=0)


def events(kind: MatterType) -> Events:
    return events_of(drawn(kind), (kind.latent,))


def test_without_a_latent_type_there_are_no_events():
    assert events_of(drawn(hidden(), per_year=100.0), (None,)) is None


def test_a_share_of_events_comes_to_each_outcome_so_long_after_the_onset():
    found = events(hidden(complaint_share=0.3, complaint_days=after(5), accident_share=0.2, accident_days=after(9),
                          accident_hours=after(4), sensor_share=0.6, sensor_hours=after(7)))  # fmt: skip

    for share, time, later in (
        (0.3, found.complaint_ms, 5 * MS_PER_DAY), (0.2, found.accident_ms, 9 * MS_PER_DAY),
        (0.6, found.sensed_ms, 7 * MS_PER_HOUR),
    ):  # fmt: skip
        comes = time < NEVER
        assert comes.mean() == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / comes.size))
        assert (time[comes] == found.onset_ms[comes] + later).all()
    assert np.array_equal(found.accident_hours, np.where(found.accident_ms < NEVER, 4.0, 0.0))
    assert (found.fades_ms == NEVER).all()


def test_an_outcome_is_drawn_apart_from_all_others():
    """So another share of one leaves the others where they are, and keeps whom it concerned."""
    few, many = (
        events(hidden(complaint_share=share, complaint_days=Law(mean=5), sensor_share=0.5)) for share in (0.2, 0.6)
    )

    assert np.array_equal(few.sensed_ms, many.sensed_ms)
    kept = few.complaint_ms < NEVER
    assert np.array_equal(few.complaint_ms[kept], many.complaint_ms[kept])
    assert many.complaint_ms[~kept].min() < NEVER


# closed forms ---------------------------------------------------------------------------------------

EVERY, CATCH = 10.0, 0.4


def delays(kind: MatterType, catch: float = CATCH):
    """Return the days from onset until each event of the first 200 days would be known, and whether it was a round."""
    workload = drawn(kind)
    patrols = Patrols(by="c0", every_days=EVERY, catch_share=catch)
    levers = Levers(dispatch=Dispatch(detection=Detection(patrols=patrols)))
    design = Design(name="tried", title=INSTITUTION.title, levers=levers)
    organisation = organise(design, INSTITUTION, expecting(INSTITUTION))
    found = detections_of(workload, organisation, Demand(types=(kind,)), DAYS, 0)
    early = found.events.onset_ms < 200 * MS_PER_DAY
    due = np.append(found.rounds.due_ms, NEVER)[found.round]
    known = found.known_ms
    return ((known - found.events.onset_ms) / MS_PER_DAY)[early], (known == due)[early] & (known < NEVER)[early]


def within(values, expected):
    assert values.mean() == pytest.approx(expected, abs=4 * values.std() / np.sqrt(values.size))


@pytest.mark.parametrize("catch", [1.0, 0.4])
def test_periodic_rounds_take_as_long_as_their_formula_says(catch):
    """An event lies anywhere between two rounds, and 1/q − 1 rounds pass it by: T/2 + T(1/q − 1) = T(1/q − 1/2)."""
    days, by_round = delays(hidden(), catch)

    assert by_round.mean() > 0.9999  # with q = 0.4 twenty rounds pass by one of 27 000 events
    within(np.minimum(days, 200.0), EVERY * (1 / catch - 0.5))


def _transform(rate: float) -> float:
    """E e^(−rD) of the delay D of rounds: (1 − e^(−rT)) ÷ (rT) of the first, q ÷ (1 − (1 − q)e^(−rT)) of the rest."""
    passed = np.exp(-rate * EVERY)
    return (1 - passed) / (rate * EVERY) * CATCH / (1 - (1 - CATCH) * passed)


def test_rounds_and_exponential_complaints_take_the_smaller_of_two_delays():
    """E min(D, X) = (1 − E e^(−D/m)) · m, and rounds are first with probability E e^(−D/m), m the mean of X."""
    mean = 12.0
    days, by_round = delays(hidden(complaint_share=1.0, complaint_days=Law(mean=mean, shape="exponential")))

    within(days, mean * (1 - _transform(1 / mean)))
    within(by_round.astype(float), _transform(1 / mean))


def test_events_that_fade_at_a_constant_rate_escape_rounds_as_their_formula_says():
    mean = 15.0
    days, by_round = delays(hidden(fades_share=1.0, fades_days=Law(mean=mean, shape="exponential")))

    within(1.0 - by_round, 1 - _transform(1 / mean))
    assert (days[~by_round] > 1000).all()  # which is never


def test_where_people_have_time_events_come_in_when_they_would_be_known(tmp_path):
    """Rounds and reports that take no time are late only if nobody is free; with many people somebody is."""
    scenario = build_scenario(tiny(
        tmp_path, "institution.staff.officer=30", "demand.types.directive.per_year=0",
        "+demand.types.hazard={per_year: 300, work_hours: {mean: 0.01}, latent: {complaint_share: 0.5, "
        "complaint_days: {mean: 9}, fades_share: 0.3, fades_days: {mean: 9}, sensor_share: 0.3, sensor_hours: "
        "{mean: 9}, accident_share: 0.2, accident_days: {mean: 20}, accident_hours: {mean: 0.01}}}",
        "+designs.looked={membership: {heads: one_each}, dispatch: {detection: {patrols: {by: firms, every_days: 3, "
        "catch_share: 0.5}, sensors: {by: firms}}}}",
    ).file)  # fmt: skip
    workload = scenario.draw(seed=1, replication=0, scale=1.0)
    organisation = scenario.organise("looked")
    found = detections_of(workload, organisation, scenario.demand, scenario.horizon, 0)

    played = play(scenario, "looked", workload, "simpy")

    # what a sensor reports outside office hours is verified at the next opening, and so may fade before
    office = scenario.horizon.office
    opens = np.minimum(
        np.minimum(found.events.complaint_ms, found.accident_ms),
        np.minimum(
            np.append(found.rounds.due_ms, NEVER)[found.round],
            np.where(found.reported_ms < NEVER, office.next_open(np.minimum(found.reported_ms, 10**12)), NEVER),
        ),
    )
    came = played.came_in_ms[found.events.matter]
    sure = (opens < played.trace.stopped_ms) & (opens <= found.events.fades_ms)
    assert np.array_equal(came[sure], opens[sure])
    assert sure.sum() > 20
    assert (came[found.known_ms == NEVER] == NEVER).all()
