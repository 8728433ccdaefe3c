"""Greek letters below a symbol: part of its name where they stand for something, indices where they count."""

from __future__ import annotations

import pytest

from gradproof.proofread import check_text

PENALTY = "The loss is $L = \\frac12 (w x - y)^2$, with a penalty $L_\\lambda = L + \\frac{\\lambda}{2} w^2$.\n\n"
LABEL = "One input of class $\\kappa \\in \\{1, \\dots, C\\}$.\n\n$$q_j = \\frac{e^{r_j}}{\\sum_{c=1}^C e^{r_c}}$$\n\n"
MODEL = "The model is $f_\\theta(x) = \\theta^T x$ with $\\theta \\in \\mathbb{R}^D$.\n\n"


@pytest.mark.parametrize(
    ("page", "status"),
    [
        (PENALTY + r"$$\frac{\partial L_\lambda}{\partial w} = (w x - y) x + \lambda w$$", "proved"),
        (PENALTY + r"$$\frac{\partial L_\lambda}{\partial w} = (w x - y) x + 2 \lambda w$$", "refuted"),
        (PENALTY + r"$$\frac{\partial L_\lambda}{\partial \lambda} = \frac12 w^2$$", "proved"),
        (MODEL + r"$$\frac{\partial f_\theta(x)}{\partial \theta} = x$$", "proved"),
        (MODEL + r"$$\frac{\partial f_\theta(x)}{\partial \theta} = \theta$$", "refuted"),
        ("$$E = \\sum_\\alpha v_\\alpha^2$$\n\n$$\\frac{\\partial E}{\\partial v_\\beta} = 2 v_\\beta$$", "proved"),
        (
            "$$E = \\sum_\\alpha \\alpha v_\\alpha$$\n\n$$\\frac{\\partial E}{\\partial v_\\beta} = 2 v_\\beta$$",
            "undecided",
        ),
        (LABEL + r"$$\frac{\partial \log q_\kappa}{\partial r_j} = \delta_{j\kappa} - q_j$$", "proved"),
        (LABEL + r"$$\frac{\partial \log q_\kappa}{\partial r_j} = \delta_{j\kappa} + q_j$$", "refuted"),
    ],
)
def test_greek_letters_below_a_symbol(page: str, status: str) -> None:
    verdict = check_text(page + "\n").steps[-1].verdict
    assert verdict is not None
    assert verdict.status == status


FOCAL = (
    "Let $p = \\sigma(s)$ and $y \\in \\{0, 1\\}$. Set $p_t = y p + (1 - y)(1 - p)$.\n\n"
    "$$F = -\\alpha_t (1 - p_t)^2 \\log p_t$$\n\nwhere $\\alpha = \\alpha_t$.\n\n"
)


@pytest.mark.parametrize(
    ("page", "status"),
    [
        (FOCAL + r"$$\frac{\partial p_t}{\partial s} = (2 y - 1) p (1 - p)$$", "proved"),
        (FOCAL + r"$$\frac{\partial p_t}{\partial s} = y p (1 - p)$$", "refuted"),
        ("Let $x \\in \\mathbb{R}^D$ and $f = x^T x$.\n\n" + r"$$\frac{\partial f}{\partial x_i} = 2 x_i$$", "proved"),
        ("Let $u = w^2$ and $v = u + 1$.\n\n" + r"$$\sum_{n=1}^N u_n = N u_n$$", "unreadable"),
        ("Let $u = w^2$ and $J = \\sum_n u_n^2$.\n\n" + r"$$\frac{\partial J}{\partial u_n} = 2 u_n$$", "proved"),
    ],
)
def test_a_letter_below_a_number_makes_another_number_unless_it_counts(page: str, status: str) -> None:
    verdict = check_text(page + "\n").steps[-1].verdict
    assert verdict is not None
    assert verdict.status == status


@pytest.mark.parametrize("name", ["D_{KL}", "L_{CE}", "L_{MSE}", "D_{\\mathrm{KL}}"])
def test_a_word_in_plain_letters_below_a_symbol_is_part_of_its_name(name: str) -> None:
    """Also where K, L, C and E are sizes."""
    sizes = "Let $w \\in \\mathbb{R}^{K \\times L}$, $v \\in \\mathbb{R}^{C \\times E}$.\n\n"
    line = f"$$\\frac{{\\partial {name}}}{{\\partial \\mu_j}} = \\mu_j$$\n"
    for start in ("", sizes):
        page = check_text(f"{start}$${name} = \\frac12 \\sum_{{j=1}}^J \\mu_j^2$$\n\n{line}")
        assert [s.verdict.message for s in page.steps if s.verdict] == ["Proved for all sizes of J."]
