"""What selection procedures share: they ask for replications, see figures, and end with the best.

A procedure is a generator. It yields how many replications in all it wants of each candidate, is sent what they
showed, and returns an outcome. It knows candidates by number only and never where figures come from. Smaller is
better: whoever looks for the largest sends the negative.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass

from sim.arrays import Floats

Wanted = Mapping[int, int]
"""How many replications of a candidate there should be in all, for those that are asked for."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the replications showed: an array a candidate, as long as was ever asked for.

    `bounds` are candidates whose figures are no more than lower bounds of what they stand for. `common` tells whether
    replication k of all candidates met the same chance.
    """

    samples: Sequence[Floats]
    common: bool
    bounds: frozenset[int] = frozenset()


Procedure = Generator[Wanted, Seen, "Outcome"]


@dataclass(frozen=True, kw_only=True)
class Elimination:
    """When a candidate was given up, and the candidates that were so much better that it was."""

    candidate: int
    after: int  # replications
    by: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a selection found. `best` is None where all candidates left are bounds.

    `left` are all that were not given up, the best among them; `guaranteed` is the probability of correct selection
    that the procedure guarantees, None where it guarantees nothing; `estimated` one that it only estimates.
    """

    best: int | None
    eliminated: tuple[Elimination, ...] = ()
    left: tuple[int, ...] = ()
    guaranteed: float | None = None
    estimated: float | None = None
    capped: bool = False  # the replications that were allowed did not suffice


def drive(procedure: Procedure, play: Callable[[Wanted], Seen]) -> Outcome:
    """Return the outcome of a procedure that is given whatever it asks for."""
    wanted = next(procedure)
    while True:
        try:
            wanted = procedure.send(play(wanted))
        except StopIteration as end:
            outcome: Outcome = end.value
            return outcome
