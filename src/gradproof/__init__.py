"""gradproof proofreads gradients: a derivation goes in, a verdict for every line comes out.

`gradproof.check(path)` judges a page, `gradproof.prove(claim, given=[…])` one claim, `gradproof.derive(…)` writes a
derivative out; in a notebook, `%load_ext gradproof` gives `%%gradproof`, which judges a cell. All is imported when
it is first used, so that `gradproof --help` answers at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradproof.notebook import Shell
    from gradproof.proofread import check as check
    from gradproof.proofread import derive as derive
    from gradproof.proofread import prove as prove

__version__ = "0.1.0"

_FACE = ("check", "derive", "prove")


def __getattr__(name: str) -> object:
    """The public functions, which stand in `gradproof.proofread`."""
    if name not in _FACE:
        raise AttributeError(f"module 'gradproof' has no attribute {name!r}")
    from gradproof import proofread

    found: object = getattr(proofread, name)
    return found


def load_ipython_extension(ipython: Shell) -> None:
    """What `%load_ext gradproof` does in a notebook: from then on, `%%gradproof` judges a cell."""
    from gradproof import notebook

    notebook.load(ipython)


def __dir__() -> list[str]:
    return [*_FACE, "__version__"]
