from __future__ import annotations

import pytest

from gradproof.formula.lexer import tokenize


def tokens(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokenize(text)]


def test_tokens_carry_their_places_and_the_space_before_them() -> None:
    first, second = tokenize("a  \\beta", offset=10)
    assert (first.span.start, first.span.end, first.gap) == (10, 11, False)
    assert (second.span.start, second.span.end, second.gap) == (13, 18, True)


@pytest.mark.parametrize("text", [r"\,", r"\;", r"\!", r"\label{a}", r"\tag*{2}", "% note", "~", r"\ "])
def test_what_only_decorates_leaves_no_token(text: str) -> None:
    assert tokens(text) == []


def test_a_star_behind_a_letter_multiplies() -> None:
    assert tokens(r"\sigma*x") == [("letter", "sigma"), ("operator", "*"), ("letter", "x")]


def test_row_breaks_take_their_length_but_no_bracket_of_the_formula() -> None:
    assert tokens(r"\\[1.6em]*") == [("row", "\\"), ("operator", "*")]
    assert tokens(r"\\[j=t]")[1] == ("open", "[")


def test_directed_bars_and_invisible_brackets_are_told_apart() -> None:
    assert tokens(r"\left| \right| \left. \big| \middle| \left\| ") == [
        ("open", "|"), ("close", "|"), ("open", "."), ("bar", "|"), ("mid", "|"), ("open", r"\|"),
    ]  # fmt: skip


def test_mathematics_inside_text_is_mathematics() -> None:
    assert tokens(r"\text{if $i=j$ holds}") == [
        ("text", "if "), ("letter", "i"), ("relation", "="), ("letter", "j"), ("text", " holds"),
    ]  # fmt: skip


def test_unicode_is_spelled_out() -> None:
    assert tokens("α²≤−∞") == [
        ("letter", "alpha"), ("sup", "^"), ("lbrace", "{"), ("number", "2"), ("rbrace", "}"), ("relation", r"\leq"),
        ("sign", "-"), ("mark", "infty"),
    ]  # fmt: skip


def test_prose_in_another_script_is_text() -> None:
    assert [kind for kind, _ in tokens("a = b 如果 i")] == ["letter", "relation", "letter", "text", "letter"]


def test_dots_between_numbers_are_no_decimal_points() -> None:
    assert tokens("1..5") == [("number", "1"), ("dots", "dots"), ("number", "5")]
    assert tokens("1.5") == [("number", "1.5")]


def test_a_bold_digit_is_no_plain_number() -> None:
    assert [token.text for token in tokenize("𝟏")] == [token.text for token in tokenize(r"\mathbf1")]


@pytest.mark.parametrize(("char", "spelled"), [("½", r"\frac{1}{2}"), ("¾", r"\frac{3}{4}"), ("f″(x)", "f''(x)")])
def test_characters_that_are_typed_for_a_formula(char: str, spelled: str) -> None:
    assert [token.text for token in tokenize(char)] == [token.text for token in tokenize(spelled)]
