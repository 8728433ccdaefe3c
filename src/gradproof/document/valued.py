"""Numbers that a sentence gives to a symbol in some case only: "$y_{ik} = 1$ if sample $i$ belongs to class $k$".

Such a symbol varies. A page that says when it is 1 has not said that it is 1.
"""

from __future__ import annotations

import re

from gradproof.document.page import Formula
from gradproof.document.sentence import MARK, Words
from gradproof.formula.settled import is_value
from gradproof.formula.tree import Chain, Script, Symbol, Tree

_BEHIND = re.compile(
    r"\s*[,，(（]?\s*(?:(?:only |and only |exactly |precisely )?(?:if|when|whenever)\b|iff\b|unless\b|in case\b"
    r"|(?:indicates?|means?|denotes?|signif(?:y|ies)|marks?|says?|corresponds?|represents?|stands? for|labels?)\b"
    r"|for (?:the|an?) (?:[\w-]+ )?(?:correct|true|right|wrong|target|class|sample|positive|negative|label)"
    r"|(?:falls|wenn|sofern|si|lorsque|quand|cuando|als|indien|wanneer|se|quando|bedeutet|signifie|significa|если|когда)\b"
    r"|如果|若|当|當|表示|代表|意味|时|時|の(?:とき|時)|もし|이면|일 때|인 경우)"
)
_OTHERWISE = re.compile(
    r"\b(?:otherwise|else(?:where)?|sonst|sinon|autrement|altrimenti|anders|caso contrário)\b|否则|否則|其他|その他"
)


def find_valued(words: Words) -> tuple[Formula, ...]:
    """The formulas of a sentence that hold in a case which the words behind them name."""
    marks = [at for at, char in enumerate(words.text) if char == MARK]
    if _OTHERWISE.search(words.text):
        return words.formulas
    return tuple(f for at, f in zip(marks, words.formulas, strict=True) if _BEHIND.match(words.text, at + 1))


def gives_value(tree: Tree) -> bool:
    """Whether a formula says of a symbol that it is a number, and no more."""
    match tree:
        case Chain((Symbol() | Script(), right), ("=",)) if right is not None:
            return is_value(right)
    return False
