"""In whose section, item and case every line of a page stands."""

from __future__ import annotations

import pytest

from gradproof.document.derivation import Line
from gradproof.document.from_markdown import read_page
from gradproof.document.from_page import read_derivation
from gradproof.source import Source

CLAIM = "\n$$2 p_j = p_j + p_j$$\n"


def lines(text: str) -> list[Line]:
    return [line for line in read_derivation(read_page(Source("page.md", text))).lines if isinstance(line, Line)]


def conditions(text: str) -> list[int]:
    """How many conditions are in force for each line."""
    return [len(line.environment.conditions) for line in lines(text)]


def test_a_case_holds_over_connectives_and_ends_with_prose() -> None:
    prose = "\nThis paragraph is much longer than any connective, so that it surely ends the case before it here.\n"
    assert conditions(f"If $j = t$:\n{CLAIM}\nso\n{CLAIM}{prose}{CLAIM}") == [1, 1, 0]


def test_a_case_ends_with_the_next_case_item_and_heading() -> None:
    text = f"If $j = t$:\n{CLAIM}\nIf $j \\neq t$:\n{CLAIM}\n(b) Now\n{CLAIM}\nIf $j = t$:\n{CLAIM}\n# Next\n{CLAIM}"
    assert conditions(text) == [1, 1, 0, 1, 0]


def test_otherwise_is_the_negation() -> None:
    found = lines(f"If $j = t$:\n{CLAIM}\nOtherwise:\n{CLAIM}")
    assert [getattr(c, "relations", None) for line in found for c in line.environment.conditions] == [
        ("=",),
        ("\\neq",),
    ]


def test_an_unclear_case_is_not_judged_as_if_there_were_none() -> None:
    (line,) = lines(f"If $j = t$ or $j = s$:\n{CLAIM}")
    assert line.problem is not None


def test_what_the_page_calls_wrong_is_not_judged() -> None:
    (line,) = lines(f"It is wrong to write\n{CLAIM}")
    assert line.problem is not None


def test_a_heading_lets_symbols_be_defined_anew() -> None:
    found = lines("$$y = x^2$$\n\n$$y = x^2$$\n\n# Next\n\n$$y = x^3$$\n")
    assert [line.kind for line in found] == ["definition", "step", "definition"]


def test_definitions_behind_where_hold_for_their_sentence() -> None:
    found = lines("We find $\\frac{dz}{dx} = 2x$, where $z = x^2$.\n")
    assert [(line.kind, "z" in line.environment.definitions) for line in found] == [
        ("claim", True),
        ("definition", True),
    ]


def test_items_and_rows() -> None:
    found = lines("# 2 Title\n\n(c) Show\n\n$$\\begin{aligned} 2 x &= x + x \\\\ &= 2 x \\end{aligned}$$\n")
    assert [(line.item, line.row, line.kind) for line in found] == [
        ("2(c)", 1, "step"),
        ("2(c)", 2, "step"),
        ("2(c)", 2, "conclusion"),
    ]


def test_hints_of_one_section_do_not_reach_another() -> None:
    found = lines("# One\n\n$$u = a x$$\n\n# Two\n\n$$v = W x$$\n\n$$v_j$$\n")
    shapes = [len(line.environment.hints) for line in found]
    assert shapes[0] == 0
    assert shapes[1] > 0


def test_what_a_sentence_calls_wrong_is_said_to_be_left() -> None:
    (line,) = lines("$$p_j = u_j^2$$\n\nIt is wrong to write $\\frac{\\partial p_j}{\\partial u_j} = u_j$ here.")[1:]
    assert line.problem is not None
    assert line.problem.code == "GP300"


@pytest.mark.parametrize(
    "text",
    [
        "At $w = 0$ there is a kink.",
        "The slope is undefined at $w = 0$.",
        "This holds everywhere, except near $w = 0$.",
    ],
)
def test_a_point_that_a_sentence_names_is_no_definition(text: str) -> None:
    (line,) = lines(f"# Two\n\n{text}\n\n$$f = w^2$$\n")
    assert (line.kind, set(line.environment.definitions)) == ("definition", {"f"})


def test_what_is_arrived_at_is_defined() -> None:
    found = lines("So we arrive at $w = x^2$.\n\n$$f = w^2$$\n")
    assert set(found[-1].environment.definitions) == {"w", "f"}


def test_a_display_that_holds_at_a_point_is_not_judged_as_if_it_held_everywhere() -> None:
    (line,) = lines("$$f = w^2 + w$$\n\n# Two\n\nAt $w = 0$ we have\n\n$$\\frac{df}{dw} = 1$$\n")[1:]
    assert line.problem is not None
    assert "one point" in line.problem.message


def test_what_we_set_is_defined_and_what_we_set_to_zero_is_solved() -> None:
    page = "Let $p, q \\in \\mathbb{R}$. We set $v = p - q$.\n\n$$v^2 = p^2$$\n\nLet $f = p^2$. "
    assert [line.kind for line in lines(f"{page}We set $\\frac{{\\partial f}}{{\\partial p}} = 0$.")] == [
        "definition",
        "step",
        "definition",
    ]
