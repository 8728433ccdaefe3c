"""From statements to lines: what defines, what is a step, a conclusion, a claim."""

from __future__ import annotations

import pytest

from gradproof.document.derivation import Broken, Line
from gradproof.document.scribe import Scribe
from gradproof.formula.from_latex import read_rows_leniently


def kinds(*displays: str) -> list[str]:
    """What every equation of the displays is: its kind, or "broken"."""
    scribe = Scribe(index_letters={"i", "j", "t"})
    for text in displays:
        scribe.display(read_rows_leniently(text))
    return [line.kind if isinstance(line, Line) else "broken" for line in scribe.lines]


@pytest.mark.parametrize(
    ("displays", "expected"),
    [
        (["y = x^2"], ["definition"]),
        (["y = x^2", "y = x^2"], ["definition", "step"]),
        (["y := x^2"], ["definition"]),
        (["y = x^2 = x x"], ["definition", "step"]),
        (["y = x^2 = x x = x^2"], ["definition", "step", "step", "conclusion"]),
        ([r"y = a = x^2"], ["definition", "definition"]),
        ([r"y = a = x^2 = x x"], ["definition", "definition", "step"]),
        ([r"a = x", r"y = a = x^2"], ["definition", "definition", "step"]),
        ([r"\log p_j = u_j"], ["step"]),
        ([r"\frac{dy}{dx} = 2x = x + x"], ["step", "step", "conclusion"]),
        ([r"h_k = \sigma(s_k) = \frac{1}{1 + e^{-s_k}}"], ["definition", "definition"]),
        ([r"h_k = \sigma(s_k) = \frac{1}{1 + e^{-s_k}}", r"h_k = \sigma(s_k) = \frac{1}{1 + e^{-s_k}}"],
         ["definition", "definition", "step", "step", "conclusion"]),
        ([r"p(t | x) = p_t"], ["definition"]),
        (["i = j"], []),
        (["x \\in \\mathbb{R}^D"], []),
        (["2 x = x + x \\text{ and } 3 x = x + 2 x"], ["step", "step"]),
        (["2 x", "= x + x"], ["step"]),
        (["= x + x"], ["broken"]),
        (["2 x = \\frac{1}{x \\\\ 2 x = x + x"], ["broken", "step"]),
        (["a \\leq b = c"], ["step"]),
    ],
)  # fmt: skip
def test_kinds(displays: list[str], expected: list[str]) -> None:
    assert kinds(*displays) == expected


def test_a_row_that_continues_takes_the_end_of_the_chain_before() -> None:
    scribe = Scribe()
    scribe.display(read_rows_leniently(r"2 x &= x + x \\ &= 3 x - x \\ &= 2 x"))
    rows = [(line.kind, line.row) for line in scribe.lines if isinstance(line, Line)]
    assert rows == [("step", 1), ("step", 2), ("step", 3), ("conclusion", 3)]


def test_a_broken_row_does_not_hide_the_next_one() -> None:
    scribe = Scribe()
    scribe.display(read_rows_leniently(r"2 x = \expp(x) \\ 3 x = 2 x + x"))
    assert [isinstance(line, Broken) for line in scribe.lines] == [True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\frac{dJ}{dw} = 2 w x = 0", ["step"]),
        (r"w x = y", []),
        (r"w = y / x", []),
        (r"\frac{dJ}{dw} = 0", []),
    ],
)
def test_where_something_is_set_to_zero(text: str, expected: list[str]) -> None:
    scribe = Scribe(unsolved=True)
    scribe.display(read_rows_leniently(text))
    assert [line.kind for line in scribe.lines if isinstance(line, Line)] == expected


def test_hints_come_from_definitions_not_from_the_right_sides_of_claims() -> None:
    scribe = Scribe()
    texts = (r"u = a x", r"\frac{\partial u}{\partial a} = x_i", r"v = W z", r"\frac{\partial v_j}{\partial z_k}")
    rows = [row for text in texts for row in read_rows_leniently(text)]
    scribe.suggest([s.tree for row in rows if hasattr(row, "statements") for s in row.statements])
    assert scribe.environment.hints == {"W": 2, "v": 1, "z": 1}
