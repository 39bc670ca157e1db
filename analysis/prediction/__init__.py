"""Reported figures beside predicted ones: arithmetic and words, without an engine or a file.

Of a figure: `spread` of the predicted values, `null_predictions` and `where_time_goes`, which do not look at what is
reported for afterwards; then `interval_score`, `verdict`, `further_designs` and `believed`, which do. Of a case:
`effects_of` its points, `worse_groups`, `risk`, `harmful_when`. Both are shown by `prediction_table` and
`reported_page`.
"""

from analysis.prediction.axis import Axis
from analysis.prediction.belief import Belief, believed
from analysis.prediction.effects import (
    Proportion,
    Risk,
    Worse,
    effect_shares,
    effects_of,
    proportion,
    risk,
    worse_groups,
)
from analysis.prediction.further_designs import FurtherDesign, further_designs, what_it_takes
from analysis.prediction.further_verdicts import bound_verdict, percentile_verdict, why_no_prediction
from analysis.prediction.harm import Harm, better_way, harmful_when
from analysis.prediction.nulls import NO_CHANGE, NullPrediction, null_predictions
from analysis.prediction.page import reported_page
from analysis.prediction.reported import Reported
from analysis.prediction.score import interval_score
from analysis.prediction.spread import Spread, spread
from analysis.prediction.table import prediction_table
from analysis.prediction.time_parts import as_shares, where_time_goes
from analysis.prediction.verdict import Scores, Verdict, verdict

__all__ = [
    "NO_CHANGE",
    "Axis",
    "Belief",
    "FurtherDesign",
    "Harm",
    "NullPrediction",
    "Proportion",
    "Reported",
    "Risk",
    "Scores",
    "Spread",
    "Verdict",
    "Worse",
    "as_shares",
    "believed",
    "better_way",
    "bound_verdict",
    "effect_shares",
    "effects_of",
    "further_designs",
    "harmful_when",
    "interval_score",
    "null_predictions",
    "percentile_verdict",
    "prediction_table",
    "proportion",
    "reported_page",
    "risk",
    "spread",
    "verdict",
    "what_it_takes",
    "where_time_goes",
    "why_no_prediction",
    "worse_groups",
]
