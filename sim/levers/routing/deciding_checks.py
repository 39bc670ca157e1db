"""What the lever `authority` may not say: decisions that nobody could take, and options that contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.arrays import Ints
from sim.errors import DesignError
from sim.institution import Rank
from sim.levers.ranks import check_held
from sim.levers.stages import Arrangement

if TYPE_CHECKING:
    from sim.levers.authority import Authority

_LEAST_THAT_SKIPS = 3
_LEAST_THAT_STAND_IN = 2


def check_deciding(options: Authority, arrangement: Arrangement) -> None:
    """Raise DesignError for a decision that could never be taken, or an option that contradicts another one."""
    _check_channels(options, arrangement)
    _check_delegation(options, arrangement)
    _check_advice(options, arrangement)
    if options.asks is not None:
        check_held("authority.asks", options.asks, arrangement, task="sign a request to the upper level")
    if options.portfolios == "by_bureau" and not (arrangement.rank_of_person == Rank.DEPUTY).any():
        raise DesignError(
            "authority.portfolios=by_bureau deals bureaus out to deputies, but nobody is a deputy, so nobody has a "
            "portfolio. Set authority.portfolios=by_unit, or institution.staff.deputy."
        )


def _check_channels(options: Authority, arrangement: Arrangement) -> None:
    for name, channel in options.channels.items():
        key = f"authority.channels.{name}"
        check_held(key, name, arrangement)
        if channel == "face_to_face" and name == "officer":
            raise DesignError(
                f"{key}=face_to_face has an officer report to an officer, a hold on an equal rank; expected "
                "electronic, or face_to_face for head, deputy or chief."
            )
        if channel == "meeting" and name not in options.meetings:
            raise DesignError(
                f"{key}=meeting, but authority.meetings.{name} is missing; expected the name of one of "
                "institution.meetings."
            )


def _check_delegation(options: Authority, arrangement: Arrangement) -> None:
    for decision, delegated in options.delegated.items():
        key = f"authority.delegated.{decision}"
        if not getattr(options, decision):
            raise DesignError(f"{key} delegates what nobody signs; expected ranks in authority.{decision}.")
        if not delegated.ranks:
            raise DesignError(f"{key}.ranks is empty; expected at least one rank, such as officer.")
        if not 0 < delegated.limit < 1:
            raise DesignError(
                f"{key}.limit is {delegated.limit:g}, so that {'all' if delegated.limit else 'none'} of these matters "
                f"would be delegated; expected a share between 0 and 1, or other ranks in authority.{decision}."
            )
        for name in delegated.ranks:
            check_held(f"{key}.ranks", name, arrangement)


def _check_advice(options: Authority, arrangement: Arrangement) -> None:
    if options.skip_share > 0 and len(options.core) < _LEAST_THAT_SKIPS:
        raise DesignError(
            f"authority.skip_share={options.skip_share:g}, but authority.core is {list(options.core)}, without a rank "
            "between the first and the last; expected three ranks at least, or skip_share=0."
        )
    if options.advises:
        check_held("authority.advises", "head", arrangement, task="give an opinion")
    elif options.advised_hours != 1:
        raise DesignError(
            f"authority.advised_hours={options.advised_hours:g} goes with advises=true, but advises=false."
        )


def check_stand_ins(stand_in: Ints, arrangement: Arrangement) -> None:
    """Raise DesignError if a leader or a head has nobody who could stand in, or if nobody needs it."""
    leads = arrangement.rank_of_person >= Rank.HEAD
    leaders = int((arrangement.rank_of_person >= Rank.DEPUTY).sum())
    if leaders < _LEAST_THAT_STAND_IN or (stand_in[leads] < 0).any():
        raise DesignError(
            f"authority.stand_ins=true, but of {leaders} leader{'' if leaders == 1 else 's'} nobody could stand in "
            "for another; expected a deputy and one leader more at least, or stand_ins=false."
        )
