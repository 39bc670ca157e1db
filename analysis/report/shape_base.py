"""What every part of a stored comparison is: read once, open to further keys; and the parts that all others share."""

from pydantic import BaseModel, ConfigDict, FiniteFloat


class Stored(BaseModel):
    """A part of the stored comparison: read once, never changed, open to further keys."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Title(Stored):
    """A name for people, in both languages."""

    zh: str
    en: str


class Estimate(Stored):
    """A mean with its interval; the ends are null where there is none."""

    mean: FiniteFloat | None
    low: FiniteFloat | None = None
    high: FiniteFloat | None = None
