"""MathML for trees: well formed, only what MathML Core has, and everything of the page escaped."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from tests.formula.random_trees import formulas

from gradproof.formula.from_latex import read_formula, read_rows
from gradproof.formula.tree import Tree
from gradproof.report.mathml_letters import styled
from gradproof.report.to_mathml import row_to_mathml, to_mathml

ARITY = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
ELEMENTS = {"math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "msqrt", "mtable", "mtr", "mtd", *ARITY}


def words(latex: str) -> str:
    """What a reader sees, without its arrangement."""
    parsed = ElementTree.fromstring(to_mathml(read_formula(latex)))  # noqa: S314 - our own
    return "".join(parsed.itertext()).replace("\u2062", "").replace("\u2061", "")


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\mathbf{w}_{jk} x_k^2", "𝐰jkxk2"),
        (r"\frac{\partial \ell}{\partial u_j} = \delta_{jt} - p_j", "∂ℓ∂uj=δjt−pj"),
        (r"\sum_{k=1}^C \exp(u_k)", "∑k=1Cexp(uk)"),
        (r"\log p_t", "logpt"),
        (r"x \in \mathbb{R}^{D}", "x∈ℝD"),
        (r"\hat{y}^\top", "y^⊤"),
        (r"\sqrt[3]{x}", "x3"),
        (r"\nabla_w L(w)", "∇wL(w)"),
        (r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}", "[abcd]"),
        (r"\begin{cases} 1 & \text{if } j = t \\ 0 & \text{otherwise} \end{cases}", "{1if\u00a0j=t0otherwise"),
        (r"\|x\|_2 \leq 2 \cdot 3", "‖x‖2≤2⋅3"),
        (r"\mathbb{1}[j = t]", "𝟙[j=t]"),
        (r"p(y \mid x) \propto f''(x)", "p(y∣x)∝f′′(x)"),
    ],
)
def test_what_a_reader_sees(latex: str, expected: str) -> None:
    assert words(latex) == expected


def test_text_is_escaped() -> None:
    written = to_mathml(read_formula(r"a = \text{<script>alert(1)</script> & more }"))
    assert "<script" not in written
    assert "&lt;script&gt;" in written


def test_conditions_stand_behind_their_statement() -> None:
    (row,) = read_rows(r"a = b \quad \text{if } j \neq t")
    assert "if\u00a0" in row_to_mathml(row)


def test_letters_have_their_styles() -> None:
    assert [styled("hBx2", style) for style in ("bold", "cal", "bb", "frak", "sans", "word")] == [
        "𝐡𝐁𝐱𝟐", "𝒽ℬ𝓍2", "𝕙𝔹𝕩𝟚", "𝔥𝔅𝔵2", "𝗁𝖡𝗑𝟤", "hBx2",
    ]  # fmt: skip
    assert styled("αΣ", "bold") == "𝛂𝚺"


@given(formulas)
def test_any_tree_is_well_formed(tree: Tree) -> None:
    parsed = ElementTree.fromstring(to_mathml(tree))  # noqa: S314 - our own
    assert {element.tag for element in parsed.iter()} <= ELEMENTS
    for element in parsed.iter():
        assert len(element) == ARITY.get(element.tag, len(element))
