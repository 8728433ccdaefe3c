"""What is not understood is said with its code, in words, at its place."""

from __future__ import annotations

import pytest

from gradproof.formula.from_latex import read_formula, read_rows, read_rows_leniently
from gradproof.formula.tree import Row
from gradproof.source import Diagnostic, FormulaError

WRONG = [  # text, code, the text at the place, a word of message or help
    (r"a = \expp(x)", "GP401", r"\expp", r"did you mean \exp?"),
    (r"\sgima + 1", "GP401", r"\sgima", r"\sigma"),
    (r"\frac{a}{b", "GP402", "{", "never closed"),
    ("(a + b", "GP402", "(", "never closed"),
    ("a + b)", "GP402", ")", "closes nothing"),
    ("a + b}", "GP402", "}", "closes nothing"),
    (r"\left( a ]", "GP402", r"\left(", "never closed"),
    ("|a + b", "GP402", "|", "never closed"),
    (r"\begin{cases} a", "GP402", r"\begin{cases}", r"\end{cases}"),
    (r"a \end{bmatrix}", "GP402", r"\end{bmatrix}", "closes nothing"),
    (r"\text{if $x}", "GP402", "$", "partner"),
    ("a $ b", "GP402", "$", "no place"),
    (r"\text{if", "GP402", "{", "never closed"),
    ("u_j^2^3", "GP403", "^", "second superscript"),
    ("u_j_k", "GP403", "_", "second subscript"),
    ("a + ", "GP403", "+", "ends"),
    ("a = = b", "GP403", "=", "expected"),
    ("a = = b".replace("= =", r"\cdot ="), "GP403", "=", "expected"),
    (r"\frac{a}", "GP403", "}", "denominator"),
    (r"\sum_i", "GP403", "i", "runs over"),
    (r"\log a / b", "GP403", "/", "not clear"),
    ("e^-x", "GP403", "-", "braces"),
    (r"\frac{\partial^2 f}{\partial x}", "GP403", r"\partial", "order"),
    (r"\left. f \right|_{x=0}", "GP403", r"\left.", "evaluated at a point"),
    (r"f \Big|_{x=0}", "GP403", r"\Big|", "evaluated at a point"),
    ("2 3", "GP403", "2 3", "side by side"),
    (r"\hat{a + b}", "GP403", r"\hat{a + b}", "more than one"),
    (r"a \begin{tikz} b \end{tikz}", "GP401", r"\begin{tikz}", "not known"),
    ("a \x00 b", "GP403", "\x00", "invisible"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "place", "word"), WRONG, ids=[case[0] for case in WRONG])
def test_each_fault_is_named_at_its_place(text: str, code: str, place: str, word: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read_rows(text, offset=5)
    found = caught.value.diagnostic
    assert (found.code, text[found.span.start - 5 : found.span.end - 5]) == (code, place)
    assert word in found.message + " " + (found.help or "")


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "x" + ")" * 10_000,
        "{" * 10_000 + "x" + "}" * 10_000,
        "x+" * 500_000,
        "x+" * 15_000,
        "-" * 5_000 + "x",
        r"\log " * 5_000 + "x",
        r"\sum_i " * 5_000 + "x",
        "x/" * 5_000 + "x",
        "x" + "!" * 1_000,
        r"\frac" * 2_000 + "12",
        "1" * 5_000,
        r"\hat" * 2_000 + "x",
        r"x \\ " * 2_000,
    ],
    ids=lambda text: text[:12],
)
def test_what_is_over_budget_is_refused_in_words(text: str) -> None:
    (found,) = read_rows_leniently(text)
    assert isinstance(found, Diagnostic)
    assert found.code == "GP404"
    assert 0 <= found.span.start <= found.span.end <= len(text)


def test_a_tower_of_powers_is_only_read_not_computed() -> None:
    assert read_formula("9^{9^{9^9}}")


def test_a_bad_row_spoils_no_other() -> None:
    found = read_rows_leniently(r"a = b \\ \foo \\ c = ( d \\ e = f \\ {g \\ h")
    assert [type(row) for row in found] == [Row, Diagnostic, Diagnostic, Row, Diagnostic, Row]


def test_an_unclosed_environment_points_at_its_beginning_and_spares_the_rows_before() -> None:
    first, second = read_rows_leniently(r"a = b \\ c = \begin{cases} d \\ e")
    assert isinstance(first, Row)
    assert isinstance(second, Diagnostic)
    assert second.span.start == len(r"a = b \\ c = ")


def test_read_formula_wants_exactly_one_statement_without_conditions() -> None:
    for text in ("", "a = b, c = d", r"a_j = b, \quad j = t", r"a \\ b"):
        with pytest.raises(FormulaError):
            read_formula(text)
