"""What Unicode mathematics spells in LaTeX, character by character."""

from __future__ import annotations

import re
import unicodedata

_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩϵϑϖϱςϕ",
        re.findall(
            r"\w+",
            "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau "
            "upsilon varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega epsilon vartheta "
            "varpi varrho varsigma phi",
        ),
        strict=True,
    )
)

_SYMBOLS = {
    "∂": "partial", "∇": "nabla", "∑": "sum", "∏": "prod", "∫": "int", "√": "sqrt", "∞": "infty", "∅": "emptyset",
    "≠": "neq", "≤": "leq", "≥": "geq", "⩽": "leq", "⩾": "geq", "∈": "in", "∉": "notin", "≈": "approx", "∝": "propto",
    "∼": "sim", "→": "to", "⟶": "to", "←": "leftarrow", "⇒": "Rightarrow", "⟹": "Rightarrow", "⇔": "iff", "⟺": "iff",
    "≡": "equiv", "≜": "triangleq", "≔": "coloneqq", "∀": "forall", "∃": "exists", "∧": "land", "∨": "lor",
    "·": "cdot", "⋅": "cdot", "×": "times", "⊙": "odot", "∘": "circ", "⊗": "otimes", "⊘": "oslash", "∗": "ast",
    "÷": "div", "±": "pm", "⊤": "top", "⟨": "langle", "⟩": "rangle", "⌊": "lfloor", "⌋": "rfloor", "⌈": "lceil",
    "⌉": "rceil", "⟦": "llbracket", "⟧": "rrbracket", "‖": "Vert", "∥": "Vert", "∣": "mid", "…": "dots", "⋯": "cdots",
    "⋮": "vdots", "⋱": "ddots", "ℓ": "ell", "†": "dagger", "∪": "cup", "∩": "cap", "⊂": "subset", "⊆": "subseteq",
    "∖": "setminus", "⊺": "top", "µ": "mu", "∆": "Delta", "∙": "cdot", "•": "cdot", "′": "prime", "’": "prime",
    "≪": "ll", "≫": "gg", "⊥": "perp", "↦": "mapsto", "⟂": "perp",
}  # fmt: skip

COMMAND_OF = {**_GREEK, **_SYMBOLS}
"""The command that a character stands for."""

PLAIN = {
    "−": "-",
    "–": "-",
    "＝": "=",
    "（": "(",
    "）": ")",
    "，": ",",
    "＋": "+",
    "：": ":",
    "；": ";",
    "⁄": "/",
    "∕": "/",
}
"""Characters that are typed for an ASCII one."""

SPELLED = {
    "½": r"\frac{1}{2}", "⅓": r"\frac{1}{3}", "⅔": r"\frac{2}{3}", "¼": r"\frac{1}{4}", "¾": r"\frac{3}{4}",
    "⅕": r"\frac{1}{5}", "⅙": r"\frac{1}{6}", "⅛": r"\frac{1}{8}", "″": "''", "‴": "'''",
}  # fmt: skip
"""Characters that are typed for a formula."""

SUPERSCRIPT = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵀ", "0123456789+-()niT", strict=True))
SUBSCRIPT = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ᵢⱼₖₗₘₙₜₓₐₑₒₚᵣₛ", "0123456789+-()ijklmntxaeoprs", strict=True))

_STYLE_WORDS = (("DOUBLE-STRUCK", "mathbb"), ("SANS-SERIF", "mathsf"), ("BOLD", "mathbf"), ("SCRIPT", "mathcal"),
                ("FRAKTUR", "mathfrak"), ("BLACK-LETTER", "mathfrak"))  # fmt: skip


def styled_letter(char: str) -> tuple[str, str] | None:
    """The style command ("" for italics) and the plain letter of a mathematical alphanumeric, or None.

    >>> styled_letter("𝐱"), styled_letter("ℝ"), styled_letter("é")
    (('mathbf', 'x'), ('mathbb', 'R'), None)
    """
    name = unicodedata.name(char, "")
    plain = unicodedata.normalize("NFKC", char)
    if len(plain) != 1 or plain == char or not plain.isalnum():
        return None
    if not (name.startswith("MATHEMATICAL ") or any(name.startswith(word) for word, _ in _STYLE_WORDS)):
        return None
    return next((command for word, command in _STYLE_WORDS if word in name), ""), plain
