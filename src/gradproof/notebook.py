"""The cell magic of Jupyter: after `%load_ext gradproof`, a cell that begins with `%%gradproof` is judged as a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from gradproof.judgement import JudgedPage
from gradproof.proofread import check_text

_ENDINGS = {"": ".md", "markdown": ".md", "md": ".md", "latex": ".tex", "tex": ".tex"}


class Shell(Protocol):
    """What is asked of IPython's shell."""

    def register_magic_function(self, func: Callable[[str, str], JudgedPage], magic_kind: str, magic_name: str) -> None:
        """Make a function a magic command."""


def load(shell: Shell) -> None:
    """Register `%%gradproof` with a shell."""
    shell.register_magic_function(judged_cell, "cell", "gradproof")


def judged_cell(line: str, cell: str) -> JudgedPage:
    """The judged page of a cell: Markdown, or LaTeX after `%%gradproof tex`. The notebook shows what comes back.

    *Raises* ValueError for any other word behind `%%gradproof`.

    >>> judged_cell("", "$y = x$, so $2 y = x + y$").exit_code()
    0
    """
    word = line.strip().lower()
    if word not in _ENDINGS:
        raise ValueError(f"%%gradproof {line.strip()}: only 'md' and 'tex' can stand here.")
    return check_text(cell, f"cell{_ENDINGS[word]}")
