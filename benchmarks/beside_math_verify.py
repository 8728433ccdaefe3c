"""The same pairs of formulas judged by gradproof and by math-verify: how fast, and how often wrongly.

    python benchmarks/beside_math_verify.py

needs the extra `bench`. Every pair is a gradient as a key has it and an answer to it, right or wrong, in symbols that
math-verify can read: no function of the page's own, every name one letter. To gradproof every symbol is a variable here
as well, so both do equal work: read two formulas, compare them. Prints each one's rate, its mistakes, and what it left
undecided; math-verify has no word for that, so its "no" to a right answer is counted as a mistake of its own kind.
"""

from __future__ import annotations

import logging
import statistics
import time
from collections.abc import Callable
from itertools import groupby

from gradproof.document.derivation import Line
from gradproof.formula.environment import Environment
from gradproof.formula.equations import Sides
from gradproof.formula.from_latex import read_formula
from gradproof.proof.normal_form import Workshop
from gradproof.proofread import deepen, judge_line

SUM = r"\sum_{k=1}^{C} e^{u_k}"
PAIRS: tuple[tuple[str, str, bool], ...] = (
    (r"h_k (1 - h_k)", r"h_k - h_k^2", True),
    (r"h_k (1 - h_k)", r"\frac{1}{4} - (h_k - \frac{1}{2})^2", True),
    (r"h_k (1 - h_k)", r"h_k (1 + h_k)", False),
    (r"h_k (1 - h_k)", r"h_k (h_k - 1)", False),
    (r"h_k (1 - h_k)", r"h_j (1 - h_j)", False),
    (r"\frac{e^{-s}}{(1 + e^{-s})^2}", r"\frac{e^{s}}{(1 + e^{s})^2}", True),
    (r"\frac{e^{-s}}{(1 + e^{-s})^2}", r"\frac{1}{1 + e^{-s}} \left(1 - \frac{1}{1 + e^{-s}}\right)", True),
    (r"\frac{e^{-s}}{(1 + e^{-s})^2}", r"\frac{1}{e^{s} + 2 + e^{-s}}", True),
    (r"\frac{e^{-s}}{(1 + e^{-s})^2}", r"\frac{e^{-s}}{1 + e^{-s}}", False),
    (r"\frac{e^{-s}}{(1 + e^{-s})^2}", r"-\frac{e^{-s}}{(1 + e^{-s})^2}", False),
    (r"1 - p_j", r"-(p_j - 1)", True),
    (r"1 - p_j", r"p_j - 1", False),
    (r"1 - p_j", r"1 - p_t", False),
    (r"(1 - p_j) x_i", r"x_i - p_j x_i", True),
    (r"(1 - p_j) x_i", r"(p_j - 1) x_i", False),
    (r"(1 - p_j) x_i", r"(1 - p_i) x_j", False),
    (r"(1 - p_j) x_i", r"1 - p_j x_i", False),
    (r"2 x_i (y - z)", r"-2 x_i (z - y)", True),
    (r"2 x_i (y - z)", r"x_i (y - z)", False),
    (rf"1 - \frac{{e^{{u_j}}}}{{{SUM}}}", rf"1 - e^{{u_j}} \frac{{1}}{{{SUM}}}", True),
    (rf"1 - \frac{{e^{{u_j}}}}{{{SUM}}}", r"1 - \frac{e^{u_j}}{\sum_{c=1}^{C} e^{u_c}}", True),
    (rf"1 - \frac{{e^{{u_j}}}}{{{SUM}}}", rf"\frac{{e^{{u_j}}}}{{{SUM}}} - 1", False),
    (rf"1 - \frac{{e^{{u_j}}}}{{{SUM}}}", r"1 - e^{u_j}", False),
    (r"\sum_{j=1}^{C} p_j w_{jk}", r"\sum_{c=1}^{C} w_{ck} p_c", True),
    (r"\sum_{j=1}^{C} p_j w_{jk}", r"p_j w_{jk}", False),
    (r"\sum_{j=1}^{C} p_j w_{jk}", r"\sum_{k=1}^{C} p_j w_{jk}", False),
    (r"\sum_{j=1}^{C} p_j w_{jk}", r"\sum_{j=1}^{C} p_j w_{kj}", False),
    (r"\sum_{j=1}^{C} p_j w_{jk}", r"\sum_{j=1}^{C} p_k w_{jk}", False),
    (r"a_k - \sum_{j=1}^{C} p_j w_{jk}", r"-\left(\sum_{j=1}^{C} p_j w_{jk} - a_k\right)", True),
    (r"a_k - \sum_{j=1}^{C} p_j w_{jk}", r"a_k + \sum_{j=1}^{C} p_j w_{jk}", False),
    (r"\sum_{n=1}^{N} (y_n - z_n) X_{ni}", r"\sum_{n=1}^{N} y_n X_{ni} - \sum_{m=1}^{N} z_m X_{mi}", True),
    (r"\sum_{n=1}^{N} (y_n - z_n) X_{ni}", r"\sum_{n=1}^{N} (z_n - y_n) X_{ni}", False),
    (r"\sum_{n=1}^{N} (y_n - z_n) X_{ni}", r"\sum_{n=1}^{N} (y_n - z_n) X_{in}", False),
    (r"\sum_{n=1}^{N} (y_n - z_n) X_{ni}", r"\sum_{i=1}^{N} (y_n - z_n) X_{ni}", False),
    (r"\frac{y}{q} - \frac{1 - y}{1 - q}", r"\frac{y - q}{q (1 - q)}", True),
    (r"\frac{y}{q} - \frac{1 - y}{1 - q}", r"\frac{q - y}{q (1 - q)}", False),
    (r"\delta_{jt} - p_j", r"-(p_j - \delta_{jt})", True),
    (r"\delta_{jt} - p_j", r"\delta_{jk} - p_j", False),
    (r"\delta_{jt} - p_j", r"\delta_{jt} - \sum_{j=1}^{C} p_j", False),
    (r"\delta_{jt} x_i - p_j x_i", r"(\delta_{jt} - p_j) x_i", True),
    (r"\sum_{j=1}^{C} (\delta_{jt} - p_j) w_{jk}", r"w_{tk} - \sum_{j=1}^{C} p_j w_{jk}", True),
    (r"\sum_{j=1}^{C} (\delta_{jt} - p_j) w_{jk}", r"(\delta_{jt} - p_j) w_{jk}", False),
    (r"\mathbf{x} (1 - p_j)", r"\mathbf{h} (1 - p_j)", False),
    (r"\log p_t", r"u_t - \log C", False),
    (r"1 - h^2", r"(1 - h) (1 + h)", True),
    (r"1 - h^2", r"(1 - h)^2", False),
)
"""The key's formula, the answer, and whether it is right."""
REPEATS = 3
Judge = Callable[[str], "bool | None"]
Judges = Callable[[str], Judge]
"""For a key, what judges the answers to it: the key is read once, as graders do."""


def by_gradproof(key: str) -> Judge:
    """Whether an answer is right, judged as `gradproof grade` judges a line; None where that is not decided."""
    left, environment, workshop = read_formula(key), Environment(), Workshop()

    def judge(answer: str) -> bool | None:
        sides = Sides(left, read_formula(answer))
        line = Line("claim", sides, environment, left.span, introduce=True)
        status = judge_line(line, workshop, mend=False).status
        return True if status == "proved" else False if status in ("refuted", "ill-typed") else None

    return judge


def by_math_verify() -> Judges:
    """The same with math-verify. Its own clock is switched off, so that nothing but work is measured."""
    from math_verify import parse, verify

    logging.disable(logging.CRITICAL)

    def judges(key: str) -> Judge:
        gold = parse(f"${key}$", parsing_timeout=None)

        def judge(answer: str) -> bool | None:
            said = parse(f"${answer}$", parsing_timeout=None)
            return bool(verify(gold, said, timeout_seconds=None)) if gold and said else None

        return judge

    return judges


def measure(name: str, judges: Judges) -> float:
    """Judges all pairs, prints what came out, and gives the seconds of work of the best of some rounds."""
    judges(PAIRS[0][0])(PAIRS[0][1])
    rounds, times = [], []
    found: list[bool | None] = []
    for _ in range(REPEATS):
        found, before = [], time.process_time()
        for key, pairs in groupby(PAIRS, key=lambda pair: pair[0]):
            judge = judges(key)
            for _, answer, _ in pairs:
                start = time.process_time()
                found.append(judge(answer))
                times.append(time.process_time() - start)
        rounds.append(time.process_time() - before)
    report(name, found, min(rounds), statistics.median(times))
    return min(rounds)


def report(name: str, found: list[bool | None], seconds: float, median: float) -> None:
    """Prints rate and mistakes."""
    wrong, right = sum(not truth for *_, truth in PAIRS), sum(truth for *_, truth in PAIRS)
    judged = list(zip(PAIRS, found, strict=True))
    accepted = [pair for pair, said in judged if said is True and not pair[2]]
    rejected = [pair for pair, said in judged if said is False and pair[2]]
    print(f"{name}: {len(PAIRS) / seconds:.0f} pairs a second of work, median {1000 * median:.1f} ms a pair;", end=" ")
    print(
        f"accepted {len(accepted)} of {wrong} wrong answers, rejected {len(rejected)} of {right} right ones,", end=" "
    )
    print(f"undecided {found.count(None)}")
    undecided = [pair for pair, said in judged if said is None]
    for what, pairs in (
        ("undecided", undecided),
        ("accepted, though wrong", accepted),
        ("rejected, though right", rejected),
    ):
        for key, answer, _ in pairs:
            print(f"    {what}: {answer}   (key: {key})")


def main() -> None:
    """Measures both."""
    deepen()
    try:
        theirs = by_math_verify()
    except ModuleNotFoundError:
        raise SystemExit("math-verify is not here: pip install 'gradproof[bench]'") from None
    ours = measure("gradproof", by_gradproof)
    print(f"math-verify takes {measure('math-verify', theirs) / ours:.1f} times as long")


if __name__ == "__main__":
    main()
