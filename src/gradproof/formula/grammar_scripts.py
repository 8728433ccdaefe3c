"""What hangs on an operand: subscripts with their items, superscripts, primes."""

from __future__ import annotations

from gradproof.formula.grammar_symbols import SymbolGrammar
from gradproof.formula.scanner import Token
from gradproof.formula.tree import (
    Chain,
    Group,
    Indicator,
    Mark,
    Number,
    Product,
    Script,
    Sequence,
    Symbol,
    Text,
    Transpose,
    Tree,
)
from gradproof.source import Span, fail

_SCRIPTS = frozenset({"sub", "sup", "prime"})
_MARKS_ALONE = {"operator", "sign", "mark", "colon"}
TRUTHS = frozenset({"=", r"\neq", "<", ">", r"\leq", r"\geq", r"\in", r"\notin", r"\equiv"})
"""Relations that are true or false, so that an indicator can be made of them."""


class Scripts:
    """The scripts gathered so far on one base."""

    def __init__(self) -> None:
        self.subscripts: tuple[Tree, ...] | None = None
        self.superscript: Tree | None = None
        self.primes = 0

    @property
    def empty(self) -> bool:
        """Whether nothing hangs here."""
        return self.subscripts is None and self.superscript is None and not self.primes


class ScriptGrammar(SymbolGrammar):
    """Operands with their scripts."""

    def atom(self) -> Tree:
        """One operand without scripts."""
        raise NotImplementedError

    def braced(self) -> Tree:
        """The formula in invisible braces."""
        raise NotImplementedError

    def with_scripts(self, base: Tree, start: Span) -> Tree:
        """The base with all scripts that follow it."""
        if not self.at(*_SCRIPTS):
            return base
        scripts = self.scripts()
        condition = _condition_below(base, scripts)
        if condition is not None:
            return Indicator(condition, self.span_from(start))
        span, mark = self.span_from(start), _transposed_layer(scripts.superscript)
        if mark is not None:
            inner = Script(base, scripts.subscripts or (), mark.factors[0], scripts.primes, span)
            return Script(inner, (), mark.factors[1], 0, span)
        return Script(base, scripts.subscripts or (), scripts.superscript, scripts.primes, span)

    def scripts(self) -> Scripts:
        """The run of scripts here: one subscript and one superscript at most, in any order, with primes."""
        scripts = Scripts()
        while self.at(*_SCRIPTS):
            token = self.step()
            if token.kind == "prime":
                scripts.primes += 1
            elif token.kind == "sub":
                if scripts.subscripts is not None:
                    raise _second(token, "subscript")
                scripts.subscripts = self.subscript()
            else:
                self._raise_to(scripts, token)
        return scripts

    def _raise_to(self, scripts: Scripts, token: Token) -> None:
        primes = self._raised_primes()
        if primes:
            scripts.primes += primes
            return
        if scripts.superscript is not None:
            raise _second(token, "superscript")
        scripts.superscript = self.script_argument("sup")
        while self.at("prime"):
            scripts.primes += 1
            self.step()

    def _raised_primes(self) -> int:
        """How many primes stand here as a superscript: `^\\prime`, `^{\\prime\\prime}`; 0 for any other."""
        if self.take("prime"):
            return 1
        count = 0
        while self.at("lbrace") and self.ahead(1 + count).kind == "prime":
            count += 1
        if not count or self.ahead(1 + count).kind != "rbrace":
            return 0
        self.position += count + 2
        return count

    def subscript(self) -> tuple[Tree, ...]:
        """The items of the subscript here: `{jk}` and `{j,k}` are both (j, k)."""
        return items_of(self.script_argument("sub"))

    def script_argument(self, side: str) -> Tree:
        """What is lowered or raised: a braced formula, or a single token."""
        outside, self.script = self.script, side
        self.enclosing.append("script")
        if self.at(*_MARKS_ALONE):
            tree = self._mark_alone()
        elif self.at("lbrace") and self.ahead(1).kind in _MARKS_ALONE and self.ahead(2).kind == "rbrace":
            self.step()
            tree = self._mark_alone()
            self.step()
        else:
            tree = self.argument("a subscript" if side == "sub" else "an exponent")
        self.enclosing.pop()
        self.script = outside
        return tree

    def _mark_alone(self) -> Tree:
        token = self.step()
        if token.kind == "sign" and self.begins_operand() and not self.here.gap:
            help = f"Write {{{token.text}…}} in braces."
            raise fail(
                "GP403", f"Only the sign {token.text} is raised or lowered here, not what follows.", token.span, help
            )
        return Mark(token.text, token.span)

    def argument(self, what: str) -> Tree:
        """What TeX takes as one argument: a braced formula, a digit, or an operand without scripts."""
        token = self.here
        self.deeper(token)
        if token.kind == "lbrace":
            tree = self.braced()
        elif token.kind == "number":
            tree = self.digit()
        elif self.begins_operand() and token.kind not in {"open", "begin", "big", "bar"}:
            tree = self.atom()
        else:
            raise self.unexpected(what)
        self.depth -= 1
        return tree


def _transposed_layer(superscript: Tree | None) -> Product | None:
    """The layer and the mark of a transpose in the superscript of W^{[l]T}."""
    if not isinstance(superscript, Product) or len(superscript.factors) != 2 or any(superscript.operators):
        return None
    layer, mark = superscript.factors
    turned = isinstance(mark, Transpose) or (isinstance(mark, Symbol) and mark.name == "T")
    return superscript if turned and isinstance(layer, Group) and layer.kind in "([" else None


def _second(token: Token, what: str) -> Exception:
    return fail(
        "GP403", f"A second {what} hangs on the same symbol.", token.span, "Use braces to say which belongs to which."
    )


_NO_INDICES = frozenset("eo")


def items_of(tree: Tree) -> tuple[Tree, ...]:
    """The items of a subscript: parted by commas, or letters and numbers side by side.

    Three letters or more with an e or an o among them are a word: the loss of L_{hinge}.
    An item that holds brackets stays whole: whether k(j) is an application is decided later.
    """
    parts = tree.items if isinstance(tree, Sequence) else (tree,)
    return tuple(item for part in parts for item in _side_by_side(part))


def _side_by_side(part: Tree) -> tuple[Tree, ...]:
    if not isinstance(part, Product) or any(part.operators):
        return (part,)
    if not all(isinstance(factor, (Symbol, Number, Script)) for factor in part.factors):
        return (part,)
    letters = [f.name for f in part.factors if isinstance(f, Symbol) and not f.style and len(f.name) == 1]
    if len(letters) == len(part.factors) > 2 and _NO_INDICES & set(letters):
        return (Text("".join(letters), part.span),)
    return part.factors


def is_truth(tree: Tree) -> bool:
    """Whether a tree is a relation that is true or false."""
    return isinstance(tree, Chain) and all(relation in TRUTHS for relation in tree.relations)


def counts_truth(tree: Tree) -> bool:
    """Whether an operand is the 1 of an indicator: 1, a bold or double-struck 1, an I of any kind."""
    if isinstance(tree, Number):
        return tree.value == 1
    return isinstance(tree, Symbol) and (tree.name, tree.style) in {
        ("1", "bold"),
        ("1", "bb"),
        ("I", "bb"),
        ("I", ""),
        ("I", "bold"),
        ("1", "word"),
    }


def condition_in(group: Group) -> Tree | None:
    """The condition in the brackets of an indicator, if they hold nothing but relations."""
    if not group.items or group.given or not all(map(is_truth, group.items)):
        return None
    inner = Span(group.items[0].span.start, group.items[-1].span.end)
    return group.items[0] if len(group.items) == 1 else Sequence(group.items, inner)


def _condition_below(base: Tree, scripts: Scripts) -> Tree | None:
    """The condition of `1_{j=t}`, in brackets or not."""
    if not counts_truth(base) or not scripts.subscripts or scripts.superscript is not None or scripts.primes:
        return None
    items = scripts.subscripts
    if len(items) == 1 and isinstance(items[0], Indicator):
        return items[0].condition
    if len(items) == 1 and isinstance(items[0], Group):
        return condition_in(items[0])
    if all(map(is_truth, items)):
        return items[0] if len(items) == 1 else Sequence(items, items[0].span.join(items[-1].span))
    return None
