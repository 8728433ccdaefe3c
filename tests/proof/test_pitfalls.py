"""What is known to go wrong in judges of this kind: each pitfall of the design and of the prototype has its test."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gradproof.formula.expression import (
    Apply,
    Argument,
    Delta,
    Equation,
    Expression,
    Fixed,
    Function,
    Index,
    IndexCondition,
    Label,
    Model,
    Number,
    Power,
    Product,
    Size,
    Sum,
    Variable,
)
from gradproof.proof.atoms import Rational
from gradproof.proof.normal_form import normalize, prove_equal
from gradproof.proof.refute import Agreement, agrees, search
from gradproof.proofread import prove
from tests.proof.building import (
    NETWORK,
    REGRESSION,
    C,
    D,
    H,
    d,
    define,
    diff,
    exp,
    i,
    j,
    k,
    log,
    minus,
    model,
    n,
    neg,
    num,
    over,
    plus,
    sigma,
    softmax,
    t,
    times,
    var,
)

a, b, x, y, z = (var(name) for name in "abxyz")
ROOT = Fraction(1, 2)
FREE = Model({}, {"u": (C,), "f": (C,), "w": (C, D), "x": (), "y": (), "a": (), "b": ()}, {"t": (C,), "c": (H, C)})


def root(e: Expression, power: Fraction = ROOT) -> Expression:
    return Power(e, Number(power))


def is_proved(left: Expression, right: Expression, given: Model = FREE, *conditions: IndexCondition) -> bool:
    """Whether it is proved; the numeric check must not object."""
    equation = Equation(left, right, conditions)
    found = prove_equal(equation, given).equal
    if found:
        assert isinstance(agrees(equation, given), Agreement)
    return found


def is_refuted(left: Expression, right: Expression, given: Model = FREE) -> bool:
    assert not prove_equal(Equation(left, right), given).equal
    return not isinstance(search(Equation(left, right), given), Agreement)


class TestWhatCarriesTheProofs:
    def test_a_derivative_by_an_index_that_is_also_bound(self) -> None:
        lse = minus(var("u", t), log(Sum(k, exp(var("u", k)))))
        right = minus(Delta(k, t), softmax("u", k))
        assert is_proved(diff(times(num(1), lse), var("u", k)), right)
        assert is_refuted(diff(times(num(1), lse), var("u", k)), minus(Delta(k, t), num(1)))

    def test_a_definition_is_put_where_its_index_is_bound(self) -> None:
        given = model(define("s", (j,), Sum(k, times(var("w", j, k), var("u", k)))))
        inner = Index("m", C)
        right = Sum(k, Sum(inner, times(var("w", k, inner), var("u", inner))))
        assert is_proved(Sum(k, var("s", k)), right, given)
        assert is_refuted(Sum(k, var("s", k)), Sum(k, Sum(k, times(var("w", k, k), var("u", k)))), given)

    def test_renamed_and_exchanged_sums_are_one(self) -> None:
        body = times(var("w", i, d), var("u", i))
        other = Index("r", D)
        assert is_proved(Sum(i, Sum(d, body)), Sum(other, Sum(k, times(var("u", k), var("w", k, other)))))

    def test_a_product_of_sums_is_a_double_sum(self) -> None:
        assert is_proved(
            times(Sum(i, var("u", i)), Sum(i, var("f", i))), Sum(i, Sum(j, times(var("u", i), var("f", j))))
        )
        assert is_refuted(times(Sum(i, var("u", i)), Sum(i, var("f", i))), Sum(i, times(var("u", i), var("f", i))))

    def test_shift_invariance_and_log_softmax(self) -> None:
        shifted = over(exp(minus(var("u", j), a)), Sum(k, exp(minus(var("u", k), a))))
        assert is_proved(shifted, softmax("u", j))
        assert is_proved(log(softmax("u", j)), minus(var("u", j), log(Sum(k, exp(var("u", k))))))

    @pytest.mark.parametrize(
        "form",
        [
            times(sigma(x), minus(num(1), sigma(x))),
            over(exp(neg(x)), Power(plus(num(1), exp(neg(x))), num(2))),
            over(exp(x), Power(plus(num(1), exp(x)), num(2))),
            over(num(1, 4), Power(Function("cosh", over(x, num(2))), num(2))),
            Power(plus(num(2), exp(x), exp(neg(x))), num(-1)),
        ],
    )
    def test_the_slope_of_the_logistic_function(self, form: Expression) -> None:
        assert is_proved(diff(sigma(x), x), form)

    def test_index_valued_labels_are_contracted(self) -> None:
        label = Label("c", (n,), C)
        assert is_proved(Sum(j, times(Delta(j, label), var("u", j))), var("u", label))
        assert is_refuted(Sum(n, var("u", label)), Sum(n, var("u", t)))

    def test_a_label_under_its_own_sum_stays(self) -> None:
        """Σ_n δ(c_n, j) counts; it is neither 1 nor the size."""
        label = Label("c", (n,), C)
        counted = Sum(n, Delta(label, j))
        assert is_proved(Sum(j, counted), Size(H))
        assert is_refuted(counted, num(1))

    def test_an_abstract_loss_is_proved_for_any_loss(self) -> None:
        loss = Apply("L", (), (Argument((k,), var("u", k)),))
        given = model(NETWORK.definitions["u"])
        by_u = diff(Apply("L", (), (Argument((k,), var("f", k)),)), var("f", j))
        assert prove_equal(Equation(diff(loss, var("h", n)), diff(loss, var("h", n))), given).equal
        assert is_refuted(diff(loss, var("h", n)), Sum(j, var("w", j, n)), given)
        assert is_proved(by_u, diff(times(num(1), Apply("L", (), (Argument((i,), var("f", i)),))), var("f", j)))

    def test_a_derivative_by_a_defined_symbol_holds_it_fast(self) -> None:
        """∂ℓ/∂u_j takes u as independent, although u is defined over w."""
        assert is_proved(diff(var("l"), var("u", j)), minus(Delta(j, t), var("p", j)), REGRESSION)
        assert is_refuted(diff(var("l"), var("u", j)), num(0), REGRESSION)


class TestBugsOfThePrototype:
    def test_a_bound_name_twice(self) -> None:
        """Σ_k (Σ_k u_k) f_k: the inner k is another index."""
        left = Sum(k, times(Sum(k, var("u", k)), var("f", k)))
        assert is_proved(left, times(Sum(i, var("u", i)), Sum(j, var("f", j))))
        assert is_refuted(left, Sum(k, times(var("u", k), var("f", k))))

    def test_a_squared_denominator(self) -> None:
        p = plus(num(1), times(num(2), exp(x)), exp(times(num(2), x)))
        assert is_proved(Power(p, num(-1)), Power(plus(num(1), exp(x)), num(-2)))

    def test_the_numbers_of_flint_stay_out(self) -> None:
        quadratic = plus(times(num(2), Power(x, num(2))), times(num(3, 5), x))
        normal = normalize(Power(times(quadratic, plus(x, y)), num(-1)), FREE)
        assert all(isinstance(c, Rational) for c in normal.polynomial.values())
        assert all(type(n) in (int, Fraction) for m in normal.polynomial for _, n in m)

    def test_seven_bound_indices_that_look_alike(self) -> None:
        many = [Index(f"i{number}", C) for number in range(7)]

        def total(order: list[Index]) -> Expression:
            body: Expression = times(*(var("w", p, q) for p, q in zip(order, order[1:] + order[:1], strict=True)))
            for index in sorted(many, key=lambda one: one.name):
                body = Sum(index, body)
            return body

        assert is_proved(total(many), total(many[3:] + many[:3]), model())

    def test_denominators_of_three_terms(self) -> None:
        p = plus(x, y, Power(a, num(2)))
        assert is_proved(over(plus(x, y), p), minus(num(1), over(Power(a, num(2)), p)))
        assert is_refuted(over(plus(x, y), p), minus(num(1), over(a, p)))


class TestWhereTheSidesAreDefined:
    def test_the_sign_of_a_root_that_may_be_0(self) -> None:
        """√(x² + y²) is 0 at the origin, although it is 1 over the root of a reciprocal that is positive there."""
        norm = root(plus(Power(x, num(2)), Power(y, num(2))))
        assert not is_proved(Function("sign", norm), num(1))
        above = root(plus(Power(x, num(2)), Power(y, num(2)), num(1)))
        assert is_proved(Function("sign", above), num(1))

    def test_a_product_without_one_factor_at_a_zero_of_that_factor(self) -> None:
        """∏_{k≠i} f_k is there at f_i = 0 too, and sign(f_i)² is 0 there: the quotient by f_i must not hide it."""
        same = Delta(k, i)
        others = Product(k, plus(same, times(minus(num(1), same), var("f", k))))
        assert is_proved(times(others, var("f", i)), Product(k, var("f", k)))
        assert not is_proved(times(others, Power(Function("sign", var("f", i)), num(2))), others)

    @pytest.mark.parametrize(
        ("claim", "status"),
        [
            (r"\log x^2 = 2 \log x", "proved"),
            (r"\sqrt{x^2} = x", "refuted"),
            (r"\sqrt{x^2} = |x|", "proved"),
            (r"(x^2)^{3/2} = |x|^3", "proved"),
            (r"(x^2)^{3/2} = x^3", "refuted"),
            (r"|x| = x", "refuted"),
            (r"e^{\log x} = x", "proved"),
            (r"\sqrt{x} \sqrt{x} = x", "proved"),
            (r"\sqrt{x y} = \sqrt{x} \sqrt{y}", "proved"),
            (r"0^0 = 1", "proved"),
            (r"\frac{x^2 - 1}{x - 1} = x + 1", "proved"),
            (r"\frac{x}{x} = 1", "proved"),
            (r"\frac{1}{0} = 2", "undecided"),
            (r"\frac{x}{x - x} = 1", "undecided"),
            (r"\log(-1) = 0", "undecided"),
            (r"\log(-x^2) = 0", "undecided"),
            (r"\log x + \log(-x) = 3", "undecided"),
            (r"x^{1/3} = -(-x)^{1/3}", "undecided"),
            (r"\sin(\pi x) = 0", "refuted"),
            (r"\cos(2 \pi x) = 1", "refuted"),
            (r"(x-1)(x-2)(x-3)(x+1)(x+2) = 0", "refuted"),
            (r"x = x + 10^{-20}", "refuted"),
            (r"e^x = e^x + 10^{-60}", "refuted"),
            (r"e^x = e^x (1 + 10^{-60})", "refuted"),
            (r"9^{9^{9^9}} = 1", "undecided"),
            (r"2^{2^{2^2}} = 65536", "proved"),
            (r"\operatorname{sign}(x)^2 = 1", "refuted"),
        ],
    )
    def test_a_claim_of_one_number(self, claim: str, status: str) -> None:
        assert prove(claim).status == status

    @pytest.mark.parametrize(
        ("claim", "status"),
        [
            (r"\sum_{i=1}^D x_i^2 = \left(\sum_{i=1}^D x_i\right)^2", "refuted"),
            (r"\sum_{i=1}^D x_i = x_1", "refuted"),
            (r"\sum_{i=1}^D x_i = x_1 + x_2", "refuted"),
            (r"\sum_{i=1}^D 1 = 1", "refuted"),
            (r"\sum_{i=1}^D 1 = 2", "refuted"),
            (r"D^2 = 3 D - 2", "refuted"),
            (r"(D - 1)(D - 2)(D - 3) = 0", "refuted"),
            (r"\sum_{i=1}^D \sum_{j=1}^D x_i x_j = \sum_{i=1}^D x_i^2", "refuted"),
            (r"\sum_{i=1}^D \sum_{j=1}^D x_i x_j = \left(\sum_{i=1}^D x_i\right)^2", "proved"),
            (r"\sum_{i=1}^D x_i = D x_1", "refuted"),
            (r"\prod_{i=1}^D x_i = x_1 x_2", "refuted"),
        ],
    )
    def test_a_claim_that_some_sizes_meet(self, claim: str, status: str) -> None:
        assert prove(claim, [r"x \in \mathbb{R}^D"]).status == status

    def test_a_claim_for_two_classes_only(self) -> None:
        given = [r"p_j = \frac{e^{u_j}}{\sum_{k=1}^C e^{u_k}}"]
        assert prove(r"p_1 (1 - p_1) = p_1 p_2", given).status == "refuted"
        assert prove(r"p_1 + p_2 = 1", given).status == "refuted"
        assert prove(r"\sum_j p_j = 1", given).status == "proved"

    @pytest.mark.parametrize("given", [(r"i \neq i",), ("i = j", r"i \neq j")])
    def test_conditions_that_nothing_meets(self, given: tuple[str, ...]) -> None:
        verdict = prove("x_i = x_j", (r"x \in \mathbb{R}^C", *given))
        assert (verdict.status, verdict.code) == ("undecided", "GP302")

    def test_three_different_indices_need_three_values(self) -> None:
        given = (r"x \in \mathbb{R}^C", r"i \neq j", r"j \neq k", r"i \neq k")
        assert prove(r"\delta_{ij} + \delta_{jk} + \delta_{ik} = 0", given).status == "proved"
        assert prove(r"x_i = x_j", given).status in ("refuted", "ill-typed")

    def test_two_fixed_positions_differ(self) -> None:
        assert is_proved(Delta(Fixed(1, C), Fixed(2, C)), num(0))
        assert is_proved(Sum(k, times(Delta(k, Fixed(2, C)), var("u", k))), var("u", Fixed(2, C)))


class TestConventions:
    """The rules that decide how a line is read; each has the verdict that only the right reading gives."""

    SOFTMAX = (r"\ell = \log p_t", r"p_j = \frac{\exp(u_j)}{\sum_{k=1}^C \exp(u_k)}")
    LINEAR = (*SOFTMAX, r"u_j = \mathbf{w}_j^T \mathbf{x} + b_j")

    @pytest.mark.parametrize(
        ("given", "claim", "status"),
        [
            # 1 and 2: layouts and whole objects
            (LINEAR, r"\frac{\partial u_j}{\partial \mathbf{w}_j} = \mathbf{x}", "proved"),
            (LINEAR, r"\frac{\partial \ell}{\partial \mathbf{w}_j} = (\delta_{jt} - p_j) \mathbf{x}", "proved"),
            (
                LINEAR,
                r"\frac{\partial \ell}{\partial b_j} = \sum_i \frac{\partial \ell}{\partial u_i} \delta_{ij}",
                "proved",
            ),
            # 3: how far a sum reaches
            ((r"a \in \mathbb{R}^C", r"c \in \mathbb{R}"), r"\sum_i a_i + c = c + \sum_j a_j", "proved"),
            ((r"a \in \mathbb{R}^C", r"b \in \mathbb{R}^C"), r"\sum_i a_i b_i = \sum_j b_j a_j", "proved"),
            ((r"a \in \mathbb{R}^C", r"b \in \mathbb{R}^C"), r"\sum_i a_i + b_i = \sum_i b_i + \sum_i a_i", "proved"),
            # 4: a bound index that shadows a free one
            (SOFTMAX, r"p_j = \frac{\exp(u_j)}{\sum_j \exp(u_j)}", "proved"),
            # 7: slips and natural logarithms
            (LINEAR, r"\frac{\partial u_j}{\partial \mathbf{w}_j} = x", "proved"),
            ((), r"\log e^x = x", "proved"),
            ((), r"\frac{d}{dx} \ln x = \frac{1}{x}", "proved"),
            ((), r"\sigma(x) = \frac{1}{1 + e^{-x}}", "proved"),
            # 10: the variable and the conditions are part of the claim
            (LINEAR, r"\frac{\partial \ell}{\partial b_j} = \frac{\partial \ell}{\partial u_j}", "proved"),
            (LINEAR, r"\frac{\partial \ell}{\partial b_j} = \frac{\partial \ell}{\partial b_i}", "ill-typed"),
            ((*LINEAR, r"j \neq t"), r"\frac{\partial \ell}{\partial u_j} = -p_j", "proved"),
            (LINEAR, r"\frac{\partial \ell}{\partial u_j} = -p_j", "refuted"),
            # 11: what is not defined is not 0
            (LINEAR, r"\frac{\partial q}{\partial u_j} = 0", "undecided"),
            # 12: a literal 0 has every shape
            ((*LINEAR, r"i \neq j"), r"\frac{\partial u_j}{\partial \mathbf{w}_i} = 0", "proved"),
            # 13: a product, no application
            ((r"h_k = \sigma(s_k)",), r"h_k(1 - h_k) = h_k - h_k^2", "proved"),
        ],
    )
    def test_a_line_is_read_by_the_rule(self, given: tuple[str, ...], claim: str, status: str) -> None:
        assert prove(claim, given).status == status

    def test_two_dimensions_of_one_size_are_two(self) -> None:
        """C and H may be equal at a point; a claim that needs it is false or has no type."""
        given = (r"w \in \mathbb{R}^{C \times H}", r"x \in \mathbb{R}^H")
        assert prove(r"\sum_{k=1}^H w_{jk} x_k = \sum_{k=1}^H w_{kj} x_k", given).status in ("refuted", "ill-typed")

    def test_taylor_look_alikes(self) -> None:
        given = (r"h_k = \sigma(s_k)",)
        assert prove(r"\frac{\partial h_k}{\partial s_k} = \frac14 - \frac{s_k^2}{16}", given).status == "refuted"
        assert prove(r"\frac{\partial h_k}{\partial s_k} = h_k(1 - h_k) + 10^{-20}", given).status == "refuted"

    def test_a_variable_of_a_definition_of_another_name(self) -> None:
        """A definition's own index is not the claim's index of the same name."""
        given = Model({"v": define("v", (i,), times(var("u", i), Sum(j, var("u", j))))}, {"u": (C,)}, {})
        assert is_proved(var("v", j), times(Variable("u", (j,)), Sum(i, var("u", i))), given)
