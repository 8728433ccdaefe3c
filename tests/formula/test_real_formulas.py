"""Real derivations, where the shared folder lies beside the checkout, and what damage does to them."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradproof.formula import commands
from gradproof.formula.from_latex import read_rows, read_rows_leniently
from gradproof.formula.to_latex import row_to_latex
from gradproof.formula.traverse import without_places
from gradproof.formula.tree import Row
from gradproof.source import FormulaError
from tests.formula.test_from_latex import BINDING, BRACKETS, CALLS, CASES, DERIVATIVES, INDICATORS, SCRIPTS

SHARED = Path(__file__).parents[3] / "shared"
HOMEWORK = SHARED / "homework" / "homework5.md"
LINES = SHARED / "corpus" / "lines.jsonl"
OUR_OWN = [*BINDING, *CALLS, *DERIVATIVES, *SCRIPTS, *INDICATORS, *BRACKETS, *CASES]
LEXEME = re.compile(r"\\[A-Za-z]+|\\.|\d+|\s+|.", re.DOTALL)
EXTRA = [
    "{", "}", "(", ")", "[", "]", "|", r"\|", "&", r"\\", "^", "_", "'", "$", "..", "/", "!", r"\left.", "d",
    r"\right|", r"\begin{cases}", r"\end{cases}", r"\text{if }", r"\frac", r"\partial", "\x00", "é",
]  # fmt: skip


@pytest.mark.skipif(not HOMEWORK.exists(), reason="the homework page is not here")
def test_every_formula_of_the_homework_reads_and_prints() -> None:
    page = HOMEWORK.read_text(encoding="utf-8")
    found = [match[1] or match[2] for match in re.finditer(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", page, re.DOTALL)]
    assert len(found) > 50
    for text in found:
        if text.startswith("^"):  # the notation ^{(i)} itself, quoted in prose
            continue
        for row in read_rows(text):
            (again,) = read_rows(row_to_latex(row))
            assert without_places(again.statements) == without_places(row.statements)


@pytest.mark.skipif(not LINES.exists(), reason="the corpus is not here")
def test_most_real_lines_read_and_all_that_read_print() -> None:
    lines = [json.loads(line)["tex"] for line in LINES.read_text(encoding="utf-8").splitlines()]
    whole = [text for line in lines if _is_whole(text := _with_macros(line))]
    read = 0
    for text in whole:
        try:
            rows = read_rows(text)
        except FormulaError:
            continue
        read += 1
        for row in rows:
            (again,) = read_rows(row_to_latex(row))
            assert without_places(again.statements) == without_places(row.statements)
    assert read / len(whole) >= 0.97


def _with_macros(text: str) -> str:
    """The line with the macros of its document spelled out, and without the halves of a cut environment."""
    text = re.sub(r"\\(begin|end)\{flalign\}", "", text)
    text = re.sub(r"\\def\\horzbar\{.*?\}\}", "", text)
    for macro, meaning in (("matr", "mathbf"), ("vecr", "bm"), ("eqncomment", "text"), ("longeqncomment", "text")):
        text = re.sub(rf"\\{macro}\b", rf"\\{meaning}", text)
    text = re.sub(r"\\n([xyzg])\b", r"n_\1", text).replace(r"\E_", r"\mathbb{E}_").replace(r"\horzbar", r"\text{---}")
    return text.replace(r"\transpose", r"\mathord")


def _is_whole(text: str) -> bool:
    """Whether the extractor cut the line at its end: not within braces, an environment, or behind an operator."""
    braces = re.sub(r"\\[{}]", "", text)
    cells = not text.startswith("0 & ") and "matrix*" not in text
    return braces.count("{") == braces.count("}") and not text.rstrip().endswith("+") and cells


def damaged(seed: int) -> str:
    """A formula with a few lexemes lost, doubled or foreign."""
    chance = random.Random(seed)
    lexemes = LEXEME.findall(chance.choice(OUR_OWN))
    foreign = [*EXTRA, *("\\" + name for name in chance.sample(commands.KNOWN_NAMES, 10))]
    for _ in range(chance.randint(1, 5)):
        place = chance.randrange(len(lexemes) + 1)
        if chance.random() < 0.4 and lexemes:
            del lexemes[place - 1 : place]
        elif chance.random() < 0.5:
            lexemes.insert(place, chance.choice(foreign))
        else:
            lexemes[place:place] = LEXEME.findall(chance.choice(OUR_OWN))[: chance.randint(1, 6)]
    return "".join(lexemes)


def check_that_it_answers(text: str) -> None:
    for found in read_rows_leniently(text, offset=3):
        assert 3 <= found.span.start <= found.span.end <= len(text) + 3
        if isinstance(found, Row):
            assert row_to_latex(found)
        else:
            assert found.code in {"GP401", "GP402", "GP403", "GP404"}
            assert found.message.endswith((".", "?"))


@pytest.mark.parametrize("start", range(0, 2000, 250))
def test_a_damaged_formula_is_read_or_refused_in_words(start: int) -> None:
    for seed in range(start, start + 250):
        check_that_it_answers(damaged(seed))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
@settings(max_examples=300)
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    check_that_it_answers(text)


@given(st.lists(st.sampled_from([*EXTRA, *("\\" + name for name in commands.KNOWN_NAMES), "a", "1", " "]), max_size=25))
@settings(max_examples=300)
def test_any_row_of_commands_is_read_or_refused_in_words(lexemes: list[str]) -> None:
    check_that_it_answers("".join(lexemes))


@given(st.binary(max_size=200))
@settings(max_examples=100)
def test_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    check_that_it_answers(data.decode("latin-1"))
