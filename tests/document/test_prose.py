"""What paragraphs do: cases, conditions, claims in words, definitions, equations to solve, declared mistakes."""

from __future__ import annotations

import pytest

from gradproof.document.from_markdown import read_page
from gradproof.document.page import Paragraph
from gradproof.document.prose import Reading, read_paragraph
from gradproof.proofread import check_text
from gradproof.source import Source

Claim = tuple[str, str, tuple[str, ...]]
A, B = "\\frac{\\partial \\ell}{\\partial u_j}", "\\frac{\\partial a}{\\partial b}"


def read(text: str) -> Reading:
    (paragraph,) = [piece for piece in read_page(Source("page.md", text)).pieces if isinstance(piece, Paragraph)]
    return read_paragraph(paragraph)


def claims(text: str) -> list[Claim]:
    found = [claim for sentence in read(text).sentences for claim in sentence.claims]
    return [(c.left.text, c.right.text.strip(), tuple(f.text.strip() for f in c.conditions)) for c in found]


def case(text: str) -> tuple[str, ...] | None:
    found = read(text).case
    return None if found is None or found.unclear else tuple(f.text.strip() for f in found.conditions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"(a) Show that ${A}$ is equal to $p_j - 1$", (A, "p_j - 1", ())),
        (f"Explain why the derivative ${A}$ is 0, if $i \\neq j$.", (A, "0", ("i \\neq j",))),
        (f"Explain why the derivative ${A}$ is zero when $i \\neq j$.", (A, "0", ("i \\neq j",))),
        ("this ensures that the sum of probabilities $\\sum_j p_j$ is equal to 1.", ("\\sum_j p_j", "1", ())),
        (f"Derive ${A}$ and show it is equal to $h_k(1 - h_k)$.", (A, "h_k(1 - h_k)", ())),
        (f"Derive ${A}$. Then show that it equals $h_k$.", (A, "h_k", ())),
        (f"Show that it is of interest, and ${A}$ equals $b$.", (A, "b", ())),
        ("Hence $x^2$ equals $y$, which was to be shown.", ("x^2", "y", ())),
        (f"If $j = t$, then ${A}$ is equal to $1 - p_j$.", (A, "1 - p_j", ("j = t",))),
        (f"For $i ≠ j$ the derivative ${A}$ vanishes.", (A, "0", ("i ≠ j",))),
        (f"Show that ${A}$ is $p_j - 1$.", (A, "p_j - 1", ())),
        (f"Show that ${A}$ and ${B}$ are equal.", (A, B, ())),
        (f"Prove that ${A}$ is equal to $a = b$.", (A, "a", ())),
        (f"The derivative ${A}$ is -1.", (A, "-1", ())),
        (f"The derivative ${A}$ is 1 if j = t and 0 otherwise.", (A, "1", ("j = t",))),
        (f"Why is ${A}$ equal to $c$?", (A, "c", ())),
    ],
)
def test_claims_in_words(text: str, expected: Claim | None) -> None:
    assert claims(text) == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    "text",
    [
        "The sum of $p_j$ is equal to 1.",
        "The sum of probabilities $p_j$ is equal to 1.",
        "The derivative of the loss $\\ell$ is equal to 0.",
        "The derivative of $\\ell$ with respect to $u_j$ is equal to $p_j$.",
        "The sum of $a$ and $b$ is equal to $c$.",
        "The norm of $w$ is equal to 1.",
        "If $x$ is equal to $y$, we stop.",
        "Suppose that $x$ is equal to $y$.",
        "Let $x$ be equal to $y$.",
        "Set $x$ equal to 0.",
        "Choose $x$ equal to $y$.",
        "This makes $x$ equal to $y$.",
        "Is $x$ equal to $y$?",
        "$x$ is not equal to $y$.",
        "$x$ is approximately equal to $y$.",
        "$x$ is equal to $y$ up to a constant.",
        "$x$ is equal to $y$ plus $z$.",
        "$a$ and $b$ are equal to $c$ and $d$, respectively.",
        "$x$ is equal to 1 minus the rest.",
        "$x$ is equal to 0 or 1.",
        "$x$ is equal to 1/2 of it.",
        f"${A}$ is equal to $1$ if the class is the true one.",
        f"${A}$ is equal to $1$ except on the diagonal.",
        f"${A}$ is equal to $1$ if $j = t$ or $j = s$.",
        f"where ${A}$ is $\\delta$",
        "The class $t$ is $3$.",
        "We call $x$ the loss; it never equals $y$.",
        "Derive the derivative of $\\ell$ for $u_j$ and show it is equal to $p_j$.",
    ],
)
def test_what_is_not_surely_a_claim_is_none(text: str) -> None:
    assert claims(text) == []


def test_a_claim_in_words_has_its_exact_place() -> None:
    text = f"So ${A}$ is equal to zero."
    (claim,) = [claim for sentence in read(text).sentences for claim in sentence.claims]
    assert text[claim.right.span.start : claim.right.span.end] == "zero"
    assert claim.right.text == "0   "
    assert claim.left.span.start == text.index(A)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("If $j = t$:", ("j = t",)),
        ("when $i \\neq j$,", ("i \\neq j",)),
        ("For $j \\ne t$:", ("j \\ne t",)),
        ("**If $j = t$:**", ("j = t",)),
        ("Case j = t", ("j = t",)),
        ("Case 1: $j = t$.", ("j = t",)),
        ("In the case that $j \\neq t$ we get", ("j \\neq t",)),
        ("Now suppose that $i = j$ and $j \\neq t$. Then", None),
        ("Similarly, for $i = j$ and $j \\neq t$ we have:", ("i = j", "j \\neq t")),
        ("if i != j:", ("i ≠ j",)),
        ("If $i$ differs from $j$:", ("i≠j",)),
        ("If $i$ is equal to $j$:", ("i=j",)),
        ("We first do the harder one. If $j = t$:", ("j = t",)),
        (f"Give ${A}$ for $i \\neq j$.", ("i \\neq j",)),
        ("If $x > 0$:", ("x > 0",)),
        ("There is no w_i and $i \\neq j$ which makes everything a constant.", None),
        ("For $i = 1, \\dots, N$ we write:", None),
        ("For all $j$:", None),
        ("If $j = t$ the delta is one, which is a fact.", None),
        ("We let $p(t|x) = p_t$:", None),
    ],
)
def test_cases(text: str, expected: tuple[str, ...] | None) -> None:
    assert case(text) == expected


@pytest.mark.parametrize("text", ["Otherwise:", "Otherwise", "In all other cases we get:", "Else"])
def test_otherwise(text: str) -> None:
    found = read(text).case
    assert found is not None
    assert found.otherwise


def test_otherwise_in_running_words_opens_no_case() -> None:
    assert read("Otherwise we predict the other class").case is None


@pytest.mark.parametrize("text", ["If $j = t$ or $j = s$:", "If the class is the true one:"])
def test_a_case_that_is_not_understood_says_so(text: str) -> None:
    found = read(text).case
    assert found is not None
    assert found.unclear


@pytest.mark.parametrize(
    "text", ["so", "and", "hence we get", "Therefore:", "Gives us $a$", "Using the chain rule again, we get:"]
)
def test_a_connective_ends_no_case(text: str) -> None:
    assert not read(text).ends_case


@pytest.mark.parametrize(
    "text",
    [
        "Derive the gradient:",
        "Now we turn to the second layer of the network, which is harder.",
        "We are done. Next comes $b$.",
    ],
)
def test_a_paragraph_ends_a_case(text: str) -> None:
    assert read(text).ends_case


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Let $X = YZ$.", "defines"),
        ("The probability $p_j$ is defined as:", "defines"),
        ("where $z$ is the logit", "defines"),
        ("Set $a = 0$ and go on.", "solves"),
        ("Setting the derivative to zero, we get", "solves"),
        ("Solve for $w$:", "solves"),
        ("A common mistake is $a = b$.", "wrong"),
        ("It is not true that $a = b$.", "wrong"),
        ("The following is wrong:", "wrong"),
        ("A wrong answer: $a = b$.", "wrong"),
        ("But $a = b$ does not hold.", "wrong"),
        ("We get:", "leads"),
    ],
)
def test_what_a_sentence_does(text: str, flag: str) -> None:
    assert getattr(read(text).sentences[-1], flag)
    assert not getattr(read("Plain words about $x$.").sentences[-1], flag)


@pytest.mark.parametrize(
    "text", ["A sum over the wrong index:", "If the prediction is wrong, the loss is:", "The network makes mistakes:"]
)
def test_a_mistake_that_is_not_the_formulas(text: str) -> None:
    assert not read(text).sentences[-1].wrong


def test_abbreviations_end_no_sentence() -> None:
    assert len(read("The gradient w.r.t. $W$, i.e. $G$, cf. Eq. 2. Then more.").sentences) == 2


def test_a_very_long_sentence_is_left_alone() -> None:
    found = read("If $a$ is equal to $b$ and " * 3000)
    assert not any(sentence.claims for sentence in found.sentences)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Set $q = 1 - p$.", "proved"),
        ("We set $q = 1 - p$.", "proved"),
        ("Setting $q = 1 - p$ we get", "proved"),
        ("For $\\gamma \\ge 0$ set $q = 1 - p$.", "proved"),
    ],
)
def test_what_is_set_to_a_formula_is_defined(words: str, status: str) -> None:
    page = f"Let $p = \\sigma(s)$. {words}\n\n$$\\frac{{\\partial q}}{{\\partial s}} = -p q$$\n"
    assert [s.verdict.status for s in check_text(page).steps if s.verdict] == [status]


def test_what_is_set_to_zero_is_solved() -> None:
    page = "Let $J = (w - a)^2$. We set $\\frac{\\partial J}{\\partial w} = 0$ and find\n\n$$w = a$$\n"
    assert "refuted" not in [s.verdict.status for s in check_text(page).steps if s.verdict]


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ("For $\\gamma > 0$ let\n\n$$F = p^\\gamma$$\n\n$$\\frac{dF}{dp} = \\gamma p^{\\gamma - 1}$$\n", ["proved"]),
        ("For $\\gamma > 0$ let\n\n$$F = p^\\gamma$$\n\n$$\\frac{dF}{dp} = p^{\\gamma - 1}$$\n", ["refuted"]),
        (  # another case of the same letter
            "For $x > 0$:\n\n$$f = x$$\n\nFor $x < 0$:\n\n$$f = -x$$\n\n$$\\frac{df}{dx} = 1$$\n",
            ["unreadable", "unreadable", "undecided"],
        ),
        ("For $x > 0$ let\n\n$$f = x$$\n\nOtherwise\n\n$$f = 0$$\n", ["unreadable"]),
    ],
)
def test_a_range_with_which_nothing_competes_opens_no_case_of_a_definition(page: str, wanted: list[str]) -> None:
    assert [s.verdict.status for s in check_text(page).steps if s.verdict] == wanted
