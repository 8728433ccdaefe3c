from __future__ import annotations

import pytest

from gradproof.formula import tree as t
from gradproof.formula.from_latex import read_formula, read_rows
from gradproof.formula.traverse import descendants
from tests.formula.outline import formula, rows

BINDING = {
    "a b / c d": "<(<a b> over c) d>",
    "1/2 x": "<(1 over 2) x>",
    r"a \cdot -b c": "<a cdot {-b} c>",
    "-a b": "{-<a b>}",
    "a - b + c": "{+a -b +c}",
    r"a \pm b": "{+a ±b}",
    "+ a": "{+a}",
    r"a \times b * c \odot d": "<a times b * c odot d>",
    "x_1.y_1": "<x_(1) cdot y_(1)>",
    "{a + b} c": "<{+a +b} c>",
    r"\frac12 x_12": "<(1 over 2) x_(1) 2>",
    r"{a \over b} c": "<(a over b) c>",
    "n!": "factorial(n)",
    r"\sqrt[3]{x} \sqrt y √2": "<sqrt(x, 3) sqrt(y) sqrt(2)>",
    "0.5 x": "<1/2 x>",
    r"W_k \dots W_1": "<W_(k) … W_(1)>",
}
BIG = {
    r"\sum_i -a_i b + c": "{+sum[i]{-<a_(i) b>} +c}",
    r"\sum_{k=1}^C \exp(u_k) v": "sum[k = 1..C]<exp(u_(k)) v>",
    r"\sum\limits_{i,j=1}^n a": "sum[(i, j) = 1..n]a",
    r"\sum_{kl} a": "sum[k, l]a",
    r"\sum_{k \neq j} a \cdot b": r"sum[k \neq j]<a cdot b>",
    r"\sum_{\substack{i \in S \\ j}} a": r"sum[i \in S, j]a",
    r"a \sum_i b_i \sum_j c_j": "<a sum[i]<b_(i) sum[j]c_(j)>>",
    r"\prod_{i=1}^N p_i": "prod[i = 1..N]p_(i)",
    r"\max_i x_i y": "max[i]<x_(i) y>",
    r"\max(0, x) y": "<max(0, x) y>",
    r"\arg\max_x x + \operatorname*{arg\,min}_w L": "{+argmax[x]x +argmin[w]L}",
    "∑_k α_k": "sum[k]alpha_(k)",
}
CALLS = {
    r"\log a b \cdot c": "<log(<a b>)~bare cdot c>",
    r"\log \sum_k \exp u_k": "log(sum[k]exp(u_(k)))",
    r"\log(a) b": "<log(a) b>",
    r"\log{a} b": "<log(a) b>",
    r"\exp{(x)}": "exp(x)",
    r"\exp(a)^2": "exp(a)^2",
    r"\log^2 x": "log^2(x)",
    r"\sin^2(x)": "sin^2(x)",
    r"\log_2 x": "log_(2)(x)",
    r"\exp -x": "exp({-x})",
    r"\exp -x y": "exp({-<x y>})~bare",
    r"\exp \left( a \right)": "exp(a)",
    r"\exp\{-x\} \log[y]": "<exp({-x}) log(y)>",
    r"\log|x| y": "<log(abs(x)) y>",
    r"\log \frac{a}{b}": "log((a over b))",
    r"\log p(t|\mathbf{x}) y": "<log(<p [( t | x:bold]>)~bare y>",
    r"\log 2 (x)": "<log(2) [( x]>",
    r"\log a \log b": "<log(a) log(b)>",
    r"\log x / \log 2": "(log(x) over log(2))",
    r"y \log \hat{y} + z": "{+<y log(y~hat)> +z}",
    "softmax(u)_j": "softmax(u)_(j)",
    r"\operatorname{softmax}(u)_j": "softmax(u)_(j)",
    r"\text{softmax}(x)_i": "softmax(x)_(i)",
    r"\mathrm{tr}(A)": "tr(A)",
    r"\mbox{log}(o_j)": "log(o_(j))",
    "log(x) + exp u + tanh^2(x) + ReLu(y)": "{+log(x) +exp(u) +tanh^2(x) +relu(y)}",
    "ylog(p) abc": "<y log(p) a b c>",
    r"f = \tanh": "f = tanh:word",
    r"\tanh'(x)": "tanh'(x)",
    "e^{-x}": "e^{-x}",
}
DERIVATIVES = {
    r"\frac{\partial A}{\partial B} c": "<∂(A by B) c>",
    r"\dfrac{\partial \ell}{\partial \mathbf{w}_j}": "∂(ell by w:bold_(j))",
    r"\partial A/\partial B c": "<∂(A by B) c>",
    r"a \partial \sum_i b_i / \partial x": "<a ∂(sum[i]b_(i) by x)>",
    "∂L/∂u_j": "∂(L by u_(j))",
    "dL/dx": "d(L by x)",
    "d/dx f": "d(∅ by x) on f",
    r"\frac{d}{dx} e^x": "d(∅ by x) on e^x",
    r"\frac{d}{d x}(1+x)^{-1} y": "<d(∅ by x) on [( {+1 +x}]^{-1} y>",
    r"\frac{\mathrm{d} f}{\mathrm{d} x}": "d(f by x)",
    r"{\partial A \over \partial B}": "∂(A by B)",
    r"\frac{\partial^2 f}{\partial x \partial y}": "∂(f by x, y)",
    r"\frac{\partial^2 f}{\partial x^2}": "∂(f by x*2)",
    r"\frac{\partial^2 f}{\partial \sigma^2 \partial \mu}": "∂(f by sigma^2, mu)",
    r"\frac{\partial L}{\partial \sigma^2}": "∂(L by sigma^2)",
    r"\frac{d (a + b)}{d x}": "d([( {+a +b}] by x)",
    r"\frac{\partial}{\partial x} (a) b": "<∂(∅ by x) on [( a] b>",
    r"\frac{\partial}{\partial x} a b": "∂(∅ by x) on <a b>~bare",
    r"\frac{\partial}{\partial x} \sum_i a_i b": "∂(∅ by x) on sum[i]<a_(i) b>",
    r"\partial_x f": "∂(∅ by x) on f",
    r"\nabla_x f(y) \sum_i g_i": "<∇(∅ by x) on <f [( y]>~bare sum[i]g_(i)>",
    r"-\nabla_{y_l} C": "{-∇(∅ by y_(l)) on C}",
    r"\nabla f": "∇(∅ by ) on f",
    r"\frac{d}{n}": "(d over n)",
    r"\frac{d_i}{d_j}": "(d_(i) over d_(j))",
    r"\frac{\partial L}{N}": "(<partial L> over N)",
    r"\frac{\partial std_i}{\partial std}": "∂(<s t d_(i)> by <s t d>)",
}
SCRIPTS = {
    "f'(x)": "<f' [( x]>",
    r"x'^2 + x^\prime + x^{\prime\prime}_i": "{+x'^2 +x' +x''_(i)}",
    "x^2_i + x_i^2": "{+x_(i)^2 +x_(i)^2}",
    r"x^\top x^{\intercal} x^\mathsf{T} x^{\mathrm T} x^{\text{T}} x^⊤ x^{\rm T}": "<x^⊤ x^⊤ x^⊤ x^⊤ x^⊤ x^⊤ x^⊤>",
    "w_j^T": "w_(j)^T",
    "x^{(i)} y^{-1} y^* w^{[l]T}": "<x^[( i] y^{-1} y^mark:* w^[[ l]^T>",
    "w_{ij} w_{j,k} w_{j k}": "<w_(i, j) w_(j, k) w_(j, k)>",
    "x_{12} x_{i1} w_{y_i} w_{y_i j}": "<x_(12) x_(i, 1) w_(y_(i)) w_(y_(i), j)>",
    r"x_{i+1} x_{\text{out}} x_{:,j} x_{a_{\rm in}}": '<x_({+i +1}) x_("out") x_(mark::, j) x_(a_(in:word))>',
    r"p_{j|i} p_{j \mid i}": r"<p_(j \mid i) p_(j \mid i)>",
    "{\\sigma^2}_l": "sigma^2_(l)",
    "x² w₁₂": "<x^2 w_(12)>",
    "a_{k(j)}": "a_(<k [( j]>)",
}
NAMES = {
    r"\mathbf{w}_j \mathbf w_j \boldsymbol\theta \bm{x} \vec{z}": "<w:bold_(j) w:bold_(j) theta:bold x:bold z:bold>",
    r"\mathbf{Wx}": "<W:bold x:bold>",
    r"\mathcal{L} \mathbb{R} \mathfrak{g} \mathsf{f}": "<L:cal R:bb g:frak f:sans>",
    r"\mathrm{loss} = \text{loss}": "loss:word = loss:word",
    r"\hat{y} \bar{x}_i \hat{\mathbf{y}} \widehat{x_{kl}}": "<y~hat x~bar_(i) y:bold~hat x~hat_(k, l)>",
    r"\varepsilon \ell α σ 𝐱 ℝ": "<varepsilon ell alpha sigma x:bold R:bb>",
    r"\infty": "mark:infty",
    r"\underbrace{a+b}_{\text{note}} \boxed{c}": "<{+a +b} c>",
    r"\color{red}{a} + \textcolor{blue}{b}": "{+a +b}",
    r"f(\cdot)": "<f [( mark:cdot]>",
}
INDICATORS = {
    r"\delta_{jt} \delta_{j,t}": "<delta_(j, t) delta_(j, t)>",
    r"\delta_{j=t}": "delta_(j = t)",
    **dict.fromkeys(
        (
            r"\mathbb{1}_{j=t}", r"\mathbb{1}_{\{j=t\}}", r"\mathbb{1}_{[j=t]}", r"\mathbb{I}(j=t)", r"\mathbb{1}(j=t)",
            r"\mathbb{1}[j=t]", r"1\{j=t\}", r"1_{j=t}", "1[j=t]", "1(j=t)", "[j=t]", r"[\![ j=t ]\!]", "𝟙[j=t]",
            r"\mathbf{1}\{j=t\}", r"\mathbb 1_{j=t}", r"\llbracket j=t \rrbracket",
        ),
        "1[j = t]",
    ),
    r"1\{i=k,\ j=l\}": "1[(i = k, j = l)]",
    r"\mathbf{1}^T x": "<1:bold^T x>",
    "[l] x": "<[[ l] x>",
    "P[X=1]": "<P [[ X = 1]>",
    "1(c)": "<1 [( c]>",
}  # fmt: skip
BRACKETS = {
    "|a||b| + |a|b|c|": "{+<abs(a) abs(b)> +<abs(a) b abs(c)>}",
    r"\|x\|^2 + ||x - y||^2": "{+norm(x)^2 +norm({+x -y})^2}",
    "2|x|": "<2 abs(x)>",
    r"\left| x \right| \lvert y \rvert": "<abs(x) abs(y)>",
    "p(t|x) p(|x| | y)": "<p [( t | x] p [( abs(x) | y]>",
    "p(y|x; w,b)": "<p [( y | x, w, b]>",
    r"KL(P||Q) + KL(P \| Q)": "{+<K L [( P | Q]> +<K L [( P | Q]>}",
    r"\{(x^{(i)}, t^{(i)})\}_{i=1}^N": r"[\{ [( x^[( i], t^[( i]]]_(i = 1)^N",
    r"\langle x, y \rangle": r"[\langle x, y]",
    r"\begin{bmatrix} a & b \\ c & \end{bmatrix}": 'bmatrix(a, b; c, "")',
    r"\begin{array}{cc} | & | \\ a & \vdots \end{array}": "array(mark:|, mark:|; a, …)",
}
CASES = {
    r"\begin{cases} a, & \text{if } j = t \\ b & \text{otherwise} \end{cases}": "cases(a if j = t; b if ∅)",
    r"\begin{cases} a & j=t \\ b & j \neq t, \\ \end{cases}": r"cases(a if j = t; b if j \neq t)",
    r"\begin{cases} a \text{ if } j=t \\ -b, i \neq j \land k = l \end{cases}": (
        r"cases(a if j = t; {-b} if (i \neq j, k = l))"
    ),
    r"\begin{cases} a & \text{if $j = t$ and $k=l$} \\ b & \text{else} \end{cases}": (
        "cases(a if (j = t, k = l); b if ∅)"
    ),
    r"\left\{ \begin{array}{ll} a & j = t \\ 0 & \text{else} \end{array} \right.": "cases(a if j = t; 0 if ∅)",
}
RELATIONS = {
    r"a := b \le c \ne d \ge e": r"a := b \leq c \neq d \geq e",
    r"a \not= b \not\in c": r"a \neq b \notin c",
    r"a \rightarrow b \implies c \coloneqq d ≜ e": r"a \to b \Rightarrow c := d \triangleq e",
    r"a \stackrel{def}{=} b \overset{(1)}{=} c \overset{!}{=} 0": r"a \triangleq b = c \overset{!}{=} 0",
    "= b": "∅ = b",
    r"j = 1, \dots, C": "j = (1, …, C)",
    "k=1..C": "k = (1, …, C)",
    r"j \in \{1, \dots, C\}": r"j \in [\{ 1, …, C]",
    r"x, y \in \mathbb{R}^{C \times D}": r"(x, y) \in R:bb^<C times D>",
    "i = j = t": "i = j = t",
    r"X \in \Reals^n": r"X \in R:bb^n",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=text)
        for table in (
            BINDING, BIG, CALLS, DERIVATIVES, SCRIPTS, NAMES, INDICATORS, BRACKETS, CASES, RELATIONS
        )
        for text, expected in table.items()
    ],
)  # fmt: skip
def test_what_each_notation_becomes(text: str, expected: str) -> None:
    assert formula(text) == expected


def test_spacing_sizes_labels_and_alignment_leave_nothing() -> None:
    decorated = r"\displaystyle \left( a\,+\; b \right)\! \big[ c \bigr] \quad &= \label{eq:x} d \tag{1} \nonumber % so"
    assert formula(decorated) == "<[( {+a +b}] [[ c]> = d"


def test_rows_of_an_aligned_display_are_numbered_and_may_begin_with_their_relation() -> None:
    display = r"\begin{aligned} a &= b \\[1em] &= c \\ &\leq d, \end{aligned}"
    assert rows(display) == [["a = b"], ["∅ = c"], [r"∅ \leq d"]]
    assert [row.number for row in read_rows(display)] == [1, 2, 3]


@pytest.mark.parametrize("environment", ["align*", "split", "gather", "eqnarray", "alignat", "multline"])
def test_every_environment_of_rows_is_understood(environment: str) -> None:
    argument = "{2}" if environment == "alignat" else ""
    assert rows(rf"\begin{{{environment}}}{argument} a &= b \\ c &=& d \end{{{environment}}}") == [["a = b"], ["c = d"]]


def test_bare_row_breaks_and_dollars_need_no_environment() -> None:
    assert rows(r"$$ a = b \\ = c $$") == [["a = b"], ["∅ = c"]]
    assert rows(r"\[ x \]") == [["x"]]


def test_a_second_alignment_mark_begins_another_equation() -> None:
    assert rows(r"a &= b & c &= d") == [["a = b", "c = d"]]


def test_a_row_that_breaks_off_goes_on_in_the_next() -> None:
    assert rows(r"a = b + \\ c") == [["a = {+b +c}"]]
    assert rows(r"a = \bigl( b \\ + c \bigr) \\ d") == [["a = [( {+b +c}]"], ["d"]]


def test_a_number_of_a_joined_row_is_that_of_its_first() -> None:
    assert [row.number for row in read_rows(r"a = b + \\ c \\ d")] == [1, 3]


def test_places_count_code_points_from_the_offset() -> None:
    text = "𝐱 + \\frac{\\hat{y}}{2}"
    tree = read_formula(text, offset=100)
    places = {type(node).__name__: text[node.span.start - 100 : node.span.end - 100] for node in descendants(tree)}
    assert places == {"Add": text, "Symbol": "\\hat{y}", "Divide": "\\frac{\\hat{y}}{2}", "Number": "2"}


def test_each_operand_points_at_its_own_text() -> None:
    text = r"\log p_j = u_j - \sum_k \exp(u_k) \quad \text{for } j \neq t"
    (statement,) = read_rows(text)[0].statements
    assert isinstance(statement.tree, t.Chain)
    spans = [operand.span for operand in statement.tree.operands if operand] + [statement.conditions[0].span]
    assert [text[span.start : span.end] for span in spans] == [
        r"\log p_j", r"u_j - \sum_k \exp(u_k)", r"j \neq t",
    ]  # fmt: skip
