"""A page's own commands: what defines them, what they unfold to, and that every token keeps its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradproof.formula.from_latex import read_formula, read_rows, read_rows_leniently
from gradproof.formula.macros import MAX_UNFOLDINGS, Macro, find_macros, known_at, unfold
from gradproof.formula.traverse import without_places
from gradproof.formula.tree import Chain
from gradproof.source import Diagnostic, FormulaError


def known(definitions: str) -> dict[str, Macro]:
    return known_at(find_macros(definitions), len(definitions))


def unfolded(definitions: str, text: str) -> str:
    found = unfold(text, 0, known(definitions))
    return text if found is None else found.text


@pytest.mark.parametrize(
    ("definitions", "text", "expected"),
    [
        (r"\newcommand{\R}{\mathbb{R}}", r"x \in \R^n", r"x \in \mathbb{R}^n"),
        (r"\newcommand\R{\mathbb{R}}", r"\R", r"\mathbb{R}"),
        (r"\newcommand*{\T}[1]{#1^\top}", r"\T{W} \T x", r"W^\top x^\top"),
        (r"\newcommand{\p}[2][L]{\frac{\partial #1}{\partial #2}}", r"\p{x}", r"\frac{\partial L}{\partial x}"),
        (
            r"\newcommand{\p}[2][L]{\frac{\partial #1}{\partial #2}}",
            r"\p[y_{1}]{x}",
            r"\frac{\partial y_{1}}{\partial x}",
        ),
        (r"\def\half#1{\frac{#1}{2}}", r"\half{a b} \half c", r"\frac{a b}{2} \frac{c}{2}"),
        (r"\DeclareMathOperator*{\softmax}{softmax}", r"\softmax(u)", r"\operatorname{softmax}(u)"),
        (r"\DeclarePairedDelimiter{\norm}{\lVert}{\rVert}", r"\norm*{x}", r"\lVert x \rVert"),
        (r"\newcommand{\a}{b}\renewcommand{\a}{c}", r"\a", "c"),
        (r"\newcommand{\a}{b}\providecommand{\a}{c}", r"\a", "b"),
        (r"\newcommand{\a}[1]{\b{#1}}\newcommand{\b}[1]{(#1)}", r"\a{\a{x}}", "((x))"),
        (r"\let\old\vec\renewcommand{\vec}[1]{\old{#1}_1}", r"\vec x", r"\vec{x}_1"),
        (r"\newcommand{\eps}{\epsilon}", r"\eps x \epsilon", r"\epsilon x \epsilon"),
        (r"\newcommand{\eps}{\epsilon}", r"\epsx", r"\epsx"),
        ("\\newcommand{\\a}{b % no {\n}", r"\a + c", "b  + c"),
    ],
)
def test_what_a_use_unfolds_to(definitions: str, text: str, expected: str) -> None:
    assert unfolded(definitions, text).split() == expected.split()


@pytest.mark.parametrize(
    "text",
    [r"\newcommand", r"\newcommand{\a}", r"\newcommand{\a}{b", r"\def\a(#1){b}", r"\let\a", r"\newcommand{a}{b}"],
)
def test_what_defines_nothing(text: str) -> None:
    assert find_macros(text) == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [(r"x \in \R^n", r"x \in \mathbb{R}^n"), (r"\E[x]", r"\mathbb{E}[x]"), (r"\norm{x}^2", r"\lVert x \rVert^2")],
)
def test_commands_of_sites_are_known_without_a_definition(text: str, meant: str) -> None:
    assert without_places(read_formula(text)) == without_places(read_formula(meant))
    assert without_places(read_formula(r"\R", 0, known(r"\def\R{r}"))) == without_places(read_formula("r"))


def test_a_definition_holds_from_its_place_on() -> None:
    text = r"\newcommand{\a}{x} $\a$ \renewcommand{\a}{y} $\a$"
    macros = find_macros(text)
    first, second = (known_at(macros, text.index("$", at)) for at in (0, 40))
    assert (first[r"\a"].body, second[r"\a"].body) == ("x", "y")


def test_a_body_stands_at_the_place_of_its_use_and_an_argument_at_its_own() -> None:
    text = r"y = \half{x + z} w"
    tree = read_formula(text, 100, known(r"\def\half#1{\frac{#1}{2}}"))
    assert isinstance(tree, Chain)
    right = tree.operands[1]
    assert right is not None
    assert text[right.span.start - 100 : right.span.end - 100] == r"\half{x + z} w"
    assert without_places(tree) == without_places(read_formula(r"y = \frac{x + z}{2} w"))


@pytest.mark.parametrize(
    ("definitions", "text", "code", "place"),
    [
        (r"\def\a{\a\a}", r"x + \a", "GP404", (4, 6)),
        (r"\def\a{\b}\def\b{\a}", r"\a", "GP404", (0, 2)),
        (r"\newcommand{\a}[2]{#1 #2}", r"x \a{y}", "GP403", (2, 4)),
        (r"\newcommand{\a}[1]{#1}", r"{\a}", "GP403", (1, 3)),
        (r"\newcommand{\a}[1]{#1}", r"\a{x", "GP402", (2, 3)),
        (r"\newcommand{\a}{\nosuch}", r"x = \a y", "GP401", (4, 6)),
    ],
)
def test_what_is_wrong_is_said_at_the_use(definitions: str, text: str, code: str, place: tuple[int, int]) -> None:
    with pytest.raises(FormulaError) as caught:
        read_rows(text, 0, known(definitions))
    found = caught.value.diagnostic
    assert (found.code, (found.span.start, found.span.end)) == (code, place)
    assert isinstance(read_rows_leniently(text, 0, known(definitions))[0], Diagnostic)


def test_a_bomb_is_stopped_by_count() -> None:
    bodies = "".join(rf"\def\{chr(98 + n)}{{\{chr(97 + n)}\{chr(97 + n)}}}" for n in range(20))
    with pytest.raises(FormulaError) as caught:
        unfold(r"\u", 0, known(r"\def\a{xxxxxxxx}" + bodies))
    assert caught.value.diagnostic.code == "GP404"
    assert unfolded(r"\def\a{x}", r"\a " * (MAX_UNFOLDINGS - 1)).count("x") == MAX_UNFOLDINGS - 1


@given(st.text(alphabet="\\ab{}[]#12% \n", max_size=60), st.text(alphabet="\\ab{}[]*% x\n", max_size=30))
def test_any_text_is_unfolded_or_an_error(definitions: str, text: str) -> None:
    read_rows_leniently(text, 0, known(r"\newcommand" + definitions))
