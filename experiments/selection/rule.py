"""The rule of a selection: by what, how surely and by which procedure the best candidate is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.report.catalogue import measure
from analysis.selection.contract import Procedure
from analysis.selection.kn import Zone, kn
from analysis.selection.ocba import Budget, ocba
from experiments.measure_choice import check_measure
from sim.errors import InputError, UnknownName, nearest

PROCEDURES = ("kn", "ocba")
STREAMS = ("common", "independent")


@dataclass(frozen=True, kw_only=True)
class SelectionRule:
    """By what, how surely and how a best candidate is selected.

    `delta` is the least difference that matters, in the measure's unit. `cap` is how many replications a candidate may
    have; under OCBA that is so on average. `streams` of None are common ones under KN, independent ones under OCBA.
    """

    measure: str = "elapsed_days_mean"
    delta: float | None = None
    confidence: float = 0.95
    procedure: str = "kn"
    first: int = 10
    batch: int = 5
    cap: int = 500
    streams: str | None = None

    def __post_init__(self) -> None:
        check_measure(self.measure, "measure")
        if measure(self.measure).better is None:
            raise InputError(
                f"measure={self.measure!r}: neither more nor less of it is better, so it has no best; expected a "
                "measure such as elapsed_days_mean or on_time_share."
            )
        for name, given, known in (("procedure", self.procedure, PROCEDURES), ("streams", self.streams, STREAMS)):
            if given is not None and given not in known:
                raise UnknownName(f"{name}={given!r} is unknown. {nearest(given, known)}")
        if self.procedure == "kn" and self.delta is None:
            raise InputError(
                f"delta is missing; the procedure kn needs the least difference in {self.measure} that matters, such "
                "as --delta 0.5."
            )
        if self.cap < self.first:
            raise InputError(f"cap={self.cap} is below first={self.first}; expected at least as many replications.")
        if self.procedure == "ocba" and self.common:
            raise InputError(
                "streams='common': OCBA takes candidates to be independent; expected streams=independent, or the "
                "procedure kn."
            )

    @property
    def common(self) -> bool:
        """Whether replication k of all candidates meets the same matters."""
        return (self.streams or ("common" if self.procedure == "kn" else "independent")) == "common"

    def begun(self, candidates: int) -> Procedure:
        """Return the procedure for so many candidates; raise InputError for figures that cannot be."""
        if self.procedure == "kn":
            zone = Zone(
                delta=self.delta or 0.0, alpha=1 - self.confidence, first=self.first, batch=self.batch, cap=self.cap
            )  # fmt: skip
            return kn(candidates, zone)
        budget = Budget(
            total=self.cap * candidates, increment=self.batch * candidates, confidence=self.confidence,
            first=self.first, delta=self.delta or 0.0,
        )  # fmt: skip
        return ocba(candidates, budget)
