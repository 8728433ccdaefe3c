"""Where the catalogue of derivations and the templates of the targets are: installed, or in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def folder(name: str) -> Path:
    """The folder of content called `name`: "derivations" or "codegen".

    *Raises* FileNotFoundError where neither the installed package nor a checkout has it.

    >>> folder("derivations").name
    'derivations'
    """
    for home in (_PACKAGE, _CHECKOUT):
        if (home / name).is_dir():
            return home / name
    raise FileNotFoundError(f"The folder {name}/ stands neither in {_PACKAGE} nor in {_CHECKOUT}.")


def derivations() -> tuple[Path, ...]:
    """The documents of the catalogue, in the order of their names."""
    return tuple(page for page in sorted(folder("derivations").glob("*.md")) if page.name != "README.md")
