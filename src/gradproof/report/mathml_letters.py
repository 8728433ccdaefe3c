"""Characters for the leaves of a formula: letters in their styles, Greek, relations, operators, accents."""

from __future__ import annotations

import unicodedata

from gradproof.formula.unicode import COMMAND_OF

GREEK_AND_SIGNS = {command: char for char, command in reversed(COMMAND_OF.items())}
"""The character of a command: the first one that stands for it."""

_MORE = {
    "geq": "≥", "leq": "≤", "sim": "∼", "simeq": "≃", "cong": "≅", "to": "→", "Rightarrow": "⇒", "Leftarrow": "⇐",
    "leftrightarrow": "↔", "iff": "⇔", "ni": "∋", "notin": "∉", "supset": "⊃", "supseteq": "⊇", "prec": "≺",
    "succ": "≻", "preceq": "⪯", "succeq": "⪰", "perp": "⊥", "setminus": "∖", "vdash": "⊢", "models": "⊨", "gg": "≫",
    "leadsto": "⇝", "rightsquigarrow": "⇝", "therefore": "∴", "because": "∵", "nsim": "≁", "mid": "∣", "lor": "∨",
    "land": "∧", "colon": ":", "hbar": "ℏ", "imath": "ı", "jmath": "ȷ", "Re": "ℜ", "Im": "ℑ", "wp": "℘", "aleph": "ℵ",
    "ell": "ℓ", "digamma": "ϝ", "varkappa": "ϰ", "epsilon": "ϵ", "varepsilon": "ε", "phi": "ϕ", "varphi": "φ",
    "cdot": "⋅", "*": "∗", "times": "×", "odot": "⊙", "circ": "∘", "otimes": "⊗", "oslash": "⊘", "star": "⋆",
    "ddagger": "‡", "square": "□", "neg": "¬", "triangle": "△", "checkmark": "✓", "sharp": "♯", "flat": "♭",
    "natural": "♮", "bot": "⊥", "forall": "∀", "iint": "∬", "oint": "∮", "bigcup": "⋃", "bigcap": "⋂", "coprod": "∐",
    "bigoplus": "⨁", "bigotimes": "⨂", "prod": "∏", "sum": "∑", "int": "∫", "nabla": "∇", "partial": "∂",
    "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "{": "{", "}": "}",
    "|": "‖", "=:": "≕", ":=": "≔", "-": "−", "emptyset": "∅", "infty": "∞", "dagger": "†", "exists": "∃",
    "triangleq": "≜", "equiv": "≡", "approx": "≈", "propto": "∝",
}  # fmt: skip

ACCENTS = {
    "hat": "^", "tilde": "~", "bar": "¯", "dot": "˙", "ddot": "¨", "check": "ˇ", "breve": "˘", "acute": "´",
    "grave": "`", "ring": "˚", "underline": "_", "arrow": "→",
}  # fmt: skip

_UNICODE_STYLES = {"bold": "BOLD", "cal": "SCRIPT", "bb": "DOUBLE-STRUCK", "frak": "FRAKTUR", "sans": "SANS-SERIF"}


def sign(name: str) -> str:
    """The character for a command, with or without its backslash; what is not known stands for itself."""
    bare = name.removeprefix("\\") or name
    return _MORE.get(bare) or GREEK_AND_SIGNS.get(bare, bare)


def styled(text: str, style: str) -> str:
    """A text in a style, by the characters that Unicode has for it; letters without one stay as they are.

    >>> styled("xR", "bold"), styled("R", "bb"), styled("L", "cal")
    ('𝐱𝐑', 'ℝ', 'ℒ')
    """
    wanted = _UNICODE_STYLES.get(style)
    return text if wanted is None else "".join(_styled_letter(char, wanted) for char in text)


def _styled_letter(char: str, style: str) -> str:
    name = unicodedata.name(char, "")
    kind = "CAPITAL" if char.isupper() else "SMALL"
    if name.startswith(f"GREEK {kind} LETTER "):
        letter = name.removeprefix(f"GREEK {kind} LETTER ")
    elif char.isascii() and char.isalpha():
        letter = char.upper()
    elif char.isascii() and char.isdigit():
        kind, letter = "DIGIT", name.removeprefix("DIGIT ")
    else:
        return char
    for candidate in (f"MATHEMATICAL {style} ", f"{style} ", "BLACK-LETTER "):
        full = f"{candidate}{kind} {letter}"
        if (style == "FRAKTUR" or not candidate.startswith("BLACK")) and _exists(full):
            return unicodedata.lookup(full)
    return char


def _exists(name: str) -> bool:
    try:
        unicodedata.lookup(name)
    except KeyError:
        return False
    return True
