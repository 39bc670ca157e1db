"""Laws: their means and variances by quadrature on a fine grid of uniforms, and their shapes."""

import numpy as np
import pytest
from scipy import stats

from sim.errors import InputError
from sim.workload.laws import Law

GRID = (np.arange(200_000) + 0.5) / 200_000

LAWS = [
    ("lognormal", 0.25), ("lognormal", 1.0), ("lognormal", 2.0),
    ("gamma", 0.25), ("gamma", 1.0), ("gamma", 4.0),
    ("exponential", 1.0),
    ("hyperexponential", 1.0), ("hyperexponential", 4.0), ("hyperexponential", 10.0),
    ("deterministic", 0.0),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "scv"), LAWS)
def test_a_law_has_the_mean_and_the_scv_it_says(shape, scv):
    values = Law(mean=2.5, scv=scv, shape=shape).quantile(GRID)

    assert values.mean() == pytest.approx(2.5, rel=1e-3)
    assert values.var() / values.mean() ** 2 == pytest.approx(scv, rel=0.02)


@pytest.mark.parametrize(
    ("law", "like"),
    [
        (Law(mean=2.0, scv=0.5, shape="gamma"), stats.gamma(2, scale=1)),  # Erlang of two stages of 1
        (Law(mean=2.0, shape="exponential"), stats.expon(scale=2)),
        (
            Law(mean=2.0, scv=1.0),
            stats.lognorm(np.sqrt(np.log(2)), scale=2 / np.sqrt(2)),
        ),  # median = mean / sqrt(1 + scv)
    ],
    ids=["gamma", "exponential", "lognormal"],
)
def test_a_law_is_drawn_by_inversion(law, like):
    uniforms = np.array([0.001, 0.1, 0.5, 0.9, 0.999])

    assert law.quantile(uniforms) == pytest.approx(like.ppf(uniforms))


def test_a_hyperexponential_law_mixes_two_exponentials_of_balanced_means():
    """With scv 4 the branches have p = (1 + sqrt(3/5)) / 2 and 1 - p, and means m / 2p and m / 2(1 - p)."""
    values = Law(mean=1.0, scv=4.0, shape="hyperexponential").quantile(GRID)

    p = (1 + np.sqrt(3 / 5)) / 2
    for x in (0.1, 1.0, 5.0, 10.0):
        survival = p * np.exp(-2 * p * x) + (1 - p) * np.exp(-2 * (1 - p) * x)
        assert (values > x).mean() == pytest.approx(survival, abs=1e-5)


def test_an_exponential_law_is_exponential_whatever_scv_it_is_given():
    assert np.array_equal(Law(mean=2.0, scv=0.0, shape="exponential").quantile(GRID), -2.0 * np.log1p(-GRID))


@pytest.mark.parametrize("shape", ["lognormal", "gamma", "exponential", "hyperexponential", "deterministic"])
def test_no_uniform_gives_anything_but_a_length_of_time(shape):
    """The smallest and the largest uniform that may be drawn, too."""
    law = Law(mean=1.0, scv=0.0 if shape == "deterministic" else 2.0, shape=shape)

    values = law.quantile(np.array([2.0**-54, 2.0**-53, 0.5, 1 - 2.0**-53]))

    assert np.isfinite(values).all()
    assert (values >= 0).all()


@pytest.mark.parametrize(
    "law", [Law(mean=0.0), Law(mean=0.0, shape="exponential"), Law(mean=0.0, scv=4.0, shape="hyperexponential")]
)
def test_a_mean_of_zero_is_no_time_at_all(law):
    assert law.quantile(np.array([0.1, 0.9])).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("law", [Law(mean=3.0, scv=0.0), Law(mean=3.0, shape="deterministic")])
def test_without_variance_every_value_is_the_mean(law):
    assert law.quantile(np.array([0.1, 0.9])).tolist() == [3.0, 3.0]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"mean": -1.0}, r"mean=-1\.0 and scv=1\.0; expected both >= 0"),
        ({"mean": 1.0, "scv": -0.5}, r"scv=-0\.5; expected both >= 0"),
        ({"mean": float("nan")}, "mean=nan"),
        ({"mean": 1.0, "scv": 0.5, "shape": "hyperexponential"}, r"scv=0\.5; expected at least 1"),
    ],
)
def test_a_law_that_cannot_be_is_refused(wrong, words):
    with pytest.raises(InputError, match=words):
        Law(**wrong)
