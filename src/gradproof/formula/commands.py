"""The vocabulary of the language: what every LaTeX command and Unicode character stands for.

`COMMANDS` gives the kind and the normalised text of the token that a command makes; the kinds are those of
`lexer.Token`. What is not in these tables is an unknown command.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache


def words(text: str) -> frozenset[str]:
    """The set of the words in a text."""
    return frozenset(text.split())


GREEK = words(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi "
    "psi omega varepsilon vartheta varpi varrho varsigma varphi varkappa digamma Gamma Delta Theta Lambda Xi Pi Sigma "
    "Upsilon Phi Psi Omega ell hbar imath jmath Re Im wp aleph"
)

FUNCTIONS = {
    **{
        name: name
        for name in sorted(words(
            "exp log ln lg sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth sech csch arsinh arcosh "
            "artanh softmax sigmoid relu softplus sign tr det diag vec erf logit logsumexp rank"
        ))
    },
    "ReLU": "relu", "ReLu": "relu", "RELU": "relu", "Relu": "relu", "sgn": "sign", "Sign": "sign", "Tr": "tr",
    "trace": "tr", "Trace": "tr", "Softmax": "softmax", "SoftMax": "softmax", "Sigmoid": "sigmoid", "asin": "arcsin",
    "acos": "arccos", "atan": "arctan", "arctanh": "artanh", "atanh": "artanh", "arcsinh": "arsinh",
    "asinh": "arsinh", "arccosh": "arcosh", "acosh": "arcosh", "Diag": "diag", "LogSumExp": "logsumexp",
    "logistic": "sigmoid", "factorial": "factorial",
}  # fmt: skip
"""Known functions under every name they go by. `\\max` and its kin are functions or big operators: see BIG."""

TAKES_A_BARE_FACTOR = frozenset({"exp", "log", "ln", "max", "min"})
"""Words of plain letters that are functions also without a bracket behind them: `log x`."""

BIG = {
    "sum": "sum", "prod": "prod", "int": "int", "iint": "iint", "oint": "oint", "bigcup": "bigcup", "bigcap": "bigcap",
    "coprod": "coprod", "bigoplus": "bigoplus", "bigotimes": "bigotimes",
}  # fmt: skip
EXTREME = {
    **{name: name for name in sorted(words("max min sup inf lim limsup liminf argmax argmin"))},
    "arg max": "argmax", "arg min": "argmin",
}  # fmt: skip
"""Big operators where something hangs below them, functions where it does not."""

RELATIONS = {
    "=": "=", "<": "<", ">": ">", ":=": ":=", "=:": "=:", "==": "=", "<=": r"\leq", ">=": r"\geq", "!=": r"\neq",
    "coloneqq": ":=", "coloneq": ":=", "eqqcolon": "=:", "eqcolon": "=:", "neq": r"\neq", "ne": r"\neq", "lt": "<",
    "gt": ">", "le": r"\leq", "leq": r"\leq", "leqslant": r"\leq", "ge": r"\geq", "geq": r"\geq", "geqslant": r"\geq",
    "owns": r"\ni", "gets": r"\leftarrow", "rightarrow": r"\to", "longrightarrow": r"\to", "implies": r"\Rightarrow",
    "Longrightarrow": r"\Rightarrow", "Longleftrightarrow": r"\iff", "Leftrightarrow": r"\iff", "impliedby":
    r"\Leftarrow", "backslash": r"\setminus", "doteq": r"\triangleq", "longleftarrow": r"\leftarrow",
    **{
        name: "\\" + name
        for name in sorted(words(
            "in notin ni approx propto sim simeq cong to mapsto Rightarrow Leftarrow leftarrow leftrightarrow iff "
            "equiv triangleq ll gg subset subseteq supset supseteq prec succ preceq succeq perp cup cap setminus vdash "
            "models leadsto rightsquigarrow therefore because nsim"
        ))
    },
}  # fmt: skip
NEGATED = {"=": r"\neq", r"\in": r"\notin", "<": r"\geq", ">": r"\leq"}

OPERATORS = {
    "cdot": "cdot", "*": "*", "ast": "*", "times": "times", "odot": "odot", "circ": "circ", "otimes": "otimes",
    "oslash": "oslash", "cdotp": "cdot", "bullet": "cdot", "div": "/",
}  # fmt: skip

OPENERS = {
    "(": ")", "[": "]", r"\{": r"\}", r"\langle": r"\rangle", r"\lfloor": r"\rfloor", r"\lceil": r"\rceil",
    "|": "|", r"\|": r"\|",
}  # fmt: skip
DELIMITERS = {
    "lbrace": ("open", r"\{"), "rbrace": ("close", r"\}"), "{": ("open", r"\{"), "}": ("close", r"\}"),
    "lbrack": ("open", "["), "rbrack": ("close", "]"), "lparen": ("open", "("), "rparen": ("close", ")"),
    "langle": ("open", r"\langle"), "rangle": ("close", r"\rangle"), "lfloor": ("open", r"\lfloor"),
    "rfloor": ("close", r"\rfloor"), "lceil": ("open", r"\lceil"), "rceil": ("close", r"\rceil"),
    "lvert": ("open", "|"), "rvert": ("close", "|"), "lVert": ("open", r"\|"), "rVert": ("close", r"\|"),
    "llbracket": ("open", "["), "rrbracket": ("close", "]"),
    "vert": ("bar", "|"), "Vert": ("bar", r"\|"), "|": ("bar", r"\|"),
}  # fmt: skip

STYLES = {
    "mathbf": "bold", "boldsymbol": "bold", "bm": "bold", "pmb": "bold", "vec": "bold", "mathbb": "bb", "mathbbm": "bb",
    "mathds": "bb", "Bbb": "bb", "mathcal": "cal", "mathscr": "cal", "cal": "cal", "mathfrak": "frak", "frak": "frak",
    "mathsf": "sans", "bold": "bold", "symbf": "bold", "symbfit": "bold", "mathbfit": "bold",
}  # fmt: skip
SWITCHES = {"bf": "bold", "bfseries": "bold", "boldmath": "bold", "rm": "word", "it": "word", "sf": "sans"}
"""Commands that set the style of the letters that follow, to the end of their group."""

ACCENTS = {
    "hat": "hat", "widehat": "hat", "tilde": "tilde", "widetilde": "tilde", "bar": "bar", "overline": "bar",
    "dot": "dot", "ddot": "ddot", "check": "check", "breve": "breve", "acute": "acute", "grave": "grave",
    "mathring": "ring", "underline": "underline", "overrightarrow": "arrow",
}  # fmt: skip
FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"})
WRAPPERS = words(
    "underbrace overbrace boxed fbox cancel bcancel xcancel mathop mathrel mathbin mathord mathinner smash ensuremath "
    "underbracket overbracket mathrm mathit mathnormal operatorname"
)
"""Commands that change how their argument looks; a note that hangs on a brace is skipped."""

MARKS = {
    "infty": "infty", "emptyset": "emptyset", "varnothing": "emptyset", "star": "star", "dagger": "dagger",
    "dag": "dagger", "ddagger": "ddagger", "square": "square", "Box": "square", "exists": "exists", "neg": "neg",
    "lnot": "neg", "#": "#", "_": "_", "triangle": "triangle", "checkmark": "checkmark", "sharp": "sharp",
    "flat": "flat", "natural": "natural", "bot": "bot", "qed": "square",
}  # fmt: skip

THIN = words(
    ", ; : ! > / - limits nolimits nonumber notag displaystyle textstyle scriptstyle scriptscriptstyle mathopen "
    "mathclose mathpunct thinspace medspace thickspace negthinspace enspace enskip hline allowdisplaybreaks noindent "
    "displaylimits centering relax strut mathstrut allowbreak nobreak left right middle normalsize small large Large "
    "huge footnotesize scriptsize tiny cdotsc space protect bigskip medskip smallskip"
) | {" ", "\n", "\t"}
"""Commands that leave no token."""
SIZES = frozenset(size + side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m"))
WIDE = frozenset({"quad", "qquad", "hfill", "hfil"})
DROPPED_WITH_ARGUMENT = {
    "label": 1, "tag": 1, "color": 1, "textcolor": 1, "phantom": 1, "vphantom": 1, "hphantom": 1, "vspace": 1,
    "mspace": 1, "ref": 1, "eqref": 1, "cite": 1, "colorbox": 1, "definecolor": 3, "class": 1, "cssId": 1,
}  # fmt: skip
TEXTS = words("text textrm textit textbf textsf texttt textnormal textup mathtt mbox hbox intertext shortintertext")
WORDS = frozenset({"mathrm", "operatorname", "mathit", "mathop", "textsc"})

ROW_ENVIRONMENTS = words(
    "align aligned alignat alignedat split gather gathered eqnarray multline multlined equation flalign displaymath "
    "math dmath IEEEeqnarray subequations dgroup"
)
CASES_ENVIRONMENTS = frozenset({"cases", "dcases", "rcases", "drcases", "numcases"})
MATRIX_ENVIRONMENTS = words(
    "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array psmallmatrix bsmallmatrix subarray"
)
ENVIRONMENTS_WITH_ARGUMENT = frozenset({"array", "alignat", "alignedat", "subarray", "IEEEeqnarray", "numcases"})

DOTS = {
    name: "cdots" if name in {"cdots", "dotsb", "dotsm", "dotsi"} else "dots"
    for name in sorted(words("dots ldots cdots vdots ddots dotsc dotsb dotsm dotsi dotso hdots iddots"))
}
STRUCTURES = frozenset({"sqrt", "binom", "dbinom", "tbinom", "substack", "stackrel", "overset", "underset", "atop"})

COMMANDS: dict[str, tuple[str, str]] = {
    **{name: ("letter", name) for name in GREEK},
    **{name: ("function", canonical) for name, canonical in FUNCTIONS.items() if name != "vec"},
    **{name: ("big", kind) for name, kind in BIG.items()},
    **{name: ("extreme", kind) for name, kind in EXTREME.items()},
    **{name: ("relation", text) for name, text in RELATIONS.items() if name.isalpha()},
    **{name: ("operator", text) for name, text in OPERATORS.items() if name.isalpha()},
    **{name: ("mark", text) for name, text in MARKS.items()},
    **{name: ("dots", text) for name, text in DOTS.items()},
    **{name: ("wide", name) for name in WIDE},
    **DELIMITERS,
    "div": ("slash", "/"), "mid": ("mid", "|"), "parallel": ("mid", "|"), "given": ("mid", "|"),
    "forall": ("forall", "forall"), "land": ("and", "and"), "wedge": ("and", "and"), "lor": ("or", "or"),
    "vee": ("or", "or"), "partial": ("partial", "partial"), "nabla": ("nabla", "nabla"), "pm": ("sign", "±"),
    "top": ("transpose", "top"), "intercal": ("transpose", "top"), "prime": ("prime", "'"), "colon": ("colon", ":"),
    "over": ("over", "over"), "\\": ("row", "\\"), "newline": ("row", "\\"), "cr": ("row", "\\"), "not": ("not", "not"),
    "&": ("and", "and"), "Reals": ("reals", "R"), "Pr": ("word", "Pr"), "dim": ("word", "dim"), "ker": ("word", "ker"),
    "deg": ("word", "deg"), "gcd": ("word", "gcd"), "mod": ("word", "mod"),
    "arg": ("word", "arg"), "degree": ("mark", "circ"),
}  # fmt: skip
STRUCTURAL = FRACTIONS | WRAPPERS | STRUCTURES | frozenset(STYLES) | frozenset(ACCENTS) | frozenset(SWITCHES)

KNOWN_NAMES = tuple(
    sorted(
        name
        for name in (
            frozenset(COMMANDS) | STRUCTURAL | THIN | WIDE | TEXTS | WORDS | SIZES | frozenset(DROPPED_WITH_ARGUMENT)
            | {"begin", "end", "hspace"}
        )
        if name.isalpha()
    )
)  # fmt: skip


@lru_cache(maxsize=1024)
def did_you_mean(name: str) -> str | None:
    """The known command nearest in spelling to an unknown one, or None."""
    if len(name) > 30:
        return None
    near = get_close_matches(name, KNOWN_NAMES, n=1, cutoff=0.7)
    return near[0] if near else None


CONDITION_WORDS = re.compile(
    r"(and |or |but |only |even )?(if|iff|if and only if|when|whenever|for( all| every| each| any| some)?"
    r"|provided( that)?|such that|s\.t\.|in case|assuming( that)?)",
    re.IGNORECASE,
)
"""Prose that makes a condition of what follows."""
STATEMENT_WORDS = re.compile(
    r"(and|so|so that|thus|hence|therefore|then|or|but|that is|i\.?e\.?|gives|we (get|have)|which( is| gives)?"
    r"|this gives|yields|implies|also|as well as|equals|both|let|follows|it follows that|and so|and then|and also)",
    re.IGNORECASE,
)
"""Prose that begins another statement."""
EITHER_WORDS = re.compile(r"(and )?(where|with|as|on|given|since|because|while|at|over|in)", re.IGNORECASE)
"""Prose that begins a condition or another statement: what follows decides."""
REASON_WORDS = re.compile(
    r"""\W*(?:by|using|use[sd]?|from|via|due\ to|since|because|apply(?:ing)?|recall(?:ing)?|cf|see|per|thanks\ to|as
        |follow(?:ing|s)?|substitut(?:e|ed|ing)|plug(?:ging)?|expand(?:ing)?|rearrang(?:e|ing)|simplif(?:y|ying|ies)
        |factor(?:ing|i[sz]e|i[sz]ing)?|decompos(?:e|ing)|reshap(?:e|ing)|def(?:inition)?|eqn?s?|equations?|remember
        |not(?:e|ing)|where|with)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""How prose begins that gives the reason for what stands before it."""
OTHERWISE = re.compile(r"(otherwise|else|others?|in (all )?other cases|elsewhere)\.?", re.IGNORECASE)
BARE_PROSE = frozenset({"where", "otherwise", "when"})
"""Words that stand for themselves even when typed as letters, without \\text."""
