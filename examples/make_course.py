"""Makes a course to grade: 300 submissions of the homework with known mistakes, in many right forms; always the same.

    python examples/make_course.py course
    gradproof grade course/submissions --key derivations/multinomial_regression.md \
        --key derivations/neural_network.md --out course/marks

`course/planted.jsonl` says what was planted where: for each student and item the mark that it must get.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

SEED = 5
STUDENTS = 300
DU, DB1 = r"\frac{\partial \ell}{\partial u_j}", r"\frac{\partial u_j}{\partial b_j}"
DW1, DW = r"\frac{\partial u_j}{\partial \mathbf{w}_j}", r"\frac{\partial \ell}{\partial \mathbf{w}_j}"
DB = r"\frac{\partial \ell}{\partial b_j}"
DH, DS = r"\frac{\partial \ell}{\partial h_k}", r"\frac{\partial h_k}{\partial s_k}"
DV1, DA1 = r"\frac{\partial s_k}{\partial \mathbf{v}_k}", r"\frac{\partial s_k}{\partial a_k}"
DV, DA = r"\frac{\partial \ell}{\partial v_{ki}}", r"\frac{\partial \ell}{\partial a_k}"
SUM = r"\left(\sum_{j=1}^C \frac{\partial \ell}{\partial u_j} w_{jk}\right)"
SOFTMAX = r"\frac{\exp(u_j)}{\sum_{k=1}^C \exp(u_k)}"

RIGHT = {
    "1(a)": [
        f"$${DU} = \\delta_{{jt}} - p_j$$",
        f"$${DU} = \\mathbb{{1}}[j = t] - {SOFTMAX}$$",
        f"If $j = t$:\n\n$${DU} = 1 - {SOFTMAX} = 1 - p_j$$\n\nIf $j \\neq t$:\n\n$${DU} = -{SOFTMAX}$$",
        "".join(
            (
                f"$$\\begin{{aligned}} {DU} &= \\frac{{\\partial}}{{\\partial u_j}} ",
                "\\left( u_t - \\log \\sum_{k=1}^C \\exp(u_k) \\right) \\\\ ",
                f"&= \\delta_{{tj}} - {SOFTMAX} \\end{{aligned}}$$",
            )
        ),
    ],
    "1(b)": [f"$${DW1} = \\mathbf{{x}}$$", "$$\\frac{\\partial u_j}{\\partial w_{ji}} = x_i$$"],
    "1(c)": [f"$${DB1} = 1$$", f"$${DB1} = 0 + 1 = 1$$"],
    "1(d)": [
        f"$${DW} = (\\delta_{{jt}} - p_j) \\mathbf{{x}}$$\n\n$${DB} = \\delta_{{jt}} - p_j$$",
        "\n\n".join(
            (
                f"$${DW} = {DU} \\mathbf{{x}} = (\\mathbb{{1}}[j=t] - p_j) \\mathbf{{x}}$$",
                f"$${DB} = \\mathbb{{1}}[j=t] - {SOFTMAX}$$",
            )
        ),
    ],
    "2(b)": [
        f"$${DH} = \\sum_j \\frac{{\\partial \\ell}}{{\\partial u_j}} w_{{jk}}$$",
        f"$${DH} = \\sum_{{j=1}}^C (\\delta_{{jt}} - p_j) w_{{jk}} = w_{{tk}} - \\sum_j p_j w_{{jk}}$$",
    ],
    "2(c)": [
        f"$${DS} = h_k (1 - h_k)$$",
        f"$${DS} = \\frac{{\\exp(-s_k)}}{{(1 + \\exp(-s_k))^2}} = h_k - h_k^2$$",
        f"$${DS} = \\sigma(s_k) (1 - \\sigma(s_k)) = h_k (1 - h_k)$$",
    ],
    "2(d)": [f"$${DV1} = \\mathbf{{x}}$$\n\n$${DA1} = 1$$"],
    "2(e)": [
        f"$${DV} = {SUM} h_k (1 - h_k) x_i$$\n\n$${DA} = {SUM} h_k (1 - h_k)$$",
        f"$${DV} = {DH} h_k (1 - h_k) x_i$$\n\n$${DA} = {DH} h_k (1 - h_k)$$",
    ],
}
"""Right answers by item; 1(e) is answered in words, 2(a) as 1(d)."""

PLANTED = {
    "1(a)": [
        ("sign", "wrong", f"$${DU} = p_j - \\delta_{{jt}}$$"),
        ("missing delta", "wrong", f"$${DU} = 1 - p_j$$"),
        ("one case", "partly", f"If $j = t$:\n\n$${DU} = 1 - p_j$$"),
        ("undefined symbol", "look", f"$${DU} = \\delta_{{jt}} - q_j$$"),
        ("unreadable", "look", f"$${DU} = \\delta_{{jt - p_j$$"),
    ],
    "1(b)": [("wrong variable", "wrong", f"$${DW1} = \\mathbf{{w}}_j$$")],
    "1(c)": [("zero", "wrong", f"$${DB1} = 0$$")],
    "1(d)": [
        ("lost factor", "partly", f"$${DW} = (\\delta_{{jt}} - p_j) \\mathbf{{x}}$$\n\n$${DB} = -p_j$$"),
        ("one part", "partly", f"$${DB} = \\delta_{{jt}} - p_j$$"),
    ],
    "2(b)": [
        ("lost sum", "wrong", f"$${DH} = (\\delta_{{jt}} - p_j) w_{{jk}}$$"),
        ("lost delta", "wrong", f"$${DH} = -\\sum_j p_j w_{{jk}}$$"),
    ],
    "2(c)": [
        ("h(1+h)", "wrong", f"$${DS} = h_k (1 + h_k)$$"),
        ("broken step", "partly", f"$${DS} = \\frac{{1}}{{1 + \\exp(-s_k)}} = h_k (1 - h_k)$$"),
    ],
    "2(d)": [("swapped", "wrong", f"$${DV1} = \\mathbf{{v}}_k$$\n\n$${DA1} = a_k$$")],
    "2(e)": [
        ("lost factor", "wrong", f"$${DV} = {SUM} x_i$$\n\n$${DA} = {SUM}$$"),
        ("sign", "partly", f"$${DV} = -{SUM} h_k (1 - h_k) x_i$$\n\n$${DA} = {SUM} h_k (1 - h_k)$$"),
    ],
}
WORDS = "Because the score of class j holds no weight of class i, it is a constant for them."


def main(folder: Path, students: int = STUDENTS) -> None:
    """Writes submissions and what was planted in them."""
    chance = random.Random(SEED)
    (folder / "submissions").mkdir(parents=True, exist_ok=True)
    planted = []
    for number in range(1, students + 1):
        student = f"student{number:03}"
        answers = {item: _answer(chance, item) for item in sorted(RIGHT)}
        answers["1(e)"] = ("words", "look", WORDS)
        answers["2(a)"] = ("", "right", chance.choice(RIGHT["1(d)"]).replace("\\mathbf{x}", "\\mathbf{h}"))
        (folder / "submissions" / f"{student}.md").write_text(_page(answers), "utf-8")
        for item, (what, mark, _) in sorted(answers.items()):
            planted.append({"student": student, "item": item, "mark": mark, "planted": what})
    lines = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in planted)
    (folder / "planted.jsonl").write_text(lines, "utf-8")


def _answer(chance: random.Random, item: str) -> tuple[str, str, str]:
    """What an answer is about, the mark that it must get, and its text: one in four is not right."""
    if chance.random() < 0.05:
        return "blank", "wrong", ""
    if chance.random() < 0.2:
        return chance.choice(PLANTED[item])
    return "", "right", chance.choice(RIGHT[item])


def _page(answers: dict[str, tuple[str, str, str]]) -> str:
    text = ""
    for section, title in (("1", "Multinomial regression"), ("2", "Neural networks")):
        text += f"# {section} {title}\n\n"
        for item in sorted(answers):
            if item.startswith(section):
                text += f"{item[1:]} Show your work.\n\n{answers[item][2]}\n\n"
    return text


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "course"))
