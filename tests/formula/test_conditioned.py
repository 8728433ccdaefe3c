"""The bar: p_{j|i} as a symbol of its own, p(x | μ) defined by a formula, and what is assumed of components."""

from __future__ import annotations

import pytest

from gradproof.proofread import prove

Q = r"q_{j|i} = \frac{\exp(-\|y_i - y_j\|^2)}{\sum_{k \neq i} \exp(-\|y_i - y_k\|^2)}"
P = r"p_{j|i} = \frac{\exp(-d_{ij})}{\sum_{k \neq i} \exp(-d_{ik})}"
SNE = (Q, P, r"C = \sum_i \sum_{j \neq i} p_{j|i} \log \frac{p_{j|i}}{q_{j|i}}")
BERNOULLI = (
    r"p(y \mid x; w) = \sigma(w^T x)^y (1 - \sigma(w^T x))^{1-y}",
    r"\ell = \sum_{i=1}^N \log p(y_i \mid x_i; w)",
)
STRESS = (r"C = \sum_i \sum_j p_{ij} \|y_i - y_j\|^2", "p_{ij} = p_{ji}")


@pytest.mark.parametrize(
    ("given", "claim", "status"),
    [
        (
            SNE,
            (
                r"\frac{\partial C}{\partial y_i}"
                r" = 2 \sum_{j \neq i} (p_{j|i} - q_{j|i} + p_{i|j} - q_{i|j}) (y_i - y_j)"
            ),
            "proved",
        ),
        (SNE, r"\frac{\partial C}{\partial y_i} = 2 \sum_{j \neq i} (p_{j|i} - q_{j|i}) (y_i - y_j)", "refuted"),
        ((r"p_{ij} = \frac{p_{j|i} + p_{i|j}}{2}",), "p_{ij} = p_{ji}", "proved"),
        ((r"p_{ij} = \frac{p_{j|i} + p_{i|j}}{2}",), "p_{ij} = p_{j|i}", "refuted"),
        (STRESS, r"\frac{\partial C}{\partial y_i} = 4 \sum_j p_{ij} (y_i - y_j)", "proved"),
        (STRESS, r"\frac{\partial C}{\partial y_i} = 2 \sum_j p_{ij} (y_i - y_j)", "refuted"),
        (STRESS[:1], r"\frac{\partial C}{\partial y_i} = 4 \sum_j p_{ij} (y_i - y_j)", "refuted"),
        (BERNOULLI, r"\frac{\partial \ell}{\partial w} = \sum_i (y_i - \sigma(w^T x_i)) x_i", "proved"),
        (BERNOULLI, r"\frac{\partial \ell}{\partial w} = \sum_i (\sigma(w^T x_i) - y_i) x_i", "refuted"),
        ((r"p(x|\mu) = e^{-x/\mu}",), r"p(2|\mu) = e^{-2/\mu}", "proved"),
        ((r"p(x|\mu) = e^{-x/\mu}",), r"p(x|3) = e^{-x/\mu}", "refuted"),
        ((r"\log p(x|\mu) = -\frac12 (x - \mu)^2",), r"p(y|\mu) = e^{-(y - \mu)^2 / 2}", "proved"),
        ((r"\log p(x|\mu) = -\frac12 (x - \mu)^2",), r"p(\mu|x) = e^{-(x - \mu)^2 / 2}", "proved"),
        ((r"\mathbf{1}^\top p = 1", r"f = x^T p"), r"f + 1 = x^T p + \mathbf{1}^\top p", "proved"),
    ],
)
def test_claim_gets_its_verdict(given: tuple[str, ...], claim: str, status: str) -> None:
    assert prove(claim, given).status == status


def test_a_sum_that_leaves_one_out_has_a_term() -> None:
    assert prove(r"\sum_{j \neq i} q_{j|i} = 1", (Q,)).status == "proved"
