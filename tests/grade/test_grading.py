from __future__ import annotations

from pathlib import Path

import pytest

from tests.grade.pages import marks, page

HOMEWORK = Path(__file__).parent.parent.parent.parent / "shared" / "homework" / "homework5.md"
DU, DB = r"\frac{\partial \ell}{\partial u_j}", r"\frac{\partial u_j}{\partial b_j}"
DH = r"\frac{\partial h_k}{\partial s_k}"
DL, DS, DA = (rf"\frac{{\partial \ell}}{{\partial {by}}}" for by in ("h_k", "s_k", "a_k"))
DV = r"\frac{\partial \ell}{\partial \mathbf{v}_k}"
CHAIN = r"\sum_j \frac{\partial \ell}{\partial u_j} \frac{\partial u_j}{\partial h_k}"
TOTAL = r"h_k (1 - h_k) \sum_j (\delta_{jt} - p_j) w_{jk}"


@pytest.mark.skipif(not HOMEWORK.exists(), reason="the homework page is not here")
def test_the_homework_page_gets_its_marks() -> None:
    found = marks(HOMEWORK.read_text("utf-8"))
    words = {item: mark.word for item, mark in found.items()}
    right = dict.fromkeys(("1(a)", "1(b)", "1(c)", "1(d)", "2(a)", "2(b)", "2(d)"), "right")
    assert words == {**right, "1(e)": "look", "2(c)": "partly", "2(e)": "partly"}
    assert found["2(c)"].reason.count("A step is wrong") == 2
    assert "The result" not in found["2(c)"].reason
    assert "A vector of length H cannot be multiplied by a vector of length D" in found["2(e)"].reason
    assert r"\frac{\partial s_k}{\partial a_k} = \frac{\partial \ell}" in found["2(e)"].reason


def test_questions_alone_earn_nothing() -> None:
    found = marks(page())
    assert {mark.points for mark in found.values()} == {0}
    assert {mark.word for mark in found.values()} == {"wrong"}


@pytest.mark.parametrize("text", ["", "# 1\n", "Nothing here.\n", "$$x = x$$\n"])
def test_a_page_without_answers_earns_nothing(text: str) -> None:
    assert {mark.points for mark in marks(text).values()} == {0}


def one(item: str, answer: str) -> tuple[str, float]:
    mark = marks(page(**{item: answer}))[f"{item[1]}({item[0]})"]
    return mark.word, float(mark.points)


@pytest.mark.parametrize(
    ("item", "answer", "word"),
    [
        ("a1", f"$${DU} = \\delta_{{jt}} - p_j$$", "right"),
        ("a1", f"If $j = t$:\n\n$${DU} = 1 - p_j$$\n\nIf $j \\neq t$:\n\n$${DU} = -p_j$$", "right"),
        ("a1", f"If $j = t$:\n\n$${DU} = 1 - p_j$$", "partly"),
        ("a1", f"$${DU} = 1 - p_j$$", "wrong"),
        ("a1", f"$${DU} = \\delta_{{jt}} - q_j$$", "look"),
        ("a1", f"where $y_j$ is the softmax.\n\n$${DU} = \\delta_{{jt}} - y_j$$", "look"),
        ("a1", f"$$y_j = \\frac{{e^{{u_j}}}}{{\\sum_k e^{{u_k}}}}$$\n\n$${DU} = \\delta_{{jt}} - y_j$$", "right"),
        ("a1", f"$$p_j := e^{{u_j}}$$\n\n$${DU} = \\delta_{{jt}} - \\frac{{p_j}}{{\\sum_k p_k}}$$", "partly"),
        (
            "a1",
            f"$$p_j = e^{{u_j}}$$\n\n$${DU} = \\delta_{{jt}} - \\frac{{e^{{u_j}}}}{{\\sum_k e^{{u_k}}}}$$",
            "partly",
        ),
        ("a1", f"$${DU} = {DU}$$", "look"),
        ("a1", f"$${DU} = \\frac{{\\partial}}{{\\partial u_j}} \\log p_t$$", "look"),
        ("a1", f"$${DU} = \\frac{{\\partial \\ell}}{{\\partial b_j}}$$", "look"),
        ("a1", f"$${DU} = \\delta_{{jt - p_j$$", "look"),
        ("a1", "It is the indicator minus the probability, by the quotient rule.", "look"),
        ("a1", f"$$g_j = {DU}$$\n\n$${DU} = g_j$$", "look"),
        ("a1", f"$${DU} = {DU} + 0 = {DU} + 1 - 1$$", "look"),
        ("a1", f"$${DU} \\approx \\delta_{{jt}} - p_j$$", "look"),
        ("a1", f"$${DU} = \\delta_{{jt}} - p_j$$\n\n$${DU} = p_j$$", "partly"),
        ("a1", f"Let $C = 1$.\n\n$${DU} = 0$$", "wrong"),
        ("a1", f"If $j = t$ and $j \\neq t$:\n\n$${DU} = 7$$", "look"),
        ("a1", f"$$\\delta_{{jt}} := 1$$\n\n$${DU} = 1 - p_j$$", "wrong"),
        ("a1", f"$$\\ell = u_j$$\n\n$${DU} = 1$$", "wrong"),
        ("a1", f"$$f_j = \\delta_{{jt}} - p_j$$\n\n$${DU} = f_j$$", "right"),
        ("a1", r"$$\frac{\partial \log p_t}{\partial u_j} = \delta_{jt} - p_j$$", "right"),
        ("b2", f"$${DL} = {CHAIN}$$", "look"),
        ("b2", f"$${DL} = {CHAIN}$$\n\n$$\\frac{{\\partial u_j}}{{\\partial h_k}} = w_{{jk}}$$", "right"),
        ("c2", f"$${DH} = \\sigma'(s_k)$$", "look"),
        ("c2", f"$${DH} = \\sigma'(s_k) = h_k (1 - h_k)$$", "right"),
        ("c2", r"$$\sigma'(s_k) = \sigma(s_k) (1 - \sigma(s_k))$$", "right"),
        ("e2", f"$$v_k$$ $${DV} = {DS} \\mathbf{{x}}$$ $${DA} = {DS}$$", "look"),
        ("e2", f"$${DS} = {TOTAL}$$ $${DV} = {DS} \\mathbf{{x}}$$ $${DA} = {DS}$$", "right"),
        ("e2", f"$${DS} = {DA}$$ $${DV} = {DS} \\mathbf{{x}}$$ $${DA} = {DS}$$", "look"),
        ("e1", r"$$\frac{\partial u_j}{\partial \mathbf{w}_i} = 0$$", "look"),
        ("e1", r"$$\frac{\partial u_j}{\partial \mathbf{w}_i} = \mathbf{x}$$", "wrong"),
        ("c1", "It equals one.", "look"),
        ("c1", "Solution:", "wrong"),
        ("a1", f"Für $j = t$ gilt\n\n$${DU} = 1 - p_j$$\n\nund für $j \\neq t$ gilt\n\n$${DU} = -p_j$$", "right"),
        ("c1", f"$${DB} = 1$$", "right"),
        ("c1", f"Clearly ${DB} = 1$.", "right"),
        ("c1", f"$${DB} = x$$", "wrong"),
        ("a1", f"$${DU} = 0$$", "wrong"),
        ("e1", r"$$\frac{\partial u_j}{\partial \mathbf{w}_i} = 0, \quad i \neq j$$", "look"),
        ("e1", r"$$\frac{\partial u_j}{\partial \mathbf{w}_i} = \delta_{ij} \mathbf{x}$$", "right"),
        ("d1", r"$$\frac{\partial \ell}{\partial b_j} = \delta_{jt} - p_j$$", "partly"),
        ("c2", f"$${DH} = h_k + h_k^2$$", "wrong"),
        ("c2", f"$${DH} = \\frac{{e^{{-s_k}}}}{{(1 + e^{{-s_k}})^2}} = h_k (1 + h_k)$$", "partly"),
    ],
)
def test_an_answer_gets_its_mark(item: str, answer: str, word: str) -> None:
    assert one(item, answer)[0] == word


def test_wrong_always_comes_with_numbers() -> None:
    mark = marks(page(c2=f"$${DH} = h_k + h_k^2$$"))["2(c)"]
    assert mark.counterexample is not None
    assert mark.counterexample.left != mark.counterexample.right
    assert mark.points == 0


def test_the_rubric_gives_points_and_demands_forms() -> None:
    rubric = '[items."2(c)"]\npoints = 4\nonly = ["h"]\nform = 0.25'
    assert marks(page(c2=f"$${DH} = h_k - h_k^2$$"), rubric)["2(c)"].points == 4
    other = marks(page(c2=f"$${DH} = \\frac{{e^{{-s_k}}}}{{(1 + e^{{-s_k}})^2}}$$"), rubric)["2(c)"]
    assert other.word == "partly"
    assert other.points == 1
    assert "in terms of h only" in other.reason


def test_a_later_result_that_follows_from_an_own_wrong_one_is_carried() -> None:
    wrong = f"$${DH} = h_k (1 + h_k)$$"
    total = r"\left(\sum_{j=1}^C \frac{\partial \ell}{\partial u_j} w_{jk}\right)"
    left = r"\frac{\partial \ell}{\partial v_{ki}}"
    follows = f"$${left} = {total} h_k (1 + h_k) x_i$$"
    found = marks(page(c2=wrong, e2=follows), "[grading]\ncarried = 0.5")
    assert (found["2(c)"].word, found["2(e)"].word) == ("wrong", "partly")
    assert float(found["2(e)"].points) == 0.25
    assert "follows from your own earlier result" in found["2(e)"].reason
    alone = marks(page(e2=follows))["2(e)"]
    assert (alone.word, float(alone.points)) == ("wrong", 0.0)
    other = marks(page(c2=wrong, e2=follows.replace("1 + h_k", "2 + h_k")))["2(e)"]
    assert (other.word, float(other.points)) == ("wrong", 0.0)
