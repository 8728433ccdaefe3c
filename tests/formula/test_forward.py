"""Functions that are applied before they are defined."""

from __future__ import annotations

import pytest

from gradproof.proofread import prove

COURSE = (
    r"J(\theta) = \frac{1}{2m} \sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)})^2",
    r"h_\theta(x) = g(\theta^T x)",
    r"g(z) = \frac{1}{1 + e^{-z}}",
)


@pytest.mark.parametrize(
    ("given", "claim", "status"),
    [
        (("h = g(s)", "g(z) = z^2"), r"\frac{dh}{ds} = 2s", "proved"),
        (("h = g(s)", "g(z) = z^2"), r"\frac{dh}{ds} = s", "refuted"),
        (("h(x) = g(a x)", "g(z) = z^2"), r"h(3) = 9 a^2", "proved"),
        (("h = g(s)", "g(z, y) = z^2 + y"), "h = s^2", "undecided"),
        (("h = g(s)", r"g(z) = \sum_i z_i"), "h = s", "undecided"),
        (("h = g(s)", "g(z) = h + z"), "h = s", "unreadable"),
        (("f(x) = g(x)", "g(z) = f(z) + 1"), "f(1) = 2", "unreadable"),
        (
            COURSE,
            (
                r"\frac{\partial J}{\partial \theta_j} = \frac1m \sum_i (h_\theta(x^{(i)}) - y^{(i)})"
                r" h_\theta(x^{(i)}) (1 - h_\theta(x^{(i)})) x_j^{(i)}"
            ),
            "proved",
        ),
        (
            COURSE,
            r"\frac{\partial J}{\partial \theta_j} = \frac1m \sum_i (h_\theta(x^{(i)}) - y^{(i)}) x_j^{(i)}",
            "refuted",
        ),
    ],
)
def test_an_application_means_the_later_definition(given: tuple[str, ...], claim: str, status: str) -> None:
    assert prove(claim, given).status == status
