"""How long a defect lies undetected under patrols and complaints, what it grows to, and what false alarms cost.

Defects arise at random. Times are hours, or any other unit that is used throughout. An InputError refuses what is no
probability, and lengths that are not above 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import expm1

from experiments.theory.formulas.asking import require_positive, require_shares
from experiments.theory.formulas.returning import rounds
from sim.errors import InputError


def patrolled_delay(every: float, catch: float) -> float:
    """Return the mean time to detection by a patrol that comes regularly and sees a defect with this probability.

    T (1 / q − 1 / 2): half an interval to the first patrol (residual life: Kleinrock, Queueing Systems I, 1975, sec.
    5.2), and one for each that sees nothing, 1 / q − 1 on average.

    >>> patrolled_delay(8.0, 0.5)
    12.0
    """
    require_positive("the interval of patrols", every)
    return every * (rounds(1 - catch) - 0.5)


def random_patrol_delay(every: float, catch: float) -> float:
    """Return the same if patrols come at random, at this mean interval: T / q, for those that see it are Poisson, too.

    Thinning: Çınlar, Introduction to Stochastic Processes, 1975, sec. 4.4.

    >>> random_patrol_delay(8.0, 0.5)
    16.0
    """
    require_positive("the interval of patrols", every)
    return every * rounds(1 - catch)


def complaint_share(every: float, catch: float, complaint: float) -> float:
    """Return the share of defects that a complaint, exponential with this mean, makes known before a regular patrol.

    1 − E[e^(−P/m)] for the patrol's time P = (U + N) T, U uniform and N geometric, which is 1 − (m / T) (1 − x) q / (1
    − (1 − q) x) with x = e^(−T/m) (by integration; Kleinrock as above, app. I.3, for the transforms).

    >>> round(complaint_share(1.0, 1.0, 1.0), 6)
    0.367879
    """
    require_shares("the probability that a patrol sees it", [catch])
    require_positive("the interval of patrols", every)
    require_positive("the mean time to a complaint", complaint)
    if catch == 0:
        return 1.0
    gone = -expm1(-every / complaint)  # 1 − x
    return 1 - complaint / every * gone * catch / (catch + (1 - catch) * gone)


def detection_delay(every: float, catch: float, complaint: float) -> float:
    """Return the mean time to detection by whichever comes first, a regular patrol that sees it or a complaint.

    E[min(P, C)] = m P(C < P), for until it is detected complaints come at rate 1 / m.

    >>> round(detection_delay(1.0, 1.0, 1.0), 6)
    0.367879
    """
    return complaint * complaint_share(every, catch, complaint)


def random_detection_delay(every: float, catch: float, complaint: float) -> float:
    """Return the same if patrols come at random: the earlier of two exponentials, 1 / (q / T + 1 / m).

    >>> random_detection_delay(1.0, 0.5, 2.0)
    1.0
    """
    require_shares("the probability that a patrol sees it", [catch])
    require_positive("the interval of patrols", every)
    require_positive("the mean time to a complaint", complaint)
    return 1 / (catch / every + 1 / complaint)


def false_alarm_load_share(rates: tuple[float, float], works: tuple[float, float]) -> float:
    """Return the share of the load that false alarms make, from the rates and mean works of true and of false alarms.

    Load is rate × mean work (Little, Operations Research 9, 1961, p. 383).

    >>> false_alarm_load_share((1.0, 4.0), (2.0, 0.5))
    0.5
    """
    true, false = _loads(rates, works)
    return false / (true + false)


def _loads(rates: Sequence[float], works: Sequence[float]) -> list[float]:
    loads = [rate * work for rate, work in zip(rates, works, strict=True)]
    if min(loads) < 0 or not sum(loads):
        raise InputError(f"loads of {loads} were given, but they have to be at least 0, and one above.")
    return loads


def grown_factor(longest: float, per_hour: float, most: float) -> float:
    """Return the mean of min(most, 1 + g D), the factor of work by its delay D, uniform up to the longest.

    With s = (most − 1) / g, where growth ends, (s (1 + most) / 2 + (longest − s) most) / longest, or 1 + g longest / 2
    if it does not come so far (by integration).

    >>> grown_factor(10.0, 0.1, 4.0), grown_factor(10.0, 0.1, 1.5)
    (1.5, 1.375)
    """
    require_positive("the longest delay", longest)
    if most < 1 or per_hour < 0:
        raise InputError(
            f"growth by {per_hour:g} an hour up to {most:g} was given, but it is at least 0 an hour, up to at least 1."
        )
    if 1 + per_hour * longest <= most:
        return 1 + per_hour * longest / 2
    grows = (most - 1) / per_hour
    return (grows * (1 + most) / 2 + (longest - grows) * most) / longest
