"""How numbers are written: at most three significant digits, thousands kept, a real minus sign, null as a dash."""

from math import floor, isfinite, log10

NOTHING = "–"
_NEGLIGIBLE = 1e-6


def number(value: float | None, *, signed: bool = False, form: str = "number") -> str:
    """Return a number with at most three significant digits.

    The form "share" makes it a percentage; "points", for a difference of shares, the same without the sign %.

    >>> [number(x) for x in (6512, 12.0, 0.12345, -0.0, None)]
    ['6,510', '12', '0.123', '0', '–']
    >>> number(0.8734, form="share"), number(-2.157, signed=True), number(2, signed=True)
    ('87.3%', '−2.16', '+2')
    """
    if value is None:
        return NOTHING
    scaled, unit = _scaled(value, form)
    text = _fixed(scaled, _decimals(scaled), signed=signed)
    return _without_trailing_zeros(text) + unit


def interval(
    low: float | None, high: float | None, *, beside: float = 0.0, signed: bool = False, form: str = "number"
) -> str:
    """Return `[low, high]` without unit, written as finely as the largest of its ends and the figure beside it.

    >>> interval(-0.0512, 0.515), interval(None, None), interval(11.93, 12.04)
    ('[−0.051, 0.515]', '', '[11.9, 12.0]')
    """
    if low is None or high is None:
        return ""
    low, high, beside = (_scaled(value, form)[0] for value in (low, high, beside))
    decimals = _decimals(max(abs(low), abs(high), abs(beside)))
    return f"[{_fixed(low, decimals, signed=signed)}, {_fixed(high, decimals, signed=signed)}]"


def estimate(
    mean: float | None,
    low: float | None,
    high: float | None,
    *,
    signed: bool = False,
    form: str = "number",
) -> str:
    """Return a mean with its interval behind it, all three written equally finely.

    >>> estimate(-2.157, -2.51, -1.79, signed=True)
    '−2.16 [−2.51, −1.79]'
    >>> estimate(12.0, 11.8, 12.24), estimate(3.5, None, None), estimate(0.871, 0.86, 0.88, form="share")
    ('12.0 [11.8, 12.2]', '3.5', '87.1% [86.0, 88.0]')
    """
    if mean is None or low is None or high is None:
        return number(mean, signed=signed, form=form)
    (scaled, unit), (low_scaled, _), (high_scaled, _) = (_scaled(value, form) for value in (mean, low, high))
    decimals = _decimals(max(abs(scaled), abs(low_scaled), abs(high_scaled)))
    bounds = interval(low, high, beside=mean, signed=signed, form=form)
    return f"{_fixed(scaled, decimals, signed=signed)}{unit} {bounds}"


def exact(value: int) -> str:
    """Return a count of rows, runs or a seed as it is, since rounding it would make it false."""
    return f"{value:,}"


def given(text: str) -> str:
    """Return an input as it was given; only a long fraction is shortened.

    >>> given("1146"), given("0.3333333"), given("east_bureau"), given("2021")
    ('1146', '0.333', 'east_bureau', '2021')
    """
    try:
        value = float(text)
    except ValueError:
        return text
    is_fraction = isfinite(value) and "." in text
    return number(value) if is_fraction else text


def _scaled(value: float, form: str) -> tuple[float, str]:
    if form in ("share", "points"):
        return value * 100, "%" if form == "share" else ""
    return value, ""


def _decimals(value: float) -> int:
    """Return how many decimals leave three significant digits; negative for thousands."""
    if abs(value) < _NEGLIGIBLE:
        return 0
    decimals = 2 - floor(log10(abs(value)))
    return 2 - floor(log10(abs(round(value, decimals))))


def _fixed(value: float, decimals: int, *, signed: bool) -> str:
    rounded = round(value, decimals)
    text = f"{abs(rounded):,.{max(decimals, 0)}f}"
    if rounded == 0 or abs(value) < _NEGLIGIBLE:
        return "0"
    sign = "−" if rounded < 0 else "+" if signed else ""
    return sign + text


def _without_trailing_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
