"""The word that was seen is none of those that were drawn: said, not said, and nothing to say."""

from __future__ import annotations

from gradproof.proofread import check_text

PAGE = r"""{said}

$$J = -\log \sigma(u_o^T v) - \sum_{{k=1}}^K \log \sigma(-u_k^T v)$$

Then

$$\frac{{\partial J}}{{\partial v}} = (\sigma(u_o^T v) - 1) u_o - \sum_{{k=1}}^K (\sigma(-u_k^T v) - 1) u_k$$

$$\frac{{\partial J}}{{\partial u_o}} = (\sigma(u_o^T v) - 1) v$$

$$\frac{{\partial J}}{{\partial u_k}} = (1 - \sigma(-u_k^T v)) v$$
"""


def verdicts(page: str) -> list[str]:
    return [s.verdict.status for s in check_text(page).steps if s.verdict is not None]


def test_where_nobody_says_so_it_is_an_assumption() -> None:
    assert verdicts(PAGE.format(said="The loss is")) == ["proved", "conditional", "conditional"]


def test_negative_samples_are_none_of_what_was_seen() -> None:
    page = check_text(PAGE.format(said="With $K$ negative samples the loss is"))
    found = [s.verdict for s in page.steps if s.verdict is not None]
    assert [v.status for v in found] == ["proved"] * 3
    assert found[1].notes == ("It is used that o is none of the k that the sum runs over.",)
    said = r"The words $w_1, \dots, w_K$ are drawn, and $o \notin \{w_1, \dots, w_K\}$. The loss is"
    assert verdicts(PAGE.format(said=said)) == ["proved"] * 3


def test_a_wrong_gradient_stays_wrong() -> None:
    page = PAGE.format(said="With $K$ negative samples the loss is").replace("= (1 - ", "= -(1 - ")
    assert verdicts(page) == ["proved", "proved", "refuted"]


def test_a_lost_delta_stays_wrong_where_the_label_is_in_the_sum() -> None:
    page = r"""$$p_k = \frac{e^{u_k}}{\sum_{j=1}^C e^{u_j}}, \qquad \ell = u_t - \log \sum_{j=1}^C e^{u_j}$$

$$\frac{\partial \ell}{\partial u_k} = - p_k$$
"""
    assert verdicts(page) == ["refuted"]


def test_a_label_whose_range_is_stated_is_in_the_sum() -> None:
    page = r"""Let $t \in \{1, \dots, C\}$ and

$$\ell = x_t - \frac12 \sum_{k=1}^C x_k^2$$

$$\frac{\partial \ell}{\partial x_k} = -x_k$$
"""
    assert verdicts(page) == ["refuted"]


DRAWN = r"""$$J = \log \sigma(u_o) + \sum_{k=1}^K \log \sigma(-u_k)$$

$$\frac{\partial J}{\partial u_k} = -\sigma(u_k)$$
"""


def test_a_label_of_which_the_page_says_that_it_is_among_the_indices_is_not_taken_apart() -> None:
    assert verdicts(DRAWN) == ["conditional"]
    assert verdicts("Let $o \\in \\{1, \\dots, K\\}$ and\n\n" + DRAWN) == ["refuted"]
    assert verdicts("Let $o = 1, \\dots, K$ and\n\n" + DRAWN) == ["refuted"]


def test_what_is_defined_keeps_what_it_rests_on() -> None:
    """s_o rests on v as every s_k does, also where u_o is taken apart."""
    page = r"""$$s_k = u_k v$$

$$J = u_o + \log \sigma(s_o) + \sum_{k=1}^K (u_k + \log \sigma(-s_k))$$

$$\frac{\partial J}{\partial v} = -\sum_{k=1}^K \sigma(s_k) u_k$$
"""
    assert verdicts(page) == ["refuted"]
