"""`%load_ext gradproof` gives `%%gradproof`, which judges a cell and shows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import gradproof
from gradproof.judgement import JudgedPage
from gradproof.notebook import judged_cell

CELL = "$$y = \\exp(x)$$\n\n$$\\frac{\\partial y}{\\partial x} = 2 y$$\n"


class Shell:
    """Remembers what is registered, as IPython's shell does."""

    def __init__(self) -> None:
        self.magics: dict[tuple[str, str], Callable[[str, str], JudgedPage]] = {}

    def register_magic_function(self, func: Callable[[str, str], JudgedPage], magic_kind: str, magic_name: str) -> None:
        self.magics[magic_kind, magic_name] = func


def test_a_cell_is_judged_and_shown() -> None:
    shell = Shell()
    gradproof.load_ipython_extension(shell)
    page = shell.magics["cell", "gradproof"]("", CELL)
    assert [step.verdict.status for step in page.steps if step.verdict] == ["refuted"]
    assert "✗" in page._repr_html_()


def test_a_cell_of_latex_and_a_word_that_is_not_known() -> None:
    assert judged_cell("tex", "\\section{A} $y = x$").exit_code() == 0
    with pytest.raises(ValueError, match="only 'md' and 'tex'"):
        judged_cell("python", CELL)


def test_ipython_itself() -> None:
    testing = pytest.importorskip("IPython.testing.globalipapp", reason="IPython is not installed here")
    shell = testing.start_ipython()
    shell.run_line_magic("load_ext", "gradproof")
    assert isinstance(shell.run_cell_magic("gradproof", "", CELL), JudgedPage)
