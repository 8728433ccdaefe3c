"""From statements, one after the other, to lines: what defines, what is claimed, and what is known so far.
The Scribe holds the Environment while a page (or a list of given formulas) is read; it judges nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import cast

from gradproof.document.chains import DEFINING, EQUAL, Operand, answered, explains_notation, only_indices
from gradproof.document.continued import in_order
from gradproof.document.derivation import Broken, Kind, Line
from gradproof.document.factorised import names_factors
from gradproof.document.introduced import introduced_name, introduction, with_density, with_notation
from gradproof.document.leading import concern, defining_first, only_shapes
from gradproof.document.notations import at_any_point, introduced_behind, spoilt
from gradproof.document.recursion import Recursions, identity, induction, unproved
from gradproof.document.solving import holds_at_solution, sets_to_zero, supposed
from gradproof.document.suggested import suggested
from gradproof.formula.assumptions import recognise
from gradproof.formula.declarations import declares, mention, with_ranges
from gradproof.formula.diagonals import sets_diagonal
from gradproof.formula.entries import name_entries, names_entries
from gradproof.formula.environment import Environment, symbol_name
from gradproof.formula.equations import Sides
from gradproof.formula.families import defines, target
from gradproof.formula.indices import heads
from gradproof.formula.page_functions import Circular
from gradproof.formula.piecewise import define_case, defines_case, of_components
from gradproof.formula.sections import declare_anew, define_anew
from gradproof.formula.tree import Chain, Row, Statement, Tree
from gradproof.source import Diagnostic, FormulaError


@dataclass
class Scribe:
    """What is known at the place that is being read, and the lines found so far.

    `item` is the exercise; `chain` the equations being collected and `tail` the end of the chain before, which a
    display that begins with = goes on; `local` the conditions of the sentence; `doubt` why nothing can be judged;
    `unsolved` whether to solve an equation with 0, `solved` whether the section did; `recursions` what a recursion
    defines; `anew` a second definition; `label` what the sentence names before a colon, `labelled` the symbols that
    were defined behind such a name.
    """

    environment: Environment = field(default_factory=Environment)
    lines: list[Line | Broken] = field(default_factory=list)
    index_letters: set[str] = field(default_factory=set)
    item: str | None = None
    introduce: bool = False
    chain: list[Operand] = field(default_factory=list)
    tail: Operand | None = None
    local: tuple[Tree, ...] = ()
    doubt: Diagnostic | None = None
    unsolved: bool = False
    solved: bool = False
    recursions: Recursions = field(default_factory=Recursions)
    anew: bool = False
    label: str = ""
    labelled: dict[str, str] = field(default_factory=dict)

    def suggest(self, trees: list[Tree]) -> None:
        """Let the formulas of a section suggest how many axes its symbols have."""
        self.environment = suggested(self.environment, trees)

    def display(self, rows: tuple[Row | Diagnostic, ...]) -> None:
        """Take the rows of a display; rows that begin with = go on with the chain before them."""
        for number, part in in_order(rows):
            if isinstance(part, Diagnostic):
                self.finish("step")
                self.lines.append(Broken(part, self.item, number))
            else:
                self._statement(part, number)
        self.finish("step")

    def sentence(self, rows: tuple[Row | Diagnostic, ...]) -> None:
        """Take a formula that stands in a sentence."""
        for row in rows:
            if isinstance(row, Diagnostic):
                self.lines.append(Broken(row, self.item))
                continue
            for statement in row.statements:
                self._statement(statement, None)
        self.finish("claim")

    def claim(self, left: Tree, right: Tree, conditions: tuple[Tree, ...]) -> None:
        """Take an equation that a sentence states in words: "A is equal to B"."""
        self._add("claim", left, right, None, None, conditions)

    def _assumed(self, tree: Tree, row: int | None) -> bool:
        """Whether a sentence states an assumption about a variable that nobody defined; remembers it."""
        found = recognise(tree)
        if found is None:
            return False
        assumption, symbol = found
        name = symbol_name(symbol)
        if name in self.environment.definitions:
            return False
        assumptions = {**self.environment.assumptions, name: replace(assumption, name=name)}
        self.environment = mention(replace(self.environment, assumptions=assumptions), symbol)
        assert isinstance(tree, Chain)
        left, right = tree.operands[0], tree.operands[-1]
        assert left is not None and right is not None
        self._add("definition", left, right, None, row, ())
        return True

    def _statement(self, statement: Statement, row: int | None) -> None:
        self.environment, statement = with_ranges(self.environment, statement)
        tree = statement.tree
        if self._assumed(tree, row):
            return
        if declares(tree):
            self.finish("step" if row else "claim")
            self._guarded(lambda: declare_anew(self.environment, tree))
        elif isinstance(tree, Chain):
            self._chain(tree, statement.conditions, row)
        else:
            self.finish("step" if row else "claim")
            self.environment = mention(self.environment, tree)
            if row is not None:
                self.chain = [Operand(tree, row, None, statement.conditions)]

    def _chain(self, tree: Chain, conditions: tuple[Tree, ...], row: int | None) -> None:
        relations: tuple[str | None, ...] = (None, *tree.relations)
        for operand, relation in zip(tree.operands, relations, strict=True):
            if operand is None:
                continue  # a row that begins with its relation: the chain before it goes on
            if relation is None:
                self.finish("step" if row else "claim")
            self.chain.append(Operand(operand, row, relation, conditions))

    def finish(self, kind: Kind) -> None:
        """End the chain that is open: its first equation may define, the others are claimed."""
        chain, self.chain = self.chain, []
        if chain and chain[0].relation is not None:
            chain = self._continued(chain)
        self.tail = replace(chain[-1], relation=None, row=None) if chain else self.tail
        self.solved |= (self.unsolved and kind == "step") or sets_to_zero(chain)
        if self.unsolved and not (len(chain) == 2 and sets_diagonal(self.environment, chain[0].tree, chain[1].tree)):
            chain = answered(chain)
        shapes = only_shapes(self.environment, chain, self.label)
        if len(chain) < 2 or only_indices(chain, self.index_letters) or shapes:
            return
        if self._recursive(kind, chain):
            return
        if chain[1].relation in EQUAL and not self.environment.conditions and not self.local:
            self.environment = with_density(self.environment, chain[0].tree, chain[1].tree)
        self._introduced_functions(chain)
        self._supposed = supposed(self.environment, chain)
        order, leading = defining_first(self.environment, chain)
        steps = [self._edge(kind, chain, i, leads=i in leading) for i in order]
        if kind == "step" and (count := sum(steps)) >= 2 and all(steps[-count:]):
            conditions = tuple(dict.fromkeys(c for o in chain for c in o.conditions))
            self._add("conclusion", chain[0].tree, chain[-1].tree, None, chain[-1].row, conditions, joined=False)

    def _recursive(self, kind: Kind, chain: list[Operand]) -> bool:
        """Take the recursion of a function, or a claim about one that was defined so; False for any other chain."""
        left, right = chain[0].tree, chain[1].tree
        free = not (self.environment.conditions or self.local or any(operand.conditions for operand in chain))
        plain = free and len(chain) == 2 and chain[1].relation in EQUAL
        if plain and (layer := self.recursions.learn(left, right)) is not None:
            self.environment = mention(self.environment, layer)
            self._defined(chain[0], chain[1])
            return True
        if not (used := self.recursions.used(operand.tree for operand in chain)) or identity(left, right):
            return False
        proof = induction(used[0], left, right, self.environment) if plain and len(used) == 1 else None
        self._add(kind, left, chain[-1].tree, None, chain[-1].row, (), joined=len(chain) == 2)
        problem = self.doubt if proof else unproved(used[0], chain[-1].tree.span)
        self.lines[-1] = replace(cast(Line, self.lines[-1]), problem=problem, induction=proof)
        return True

    def _continued(self, chain: list[Operand]) -> list[Operand]:
        """A chain that begins with its relation, with the end of the chain before it."""
        if self.tail is not None:
            return [self.tail, *chain]
        first = chain[0].tree
        where = Diagnostic("GP403", "This row goes on with an equation, and there is none before it.", first.span)
        self.lines.append(Broken(where, self.item, chain[0].row))
        return [replace(chain[0], relation=None), *chain[1:]]

    def _edge(self, kind: Kind, chain: list[Operand], i: int, *, leads: bool) -> bool:
        """Take the equation between two neighbours; True where it is a claim. One that leads may define."""
        left, right = chain[i - 1], chain[i]
        self.environment = introduced_behind(self.environment, chain[0].tree, right.tree, right.relation)
        if right.relation not in EQUAL:
            return False
        name = target(self.environment, left.tree)
        fixed = name in self.environment.fixed
        if fixed and i == 1:  # u_j(x) of a page is the u_j that was given to it
            left = chain[0] = replace(left, tree=heads(left.tree)[0])
        if self._notation(left.tree, right.tree) or explains_notation(left.tree, right.tree):
            self._defined(left, right)
            return False
        conditions = tuple(dict.fromkeys((*left.conditions, *right.conditions)))
        case = (*self.environment.conditions, *self.local, *conditions)
        case = case if concern(case, left.tree, right.tree, self.index_letters) else ()
        if leads and defines_case(self.environment, left.tree, right.tree, case):
            if self._guarded(lambda: define_case(self.environment, left.tree, right.tree, case), left, right):
                self._defined(left, right)
            return False
        first = leads and not case
        if first and len(chain) == 2 and names_factors(self.environment, left.tree, right.tree):
            left, right = right, replace(left, relation=right.relation, row=right.row)
        anew = first and (self.anew or (bool(self.label) and self.labelled.get(name or "", self.label) != self.label))
        demanded = (right.relation in DEFINING or anew) and name is not None and not fixed
        if i == 1 and names_entries(self.environment, left.tree, right.tree):
            if self._guarded(lambda: name_entries(self.environment, left.tree, right.tree), left, right):
                self._defined(left, right)
                chain[1] = right if name in self.environment.definitions else left
            return False
        if i == 2 and left is chain[0] and self._guarded(lambda: define_anew(self.environment, left.tree, right.tree)):
            self._defined(left, right)  # X = [x_ij] = … says with its second equation what X is
            return False
        if i == 1 and (after := of_components(self.environment, left.tree, right.tree)) is not None:
            self.environment = after
            self._defined(left, right)
            return False
        if (first and defines(self.environment, left.tree, right.tree)) or demanded:
            if self._guarded(partial(define_anew, self.environment, *at_any_point(left.tree, right.tree)), left, right):
                self._defined(left, right)
                self.labelled |= {name: self.label} if name is not None and self.label else {}
            return False
        if self._is_introduction(left.tree):
            self._defined(left, right)
            return False
        alone, given = i == 1 and left.row == right.row, i in self._supposed
        self._add(kind, left.tree, right.tree, chain[0].tree, right.row, conditions, joined=alone, solving=given)
        return True

    def would_define(self, tree: Tree) -> bool:
        """Whether a statement would define a symbol that is new on the page."""
        left, right = tree.operands[:2] if isinstance(tree, Chain) and tree.relations[0] in EQUAL else (None, None)
        if left is None or right is None:
            return False
        new = target(self.environment, left) not in self.environment.entries
        return new and not declares(tree) and defines(self.environment, left, right)

    def _guarded(self, change: Callable[[], Environment], *operands: Operand) -> bool:
        """Change the environment; where that fails, say so and leave it as it is."""
        try:
            self.environment = change()
        except FormulaError as error:
            if isinstance(error, Circular) and operands:
                self._defined(operands[0], operands[1], "step" if operands[1].row else "claim")
                return False
            self.environment = spoilt(self.environment, *(o.tree for o in operands))
            self.lines.append(Broken(error.diagnostic, self.item, operands[1].row if operands else None))
            return False
        return True

    def _defined(self, left: Operand, right: Operand, kind: Kind = "definition") -> None:
        self._add(kind, left.tree, right.tree, None, right.row, (), joined=left.row == right.row)

    def _add(
        self,
        kind: Kind,
        left: Tree,
        right: Tree,
        first: Tree | None,
        row: int | None,
        conditions: tuple[Tree, ...],
        *,
        joined: bool = True,
        solving: bool = False,
    ) -> None:
        span = left.span.join(right.span) if joined else right.span
        sides = Sides(left, right, first, (*self.local, *conditions))
        line = Line(kind, sides, self.environment, span, self.item, row, introduce=self.introduce, problem=self.doubt)
        self.lines.append(replace(line, solving=solving or (self.solved and holds_at_solution(first or left, right))))

    def _notation(self, left: Tree, right: Tree) -> bool:
        """Whether the equation says what p(t | x) is another name for; remembers it."""
        known = with_notation(self.environment, left, right)
        self.environment = known or self.environment
        return known is not None

    def _introduced_functions(self, chain: list[Operand]) -> None:
        """Learn σ from h_k = σ(s_k) = 1/(1 + e^{-s_k}) before h is defined over it."""
        for left, right in pairwise(chain):
            if right.relation not in EQUAL or left is chain[0]:
                continue
            introduced = introduction(self.environment, left.tree, right.tree)
            if introduced is not None:
                self._guarded(partial(define_anew, self.environment, *introduced), left, right)

    def _is_introduction(self, left: Tree) -> bool:
        name = introduced_name(self.environment, left) if self.lines else None
        first = name is not None and name not in self._introduced
        self._introduced |= {name} if name is not None else set()
        return first

    _introduced: set[str] = field(default_factory=set)
    _supposed: frozenset[int] = frozenset()
