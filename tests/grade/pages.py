# ruff: noqa: E501 - the questions are quoted as they stand
"""What the tests of grading share: the key, and pages to grade."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from gradproof.catalogue import derivations
from gradproof.grade.course import Course, marks_of
from gradproof.grade.key import Key
from gradproof.grade.mark import Mark
from gradproof.grade.store import Work

KEYS = ("multinomial_regression", "neural_network")
QUESTIONS = {  # as the homework has them, long lines too
    "1": r"""
# 1 Multinomial regression

(a) Show that $\frac{\partial \ell}{\partial u_j}$ is equal to $\begin{cases} 1 - p_j, & \text{if } j = t \\ -p_j, & \text{if } j \neq t \end{cases}$

(b) Give the derivative for $\frac{\partial u_j}{\partial \mathbf{w}_j}$

(c) Give the derivative for $\frac{\partial u_j}{\partial b_j}$

(d) Give an expression for the gradient $\frac{\partial \ell}{\partial \mathbf{w}_j}$ and $\frac{\partial \ell}{\partial b_j}$

(e) Explain why the derivative $\frac{\partial u_j}{\partial \mathbf{w}_i}$ is 0, if $i \neq j$.
""",
    "2": r"""
# 2 Neural networks

(a) Give an expression for $\frac{\partial \ell}{\partial \mathbf{w}}$ and $\frac{\partial \ell}{\partial b_j}$.

(b) Derive $\frac{\partial \ell}{\partial h_k}$ and show it is equal to $\sum_j \frac{\partial \ell}{\partial u_j} w_{jk}$. (Hint: use $\frac{\partial \ell}{\partial h_k} = \sum_j \frac{\partial \ell}{\partial u_j} \frac{\partial u_j}{\partial h_k}$)

(c) Derive $\frac{\partial h_k}{\partial s_k}$ and show it is equal to $h_k(1 - h_k)$.

(d) Derive $\frac{\partial s_k}{\partial \mathbf{v}_k}$ and $\frac{\partial s_k}{\partial a_k}$

(e) Give the expression for the gradients $\frac{\partial \ell}{\partial \mathbf{v}_k}$ and $\frac{\partial \ell}{\partial a_k}$
""",
}


@cache
def course() -> Course:
    """The two documents of the catalogue that the homework is about."""
    paths = [path for path in derivations() if path.stem in KEYS]
    return Course(tuple((path.name, path.read_text("utf-8")) for path in paths))


def key() -> Key:
    return course().key


def marks(text: str, rubric: str = "") -> dict[str, Mark]:
    """The marks of a page by item."""
    work = Work(b"", "page", "", text, "")
    return {mark.item: mark for mark in marks_of(replace(course(), rubric_text=rubric), work)}


def page(**answers: str) -> str:
    """The page of questions with answers put behind them: `page(c1="$$…$$")` answers 1(c)."""
    text = "".join(QUESTIONS.values())
    for name, answer in answers.items():
        letter, section = name[0], name[1]
        start = text.index(f"\n# {section} ")
        found = re.compile(rf"\n\({letter}\)[^\n]*\n").search(text, start)
        assert found is not None
        text = text[: found.end()] + "\n" + answer + "\n" + text[found.end() :]
    return text
