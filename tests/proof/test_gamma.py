"""Γ, ψ and factorials: the laws that hold, slips that do not, and Student's density."""

from __future__ import annotations

import pytest

from gradproof.formula.expression import (
    Add,
    Equation,
    Expression,
    Function,
    Model,
    Mul,
    Number,
    Power,
    Variable,
    integer,
)
from gradproof.proof.budget import BudgetExceeded
from gradproof.proof.differentiate import differentiate
from gradproof.proof.normal_form import prove_equal
from gradproof.proofread import prove

DIGAMMA = [r"\psi(z) = \frac{\partial \log\Gamma(z)}{\partial z}"]
POISSON = [r"p = \frac{\lambda^y e^{-\lambda}}{y!}"]
TAILS = r"\log\left(1 + \frac{(x-\mu)^2}{\nu\sigma^2}\right)"
GAMMAS = r"\log\Gamma\left(\frac{\nu+1}{2}\right) - \log\Gamma\left(\frac{\nu}{2}\right)"
STUDENT = [rf"f = {GAMMAS} - \frac{{\nu+1}}{{2}} {TAILS}"]


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        (r"\Gamma(x+1) = x\Gamma(x)", []),
        (r"\Gamma(x-1) = \frac{\Gamma(x)}{x-1}", []),
        (r"\Gamma(1/2) = \sqrt{\pi}", []),
        (r"\Gamma(5) = 24", []),
        (r"\Gamma'(x) = \Gamma(x)\psi(x)", []),
        (r"\frac{\partial \log\Gamma(x)}{\partial x} = \psi(x)", DIGAMMA),
        (r"\psi(x+1) = \psi(x) + \frac{1}{x}", DIGAMMA),
        (r"\psi(x-1) = \psi(x) - \frac{1}{x-1}", DIGAMMA),
        (r"\Gamma(x-2) = \frac{\Gamma(x)}{(x-1)(x-2)}", []),
        (r"n! = n (n-1)!", []),
        (r"\log y! = \log\Gamma(y+1)", []),
        (r"\frac{\partial \log p}{\partial \lambda} = \frac{y}{\lambda} - 1", POISSON),
        (r"\frac{\partial f}{\partial \mu} = \frac{(\nu+1)(x-\mu)}{\nu\sigma^2 + (x-\mu)^2}", STUDENT),
        (r"f(x) = 2x", [r"f(z) = \frac{\partial z^2}{\partial z}"]),
    ],
)
def test_what_holds(claim: str, given: list[str]) -> None:
    assert prove(claim, given).status == "proved"


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        (r"\Gamma(x+1) = (x+1)\Gamma(x)", []),
        (r"\psi(x+1) = \psi(x) + x", DIGAMMA),
        (r"\psi(x-1) = \psi(x) + \frac{1}{x-1}", DIGAMMA),
        (r"\Gamma(x-2) = \frac{\Gamma(x)}{x-1}", []),
        (r"n! = (n+1)(n-1)!", []),
        (r"\frac{\partial \log p}{\partial \lambda} = \frac{y}{\lambda} + 1", POISSON),
        (r"\frac{\partial f}{\partial \mu} = \frac{(\nu+1)(x-\mu)}{\nu + (x-\mu)^2}", STUDENT),
    ],
)
def test_what_does_not(claim: str, given: list[str]) -> None:
    assert prove(claim, given).status == "refuted"


def test_a_sign_is_not_taken_for_granted() -> None:
    assert prove(r"|\Gamma(x)| = \Gamma(x)").status != "proved"
    assert prove(r"|\Gamma(e^x)| = \Gamma(e^x)").status == "proved"


def test_the_derivative_of_psi_passes_over_whole_numbers() -> None:
    x, model = Variable("x"), Model({}, {"x": ()}, {})

    def at(shift: int) -> Expression:
        return Function("psi1", Add((x, integer(shift))))

    def over_square(shift: int) -> Expression:
        return Power(Add((x, integer(shift))), integer(-2))

    for shift, slope in ((1, -1), (-1, 1)):
        step = Mul((integer(slope), over_square(min(shift, 0))))
        assert prove_equal(Equation(at(shift), Add((Function("psi1", x), step))), model).equal
        wrong = Mul((integer(-1), step))
        assert not prove_equal(Equation(at(shift), Add((Function("psi1", x), wrong))), model).equal


def test_a_third_derivative_is_not_taken() -> None:
    x, model = Variable("x"), Model({}, {"x": ()}, {})
    with pytest.raises(BudgetExceeded):
        differentiate(Function("psi1", x), x, model)


def test_a_ball_beside_a_rational_is_told_apart_from_it() -> None:
    """exp(log(2/3)) is 2/3, and one that differs by 1/10^20 is not: neither at the precision of a float."""
    model = Model({}, {"x": ()}, {})
    third = Number(integer(2).value / 3)
    assert prove_equal(Equation(Function("exp", Function("log", third)), third), model).equal
    assert prove(r"e^{\log x} = x + 10^{-20}").status == "refuted"
